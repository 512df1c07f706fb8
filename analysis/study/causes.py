"""What an outcome comes from: mechanisms switched on in turn and jointly, and the share of each by Shapley's rule.

A grid in which every factor has two values, off and on, holds a market for every set of mechanisms that are on. What
one of them does depends on which others are on already; Shapley's (1953) value is the mean of that over all orders in
which they may be switched on, so that the shares add up to the whole change. What two do only together is stated by
their interaction index (Grabisch and Roubens 1999).
"""

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tightrope.analysis.study.crossed import FEWEST_SEEDS, crossed
from tightrope.analysis.study.factors import factors_of
from tightrope.analysis.study.intervals import Estimate, estimate
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["MOST_CAUSES", "Causes", "can_tell_causes", "causes"]

MOST_CAUSES = 12
"""Factors at most: 4,096 markets a seed."""

type Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Causes:
    """A change taken apart; all numbers are means over seeds, each with the ends of its interval (``_low``, ``_high``).

    ``table`` has one row for each factor, the largest share first: factor, off and on (its values), ``alone`` (it is
    switched on first, with all others off), ``last`` (with all others on), ``shapley`` (the mean over all orders), and
    ``part`` (shapley / the whole change; null where that may be zero). ``pairs`` has factor, other and ``together``:
    what the two do only together, less than nothing where they do the same; the largest first.
    """

    table: pl.DataFrame
    pairs: pl.DataFrame
    off: float
    """With every factor off."""
    on: float
    """With every factor on."""
    change: float
    change_low: float
    change_high: float
    seeds: int
    left_out: int
    """Seeds of which a run is missing."""


def can_tell_causes(results: SweepResults) -> bool:
    """Return whether a sweep is a grid of factors with two values each."""
    factors = factors_of(results).values()
    two = all(len(factor.levels or factor.texts) == 2 for factor in factors)
    return results.manifest["design"]["kind"] == "grid" and two and 2 <= len(factors) <= MOST_CAUSES


def causes(results: SweepResults, measure: str, statistic: str, scenario: str) -> Causes:
    """Take the change of a statistic of a measure apart, from all factors off to all on, under a scenario.

    Of a factor's two values the one listed first is off. InputError for a sweep that is no such grid, unknown names,
    and fewer than ``FEWEST_SEEDS`` seeds of which all runs are finished.
    """
    if not can_tell_causes(results):
        raise InputError(
            f"this sweep is no grid of 2 to {MOST_CAUSES} factors with two values each, off and on: 'tightrope sweep "
            "show causes' shows one that is"
        )
    values = _by_set(results, measure, statistic, scenario)
    whole = np.isfinite(values).all(axis=0)
    if whole.sum() < FEWEST_SEEDS:
        raise InputError(
            f"of {int(whole.sum())} seeds all {len(values):,} sets of causes are finished under {scenario}, and at "
            f"least {FEWEST_SEEDS} are needed: finish the sweep, or run it with more seeds"
        )
    values = values[:, whole]
    change = estimate(values[-1] - values[0])
    return Causes(
        _table(results, values, change), _pairs(results, values), float(values[0].mean()), float(values[-1].mean()),
        float(change.mean), float(change.mean - change.half), float(change.mean + change.half), int(whole.sum()),
        int((~whole).sum()),
    )  # fmt: skip


def _by_set(results: SweepResults, measure: str, statistic: str, scenario: str) -> Numbers:
    """Return values of shape (sets, seeds): bit i of a set's number says whether factor i is on."""
    outcome = crossed(results, measure, statistic, scenario)
    first = [factor.levels[0] == factor.high if factor.levels else False for factor in factors_of(results).values()]
    on = (outcome.positions > 0.5) != np.array(first)
    numbers = on @ (1 << np.arange(on.shape[1]))
    values = np.empty_like(outcome.values)
    values[numbers] = outcome.values
    return values


def _table(results: SweepResults, values: Numbers, change: Estimate) -> pl.DataFrame:
    factors = factors_of(results)
    last = len(values) - 1
    alone = estimate(np.stack([values[1 << i] - values[0] for i in range(len(factors))]))
    after = estimate(np.stack([values[last] - values[last ^ (1 << i)] for i in range(len(factors))]))
    shapley = estimate(np.stack([_interaction(values, (i,)) for i in range(len(factors))]))
    sure = abs(change.mean) > change.half
    ends = [[factor.value(each) for each in factor.levels or (0, 1)] for factor in factors.values()]
    told = pl.DataFrame(
        {
            "factor": list(factors),
            "off": [_short(off) for off, _ in ends],
            "on": [_short(on) for _, on in ends],
            **_with_ends("alone", alone),
            **_with_ends("last", after),
            **_with_ends("shapley", shapley),
            "part": shapley.mean / change.mean if sure else [None] * len(factors),
        },
        schema_overrides={"part": pl.Float64},
    )
    return told.sort(pl.col("shapley").abs(), descending=True, maintain_order=True)


def _pairs(results: SweepResults, values: Numbers) -> pl.DataFrame:
    pairs = list(combinations(range(len(results.factors)), 2))
    found = estimate(np.stack([_interaction(values, pair) for pair in pairs]))
    names = {
        name: [results.factors[pair[place]] for pair in pairs] for place, name in enumerate(("factor", "other"))
    }  # fmt: skip
    frame = pl.DataFrame({**names, **_with_ends("together", found)})
    return frame.sort(pl.col("together").abs(), descending=True, maintain_order=True)


def _short(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def _with_ends(name: str, found: Estimate) -> dict[str, Numbers]:
    return {name: found.mean, f"{name}_low": found.mean - found.half, f"{name}_high": found.mean + found.half}


def _interaction(values: Numbers, players: tuple[int, ...]) -> Numbers:
    """Return for each seed what players do jointly that no part of them does, averaged over the sets of others.

    Of one player that is the Shapley value. A set of s of the n - p others weighs 1 / ((n - p + 1) * comb(n - p, s)).
    """
    count = int(values.shape[0]).bit_length() - 1
    mine = sum(1 << i for i in players)
    sets = np.array([number for number in range(len(values)) if not number & mine])
    others = count - len(players)
    weights = np.array([1 / ((others + 1) * comb(others, int(number).bit_count())) for number in sets])
    joint = np.zeros((len(sets), values.shape[1]))
    for size in range(len(players) + 1):
        for part in combinations(players, size):
            sign = (-1) ** (len(players) - size)
            joint += sign * values[sets | sum(1 << i for i in part)]
    return np.asarray(weights @ joint)
