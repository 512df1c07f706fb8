"""Places where nothing can be written or read: they are refused early, and nothing stays behind."""

from contextlib import suppress
from pathlib import Path

import pytest

from tests.helpers.refusals import SWEEP, refused, written
from tightrope.scenarios.disk.writing import made_folder

pytestmark = pytest.mark.usefixtures("own_folder")

ONE = ("run", "baseline", "--borrowers", "5", "--months", "1")


@pytest.mark.parametrize(
    "words",
    [
        [*ONE, "--out", "a/b/c", "--network", "n.txt"],
        [*ONE, "--out", "a/b/c", "--network", "n.txt", "--panel"],
        [*ONE, "--out", "a/b/" + "x" * 230],
        ["sweep", "run", "s.toml", "--out", "a/b/" + "x" * 300],
        ["sweep", "search", "k.toml", "--out", "a/b/" + "x" * 300],
        [*ONE, "--out", "/proc/a/b"],
    ],
    ids=lambda words: " ".join(words)[-60:],
)
def test_parents_that_were_made_for_nothing_are_taken_back(words: list[str]) -> None:
    written("n.txt", "0,77")
    written("s.toml", SWEEP)
    written("k.toml", SWEEP + "[search]\ntrials = 2\ngeneration = 2\nover.cut_depth = {}")
    refused(*words)


def test_only_empty_folders_that_were_made_are_taken_back(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with suppress(ZeroDivisionError), made_folder(tmp_path / "a" / "b" / "c"):
        (tmp_path / "a" / "b" / "kept").touch()
        raise ZeroDivisionError
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "b", "kept"]
    with made_folder(tmp_path / "a" / "d"):
        pass
    assert (tmp_path / "a" / "d").is_dir()


@pytest.mark.parametrize(
    ("bad_rows", "message"),
    [
        ("o.csv", "--skip-bad-rows o.csv: the results go there; name another file"),
        ("x" * 250 + ".csv", "cannot be written (File name too long): name another file"),
        ("/proc/r.csv", "/proc/r.csv cannot be written"),
        ("/sys/r.csv", "/sys/r.csv cannot be written"),
    ],
)
def test_bad_rows_have_a_place_before_anything_is_run(bad_rows: str, message: str) -> None:
    written("bad.csv", "income\n5000\nx\n")
    assert message in refused(
        *ONE[:2], "--book", "bad.csv", "--skip-bad-rows", bad_rows, "--months=1", "--out", "o.csv"
    )


@pytest.mark.skipif(not Path("/proc/version").is_file(), reason="of Linux")
@pytest.mark.parametrize(
    "words",
    [
        ["scenarios", "check", "mine.toml"],
        ["scenarios", "check", "/proc/kmsg"],
        [*ONE, "--out", "o", "--network", "/proc/kmsg"],
        [*ONE, "--out", "o", "--book", "link.csv"],
    ],
    ids=" ".join,
)
def test_what_the_system_shows_of_itself_is_no_file(words: list[str]) -> None:
    written("mine.toml", 'base = "/proc/kmsg"')
    Path("link.csv").symlink_to("/proc/version")
    assert "is no ordinary file" in refused(*words)
