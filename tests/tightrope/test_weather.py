"""Bad weather: streams closed or full, terminals gone or narrow, folders that vanish, a disk without room.

Whatever comes, a command does its work whole or leaves nothing, says what is wrong on one line, and shows no traceback.
"""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import pytest

from tightrope.model.results.run_results import STORED, read_results
from tightrope.progress.faults import Unheard
from tightrope.progress.signals import signals_end_command, signals_end_server, signals_end_sweep
from tightrope.sweeps.run.driving import SweepWatch

pytestmark = [
    pytest.mark.slow,  # processes
    pytest.mark.skipif(os.name != "posix", reason="streams and signals of POSIX"),
]

RUN = ("run", "baseline", "--borrowers", "50", "--months", "2", "--out")
FULL = Path("/dev/full")
SWEEP = 'title = "Small"\nscenarios = ["baseline"]\nborrowers = 50\nmonths = 12\nseeds = 1\n'


def tightrope(*words: str | Path, env: dict[str, str] | None = None, **more: Any) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own; standard output and error are read unless they are given."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    command = [sys.executable, "-m", "tightrope", *map(str, words)]
    done = subprocess.run(command, env={**os.environ, **(env or {})}, text=True, timeout=300, **streams)
    for said in (done.stdout or "", done.stderr or ""):
        assert "Traceback" not in said
        assert "Exception ignored" not in said
    return done


@contextmanager
def nobody_reads() -> Iterator[int]:
    reading, writing = os.pipe()
    os.close(reading)
    yield writing
    os.close(writing)


@contextmanager
def nothing_fits() -> Iterator[IO[str]]:
    with FULL.open("w") as full:
        yield full


def assert_unheard(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == Unheard.exit_code
    last = (done.stderr or "").splitlines()[-1]
    assert last.startswith("error: standard output could not be written (") and last.endswith("; all else is done")


# streams


@pytest.mark.parametrize("trouble", [nobody_reads, nothing_fits])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_result_is_whole_whoever_hears_of_it(trouble: Callable[[], Any], unbuffered: str, tmp_path: Path) -> None:
    with trouble() as out:
        assert_unheard(tightrope(*RUN, tmp_path / "result", stdout=out, env={"PYTHONUNBUFFERED": unbuffered}))
    assert read_results(tmp_path / "result").months.height == 2
    assert (tmp_path / "result" / "report.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["result"]


@pytest.mark.parametrize(
    "words", ["--help", "columns", "parameters", "scenarios list", "scenarios schema", "sweep list", "plot --list"]
)
def test_whatever_is_listed_may_be_read_in_part(words: str) -> None:
    with nobody_reads() as out:
        done = tightrope(*words.split(), stdout=out)
    assert_unheard(done)
    assert len(done.stderr.splitlines()) == 1


def test_progress_that_cannot_be_shown_ends_nothing(tmp_path: Path) -> None:
    with nothing_fits() as full:
        done = tightrope(*RUN, tmp_path / "result", stderr=full)
    assert done.returncode == 0
    assert "report: " in done.stdout
    assert read_results(tmp_path / "result").months.height == 2


def test_no_file_is_opened_in_the_place_of_a_closed_stream(tmp_path: Path) -> None:
    """A file that took the number of standard output would have the printed words in it."""
    (tmp_path / "small.toml").write_text(SWEEP)
    closed: dict[str, Any] = {"preexec_fn": close_streams, "stdin": None, "stdout": None, "stderr": None}
    assert tightrope(*RUN, tmp_path / "result", **closed).returncode == Unheard.exit_code
    assert read_results(tmp_path / "result").months.height == 2
    words = ("sweep", "run", tmp_path / "small.toml", "--workers", "1", "--out", tmp_path / "sweep")
    assert tightrope(*words, **closed).returncode == Unheard.exit_code
    assert "1 finished" in tightrope("sweep", "status", tmp_path / "sweep").stdout


def close_streams() -> None:
    os.closerange(0, 3)


def test_a_message_that_nobody_hears_keeps_its_exit_code() -> None:
    with nothing_fits() as full:
        assert tightrope("run", "basline", stdout=full, stderr=full).returncode == 2


# terminals


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_characters_that_cannot_be_written_do_no_harm(encoding: str, tmp_path: Path) -> None:
    words = ("--language", "zh")
    done = tightrope(*RUN, tmp_path / "result", *words, env={"PYTHONIOENCODING": encoding}, encoding=encoding)
    assert done.returncode == 0
    assert ("平均额度" in done.stdout) == (encoding == "utf-8")
    assert "report: " in done.stdout


@pytest.mark.parametrize("words", ["columns lgd", "parameters limits", "scenarios show pandemic", "run --help"])
def test_a_terminal_may_be_narrow_and_dumb(words: str) -> None:
    plain = {"COLUMNS": "20", "TERM": "dumb", "NO_COLOR": "1", "LC_ALL": "C"}
    done = tightrope(*words.split(), env=plain)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout


# folders and disks


def from_a_folder_that_is_gone(*words: str | Path, within: Path) -> subprocess.CompletedProcess[str]:
    gone = within / "gone"
    gone.mkdir()
    return tightrope(*words, cwd=gone, preexec_fn=gone.rmdir)


def test_a_folder_that_is_gone_is_named(tmp_path: Path) -> None:
    relative = from_a_folder_that_is_gone(*RUN, "result", within=tmp_path)
    assert relative.returncode == 2
    assert relative.stderr == "error: result cannot be written (No such file or directory): name another folder\n"
    unknown = from_a_folder_that_is_gone("scenarios", "check", "mine.toml", within=tmp_path)
    assert unknown.returncode == 2
    assert "the folder that this command was started in is gone" in unknown.stderr
    assert "Traceback" not in unknown.stderr
    assert from_a_folder_that_is_gone(*RUN, tmp_path / "result", within=tmp_path).returncode == 0
    assert read_results(tmp_path / "result").months.height == 2


def leave_no_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))  # of a file; a disk without room says the like


