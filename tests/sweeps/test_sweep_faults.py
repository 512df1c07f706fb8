"""What can befall a sweep from outside, done to real processes: the same command goes on, to the same bytes."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.helpers.backends import gone
from tests.helpers.dask_cluster import Cluster
from tests.helpers.small_sweeps import contents
from tests.helpers.waiting import PATIENCE, happens
from tightrope.sweeps.store.dataset import open_sweep

SWEEP = """
scenarios = ["baseline", "regulatory-squeeze"]
borrowers = 300
months = 14
seeds = 20

[design]
kind = "grid"
[design.over]
strength = [0.5, 1.0]
"""
pytestmark = pytest.mark.slow
RUNS, MARKETS = 80, 60
COMMAND = (sys.executable, "-m", "tightrope", "sweep", "run")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sweep") / "small.toml"
    path.write_text(SWEEP, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def undisturbed(file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("undisturbed") / "sweep"
    subprocess.run([*COMMAND, str(file), "--out", str(out)], check=True, capture_output=True)
    runs = open_sweep(out).runs.collect()
    assert runs["status"].unique().to_list() == ["finished"]
    assert (runs.height, runs["market"].n_unique()) == (RUNS, MARKETS)
    return contents(out)


def children(process: int) -> list[int]:
    """The worker processes of a process."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            command = (status.parent / "cmdline").read_text()
        except (OSError, ValueError):
            continue
        if parent == process and "local_worker" in command:
            found.append(int(status.parent.name))
    return found


def entries(out: Path) -> int:
    return len(list(out.glob("journal/*/[0-9]*.parquet")))


@contextmanager
def at_work(file: Path, out: Path, *options: str) -> Iterator["subprocess.Popen[str]"]:
    """A sweep that has begun to bring results."""
    process = subprocess.Popen(
        [*COMMAND, str(file), "--out", str(out), *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        assert happens(lambda: entries(out) >= 3 or process.poll() is not None)
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def go_on(file: Path, out: Path, *options: str) -> None:
    subprocess.run([*COMMAND, str(file), "--out", str(out), *options], check=True, capture_output=True)


def test_control_c_keeps_what_is_finished(file: Path, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    out = tmp_path / "sweep"
    with at_work(file, out) as process:
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
        printed, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, said
    assert "runs are waiting; the same command goes on from here" in said
    assert "Traceback" not in said
    left = open_sweep(out).runs.filter(status="waiting").collect().height
    assert 0 < left < RUNS
    assert f"{RUNS - left} finished, {left} waiting" in printed
    go_on(file, out)
    assert contents(out) == undisturbed


def test_a_killed_driver_leaves_no_process_and_loses_nothing(
    file: Path, tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    out = tmp_path / "sweep"
    with at_work(file, out) as process:
        workers = children(process.pid)
        assert workers
        process.kill()
        process.wait()
        assert happens(lambda: all(map(gone, workers)))
    kept = entries(out)
    assert kept >= 3
    go_on(file, out)
    assert contents(out) == undisturbed


def test_a_killed_worker_is_replaced(file: Path, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    out = tmp_path / "sweep"
    with at_work(file, out) as process:
        os.kill(children(process.pid)[0], signal.SIGKILL)
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    assert contents(out) == undisturbed


def can_mount() -> bool:
    if not shutil.which("unshare"):
        return False
    answer = subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True)
    return answer.returncode == 0


@pytest.mark.skipif(not can_mount(), reason="a small disk can be mounted on Linux alone, where users may")
def test_a_full_disk_stops_the_sweep_and_loses_nothing(
    file: Path, tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    disk, copy = tmp_path / "disk", tmp_path / "copy"
    disk.mkdir()
    run = f"{' '.join(COMMAND)} {file} --out {disk}/sweep"
    script = (
        f"mount -t tmpfs -o size=250k tmpfs {disk} && {run}; code=$?; "
        f"mount -o remount,size=100m {disk} && {run} && cp -r {disk}/sweep {copy} && exit $code"
    )
    answer = subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True)
    assert answer.returncode == 2, answer.stderr
    assert (
        "markets are safe; the same command goes on from there; the rest cannot be written (No space" in answer.stderr
    )
    assert "Traceback" not in answer.stderr
    assert contents(copy) == undisturbed


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    folder = tmp_path / "dask"
    folder.mkdir()
    with closing(Cluster(folder)) as started:
        started.join("--no-nanny")
        started.join("--no-nanny")
        yield started


def test_a_cluster_that_loses_a_worker_ends_with_the_same_bytes(
    file: Path, tmp_path: Path, undisturbed: dict[str, bytes], cluster: Cluster
) -> None:
    out = tmp_path / "sweep"
    with at_work(file, out, "--cluster", str(cluster.file)) as process:
        cluster.workers[0].kill()
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    assert contents(out) == undisturbed


def test_a_lost_cluster_stops_the_sweep_and_loses_nothing(
    file: Path, tmp_path: Path, undisturbed: dict[str, bytes], cluster: Cluster
) -> None:
    out = tmp_path / "sweep"
    with at_work(file, out, "--cluster", str(cluster.file)) as process:
        cluster.scheduler.kill()
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 4, said
    assert "of 60 markets are safe; the same command goes on from there; the workers are lost" in said
    assert "Traceback" not in said
    assert 0 < open_sweep(out).runs.filter(status="waiting").collect().height < RUNS
    go_on(file, out)  # without the cluster: no number depends on who lives a market
    assert contents(out) == undisturbed
