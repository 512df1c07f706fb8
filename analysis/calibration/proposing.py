"""The points of the next wave: spread over what no emulator rules out."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tightrope.analysis.calibration.space import spread_points

__all__ = ["CANDIDATES", "propose"]

type Numbers = NDArray[np.float64]

CANDIDATES = 1 << 14
"""Points of the cube that are judged: what is left of them is the share that is not ruled out."""
_ROUNDS = 8
"""How often a sparse remainder is searched from what is known of it."""
_WIDER = 1.2
"""By how much the ellipsoid around what is known is drawn out, as the remainder may reach beyond it."""


def propose(judge: Callable[[Numbers], Numbers], factors: int, count: int, cut_off: float, seed: int) -> Numbers:
    """Return ``count`` points of the unit cube whose judgement is at most ``cut_off``, shape (count, factors).

    Sobol's points fill the cube and are judged. Where too few are left, so are points of an ellipsoid around these (or
    around the least implausible, where next to none is left), again and again. Where even that finds too few, the rest
    are the least implausible of all that were judged: there are never fewer than asked for.
    """
    seen = spread_points(factors, CANDIDATES, seed)
    judged = judge(seen)
    random = np.random.default_rng((seed, factors))
    for _ in range(_ROUNDS):
        if (judged <= cut_off).sum() >= count:
            break
        more = _around(_known(seen, judged, cut_off), random)
        seen, judged = np.vstack([seen, more]), np.concatenate([judged, judge(more)])
    left = np.flatnonzero(judged <= cut_off)
    if len(left) < count:
        left = np.argsort(judged, kind="stable")[:count]
    return seen[left[_even(len(left), count)]]


def _known(seen: Numbers, judged: Numbers, cut_off: float) -> Numbers:
    """Return the points that are not ruled out or, where they are too few to span a space, the least implausible."""
    least = 4 * seen.shape[1]
    left = judged <= cut_off
    return seen[left] if left.sum() >= least else seen[np.argsort(judged, kind="stable")[:least]]


def _around(points: Numbers, random: np.random.Generator) -> Numbers:
    """Return points drawn evenly from the ellipsoid that just holds all ``points``, drawn out, within the cube."""
    factors = points.shape[1]
    centre = points.mean(axis=0)
    root = np.linalg.cholesky(np.cov(points.T).reshape(factors, factors) + 1e-8 * np.eye(factors))
    reach = _WIDER * np.sqrt((np.linalg.solve(root, (points - centre).T) ** 2).sum(axis=0).max())
    ball = random.standard_normal((CANDIDATES, factors))
    ball *= random.random((CANDIDATES, 1)) ** (1 / factors) / np.linalg.norm(ball, axis=1, keepdims=True)
    drawn = centre + reach * ball @ root.T
    return np.asarray(drawn[((drawn >= 0) & (drawn <= 1)).all(axis=1)])


def _even(there: int, count: int) -> NDArray[np.intp]:
    """Return ``count`` places among so many, evenly apart."""
    return np.linspace(0, there - 1, count).round().astype(np.intp)
