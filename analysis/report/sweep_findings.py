"""What a sweep's seeds say in sentences: which scenario moves a measure most, and how many do beyond chance."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from tightrope.analysis.compare.differences import MEASURES
from tightrope.analysis.compare.headlines import HEADLINES
from tightrope.analysis.study.headlines import headline, points
from tightrope.analysis.study.means import LEVEL, means
from tightrope.analysis.study.outcomes import unit_of
from tightrope.analysis.study_charts.sheet import measure_words
from tightrope.analysis.words.margins import Margins, with_margin
from tightrope.analysis.words.words import Words, join_sentences, title_in
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["SweepPage", "in_sentences", "label"]


_READABLE = 3
"""Factors that a sentence can name with their values."""


@dataclass(frozen=True)
class SweepPage:
    """A sweep, the folder that it lies in, and the language in which it is told."""

    results: SweepResults
    folder: str
    language: str = "en"

    def say(self, key: str, /, **values: Any) -> str:
        """Return the text of the page's language."""
        return Words(key, **values).put(self.language)

    def title(self, scenario: str) -> str:
        """Return a scenario's title in the page's language."""
        told = next(each for each in self.results.manifest["scenarios"] if each["name"] == scenario)
        return title_in(self.language, told)


def label(measure: str, language: str) -> str:
    """Name a measure as the tables of a run do."""
    told = {each.column for each in (*HEADLINES, *MEASURES)}
    return measure_words(measure, language) if measure in told else measure


def in_sentences(page: SweepPage) -> list[tuple[str, str]]:
    """Return, for each of the measures that say most, its name and what the seeds say of its mean over the months."""
    told = []
    for measure in headline(page.results):
        rows = means(page.results, measure, "mean", pooled=True)
        say = _differences if page.results.manifest["against"] else _levels
        unit = unit_of(measure, "mean")
        parts = [say(page, rows, unit), *_over_points(page, measure, unit)]
        told.append((label(measure, page.language), join_sentences(parts, page.language)))
    return told


def _over_points(page: SweepPage, measure: str, unit: str) -> list[str]:
    """Say between which points of the design a measure, or its difference, goes how far; nothing of a single point."""
    against = page.results.manifest["against"]
    column = "difference" if against and len(page.results.manifest["scenarios"]) > 1 else "mean"
    rows = means(page.results, measure, "mean")
    known = rows.filter(pl.col("scenario").ne_missing(against) | (column == "mean")).drop_nulls(column).sort(column)
    if points(page.results) == 1 or known.height < 2:
        return []
    low, high = (_end(page, known.row(place, named=True), column, unit) for place in (0, -1))
    subject = page.say("sweep.the_difference_goes") if column == "difference" else page.say("sweep.it_goes")
    return [page.say("sweep.over_the_points_from_to", subject=subject, low=low, high=high)]


def _end(page: SweepPage, row: Mapping[str, Any], column: str, unit: str) -> str:
    """A mean or difference with its margin and, where the factors are few, the point that it belongs to."""
    sign, low = ("+", "difference_low") if column == "difference" else ("", "low")
    half = None if row[low] is None else row[column] - row[low]
    points_told = page.say("sweep.points") if sign and unit.startswith("share") else ""
    value = with_margin(row[column], half, unit, sign).replace("-", "−") + points_told
    at = [
        f"{name} {row[name]:g}" if isinstance(row[name], float) else f"{name} {row[name]}"
        for name in _readable_factors(page)
    ]
    if len(page.results.manifest["scenarios"]) > 2:
        at.insert(0, f"“{page.title(row['scenario'])}”")
    place = ", ".join(at)
    return page.say("sweep.value_at_place", value=value, place=place) if place else value


def _readable_factors(page: SweepPage) -> list[str]:
    """Return the factors that name a point, where they are few enough to be read in a sentence."""
    return list(page.results.factors) if len(page.results.factors) <= _READABLE else []


def _differences(page: SweepPage, rows: pl.DataFrame, unit: str) -> str:
    """Say how far the scenarios are from the one compared with, and for how many that is beyond chance."""
    against = str(page.results.manifest["against"])
    base = rows.filter(pl.col("scenario") == against)
    known = rows.drop_nulls("difference").sort("difference")
    sure = known.filter((pl.col("difference_low") > 0) | (pl.col("difference_high") < 0))
    parts = []
    if base.height:
        level = Margins(rows, unit).mean(base.row(0, named=True))
        parts.append(page.say("sweep.under", level=level, against=page.title(against)))
    up, down = sure.filter(pl.col("difference") > 0).reverse(), sure.filter(pl.col("difference") < 0)
    for side, word in ((up, Words("sweep.raised")), (down, Words("sweep.lowered"))):
        if side.height:
            names = [_moved(page, row, unit) for row in side.head(2).iter_rows(named=True)]
            most = page.say("sweep.most") if side.height > 1 else ""
            parts.append(page.say("sweep.by", word=word, most=most, names=names))
    parts.append(_counted(page, sure.height, known.height))
    return join_sentences(parts, page.language)


def _moved(page: SweepPage, row: Mapping[str, Any], unit: str) -> str:
    """Name a scenario with its difference; shares in percentage points."""
    apart = with_margin(row["difference"], row["difference"] - row["difference_low"], unit, "+").replace("-", "−")
    unit_told = page.say("sweep.points") if unit.startswith("share") else ""
    name = page.title(row["scenario"])
    return page.say("sweep.name_and_difference", name=name, apart=apart, unit_told=unit_told)


def _counted(page: SweepPage, sure: int, known: int) -> str:
    chance = (1 - LEVEL) * known
    if not known:
        return page.say("sweep.no_difference_can_be_told")
    if known == 1:
        return page.say("sweep.the_difference_is_beyond" if sure else "sweep.the_difference_is_not_beyond")
    return page.say("sweep.of_scenarios_differ_beyond_chance", known=known, sure=sure, level=100 * LEVEL, chance=chance)


def _levels(page: SweepPage, rows: pl.DataFrame, unit: str) -> str:
    """Say where the mean is highest and lowest, of a sweep that compares with nothing."""
    margins, ranked = Margins(rows, unit), rows.drop_nulls("mean").sort("mean")
    if ranked.is_empty():
        return page.say("sweep.no_value_is_known")
    low, high = ranked.row(0, named=True), ranked.row(-1, named=True)
    if ranked.height == 1:
        return page.say("sweep.only_value", value=margins.mean(high))
    return page.say(
        "sweep.highest_under_lowest_under",
        highest=page.title(high["scenario"]),
        high=margins.mean(high),
        lowest=page.title(low["scenario"]),
        low=margins.mean(low),
    )
