"""Sweeps from their names to their data sets, and searches to their proofs: what the command line and Python call."""

from contextlib import nullcontext
from pathlib import Path

from rich.console import Console

from tightrope.api.planning import MOST_WORKERS, cores, whole
from tightrope.progress.signals import signals_end_sweep
from tightrope.progress.sweep_display import shown
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.job import Job
from tightrope.sweeps.plan.loading import load_sweep
from tightrope.sweeps.plan.sweep import Sweep
from tightrope.sweeps.run.backend import Backend
from tightrope.sweeps.run.driving import SweepWatch
from tightrope.sweeps.run.local_backend import LocalBackend
from tightrope.sweeps.run.whole_sweep import live_sweep
from tightrope.sweeps.search.search import Search, seek
from tightrope.sweeps.store.dataset import SweepResults
from tightrope.sweeps.store.manifest import usual_folder

__all__ = ["backend_for", "run_search", "run_sweep", "usual_folder"]


def run_sweep(
    sweep: Sweep | Path | str,
    *,
    out: Path | str | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    retry_failed: bool = False,
    progress: bool = False,
) -> SweepResults:
    """Run a sweep, or what is still waiting of it, and open its data set.

    Args:
        sweep: Name of a built-in sweep, path of a sweep file, or a ``Sweep`` of ``plan_sweep``.
        out: Folder of the data set; by default under ``results/``, a folder of its own for each sweep and model.
        workers: How many markets are lived at the same time on this machine; by default one for each core.
        cluster: Address of a Dask scheduler, or its scheduler file; by default this machine alone.
        retry_failed: Live what failed once more.
        progress: Show on standard error how far the sweep is.

    Raises:
        InputError: something given is wrong, or the folder cannot be written; the message says what to do.
        EngineLostError: the workers are gone; what is finished is kept, and the same call goes on. It is in
            ``tightrope.sweeps.run.driving``.
    """
    plan = sweep if isinstance(sweep, Sweep) else load_sweep(sweep)
    folder = Path(out) if out else usual_folder(plan)
    backend = backend_for(plan.job(), workers, cluster)
    try:
        with shown(Console(stderr=True)) if progress else nullcontext(SweepWatch()) as watch:
            return live_sweep(plan, folder, backend, watch, retry_failed=retry_failed)
    finally:
        backend.close()


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


def backend_for(job: Job, workers: int | None, cluster: str | None) -> Backend:
    """Return the processes of this machine, or the workers of a cluster."""
    if cluster is not None:
        if workers is not None:
            raise InputError("--workers is for this machine; a cluster has the workers that were started for it")
        from tightrope.sweeps.run.dask_backend import DaskBackend

        return DaskBackend(job, cluster)
    return LocalBackend(job, whole("workers", cores() if workers is None else workers, 1, MOST_WORKERS))
