"""A backend of processes on this machine.

Each process is led by a thread of its own and has its own two pipes, so that the one that dies is known for certain,
its neighbours go on, and no half-sent answer can hold anyone up: what a shared pool's queue cannot promise. They are
started as commands, not forked or spawned: the script that runs the sweep is not run again in each of them.
"""

import hashlib
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Lock, local
from typing import TYPE_CHECKING, Any

from tightrope.scenarios.engine.compiled import COMPILED, cache_folder
from tightrope.sweeps.run.local_worker import READY
from tightrope.sweeps.run.warming import warm_up

if TYPE_CHECKING:
    from tightrope.sweeps.plan.job import Job
    from tightrope.sweeps.run.backend import Breakage

__all__ = ["LocalBackend", "WorkerDied"]

_ONE_THREAD = dict.fromkeys(("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

_APART: dict[str, Any]  # Ctrl-C is for the driver alone, which lets its workers go
if sys.platform == "win32":
    _APART = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
else:
    _APART = {"process_group": 0}


class WorkerDied(BrokenExecutor):
    """A worker process ended while it held a task."""


class LocalBackend:
    """Processes of this machine, each with one task at a time; a process is started when a task first needs it."""

    def __init__(self, job: "Job", workers: int) -> None:
        """Pack the job; no process is started yet."""
        self._job = pickle.dumps(job, protocol=5)
        self.key = hashlib.blake2b(self._job, digest_size=12).hexdigest()
        self.workers = self.cores = workers
        self._executor: _Processes | None = None

    def executor(self) -> ThreadPoolExecutor:
        """Return a new executor over new processes; those of the one before are ended."""
        self.close()
        warm_up()
        self._executor = _Processes(self.key, self._job, self.workers)
        return self._executor

    def what_broke(self, error: BaseException) -> "Breakage":
        """Tell a worker's death from a fault; this machine itself is never lost."""
        return "worker" if isinstance(error, WorkerDied) else "fault"

    def close(self) -> None:
        """End the processes at once, whatever they are at."""
        if self._executor:
            self._executor.kill()
            self._executor = None


class _Processes(ThreadPoolExecutor):
    """Threads that each pass their tasks on to a process of their own, and start a new one where it has died."""

    def __init__(self, key: str, job: bytes, workers: int) -> None:
        super().__init__(workers, thread_name_prefix="worker")
        self._first, self._environment = (key, job), _environment()
        self._mine = local()
        self._alive: set[_Process] = set()
        self._changing = Lock()
        self._over = False

    def submit(self, function: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        """Have a function called in one of the processes; it and its arguments are pickled."""
        if more:
            raise TypeError(f"give {', '.join(more)} by position")
        return super().submit(self._pass_on, function, args)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more tasks, and end the processes when those under way are done."""
        super().shutdown(wait, cancel_futures=cancel_futures)
        if wait:
            self.kill()

    def kill(self) -> None:
        """End the processes at once, and drop their tasks."""
        with self._changing:
            self._over = True
            for process in self._alive:
                process.kill()
        super().shutdown(wait=True, cancel_futures=True)
        for process in self._alive:
            process.wait()
        self._alive.clear()

    def _pass_on(self, function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
        process = getattr(self._mine, "process", None) or self._started()
        try:
            result, error = process.ask((function, args))
        except WorkerDied:
            self._forget(process)
            raise
        if error is not None:
            raise error
        return result

    def _started(self) -> "_Process":
        with self._changing:
            if self._over:
                raise WorkerDied("the backend was let go")
            process = _Process(self._environment)
            self._alive.add(process)
        try:
            if process.ask(self._first) != READY:
                raise RuntimeError("a worker process did not start as it should")
        except WorkerDied as death:
            self._forget(process)
            if process.returncode > 0:  # by itself, not by a signal: the next one would, too
                raise RuntimeError(f"a worker process could not start; what it said is above ({death})") from None
            raise
        self._mine.process = process
        return process

    def _forget(self, process: "_Process") -> None:
        self._mine.process = None
        with self._changing:
            self._alive.discard(process)


def _environment() -> dict[str, str]:
    """Return what a worker process begins with: one thread, and the modules and the machine code of this process."""
    here = {"PYTHONPATH": os.pathsep.join(str(Path(place).resolve()) for place in sys.path)}
    if COMPILED and (folder := cache_folder()):  # found, and if need be complained of, once for all of them
        here["TIGHTROPE_CACHE_DIR"] = str(folder.parents[1])
    return os.environ | _ONE_THREAD | here


class _Process(subprocess.Popen[bytes]):
    """One worker process; whoever asks it waits for the answer."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        super().__init__(
            [sys.executable, "-P", "-m", "tightrope.sweeps.run.local_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            **_APART,
        )

    def ask(self, question: Any) -> Any:
        """Send something and return the answer; WorkerDied where the process ends instead."""
        assert self.stdin
        assert self.stdout
        try:
            pickle.dump(question, self.stdin, protocol=5)
            self.stdin.flush()
            return pickle.load(self.stdout)
        except (OSError, EOFError, pickle.UnpicklingError, ValueError):
            self.kill()
            raise WorkerDied(f"worker process {self.pid} ended ({_how(self.wait())})") from None

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end, and close the pipes."""
        code = super().wait(timeout)
        for pipe in (self.stdin, self.stdout):
            with suppress(OSError):  # what could not be sent any more
                if pipe:
                    pipe.close()
        return code


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
