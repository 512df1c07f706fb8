"""Sweeps whose outcome follows a rule that is known, and what is found of their factors."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from SALib.sample import morris as trajectories
from SALib.sample import sobol as saltelli

from tests.helpers.fake_sweeps import fake_sweep
from tightrope.analysis.study.ranking import Ranking
from tightrope.analysis.study.sensitivity import sensitivity
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.store.dataset import SweepResults

type Numbers = NDArray[np.float64]
type Rule = Callable[[Numbers], Numbers]

MEASURE = "dpd30_share_balance"
ANGLES = [Factor(name, "", -np.pi, np.pi) for name in ("one", "two", "three")]
SHARES = [Factor(name, "share", 0, 1) for name in ("strong", "weak", "idle")]


def ishigami(x: Numbers) -> Numbers:
    return np.asarray(np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))


def linear(x: Numbers) -> Numbers:
    return 4 * x[:, 0] - 2 * x[:, 1]


def saltelli_points(factors: list[Factor], rows: int, *, second_order: bool = False) -> Numbers:
    return np.asarray(saltelli.sample(problem(factors), rows, calc_second_order=second_order, seed=1))


def morris_points(factors: list[Factor], rows: int) -> Numbers:
    return np.asarray(trajectories.sample(problem(factors), rows, seed=1))


def problem(factors: list[Factor]) -> dict[str, Any]:
    names = [factor.name for factor in factors]
    return {"num_vars": len(names), "names": names, "bounds": [[factor.low, factor.high] for factor in factors]}


def swept(
    rule: Rule, factors: list[Factor], points: Numbers, kind: str, *, seeds: int = 3, noise: float = 0.0, **others: Any
) -> SweepResults:  # fmt: skip
    """A sweep of one scenario: what the rule says, what a seed adds everywhere, and noise of each run."""
    random = np.random.default_rng(7)
    values = rule(points)[:, np.newaxis] + random.normal(size=seeds) + noise * random.normal(size=(len(points), seeds))
    design = {"kind": kind, "points": len(points), **others.pop("design", {})}
    return fake_sweep({MEASURE: values[np.newaxis]}, factors=factors, points=points, design=design, **others)


def ranked(results: SweepResults, **choices: Any) -> Ranking:
    return sensitivity(results, MEASURE, "mean", "baseline", **choices)


def by_factor(found: Ranking, column: str) -> dict[str, Any]:
    return dict(found.table.select("factor", column).iter_rows())


def random_points(count: int = 60, factors: int = 3) -> Numbers:
    return np.random.default_rng(1).random((count, factors))
