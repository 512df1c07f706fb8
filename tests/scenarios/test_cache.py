"""The folder of machine code: whose is trusted, where it lies, and when it goes."""

import os
import re
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.backends import job
from tightrope.scenarios.engine.cache_folder import CODE, KEPT, found_folder
from tightrope.sweeps.run import local_backend as local_backend
from tightrope.sweeps.run import warming

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="files have no owner and mode there")
as_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")

NAME = "0123456789abcdef"
STRANGER = 65_534


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


def test_nobody_else_can_write_to_the_folder(tmp_path: Path, said: Any) -> None:
    folder = found_folder(NAME)
    assert folder == tmp_path / "home" / ".cache" / "tightrope" / NAME
    assert found_folder(NAME) == folder
    for made in (folder, folder.parent, folder.parent.parent):
        assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert not said()


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


def test_where_nothing_can_be_written_no_code_is_kept(monkeypatch: pytest.MonkeyPatch, said: Any) -> None:
    def refuse(path: Any = "", *_: Any, **__: Any) -> None:
        raise OSError(30, "Read-only file system", str(path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    monkeypatch.setattr("tempfile.mkdtemp", refuse)
    folder = found_folder(NAME)
    assert folder is None
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
    (folder / f"rules{CODE}").touch()
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


FIND = "from tightrope.scenarios.engine.compiled import cache_folder\nprint('folder:', cache_folder())"


def test_a_folder_for_one_run_goes_with_it(tmp_path: Path) -> None:
    (tmp_path / "tmp" / f"tightrope-{os.geteuid()}").touch()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "tmp"), "HOME": "/nonexistent"}
    done = subprocess.run([sys.executable, "-c", FIND], capture_output=True, text=True, check=True, env=environment)
    assert "/nonexistent" in done.stderr and done.stderr.count("\n") == 1
    [folder] = re.findall("folder: (.+)", done.stdout)
    assert not Path(folder).parents[1].exists()


def test_worker_processes_keep_machine_code_where_their_driver_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_backend, "COMPILED", True)
    monkeypatch.setattr(local_backend, "cache_folder", lambda: found_folder(NAME))
    backend = local_backend.LocalBackend(job(), 1)
    assert backend.executor().submit(os.getenv, "TIGHTROPE_CACHE_DIR").result() == str(tmp_path / "home" / ".cache")
    backend.close()


def test_warming_up_needs_no_folder_that_can_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(warming, "code", lambda: made.append("code"))
    monkeypatch.setattr(warming, "is_kept", lambda: bool(made))
    monkeypatch.setattr(warming, "cache_folder", lambda: tmp_path / "file" / "folder")
    (tmp_path / "file").touch()
    warming.warm_up()
    warming.warm_up()
    assert made == ["code"]
