"""Searches from their plan to their proof, shown generation by generation."""

from pathlib import Path

from rich.console import Console

from tightrope.api.sweep import backend_for
from tightrope.progress.signals import signals_end_sweep
from tightrope.progress.sweep_display import shown
from tightrope.sweeps.plan.sweep import Sweep
from tightrope.sweeps.run.whole_sweep import live_sweep
from tightrope.sweeps.search.search import Search, seek
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["run_search"]


def run_search(
    search: Search, folder: Path, console: Console, workers: int | None, cluster: str | None
) -> SweepResults | None:
    """Run a search, or what is left of it; return its proof, None where it was stopped."""
    last = search.trials // search.generation
    backend = backend_for(search.sweep.job(), workers, cluster)
    try:
        with shown(console) as watch, signals_end_sweep(watch):

            def drive(sweep: Sweep, into: Path) -> SweepResults:
                number = sweep.design.get("generation")
                what = "proof of the best policies" if number is None else f"generation {number + 1} of {last}"
                size = f"{len(sweep.points)} policies x {len(sweep.scenarios)} scenarios x {len(sweep.seeds)} seeds"
                console.print(f"{what}: {size}", highlight=False)
                return live_sweep(sweep, into, backend, watch)

            return seek(search, folder, drive)
    finally:
        backend.close()
