"""Who lives a sweep's markets: processes of this machine, or a Dask cluster; the one seam between sweep and engine."""

import socket
from collections.abc import Sequence
from concurrent.futures import Executor
from functools import cache
from typing import Literal, Protocol

from tightrope.scenarios.engine.compiled import sources_digest
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.job import Job, Lived, Task
from tightrope.sweeps.run.market import live
from tightrope.sweeps.run.warming import warm_up

__all__ = ["Backend", "Breakage", "equip", "live_all", "strip"]

type Breakage = Literal["worker", "engine", "fault"]
"""What an error of a future tells.

``worker``: a worker ended while it held these tasks; they may be to blame. ``engine``: nobody is left to do the work,
and the same command goes on later. ``fault``: the error itself is the message, and trying again does not help.
"""

_KITS: dict[str, Job] = {}


class Backend(Protocol):
    """Workers that hold a job, and the executors that hand them their tasks."""

    key: str
    """Of the job, for ``live_all``."""

    @property
    def workers(self) -> int:
        """How many tasks are lived at the same time now, at least 1."""

    @property
    def cores(self) -> int:
        """Cores that a single task may be given where fewer tasks are left than there are workers."""

    def executor(self) -> Executor:
        """Return a new executor over the workers; the tasks of the one before are dropped."""

    def what_broke(self, error: BaseException) -> Breakage:
        """Tell what an error means that a future of the executor ended with, or its ``submit`` raised."""

    def close(self) -> None:
        """Let the workers go, at once: tasks under way are dropped."""


def equip(key: str, job: Job) -> None:
    """Give this process a job."""
    _KITS[key] = job


def strip(key: str) -> None:
    """Take a job from this process."""
    _KITS.pop(key, None)
    _ready.cache_clear()


def live_all(key: str, tasks: Sequence[Task], threads: int) -> list[Lived]:
    """Live markets one after the other, in a worker that was given the job.

    Raises:
        InputError: the model of this worker is not the one that the job was made with.
    """
    job = _ready(key)
    return [live(task, job, threads) for task in tasks]


@cache
def _ready(key: str) -> Job:
    """Return a job for whose markets this process is fit, and warmed up."""
    job = _KITS.get(key)
    if job is None:
        raise InputError(
            f"a worker on {socket.gethostname()} could not unpack this sweep: install the same Python and tightrope "
            "there, start its workers anew and run the same command again"
        )
    if (ours := sources_digest()) != job.model:
        raise InputError(
            f"a worker on {socket.gethostname()} has another version of the model ({ours}) than this sweep "
            f"({job.model}), and their numbers must not be mixed: install the same version of tightrope there, "
            "start its workers anew and run the same command again"
        )
    warm_up()
    return job
