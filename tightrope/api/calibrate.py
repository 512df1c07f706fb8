"""Calibrations from their plans to what has come of them: what the command line calls."""

from pathlib import Path

from rich.console import Console

from tightrope.analysis.calibration.calibrating import Calibrated, calibrate
from tightrope.analysis.calibration.calibration import Calibration
from tightrope.api.sweep import backend_for
from tightrope.progress.signals import signals_end_sweep
from tightrope.progress.sweep_display import shown
from tightrope.sweeps.plan.sweep import Sweep
from tightrope.sweeps.run.whole_sweep import live_sweep
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["run_calibration"]


def run_calibration(
    plan: Calibration, folder: Path, console: Console, workers: int | None, cluster: str | None
) -> Calibrated | None:
    """Run a calibration, or what is left of it; return what has come of it, None where it was stopped."""
    backend = backend_for(plan.sweep.job(), workers, cluster)
    try:
        with shown(console) as watch, signals_end_sweep(watch):

            def drive(sweep: Sweep, into: Path) -> SweepResults:
                console.print(f"{sweep.name}: {len(sweep.points)} points x {len(sweep.seeds)} seeds", highlight=False)
                return live_sweep(sweep, into, backend, watch)

            return calibrate(plan, folder, drive)
    finally:
        backend.close()