@pytest.mark.parametrize("command", ["run", "run --panel", "sweep"])
def test_a_full_disk_leaves_nothing_behind(command: str, tmp_path: Path) -> None:
    (tmp_path / "small.toml").write_text(SWEEP)
    place = tmp_path / "place"
    place.mkdir()
    words: tuple[str | Path, ...] = (*RUN, place / "made", *command.split()[1:])
    if command == "sweep":
        words = ("sweep", "run", tmp_path / "small.toml", "--workers", "1", "--out", place / "made")
    done = tightrope(*words, preexec_fn=leave_no_room)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("error: ")
    assert "cannot be written" in done.stderr.splitlines()[-1]
    assert not list(place.iterdir())


def test_no_folder_for_temporary_files_is_needed(tmp_path: Path) -> None:
    done = tightrope(*RUN, tmp_path / "result", env={"TMPDIR": str(tmp_path / "nowhere")})
    assert done.returncode == 0
    assert all((tmp_path / "result" / f"{name}.parquet").exists() for name in STORED)


# signals


@pytest.fixture
def usual_signals() -> Iterator[None]:
    """What signals do by default is given back after the test."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_command_clears_up_before_a_signal_ends_it(number: signal.Signals, tmp_path: Path) -> None:
    words = ("validate", "--borrowers", "20000", "--seeds", "3", "--json", str(tmp_path / "found.json"))
    command = [sys.executable, "-u", "-m", "tightrope", *words]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        assert process.stderr.readline()
        process.send_signal(number)
        process.send_signal(signal.SIGHUP)  # a closing terminal sends more than one
        complained = process.communicate(timeout=120)[1]
    assert process.returncode == 130
    assert complained.splitlines()[-1] == "error: stopped before anything was finished: nothing was kept"
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("usual_signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_clearing_up_is_not_hurried(number: signal.Signals, tmp_path: Path) -> None:
    def work() -> None:
        with signals_end_command(), TemporaryDirectory(dir=tmp_path):
            try:
                signal.raise_signal(number)
            finally:
                signal.raise_signal(signal.SIGTERM)

    with pytest.raises(KeyboardInterrupt):
        work()
    signal.raise_signal(signal.SIGHUP)  # neither is the rest of the way
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("usual_signals")
def test_a_command_that_went_well_leaves_signals_as_they_were() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with signals_end_command():
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before


@pytest.mark.usefixtures("usual_signals")
def test_what_nohup_has_set_stays() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    watch = SweepWatch()
    with signals_end_command(), signals_end_sweep(watch), signals_end_server():
        signal.raise_signal(signal.SIGHUP)
    assert not watch.stop_asked


@pytest.mark.usefixtures("usual_signals")
def test_a_closed_terminal_lets_a_sweep_finish_what_has_begun() -> None:
    watch = SweepWatch()
    with signals_end_sweep(watch):
        for _ in range(3):
            signal.raise_signal(signal.SIGHUP)
        assert watch.stop_asked
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)


@pytest.mark.usefixtures("usual_signals")
def test_a_closed_terminal_ends_a_server_in_its_own_way() -> None:
    asked: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: asked.append(number))
    with signals_end_server():
        signal.raise_signal(signal.SIGHUP)
    assert asked == [signal.SIGTERM]
