"""The ensemble: points that are as frequent as they are likely, by the emulators and the errors of the targets."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

__all__ = ["draw_ensemble"]

type Numbers = NDArray[np.float64]

_STEPS = 400
"""Steps of each chain; after far fewer, chains that begin at likely points have forgotten where that was."""
_STRIDE = 2.38
"""Standard deviations of a step, over the root of the number of factors (Gelman et al. 1996)."""

_LEAST = 0.003
"""Of a range: what a step is at least, where the likely points are too few to show how they lie."""


def draw_ensemble(points: Numbers, likelihood: Callable[[Numbers], Numbers], count: int, seed: int) -> Numbers:
    """Return ``count`` points of the unit cube, shape (count, factors), each as probable as it is likely.

    ``likelihood`` gives the logarithm of how likely points are, minus infinity where they are ruled out. A chain begins
    at each of ``count`` that are drawn from ``points``, of which some must not be ruled out, and walks by Metropolis'
    rule: a normal step of the likely points' covariance, taken with the chance of the likelihoods' ratio, and never out
    of the cube.
    """
    random = np.random.default_rng((seed, points.shape[1]))
    likely = likelihood(points)
    weights = np.exp(likely - likely.max())
    weights /= weights.sum()
    begun = random.choice(len(weights), count, p=weights)
    here, now = points[begun], likely[begun]
    root = _root(points, weights)
    for _ in range(_STEPS):
        there = here + random.standard_normal(here.shape) @ root.T
        inside = ((there >= 0) & (there <= 1)).all(axis=1)
        then = np.where(inside, likelihood(np.clip(there, 0.0, 1.0)), -np.inf)
        taken = np.log(random.random(count)) < then - now
        here, now = np.where(taken[:, np.newaxis], there, here), np.where(taken, then, now)
    return np.asarray(here)


def _root(points: Numbers, weights: Numbers) -> Numbers:
    """Return the root of the covariance of a step, which is never nothing in any direction."""
    off = points - weights @ points
    covariance = (weights[:, np.newaxis] * off).T @ off + _LEAST**2 * np.eye(points.shape[1])
    return np.asarray(_STRIDE / np.sqrt(points.shape[1]) * np.linalg.cholesky(covariance))
