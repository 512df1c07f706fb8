"""What a sweep varies, as its results tell it: the factors, and their ranges as -1 to 1."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from tightrope.scenarios.errors import InputError, suggestion
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["factor_named", "factors_of", "from_units", "middle", "to_units"]


def factors_of(results: SweepResults) -> dict[str, Factor]:
    """Return what a sweep varies, by name."""
    return {each["name"]: Factor.from_json(each) for each in results.manifest["factors"]}


def factor_named(name: str, factors: Mapping[str, Factor]) -> Factor:
    """Return a factor; InputError for what the sweep does not vary."""
    if name not in factors:
        known = ", ".join(factors) or "none: it has no design"
        raise InputError(f"this sweep does not vary '{name}'{suggestion(name, factors)}; it varies {known}")
    return factors[name]


def middle(factor: Factor) -> float | int | str:
    """Return the first of a factor's words, the middle of its listed values, or the middle of its range."""
    if factor.texts:
        return factor.texts[0]
    if factor.levels:
        return factor.value(sorted(factor.levels)[(len(factor.levels) - 1) // 2])
    return factor.value(from_units(factor, np.zeros(1))[0])


def to_units(points: pl.DataFrame, factors: Sequence[Factor]) -> NDArray[np.float64]:
    """Return points with every factor's range as -1 to 1, shape (points, factors); no range may be a single value."""
    columns = []
    for factor in factors:
        low, high, values = (
            _scaled(factor, each) for each in (factor.low, factor.high, points[factor.name].to_numpy())
        )
        columns.append(2 * (values - low) / (high - low) - 1)
    return np.stack(columns, axis=1)


def from_units(factor: Factor, units: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return a factor's values for places in its range, -1 to 1."""
    shares = (units + 1) / 2
    if factor.log:
        values = factor.low * (factor.high / factor.low) ** shares
    else:
        values = factor.low + (factor.high - factor.low) * shares
    return np.asarray(np.round(values) if factor.whole else values)


def _scaled(factor: Factor, values: ArrayLike) -> NDArray[np.float64]:
    numbers = np.asarray(values, np.float64)
    return np.log(numbers) if factor.log else numbers
