"""How far an estimate may be off, where the seeds, or both they and the points of a design, are but a sample.

Intervals of means and differences are Student's, by formula. A place on a curve or a ratio has no such formula: it is
worked out anew for each of many draws of the means that it is made from. The draws give every seed a normal weight of
its own, and the chance in their spread the weight that Student's distribution gives it; so they have the means, the
covariance and the tails of a multivariate Student distribution, and of a single mean they give Student's interval
again. Where a bootstrap of few seeds is too sure of itself, they are not.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

__all__ = ["DRAWS", "LEVEL", "Estimate", "draws_of_means", "estimate", "half_widths", "interval"]

LEVEL = 0.95
RESAMPLES = 500
DRAWS = 4000
"""Draws behind each interval."""

type Places = NDArray[np.intp]
type Numbers = NDArray[np.float64]


class Estimate(NamedTuple):
    """Means over seeds, and half the width of their intervals; the last axis, of the seeds, is gone."""

    mean: Numbers
    half: Numbers


def estimate(values: Numbers) -> Estimate:
    """Return means over the last axis, that of the seeds, with their intervals."""
    seeds = values.shape[-1]
    spread = values.std(axis=-1, ddof=1) / np.sqrt(seeds)
    return Estimate(values.mean(axis=-1), student.ppf((1 + LEVEL) / 2, seeds - 1) * spread)


def half_widths(statistic: Callable[[Places, Places], Numbers], rows: int, seeds: int) -> Numbers:
    """Return half the width of the interval of level ``LEVEL`` around each number that ``statistic`` gives.

    ``statistic`` is computed from places of rows (base rows, trajectories or points of a design; may repeat) and of
    seeds (never repeat). Two variances are added: over rows, by the bootstrap (each resample one row short, which makes
    its variance that of the estimate; Rao and Wu 1988), and over seeds, by the jackknife, which sets aside one seed at
    a time. Seeds are not drawn with replacement, as a seed drawn twice would pass its noise for an effect. What chance
    adds in one run counts in both, so that intervals are rather wide than narrow. Student's t with the degrees of
    freedom of Satterthwaite (1946) allows for few seeds. Rows that fill the space evenly (Sobol' points) know more than
    the independent rows that the bootstrap takes them for: there, too, intervals are rather wide.
    """
    random = np.random.default_rng(0)
    all_rows, all_seeds = np.arange(rows), np.arange(seeds)
    drawn = [statistic(random.integers(rows, size=rows - 1), all_seeds) for _ in range(RESAMPLES)]
    without = [statistic(all_rows, np.delete(all_seeds, seed)) for seed in all_seeds]
    of_rows = np.var(drawn, axis=0, ddof=1)
    of_seeds = (seeds - 1) ** 2 / seeds * np.var(without, axis=0, ddof=1)
    total = of_rows + of_seeds
    parts = of_rows**2 / (rows - 1) + of_seeds**2 / (seeds - 1)
    freedom = np.divide(total**2, parts, out=np.full_like(total, np.inf), where=parts > 0)
    return np.asarray(student.ppf((1 + LEVEL) / 2, freedom) * np.sqrt(total))


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
