"""The points of a design: the same for the same file, bit for bit."""

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.plan.schema import DesignTable

__all__ = ["count", "described", "points_of"]

_OF_KIND = {
    "grid": (),
    "list": (),
    "latin-hypercube": ("points", "seed"),
    "sobol": ("points", "seed"),
    "morris": ("points", "seed", "levels"),
    "saltelli": ("points", "seed", "second_order"),
    "ensemble": (),
}
"""What the points of each kind follow from, beside the factors."""


def described(design: DesignTable | None, points: int) -> dict[str, Any]:
    """Return how the points were made, ready for JSON: all that an analysis must know beside the factors."""
    if design is None:
        return {"kind": "none", "points": points}
    return {"kind": design.kind, "points": points} | {name: getattr(design, name) for name in _OF_KIND[design.kind]}


def count(design: DesignTable, factors: Sequence[Factor]) -> int:
    """Return how many points a design has that is no list."""
    asked = design.points or 0
    if design.kind == "grid":
        return prod(len(factor.levels) for factor in factors)
    if design.kind == "morris":
        return asked * (len(factors) + 1)
    if design.kind == "saltelli":
        return asked * ((2 if design.second_order else 1) * len(factors) + 2)
    return asked


def points_of(design: DesignTable, factors: Sequence[Factor]) -> NDArray[np.float64]:
    """Return the points of a design that is no list, in the factors' units, shape (points, factors).

    A grid's first factor moves slowest. The other designs choose points in the unit cube: Latin hypercubes and Sobol's
    sequence, scrambled (scipy.stats.qmc), the trajectories of Morris (1991) and the scheme of Saltelli (2002), both by
    SALib. There every range is covered evenly, or evenly in the logarithm, and every value of a list comes up equally
    often.
    """
    if design.kind == "grid":
        crossed = np.meshgrid(*(factor.levels for factor in factors), indexing="ij")
        return np.stack(crossed, axis=-1).reshape(-1, len(factors))
    unit = _unit_points(design, len(factors))
    return np.column_stack([_stretched(factor, unit[:, place]) for place, factor in enumerate(factors)])


def _unit_points(design: DesignTable, factors: int) -> NDArray[np.float64]:
    """Return the points in the unit cube, shape (points, factors)."""
    points, seed = design.points or 0, design.seed
    if design.kind in ("latin-hypercube", "sobol"):
        from scipy.stats import qmc

        engine = qmc.LatinHypercube if design.kind == "latin-hypercube" else qmc.Sobol
        unit: NDArray[np.float64] = engine(factors, rng=np.random.default_rng(seed)).random(points)
        return unit
    try:
        from SALib.sample import morris, sobol
    except ImportError:
        raise InputError(f'design.kind: {design.kind} needs SALib: pip install "tightrope[sweep]"') from None
    problem = {"num_vars": factors, "names": [str(place) for place in range(factors)], "bounds": [[0, 1]] * factors}
    if design.kind == "morris":
        unit = morris.sample(problem, points, num_levels=design.levels, seed=seed)
    else:
        unit = sobol.sample(problem, points, calc_second_order=design.second_order, seed=seed)
    return unit


def _stretched(factor: Factor, unit: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what a factor takes for numbers from 0 to 1, same shape."""
    if factor.levels:
        places = np.minimum((unit * len(factor.levels)).astype(np.intp), len(factor.levels) - 1)
        return np.array(factor.levels)[places]
    if factor.log:
        wide = factor.low * (factor.high / factor.low) ** unit
        return np.clip(wide, factor.low, factor.high)
    return np.clip(factor.low + unit * (factor.high - factor.low), factor.low, factor.high)
