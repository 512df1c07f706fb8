"""Which policies no other beats, with the noise of seeds taken seriously: all is judged by paired differences.

Every policy has met the same borrowers and the same fate under each seed, so policies are compared seed by seed, and
what chance does to all alike drops out. Intervals are Student's, each of them on its own.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tightrope.analysis.study.intervals import Estimate, estimate

__all__ = ["Improvement", "balanced", "best_improvement", "compared", "surely_beaten"]

type Numbers = NDArray[np.float64]


class Improvement(NamedTuple):
    """How far the current policy can be bettered in one objective at no cost in the others."""

    policy: int
    by: float
    """Towards what is better."""
    half: float
    """Half the width of its interval."""


def compared(values: Numbers, current: int = 0) -> Estimate:
    """Return by how much each policy differs from the current one, seed by seed.

    ``values`` has shape (objectives, policies, seeds), the result (objectives, policies).
    """
    return estimate(values - values[:, [current]])


def surely_beaten(values: Numbers, lower: Sequence[bool]) -> NDArray[np.bool_]:
    """Return which policies another one beats beyond chance, shape (policies,).

    That other is better in some objective, beyond the interval of their paired difference, and in no objective is
    there room within the interval for it to be worse. All others may lie on the frontier. ``lower`` tells for each
    objective whether less of it is better; the shapes are those of ``compared``.
    """
    gains = _gains(values, lower)
    beaten = np.zeros(gains.shape[1], bool)
    for policy in range(gains.shape[1]):
        mean, half = estimate(gains - gains[:, [policy]])
        least = mean - half
        beaten[policy] = ((least >= 0).all(axis=0) & (least > 0).any(axis=0)).any()
    return beaten


def balanced(values: Numbers, lower: Sequence[bool], among: NDArray[np.intp]) -> int:
    """Return the policy, of those ``among`` which to choose, that gives up least: the knee of the frontier.

    Each objective's mean is scaled from 0, the worst among them, to 1, the best; the knee is nearest to being best in
    all (compromise programming with Euclidean distance: Yu 1973, Zeleny 1973).
    """
    means = _gains(values, lower).mean(axis=2)[:, among]
    low, high = means.min(axis=1, keepdims=True), means.max(axis=1, keepdims=True)
    missing = (high - means) / np.where(high > low, high - low, 1.0)
    return int(among[np.linalg.norm(missing, axis=0).argmin()])


def best_improvement(values: Numbers, lower: Sequence[bool], objective: int, current: int = 0) -> Improvement | None:
    """Return the policy that betters one objective most, of those that worsen no other in the mean over seeds.

    None where there is no such policy.
    """
    gains = _gains(values, lower)
    mean, half = estimate(gains - gains[:, [current]])
    others = np.delete(mean, objective, axis=0)
    possible = np.flatnonzero((others >= 0).all(axis=0) & (mean[objective] > 0))
    if not possible.size:
        return None
    best = int(possible[mean[objective, possible].argmax()])
    return Improvement(best, float(mean[objective, best]), float(half[objective, best]))


def _gains(values: Numbers, lower: Sequence[bool]) -> Numbers:
    """Return values of which more is better."""
    return np.where(np.array(lower)[:, np.newaxis, np.newaxis], -values, values)
