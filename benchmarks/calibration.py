"""What a calibration takes: ten parameters to six moments, the markets and the thinking between them.

Each stage is a sweep; what it takes beside living its markets (emulators, what is ruled out, the draw of the ensemble)
stands in a row of its own. Ends with exit code 1 where all of it took longer than it shall.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from rich.console import Console
from rich.table import Table

from tightrope.analysis.calibration.calibrating import calibrate
from tightrope.analysis.calibration.file_reading import load_calibration
from tightrope.analysis.calibration.identification import Identification
from tightrope.sweeps.plan.sweep import Sweep
from tightrope.sweeps.run.driving import SweepWatch
from tightrope.sweeps.run.local_backend import LocalBackend
from tightrope.sweeps.run.whole_sweep import live_sweep
from tightrope.sweeps.store.dataset import SweepResults

MOST_MINUTES = 10.0
"""Target: the built-in calibration on two cores."""


@click.command()
@click.option("--points", default=128, show_default=True, help="Of each wave, and of the ensemble.")
@click.option("--borrowers", default=5_000, show_default=True, help="In each market.")
@click.option("--workers", default=2, show_default=True, help="Markets at the same time.")
def main(points: int, borrowers: int, workers: int) -> None:
    """Carry the built-in calibration out, and print what each stage took."""
    plan = load_calibration("prime")
    method = plan.method.model_copy(update={"points": points, "ensemble": points})
    plan = replace(plan, sweep=replace(plan.sweep, borrowers=borrowers), method=method)
    backend, stages = LocalBackend(plan.sweep.job(), workers), list[tuple[str, int, float]]()

    def drive(sweep: Sweep, folder: Path) -> SweepResults:
        began = time.perf_counter()
        results = live_sweep(sweep, folder, backend, SweepWatch())
        stages.append((sweep.name, sweep.runs, time.perf_counter() - began))
        return results

    began = time.perf_counter()
    try:
        with TemporaryDirectory() as folder:
            found = calibrate(plan, Path(folder) / "calibration", drive)
    finally:
        backend.close()
    took = time.perf_counter() - began
    assert found is not None
    told = Identification(found)
    print_stages(stages, took)
    click.echo(
        f"accepted: {len(found.accepted)} of {points}; least R² of an emulator {told.moments['explained'].min():.2f}"
    )
    click.echo(f"in all {took / 60:.1f} minutes; target: {MOST_MINUTES:g}")
    sys.exit(took > 60 * MOST_MINUTES)


def print_stages(stages: list[tuple[str, int, float]], took: float) -> None:
    """Print a row for each stage, and one for all that was no market."""
    table = Table("stage", "markets", "seconds", "markets a second")
    for name, runs, seconds in stages:
        table.add_row(name, f"{runs:,}", f"{seconds:.1f}", f"{runs / seconds:.2f}")
    table.add_row("between them", "", f"{took - sum(seconds for *_, seconds in stages):.1f}", "")
    Console().print(table)


if __name__ == "__main__":
    main()
