"""Results of sweeps without a market: for tests of what is made of them."""

from collections.abc import Collection, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.store.dataset import STATISTICS, SweepResults

type Numbers = NDArray[np.float64]


def fake_sweep(
    courses: Mapping[str, ArrayLike],
    *,
    scenarios: Sequence[str] = ("baseline",),
    against: str | None = None,
    factors: Sequence[Factor] = (),
    points: ArrayLike | None = None,
    seeds: Sequence[int] | None = None,
    design: Mapping[str, Any] | None = None,
    failed: Collection[int] = (),
    waiting: Collection[int] = (),
) -> SweepResults:
    """A sweep whose every measure takes the values given.

    ``courses`` holds for each measure an array of shape (scenarios, points, seeds, months); without the last axis it is
    one month, so that mean, start, end, peak, trough and total are that value. ``points`` has shape (points, factors),
    in the numbers of a design. ``seeds`` are 1, 2, ... unless given; ``failed`` and ``waiting`` are numbers of runs,
    which count scenario by scenario, point by point, seed by seed.
    """
    values = {name: _with_months(np.asarray(course, float)) for name, course in courses.items()}
    shape = next(iter(values.values())).shape
    assert all(each.shape == shape for each in values.values())
    given = np.zeros((shape[1], 0)) if points is None else np.asarray(points, float)
    seeds = range(1, shape[2] + 1) if seeds is None else seeds
    assert (len(scenarios), given.shape, len(seeds)) == (shape[0], (shape[1], len(factors)), shape[2])
    runs = _runs(scenarios, factors, given, seeds, failed, waiting)
    compared = scenarios.index(against) if against else None
    manifest = {
        "format": 1, "tightrope": "0.2.0", "model": "0123456789abcdef", "name": "made-up", "title": "A made-up sweep",
        "scenarios": [{"name": name, "title": name.replace("-", " ").capitalize()} for name in scenarios],
        "against": against, "book": {"name": "synthetic", "digest": "fedcba9876543210", "attribution": ""},
        "borrowers": 1_000, "months": [shape[3]] * len(scenarios), "seeds": list(seeds),
        "factors": [factor.as_json() for factor in factors],
        "design": dict(design or {"kind": "list" if factors else "none", "points": shape[1]}),
        "columns": list(values), "measures": list(values), "check": False, "runs": runs.height, "markets": runs.height,
    }  # fmt: skip
    finished = runs.filter(pl.col("status") == "finished").drop("id", "status", "reason")
    return SweepResults(
        manifest,
        runs.lazy(),
        finished.join(_months(values), on="run", maintain_order="left").lazy(),
        finished.join(_summaries(values, compared), on="run", maintain_order="left").lazy(),
    )


def _with_months(course: Numbers) -> Numbers:
    return course[..., np.newaxis] if course.ndim == 3 else course


def _runs(
    scenarios: Sequence[str], factors: Sequence[Factor], points: Numbers, seeds: Sequence[int],
    failed: Collection[int], waiting: Collection[int],
) -> pl.DataFrame:  # fmt: skip
    rows = []
    for run, (scenario, point, seed) in enumerate(product(scenarios, range(len(points)), seeds)):
        status = "failed" if run in failed else "waiting" if run in waiting else "finished"
        rows.append(
            {"run": run, "id": f"{run:024x}", "market": run, "scenario": scenario, "point": point, "seed": seed}
            | {factor.name: factor.value(x) for factor, x in zip(factors, points[point], strict=True)}
            | {"status": status, "reason": "it was made to fail" if status == "failed" else None}
        )
    return pl.DataFrame(rows, schema_overrides={"reason": pl.String}, infer_schema_length=None)


def _months(values: Mapping[str, Numbers]) -> pl.DataFrame:
    shape = next(iter(values.values())).shape
    run, month = np.divmod(np.arange(np.prod(shape)), shape[3])
    columns = {name: each.ravel().astype(np.float32) for name, each in values.items()}
    return pl.DataFrame({"run": run, "month": month + 1, **columns}).with_columns(pl.col(*values).fill_nan(None))


def _summaries(values: Mapping[str, Numbers], against: int | None) -> pl.DataFrame:
    frames = []
    for name, each in values.items():
        total = each.sum(axis=3)
        of = dict.fromkeys(STATISTICS, np.full(total.shape, np.nan))
        of |= {"mean": each.mean(axis=3), "start": each[..., 0], "end": each[..., -1], "total": total}
        of |= {"peak": each.max(axis=3), "peak_month": each.argmax(axis=3) + 1.0}
        of |= {"trough": each.min(axis=3), "trough_month": each.argmin(axis=3) + 1.0}
        if against is not None:
            of["area"] = total - total[[against]]
            of["area"][against] = np.nan
        columns = {statistic: of[statistic].ravel() for statistic in STATISTICS}
        frames.append(pl.DataFrame({"run": np.arange(total.size), "measure": name, **columns}))
    return pl.concat(frames).with_columns(pl.col(*STATISTICS).fill_nan(None))
