"""Figures of what a sweep varies: a measure over two factors, and which factors matter."""

from typing import Any

import polars as pl

from tightrope.analysis.charts.style import ON_CELLS, RISING, Colour, Plot
from tightrope.analysis.study.factors import factors_of
from tightrope.analysis.study.ranking import Ranking
from tightrope.analysis.study.sensitivity import sensitivity
from tightrope.analysis.study.surfaces import surface
from tightrope.analysis.study_charts.sheet import SweepSheet, chart, factor_axis, over, value_axis
from tightrope.analysis.words.words import Words
from tightrope.scenarios.errors import InputError

__all__ = ["DIVERGING", "cell_axis", "heat_map", "heat_trace", "short", "tornado"]

DIVERGING = [[0, "#5b9fd0"], [0.5, "#f7f7f5"], [1, "#e58a4b"]]
"""Blue for less, orange for more: apart for every reader, and light where nothing differs."""


def heat_map(sheet: SweepSheet) -> Plot:
    """A measure over two factors; beside a scenario compared with, the difference, in brackets where it may be none."""
    names = list(factors_of(sheet.results))
    if len(names) < 2:
        raise InputError(f"a heat map needs two factors, and this sweep varies {', '.join(names) or 'nothing'}")
    x = sheet.x or next(name for name in names if name != sheet.y)
    y = sheet.y or next(name for name in names if name != x)
    difference = sheet.against is not None and sheet.statistic != "area"
    found = surface(
        sheet.results, x, y, measure=sheet.measure, statistic=sheet.statistic, scenario=sheet.scenario,
        difference=difference, at=sheet.at,
    )  # fmt: skip
    factor = over(sheet.unit, difference=difference)
    cells = found.cells.with_columns(pl.col("value", "low", "high") * factor)
    caption = sheet.told()
    if difference and sheet.against:
        other = sheet.scenario_title(sheet.against)
        caption = sheet.say("sweep_charts.minus_that_of", caption=caption, other=other)
    bar = value_axis(sheet, caption, difference=difference)
    trace = heat_trace(cells, signed=difference, percent=not difference and sheet.unit.startswith("share"))
    across, down = (cell_axis(sheet, cells, axis, name) for axis, name in (("x", x), ("y", y)))
    height = 150 + 44 * max(len(trace["y"]), 3)
    return chart([trace], across, {**down, "caption": bar["caption"]}, height=height, hovermode="closest")


def heat_trace(cells: pl.DataFrame, *, signed: bool, percent: bool = False) -> Plot:
    """Colour cells of x, y and value; what is signed diverges from zero, with brackets where its interval holds it.

    Columns and rows are counted from 0, so that marks may lie between them; ``cell_axis`` names them.
    """
    xs, ys = (_cell_texts(cells, name) for name in "xy")
    found = {(short(row["x"]), short(row["y"])): row for row in cells.iter_rows(named=True)}
    values = [[found.get((x, y), {}).get("value") for x in xs] for y in ys]
    width = float(cells.select((pl.col("value").max() - pl.col("value").min()) * (100 if percent else 1)).item() or 0)
    widest = float(cells["value"].abs().to_numpy().max())
    scale: Plot = {"colorscale": DIVERGING, "zmin": -widest, "zmax": widest} if signed else {"colorscale": RISING}
    return {
        "type": "heatmap", "x": list(range(len(xs))), "y": list(range(len(ys))), "z": values,
        "xgap": 2, "ygap": 2, "showscale": False,
        "text": [[_cell(found.get((x, y)), signed, percent, width) for x in xs] for y in ys],
        "texttemplate": "%{text}", "textfont": {"size": 11, "color": ON_CELLS},
        "customdata": [[[x, y] for x in xs] for y in ys],
        "hovertemplate": "%{customdata[0]}, %{customdata[1]}: %{text}<extra></extra>", **scale,
    }  # fmt: skip


