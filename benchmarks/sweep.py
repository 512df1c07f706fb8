"""What a sweep costs beside its bare engine, and what a million runs need in books alone.

How the numbers are to be read stands in README.md.
"""

import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import click
import numpy as np
from rich.console import Console
from rich.table import Table

from tightrope.sweeps.plan.job import Lived, Task
from tightrope.sweeps.plan.loading import plan_sweep
from tightrope.sweeps.plan.sweep import Sweep
from tightrope.sweeps.run.backend import live_all
from tightrope.sweeps.run.driving import Progress, SweepWatch
from tightrope.sweeps.run.local_backend import LocalBackend
from tightrope.sweeps.run.whole_sweep import live_sweep
from tightrope.sweeps.store.dataset import open_sweep
from tightrope.sweeps.store.keeping import Store
from tightrope.sweeps.store.manifest import manifest

LEAST_SHARE = 0.90
"""Target: throughput of a sweep / throughput of the same processes doing nothing but live markets."""
MOST_OVERHEAD = 3.0
"""Target: milliseconds a run, all that is not living it."""
MOST_MINUTES, MOST_MEGABYTES = 5.0, 1000.0
"""Targets: books of a million runs."""


class Weighed(SweepWatch):
    """Remembers the most memory that the driver held, told after told."""

    def __init__(self) -> None:
        self.told: list[float] = []

    def progress(self, progress: Progress) -> None:
        """Remember."""
        self.told.append(memory())


class Stubs(Executor):
    """A backend that lives nothing: every market has the same made-up numbers."""

    key, workers, cores = "stubs", 2, 1

    def __init__(self, sweep: Sweep) -> None:
        self.rows = np.random.default_rng(1).random((max(sweep.months), len(sweep.columns)), np.float32)

    def executor(self) -> Executor:
        """Return itself."""
        return self

    def close(self) -> None:
        """Nobody has to go."""

    def what_broke(self, error: BaseException) -> Literal["worker", "engine", "fault"]:
        """Nothing breaks but this file."""
        return "fault"

    def submit(self, work: Any, /, key: str, tasks: Sequence[Task], threads: int) -> Any:  # type: ignore[override]
        """Return made-up numbers at once."""
        future: Future[list[Lived]] = Future()
        future.set_result([Lived(task.market, self.rows) for task in tasks])
        return future


def memory() -> float:
    """Return the most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def squeeze(runs: int, **more: Any) -> Sweep:
    """Plan so many runs of the squeeze at random points."""
    design = {"kind": "latin-hypercube", "points": runs, "over": {"cut_depth": {}, "tighten_speed": {}, "strength": {}}}
    return plan_sweep(scenarios=["regulatory-squeeze"], seeds=1, design=design, **more)


def bare_rate(sweep: Sweep, workers: int, runs: int) -> float:
    """Return the throughput of the same processes that get all their markets at once and do nothing else."""
    backend = LocalBackend(sweep.job(), workers)
    executor = backend.executor()

    def lived(markets: Sequence[range]) -> float:
        began = time.perf_counter()
        for future in [executor.submit(live_all, backend.key, [sweep.task(m) for m in each], 1) for each in markets]:
            future.result()
        return time.perf_counter() - began

    lived([range(1)] * workers)  # start-up is not counted
    seconds = lived([range(worker, runs, workers) for worker in range(workers)])
    backend.close()
    return runs / seconds


def overhead(sweep: Sweep) -> float:
    """Return what the driver does for each run, in milliseconds: from task to durable files."""
    with TemporaryDirectory() as folder:
        began = time.perf_counter()
        live_sweep(sweep, Path(folder) / "sweep", Stubs(sweep), SweepWatch())
        return 1000 * (time.perf_counter() - began) / sweep.runs


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Return how long something takes, in seconds, and what it gives."""
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def books(points: int, seeds: int) -> Table:
    """Keep the books of ``2 * points * seeds`` runs: plan, hash, journal, lay out, scan to resume, open."""
    columns = ["stance", "dpd90_share_balance", "trust_mean"]
    design = {"kind": "latin-hypercube", "points": points, "over": {"cut_depth": {}, "tighten_speed": {}}}
    table = Table("books of a million runs", "seconds", "driver's peak, MB")

    def step(name: str, work: Callable[[], Any]) -> Any:
        seconds, found = timed(work)
        table.add_row(name, f"{seconds:.1f}", f"{memory():,.0f}")
        return found

    sweep = step("plan", lambda: plan_sweep(
        scenarios=["baseline", "regulatory-squeeze"], seeds=seeds, months=12, columns=columns, measures=columns,
        design=design,
    ))  # fmt: skip
    step("hash every run", lambda: sweep.markets)
    with TemporaryDirectory() as folder:
        out = Path(folder) / "sweep"
        step("journal and lay out every market", lambda: live_sweep(sweep, out, Stubs(sweep), SweepWatch()))
        again = replace(sweep)
        again.markets  # noqa: B018

        def scan() -> None:
            with Store(out, again, manifest(again)) as store:
                assert not store.waiting.any()

        step("scan to resume", scan)
        counted = step("open and count", lambda: open_sweep(out).runs.group_by("status").len().collect())
        assert counted["len"].to_list() == [sweep.runs]
        size = sum(path.stat().st_size for path in out.rglob("*.parquet")) / 1e6
        table.caption = f"{sweep.runs:,} runs, {sum(1 for _ in out.rglob('*.parquet')):,} files, {size:,.0f} MB on disk"
    return table


