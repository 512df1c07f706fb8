"""Partial rank correlation: how closely an outcome follows each factor, from points scattered in any way."""

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import rankdata

from tightrope.analysis.study.crossed import Crossed, share_of_noise
from tightrope.analysis.study.intervals import half_widths
from tightrope.analysis.study.ranking import Ranking
from tightrope.scenarios.errors import InputError

__all__ = ["fewest_points", "rank_correlation"]

TOGETHER = 0.999
"""Share of a factor's ranks explained by the others from which on it cannot be told from them."""
NOTHING = 1e-9

type Numbers = NDArray[np.float64]


def fewest_points(factors: int) -> int:
    """Return how many points rank correlation needs."""
    return max(20, 4 * factors)


def rank_correlation(outcome: Crossed) -> Ranking:
    """Return partial rank correlation coefficients (PRCC) and standardised rank regression coefficients (SRRC).

    PRCC is the correlation of the ranks of a factor with those of the outcome's mean over seeds, after the ranks of all
    other factors are accounted for linearly: near 1 or -1 where the outcome follows the factor closely, whatever the
    size of its effect. SRRC says how many standard deviations of rank the outcome moves with one of the factor: the
    size (Marino et al. 2008, Journal of Theoretical Biology 254; Iman and Conover 1979). ``explained`` is the share of
    the variance of ranks that all factors explain in sum; where it is low, effects turn round within the range and
    neither coefficient shows them. Noise draws both towards 0. Intervals are taken on the scale of Fisher's z.

    A point with a missing run is left out. InputError for fewer than ``fewest_points`` whole points, factors that do
    not vary or only together, and an outcome that does not vary beyond noise.
    """
    whole = np.isfinite(outcome.values).all(axis=1)
    values, positions = outcome.values[whole], outcome.positions[whole]
    needed = fewest_points(len(outcome.factors))
    if len(values) < needed:
        raise InputError(
            f"{len(values)} of {whole.size} points of this sweep are whole, and rank correlation of "
            f"{len(outcome.factors)} factors needs at least {needed}: finish the sweep, or give its design more points"
        )
    _check_factors(outcome.factors, positions)
    noise = share_of_noise(values)
    standard, _, explained = _regression(_correlations(positions, values.mean(axis=1)))

    def on_fisher_scale(at: NDArray[np.intp], seeds: NDArray[np.intp]) -> Numbers:
        matrix = _correlations(positions[at], values[at][:, seeds].mean(axis=1))
        return np.arctanh(np.clip(_regression(matrix)[1], NOTHING - 1, 1 - NOTHING))

    points, seeds = values.shape
    found = on_fisher_scale(np.arange(points), np.arange(seeds))
    width = half_widths(on_fisher_scale, points, seeds)
    table = pl.DataFrame(
        {
            "factor": outcome.factors, "prcc": np.tanh(found), "prcc_low": np.tanh(found - width),
            "prcc_high": np.tanh(found + width), "srrc": standard,
        }
    )  # fmt: skip
    ranked = table.sort(pl.col("prcc").abs(), descending=True, maintain_order=True)
    return Ranking("rank correlation", ranked, points, int((~whole).sum()), seeds, noise, explained)


def _correlations(positions: Numbers, outcome: Numbers) -> Numbers:
    """Return rank correlations of all factors and, last, the outcome; of what does not vary, 0."""
    ranks = rankdata(np.column_stack([positions, outcome]), axis=0)
    ranks -= ranks.mean(axis=0)
    size = np.sqrt((ranks**2).sum(axis=0))
    ranks /= np.where(size > 0, size, 1.0)
    return np.asarray(ranks.T @ ranks)


def _regression(matrix: Numbers) -> tuple[Numbers, Numbers, float]:
    """Regress the outcome's ranks on all factors': coefficients, partial correlations, share explained in sum."""
    inverse = np.linalg.pinv(matrix[:-1, :-1], hermitian=True)
    coefficients = inverse @ matrix[:-1, -1]
    explained = float(coefficients @ matrix[:-1, -1])
    known = np.diag(inverse) > NOTHING  # a factor that stands still in a resample is known by nothing
    own = np.divide(1.0, np.diag(inverse), out=np.zeros(len(inverse)), where=known)  # variance left of a factor
    left = max(1 - explained, 0.0) + coefficients**2 * own  # variance left of the outcome, given all other factors
    partial = np.divide(coefficients * np.sqrt(own), np.sqrt(left), out=np.zeros(len(own)), where=left > NOTHING)
    return coefficients, partial, explained


def _check_factors(names: tuple[str, ...], positions: Numbers) -> None:
    for place, name in enumerate(names):
        if np.ptp(positions[:, place]) == 0:
            raise InputError(f"'{name}' has one value at all points of this sweep: nothing can be correlated with it")
        others = np.delete(positions, place, axis=1)
        if _regression(_correlations(others, positions[:, place]))[2] > TOGETHER:
            raise InputError(f"'{name}' varies only together with other factors of this sweep: it cannot be told apart")