def _cell(row: dict[str, Any] | None, signed: bool, percent: bool, width: float) -> str:
    if row is None or row["value"] is None:
        return ""
    decimals = 0 if width >= 50 else 1 if width >= 5 else 2 if width >= 0.2 else 3
    value = row["value"] * (100 if percent else 1)
    told = (
        "0"
        if value == 0
        else f"{value:{'+' if signed else ''}z,.{decimals}f}".replace("-", "−") + (" %" if percent else "")
    )
    chance = signed and row["low"] is not None and row["low"] <= 0 <= row["high"]
    return f"({told})" if chance else told


def short(value: object) -> str:
    """Write a factor's value in few digits."""
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def cell_axis(sheet: SweepSheet, cells: pl.DataFrame, axis: str, factor: str) -> Plot:
    """Make the axis of a heat map's columns (``"x"``) or rows (``"y"``), which tells a factor's values."""
    names = _cell_texts(cells, axis)
    ticks = {"tickmode": "array", "tickvals": list(range(len(names))), "ticktext": names}
    title = {"text": factor_axis(sheet, factor), "standoff": 6}
    ends = [-0.5, len(names) - 0.5]
    return {"title": title, "showgrid": False, "zeroline": False, "range": ends, **ticks}


def _cell_texts(cells: pl.DataFrame, axis: str) -> list[str]:
    return [short(each) for each in cells[axis].unique().sort()]


_TOLD = {
    "sobol": (
        ("total", Words("sweep_charts.in_total_st"), Colour.BLUE),
        ("first", Words("sweep_charts.on_its_own_s1"), Colour.ORANGE),
    ),
    "morris": (("mu_star", Words("sweep_charts.size_of_the_effect_mu"), Colour.BLUE),),
    "rank correlation": (("prcc", Words("sweep_charts.partial_rank_correlation_prcc"), Colour.BLUE),),
}


def tornado(sheet: SweepSheet) -> Plot:
    """The factors of a sweep ranked by what they do to a measure, with intervals."""
    difference = sheet.against is not None and sheet.statistic != "area"
    ranking = sensitivity(sheet.results, sheet.measure, sheet.statistic, sheet.scenario, difference=difference)
    table = ranking.table.reverse()
    factor = over(sheet.unit, difference=True) if ranking.method == "morris" else 1.0
    bars = _TOLD[ranking.method]
    data = [_ranked(table, *bar, sheet.language, factor, single=len(bars) == 1) for bar in reversed(bars)]
    caption = _of_what(sheet, ranking, difference)
    y = {"caption": caption, "categoryorder": "array", "categoryarray": table["factor"].to_list(), "showgrid": False}
    x = {"zeroline": True, "zerolinewidth": 1.5, "title": {"text": _across(sheet, ranking), "standoff": 6}}
    legend = {"traceorder": "reversed"}
    plot = chart(
        data, x, y, height=190 + 24 * max(len(bars) * table.height, 4), hovermode="closest", barmode="group", named=True
    )
    plot["layout"]["legend"] |= legend
    return plot


def _ranked(
    table: pl.DataFrame, column: str, words: Words, colour: str, language: str, factor: float, *, single: bool
) -> Plot:
    halves = ((table[f"{column}_high"] - table[column]) * factor).to_list()
    return {
        "type": "bar", "orientation": "h", "name": words.put(language), "y": table["factor"].to_list(),
        "x": (table[column] * factor).to_list(), "marker": {"color": colour}, "showlegend": not single,
        "error_x": {"type": "data", "array": halves, "color": Colour.GREY, "thickness": 1.6, "width": 4},
    }  # fmt: skip


def _of_what(sheet: SweepSheet, ranking: Ranking, difference: bool) -> str:
    told = sheet.told()
    if difference and sheet.against:
        other = sheet.scenario_title(sheet.against)
        told = sheet.say("sweep_charts.difference_to", told=told, other=other)
    return told


def _across(sheet: SweepSheet, ranking: Ranking) -> str:
    if ranking.method == "sobol":
        return sheet.say("sweep_charts.share_of_the_variance_st")
    if ranking.method == "rank correlation":
        return sheet.say("sweep_charts.partial_rank_correlation_1_to")
    name = value_axis(sheet, sheet.say("sweep_charts.effect_over_the_full_range"), difference=True)["caption"]
    return str(name)
