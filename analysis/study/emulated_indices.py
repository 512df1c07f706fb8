"""Sobol' indices and the spread of an outcome from an emulator, with what the emulator does not know.

Saltelli designs of their own are laid over the emulator, which costs nothing to run. Indices are computed for each of
many functions that are as likely as the emulator says, a few over each design, so that what an emulator does not know
and what a design gets wrong both show (Oakley and O'Hagan 2004; Le Gratiet, Cannamela and Iooss 2014); told are their
means and the ends between which 95 % of them lie. With rows A and B of a design and A_k, which is A with factor k as
in B,

    first order_k = mean f(B) (f(A_k) - f(A)) / variance,    total_k = mean (f(A) - f(A_k))² / 2 / variance

(Saltelli et al. 2010; Jansen 1999). The outcome is that expected over all seeds: the noise of single seeds is known to
the emulator and is no part of its functions.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import qmc

from tightrope.analysis.study.intervals import LEVEL
from tightrope.analysis.study.ranking import Ranking
from tightrope.analysis.study.sweep_emulator import POOR, SweepEmulator
from tightrope.scenarios.errors import InputError

__all__ = ["emulated_indices"]

type Numbers = NDArray[np.float64]

_ROWS = 512
_DESIGNS = 8
_FUNCTIONS = 12
"""Over each design."""
_SHARES = (0.05, 0.5, 0.95)
"""Parts of the range varied below which the outcome is told."""


def emulated_indices(fitted: SweepEmulator) -> Ranking:
    """Return first-order and total indices of an emulated outcome, and its spread over the ranges, with intervals.

    InputError for an emulator that does not hold.
    """
    if not fitted.holds:
        raise InputError(
            f"the emulator foretells {100 * max(fitted.trust.explained, 0):.0f} % of what differs between points, and "
            f"below {100 * POOR:.0f} % nothing is told from it: more points or more seeds would help"
        )
    drawn = np.concatenate([_over_design(fitted, seed) for seed in range(_DESIGNS)])
    first, total = _indices(drawn)
    table = pl.DataFrame(
        {"factor": [factor.name for factor in fitted.factors], **_told("total", total), **_told("first", first)}
    )
    return Ranking(
        "emulator", table.sort("total", descending=True, maintain_order=True), len(fitted.emulator.values),
        fitted.left_out, fitted.seeds, fitted.chance, float(first.mean(axis=0).sum()),
        foretold=fitted.trust.explained, spread=_spread(drawn[:, :2].reshape(len(drawn), -1)),
    )  # fmt: skip


def _over_design(fitted: SweepEmulator, seed: int) -> Numbers:
    """Return what functions give at rows A, rows B and, for each factor, rows A with it as in B.

    Shape (functions, factors + 2, rows).
    """
    factors = len(fitted.factors)
    rows = qmc.Sobol(2 * factors, rng=np.random.default_rng(seed)).random(_ROWS)
    a, b = rows[:, :factors], rows[:, factors:]
    mixed = [np.where(np.arange(factors) == factor, b, a) for factor in range(factors)]
    drawn = fitted.emulator.draws(np.concatenate([a, b, *mixed]), _FUNCTIONS, seed)
    return drawn.reshape(_FUNCTIONS, factors + 2, _ROWS)


def _indices(drawn: Numbers) -> tuple[Numbers, Numbers]:
    """Return first-order and total indices of each function, shape (functions, factors) each."""
    values = drawn - drawn[:, :2].mean(axis=(1, 2), keepdims=True)
    a, b, mixed = values[:, :1], values[:, 1:2], values[:, 2:]
    variance = (values[:, :2] ** 2).mean(axis=(1, 2))[:, np.newaxis]
    return (b * (mixed - a)).mean(axis=2) / variance, ((a - mixed) ** 2).mean(axis=2) / 2 / variance


def _spread(outcomes: Numbers) -> pl.DataFrame:
    """Return the mean and quantiles of what functions, shape (functions, points), give over the ranges."""
    quantiles = np.quantile(outcomes, _SHARES, axis=1).T
    names = ["mean", *(f"below {100 * share:g} %" for share in _SHARES)]
    values = np.column_stack([outcomes.mean(axis=1), quantiles])
    return pl.DataFrame({"part": names, **_told("value", values)})


def _told(name: str, values: Numbers) -> dict[str, Numbers]:
    """Return the mean over functions, and the ends between which most of them lie."""
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
    return {name: values.mean(axis=0), f"{name}_low": low, f"{name}_high": high}
