"""The commands around sweeps: many markets planned, run, and made sense of."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tightrope.analysis.words.words import LANGUAGES
from tightrope.cli.address_space import check_address_space
from tightrope.cli.options import NO_VERIFY, PANEL, PANEL_EVERY
from tightrope.cli.sweep_discover import discover
from tightrope.cli.sweep_drivers import causes, sensitivity
from tightrope.cli.sweep_plan import list_sweeps, plan, schema
from tightrope.cli.sweep_results import report, show, surface
from tightrope.cli.sweep_search import frontier, search
from tightrope.cli.sweep_tipping import tipping
from tightrope.progress.faults import Incomplete, Stopped
from tightrope.sweeps.run.postponing import lean

if TYPE_CHECKING:
    from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["sweep"]

SHOWN_FAILURES = 3
"""Reasons that are printed; the table of failures has them all."""

EXAMPLES = """\b
Examples:
  tightrope sweep plan library
  tightrope sweep run library
  tightrope sweep run my-sweep.toml --workers 8 --out results/my-sweep
  tightrope sweep run my-sweep.toml --cluster tcp://10.0.0.5:8786
  tightrope sweep rerun results/my-sweep 17
  tightrope sweep show results/my-sweep --measure dpd90_share_balance
  tightrope sweep report results/my-sweep
  tightrope sweep surface results/my-sweep --x cut_depth --y trust_slow --measure profit
  tightrope sweep discover results/my-sweep --measure dpd90_share_balance --above 0.02
  tightrope sweep search policy
"""


@click.group(epilog=EXAMPLES)
def sweep() -> None:
    """Run many markets: scenarios x points of a design x seeds, and make sense of them."""
    check_address_space()


sweep.add_command(list_sweeps)
sweep.add_command(plan)
sweep.add_command(schema)
sweep.add_command(show)
sweep.add_command(report)
sweep.add_command(surface)
sweep.add_command(search)
sweep.add_command(frontier)
sweep.add_command(causes)
sweep.add_command(discover)


@sweep.command()
@click.argument("file")
@click.option("--workers", type=int, help="How many markets at the same time.  [default: one for each core]")
@click.option("--cluster", metavar="ADDRESS", help="Use the workers of this Dask scheduler, or of its scheduler file.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the data set.  [default: results/NAME-HASH]")
@click.option("--retry-failed", is_flag=True, help="Run once more what failed.")
def run(file: str, workers: int | None, cluster: str | None, out: Path | None, retry_failed: bool) -> None:
    """Run a sweep, or go on with it.

    FILE is a built-in sweep ('tightrope sweep list') or a TOML file. What is finished is kept at once: after Ctrl-C, a
    crash or a lost cluster the same command goes on where it stopped.
    """
    from rich.console import Console

    with lean():
        from tightrope.api.sweep import backend_for, usual_folder
        from tightrope.sweeps.plan.loading import load_sweep
        from tightrope.sweeps.run.whole_sweep import live_sweep
    from tightrope.progress.signals import signals_end_sweep
    from tightrope.progress.sweep_display import shown
    from tightrope.sweeps.run.driving import EngineLostError

    chosen = load_sweep(file)
    folder = out or usual_folder(chosen)
    backend = backend_for(chosen.job(), workers, cluster)
    try:
        with shown(Console(stderr=True)) as watch, signals_end_sweep(watch):
            results = live_sweep(chosen, folder, backend, watch, retry_failed=retry_failed)
    except EngineLostError as error:
        raise Incomplete(str(error)) from None
    except KeyboardInterrupt:
        raise Stopped(f"{folder} keeps what is finished; the same command goes on from there") from None
    finally:
        backend.close()
    _conclude(results, folder)


@sweep.command()
@click.argument("folder", type=click.Path(path_type=Path))
@NO_VERIFY
def status(folder: Path, no_verify: bool) -> None:
    """Say how far a sweep is, and what failed in it."""
    from tightrope.sweeps.store.dataset import open_sweep

    _say_how_far(open_sweep(folder, verify=not no_verify), folder)


@sweep.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("run", type=int)
@click.option("--out", type=click.Path(path_type=Path), help="Result folder.  [default: results/SCENARIO-HASH]")
@click.option("--book", help="The sweep's book, where it is a file of your own.")
@PANEL
@PANEL_EVERY
@click.option("--check", is_flag=True, help="Verify every account each month; exit code 3 if one is off.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="Language of the report's titles.")
@NO_VERIFY
def rerun(
    folder: Path, run: int, *, out: Path | None, book: str | None, panel: str | None, panel_every: int, check: bool,
    language: str, no_verify: bool,
) -> None:  # fmt: skip
    """Run one RUN of a sweep once more, in full and with a report."""
    from tightrope.api.rerun import plan_again
    from tightrope.cli.showing import run_and_conclude

    plan = plan_again(folder, run, book=book, check=check, verify=not no_verify)
    run_and_conclude(plan, out, panel=panel, panel_every=panel_every, language=language)


def _conclude(results: "SweepResults", folder: Path) -> None:
    """Print what has become of a sweep; the exit code says whether anything is missing."""
    counts = _say_how_far(results, folder)
    if waiting := counts.get("waiting", 0):
        raise Stopped(f"{waiting:,} runs are waiting; 'tightrope sweep run' with the same sweep goes on from here")
    if failed := counts.get("failed", 0):
        raise Incomplete(f"{failed:,} runs failed; --retry-failed runs them once more")
    click.echo(f"look into it: tightrope sweep show {folder}")


def _say_how_far(results: "SweepResults", folder: Path) -> dict[str, int]:
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


sweep.add_command(sensitivity)
sweep.add_command(tipping)
