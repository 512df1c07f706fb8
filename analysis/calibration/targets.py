"""What a moment shall be, and how far off it may be for reasons that are no fault of the parameters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope.analysis.calibration.moments import Moment

__all__ = ["Target", "implausibilities", "ranked", "weighed_distance"]

type Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Target:
    """A moment's value in the data, in the moment's unit."""

    name: str
    moment: Moment
    value: float
    low: float
    """Lower end of what is accepted; it is reported, while the errors decide."""
    high: float
    error: float
    """Standard error of the value in the data."""
    discrepancy: float
    """Standard deviation of what the model would miss even with the right parameters."""

    @property
    def variance(self) -> float:
        """error² + discrepancy²."""
        return self.error**2 + self.discrepancy**2

    def as_json(self) -> dict[str, Any]:
        """Return the target ready for JSON."""
        kept = {key: getattr(self, key) for key in ("name", "value", "low", "high", "error", "discrepancy")}
        return {**kept, "moment": repr(self.moment)}


def implausibilities(targets: Sequence[Target], means: Numbers, variances: Numbers) -> Numbers:
    """Return how far points are from each target, in standard deviations, shape (targets, points).

    |mean - value| / sqrt(variance + error² + discrepancy²) (Craig et al. 1997; Vernon et al. 2010). ``means`` are what
    a point gives, known or emulated; ``variances`` are how far these may be off, by chance and by the emulator. Both
    have shape (targets, points). A point without a number is infinitely far.
    """
    values = np.array([target.value for target in targets])[:, np.newaxis]
    allowed = np.array([target.variance for target in targets])[:, np.newaxis]
    distance = np.abs(means - values) / np.sqrt(variances + allowed)
    return np.where(np.isfinite(distance), distance, np.inf)


def ranked(implausible: Numbers, place: int) -> Numbers:
    """Return of each point the largest implausibility (``place`` 1), the second largest (2) and so on, (points,).

    Of fewer targets than that, the smallest.
    """
    ordered = np.sort(implausible, axis=0)[::-1]
    return np.asarray(ordered[min(place, len(ordered)) - 1])


def weighed_distance(implausible: Numbers) -> Numbers:
    """Return the sum of squared implausibilities of each point, shape (points,): what a fitted point makes least."""
    return np.asarray((implausible**2).sum(axis=0))
