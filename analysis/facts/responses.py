"""What a market answers to a shock, month by month: beside its twin without the shock, seed by seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any, NamedTuple

import polars as pl

__all__ = ["MEASURES", "SHOCKS", "Known", "Measure", "Response", "Shock", "course"]


class Measure(NamedTuple):
    """A column of ``months``, and how the market with the shock is held against the one without."""

    column: str
    by_ratio: bool = True
    """Whether as how many times, else as a difference."""
    over: int = 1
    """Months before and with each over which both are summed first, for what is rare."""


class Known(NamedTuple):
    """A size that was measured: how many times, from the least to the greatest, so many months after the start."""

    measure: str
    months: tuple[int, int]
    times: tuple[float, float]
    source: str


class Shock(NamedTuple):
    """What happens, named as its words are: the events of a scenario of the library, or values for a year."""

    name: str
    scenario: str = ""
    values: tuple[tuple[str, float], ...] = ()
    known: Known | None = None


MEASURES = (
    Measure("dpd30_share_balance"),
    Measure("day1_share_dues"),
    Measure("new_defaults", over=3),
    Measure("trust_mean", by_ratio=False),
)
SHOCKS = (
    Shock(
        "income", scenario="furlough",
        known=Known("dpd30_share_balance", (3, 5), (1.6, 2.3), "Ant Group, China 2020: 1.93 times"),
    ),
    Shock(
        "recession", scenario="severe-recession",
        known=Known("dpd30_share_balance", (25, 27), (1.7, 1.7), "US cards, 2007 to 2009: 1.70 times"),
    ),
    Shock(
        "supply", values=(("leverage_cap", 0.1), ("outside_approval", 0.0)),
        known=Known("dpd30_share_balance", (0, 23), (2.0, 5.0), "where credit supply, not jobs alone, turned: 2 to 5"),
    ),
    Shock("regulation", scenario="regulatory-squeeze"),
)  # fmt: skip
"""Income lost, a long recession, a year in which nobody lends anew, and regulation alone, of which nothing is known."""


@dataclass(frozen=True)
class Response:
    """The answer to a shock: of each seed a frame with ``after`` (months since it began) and each measure's gap."""

    shock: Shock
    seeds: tuple[pl.DataFrame, ...]

    @property
    def after(self) -> list[int]:
        """Months since the shock began, from 0."""
        return self.seeds[0]["after"].to_list()

    def gaps(self, column: str) -> list[list[float]]:
        """Return a measure's gaps, month by month, of the seeds that have one."""
        by_month = zip(*(frame[column].to_list() for frame in self.seeds), strict=True)
        return [[gap for gap in gaps if gap is not None] for gaps in by_month]

    def means(self, column: str) -> list[float | None]:
        """Return the mean gap of the seeds month by month, None where no seed has one."""
        return [mean(gaps) if gaps else None for gaps in self.gaps(column)]

    def as_record(self) -> dict[str, Any]:
        """Return all gaps as plain values, for a JSON file."""
        courses = {each.column: [frame[each.column].to_list() for frame in self.seeds] for each in MEASURES}
        return {"shock": self.shock.name, "after": self.after, **courses}


def course(
    shocked: pl.DataFrame, calm: pl.DataFrame, first: int, measures: Sequence[Measure] = MEASURES
) -> pl.DataFrame:
    """Return the gaps of a market to its twin without the shock, from month ``first`` on.

    Formula:
        shocked / calm    by ratio, null where calm is 0
        shocked - calm    else                              each summed over the months ``over``
    """
    both = shocked.select("month", *(each.column for each in measures)).join(calm, on="month", suffix="_calm")

    def gap(each: Measure) -> pl.Expr:
        here, there = (pl.col(name).rolling_sum(each.over) for name in (each.column, f"{each.column}_calm"))
        apart = pl.when(there != 0).then(here / there) if each.by_ratio else here - there
        return apart.alias(each.column)

    gaps = both.sort("month").select("month", *map(gap, measures)).filter(pl.col("month") >= first)
    return gaps.select((pl.col("month") - first).alias("after"), *(each.column for each in measures))
