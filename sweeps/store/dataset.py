"""What a sweep leaves: lazy frames of its runs, their months and their summaries, and a manifest."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from tightrope.model.results.manifests import read_manifest
from tightrope.sweeps.plan.job import Lived
from tightrope.sweeps.plan.summing import OWN_STATISTICS
from tightrope.sweeps.store.folder import SweepFolder
from tightrope.sweeps.store.journal import read_entries
from tightrope.sweeps.store.layout import months_frame, summaries_frame
from tightrope.sweeps.store.manifest import SWEEP

__all__ = ["STATISTICS", "SweepResults", "open_sweep"]

type _Failed = dict[int, dict[int, str]]
"""Why markets failed, by number, of each block that is laid out."""
type _Journal = dict[int, list[Lived]]
"""What the journal of each block holds."""

STATISTICS = (*OWN_STATISTICS, "area")
"""What is told of a measure over a run's months.

Its mean, first and last value; its highest and lowest value with the first month of each; the sum over the months, and
that sum minus the one of the run it is compared with: the area between the two courses.
"""


@dataclass(frozen=True, repr=False)
class SweepResults:
    """A sweep's data set; every frame is lazy, so that a million runs can be looked into.

    ``runs`` has one row for each run, in order: run (number), id, market (runs that cannot differ share one), scenario,
    point, seed, one column for each factor, status ("finished", "failed" or "waiting"), and of a failure its reason and
    the command that shows it happen. ``months`` has those columns but id and what follows the factors, then month and
    the kept columns of a run's ``months``.
    ``summaries`` has the same of a run, then measure and ``STATISTICS``: one row for each measure. Both hold finished
    runs alone. ``manifest`` says what was run and how the points were made.
    """

    manifest: dict[str, Any]
    runs: pl.LazyFrame
    months: pl.LazyFrame
    summaries: pl.LazyFrame

    @property
    def factors(self) -> list[str]:
        """Names of what the sweep varies, in the order of its design."""
        return [factor["name"] for factor in self.manifest["factors"]]

    def __repr__(self) -> str:
        about = self.manifest
        return f"Sweep '{about['name']}': {len(about['scenarios'])} scenarios, {about['runs']:,} runs"


def open_sweep(folder: Path | str, *, verify: bool = True) -> SweepResults:
    """Open what ``tightrope sweep run`` wrote, also while it is at work or after it was stopped.

    Args:
        folder: Of the sweep.
        verify: First hold every file against the digest that it carries, about half a second for a gigabyte.

    Raises:
        InputError: the folder holds no sweep or one of another format, or a file of it was damaged or changed.
    """
    folder = Path(folder)
    about = read_manifest(folder, SWEEP, verify=verify)
    files = SweepFolder(folder, about)
    files.check_plan(verify=verify)
    failed = {block: files.check_block(block, verify=verify) for block in files.laid_out()}
    journal = {block: list(read_entries(files, block)) for block in files.begun()}
    plan = pl.scan_parquet(files.plan, glob=False)
    runs = plan.join(_states(files, about["markets"], failed, journal), on="market", how="left", maintain_order="left")
    again = pl.format("tightrope sweep rerun {} {}", pl.lit(str(folder)), "run")
    runs = runs.with_columns(command=pl.when(pl.col("status") == "failed").then(again))
    of_runs = plan.select("run", "market", "scenario", "point", "seed", *(each["name"] for each in about["factors"]))
    months, summaries = (
        of_runs.join(lived, on="market", how="inner", maintain_order="left_right")
        for lived in _lived(files, about["measures"], failed, journal)
    )
    return SweepResults(about, runs, months, _compared(summaries, about))


def _lived(
    files: SweepFolder, measures: list[str], failed: _Failed, journal: _Journal
) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Return months and summaries of the finished markets, whole blocks from files, the others from the journal."""
    rows = {  # of a whole block, what had failed and was tried again: the rest is in its file
        one.market: one.rows
        for block, entries in journal.items()
        for one in sorted(entries, key=lambda one: one.market)
        if one.rows is not None and one.market in failed.get(block, {one.market: ""})
    }
    rest = months_frame(rows, files.columns), summaries_frame(rows, files.columns, measures)
    if not failed:
        return rest[0].lazy(), rest[1].lazy()
    paths = ([files.file(part, block) for block in failed] for part in ("months", "summaries"))
    whole = (pl.scan_parquet(some, glob=False) for some in paths)
    months, summaries = (pl.concat([scan, frame.lazy()]) for scan, frame in zip(whole, rest, strict=True))
    return months, summaries


def _states(files: SweepFolder, count: int, failed_of_blocks: _Failed, journal: _Journal) -> pl.LazyFrame:
    """Return status and reason of each market."""
    finished, failed = np.zeros(count, bool), dict[int, str]()
    for block, reasons in failed_of_blocks.items():
        finished[files.markets(block)] = True
        failed.update(reasons)
    for one in (one for entries in journal.values() for one in entries):
        finished[one.market] = True
        failed.pop(one.market, None)
        if one.rows is None:
            failed[one.market] = one.reason
    frame = pl.DataFrame({"market": np.arange(count, dtype=np.int32), "finished": finished})
    told = pl.DataFrame(
        {"market": list(failed), "reason": list(failed.values())}, {"market": pl.Int32, "reason": pl.String}
    )
    status = (
        pl.when(pl.col("reason").is_not_null())
        .then(pl.lit("failed"))
        .when(pl.col("finished"))
        .then(pl.lit("finished"))
        .otherwise(pl.lit("waiting"))
    )
    return frame.lazy().join(told.lazy(), on="market", how="left").select("market", status.alias("status"), "reason")


def _compared(summaries: pl.LazyFrame, about: dict[str, Any]) -> pl.LazyFrame:
    """Add the area between a run's course and that of the run it is compared with, where both have as many months."""
    names = [scenario["name"] for scenario in about["scenarios"]]
    if about["against"] is None:
        return summaries.with_columns(area=pl.lit(None, pl.Float64))
    months = dict(zip(names, about["months"], strict=True))
    alike = [name for name in names if name != about["against"] and months[name] == months[about["against"]]]
    other = summaries.filter(pl.col("scenario") == about["against"]).select(
        "point", "seed", "measure", pl.col("total").alias("total of the other")
    )
    area = pl.when(pl.col("scenario").is_in(alike)).then(pl.col("total") - pl.col("total of the other"))
    paired = summaries.join(other, on=["point", "seed", "measure"], how="left", maintain_order="left")
    return paired.with_columns(area=area).drop("total of the other")
