"""Machine code kept on disk: whose folder is trusted, and that damage, a full disk or a race costs time alone."""

import hashlib
import os
import pickle
import re
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numba
import pytest

from tests.helpers.backends import job
from tightrope.scenarios.engine.cache_folder import KEPT, found_folder
from tightrope.scenarios.engine.rule_cache import RuleCache
from tightrope.sweeps.run import local_backend as local_backend
from tightrope.sweeps.run import warming

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="files have no owner and mode there")
as_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")

NAME = "0123456789abcdef"
STRANGER = 65_534


def twice(x: int) -> int:
    return 2 * x


@pytest.fixture(autouse=True)
def _a_place_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder of the test lies outside its own."""
    tmp_path.chmod(0o700)
    for folder in ("home", "tmp"):
        (tmp_path / folder).mkdir()
    for name in ("TIGHTROPE_CACHE_DIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Return the one line that was said, or nothing."""

    def one_line() -> str:
        assert len(caplog.messages) <= 1, caplog.messages
        return "".join(caplog.messages)

    return one_line


def loaded_and_right(folder: Path | None) -> bool:
    """Call the rule as a new process would; tell whether its machine code came from the folder."""
    fresh: Any = numba.njit(twice)
    fresh._cache = RuleCache(twice, lambda: folder)
    assert fresh(21) == 42
    return bool(sum(fresh._cache_hits.values()))


def code_in(folder: Path) -> Path:
    [file] = folder.glob("*.nbc")
    return file


