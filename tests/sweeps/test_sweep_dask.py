"""A Dask cluster on loopback as the backend of a sweep: the same numbers, and what happens when parts of it die."""

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from socket import create_server, socket
from threading import Thread
from typing import Any, cast

import numpy as np
import pytest
from distributed.comm.core import CommClosedError

from tests.helpers.backends import TASKS, job, same
from tests.helpers.dask_cluster import Cluster
from tests.helpers.waiting import PATIENCE
from tightrope.analysis.calibration.moments import ColumnMoment, Moments, RollMoment
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.run.backend import live_all
from tightrope.sweeps.run.dask_backend import DaskBackend, _hand_over
from tightrope.sweeps.run.market import live


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with closing(Cluster(tmp_path_factory.mktemp("dask"))) as started:
        started.join()
        yield started


@pytest.fixture
def backend(cluster: Cluster) -> Iterator[DaskBackend]:
    with closing(DaskBackend(job(), str(cluster.file))) as made:
        yield made


def test_a_cluster_lives_the_same_markets(backend: DaskBackend) -> None:
    executor = backend.executor()
    assert backend.workers == 1
    assert same([executor.submit(live_all, backend.key, [task], 1).result(PATIENCE)[0] for task in TASKS])


def test_a_cluster_reads_the_same_moments(cluster: Cluster) -> None:
    """What is read goes to the workers with the job, and they know it by the package that they have."""
    moments = Moments(
        (("missed", ColumnMoment("day1_share_dues", "mean", 1, 6)), ("rolls", RollMoment("current", "30-59", "", 1, 6)))
    )
    reads = replace(job(), reading=moments)
    with closing(DaskBackend(reads, str(cluster.file))) as made:
        [found] = made.executor().submit(live_all, made.key, TASKS[:1], 1).result(PATIENCE)
    here = live(TASKS[0], reads)
    assert found.rows is not None and here.rows is not None
    assert found.rows.tobytes() == here.rows.tobytes()
    assert np.isfinite(found.rows[-1, -2:]).all()


def test_a_worker_with_another_model_refuses(cluster: Cluster) -> None:
    with closing(DaskBackend(replace(job(), model="0123456789abcdef"), str(cluster.file))) as other:
        error = other.executor().submit(live_all, other.key, TASKS, 1).exception(PATIENCE)
    assert isinstance(error, InputError) and "(0123456789abcdef)" in str(error)
    assert other.what_broke(error) == "fault"


def test_a_dead_workers_task_is_lived_by_one_that_joined_late(cluster: Cluster, backend: DaskBackend) -> None:
    executor = backend.executor()
    first = executor.submit(os.getpid).result(PATIENCE)
    slow = executor.submit(time.sleep, 2)
    lived = executor.submit(live_all, backend.key, TASKS, 1)
    os.kill(first, signal.SIGKILL)  # its nanny starts another, which was not there when the job was handed out
    assert slow.result(PATIENCE) is None
    assert same(lived.result(PATIENCE))
    assert executor.submit(os.getpid).result(PATIENCE) != first


def test_a_task_that_kills_its_workers_is_told_apart(backend: DaskBackend) -> None:
    executor = backend.executor()
    error = executor.submit(os._exit, 1).exception(PATIENCE)
    assert error is not None and backend.what_broke(error) == "worker"
    assert same(executor.submit(live_all, backend.key, TASKS, 1).result(PATIENCE))


def test_a_new_executor_drops_the_tasks_of_the_one_before(backend: DaskBackend) -> None:
    waiting = backend.executor().submit(time.sleep, 1)
    assert backend.executor().submit(divmod, 7, 2).result(PATIENCE) == (3, 1)
    assert waiting.cancelled()


@pytest.mark.cluster
def test_a_scheduler_without_workers_is_refused_and_a_lost_one_ends_the_sweep_soon(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with closing(Cluster(tmp_path)) as lost:
        with monkeypatch.context() as hasty:
            hasty.setattr("tightrope.sweeps.run.dask_backend.GATHERING", 0.5)
            with pytest.raises(InputError, match="has no workers: start some"):
                DaskBackend(job(), str(lost.file))
        lost.join("--no-nanny")
        with closing(DaskBackend(job(), str(lost.file))) as backend:
            executor = backend.executor()
            running = executor.submit(time.sleep, 100)
            lost.scheduler.kill()
            began = time.monotonic()
            with pytest.raises(BaseException) as death:  # noqa: PT011
                running.result(PATIENCE)
            assert backend.what_broke(death.value) == "engine"
            assert backend.workers == 1
            with pytest.raises(ConnectionError) as refusal:
                executor.submit(time.sleep, 1)
            assert backend.what_broke(refusal.value) == "engine"
        assert time.monotonic() - began < 20
    assert capfd.readouterr().err == ""


async def torn() -> None:
    """End as one of Dask's futures does whose result was on its way when the scheduler went."""
    raise CommClosedError("Stream is closed")


def test_a_result_lost_on_its_way_ends_its_future() -> None:
    ours = Future[None]()
    asyncio.run(_hand_over(cast("Any", torn()), ours))
    assert isinstance(ours.exception(0), OSError)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("tcp://127.0.0.1:1", "no Dask scheduler answers at 'tcp://127.0.0.1:1'"),
        ("tls://127.0.0.1:1", "no Dask scheduler answers at 'tls://127.0.0.1:1' .*for TLS name the certificates"),
        ("carrier-pigeon://127.0.0.1:1", "begins with 'carrier-pigeon://': write tcp:// or tls://"),
        ("ucx://127.0.0.1:1", "begins with 'ucx://': write tcp:// or tls://"),
        ("tcp://127.0.0.1:99999", "no address of a scheduler .*a port from 1 to 65535"),
        ("tcp://127.0.0.1", "no address of a scheduler: .*a port from 1 to 65535"),
        ("tcp://127.0.0.1:x", "no address of a scheduler"),
        ("tcp://a host:1", "no address of a scheduler"),
        ("tcp://:1", "no address of a scheduler"),
        ("tcp://[::1:1", "no address of a scheduler"),
        ("tcp://127.0.0.1:1/there", "no address of a scheduler"),
        ("missing.json", "'missing.json' is no file"),
        (__file__, "does not say where a scheduler is"),
    ],
)
def test_an_address_where_nobody_is_gets_a_clear_answer(
    address: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tightrope.sweeps.run.dask_backend.PATIENCE", 1.0)
    with pytest.raises(InputError, match=reason):
        DaskBackend(job(), address)


@pytest.mark.parametrize(
    ("said", "reason"),
    [(b"HTTP/1.1 400 Bad Request\r\n\r\n", "what answers there is no scheduler"), (b"", "no answer within 1 s")],
)
def test_an_address_where_something_else_answers_gets_a_clear_answer(
    said: bytes, reason: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tightrope.sweeps.run.dask_backend.PATIENCE", 1.0)
    kept: list[socket] = []

    def answer(listening: socket) -> None:
        kept.append(listening.accept()[0])
        kept[0].sendall(said)

    with create_server(("127.0.0.1", 0)) as listening:
        Thread(target=answer, args=(listening,), daemon=True).start()
        with pytest.raises(InputError, match=rf"no Dask scheduler answers at '.*' \({reason}\): start one with"):
            DaskBackend(job(), f"tcp://127.0.0.1:{listening.getsockname()[1]}")
    kept[0].close()
    assert "Traceback" not in capfd.readouterr().err
