"""What a sweep varies, as its results tell it: the factors, and their ranges as -1 to 1."""

from collections.abc import Mapping, Sequence
from math import isclose

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from tightrope.scenarios.errors import InputError, suggestion
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["Value", "covered", "factor_named", "factors_of", "from_units", "middle", "to_units"]

type Value = float | int | str


def factors_of(results: SweepResults) -> dict[str, Factor]:
    """Return what a sweep varies, by name."""
    return {each["name"]: Factor.from_json(each) for each in results.manifest["factors"]}


def factor_named(name: str, factors: Mapping[str, Factor]) -> Factor:
    """Return a factor; InputError for what the sweep does not vary."""
    if name not in factors:
        known = ", ".join(factors) or "none: it has no design"
        raise InputError(f"this sweep does not vary '{name}'{suggestion(name, factors)}; it varies {known}")
    return factors[name]


def covered(factor: Factor, value: Value) -> Value:
    """Return a value of a factor as the design writes it; InputError for one that the design does not cover."""
    if factor.texts or factor.levels:
        listed: list[Value] = list(factor.texts) or [factor.value(number) for number in factor.levels]
        near = [each for each in listed if _alike(each, value)]
        if not near:
            raise InputError(f"{factor.name}: {value} is not in the design; there are {', '.join(map(_short, listed))}")
        return near[0]
    if isinstance(value, str) or not factor.low <= value <= factor.high:
        raise InputError(f"{factor.name}: {value} is not covered; give a number from {factor.low:g} to {factor.high:g}")
    return value


def _alike(one: Value, other: Value) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return isclose(one, other, rel_tol=1e-4)  # a level may have more digits than anybody types


def _short(value: Value) -> str:
    return value if isinstance(value, str) else f"{value:.6g}"


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
