"""How sure a number is that is worked out from means over seeds: draws of those means.

Intervals of means and differences are Student's, by formula. A place on a curve or a ratio has no such formula: it is
worked out anew for each of many draws of the means that it is made from. The draws give every seed a normal weight of
its own, and the chance in their spread the weight that Student's distribution gives it; so they have the means, the
covariance and the tails of a multivariate Student distribution, and of a single mean they give Student's interval
again. Where a bootstrap of few seeds is too sure of itself, they are not.
"""

import numpy as np
from numpy.typing import NDArray

__all__ = ["DRAWS", "draws_of_means", "interval"]

DRAWS = 4000
"""Draws behind each interval."""


def draws_of_means(values: NDArray[np.float64], draws: int = DRAWS) -> NDArray[np.float64]:
    """Return draws of the means over seeds, shape (draws, ...), for ``values`` of shape (seeds, ...).

    At least two seeds, nothing missing. The same values always give the same draws, and arrays with as many seeds get
    the same weights, so that what belongs together may be drawn one after the other.
    """
    chance, n = np.random.default_rng(1), len(values)
    weights = chance.standard_normal((draws, n)) / np.sqrt(n * (n - 1))
    weights *= np.sqrt((n - 1) / chance.chisquare(n - 1, (draws, 1)))
    mean = values.mean(axis=0)
    return np.asarray(mean + np.tensordot(weights, values - mean, axes=1))


def interval(drawn: NDArray[np.float64], level: float) -> tuple[float, float]:
    """Return the ends between which the middle ``level`` of the draws lies."""
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
