"""Machine code on disk: it is taken back as it was written or made anew; what befalls it costs time alone."""

import hashlib
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tightrope.model.compile import store
from tightrope.model.compile.module import Target
from tightrope.model.compile.source import RefusedError
from tightrope.model.compile.store import REFUSED, NotMadeError, kept_code
from tightrope.model.engine import machine_code
from tightrope.scenarios.engine.compiled import COMPILED

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="files have no owner and mode there")

STRANGER = 65_534
compiled = pytest.mark.skipif(not COMPILED, reason="the rules run as plain Python")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the code is kept, in a folder with nothing else in it."""
    (tmp_path / "cache").mkdir(mode=0o700)
    return tmp_path / "cache" / "rules.o"


def makers(file: Path) -> list[tuple[str, ...]]:
    """Return what makes two parts of the code, one of which leaves a line beside the folder each time that it does."""
    log = f"print('made', file=open({str(file.parents[1] / 'log')!r}, 'a'))"
    return [("-c", f"print('machine code' * 9, end=''); {log}"), ("-c", "print('more', end='')")]


def kept_and_right(file: Path) -> bool:
    """Ask for the code; tell whether it was there already."""
    log = file.parents[1] / "log"
    before = log.read_text() if log.exists() else ""
    assert kept_code(file, makers(file)) == [b"machine code" * 9, b"more"]
    return log.read_text() == before


def test_what_was_made_once_is_taken_back_and_nobody_else_can_write_to_it(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert not kept_and_right(file)
    assert kept_and_right(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]
    assert not caplog.messages


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-5] ^= 1
    file.write_bytes(content)


def plant(file: Path) -> None:
    """Put there what somebody else has made, with a valid seal."""
    file.write_bytes(hashlib.sha256(b"theirs").digest() + b"theirs")


def plant_as_stranger(file: Path) -> None:
    plant(file)
    os.chown(file, STRANGER, STRANGER)


def plant_open_to_others(file: Path) -> None:
    plant(file)
    file.chmod(0o666)


HARMS: dict[str, Callable[[Path], Any]] = {
    "cut": lambda file: os.truncate(file, file.stat().st_size // 2),
    "cut within the seal": lambda file: os.truncate(file, 20),
    "empty": lambda file: os.truncate(file, 0),
    "another bit": flip,
    "open to others": plant_open_to_others,
}
if os.geteuid() == 0:  # nobody else can give files away
    HARMS["a stranger's"] = plant_as_stranger


@pytest.mark.parametrize("harm", HARMS)
def test_what_cannot_be_trusted_is_made_anew_with_one_line(
    harm: str, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept_and_right(file)
    HARMS[harm](file)
    assert not kept_and_right(file)
    assert caplog.messages == [f"note: {file.parent} holds damaged files: what they held is compiled anew"]
    assert kept_and_right(file), "it is whole again"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_damage_that_cannot_be_mended_costs_time_alone(
    file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(30, "Read-only file system")

    kept_and_right(file)
    flip(file)
    monkeypatch.setattr(Path, "unlink", refuse)
    monkeypatch.setattr(store, "write_whole", refuse)
    assert not kept_and_right(file)
    assert not kept_and_right(file)
    told = {line.removeprefix(f"note: {file.parent} ") for line in caplog.messages}
    assert told == {
        "holds damaged files: what they held is compiled anew",
        "cannot be written to (Read-only file system): rules will have to be compiled again",
    }


def test_without_a_folder_nothing_is_kept(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        assert kept_code(None, makers(file)) == [b"machine code" * 9, b"more"]
    assert (file.parents[1] / "log").read_text() == "made\n" * 2
    assert not caplog.messages


ASKED = """
import sys
from pathlib import Path
from tightrope.model.compile.store import kept_code
for part in kept_code(Path(sys.argv[1]), [("-c", f"print({part!r} * 9, end='')") for part in ("first", "second")]):
    print(part.decode())
