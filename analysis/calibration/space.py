"""The space of the free parameters: the unit cube, and what its points are in the parameters' own units."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from tightrope.sweeps.plan.factors import Factor

__all__ = ["in_cube", "in_units", "spread_points"]

type Numbers = NDArray[np.float64]

_DIGITS = 6
"""Of a parameter's value: what is run is what is written down."""


def spread_points(factors: int, count: int, seed: int) -> Numbers:
    """Return points that fill the unit cube evenly, Sobol's sequence scrambled, shape (count, factors).

    ``count`` must be a power of two.
    """
    return np.asarray(qmc.Sobol(factors, rng=np.random.default_rng(seed)).random(count))


def in_units(factors: Sequence[Factor], cube: Numbers) -> Numbers:
    """Return points of the unit cube in the parameters' units, same shape, each value in a few digits."""
    return np.column_stack([_stretched(factor, cube[:, place]) for place, factor in enumerate(factors)])


def _stretched(factor: Factor, unit: Numbers) -> Numbers:
    """Return low + u (high - low), or low (high / low)^u where a range is covered evenly in the logarithm."""
    ratio = factor.high / factor.low if factor.log else 1.0
    wide = factor.low * ratio**unit if factor.log else factor.low + unit * (factor.high - factor.low)
    short = np.array([float(f"{value:.{_DIGITS}g}") for value in wide])
    return np.asarray(np.clip(short, factor.low, factor.high))


def in_cube(factors: Sequence[Factor], points: Numbers) -> Numbers:
    """Return points in the parameters' units as points of the unit cube, same shape."""
    columns = []
    for place, factor in enumerate(factors):
        low, high, values = factor.low, factor.high, points[:, place]
        if factor.log:
            low, high, values = np.log(low), np.log(high), np.log(values)
        columns.append((values - low) / (high - low))
    return np.column_stack(columns)
