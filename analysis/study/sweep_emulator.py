"""An emulator of a sweep: what a measure would be, the mean over seeds, at points of its ranges that were not run."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tightrope.analysis.study.crossed import FEWEST_SEEDS, noise_of_means, share_of_noise
from tightrope.analysis.study.emulator import Emulator, Trust, emulate
from tightrope.analysis.study.scattered import scattered
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["MOST_POINTS", "SweepEmulator", "fewest_points", "sweep_emulator"]

MOST_POINTS = 300
"""That an emulator learns from, the first of the design: work grows with the third power of them."""
POOR = 0.5
"""Share of the variance between points foretold (R² leave-one-out) below which an emulator does not hold."""
_DECIMALS = 6
"""To which places in the ranges are rounded, so that a page can hold them."""


@dataclass(frozen=True, eq=False)
class SweepEmulator:
    """An emulator of a statistic of a measure under a scenario; its cube is the ranges of the factors."""

    emulator: Emulator
    factors: tuple[Factor, ...]
    seeds: int
    left_out: int
    """Points of which a run is missing."""
    chance: float
    """Share of the variance between points that is chance (``share_of_noise``)."""

    @cached_property
    def trust(self) -> Trust:
        """How well each point is foretold from the others."""
        return self.emulator.trust()

    @property
    def holds(self) -> bool:
        """Whether it foretells most of what differs between points."""
        return self.trust.explained >= POOR


def fewest_points(factors: int) -> int:
    """Return how many points an emulator of so many factors needs."""
    return max(20, 5 * factors)


def sweep_emulator(
    results: SweepResults, measure: str, statistic: str, scenario: str, *, difference: bool = False
) -> SweepEmulator:
    """Fit an emulator to a statistic of a measure under a scenario, or to its paired difference.

    InputError for unknown names, a sweep whose points are not scattered, factors that take words, fewer than
    ``fewest_points`` whole points, and an outcome that does not vary beyond noise.
    """
    points = scattered(
        results, measure, statistic, scenario, fewest_seeds=FEWEST_SEEDS, difference=difference
    )  # fmt: skip
    for factor in points.factors:
        if factor.texts:
            raise InputError(
                f"'{factor.name}' takes words, and an emulator goes over numbers: leave it out of the design"
            )
    needed = fewest_points(len(points.factors))
    values = points.values[:MOST_POINTS]
    if len(values) < needed:
        raise InputError(
            f"{len(values)} points of this sweep are whole, and an emulator over {len(points.factors)} factors needs "
            f"at least {needed}: finish the sweep, or give its design more points"
        )
    chance = share_of_noise(values)
    places = np.round(points.positions[:MOST_POINTS], _DECIMALS)
    noise = np.full(len(values), float(noise_of_means(values)))
    emulator = emulate(places, values.mean(axis=1), noise)
    return SweepEmulator(emulator, points.factors, values.shape[1], points.left_out, chance)
