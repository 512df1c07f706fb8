"""What a sweep leaves: lazy frames of its runs, their months and their summaries, and a manifest."""

from dataclasses import dataclass
from typing import Any

import polars as pl

__all__ = ["STATISTICS", "SweepResults"]

STATISTICS = ("mean", "start", "end", "peak", "peak_month", "trough", "trough_month", "total", "area")
"""What is told of a measure over a run's months.

Its mean, first and last value; its highest and lowest value with the first month of each; the sum over the months, and
that sum minus the one of the run it is compared with: the area between the two courses.
"""


@dataclass(frozen=True, repr=False)
class SweepResults:
    """A sweep's data set; every frame is lazy, so that a million runs can be looked into.

    ``runs`` has one row for each run, in order: run (number), id, market (runs that cannot differ share one), scenario,
    point, seed, one column for each factor, status ("finished", "failed" or "waiting") and reason (of a failure).
    ``months`` has those columns but id, status and reason, then month and the kept columns of a run's ``months``.
    ``summaries`` has the same of a run, then measure and ``STATISTICS``: one row for each measure. Both hold finished
    runs alone. ``manifest`` says what was run and how the points were made.
    """

    manifest: dict[str, Any]
    runs: pl.LazyFrame
    months: pl.LazyFrame
    summaries: pl.LazyFrame

    @property
    def factors(self) -> list[str]:
        """Names of what the sweep varies, in the order of its design."""
        return [factor["name"] for factor in self.manifest["factors"]]
