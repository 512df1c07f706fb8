"""Figures of how a market answers to tightening: by dose and setting, and on the way up and down again."""

from typing import Any

import numpy as np
import polars as pl

from tightrope.analysis.charts.style import Colour, Plot
from tightrope.analysis.study.drives import Drive
from tightrope.analysis.study.hysteresis import drives
from tightrope.analysis.study.paired_courses import paired_courses
from tightrope.analysis.study.tipping import Tipping, tipping
from tightrope.analysis.study_charts.factors import cell_axis, heat_trace, short
from tightrope.analysis.study_charts.sheet import (
    SweepSheet,
    chart,
    measure_words,
    over,
    unit_of_column,
    value_axis,
)
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.factors import STRENGTH

__all__ = ["hysteresis_loop", "phase_diagram"]


def phase_diagram(sheet: SweepSheet) -> Plot:
    """Dose across and one other factor down: what the dose changes, and where more of it begins to do harm."""
    dose = sheet.x or (STRENGTH if STRENGTH in sheet.results.factors else sheet.results.factors[0])
    found = tipping(sheet.results, sheet.measure, sheet.statistic, dose=dose, scenario=sheet.scenario)
    if len(found.others) != 1:
        varied = ", ".join(found.others) or "nothing"
        raise InputError(
            f"a phase diagram needs the dose and one other factor; beside '{dose}' this sweep varies {varied}"
        )
    [other] = found.others
    factor = over(sheet.unit, difference=True)
    cells = _changes(found, other, factor)
    if cells.is_empty():
        raise InputError(f"no seed has finished every dose of '{dose}': run the sweep to its end first")
    lowest = float(cells["x"].to_numpy().min())
    caption = sheet.say("sweep_charts.change_to_the_same_seeds", told=sheet.told(), lowest=lowest)
    down = value_axis(sheet, caption, difference=True)
    trace = heat_trace(cells, signed=True)
    data = [trace, *_places(sheet, found, other, [float(each) for each in cells["x"].unique().sort()])]
    across, below = (cell_axis(sheet, cells, axis, name) for axis, name in (("x", dose), ("y", other)))
    height = 190 + 60 * max(len(trace["y"]), 3)
    return chart(data, across, {**below, "caption": down["caption"]}, height=height, hovermode="closest")


def _changes(found: Tipping, other: str, factor: float) -> pl.DataFrame:
    """Return x (the dose), y (the other factor), value, low and high: what each dose changes, the lowest nothing."""
    ends = {name: pl.col(column) * factor for name, column in _ENDS.items()}
    steps = found.steps.select(x="dose", y=other, **ends).drop_nulls("value")
    nothing = {"value": pl.lit(0.0), "low": pl.lit(None, pl.Float64), "high": pl.lit(None, pl.Float64)}
    lowest = found.steps.unique(other, keep="first", maintain_order=True).select(x="from_dose", y=other, **nothing)
    return pl.concat([lowest.join(steps, on="y", how="semi"), steps])


_ENDS = {"value": "difference", "low": "difference_low", "high": "difference_high"}


def _places(sheet: SweepSheet, found: Tipping, other: str, doses: list[float]) -> list[Plot]:
    """Where each curve tips and where it is worst, with intervals, between the columns of the doses."""

    def at(dose: float) -> float:
        return float(np.interp(dose, doses, range(len(doses))))

    rows = [short(each) for each in found.curves[other].unique().sort()]
    looks = (
        ("tips", sheet.say("sweep_charts.more_of_it_begins_to"), "triangle-up", Colour.VERMILION),
        ("worst", sheet.say("sweep_charts.worst_dose"), "square", Colour.PURPLE),
    )
    data = []
    for what, name, symbol, colour in looks:
        known = found.curves.drop_nulls(f"{what}_at")
        if known.is_empty():
            continue
        ends = [[at(row[f"{what}_{end}"]) for end in ("at", "low", "high")] for row in known.iter_rows(named=True)]
        error: dict[str, Any] = {"type": "data", "symmetric": False, "color": colour, "thickness": 2, "width": 5}
        error |= {"array": [high - here for here, _, high in ends], "arrayminus": [here - low for here, low, _ in ends]}
        data.append(
            {
                "type": "scatter", "mode": "markers", "name": name, "showlegend": True, "x": [end[0] for end in ends],
                "y": [rows.index(short(each)) + 0.3 for each in known[other]],
                "marker": {"symbol": symbol, "size": 11, "color": colour, "line": {"color": "white", "width": 1.2}},
                "error_x": error, "text": [short(each) for each in known[f"{what}_at"]],
                "hovertemplate": "%{text}<extra></extra>",
            }
        )  # fmt: skip
    return data


