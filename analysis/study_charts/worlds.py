"""Figures of a sweep over an ensemble: bands in two parts, ignorance of the parameters and chance between seeds."""

from typing import Any

from tightrope.analysis.charts.style import Colour, Plot, line
from tightrope.analysis.study.worlds import stands, worlds, worlds_by_month
from tightrope.analysis.study_charts.layouts import band, by_month, by_scenario, dotted, scenario_in_lines
from tightrope.analysis.study_charts.sheet import SweepSheet, over
from tightrope.scenarios.errors import InputError

__all__ = ["differences_over_worlds", "fan_of_worlds"]

_OF_RUNS, _OF_WORLDS = "rgba(0,114,178,0.15)", "rgba(0,114,178,0.35)"
_NINE_OF_TEN = 1.645
"""Standard deviations either way that hold nine tenths of what is normal."""


def fan_of_worlds(sheet: SweepSheet) -> Plot:
    """A measure by month under a scenario: the band of all runs, within it that of the worlds."""
    found = worlds_by_month(sheet.results, sheet.measure, sheet.scenario)
    data = [
        *band(found, "low", "high", sheet.say("ensemble.nine_of_ten_runs"), _OF_RUNS),
        *band(found, "world_low", "world_high", sheet.say("ensemble.nine_of_ten_worlds"), _OF_WORLDS),
        line(found, "mean", sheet.scenario_title(sheet.scenario), Colour.BLUE),
    ]
    if sheet.against:
        data.append(dotted(sheet, worlds_by_month(sheet.results, sheet.measure, sheet.against), sheet.against))
    return by_month(sheet, data, found)


def differences_over_worlds(sheet: SweepSheet) -> Plot:
    """The difference of every scenario to the one compared with, the largest on top, with its two bars."""
    told = worlds(sheet.results, sheet.measure, sheet.statistic).drop_nulls("difference").sort("difference")
    if told.is_empty():
        raise InputError(f"no scenario of this sweep has a difference of {sheet.measure}: give it one ('against')")
    rows = told.to_dicts()
    looks = (
        ([row for row in rows if stands(row)], sheet.say("ensemble.stands"), "circle", Colour.BLUE),
        ([row for row in rows if not stands(row)], sheet.say("ensemble.does_not_stand"), "circle-open", Colour.GREY),
    )
    data = [trace for part, name, symbol, colour in looks if part for trace in _bars(sheet, part, name, symbol, colour)]
    return by_scenario(sheet, data, rows)


def _bars(sheet: SweepSheet, rows: list[dict[str, Any]], name: str, symbol: str, colour: str) -> list[Plot]:
    """Draw rows with the thin bar of all runs, and over it the thick one of ignorance."""
    factor = over(sheet.unit, difference=True)
    y = [scenario_in_lines(sheet, row) for row in rows]
    middle = [factor * row["difference"] for row in rows]
    above = [factor * (row["difference_high"] - row["difference"]) for row in rows]
    below = [factor * (row["difference"] - row["difference_low"]) for row in rows]
    ignorance = [_NINE_OF_TEN * factor * row["difference_ignorance"] for row in rows]
    marks: Plot = {"type": "scatter", "mode": "markers", "x": middle, "y": y, "name": name, "legendgroup": name}
    marks["marker"] = {"symbol": symbol, "size": 8, "color": colour, "line": {"width": 1.6, "color": colour}}
    thin = {"type": "data", "symmetric": False, "array": above, "arrayminus": below, "thickness": 1.2, "width": 4}
    thick = {"type": "data", "array": ignorance, "thickness": 4, "width": 0}
    return [
        {**marks, "error_x": {**thin, "color": colour}},
        {**marks, "error_x": {**thick, "color": colour}, "showlegend": False, "hoverinfo": "skip"},
    ]