class Mark:
    """Leaves a file where it is unpickled."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (self.file,)


def plant(file: Path, mark: Path) -> None:
    """Put there what would run as soon as it is taken for machine code: with a valid seal."""
    content = pickle.dumps(Mark(mark))
    file.write_bytes(hashlib.sha256(content).digest() + content)


def test_what_was_compiled_once_is_loaded_and_nobody_else_can_write_to_it(tmp_path: Path, said: Any) -> None:
    folder = found_folder(NAME)
    assert folder == tmp_path / "home" / ".cache" / "tightrope" / NAME
    assert not loaded_and_right(folder)
    assert loaded_and_right(folder)
    for made in (folder, folder.parent, folder.parent.parent):
        assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert stat.S_IMODE(code_in(folder).stat().st_mode) == 0o600
    assert not said()


def test_other_types_and_other_sources_are_other_machine_code(tmp_path: Path) -> None:
    results = []
    for more in (1, 2):
        source, text = tmp_path / f"rules{more}.py", f"def f(x):\n    return x + {more}\n"
        source.write_text(text)
        names: dict[str, Any] = {"__name__": "rules"}
        exec(compile(text, source, "exec"), names)
        fresh: Any = numba.njit(names["f"])
        fresh._cache = RuleCache(names["f"], lambda: tmp_path)
        results += [fresh(1), fresh(1.5)]
    assert results == [2, 2.5, 3, 3.5]
    assert len(list(tmp_path.glob("*.nbc"))) == 4


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-500] ^= 1
    file.write_bytes(content)


HARMS: dict[str, Callable[[Path], Any]] = {
    "cut": lambda file: os.truncate(file, file.stat().st_size // 2),
    "empty": lambda file: os.truncate(file, 0),
    "another bit": flip,
    "not ours in kind": lambda file: file.write_bytes(b"index and data of somebody else's cache"),
    "open to others": lambda file: file.chmod(0o666),
}


@pytest.mark.parametrize("harm", HARMS)
def test_damaged_machine_code_is_compiled_anew_with_one_line(harm: str, said: Any) -> None:
    folder = found_folder(NAME)
    assert folder
    loaded_and_right(folder)
    HARMS[harm](code_in(folder))
    assert not loaded_and_right(folder)
    assert f"{folder} holds damaged files" in said()
    assert loaded_and_right(folder), "it is whole again"


def test_damage_that_cannot_be_mended_is_one_line_too(monkeypatch: pytest.MonkeyPatch, said: Any) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(30, "Read-only file system")

    folder = found_folder(NAME)
    assert folder
    loaded_and_right(folder)
    flip(code_in(folder))
    monkeypatch.setattr(Path, "unlink", refuse)
    monkeypatch.setattr("tempfile.mkstemp", refuse)
    assert not loaded_and_right(folder)
    assert f"{folder} holds damaged files" in said()


@as_root
def test_what_a_stranger_put_into_our_folder_does_not_run(tmp_path: Path, said: Any) -> None:
    folder, mark = found_folder(NAME), tmp_path / "mark"
    assert folder
    loaded_and_right(folder)
    plant(code_in(folder), mark)
    os.chown(code_in(folder), STRANGER, STRANGER)
    assert not loaded_and_right(folder)
    assert not mark.exists()
    assert "damaged" in said()


@as_root
@pytest.mark.parametrize("level", ["", "tightrope", f"tightrope/{NAME}"])
@pytest.mark.parametrize("variable", ["TIGHTROPE_CACHE_DIR", "XDG_CACHE_HOME"])
def test_a_strangers_folder_is_not_used(
    variable: str, level: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Any
) -> None:
    place = tmp_path / "place"
    (place / "tightrope" / NAME).mkdir(parents=True, mode=0o700)
    place.chmod(0o700)
    os.chown(place / level, STRANGER, STRANGER)
    monkeypatch.setenv(variable, str(place))
    folder = found_folder(NAME)
    assert folder == tmp_path / "tmp" / f"tightrope-{os.geteuid()}" / "tightrope" / NAME
    assert f"{place / level} belongs to another user" in said()
    assert str(folder) in said()


@as_root
def test_nothing_is_made_in_a_strangers_home(tmp_path: Path, said: Any) -> None:
    os.chown(tmp_path / "home", STRANGER, STRANGER)
    assert found_folder(NAME)
    assert not list((tmp_path / "home").iterdir())
    assert "home belongs to another user" in said()


@as_root
def test_a_strangers_link_is_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Any) -> None:
    (tmp_path / "mine").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "mine")
    os.lchown(tmp_path / "link", STRANGER, STRANGER)
    monkeypatch.setenv("TIGHTROPE_CACHE_DIR", str(tmp_path / "link"))
    found_folder(NAME)
    assert not list((tmp_path / "mine").iterdir())
    assert "link belongs to another user" in said()


@as_root
def test_a_strangers_folder_of_temporary_files_is_passed_over_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Any
) -> None:
    monkeypatch.setenv("HOME", "/nonexistent")
    squatted = tmp_path / "tmp" / f"tightrope-{os.geteuid()}"
    squatted.mkdir()
    os.chown(squatted, STRANGER, STRANGER)
    folder = found_folder(NAME)
    assert folder and not folder.is_relative_to(squatted)
    assert folder.is_relative_to(tmp_path / "tmp")
    assert "/nonexistent" in said() and "for this run alone" in said()
    assert not Path("/nonexistent").exists()


@pytest.mark.parametrize("level", ["", f"tightrope/{NAME}"])
def test_a_folder_that_others_can_write_to_is_not_used(
    level: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Any
) -> None:
    place = tmp_path / "place"
    (place / "tightrope" / NAME).mkdir(parents=True)
    (place / level).chmod(0o775)
    monkeypatch.setenv("TIGHTROPE_CACHE_DIR", str(place))
    folder = found_folder(NAME)
    assert folder and not folder.is_relative_to(place)
    assert f"{place / level} can be written to by others ('chmod -R go-w' mends it)" in said()


def test_an_earlier_versions_folder_is_closed_to_the_group(tmp_path: Path, said: Any) -> None:
    ours = tmp_path / "home" / ".cache" / "tightrope"
    ours.mkdir(parents=True)
    ours.parent.chmod(0o755)
    ours.chmod(0o775)
    assert found_folder(NAME) == ours / NAME
    assert stat.S_IMODE(ours.stat().st_mode) == 0o700
    assert not said()


def test_a_place_like_that_of_temporary_files_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Any
) -> None:
    (tmp_path / "tmp").chmod(0o1777)
    monkeypatch.setenv("TIGHTROPE_CACHE_DIR", str(tmp_path / "tmp"))
    assert found_folder(NAME) == tmp_path / "tmp" / "tightrope" / NAME
    assert not said()


def test_a_user_without_a_home_has_a_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Any) -> None:
    def nobody() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", nobody)
    folder = found_folder(NAME)
    assert folder and folder.is_relative_to(tmp_path / "tmp" / f"tightrope-{os.geteuid()}")
    assert "this user has no home folder" in said()


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: Any) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("TIGHTROPE_CACHE_DIR", str(tmp_path / "file" / "cache"))
    assert found_folder(NAME)
    assert "file/cache cannot be used (Not a directory)" in said()


def test_where_nothing_can_be_written_rules_are_compiled_and_not_kept(
    monkeypatch: pytest.MonkeyPatch, said: Any
) -> None:
    def refuse(path: Any = "", *_: Any, **__: Any) -> None:
        raise OSError(30, "Read-only file system", str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    folder = found_folder(NAME)
    assert folder is None
    assert not loaded_and_right(folder)
    assert "cannot be used (Read-only file system); compiled rules are not kept" in said()


def test_a_read_only_folder_serves_as_soon_as_it_holds_machine_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder = found_folder(NAME)
    assert folder
    monkeypatch.setattr(os, "access", lambda path, _: not Path(path).is_relative_to(tmp_path / "home"))
    elsewhere = found_folder(NAME)
    assert elsewhere and elsewhere.is_relative_to(tmp_path / "tmp")
    assert [f"{folder} cannot be written to" in line for line in caplog.messages] == [True]
    loaded_and_right(folder)
    assert found_folder(NAME) == folder
    assert len(caplog.messages) == 1


def test_folders_of_other_versions_go_when_nobody_has_used_them_for_long(tmp_path: Path) -> None:
    ours, now = tmp_path / "home" / ".cache" / "tightrope", time.time()
    ages = {"aaaaaaaaaaaaaaaa": KEPT + 60, "bbbbbbbbbbbbbbbb": KEPT - 60, "my-own-folder": 10 * KEPT}
    for name, age in ages.items():
        (ours / name / "agents").mkdir(parents=True)
        os.utime(ours / name, (now - age, now - age))
    folder = found_folder(NAME)
    assert {path.name for path in ours.iterdir()} == {"bbbbbbbbbbbbbbbb", "my-own-folder", NAME}
    assert folder
    os.utime(folder, (0, 0))
    found_folder(NAME)
    assert folder.stat().st_mtime >= now - 1, "it counts as used"


RULES = """
import sys
from tightrope.scenarios.engine.compiled import cache_folder, rule
@rule
def twice(x):
    return 2 * x