"""


MADE = "first" * 9 + "\n" + "second" * 9 + "\n"


def asked(file: Path, before: str = "") -> subprocess.Popen[str]:
    """Start a process that asks for the code."""
    words = [sys.executable, "-c", before + ASKED, str(file)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_several_first_runs_at_once_do_not_harm_each_other(file: Path) -> None:
    for processes in (3, 1):
        runs = [asked(file) for _ in range(processes)]
        assert {run.communicate(timeout=300) for run in runs} == {(MADE, "")}
    assert list(file.parent.iterdir()) == [file]


def test_a_full_disk_costs_one_line(file: Path) -> None:
    full = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))  # bytes, as if it were full\n"
    out, err = asked(file, full).communicate(timeout=300)
    assert out == MADE
    assert err == f"note: {file.parent} cannot be written to (File too large): rules will have to be compiled again\n"
    assert not list(file.parent.iterdir()), "nothing half-written is left"


@pytest.mark.parametrize(
    ("ends", "says"),
    [
        ("import os; os.abort()", "the process that compiles ended with -6"),
        ("import sys, os; print('LLVM ERROR: no', file=sys.stderr, flush=True); os.abort()", "LLVM ERROR: no"),
        ("raise ValueError('odd')", "ValueError: odd"),
        ("pass", "the process that compiles ended with 0"),
    ],
)
def test_of_a_maker_that_fails_nothing_is_kept(ends: str, says: str, file: Path) -> None:
    with pytest.raises(NotMadeError, match=says):
        kept_code(file, [("-c", "print('machine code')"), ("-c", ends)])
    assert not list(file.parent.iterdir())


def test_a_rule_that_is_refused_is_no_fault_of_the_machine(file: Path) -> None:
    refuses = f"import sys; sys.stderr.write('rules.py:3: earn: no'); sys.exit({REFUSED})"
    with pytest.raises(RefusedError, match=r"rules\.py:3: earn: no"):
        kept_code(file, [("-c", refuses), ("-c", "print('machine code')")])
    assert not list(file.parent.iterdir())


# the passes: which code is asked for, and what runs in its place


@pytest.fixture
def anew(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the passes be asked for as by a new process whose folder is empty."""
    monkeypatch.setattr(machine_code, "cache_folder", lambda: file.parent)
    monkeypatch.setattr(machine_code, "target", lambda: Target(8, False, False))
    for name in ("code", "code_for"):
        monkeypatch.setattr(machine_code, name, getattr(machine_code, name).__wrapped__)


def died(path: Path | None, of_lanes: Any) -> list[bytes]:
    return kept_code(path, [("-c", "import os; os.abort()")])


@compiled
@pytest.mark.usefixtures("anew")
def test_where_eight_at_a_time_cannot_be_compiled_one_is(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def made(path: Path | None, of_lanes: Any) -> list[bytes]:
        return died(path, of_lanes) if "8" in of_lanes[0] else [b"code for one"]

    monkeypatch.setattr(machine_code, "kept_code", made)
    monkeypatch.setattr(machine_code, "loaded", lambda code, names: code)
    assert machine_code.code() == [b"code for one"]  # type: ignore[comparison-overlap]
    why = "the process that compiles ended with -6"
    assert f"note: the rules could not be compiled for 8 borrowers at a time: {why}" in caplog.messages
    assert "plain Python" not in caplog.text


@compiled
@pytest.mark.usefixtures("anew")
def test_where_nothing_can_be_compiled_the_rules_run_as_plain_python(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(machine_code, "kept_code", died)
    assert machine_code.code() is None
    why = "the process that compiles ended with -6"
    assert [line for line in caplog.messages if "compiling the" not in line] == [
        f"note: the rules could not be compiled for 8 borrowers at a time: {why}",
        f"note: the rules could not be compiled for 1 borrowers at a time: {why}",
        "note: the rules run as plain Python, hundreds of times slower",
    ]


@compiled
@pytest.mark.usefixtures("anew")
def test_code_of_another_processor_or_for_other_lanes_is_not_taken(
    file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(machine_code, "loaded", lambda code, names: code)
    monkeypatch.setattr(machine_code, "kept_code", lambda path, of_lanes: kept_code(path, makers(file)))
    processors = [("old", "+sse2"), ("new", "+sse2,+avx2"), ("new", "+sse2,+avx2,+avx512dq")]
    for number, processor in enumerate(processors, 1):
        monkeypatch.setattr(machine_code, "processor", lambda processor=processor: processor)
        assert not machine_code.is_kept()
        machine_code.code_for(8)
        machine_code.code_for(8)
        assert machine_code.is_kept()
        assert len(list(file.parent.iterdir())) == number
    machine_code.code_for(1)
    assert (file.parents[1] / "log").read_text() == "made\n" * 4
    assert caplog.messages == ["note: compiling the rules, first time only: some seconds"] * 4


def test_the_module_makes_code_for_others_to_load_and_shows_it_as_text() -> None:
    for part, passes in machine_code.PARTS.items():
        words = [sys.executable, "-W", "error", "-m", "tightrope.model.engine.machine_code", "1", part, "--ir"]
        text = subprocess.run(words, capture_output=True, text=True, check=True).stdout
        assert all(f'define void @"{rule.__name__}"' in text for rule in passes)
