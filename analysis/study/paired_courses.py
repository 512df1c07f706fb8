"""Courses of a column over the months, seed by seed, beside those of the scenario that a sweep compares with."""

from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tightrope.analysis.study.outcomes import check_scenario
from tightrope.scenarios.disk.foreign_frames import check_numbers, collected
from tightrope.scenarios.errors import InputError, nearest_or_all
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["PairedCourses", "paired_courses"]


class PairedCourses(NamedTuple):
    """A column of ``months`` under a scenario, and at the same points and seeds under the one compared with."""

    points: pl.DataFrame
    """A row for each point with a finished run: point and the factors."""
    pushed: NDArray[np.float64]
    """Of the scenario, shape (points, seeds, months); NaN where a run is missing or a value is not known."""
    calm: NDArray[np.float64]
    """Of the scenario compared with, same shape; NaN also after its last month."""


def paired_courses(results: SweepResults, column: str, scenario: str) -> PairedCourses:
    """Return the courses of a kept column under a scenario of the sweep.

    InputError for a column that was not kept, an unknown scenario, where the sweep compares with none or with this one,
    and where no run of it is finished.
    """
    kept, against = results.manifest["columns"], results.manifest["against"]
    if column not in kept:
        raise InputError(f"'{column}' was not kept in this sweep{nearest_or_all(column, kept)}")
    check_scenario(results, scenario)
    if against in (None, scenario):
        raise InputError(
            f"'{scenario}' is compared with no other scenario, so its effect cannot be told apart: give the sweep one "
            "('against') and run it again"
        )
    wanted = pl.col("scenario").is_in([scenario, against])
    value = pl.col(column).cast(pl.Float64).fill_null(np.nan).alias("value")
    rows = (
        results.months.filter(wanted)
        .select("scenario", "point", *results.factors, "seed", "month", value)
        .pipe(collected)
    )
    check_numbers(rows.with_columns(pl.col("value").fill_nan(None)), f"the months of '{column}'")
    own = rows.filter(pl.col("scenario") == scenario)
    if own.is_empty():
        raise InputError(f"no run of '{scenario}' is finished, so there is nothing to analyse: run the sweep first")
    points = own.select("point", *results.factors).unique("point").sort("point")
    seeds = np.array(results.manifest["seeds"])
    shape = (points.height, len(seeds), int(own.select(pl.col("month").max()).item()))
    both = (
        _filled(rows.filter(pl.col("scenario") == name), points, np.sort(seeds), shape) for name in (scenario, against)
    )
    return PairedCourses(points, *both)


def _filled(
    rows: pl.DataFrame, points: pl.DataFrame, seeds: NDArray[np.int64], shape: tuple[int, int, int]
) -> NDArray[np.float64]:
    """Return values at their places."""
    filled = np.full(shape, np.nan)
    rows = rows.filter(pl.col("point").is_in(points["point"].implode()), pl.col("month") <= shape[2])
    places = np.searchsorted(points["point"].to_numpy(), rows["point"].to_numpy())
    filled[places, np.searchsorted(seeds, rows["seed"].to_numpy()), rows["month"].to_numpy() - 1] = rows["value"]
    return filled
