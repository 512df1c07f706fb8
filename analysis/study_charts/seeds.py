"""Figures of what a sweep's seeds agree on: courses with the range of the seeds, and differences with intervals."""

from typing import Any

import polars as pl

from tightrope.analysis.charts.style import Colour, Plot, line
from tightrope.analysis.study.means import RANGE, course, means
from tightrope.analysis.study_charts.layouts import band, by_month, by_scenario, dotted, scenario_in_lines
from tightrope.analysis.study_charts.sheet import SweepSheet, over
from tightrope.scenarios.errors import InputError

__all__ = ["fan", "gaps"]

_BAND = "rgba(0,114,178,0.18)"


def fan(sheet: SweepSheet) -> Plot:
    """A measure by month under a scenario, with the range of its seeds, and that of the scenario compared with."""
    point = sheet.point() if sheet.results.factors else None
    found = course(sheet.results, sheet.measure, scenario=sheet.scenario, point=point)
    share = round(100 * (RANGE[1] - RANGE[0]))
    data = [
        *band(found, "p05", "p95", sheet.say("sweep_charts.of_seeds", share=share), _BAND),
        line(found, "mean", sheet.scenario_title(sheet.scenario), Colour.BLUE),
    ]
    if sheet.against:
        other = course(sheet.results, sheet.measure, scenario=sheet.against, point=point)
        data.append(dotted(sheet, other, sheet.against))
    return by_month(sheet, data, found)


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
    return by_scenario(sheet, data, rows)


def _whiskers(
    sheet: SweepSheet, rows: list[dict[str, Any]], name: str, symbol: str, colour: str, factor: float
) -> Plot:
    halves = [
        factor * (row["difference"] - row["difference_low"]) if row["difference_low"] is not None else 0 for row in rows
    ]
    return {
        "type": "scatter", "mode": "markers", "name": name,
        "x": [factor * row["difference"] for row in rows],
        "y": [scenario_in_lines(sheet, row) for row in rows],
        "marker": {"symbol": symbol, "size": 8, "color": colour, "line": {"width": 1.6, "color": colour}},
        "error_x": {"type": "data", "array": halves, "color": colour, "thickness": 1.6, "width": 4},
    }  # fmt: skip