@click.command()
@click.option("--runs", default=2000, show_default=True, help="Runs of the sweep.")
@click.option("--borrowers", default=10_000, show_default=True, help="Borrowers of each.")
@click.option("--months", default=60, show_default=True, help="Months of each.")
@click.option("--workers", default=2, show_default=True, help="Processes.")
@click.option("--points", default=25_000, show_default=True, help="Points of the sweep that is stubbed; 0 for none.")
def main(runs: int, borrowers: int, months: int, workers: int, points: int) -> None:
    """Measure a sweep beside the same markets lived bare, and the books of a million runs that are stubbed."""
    console = Console(width=None if sys.stdout.isatty() else 120)
    if points:
        seconds, table = timed(lambda: books(points, 20))
        console.print(table)
        met = seconds <= 60 * MOST_MINUTES and memory() <= MOST_MEGABYTES
        console.print(f"{seconds:.0f} s; targets {MOST_MINUTES:g} minutes and {MOST_MEGABYTES:g} MB: {_met(met)}")
    sweep = squeeze(runs, borrowers=borrowers, months=months)
    per_run = overhead(sweep)
    console.print(f"driver: {per_run:.2f} ms a run; target {MOST_OVERHEAD:g} ms: {_met(per_run <= MOST_OVERHEAD)}")
    few = max(workers, runs // 5)
    before = bare_rate(sweep, workers, few)
    watch, backend = Weighed(), LocalBackend(sweep.job(), workers)
    with TemporaryDirectory() as folder:
        seconds, _ = timed(lambda: live_sweep(sweep, Path(folder) / "sweep", backend, watch))
    backend.close()
    after = bare_rate(sweep, workers, few)
    engine = (before + after) / 2
    share = runs / seconds / engine
    console.print(
        f"{runs:,} runs of {borrowers:,} borrowers x {months} months on {workers} workers: {seconds:.0f} s in all, "
        f"{runs / seconds:.2f} a second; bare engine {before:.2f} before and {after:.2f} after"
    )
    console.print(
        f"share of the bare engine's throughput, start-up included: {share:.1%}; target {LEAST_SHARE:.0%}: "
        f"{_met(share >= LEAST_SHARE)}"
    )
    early, late = watch.told[len(watch.told) // 10], watch.told[-1]
    console.print(f"driver's peak memory: {early:,.0f} MB after a tenth of the tasks, {late:,.0f} MB at the end")


def _met(met: bool) -> str:
    return "met" if met else "MISSED"


if __name__ == "__main__":
    main()
