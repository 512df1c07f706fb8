"""Figures of where a sweep's bad outcomes lie: the trade-off of peeling, the corner over two factors, and a tree."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from tightrope.analysis.charts.style import Colour, Plot, axis
from tightrope.analysis.study.bad_outcomes import usual_bad
from tightrope.analysis.study.box_columns import Column
from tightrope.analysis.study.decision_tree import Node
from tightrope.analysis.study.discovery import Discovery, discover
from tightrope.analysis.study.factors import factor_named, factors_of
from tightrope.analysis.study.prim import Box, Limits
from tightrope.analysis.study_charts.factors import short
from tightrope.analysis.study_charts.sheet import SweepSheet, chart, factor_axis
from tightrope.analysis.words.margins import decimals_for, number
from tightrope.analysis.words.words import Words
from tightrope.scenarios.errors import InputError

__all__ = ["corner", "peeling", "tree"]


def peeling(sheet: SweepSheet) -> Plot:
    """Draw how density grows and coverage shrinks as points are peeled off, and the corner that was taken."""
    found = _found(sheet)
    box = _sure_box(found)
    steps: Plot = {
        "type": "scatter", "mode": "lines+markers", "name": sheet.say("sweep_charts.peeling"),
        "x": [step.coverage for step in box.path], "y": [step.density for step in box.path],
        "line": {"color": Colour.BLUE, "width": 1.6}, "marker": {"size": 6},
    }  # fmt: skip
    taken: Plot = {
        "type": "scatter", "mode": "markers", "name": sheet.say("sweep_charts.corner_taken"),
        "x": [box.coverage], "y": [box.density],
        "marker": {"color": Colour.VERMILION, "symbol": "diamond", "size": 12},
    }  # fmt: skip
    across = sheet.say("sweep_charts.coverage_share_of_all_bad")
    x = {"title": {"text": across, "standoff": 6}, "tickformat": ".0%", "hoverformat": ".1%", "range": [0, 1.04]}
    caption = sheet.say("sweep_charts.density_share_that_is_bad", bad=_what_is_bad(sheet, found))
    y = {**axis(caption), "range": [0, 1.05]}
    return chart([steps, taken], x, y, height=380, hovermode="closest")


def corner(sheet: SweepSheet) -> Plot:
    """Draw the points over the two factors that limit the first corner most, or those asked for, and the corner."""
    found = _found(sheet)
    limits = _sure_box(found).limits
    across, down = _two_columns(sheet, found)
    dots = [
        _dots(found, across, down, bad=False, name=sheet.say("sweep_charts.other_point"), colour=Colour.GREY),
        _dots(found, across, down, bad=True, name=sheet.say("sweep_charts.bad_point"), colour=Colour.VERMILION),
    ]
    frame: Plot = {
        "type": "scatter", "mode": "lines", "name": sheet.say("sweep_charts.corner_taken"), "hoverinfo": "skip",
        "x": [_ends(found, limits, across)[side] for side in (0, 1, 1, 0, 0)],
        "y": [_ends(found, limits, down)[side] for side in (0, 0, 1, 1, 0)],
        "line": {"color": Colour.BLUE, "width": 2.2},
    }  # fmt: skip
    x, y = (_column_axis(sheet, found.columns[place]) for place in (across, down))
    return chart([*dots, frame], x, {**y, "caption": _what_is_bad(sheet, found)}, height=440, hovermode="closest")


def tree(sheet: SweepSheet) -> Plot:
    """Draw the tree of bad outcomes, its root at the left."""
    found = _found(sheet)
    if found.tree.split is None:
        raise InputError("nothing parts bad points from others better than chance would, so there is no tree to draw")
    placed = [*_placed(sheet, found, found.tree, 0, 0.0, sheet.say("sweep_charts.all_points"))]
    ways: Plot = {"x": [], "y": []}
    for knot in placed:
        for child in knot.children:
            ways["x"] += [knot.x, child.x, None]
            ways["y"] += [knot.y, child.y, None]
    lines: Plot = {
        "type": "scatter", "mode": "lines", "hoverinfo": "skip", "showlegend": False, **ways,
        "line": {"color": Colour.GREY, "width": 1.2},
    }  # fmt: skip
    knots: Plot = {
        "type": "scatter", "mode": "markers+text", "showlegend": False, "hoverinfo": "skip",
        "x": [knot.x for knot in placed], "y": [knot.y for knot in placed], "text": [knot.text for knot in placed],
        "textposition": ["top center" if knot.children else "middle right" for knot in placed],
        "textfont": {"size": 11},
        "marker": {
            "size": 16, "color": [knot.share for knot in placed], "cmin": 0, "cmax": 1,
            "colorscale": [[0, "#edf0f3"], [1, Colour.VERMILION]], "line": {"color": Colour.GREY, "width": 1},
        },
    }  # fmt: skip
    deepest = max(knot.x for knot in placed)
    x = {"visible": False, "range": [-0.5, deepest + 1.0]}
    rows = _leaves(found.tree)
    y = {"visible": False, "range": [-rows + 0.4, 0.6], "caption": _what_is_bad(sheet, found)}
    return chart([lines, knots], x, y, height=130 + 70 * max(rows, 2), hovermode=False)


class _Knot(NamedTuple):
    """A node of the tree in its place."""

    x: float
    y: float
    text: str
    share: float
    children: tuple["_Knot", ...] = ()


def _placed(
    sheet: SweepSheet, found: Discovery, node: Node, depth: int, top: float, condition: str
) -> Iterator[_Knot]:  # fmt: skip
    """Give a node and all below it, the node first; its leaves take a row each from ``top`` down."""
    told = sheet.say("sweep_charts.so_many_of", bad=node.bad, points=node.points)
    text, share = f" {condition}<br> {told}", node.bad / node.points
    if node.split is None:
        yield _Knot(depth, top, text, share)
        return
    column, split = found.columns[node.split.column], node.split
    low, high = _conditions(sheet, column, split.limit)
    below = [*_placed(sheet, found, split.below, depth + 1, top, low)]
    above = [*_placed(sheet, found, split.above, depth + 1, top - _leaves(split.below), high)]
    children = (below[0], above[0])
    yield _Knot(depth, (children[0].y + children[1].y) / 2, text, share, children)
    yield from below
    yield from above


def _leaves(node: Node) -> int:
    return 1 if node.split is None else _leaves(node.split.below) + _leaves(node.split.above)


def _conditions(sheet: SweepSheet, column: Column, limit: float) -> tuple[str, str]:
    """Say what holds below and above the limit of a split."""
    name = column.factor.name
    if column.text is not None:
        words = (Words("sweep_charts.is_not_word", text=column.text), Words("sweep_charts.is_word", text=column.text))
        first, second = (each.put(sheet.language) for each in words)
        return f"{name}<br> {first}", f"{name}<br> {second}"
    value = short(column.between(limit))
    return f"{name}<br> ≤ {value}", f"{name}<br> > {value}"


def _found(sheet: SweepSheet) -> Discovery:
    """Return where the sheet's measure is bad."""
    return discover(sheet.results, sheet.measure, sheet.statistic, sheet.scenario, usual_bad(sheet.measure))


