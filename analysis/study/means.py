"""What a sweep's seeds agree on: means with intervals, and paired differences, which are tighter.

Seeds are the sample: each is one draw of borrowers and of their fate, so numbers are averaged over seeds and never over
months. Intervals are Student's, on the assumption that the mean over seeds is about normal; they are not given for
fewer than ``FEWEST`` seeds. A difference is taken seed by seed, since a seed's borrowers meet the same fate in both
scenarios: what chance does to both alike drops out (common random numbers).
"""

import numpy as np
import polars as pl
from scipy.stats import t as student

from tightrope.analysis.study.outcomes import check_scenario, outcomes, with_compared
from tightrope.model.results.run_results import FRAMES
from tightrope.scenarios.disk.foreign_frames import check_numbers, collected
from tightrope.scenarios.errors import InputError, nearest_or_all
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["FEWEST", "LEVEL", "RANGE", "check_level", "course", "half_width", "means"]

LEVEL = 0.95
"""Share of intervals that hold the true mean."""
FEWEST = 3
"""Seeds that an interval needs."""
RANGE = (0.05, 0.95)
"""The part of the seeds that a range covers."""


def means(
    results: SweepResults, measure: str, statistic: str, *, level: float = LEVEL, pooled: bool = False
) -> pl.DataFrame:
    """Return a statistic over seeds: one row for each scenario and point with a finished run.

    With ``pooled`` each seed's values are averaged over the points first: one row for each scenario, without the
    columns point and factors.

    Columns: scenario, point, the factors; then seeds (how many have a value), mean, sd (standard deviation over
    seeds), low and high (interval of the mean), p05 and p95 (range of the seeds themselves, interpolated); then the
    same of the difference to the ``against`` scenario at the same point and seed: pairs, difference, difference_sd,
    difference_low, difference_high, difference_p05, difference_p95; then tighter (how many times wider the interval
    would be if the two scenarios had seeds of their own) and above (share of pairs with a difference over 0).
    What is not known is null; so is every difference of the ``against`` scenario. InputError as of ``outcomes``.
    """
    check_level(level)
    frame = with_compared(outcomes(results, measure, statistic).lazy(), results, on=("point", "seed"))
    if not pooled:
        return _over_seeds(frame, ["scenario", "point", *results.factors], level)
    apart = (pl.col("value") - pl.col("compared")).mean()  # over the points that both have
    seeds = frame.sort("run").group_by("scenario", "seed", maintain_order=True)
    averaged = seeds.agg(pl.col("run").min(), pl.col("value").mean(), compared=pl.col("value").mean() - apart)
    return _over_seeds(averaged, ["scenario"], level)


def course(
    results: SweepResults, column: str, *, scenario: str | None = None, point: int | None = None, level: float = LEVEL
) -> pl.DataFrame:
    """Return a kept column of ``months`` over seeds, month by month, of all runs or of one scenario or point.

    Columns: scenario, point, the factors, month, then those of ``means``. InputError for a column that was not kept,
    an unknown scenario or point, and where no such run is finished.
    """
    check_level(level)
    kept = results.manifest["columns"]
    if column not in kept:
        unknown = column not in {each.name for each in FRAMES["months"]}
        kept_ones = f"not kept in this sweep; there are {', '.join(kept)}"
        why = f"no column of months{nearest_or_all(column, kept)}" if unknown else kept_ones
        raise InputError(f"'{column}' is {why}")
    if scenario is not None:
        check_scenario(results, scenario)
    here = pl.lit(True) if point is None else pl.col("point") == point
    keys = ["scenario", "point", *results.factors, "month"]
    frame = results.months.filter(here).select("run", "seed", *keys, pl.col(column).cast(pl.Float64).alias("value"))
    frame = with_compared(frame, results, on=("point", "seed", "month"))
    frame = frame.filter(pl.lit(True) if scenario is None else pl.col("scenario") == scenario)
    told = _over_seeds(frame, keys, level)
    check_numbers(told.select("mean"), f"the months of '{column}'")
    if told.is_empty():
        raise InputError(
            f"no run of {scenario or 'this sweep'}{'' if point is None else f' at point {point}'} is finished"
        )
    return told


def _over_seeds(frame: pl.LazyFrame, keys: list[str], level: float) -> pl.DataFrame:
    """Sum up ``value`` and its difference to ``compared`` over the seeds, in the order of the runs."""
    paired = pl.col("difference").is_not_null()
    apart = pl.col("value").filter(paired).var() + pl.col("compared").filter(paired).var()
    told = (
        frame.with_columns(difference=pl.col("value") - pl.col("compared"))
        .sort("run", *(key for key in keys if key == "month"))
        .group_by(keys, maintain_order=True)  # sums in one order too, whatever the threads do
        .agg(
            *_sample("value", "seeds", "mean", ""),
            *_sample("difference", "pairs", "difference", "difference_"),
            (pl.col("difference") > 0).mean().alias("above"),
            apart.alias("apart"),
        )
        .pipe(collected)
    )
    own = half_width(told["seeds"], told["sd"] ** 2, level)
    pairs = half_width(told["pairs"], told["difference_sd"] ** 2, level)
    unpaired = half_width(told["pairs"], told["apart"], level, samples=2)
    told = told.with_columns(
        low=pl.col("mean") - own,
        high=pl.col("mean") + own,
        difference_low=pl.col("difference") - pairs,
        difference_high=pl.col("difference") + pairs,
        tighter=unpaired / pairs.replace(0.0, None),
    )
    values = [f"{prefix}{name}" for prefix in ("", "difference_") for name in ("sd", "low", "high", "p05", "p95")]
    return told.select(*keys, "seeds", "mean", *values[:5], "pairs", "difference", *values[5:], "tighter", "above")


def _sample(column: str, seeds: str, mean: str, prefix: str) -> list[pl.Expr]:
    """Say how many values there are, their mean and spread."""
    each = pl.col(column)
    bounds = [
        each.quantile(part, "linear").alias(f"{prefix}{name}") for name, part in zip(("p05", "p95"), RANGE, strict=True)
    ]
    return [each.count().alias(seeds), each.mean().alias(mean), each.std().alias(f"{prefix}sd"), *bounds]


def half_width(n: pl.Series, variance: pl.Series, level: float, *, samples: int = 1) -> pl.Series:
    """Return half of Student's interval of a mean of ``n`` values; null for fewer than ``FEWEST``.

    With two ``samples`` it is that of the difference of two means of as many independent values, whose variances are
    given as their sum.
    """
    count = np.maximum(n.to_numpy(), FEWEST)
    half = student.ppf((1 + level) / 2, samples * (count - 1)) * np.sqrt(variance.to_numpy() / count)
    return pl.Series(np.where(n.to_numpy() < FEWEST, np.nan, half)).fill_nan(None)


def check_level(level: float) -> None:
    """Raise InputError for a level that is no share."""
    if not 0 < level < 1:
        raise InputError(f"level: {level} is not allowed; give a share between 0 and 1, such as 0.95")
