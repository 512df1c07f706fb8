"""Outcomes of a sweep as a table of points by seeds, as sensitivity analysis reads them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tightrope.analysis.study.outcomes import check_scenario, outcomes
from tightrope.scenarios.disk.foreign_frames import collected
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["FEWEST_SEEDS", "Crossed", "crossed", "noise_of_means", "share_of_noise"]

FEWEST_SEEDS = 3
"""With fewer, the scatter over seeds left when one seed is set aside is unknown."""
MOST_NOISE = 0.9
"""Share of the variance over points beyond which nothing is left to attribute."""


@dataclass(frozen=True, eq=False)
class Crossed:
    """One number for each point and seed; every point is run under the same seeds."""

    values: NDArray[np.float64]
    """Shape (points, seeds); NaN where a run failed, has not been run, or has no such value."""
    positions: NDArray[np.float64]
    """Shape (points, factors): where each factor stands in its range, from 0 to 1, on a log scale where it has one."""
    factors: tuple[str, ...]


def crossed(
    results: SweepResults, measure: str, statistic: str, scenario: str, *, difference: bool = False,
    fewest_seeds: int = FEWEST_SEEDS,
) -> Crossed:  # fmt: skip
    """Return a statistic of a measure under a scenario by point and seed.

    With ``difference`` it is that number minus the one of the scenario that the sweep compares with, at the same point
    and seed. InputError for unknown names, a sweep that varies nothing, fewer than ``fewest_seeds`` seeds, and a
    difference that does not exist.
    """
    check_scenario(results, scenario)
    seeds: list[int] = results.manifest["seeds"]
    if not results.factors:
        raise InputError("this sweep varies no factor, so nothing can be sensitive to one: give it a design")
    if len(seeds) < fewest_seeds:
        raise InputError(
            f"sensitivity needs at least {fewest_seeds} seeds to tell factors from chance, and this sweep has "
            f"{len(seeds)}: run it with more seeds"
        )
    frame = outcomes(results, measure, statistic)
    points = _points(results, scenario)
    values = _by_point_and_seed(frame, scenario, points.height, seeds)
    if difference:
        against = _compared_with(results, statistic, scenario)
        values = values - _by_point_and_seed(frame, against, points.height, seeds)
    positions = [_positions(factor, points[factor["name"]]) for factor in results.manifest["factors"]]
    return Crossed(values, np.column_stack(positions), tuple(results.factors))


def noise_of_means(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the variance that chance gives means over seeds: shape (rows, ..., seeds) to (...).

    What a seed adds in every row alike is no noise, as it leaves differences between rows alone; what is left of a
    value after its row's and its seed's mean is (analysis of variance, two ways, one value in each cell).
    """
    rows, seeds = len(values), values.shape[-1]
    of_rows, of_seeds = values.mean(axis=-1, keepdims=True), values.mean(axis=0, keepdims=True)
    left = values - of_rows - of_seeds + of_rows.mean(axis=0, keepdims=True)
    return np.asarray((left**2).sum(axis=(0, -1)) / ((rows - 1) * (seeds - 1)) / seeds)


def share_of_noise(values: NDArray[np.float64]) -> float:
    """Return which share of the variance of the points' means is chance: what other seeds would give otherwise.

    ``values`` has shape (points, seeds) without gaps. InputError where points do not differ, or hardly beyond noise.
    """
    means = values.mean(axis=1)
    if np.ptp(means) == 0:
        raise InputError("the measure is the same at every point of this sweep: no factor moves it, so choose another")
    share = float(noise_of_means(values) / means.var(ddof=1))
    if share > MOST_NOISE:
        raise InputError(
            "the measure differs between the points of this sweep by little more than chance: "
            f"{100 * min(share, 1):.0f} % of the variance of its means over {values.shape[1]} seeds is noise; "
            "run more seeds, more borrowers, or choose another measure"
        )
    return share


def _points(results: SweepResults, scenario: str) -> pl.DataFrame:
    """Return the points of the design, whatever became of their runs."""
    first = results.manifest["seeds"][0]
    rows = results.runs.filter(pl.col("scenario") == scenario, pl.col("seed") == first)
    return rows.select("point", *results.factors).sort("point").pipe(collected)


def _by_point_and_seed(
    frame: pl.DataFrame, scenario: str, points: int, seeds: list[int]
) -> NDArray[np.float64]:  # fmt: skip
    values = np.full((points, len(seeds)), np.nan)
    place = {seed: column for column, seed in enumerate(seeds)}
    rows = frame.filter(pl.col("scenario") == scenario)
    columns = rows["seed"].replace_strict(place, return_dtype=pl.Int64)
    values[rows["point"].to_numpy(), columns.to_numpy()] = rows["value"].fill_null(np.nan).to_numpy()
    return values


def _compared_with(results: SweepResults, statistic: str, scenario: str) -> str:
    against: str | None = results.manifest["against"]
    if not against:
        raise InputError("this sweep compares its scenarios with none, so there is no difference: leave it out")
    if scenario == against:
        raise InputError(f"'{scenario}' is what the others are compared with: name another scenario for a difference")
    if statistic == "area":
        raise InputError("an area is a difference from the scenario compared with already: ask for it without another")
    return against


def _positions(factor: dict[str, Any], column: pl.Series) -> NDArray[np.float64]:
    """Return where values stand in their factor's range; texts by their place in the list of texts."""
    if factor["texts"]:
        places = {text: place for place, text in enumerate(factor["texts"])}
        found = column.replace_strict(places, return_dtype=pl.Float64).to_numpy()
        return np.asarray(found / max(len(places) - 1, 1))
    values, ends = column.cast(pl.Float64).to_numpy(), np.array([factor["low"], factor["high"]])
    if factor["log"]:
        values, ends = np.log(values), np.log(ends)
    return np.asarray((values - ends[0]) / (ends[1] - ends[0] or 1.0))
