"""The points of the next wave: spread over what no emulator rules out."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tightrope.analysis.calibration.space import spread_points

__all__ = ["Judged", "judge_space", "propose"]

type Numbers = NDArray[np.float64]
type Judge = Callable[[Numbers], Numbers]
"""How implausible points of the unit cube are, shape (points,), for points of shape (points, factors)."""

_CANDIDATES = 1 << 14
"""Points that are judged at a time."""
_ROUNDS = 8
"""How often a sparse remainder is searched from what is known of it."""
_WIDER = 1.2
"""By how much the ellipsoid around what is known is drawn out, as the remainder may reach beyond it."""


class Judged(NamedTuple):
    """Points of the unit cube, shape (points, factors), and how implausible they are, shape (points,)."""

    points: Numbers
    worst: Numbers


def judge_space(judge: Judge, factors: int, seed: int) -> Judged:
    """Return points that fill the whole cube, judged: what is not ruled out of them is the share that is left of it."""
    points = spread_points(factors, _CANDIDATES, seed)
    return Judged(points, judge(points))


def propose(space: Judged, judge: Judge, count: int, cut_off: float, seed: int) -> Numbers:
    """Return ``count`` points of the unit cube that are judged to be at most ``cut_off``, shape (count, factors).

    They are taken from those that fill the ``space``. Where too few of these are left, points of an ellipsoid around
    them (or around the least implausible, where next to none is left) are judged as well, again and again. Where even
    that finds too few, the least implausible of all that were judged are taken: there are never fewer than asked for.
    """
    seen, worst = space
    random = np.random.default_rng((seed, seen.shape[1]))
    for _ in range(_ROUNDS):
        if (worst <= cut_off).sum() >= count:
            break
        more = _around(_known(seen, worst, cut_off), random)
        seen, worst = np.vstack([seen, more]), np.concatenate([worst, judge(more)])
    left = np.flatnonzero(worst <= cut_off)
    if len(left) < count:
        left = np.argsort(worst, kind="stable")[:count]
    return np.asarray(seen[left[_even(len(left), count)]])


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
    ball = random.standard_normal((_CANDIDATES, factors))
    ball *= random.random((_CANDIDATES, 1)) ** (1 / factors) / np.linalg.norm(ball, axis=1, keepdims=True)
    drawn = centre + reach * ball @ root.T
    return np.asarray(drawn[((drawn >= 0) & (drawn <= 1)).all(axis=1)])


def _even(there: int, count: int) -> NDArray[np.intp]:
    """Return ``count`` places among so many, evenly apart."""
    return np.linspace(0, there - 1, count).round().astype(np.intp)
