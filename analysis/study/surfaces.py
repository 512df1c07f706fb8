"""What a measure does over one or two factors of a sweep, the others held still."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from tightrope.analysis.study.factors import Value, covered, factor_named, factors_of, from_units, middle, to_units
from tightrope.analysis.study.means import LEVEL, check_level, half_width
from tightrope.analysis.study.outcomes import chosen_scenario, outcomes
from tightrope.analysis.study.response import POOR, Response, fit_response
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["STEPS", "Surface", "surface"]

STEPS = 7
"""Values of a factor at which a fitted surface is told, where the design does not list them."""


@dataclass(frozen=True)
class Surface:
    """A measure over one or two factors.

    ``cells`` has the columns x, y (not over one factor), seeds, value (mean over seeds), low and high, with x slowest.
    The interval is that of the mean over seeds, as of ``means``, and null for fewer than three; where the cells are
    read from a fit, it also holds what the fit is off at a point that was not run.
    """

    scenario: str
    x: str
    y: str | None
    cells: pl.DataFrame
    held: dict[str, Value]
    """The other factors, each at its middle unless told otherwise."""
    fitted: Response | None
    """The fit that the cells are read from; None where they are the means of the grid's own points."""
    left_out: int
    """Points that a fit does without, because runs of theirs are missing."""


def surface(
    results: SweepResults,
    x: str,
    y: str | None = None,
    *,
    measure: str,
    statistic: str,
    scenario: str | None = None,
    difference: bool = False,
    at: Mapping[str, Value] | None = None,
    level: float = LEVEL,
) -> Surface:
    """Return a statistic of a measure over the factors ``x`` and ``y``, the others held at their middle or ``at``.

    Of a grid these are the means of its own points; of any other design a fitted surface (``fit_response``), which is
    refused where its Q2 is below ``POOR``. With ``difference`` it is the paired difference to the ``against`` scenario.
    InputError for unknown names and for values that the design does not have or does not cover.
    """
    check_level(level)
    factors = factors_of(results)
    chosen = [factor_named(name, factors) for name in ([x] if y is None else [x, y])]
    if x == y:
        raise InputError(f"x and y are both '{x}': choose two factors, or one alone")
    scenario = chosen_scenario(results, scenario)
    others = {name: factor for name, factor in factors.items() if factor not in chosen}
    held = {name: middle(factor) for name, factor in others.items()} | {
        name: _held(name, value, factors, others) for name, value in (at or {}).items()
    }
    values = outcomes(results, measure, statistic, difference=difference).filter(scenario=scenario).drop_nulls("value")
    if values.is_empty():
        raise InputError(
            f"'{scenario}' has no value of {measure} that this asks for: choose another scenario or measure"
        )
    if results.manifest["design"]["kind"] == "grid":
        return Surface(scenario, x, y, _measured(values, chosen, held, level), held, None, 0)
    cells, fitted, left_out = _foretold(values, factors, chosen, held, level)
    return Surface(scenario, x, y, cells, held, fitted, left_out)


def _held(name: str, value: Value, factors: Mapping[str, Factor], others: Mapping[str, Factor]) -> Value:
    """Return where a factor is held, as the design itself writes it; InputError for what the design does not cover."""
    factor = factor_named(name, factors)
    if name not in others:
        raise InputError(f"'{name}' is what the measure is told over, so it cannot be held: leave its value out")
    return covered(factor, value)


def _measured(values: pl.DataFrame, chosen: list[Factor], held: Mapping[str, Value], level: float) -> pl.DataFrame:
    """Return the means of a grid's points where the other factors have the values held."""
    here = values.filter(*(pl.col(name) == value for name, value in held.items()))
    if here.is_empty():
        told = ", ".join(f"{name} {value}" for name, value in held.items())
        raise InputError(f"no finished run has {told}: hold the other factors at other values")
    axes = [pl.col(factor.name).alias(axis) for factor, axis in zip(chosen, "xy", strict=False)]
    each = pl.col("value")
    cells = here.group_by(*axes, maintain_order=True).agg(
        each.count().alias("seeds"), each.mean(), each.var().alias("variance")
    )
    cells = _with_interval(cells, half_width(cells["seeds"], cells["variance"], level))
    words = {axis: factor.texts for factor, axis in zip(chosen, "xy", strict=False) if factor.texts}
    return cells.with_columns(pl.col(axis).cast(pl.Enum(texts)) for axis, texts in words.items()).sort(
        *cells.columns[: len(chosen)]
    )


def _foretold(
    values: pl.DataFrame, factors: Mapping[str, Factor], chosen: list[Factor], held: Mapping[str, Value], level: float
) -> tuple[pl.DataFrame, Response, int]:
    """Return cells read from a fit to all points with the words held, the fit, and how many points it lacks."""
    for factor in chosen:
        if factor.texts or factor.low == factor.high:
            what = "takes words" if factor.texts else f"is {factor.low:g} at every point"
            raise InputError(f"{factor.name} {what}, so no surface can be fitted over it: run a grid")
    numbers = [factor for factor in factors.values() if not factor.texts and factor.low < factor.high]
    index = ["point", *(factor.name for factor in numbers)]
    here = values.filter(*(pl.col(name) == value for name, value in held.items() if factors[name].texts))
    table = here.pivot("seed", index=index, values="value", sort_columns=True).sort("point")
    whole = table.drop_nulls()
    if whole.is_empty():
        raise InputError("no point has a value under every seed: run the sweep to its end first")
    response = fit_response(to_units(whole, numbers), whole.drop(index).to_numpy())
    if response.q2 < POOR:
        raise InputError(response.why_not)
    cells = _mesh(chosen)
    named = {factor.name: pl.col(axis) for factor, axis in zip(chosen, "xy", strict=False)}
    where = cells.select(named.get(each.name, pl.lit(held.get(each.name))).alias(each.name) for each in numbers)
    units = to_units(where, numbers)
    told = pl.DataFrame(response.at(units))
    seeds = pl.Series([told.width] * cells.height)
    each = pl.concat_list(pl.all()).list
    cells = cells.with_columns(seeds=seeds).hstack(told.select(value=each.mean(), variance=each.var()))
    chance, fit = half_width(seeds, cells["variance"], level), pl.Series(response.half_width(units, level))
    return _with_interval(cells, (chance**2 + fit**2).sqrt()), response, table.height - whole.height


def _mesh(chosen: list[Factor]) -> pl.DataFrame:
    """Return the places at which a fitted surface is told, x slowest."""
    axes = [np.unique(factor.levels or from_units(factor, np.linspace(-1, 1, STEPS))) for factor in chosen]
    places = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, len(axes))
    return pl.DataFrame(places, ["x", "y"][: len(axes)])


def _with_interval(cells: pl.DataFrame, half: pl.Series) -> pl.DataFrame:
    return cells.with_columns(low=pl.col("value") - half, high=pl.col("value") + half).drop("variance")
