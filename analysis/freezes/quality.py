"""What was found of an action: the hits, the measures, and how far the exempt still touch each other."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from tightrope.analysis.freezes.measures import MEASURES
from tightrope.analysis.freezes.rows import World, cases_of, chances_of, onsets_of
from tightrope.analysis.freezes.summary import summed_up

__all__ = ["About", "Quality", "quality_of"]


@dataclass(frozen=True)
class About:
    """What was lived."""

    scenario: str
    action: str
    book: str
    borrowers: int
    months: int
    since: int
    batches: int
    seeds: tuple[int, ...]
    ties_shared: float
    """Of the ties between friends, the share whose ends are exempt together."""


@dataclass(frozen=True, repr=False)
class Quality:
    """How good an action was. ``cases`` has one row for each borrower hit, ``summary`` every measure of every group.

    The columns are those of ``tightrope.analysis.freezes.rows`` and ``summary``; measures are defined in ``measures``.
    """

    about: About
    cases: pl.DataFrame
    summary: pl.DataFrame

    def __repr__(self) -> str:
        """Say what was judged."""
        return f"Quality of {self.about.action} in {self.about.scenario}: {self.cases['month'].len():,} rows of cases"

    def value(self, measure: str, *, by: str = "all", band: str = "all", horizon: int = 12) -> float | None:
        """Return one measure; None where it is not known. KeyError where there is no such group or measure."""
        row = self.summary.filter(
            (pl.col("measure") == measure)
            & (pl.col("by") == by)
            & (pl.col("band") == band)
            & (pl.col("horizon") == horizon)
        )
        if row.is_empty():
            raise KeyError(f"{measure} of {by} {band} within {horizon} months")
        found = row["value"].item()
        return None if found is None else float(found)

    def as_record(self) -> dict[str, Any]:
        """Return everything but the cases, ready for JSON."""
        return {
            **vars(self.about),
            "seeds": list(self.about.seeds),
            "measures": {each.name: {"unit": each.unit, "definition": each.definition} for each in MEASURES},
            "summary": self.summary.to_dicts(),
        }


def quality_of(about: About, worlds: list[World]) -> Quality:
    """Judge an action by the worlds lived with and without it."""
    cases, chances, onsets = (
        pl.concat([rows(world) for world in worlds]) for rows in (cases_of, chances_of, onsets_of)
    )
    return Quality(about, cases, summed_up(cases, chances, onsets, about.borrowers))
