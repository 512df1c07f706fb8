"""A Dask cluster on loopback, as a user starts one."""

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from tests.helpers.waiting import happens

__all__ = ["Cluster"]

SETTINGS = {
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
}


class Cluster:
    """A scheduler and workers as a user starts them, in processes of their own."""

    def __init__(self, folder: Path) -> None:
        """Start the scheduler."""
        self.folder, self.file = folder, folder / "scheduler.json"
        self.workers: list[subprocess.Popen[bytes]] = []
        self._stack = ExitStack()
        self.scheduler = self._started("scheduler", "--port", "0", "--scheduler-file", self.file)
        assert happens(self.file.exists)

    def join(self, *more: str) -> None:
        """Start a worker of one thread, and wait until it is there."""
        place = ("--local-directory", self.folder, "--memory-limit", "0")
        self.workers.append(self._started("worker", "--scheduler-file", self.file, "--nthreads", "1", *place, *more))
        assert happens(lambda: "Registered to" in (self.folder / "worker.log").read_text())

    def close(self) -> None:
        """End all processes."""
        self._stack.close()

    def _started(self, kind: str, *words: object) -> subprocess.Popen[bytes]:
        log = self._stack.enter_context((self.folder / f"{kind}.log").open("ab"))
        command = [sys.executable, "-m", "dask", kind, "--host", "127.0.0.1", "--no-dashboard", *map(str, words)]
        process = subprocess.Popen(command, env=os.environ | SETTINGS, stdout=log, stderr=log)
        self._stack.callback(process.wait)
        self._stack.callback(process.terminate)
        return process