_LOOP_COLOURS = (Colour.BLUE, Colour.VERMILION, Colour.GREEN, Colour.PURPLE)


def hysteresis_loop(sheet: SweepSheet) -> Plot:
    """What a push does to a measure over the level of the push, on the way up and on the way down again."""
    found = drives(sheet.results)
    if not found or sheet.results.manifest["against"] is None:
        raise InputError(
            "no scenario of this sweep goes up and comes down again beside a calm one: run guidance-up-and-down "
            "against the baseline"
        )
    point = sheet.point() if sheet.results.factors else 0
    unit = unit_of_column(sheet.measure)
    factor, data = over(unit, difference=True), []
    for (name, drive), colour in zip(found.items(), _LOOP_COLOURS, strict=False):
        courses = paired_courses(sheet.results, sheet.measure, name)
        places = courses.points["point"].to_list()
        apart = (
            courses.pushed[places.index(point)] - courses.calm[places.index(point)] if point in places else np.empty(0)
        )
        whole = apart[np.isfinite(apart).all(axis=-1)] if apart.size else apart
        if not whole.size:
            raise InputError(f"no seed has finished both '{name}' and what it is compared with: run the sweep on")
        response = whole.mean(axis=0) * factor
        data += _ways(sheet, name, drive, response, colour)
    against = sheet.scenario_title(sheet.results.manifest["against"])
    told = measure_words(sheet.measure, sheet.language)
    caption = sheet.say("sweep_charts.minus_that_of_against", told=told, against=against)
    y = value_axis(sheet, caption, difference=True, unit=unit)
    pushed = ", ".join(dict.fromkeys(f"{drive.parameter} ({drive.extreme:g})" for drive in found.values()))
    way = sheet.say("sweep_charts.part_of_the_way_to", pushed=pushed)
    x = {"title": {"text": way, "standoff": 6}, "zeroline": True, "tickformat": ".0%"}
    return chart(data, x, y, height=460, hovermode="closest")


def _ways(sheet: SweepSheet, name: str, drive: Drive, response: np.ndarray[Any, Any], colour: str) -> list[Plot]:
    """The way up thick, all after it thin, and a mark at the end of the run."""
    level, title = drive.force, sheet.scenario_title(name)
    parts = (
        (slice(0, drive.up.stop), sheet.say("sweep_charts.way_up"), 3.4),
        (slice(drive.up.stop - 1, None), sheet.say("sweep_charts.way_back"), 1.6),
    )
    lines = [
        {
            "type": "scatter", "mode": "lines", "name": f"{title}: {words}", "legendgroup": name,
            "x": level[part].tolist(), "y": response[part].tolist(),
            "line": {"color": colour, "width": width}, "text": _months(sheet, part, level.size),
            "hovertemplate": "%{text}: %{y}<extra></extra>",
        }
        for part, words, width in parts
    ]  # fmt: skip
    end = {
        "type": "scatter", "mode": "markers", "x": [float(level[-1])], "y": [float(response[-1])], "showlegend": False,
        "name": f"{title}: {sheet.say("sweep_charts.end")}", "legendgroup": name,
        "marker": {"color": colour, "size": 9, "symbol": "circle"},
    }  # fmt: skip
    return [*lines, end]


def _months(sheet: SweepSheet, part: slice, count: int) -> list[str]:
    return [sheet.say("sweep_charts.in_month", month=month + 1) for month in range(count)[part]]
