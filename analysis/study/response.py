"""A response surface: a polynomial through what a sweep's scattered points gave, and how far it may be trusted.

Response-surface methodology (Box and Wilson 1951): the points' values, averaged over seeds, are fitted by least squares
with main effects, interactions and curvature, up to the third order; the order is the one that foretells best a point
that was left out. The share of variance so foretold is Q2 = 1 - PRESS / sum of squares (Allen 1974); R2, which never
falls with more terms, is told beside it.

The fit is linear in the values, so the fit to the mean over seeds is the mean of the seeds' own fits: these tell what
chance does, with whatever a seed does to all points alike. What the polynomial itself gets wrong is told by its
residuals, as in any regression's prediction interval: more where points are few.
"""

from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import comb

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from tightrope.scenarios.errors import InputError

__all__ = ["POOR", "Response", "fit_response"]

type Numbers = NDArray[np.float64]

POOR = 0.5
"""A Q2 below which a surface is not shown: it would foretell less than half of what differs between points."""
_HIGHEST_ORDER = 3
_POINTS_FOR_TERM = 3


@dataclass(frozen=True)
class Response:
    """A fitted surface; its factors run from -1 to 1."""

    order: int
    """Of the polynomial: 1 is a plane, 2 has interactions and curvature."""
    points: int
    r2: float
    q2: float
    miss: float
    """Root mean square of what is foretold for a left-out point minus what the sweep gave there, in the measure."""
    noise: float | None
    """Share of the variance between points that chance of the seeds makes; None with one seed."""
    coefficients: Numbers
    """Shape (terms, seeds)."""
    triangle: Numbers
    """R of the terms' QR decomposition, shape (terms, terms)."""
    residual: float
    """Standard deviation of the points about the surface."""

    def at(self, where: Numbers) -> Numbers:
        """Return each seed's own surface at points, shape (points, seeds); ``where`` has shape (points, factors)."""
        return _terms(where, self.order) @ self.coefficients

    def half_width(self, where: Numbers, level: float) -> Numbers:
        """Return half of the interval for what the sweep would give at points, but for chance; shape (points,)."""
        leverage = (np.linalg.solve(self.triangle.T, _terms(where, self.order).T) ** 2).sum(axis=0)
        free = self.points - len(self.triangle)
        return np.asarray(student.ppf((1 + level) / 2, free) * self.residual * np.sqrt(1 + leverage))

    @property
    def why_not(self) -> str:
        """Why a poor fit is not shown, and what would help."""
        noise = self.noise or 0.0
        remedy = (
            f"chance makes {100 * noise:.0f} % of these differences, so more seeds would help"
            if noise > (1 - self.q2) / 2
            else "the course has edges or bends that no smooth surface follows: run a grid over these factors"
        )
        return (
            f"the fitted surface foretells {100 * max(self.q2, 0):.0f} % of what differs between points (Q2), "
            f"and below {100 * POOR:.0f} % none is shown; {remedy}"
        )


def fit_response(where: Numbers, values: Numbers) -> Response:
    """Fit a surface to ``values``, shape (points, seeds), at ``where``, shape (points, factors), from -1 to 1.

    InputError where the points are too few or do not vary.
    """
    points, factors = where.shape
    orders = [order for order in range(1, _HIGHEST_ORDER + 1) if _fits(where, order)]
    if not orders:
        raise InputError(
            f"{points} points are too few, or too much alike, for a surface over {factors} factors: "
            f"it needs {_POINTS_FOR_TERM * (factors + 1)} or more; give the design more points"
        )
    if np.ptp(values.mean(axis=1)) == 0:
        raise InputError("the measure is the same at every point, so there is no surface to fit")
    return max((_fit(where, values, order) for order in orders), key=lambda fitted: fitted.q2)


def _fits(where: Numbers, order: int) -> bool:
    """Whether the points are enough, and apart enough, for the terms of an order."""
    terms = comb(where.shape[1] + order, order)
    return len(where) >= _POINTS_FOR_TERM * terms and bool(np.linalg.matrix_rank(_terms(where, order)) == terms)


def _terms(where: Numbers, order: int) -> Numbers:
    """Return every product of up to ``order`` factors, shape (points, terms)."""
    chosen = [c for size in range(order + 1) for c in combinations_with_replacement(range(where.shape[1]), size)]
    return np.stack([where[:, list(columns)].prod(axis=1) for columns in chosen], axis=1)


def _fit(where: Numbers, values: Numbers, order: int) -> Response:
    q, r = np.linalg.qr(_terms(where, order))
    mean = values.mean(axis=1)
    off = mean - q @ (q.T @ mean)
    left_out = off / np.maximum(1 - (q**2).sum(axis=1), 1e-9)
    spread = ((mean - mean.mean()) ** 2).sum()
    return Response(
        order=order,
        points=len(where),
        r2=float(1 - (off**2).sum() / spread),
        q2=float(1 - (left_out**2).sum() / spread),
        miss=float(np.sqrt((left_out**2).mean())),
        noise=_noise(values),
        coefficients=np.linalg.solve(r, q.T @ values),
        triangle=r,
        residual=float(np.sqrt((off**2).sum() / (len(where) - len(r)))),
    )


def _noise(values: Numbers) -> float | None:
    """Return the share of the variance between points' means that a seed makes at one point and not at another."""
    points, seeds = values.shape
    if seeds < 2:
        return None
    own = values - values.mean(axis=1, keepdims=True) - values.mean(axis=0) + values.mean()
    return float((own**2).sum() / ((points - 1) * (seeds - 1)) / seeds / values.mean(axis=1).var(ddof=1))