@rule
def four_times(x):
    return twice(twice(x))
print("folder:", cache_folder())
print("answer:", four_times(10), round(four_times(0.5)))
"""


def start(script: Path, before: str = "", **environment: str) -> subprocess.Popen[str]:
    """Start a process that defines two rules and calls them."""
    script.write_text(before + RULES)
    return subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(script.parent / "tmp"), **environment},
    )


def test_a_full_disk_costs_one_line(tmp_path: Path) -> None:
    full = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (1_000, 1_000))  # bytes, as if it were full\n"
    out, err = start(tmp_path / "rules.py", full).communicate(timeout=300)
    assert "answer: 40 2" in out
    assert re.fullmatch(r"note: (.+) cannot be written to \(File too large\): rules .* again\n", err)
    [folder] = re.findall("folder: (.+)", out)
    assert folder in err
    assert not list(Path(folder).iterdir()), "nothing half-written is left"


def test_several_first_runs_at_once_do_not_harm_each_other(tmp_path: Path) -> None:
    for processes in (3, 1):
        runs = [start(tmp_path / "rules.py") for _ in range(processes)]
        answers = [run.communicate(timeout=300) for run in runs]
        assert all("answer: 40 2" in out and not err for out, err in answers), answers
    [folder] = (tmp_path / "home" / ".cache" / "tightrope").iterdir()
    files = sorted(path.name.rpartition("-")[0] for path in folder.iterdir())
    assert files == ["__main__.four_times"] * 2 + ["__main__.twice"] * 2


def test_a_folder_for_one_run_goes_with_it(tmp_path: Path) -> None:
    (tmp_path / "tmp" / f"tightrope-{os.geteuid()}").touch()
    out, err = start(tmp_path / "rules.py", HOME="/nonexistent").communicate(timeout=300)
    assert "answer: 40 2" in out
    assert "/nonexistent" in err and err.count("\n") == 1
    [folder] = re.findall("folder: (.+)", out)
    assert not Path(folder).parents[1].exists()


def test_worker_processes_keep_machine_code_where_their_driver_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_backend, "cache_folder", lambda: found_folder(NAME))
    backend = local_backend.LocalBackend(job(), 1)
    assert backend.executor().submit(os.getenv, "TIGHTROPE_CACHE_DIR").result() == str(tmp_path / "home" / ".cache")
    backend.close()


def test_warming_up_needs_no_folder_that_can_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lived: list[int] = []

    def market(*_: Any, borrowers: int, **__: Any) -> SimpleNamespace:
        return SimpleNamespace(step=lambda: lived.append(borrowers))

    monkeypatch.setattr(warming, "CreditMarket", market)
    monkeypatch.setattr(warming, "cache_folder", lambda: tmp_path / "file" / "folder")
    (tmp_path / "file").touch()
    warming.warm_up()
    assert lived == [warming.FEW]
