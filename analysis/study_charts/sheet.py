"""What a sweep's figures are drawn from, and the words and axes that they share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any

import polars as pl

from tightrope.analysis.charts.style import Plot, axis, layout
from tightrope.analysis.compare.differences import MEASURES
from tightrope.analysis.compare.headlines import HEADLINES
from tightrope.analysis.study.factors import Value, factor_named, factors_of, middle
from tightrope.analysis.study.outcomes import unit_of
from tightrope.analysis.words.numbers import unit_words
from tightrope.analysis.words.words import Words, title_in
from tightrope.model.results.run_results import FRAMES
from tightrope.scenarios.disk.foreign_frames import collected
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["SweepSheet", "chart", "factor_axis", "measure_words", "over", "unit_of_column", "value_axis"]

_STATISTICS = {
    "mean": Words("sweep_charts.mean_over_the_months"),
    "start": Words("sweep_charts.in_the_first_month"),
    "end": Words("sweep_charts.in_the_last_month"),
    "peak": Words("sweep_charts.highest_month"),
    "peak_month": Words("sweep_charts.month_of_the_peak"),
    "trough": Words("sweep_charts.lowest_month"),
    "trough_month": Words("sweep_charts.month_of_the_trough"),
    "total": Words("sweep_charts.sum_over_the_months"),
    "area": Words("sweep_charts.area"),
}
_CAPTION = 48  # characters of a line that fit a card of 400 pixels
_LINE = 16  # pixels


@dataclass(frozen=True)
class SweepSheet:
    """A sweep, and of it what is to be drawn."""

    results: SweepResults
    measure: str
    statistic: str
    scenario: str
    x: str | None = None
    y: str | None = None
    at: Mapping[str, Value] = field(default_factory=dict)
    language: str = "en"

    def say(self, key: str, /, **values: Any) -> str:
        """Return the text of the sheet's language."""
        return Words(key, **values).put(self.language)

    @property
    def against(self) -> str | None:
        """The scenario that the others are compared with, unless it is the one that is drawn."""
        other: str | None = self.results.manifest["against"]
        return None if other == self.scenario else other

    @property
    def unit(self) -> str:
        """The unit of what is drawn."""
        return unit_of(self.measure, self.statistic)

    def scenario_title(self, name: str) -> str:
        """Return what a scenario is called."""
        told = next(each for each in self.results.manifest["scenarios"] if each["name"] == name)
        return title_in(self.language, told)

    def told(self) -> str:
        """Name the measure and what of its months is drawn."""
        what = _STATISTICS[self.statistic].put(self.language)
        return f"{measure_words(self.measure, self.language)}, {what}"

    def point(self) -> int:
        """Return the point where factors are at their middle, or ``at``; InputError where the sweep has none."""
        factors = factors_of(self.results)
        held = {name: middle(factor) for name, factor in factors.items()}
        held |= {factor_named(name, factors).name: value for name, value in self.at.items()}
        here = self.results.runs.filter(pl.col("scenario") == self.scenario).unique("point")
        for name, value in held.items():
            close = (
                pl.col(name) == value if isinstance(value, str) else (pl.col(name) - value).abs() <= 1e-4 * abs(value)
            )
            here = here.filter(close)
        found = here.select("point").pipe(collected)["point"]
        if len(found) != 1:
            told = ", ".join(f"{name}={value}" for name, value in held.items())
            raise InputError(f"the sweep has no single point with {told}: say with --at where the factors are held")
        return int(found[0])


def measure_words(column: str, language: str) -> str:
    """Name a column of ``months``."""
    named = {each.column: _inside(each.subject, language) for each in HEADLINES}
    named |= {each.column: each.label.put(language) for each in MEASURES}
    return named.get(column, column.replace("_", " "))


def _inside(subject: Words, language: str) -> str:
    """The subject of a sentence as a name that may stand anywhere."""
    return Words("measures.inside", subject=subject.put(language).rstrip(",")).put(language)


def value_axis(sheet: SweepSheet, caption: str, *, difference: bool = False, unit: str | None = None) -> Plot:
    """Make the axis of a measure; differences of shares are in percentage points."""
    unit = unit or sheet.unit
    if unit.startswith("share"):
        if difference:
            points = sheet.say("sweep_charts.percentage_points")
            return axis(f"{caption} ({points})", "number", rangemode="normal", hoverformat="+.2f")
        return axis(caption, "share", rangemode="normal")
    kind = "yuan" if unit.startswith("yuan") else "number"
    words = unit_words(unit, sheet.language)
    told = words in caption or unit == "0-1"
    bare = caption if told else f"{caption} ({words})"
    return axis(bare, kind, rangemode="normal")


def over(unit: str, *, difference: bool) -> float:
    """Return what values are multiplied by to suit ``value_axis``."""
    return 100.0 if difference and unit.startswith("share") else 1.0


def factor_axis(sheet: SweepSheet, name: str) -> str:
    """Name a factor with its unit, in lines that fit the side of a small chart."""
    unit = factors_of(sheet.results)[name].unit
    told = f"{name} ({unit_words(unit, sheet.language)})" if unit else name
    return "<br>".join(wrap(told, _CAPTION // 2 + 2))


def unit_of_column(column: str) -> str:
    """Return the unit of a column of ``months``."""
    return next(each.unit for each in FRAMES["months"] if each.name == column)


def chart(data: list[Plot], x: Plot, *axes: Plot, height: int, named: bool = False, **more: Any) -> Plot:
    """Lay traces out under captions that are broken to fit a narrow screen, half of which names of rows may take."""
    lines = [wrap(axis.get("caption", ""), _CAPTION // 2 - 4 if named else _CAPTION) for axis in axes]
    broken = [{**axis, "caption": "<br>".join(parts)} for axis, parts in zip(axes, lines, strict=True)]
    plot = layout(x, *broken, height=height, **more)
    plot["margin"]["t"] += _LINE * (len(lines[0]) - 1)
    plot["height"] += _LINE * (len(lines[0]) - 1)
    below = _LINE * x.get("title", {}).get("text", "").count("<br>")
    plot["legend"]["y"] -= below / (height - 170)
    plot["height"] += below
    for note in plot["annotations"]:
        note["align"] = "left"
    return {"data": data, "layout": plot}
