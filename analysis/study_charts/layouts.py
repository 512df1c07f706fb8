"""How figures of several runs are laid out: bands and courses by month, differences by scenario."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import polars as pl

from tightrope.analysis.charts.style import Colour, Plot, line, months_apart
from tightrope.analysis.study_charts.sheet import SweepSheet, chart, measure_words, unit_of_column, value_axis

__all__ = ["band", "by_month", "by_scenario", "dotted", "scenario_in_lines"]


def band(found: pl.DataFrame, low: str, high: str, name: str, colour: str) -> list[Plot]:
    """Fill what lies between two columns of a course."""
    edge: Plot = {"line": {"width": 0, "color": Colour.BLUE}, "hoverinfo": "skip"}
    return [
        line(found, low, "", Colour.BLUE, **edge, showlegend=False),
        line(found, high, name, Colour.BLUE, **edge, fill="tonexty", fillcolor=colour),
    ]


def dotted(sheet: SweepSheet, other: pl.DataFrame, scenario: str) -> Plot:
    """Draw the mean of the scenario compared with."""
    look = {"color": Colour.GREY, "width": 1.6, "dash": "dot"}
    name = sheet.say("sweep_charts.dotted") + sheet.scenario_title(scenario)
    return line(other, "mean", name, Colour.GREY, line=look)


def by_month(sheet: SweepSheet, data: list[Plot], found: pl.DataFrame) -> Plot:
    """Lay courses of the measure out over the months of ``found``."""
    last = int(found["month"].to_numpy().max())
    x = {"title": {"text": sheet.say("sweep_charts.month"), "standoff": 4}, "dtick": months_apart(last), "tick0": 0}
    caption = measure_words(sheet.measure, sheet.language)
    return chart(data, x, value_axis(sheet, caption, unit=unit_of_column(sheet.measure)), height=440)


def by_scenario(sheet: SweepSheet, data: list[Plot], rows: Sequence[dict[str, Any]]) -> Plot:
    """Lay differences to the scenario compared with out below each other, a row for each scenario, the last on top."""
    other = sheet.scenario_title(sheet.results.manifest["against"])
    caption = sheet.say("sweep_charts.minus_that_of_scenario", told=sheet.told(), scenario_title=other)
    across = value_axis(sheet, caption, difference=True)
    x = {key: value for key, value in across.items() if key != "caption"}
    x |= {"rangemode": "tozero", "zeroline": True, "zerolinewidth": 1.5}
    names = [scenario_in_lines(sheet, row) for row in rows]
    y = {"caption": across["caption"], "categoryorder": "array", "categoryarray": names, "tickfont": {"size": 11}}
    height = 8 + 15 * max(name.count("<br>") + 1 for name in names)
    return chart(data, x, y, height=170 + height * max(len(rows), 5), hovermode="closest", named=True)


def scenario_in_lines(sheet: SweepSheet, row: dict[str, Any]) -> str:
    """Return the title of a row's scenario, in lines that leave a narrow screen its chart."""
    return "<br>".join(wrap(sheet.scenario_title(row["scenario"]), 28))
