"""Figures of what a sweep's seeds agree on: courses with the range of the seeds, and differences with intervals."""

from textwrap import wrap
from typing import Any

import polars as pl

from tightrope.analysis.charts.style import Colour, Plot, line, months_apart
from tightrope.analysis.study.means import RANGE, course, means
from tightrope.analysis.study_charts.sheet import SweepSheet, chart, measure_words, over, unit_of_column, value_axis
from tightrope.scenarios.errors import InputError

__all__ = ["fan", "gaps"]

_BAND = "rgba(0,114,178,0.18)"


def fan(sheet: SweepSheet) -> Plot:
    """A measure by month under a scenario, with the range of its seeds, and that of the scenario compared with."""
    point = sheet.point() if sheet.results.factors else None
    found = course(sheet.results, sheet.measure, scenario=sheet.scenario, point=point)
    title = sheet.scenario_title(sheet.scenario)
    share = round(100 * (RANGE[1] - RANGE[0]))
    band = sheet.say("sweep_charts.of_seeds", share=share)
    edge: Plot = {"line": {"width": 0, "color": Colour.BLUE}, "hoverinfo": "skip"}
    data = [
        line(found, "p05", "", Colour.BLUE, **edge, showlegend=False),
        line(found, "p95", band, Colour.BLUE, **edge, fill="tonexty", fillcolor=_BAND),
        line(found, "mean", title, Colour.BLUE),
    ]
    if sheet.against:
        other = course(sheet.results, sheet.measure, scenario=sheet.against, point=point)
        dotted = {"color": Colour.GREY, "width": 1.6, "dash": "dot"}
        name = sheet.say("sweep_charts.dotted") + sheet.scenario_title(sheet.against)
        data.append(line(other, "mean", name, Colour.GREY, line=dotted))
    unit = unit_of_column(sheet.measure)
    last = int(found["month"].to_numpy().max())
    x = {"title": {"text": sheet.say("sweep_charts.month"), "standoff": 4}, "dtick": months_apart(last), "tick0": 0}
    caption = measure_words(sheet.measure, sheet.language)
    return chart(data, x, value_axis(sheet, caption, unit=unit), height=440)


def gaps(sheet: SweepSheet) -> Plot:
    """The paired difference of every scenario to the one compared with, the largest on top."""
    against = sheet.results.manifest["against"]
    if against is None:
        raise InputError("this sweep compares with no scenario, so it has no differences: give it one ('against')")
    told = means(sheet.results, sheet.measure, sheet.statistic, pooled=True)
    told = told.filter(pl.col("scenario") != against).drop_nulls("difference").sort("difference")
    if told.is_empty():
        raise InputError(f"no scenario of this sweep has a difference of {sheet.measure} to '{against}'")
    factor = over(sheet.unit, difference=True)
    rows = list(told.iter_rows(named=True))
    sure = [
        row for row in rows if row["difference_low"] is not None and row["difference_low"] * row["difference_high"] > 0
    ]
    unsure = [row for row in rows if row not in sure]
    looks = (
        (sure, sheet.say("sweep_charts.beyond_chance"), "circle", Colour.BLUE),
        (unsure, sheet.say("sweep_charts.may_be_chance"), "circle-open", Colour.GREY),
    )
    data = [_whiskers(sheet, part, name, symbol, colour, factor) for part, name, symbol, colour in looks if part]
    caption = sheet.say(
        "sweep_charts.minus_that_of_scenario", told=sheet.told(), scenario_title=sheet.scenario_title(against)
    )
    across = value_axis(sheet, caption, difference=True)
    x = {key: value for key, value in across.items() if key != "caption"}
    x |= {"rangemode": "tozero", "zeroline": True, "zerolinewidth": 1.5}
    names = [_name(sheet, row) for row in rows]
    y = {"caption": across["caption"], "categoryorder": "array", "categoryarray": names, "tickfont": {"size": 11}}
    row = 8 + 15 * max(name.count("<br>") + 1 for name in names)
    return chart(data, x, y, height=170 + row * max(len(rows), 5), hovermode="closest", named=True)


def _name(sheet: SweepSheet, row: dict[str, Any]) -> str:
    """The title of a row's scenario, in lines that leave a narrow screen its chart."""
    return "<br>".join(wrap(sheet.scenario_title(row["scenario"]), 28))


def _whiskers(
    sheet: SweepSheet, rows: list[dict[str, Any]], name: str, symbol: str, colour: str, factor: float
) -> Plot:
    halves = [
        factor * (row["difference"] - row["difference_low"]) if row["difference_low"] is not None else 0 for row in rows
    ]
    return {
        "type": "scatter", "mode": "markers", "name": name,
        "x": [factor * row["difference"] for row in rows],
        "y": [_name(sheet, row) for row in rows],
        "marker": {"symbol": symbol, "size": 8, "color": colour, "line": {"width": 1.6, "color": colour}},
        "error_x": {"type": "data", "array": halves, "color": colour, "thickness": 1.6, "width": 4},
    }  # fmt: skip
