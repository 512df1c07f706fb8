"""The commands around sweeps: many markets planned, run, and made sense of."""

from pathlib import Path
from typing import Any

import click

from tightrope.analysis.words.words import LANGUAGES
from tightrope.cli.address_space import check_address_space
from tightrope.cli.ensemble import ENSEMBLE, MEMBERS, SEEDS, keys_over_ensemble
from tightrope.cli.options import NO_VERIFY, PANEL, PANEL_EVERY
from tightrope.cli.sweep_discover import discover
from tightrope.cli.sweep_drivers import causes, sensitivity
from tightrope.cli.sweep_living import conclude, live_watched, say_how_far
from tightrope.cli.sweep_plan import list_sweeps, plan, schema
from tightrope.cli.sweep_results import report, show, surface
from tightrope.cli.sweep_search import frontier, search
from tightrope.cli.sweep_tipping import tipping
from tightrope.sweeps.run.postponing import lean

__all__ = ["sweep"]

EXAMPLES = """\b
Examples:
  tightrope sweep plan library
  tightrope sweep run library
  tightrope sweep run library --ensemble prime
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
@ENSEMBLE
@MEMBERS
@SEEDS
@click.option("--borrowers", type=int, help="With --ensemble: how many in each market.  [default: 2000]")
def run(
    file: str, *, workers: int | None, cluster: str | None, out: Path | None, retry_failed: bool, **over: Any
) -> None:  # fmt: skip
    """Run a sweep, or go on with it.

    FILE is a built-in sweep ('tightrope sweep list') or a TOML file. What is finished is kept at once: after Ctrl-C, a
    crash or a lost cluster the same command goes on where it stopped. With --ensemble every scenario is run in many
    worlds, and whatever is told of the sweep is told over all of them.
    """
    with lean():
        from tightrope.api.sweep import usual_folder
        from tightrope.sweeps.plan.loading import load_sweep
    chosen = load_sweep(file, keys_over_ensemble(**over))
    folder = out or usual_folder(chosen)
    results = live_watched(chosen, folder, workers=workers, cluster=cluster, retry_failed=retry_failed)
    conclude(results, folder, retries=True)


@sweep.command()
@click.argument("folder", type=click.Path(path_type=Path))
@NO_VERIFY
def status(folder: Path, no_verify: bool) -> None:
    """Say how far a sweep is, and what failed in it."""
    from tightrope.sweeps.store.dataset import open_sweep

    say_how_far(open_sweep(folder, verify=not no_verify), folder)


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


sweep.add_command(sensitivity)
sweep.add_command(tipping)