def _sure_box(found: Discovery) -> Box:
    """Return the first corner; InputError where chance could make it."""
    box = found.boxes[0]
    if box.may_be_chance:
        raise InputError("the bad points lie in no corner that chance would not make as well, so there is none to draw")
    return box


def _what_is_bad(sheet: SweepSheet, found: Discovery) -> str:
    side = Words("sweep.side_above" if found.bad.above else "sweep.side_below")
    threshold = number(found.threshold, sheet.unit, decimals=decimals_for(abs(found.threshold), sheet.unit, 3))
    return sheet.say("sweep_charts.what_is_bad", told=sheet.told(), side=side, threshold=threshold.replace("-", "−"))


def _two_columns(sheet: SweepSheet, found: Discovery) -> tuple[int, int]:
    """Return the places of the columns to draw over: those named, then those that limit the corner most, then any."""
    if len(found.columns) < 2:
        raise InputError("a corner is drawn over two factors, and this sweep varies one")
    box = found.boxes[0]
    surest = sorted(box.quasi_p, key=box.quasi_p.__getitem__)
    named = [_place_of(sheet, found, name) for name in (sheet.x, sheet.y) if name is not None]
    order = dict.fromkeys([*named, *surest, *range(len(found.columns))])
    across, down = list(order)[:2]
    return across, down


def _place_of(sheet: SweepSheet, found: Discovery, name: str) -> int:
    factor = factor_named(name, factors_of(sheet.results))
    return next(place for place, column in enumerate(found.columns) if column.factor.name == factor.name)


def _dots(found: Discovery, across: int, down: int, *, bad: bool, name: str, colour: str) -> Plot:
    here = found.places[found.flags == bad]
    return {
        "type": "scatter", "mode": "markers", "name": name,
        "x": [found.columns[across].number(place) for place in here[:, across]],
        "y": [found.columns[down].number(place) for place in here[:, down]],
        "marker": {"color": colour, "size": 8 if bad else 6, "symbol": "circle" if bad else "circle-open"},
    }  # fmt: skip


def _ends(found: Discovery, limits: Limits, place: int) -> tuple[float, float]:
    """Return the ends of a corner in a column; those of the range where it is open."""
    low, high = np.clip([limits.low[place], limits.high[place]], 0, 1)
    column = found.columns[place]
    return column.number(float(low)), column.number(float(high))


def _column_axis(sheet: SweepSheet, column: Column) -> Plot:
    title = {"text": factor_axis(sheet, column.factor.name), "standoff": 6}
    if column.text is not None:
        words = (Words("sweep_charts.is_not_word", text=column.text), Words("sweep_charts.is_word", text=column.text))
        told = [each.put(sheet.language) for each in words]
        return {"title": title, "tickvals": [0, 1], "ticktext": told, "range": [-0.3, 1.3]}
    return {"title": title, "type": "log" if column.factor.log else "linear", "zeroline": False}
