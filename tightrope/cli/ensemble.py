"""Answers over an ensemble: the options of it, and a scenario run in all of its worlds."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tightrope.cli.sweep_living import conclude, live_watched
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.run.postponing import lean

if TYPE_CHECKING:
    from tightrope.api.planning import Plan

__all__ = [
    "ENSEMBLE", "MEMBERS", "SEEDS", "USUAL_SEEDS", "USUAL_SIZE", "check_goes_with_ensemble", "check_without_ensemble",
    "keys_over_ensemble", "run_over",
]  # fmt: skip

USUAL_SIZE, USUAL_SEEDS = 2_000, 3
"""Borrowers of each market over an ensemble, and seeds of each member, unless told otherwise: some minutes in all."""

ENSEMBLE = click.option(
    "--ensemble",
    is_flag=False,
    flag_value="prime",
    metavar="[NAME]",
    help="Answer over many worlds: the sets of parameters that a calibration accepts. 'prime', the choice where none "
    "is named, or the accepted.parquet that 'tightrope calibrate' wrote.",
)
"""Stands before no other word of the command line: that would be taken for the name."""
MEMBERS = click.option("--members", type=int, help="With --ensemble: how many worlds.  [default: 40]")
SEEDS = click.option("--seeds", type=int, help="With --ensemble: how many seeds in each world.  [default: 3]")


def check_goes_with_ensemble(ensemble: str | None, **others: object) -> None:
    """Refuse options that mean something of an ensemble alone, where there is none."""
    for name, value in others.items():
        if ensemble is None and value is not None:
            raise InputError(f"--{name} goes with --ensemble: name both, or none")


def check_without_ensemble(**others: object) -> None:
    """Refuse options that mean nothing of an ensemble, where there is one."""
    for name, value in others.items():
        if value is not None:
            written = name.replace("_", "-")
            raise InputError(f"--{written} is of a single run: leave it out, or run without --ensemble")


def keys_over_ensemble(
    ensemble: str | None, members: int | None, seeds: int | None, borrowers: int | None
) -> dict[str, Any] | None:
    """Return the keys of a sweep file that an ensemble takes the place of, None where there is none."""
    check_goes_with_ensemble(ensemble, members=members, seeds=seeds, borrowers=borrowers)
    if ensemble is None:
        return None
    from tightrope.sweeps.plan.ensembles import as_design

    return {
        "design": as_design(ensemble, members),
        "seeds": USUAL_SEEDS if seeds is None else seeds,
        "borrowers": USUAL_SIZE if borrowers is None else borrowers,
    }


def run_over(
    plan: "Plan", ensemble: str, members: int | None, seeds: int | None, *, values: Mapping[str, object],
    out: Path | None, language: str,
) -> None:  # fmt: skip
    """Run a plan in the worlds of an ensemble, write the report of it, and print what is known."""
    with lean():
        from tightrope.api.ensemble import sweep_over
    from tightrope.analysis.report.sweep import write_sweep_report
    from tightrope.analysis.study.headlines import headline
    from tightrope.analysis.study.outcomes import progress
    from tightrope.cli.sweep_overview import introduce
    from tightrope.cli.worlds import print_worlds
    from tightrope.sweeps.store.manifest import usual_folder

    sweep = sweep_over(plan, ensemble, members, USUAL_SEEDS if seeds is None else seeds, values)
    folder = out or usual_folder(sweep)
    results = live_watched(sweep, folder, workers=plan.threads)
    if progress(results).finished:
        report = folder / "report.html"
        write_sweep_report(results, report, folder=str(folder), language=language)
        introduce(results)
        print_worlds(results, headline(results), "mean")
        click.echo(f"report: {report}")
    conclude(results, folder)
