"""What the table of effects reads off a market: a measure by its name, over some of the months."""

from collections.abc import Callable, Mapping

import polars as pl

from tightrope.agents.codes import FreezeReason, PaylaterHabit
from tightrope.model.results.bands import SCORE_BANDS
from tightrope.model.results.columns import FRAMES
from tightrope.model.results.run_results import Results

__all__ = ["NAMED", "Months", "is_measure", "measured"]

type Months = tuple[int, int]
"""The first and the last month that are looked at."""

FREEZES = "freezes:"
"""What the name of a measure starts with that counts the lines frozen for a reason."""
HELD = "held:"
"""What it starts with where it is a named lender's part of all that is owed elsewhere."""


def measured(name: str, results: Results, months: Months) -> float:
    """Return a measure over the months from the first to the last; 0 where there is nothing to measure.

    A plain name is the mean of that column of ``months`` over the months in which it is known, ``freezes:REASON`` the
    lines frozen for that reason, ``held:LENDER`` what that lender is owed / all that is owed elsewhere, and the rest
    are those of ``NAMED``.
    """
    if name in NAMED:
        return NAMED[name](results, months)
    if name.startswith(FREEZES):
        frozen = _within(results.freezes, months).filter(pl.col("reason") == name.removeprefix(FREEZES))
        return float(frozen["new"].sum())
    if name.startswith(HELD):
        held = _within(results.lenders, months)
        own = held.filter(pl.col("lender") == name.removeprefix(HELD))
        return float(own["held"].sum()) / float(held["held"].sum())
    return _mean(_within(results.months, months)[name])


def is_measure(name: str) -> bool:
    """Whether a market can be asked for this measure, whatever its lenders are called."""
    if name.startswith(FREEZES):
        return name.removeprefix(FREEZES) in FreezeReason.labels()[1:]
    return name in NAMED or name.startswith(HELD) or name in {column.name for column in FRAMES["months"]}


def _within(frame: pl.DataFrame, months: Months) -> pl.DataFrame:
    return frame.filter(pl.col("month").is_between(*months))


def _mean(column: pl.Series) -> float:
    return float(column.mean() or 0.0)  # type: ignore[arg-type]


def _active(results: Results) -> pl.DataFrame:
    """Who is active in the last month."""
    return results.borrowers.filter(pl.col("status") == "active")


def _good_standing_frozen(results: Results, months: Months) -> float:
    """Lines frozen of borrowers who had not been late for a year."""
    return float(_within(results.freezes, months)["good_standing_new"].sum())


def _limits_by_score(results: Results, months: Months) -> float:
    """Mean limit at scores of 700 and above / that below 550, each the mean of the months."""
    bands = _within(results.bands, months).filter(pl.col("kind") == "score")
    lowest, *_, highest = (_mean(bands.filter(pl.col("band") == band)["limit_mean"]) for band in SCORE_BANDS)
    return highest / lowest


def _spread_of_scores(results: Results, months: Months) -> float:
    """Standard deviation of the scores in the last month."""
    return float(_active(results)["score"].std())  # type: ignore[arg-type]


def _score_without_limit(results: Results, months: Months) -> float:
    """Mean score, in the last month, of those whose limit, repaid early, is still away."""
    return _mean(_active(results).filter(pl.col("withheld") > 0)["score"])


def _carrying_over(results: Results, months: Months) -> float:
    """Share of active borrowers who carry paylater over in the last month."""
    return _mean(_active(results)["paylater_habit"] == PaylaterHabit.REVOLVE)


def _agency_and_law(results: Results, months: Months) -> float:
    """Cases that agencies and lawyers took up."""
    stages = pl.col("queue").str.starts_with("agency") | pl.col("queue").str.starts_with("legal")
    return float(_within(results.queues, months).filter(stages)["served"].sum())


def _peak_of_incomes(results: Results, months: Months) -> float:
    """Mean income of the best month / that of all months."""
    incomes = _within(results.months, months)["income_mean"]
    return float(incomes.max()) / _mean(incomes)  # type: ignore[arg-type]


NAMED: Mapping[str, Callable[[Results, Months], float]] = {
    "good_standing_frozen": _good_standing_frozen,
    "limits_by_score": _limits_by_score,
    "spread_of_scores": _spread_of_scores,
    "score_without_limit": _score_without_limit,
    "carrying_over": _carrying_over,
    "agency_and_law": _agency_and_law,
    "peak_of_incomes": _peak_of_incomes,
}
"""Measures that no column of the months holds."""
