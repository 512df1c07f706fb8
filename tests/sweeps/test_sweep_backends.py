"""Processes of this machine as the backend of a sweep: the same numbers, and what happens when one of them dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.helpers.backends import TASKS, gone, job, same
from tests.helpers.waiting import happens
from tightrope.scenarios.engine.compiled import sources_digest
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.run.backend import live_all
from tightrope.sweeps.run.local_backend import LocalBackend, WorkerDied

pytestmark = pytest.mark.slow  # every process imports the model


@pytest.fixture(scope="module")
def backend() -> Iterator[LocalBackend]:
    with closing(LocalBackend(job(), 2)) as made:
        yield made


def test_processes_live_the_same_markets(backend: LocalBackend) -> None:
    executor = backend.executor()
    futures = [executor.submit(live_all, backend.key, [task], 1) for task in TASKS]
    assert same([future.result()[0] for future in futures])
    assert len({future.result() for future in [executor.submit(os.getpid) for _ in range(8)]}) <= backend.workers


def test_a_worker_that_dies_breaks_its_own_task_alone(backend: LocalBackend, tmp_path: Path) -> None:
    executor = backend.executor()
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    slow = executor.submit(gate.read_text)  # until somebody writes
    fatal = executor.submit(os.kill, executor.submit(os.getpid).result(), signal.SIGKILL)
    with pytest.raises(BrokenExecutor, match="signal 9") as death:
        fatal.result()
    assert backend.what_broke(death.value) == "worker"
    assert not slow.done()
    assert same(executor.submit(live_all, backend.key, TASKS, 1).result())  # by a new process
    gate.write_text("opened")
    assert slow.result() == "opened"


def test_a_new_executor_ends_the_processes_of_the_one_before(backend: LocalBackend) -> None:
    old = backend.executor()
    process = old.submit(os.getpid).result()
    endless, queued = [old.submit(time.sleep, 100) for _ in range(2)], old.submit(time.sleep, 100)
    new = backend.executor()
    assert gone(process) and queued.cancelled()
    assert all(isinstance(future.exception(), WorkerDied) for future in endless)
    assert new.submit(os.getpid).result() != process


def test_an_error_of_a_task_is_a_fault_and_its_process_goes_on(backend: LocalBackend) -> None:
    executor = backend.executor()
    process = executor.submit(os.getpid).result()
    error = executor.submit(divmod, 1, 0).exception()
    assert error is not None and "ZeroDivisionError" in str(error)
    assert backend.what_broke(error) == "fault"
    assert executor.submit(os.getpid).result() == process


def test_a_worker_with_another_model_refuses() -> None:
    with closing(LocalBackend(replace(job(), model="0123456789abcdef"), 1)) as other:
        error = other.executor().submit(live_all, other.key, TASKS, 1).exception()
    assert isinstance(error, InputError) and other.what_broke(error) == "fault"
    assert "(0123456789abcdef)" in str(error) and f"({sources_digest()})" in str(error)


UNGUARDED = """
import os, pickle, sys, time
from tightrope.sweeps.run.local_backend import LocalBackend
with open(sys.argv[1], "a") as runs:
    runs.write("run ")
backend = LocalBackend(None, 2)
executor = backend.executor()
print(executor.submit(os.getpid).result(), executor.submit(os.getenv, "POLARS_MAX_THREADS").result(), flush=True)
busy = [executor.submit(time.sleep, 100) for _ in range(2)]
time.sleep(100)
"""


def test_a_killed_driver_leaves_no_process_and_its_script_needs_no_guard(tmp_path: Path) -> None:
    script, runs = tmp_path / "script.py", tmp_path / "runs"
    script.write_text(UNGUARDED)
    with subprocess.Popen([sys.executable, script, runs], stdout=subprocess.PIPE, text=True) as driver:
        assert driver.stdout
        worker, threads = driver.stdout.readline().split()
        driver.kill()
    assert runs.read_text() == "run "
    assert threads == "1"
    assert happens(lambda: gone(int(worker)))


def test_ctrl_c_is_for_the_driver_alone(backend: LocalBackend) -> None:
    process = backend.executor().submit(os.getpid).result()
    assert os.getpgid(process) != os.getpgid(0)


def test_a_process_that_cannot_start_is_a_fault(backend: LocalBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    executor = backend.executor()
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setattr(sys, "executable", "/bin/false")
    error = executor.submit(os.getpid).exception()
    assert error is not None and "could not start" in str(error)
    assert backend.what_broke(error) == "fault"
