"""Sobol' indices: which share of the variance of an outcome is due to each factor of a Saltelli design."""

from itertools import combinations
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tightrope.analysis.study.crossed import Crossed, share_of_noise
from tightrope.analysis.study.intervals import half_widths
from tightrope.analysis.study.ranking import Ranking
from tightrope.scenarios.errors import InputError

__all__ = ["FEWEST_ROWS", "sobol"]

FEWEST_ROWS = 16

type Numbers = NDArray[np.float64]


class _Blocks(NamedTuple):
    """Outcomes of a Saltelli design, each of shape (..., rows, seeds)."""

    a: Numbers
    b: Numbers
    a_with_b: Numbers
    """Row a, but one factor (first axis) as in row b."""
    b_with_a: Numbers
    """The reverse; without rows where the design has none."""


def sobol(outcome: Crossed, *, second_order: bool = False) -> Ranking:
    """Return first-order and total indices of the expected outcome; also those of pairs where the design has them.

    The points are laid out base row by base row: A, A with one factor of B for each factor, with ``second_order`` B
    with one factor of A for each factor, and B. The first-order index is the share of variance that a factor explains
    on its own (Saltelli et al. 2010, table 2b), the total index the share that would be left if all others were known
    (Jansen 1999), and a pair's index what the two explain only together (Saltelli 2002).

    The variance is that of the outcome expected over all seeds, not of the mean over those that were run. All points
    share their seeds: what a seed adds everywhere alike cancels. But a market that differs a little soon lives another
    fate under the same seed, and that noise looks like an effect of whatever factor was moved: the mean over ``k``
    seeds adds a ``k``-th of its variance to every total index, even of a factor that does nothing, and to the variance
    that they are shares of. So a product of two outcomes is never taken under one seed: it is averaged over all pairs
    of different seeds, of which the noise is independent. Without noise, indices are those of
    ``scipy.stats.sobol_indices``.

    A base row with a missing run is left out as a whole. InputError for points that are not laid out so, fewer than
    ``FEWEST_ROWS`` whole rows, and an outcome that does not vary beyond noise.
    """
    factors = len(outcome.factors)
    rows = _rows(outcome, (2 if second_order else 1) * factors + 2)
    whole = np.isfinite(rows).all(axis=(1, 2))
    rows = rows[whole]
    if len(rows) < FEWEST_ROWS:
        raise InputError(
            f"{len(rows)} of {whole.size} base rows of the Saltelli design are whole, and at least {FEWEST_ROWS} are "
            "needed: finish the sweep, or give its design more points"
        )
    noise = share_of_noise(np.concatenate([rows[:, 0], rows[:, -1]]))
    columns = np.moveaxis(rows, 1, 0)
    blocks = _Blocks(columns[0], columns[-1], columns[1 : factors + 1], columns[factors + 1 : -1])
    found = _indices(blocks)
    width = half_widths(
        lambda at, seeds: _indices(_Blocks(*(block[..., at, :][..., seeds] for block in blocks))), *blocks.a.shape
    )
    low, high = found - width, found + width
    table = pl.DataFrame({"factor": outcome.factors}).with_columns(
        pl.Series(f"{name}{end}", values[place])
        for name, place in (("total", slice(factors, 2 * factors)), ("first", slice(factors)))
        for end, values in (("", found), ("_low", low), ("_high", high))
    )
    return Ranking(
        "sobol", table.sort("total", descending=True, maintain_order=True), len(rows), int((~whole).sum()),
        rows.shape[2], noise, float(found[:factors].sum()),
        _pairs(outcome.factors, *(each[2 * factors :] for each in (found, low, high))) if second_order else None,
    )  # fmt: skip


def _rows(outcome: Crossed, length: int) -> Numbers:
    """Return outcomes with shape (base rows, points of a row, seeds)."""
    count, left = divmod(len(outcome.values), length)
    rows = outcome.positions[: count * length].reshape(count, length, -1)
    factor = np.arange(len(outcome.factors))
    of_a = rows[:, 1 : factor.size + 1]
    expected = np.repeat(rows[:, :1], factor.size, axis=1)
    expected[:, factor, factor] = rows[:, -1]
    if left or not np.array_equal(of_a, expected):
        raise InputError("the points of this sweep are not laid out as its Saltelli design says: run the sweep again")
    return outcome.values.reshape(count, length, -1)


def _indices(blocks: _Blocks) -> Numbers:
    """Return first-order, total and, where there are rows for them, second-order indices, one after the other."""
    centre = np.concatenate([blocks.a, blocks.b]).mean(axis=0)
    a, b, a_with_b, b_with_a = (block - centre for block in blocks)
    variance = (_product(a, a) + _product(b, b)) / 2
    first = _product(b, a_with_b - a) / variance
    total = _product(a - a_with_b, a - a_with_b) / 2 / variance
    both = _product(a, b)
    second = [
        (_product(b_with_a[one], a_with_b[other]) - both) / variance - first[one] - first[other]
        for one, other in combinations(range(len(b_with_a)), 2)
    ]
    return np.concatenate([first, total, second])


def _product(one: Numbers, other: Numbers) -> Numbers:
    """Return the mean over rows and pairs of different seeds of the product of two outcomes."""
    seeds = one.shape[-1]
    pairs = one.sum(axis=-1) * other.sum(axis=-1) - (one * other).sum(axis=-1)
    return np.asarray(pairs.mean(axis=-1) / (seeds * (seeds - 1)))


def _pairs(factors: tuple[str, ...], found: Numbers, low: Numbers, high: Numbers) -> pl.DataFrame:
    names = list(combinations(factors, 2))
    return pl.DataFrame(
        {
            "factor": [one for one, _ in names], "other": [other for _, other in names],
            "second": found, "second_low": low, "second_high": high,
        }
    ).sort("second", descending=True, maintain_order=True)  # fmt: skip
