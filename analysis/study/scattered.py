"""The points of a sweep that are scattered over the ranges, each drawn by itself: boxes and emulators learn from them.

Of a Saltelli design these are the base rows A and B: all others move one factor of such a row, and count it again.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tightrope.analysis.study.crossed import crossed
from tightrope.analysis.study.factors import factors_of
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["Scattered", "draws_points", "is_scattered", "scattered"]

_DRAWN = ("latin-hypercube", "sobol", "saltelli")
_SCATTERED = (*_DRAWN, "grid", "list")


@dataclass(frozen=True, eq=False)
class Scattered:
    """Outcomes at points whose runs are all finished."""

    values: NDArray[np.float64]
    """Shape (points, seeds)."""
    positions: NDArray[np.float64]
    """Shape (points, factors): where each factor stands in its range, from 0 to 1, on a log scale where it has one."""
    factors: tuple[Factor, ...]
    left_out: int
    """Points of which a run is missing, or has no such value."""

    @property
    def means(self) -> NDArray[np.float64]:
        """Means over seeds, shape (points,)."""
        return np.asarray(self.values.mean(axis=1))


def is_scattered(results: SweepResults) -> bool:
    """Tell whether a sweep's points are scattered over what it varies; those of a screening or a search are not."""
    design = results.manifest["design"]
    return bool(results.factors) and design["kind"] in _SCATTERED and "search" not in design


def draws_points(results: SweepResults) -> bool:
    """Tell whether a sweep draws scattered points from ranges, as one over uncertain numbers does."""
    return is_scattered(results) and results.manifest["design"]["kind"] in _DRAWN


def scattered(
    results: SweepResults, measure: str, statistic: str, scenario: str, *, fewest_seeds: int, difference: bool = False
) -> Scattered:
    """Return a statistic of a measure under a scenario at the points that are scattered.

    InputError as ``crossed`` raises it, and for a sweep whose points are not scattered.
    """
    outcome = crossed(results, measure, statistic, scenario, difference=difference, fewest_seeds=fewest_seeds)
    if not is_scattered(results):
        raise InputError(
            "the points of this sweep are not scattered over its ranges, as those of a screening or a search are not: "
            "give it a design of kind 'sobol', 'latin-hypercube' or 'saltelli'"
        )
    factors = tuple(factors_of(results).values())
    own = _by_themselves(results, len(outcome.values), len(factors))
    whole = own & np.isfinite(outcome.values).all(axis=1)
    return Scattered(outcome.values[whole], outcome.positions[whole], factors, int(own.sum() - whole.sum()))


def _by_themselves(results: SweepResults, points: int, factors: int) -> NDArray[np.bool_]:
    """Tell which points are drawn by themselves, shape (points,)."""
    design = results.manifest["design"]
    if design["kind"] != "saltelli":
        return np.ones(points, bool)
    length = (2 if design.get("second_order", False) else 1) * factors + 2
    place = np.arange(points) % length
    return np.isin(place, [0, length - 1])
