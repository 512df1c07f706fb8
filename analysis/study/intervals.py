"""How far an estimate may be off, where the seeds, or both they and the points of a design, are but a sample."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

__all__ = ["LEVEL", "Estimate", "estimate", "half_widths"]

LEVEL = 0.95
RESAMPLES = 500

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
