"""The parts of a sweep's report that speak of an ensemble: in how many worlds something stands, and how far it goes."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from tightrope.analysis.report.blocks import Block, Inline, Table
from tightrope.analysis.report.sweep_findings import SweepPage, label
from tightrope.analysis.study.headlines import headline
from tightrope.analysis.study.outcomes import unit_of
from tightrope.analysis.study.worlds import Parts, compares, stands, worlds
from tightrope.analysis.words.bands import Bands
from tightrope.analysis.words.words import Words, join_sentences

__all__ = ["sentences_over_worlds", "tables_over_worlds", "what_worlds_are"]

_MOST = 3
"""Scenarios that a sentence names."""

type Row = Mapping[str, Any]


def what_worlds_are(page: SweepPage) -> Words:
    """Say what the points of the sweep are."""
    about = page.results.manifest["design"]
    return Words(
        "ensemble.worlds_are_sets_of",
        parameters=len(page.results.factors),
        calibration=about["calibration"],
        targets=len(about["targets"]),
    )


def sentences_over_worlds(page: SweepPage) -> list[tuple[str, str]]:
    """Return, for each of the measures that say most, its name and what of it survives over the ensemble."""
    told = []
    for measure in headline(page.results):
        rows, unit = worlds(page.results, measure, "mean"), unit_of(measure, "mean")
        levels = rows.filter(scenario=page.results.manifest["against"]) if compares(rows) else rows
        parts = [_level(page, Bands(rows, unit), row) for row in levels.drop_nulls("mean").head(_MOST).to_dicts()]
        if compares(rows):
            parts += _differences(page, rows, unit)
        told.append((label(measure, page.language), join_sentences(parts, page.language)))
    return told


def _level(page: SweepPage, write: Bands, row: Row) -> str:
    (low, high), share = write.ends(row), Parts(row["ignorance"], row["chance"]).share
    name = page.title(row["scenario"])
    if share is None:
        return page.say("ensemble.under_always", name=name, low=high)
    return page.say("ensemble.under_between", name=name, low=low, high=high, share=100 * share)


def _differences(page: SweepPage, rows: pl.DataFrame, unit: str) -> list[str]:
    """Say of a few scenarios what they do in how many worlds, and how many do the same in nearly all."""
    known = rows.drop_nulls("difference")
    most = pl.max_horizontal("raised", "lowered")
    ranked = known.sort(most, pl.col("difference").abs(), descending=True, maintain_order=True)
    write = Bands(rows, unit, difference=True)
    points = page.say("sweep.points") if unit.startswith("share") else ""
    told = [_survives(page, write, row, points) for row in ranked.head(_MOST).iter_rows(named=True)]
    if known.height > 1:
        sure = sum(map(stands, known.iter_rows(named=True)))
        told.append(page.say("ensemble.of_scenarios", known=known.height, sure=sure))
    return told


def _survives(page: SweepPage, write: Bands, row: Row, points: str) -> str:
    """Say in how many worlds a scenario moves a measure which way, and by how much."""
    (low, high), name, members = write.ends(row), page.title(row["scenario"]), row["members"]
    ways = [(row["raised"], Words("ensemble.raises")), (row["lowered"], Words("ensemble.lowers"))]
    (fewer, other), (count, way) = sorted(ways, key=lambda each: each[0])
    if not count:
        return page.say("ensemble.neither_way", members=members, name=name, low=low, high=high, points=points)
    rest = page.say("ensemble.other_way", count=fewer, way=other) if fewer else ""
    return page.say(
        "ensemble.one_way", count=count, members=members, name=name, way=way, low=low, high=high, points=points,
        other=rest,
    )  # fmt: skip


def tables_over_worlds(page: SweepPage) -> list[Block]:
    """Return what is known of the measures that say most: levels, and differences to the scenario compared with."""
    reading = [Words("ensemble.how_to_read_levels")]
    tables: list[Block] = []
    for measure in headline(page.results):
        rows, unit = worlds(page.results, measure, "mean"), unit_of(measure, "mean")
        tables.append(_levels_table(page, rows, unit, measure))
        if compares(rows):
            tables.append(_differences_table(page, rows, unit, measure))
    if len(tables) > len(headline(page.results)):
        reading.append(Words("ensemble.how_to_read_differences"))
    return [join_sentences(reading, page.language), *tables]


def _levels_table(page: SweepPage, rows: pl.DataFrame, unit: str, measure: str) -> Table:
    write = Bands(rows, unit)
    cells: list[list[Inline]] = [[page.title(row["scenario"]), *write.cells(row)] for row in rows.iter_rows(named=True)]
    head = _heads(page, "mean", "nine_of_ten", "ignorance", "chance")
    title = page.say("ensemble.levels", measure=label(measure, page.language))
    return Table("", head, cells, numbers=True, title=title)


def _differences_table(page: SweepPage, rows: pl.DataFrame, unit: str, measure: str) -> Table:
    write = Bands(rows, unit, difference=True)
    cells: list[list[Inline]] = [
        [
            page.title(row["scenario"]),
            *write.cells(row),
            *(page.say("ensemble.so_many_of", count=row[way], members=row["members"]) for way in ("raised", "lowered")),
        ]
        for row in rows.drop_nulls("difference").iter_rows(named=True)
    ]
    head = _heads(page, "difference", "nine_of_ten", "ignorance", "chance", "raised_in", "lowered_in")
    against = page.title(page.results.manifest["against"])
    title = page.say("ensemble.differences", measure=label(measure, page.language), against=against)
    return Table("", head, cells, numbers=True, title=title)


def _heads(page: SweepPage, *names: str) -> Sequence[Inline]:
    return [page.say("sweep.scenario"), *(page.say(f"ensemble.{name}") for name in names)]
