"""How the files of a sweep are laid out: the plan's runs, and the months and summaries of a block of markets."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import polars as pl
import polars.selectors as cs

from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.plan.summing import OWN_STATISTICS, sum_up
from tightrope.sweeps.plan.sweep import Sweep

__all__ = [
    "Columns", "columns_of_months", "columns_of_runs", "columns_of_summaries", "months_frame", "runs_frame",
    "summaries_frame",
]  # fmt: skip

type Columns = dict[str, pl.DataType]


def months_frame(rows: dict[int, Any], columns: Sequence[str]) -> pl.DataFrame:
    """Lay the months of markets out, in the given order: market, month, and the kept columns."""
    lengths = [len(each) for each in rows.values()]
    values = np.concatenate(list(rows.values())) if rows else np.empty((0, len(columns)), np.float32)
    market = np.repeat(np.array(list(rows), np.int32), lengths)
    month = np.concatenate([np.arange(1, n + 1, dtype=np.int16) for n in lengths]) if rows else np.empty(0, np.int16)
    series = (pl.Series(name, values[:, place]) for place, name in enumerate(columns))
    return _nulled(pl.DataFrame([pl.Series("market", market), pl.Series("month", month), *series]))


def summaries_frame(rows: dict[int, Any], columns: Sequence[str], measures: Sequence[str]) -> pl.DataFrame:
    """Lay the summaries of markets out, in the given order: market, measure, and the statistics."""
    places = [columns.index(name) for name in measures]
    told = [sum_up(each[:, places]) for each in rows.values()]
    values = np.concatenate(told) if told else np.empty((0, len(OWN_STATISTICS)))
    market = np.repeat(np.array(list(rows), np.int32), len(places))
    measure = pl.Series("measure", list(measures) * len(rows), pl.String)
    series = (pl.Series(name, values[:, place]) for place, name in enumerate(OWN_STATISTICS))
    return _nulled(pl.DataFrame([pl.Series("market", market), measure, *series]))


def _nulled(frame: pl.DataFrame) -> pl.DataFrame:
    """Make NaN null; in one query for all columns, as each costs time."""
    return frame.with_columns(cs.float().fill_nan(None))


def runs_frame(sweep: Sweep) -> pl.DataFrame:
    """Lay out what is to be run: one row for each run."""
    points, seeds = len(sweep.points), len(sweep.seeds)
    point = np.tile(np.repeat(np.arange(points, dtype=np.int32), seeds), len(sweep.scenarios))
    names = pl.Series("scenario", [scenario.name for scenario in sweep.scenarios], pl.Categorical)
    factors = [
        pl.Series(factor.name, [factor.value(number) for number in sweep.points[:, place]]).gather(point)
        for place, factor in enumerate(sweep.factors)
    ]
    return pl.DataFrame(
        [
            pl.Series("run", np.arange(sweep.runs, dtype=np.int32)),
            pl.Series("id", sweep.ids.astype(str)),
            pl.Series("market", sweep.markets),
            names.cast(pl.String).gather(np.repeat(np.arange(len(sweep.scenarios)), points * seeds)),
            pl.Series("point", point),
            pl.Series("seed", np.tile(np.array(sweep.seeds, np.int64), points * len(sweep.scenarios))),
            *factors,
        ]
    )


def columns_of_months(columns: Sequence[str]) -> Columns:
    """Return names and types of ``months_frame``."""
    return {"market": pl.Int32(), "month": pl.Int16(), **dict.fromkeys(columns, pl.Float32())}


def columns_of_summaries() -> Columns:
    """Return names and types of ``summaries_frame``."""
    return {"market": pl.Int32(), "measure": pl.String(), **dict.fromkeys(OWN_STATISTICS, pl.Float64())}


def columns_of_runs(factors: Iterable[Factor]) -> Columns:
    """Return names and types of ``runs_frame``."""
    of_factors = {
        each.name: pl.String() if each.texts else pl.Int64() if each.whole else pl.Float64() for each in factors
    }
    own: Columns = {"run": pl.Int32(), "id": pl.String(), "market": pl.Int32(), "scenario": pl.String()}
    return {**own, "point": pl.Int32(), "seed": pl.Int64(), **of_factors}
