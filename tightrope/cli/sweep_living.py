"""A sweep lived before the user's eyes: what commands that run one have in common."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tightrope.progress.faults import Incomplete, Stopped

if TYPE_CHECKING:
    from tightrope.sweeps.plan.sweep import Sweep
    from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["conclude", "live_watched", "say_how_far"]

SHOWN_FAILURES = 3
"""Reasons that are printed; the table of failures has them all."""


def live_watched(
    sweep: "Sweep", folder: Path, *, workers: int | None = None, cluster: str | None = None, retry_failed: bool = False
) -> "SweepResults":
    """Run a sweep, or what is left of it, and show how far it is; what is finished is kept whatever happens."""
    from rich.console import Console

    from tightrope.api.sweep import backend_for
    from tightrope.progress.signals import signals_end_sweep
    from tightrope.progress.sweep_display import shown
    from tightrope.sweeps.run.driving import EngineLostError
    from tightrope.sweeps.run.whole_sweep import live_sweep

    backend = backend_for(sweep.job(), workers, cluster)
    try:
        with shown(Console(stderr=True)) as watch, signals_end_sweep(watch):
            return live_sweep(sweep, folder, backend, watch, retry_failed=retry_failed)
    except EngineLostError as error:
        raise Incomplete(str(error)) from None
    except KeyboardInterrupt:
        raise Stopped(f"{folder} keeps what is finished; the same command goes on from there") from None
    finally:
        backend.close()


def conclude(results: "SweepResults", folder: Path, *, retries: bool = False) -> None:
    """Print what has become of a sweep; the exit code says whether anything is missing.

    ``retries`` tells whether the command can run once more what failed.
    """
    counts = say_how_far(results, folder)
    if waiting := counts.get("waiting", 0):
        raise Stopped(f"{waiting:,} runs are waiting; the same command goes on from here")
    if failed := counts.get("failed", 0):
        raise Incomplete(f"{failed:,} runs failed{'; --retry-failed runs them once more' if retries else ''}")
    click.echo(f"look into it: tightrope sweep show {folder}")


def say_how_far(results: "SweepResults", folder: Path) -> dict[str, int]:
    """Print how many runs are finished, and the first that failed; return the numbers by status."""
    import polars as pl

    from tightrope.scenarios.disk.foreign_frames import collected

    counts = dict(results.runs.group_by("status").len().pipe(collected).iter_rows())
    about = results.manifest
    click.echo(f"{about['runs']:,} runs in {about['markets']:,} markets: {_counted(counts)}")
    click.echo(f"data set: {folder}")
    failed = results.runs.filter(pl.col("status") == "failed").head(SHOWN_FAILURES).pipe(collected)
    for one in failed.iter_rows(named=True):
        reason = one["reason"].splitlines()[0]
        click.echo(f"run {one['run']} ({one['scenario']}, seed {one['seed']}) failed: {reason}")
        click.echo(f"  to see it happen: {one['command']}")
    return counts


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{counts[status]:,} {status}" for status in ("finished", "failed", "waiting") if status in counts)
