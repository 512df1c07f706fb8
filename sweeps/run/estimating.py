"""How long a sweep will take, and how much disk, before it begins."""

import time
from dataclasses import dataclass, replace

import numpy as np

from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.job import Job, Task
from tightrope.sweeps.plan.summing import OWN_STATISTICS
from tightrope.sweeps.plan.sweep import Sweep
from tightrope.sweeps.run.market import live

__all__ = ["Trial", "disk", "months_lived", "try_out"]

BYTES_A_VALUE = 2.7
"""On disk, of a column in one month of a market (zstd on Float32, as the store lays them out). Measured on a Sobol
design over three factors of the squeeze, 10,000 borrowers x 60 months, all columns: 2.8 with 128 markets in a file."""
BYTES_A_SUMMARY = 3.2
"""On disk, of a statistic of a measure; measured on the same markets."""
BYTES_A_RUN = 30.0
"""On disk, of a run's row in the plan, mostly its identity, which cannot be compressed; measured on 4,096 runs."""

_LONGEST_TRIAL = 5.0
"""Seconds that a market may take to be tried in its real size."""
_SMALL = 2_000
"""Borrowers of the market that is tried first."""


@dataclass(frozen=True)
class Trial:
    """One market of a sweep that was lived to see how long that takes."""

    run: int
    borrowers: int
    """Of the market as it was tried: fewer than the sweep's where those would have taken long."""
    seconds: float
    """For each borrower and month."""


def months_lived(sweep: Sweep) -> int:
    """Return the months of all markets of a sweep."""
    scenario = sweep.first_runs // (len(sweep.points) * len(sweep.seeds))
    return int(np.array(sweep.months)[scenario].sum())


def disk(sweep: Sweep) -> float:
    """Return about how many bytes the data set of a sweep takes."""
    summaries = len(sweep.first_runs) * len(sweep.measures) * len(OWN_STATISTICS)
    months = months_lived(sweep) * len(sweep.columns)
    return BYTES_A_VALUE * months + BYTES_A_SUMMARY * summaries + BYTES_A_RUN * sweep.runs


def try_out(sweep: Sweep) -> Trial:
    """Live one market from the middle of a sweep, smaller where it would take long, after the rules are compiled.

    InputError where that market fails: the message names its run.
    """
    job, task = sweep.job(), sweep.task(len(sweep.first_runs) // 2)
    run = int(sweep.first_runs[task.market])
    borrowers = min(sweep.borrowers, _SMALL)
    _timed(task, replace(job, borrowers=borrowers, months=(1,) * len(job.months)), run)
    seconds = _timed(task, replace(job, borrowers=borrowers), run)
    if borrowers < sweep.borrowers and seconds * sweep.borrowers / borrowers <= _LONGEST_TRIAL:
        borrowers = sweep.borrowers
        seconds = _timed(task, job, run)
    return Trial(run, borrowers, seconds / (borrowers * job.months[task.scenario]))


def _timed(task: Task, job: Job, run: int) -> float:
    began = time.perf_counter()
    lived = live(task, job)
    if lived.rows is None:
        raise InputError(f"run {run}, which was tried, fails: {lived.reason}")
    return time.perf_counter() - began
