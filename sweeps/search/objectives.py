"""What a policy is judged by: one number for each run, and how scenarios and seeds are brought together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tightrope.model.results.columns import FRAMES
from tightrope.scenarios.disk.foreign_frames import collected
from tightrope.scenarios.errors import InputError, shown, suggestion
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["BESIDE", "MEASURES", "STATISTICS", "USUAL", "Measure", "Objective", "measured", "over_scenarios"]


@dataclass(frozen=True)
class Measure:
    """A number of a whole run, made from columns of its months."""

    unit: str
    meaning: str
    columns: tuple[str, ...]
    value: pl.Expr
    """Over the months of one run, in their order."""


def _col(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Float64)


_SOURED = ("new_default_amount", "default_paid_amount", "default_returned_amount")
MEASURES = {
    "loss": Measure(
        "share of balance a year",
        "Balance that enters default, less what is paid in default and what returns from it / balance",
        (*_SOURED, "balance"),
        12 * (_col(_SOURED[0]) - _col(_SOURED[1]) - _col(_SOURED[2])).sum() / _col("balance").sum(),
    ),
    "wrongly_frozen": Measure(
        "share",
        "Borrowers in good standing whose line is frozen / active borrowers, mean of the months' ends",
        ("frozen_share", "frozen_good_standing_share"),
        (_col("frozen_share") * _col("frozen_good_standing_share").fill_null(0.0)).mean(),
    ),
    "trust": Measure("0-1", "Mean trust of active borrowers, mean of the months' ends", ("trust_mean",),
                     _col("trust_mean").mean()),
    "profit": Measure(
        "yuan a borrower a year",
        "Profit, for each borrower active at the end of the first month",
        ("profit", "borrowers_active"),
        12 * _col("profit").mean() / _col("borrowers_active").first(),
    ),
    "lending": Measure(
        "yuan a borrower",
        "Balance of both products, mean of the months' ends, for each borrower active at the end of the first month",
        ("balance", "borrowers_active"),
        _col("balance").mean() / _col("borrowers_active").first(),
    ),
    "approvals": Measure("share", "Applications for an account approved / applications, mean of the months",
                         ("approvals_share",), _col("approvals_share").mean()),
}  # fmt: skip
"""What is more than one column: losses are told as they sour, so that no plan and no delay can hide them."""
BESIDE = ("lending", "profit", "approvals")
"""What is told of every policy beside its objectives: who lends nothing loses nothing."""
STATISTICS = {
    "mean": pl.Expr.mean, "start": pl.Expr.first, "end": pl.Expr.last, "peak": pl.Expr.max, "trough": pl.Expr.min,
    "total": pl.Expr.sum,
}  # fmt: skip
"""What may be taken of a single column over a run's months."""


@dataclass(frozen=True)
class Objective:
    """What a policy shall make small or large."""

    measure: str
    """One of ``MEASURES``, or a column of ``months``."""
    better: str
    """"lower" or "higher"."""
    statistic: str = ""
    """Of a column of ``months``: one of ``STATISTICS``."""
    worst: bool = False
    """Whether the scenario counts that is worst for the policy, rather than the mean over scenarios."""
    bad: bool = False
    """Whether, over an ensemble, the bad worlds count, rather than the mean over worlds."""

    def __post_init__(self) -> None:
        columns = {column.name: column for column in FRAMES["months"][1:]}
        if self.measure not in (*MEASURES, *columns):
            raise InputError(f"no measure is called '{shown(self.measure)}'", partial(_near, self.measure, columns))
        if self.better not in ("lower", "higher"):
            raise InputError(f"{self.measure}: better must be 'lower' or 'higher', got '{shown(self.better)}'")
        if self.measure in MEASURES and self.statistic:
            raise InputError(f"{self.measure}: it is a number of the whole run, so leave its statistic out")
        if self.measure not in MEASURES and self.statistic not in STATISTICS:
            raise InputError(
                f"{self.measure}: its statistic must be one of {', '.join(STATISTICS)}, got '{shown(self.statistic)}'"
            )

    @property
    def name(self) -> str:
        """What tables call it."""
        words = " ".join(part for part in (self.measure, self.statistic) if part)
        return ", ".join([words, *["worst scenario"] * self.worst, *["bad worlds"] * self.bad])

    def as_json(self) -> dict[str, Any]:
        """Return the objective ready for JSON; of one world alone nothing is said of bad ones."""
        told = {"measure": self.measure, "better": self.better, "statistic": self.statistic, "worst": self.worst}
        return {**told, "bad": True} if self.bad else told

    @property
    def what(self) -> Measure:
        """How it is measured."""
        if self.measure in MEASURES:
            return MEASURES[self.measure]
        column = next(column for column in FRAMES["months"] if column.name == self.measure)
        value = STATISTICS[self.statistic](_col(self.measure))
        return Measure(column.unit, column.definition.rstrip("."), (self.measure,), value)


def _near(measure: str, columns: Iterable[str]) -> str:
    """Return the nearest measure, or where to find them all."""
    there = f"; there are {', '.join(MEASURES)} and the columns of months ('tightrope columns months')"
    return suggestion(measure, [*MEASURES, *columns]) or there


USUAL = (
    Objective("loss", "lower"),
    Objective("wrongly_frozen", "lower"),
    Objective("trust", "higher"),
)
"""What is sought where a file names no objectives."""


def measured(results: SweepResults, measures: Sequence[Measure]) -> NDArray[np.float64]:
    """Return measures of every run, shape (measures, scenarios, points, seeds); NaN where there is none."""
    of_runs = (
        results.months.sort("run", "month")
        .group_by("run", maintain_order=True)
        .agg(each.value.alias(str(place)) for place, each in enumerate(measures))
    )
    frame = results.runs.select("run").join(of_runs, on="run", how="left").sort("run").pipe(collected)
    about = results.manifest
    values = frame.drop("run").cast(pl.Float64).fill_null(float("nan")).to_numpy().T
    return values.reshape(len(measures), len(about["scenarios"]), -1, len(about["seeds"]))


def over_scenarios(values: NDArray[np.float64], objectives: Sequence[Objective]) -> NDArray[np.float64]:
    """Return values of shape (objectives, scenarios, points, seeds) as one for each seed: (objectives, points, seeds).

    The worst scenario of a policy is the one that is worst in the mean over seeds.
    """
    merged = []
    for each, objective in zip(values, objectives, strict=True):
        means = each.mean(axis=2)
        place = (means if objective.better == "lower" else -means).argmax(axis=0)  # of several, the one with a NaN
        worst = each[place, np.arange(each.shape[1])]
        merged.append(worst if objective.worst else each.mean(axis=0))
    return np.array(merged)
