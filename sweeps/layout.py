"""How the files of a sweep are laid out: the plan's runs, and the months and summaries of a block of markets."""

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from tightrope.sweeps.summing import OWN_STATISTICS, sum_up
from tightrope.sweeps.sweep import Sweep

__all__ = ["as_parquet", "failures_of", "months_frame", "runs_frame", "summaries_frame"]


def months_frame(rows: dict[int, Any], columns: Sequence[str]) -> pl.DataFrame:
    """Lay the months of markets out, in the given order: market, month, and the kept columns."""
    lengths = [len(each) for each in rows.values()]
    values = np.concatenate(list(rows.values())) if rows else np.empty((0, len(columns)), np.float32)
    market = np.repeat(np.array(list(rows), np.int32), lengths)
    month = np.concatenate([np.arange(1, n + 1, dtype=np.int16) for n in lengths]) if rows else np.empty(0, np.int16)
    series = (pl.Series(name, values[:, place]) for place, name in enumerate(columns))
    return pl.DataFrame([pl.Series("market", market), pl.Series("month", month), *(s.fill_nan(None) for s in series)])


def summaries_frame(rows: dict[int, Any], columns: Sequence[str], measures: Sequence[str]) -> pl.DataFrame:
    """Lay the summaries of markets out, in the given order: market, measure, and the statistics."""
    places = [columns.index(name) for name in measures]
    told = [sum_up(each[:, places]) for each in rows.values()]
    values = np.concatenate(told) if told else np.empty((0, len(OWN_STATISTICS)))
    market = np.repeat(np.array(list(rows), np.int32), len(places))
    measure = pl.Series("measure", list(measures) * len(rows), pl.String)
    series = (pl.Series(name, values[:, place]) for place, name in enumerate(OWN_STATISTICS))
    return pl.DataFrame([pl.Series("market", market), measure, *(s.fill_nan(None) for s in series)])


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


def as_parquet(frame: pl.DataFrame, metadata: dict[str, str] | None = None) -> bytes:
    """Return a frame as the bytes of a Parquet file; the same frame gives the same bytes."""
    content = io.BytesIO()
    frame.rechunk().write_parquet(content, compression="zstd", row_group_size=1 << 17, metadata=metadata)
    return content.getvalue()


def failures_of(path: Path) -> dict[int, str] | None:
    """Return why markets of a block failed, by number; None where its file is damaged."""
    try:
        about = pl.read_parquet_metadata(path)
        return {int(market): why for market, why in json.loads(about["failed"]).items()}
    except (OSError, KeyError, ValueError, pl.exceptions.PolarsError):
        return None
