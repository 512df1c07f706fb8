"""Sobol' indices and the spread of an outcome from an emulator, with what the emulator does not know.

Saltelli designs of their own are laid over the emulator, which costs nothing to run. Indices are computed for each of
many functions that are as likely as the emulator says, a few over each design (Oakley and O'Hagan 2004; Le Gratiet,
Cannamela and Iooss 2014). Told are their means; the interval of 95 % holds what the emulator does not know, the
variance between functions over the same design, and what the designs get wrong, that between the designs' means
divided by their number. With rows A and B of a design and A_k, which is A with factor k as in B,

    first order_k = mean f(B) (f(A_k) - f(A)) / variance,    total_k = mean (f(A) - f(A_k))² / 2 / variance

(Saltelli et al. 2010; Jansen 1999). The outcome is that expected over all seeds: the noise of single seeds is known to
the emulator and is no part of its functions.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import norm, qmc

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
    drawn = np.stack([_over_design(fitted, seed) for seed in range(_DESIGNS)])
    first, total = _indices(drawn)
    table = pl.DataFrame(
        {"factor": [factor.name for factor in fitted.factors], **_told("total", total), **_told("first", first)}
    )
    return Ranking(
        "emulator", table.sort("total", descending=True, maintain_order=True), len(fitted.emulator.values),
        fitted.left_out, fitted.seeds, fitted.chance, float(first.mean(axis=(0, 1)).sum()),
        foretold=fitted.trust.explained, spread=_spread(drawn[..., :2, :]),
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
    """Return first-order and total indices of each function, shape (designs, functions, factors) each."""
    values = drawn - drawn[..., :2, :].mean(axis=(-2, -1), keepdims=True)
    a, b, mixed = values[..., :1, :], values[..., 1:2, :], values[..., 2:, :]
    variance = (values[..., :2, :] ** 2).mean(axis=(-2, -1))[..., np.newaxis]
    return (b * (mixed - a)).mean(axis=-1) / variance, ((a - mixed) ** 2).mean(axis=-1) / 2 / variance


def _spread(outcomes: Numbers) -> pl.DataFrame:
    """Return the mean and quantiles of what functions, shape (designs, functions, 2, rows), give over the ranges."""
    quantiles = np.quantile(outcomes, _SHARES, axis=(-2, -1))
    values = np.stack([outcomes.mean(axis=(-2, -1)), *quantiles], axis=-1)
    names = ["mean", *(f"below {100 * share:g} %" for share in _SHARES)]
    return pl.DataFrame({"part": names, **_told("value", values)})


def _told(name: str, values: Numbers) -> dict[str, Numbers]:
    """Return means with the ends of their intervals, for values of shape (designs, functions, numbers)."""
    between_functions = values.var(axis=1, ddof=1).mean(axis=0)
    between_designs = values.mean(axis=1).var(axis=0, ddof=1)
    mean = values.mean(axis=(0, 1))
    half = norm.ppf((1 + LEVEL) / 2) * np.sqrt(between_functions + between_designs / len(values))
    return {name: mean, f"{name}_low": mean - half, f"{name}_high": mean + half}
