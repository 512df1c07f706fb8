"""Results: written whole or not at all, never over another, read back as they were."""

import json
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.helpers.fake_results import fake_results
from tests.helpers.waiting import PATIENCE
from tightrope.model.results.columns import FRAMES, frame_of, schema
from tightrope.model.results.run_results import STORED, Results, check_free, read_results, write_results
from tightrope.scenarios.disk.writing import write_slices
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.store.dataset import open_sweep

RESULTS = fake_results(months=14)


def run_script(folder: Path, lines: str) -> subprocess.Popen[str]:
    """Start a process that knows the made-up results and a path to write them to."""
    start = f"""
import sys, time
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from tests.helpers.fake_results import fake_results
from tightrope.model.results.run_results import write_results
results, target = fake_results(months=14), Path({str(folder)!r})
"""
    return subprocess.Popen([sys.executable, "-c", start + lines], stdout=subprocess.PIPE, text=True)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    write_results(RESULTS, tmp_path / "run")
    again = read_results(tmp_path / "run")
    assert again.manifest == RESULTS.manifest
    for name in STORED:
        assert_frame_equal(getattr(again, name), getattr(RESULTS, name))


def test_the_manifest_is_stable_and_keeps_every_letter(tmp_path: Path) -> None:
    write_results(RESULTS, tmp_path / "one")
    write_results(replace(RESULTS, manifest=dict(reversed(RESULTS.manifest.items()))), tmp_path / "two")
    text = (tmp_path / "one" / "run.json").read_text(encoding="utf-8")
    assert text == (tmp_path / "two" / "run.json").read_text(encoding="utf-8")
    assert list(json.loads(text)) == sorted([*RESULTS.manifest, "files", "seal"])
    assert "虚构的收紧" in text


def test_a_file_carries_the_definitions_of_its_columns(tmp_path: Path) -> None:
    write_results(RESULTS, tmp_path / "run")
    for name in STORED:
        carried = pl.read_parquet_metadata(tmp_path / "run" / f"{name}.parquet")
        assert all(carried[f"definition:{column.name}"] == column.definition for column in FRAMES[name])
        assert all(carried.get(f"range:{column.name}", "") == column.reach for column in FRAMES[name])


def test_borrowers_are_written_the_same_whether_or_not_they_were_looked_at(tmp_path: Path) -> None:
    frame = RESULTS.borrowers
    late = replace(RESULTS, people=lambda: frame.iter_slices(70))
    write_results(late, tmp_path / "late")
    assert_frame_equal(read_results(tmp_path / "late").borrowers, frame)
    assert_frame_equal(late.borrowers, frame)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a device that is always full")
def test_a_full_disk_is_an_error_that_says_so() -> None:
    with pytest.raises(OSError, match="No space left on device"):
        write_slices(iter([RESULTS.borrowers]), Path("/dev/full"))


def test_extra_files_come_with_the_rest(tmp_path: Path) -> None:
    write_results(RESULTS, tmp_path / "run", lambda folder: (folder / "more.txt").touch())
    assert (tmp_path / "run" / "more.txt").exists()


def test_missing_parents_are_made_and_an_empty_folder_is_used(tmp_path: Path) -> None:
    empty = tmp_path / "a" / "b" / "run"
    empty.mkdir(parents=True)
    write_results(RESULTS, empty)
    write_results(RESULTS, tmp_path / "c" / "d" / "run")
    assert (empty / "months.parquet").exists() and (tmp_path / "c" / "d" / "run" / "run.json").exists()


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_what_exists_is_never_overwritten(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "run"
    if kind == "folder":
        target.mkdir()
        (target / "mine.txt").write_text("mine", encoding="utf-8")
    else:
        target.write_text("mine", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(InputError, match=r"exists already.*name another folder"):
        check_free(target)
    with pytest.raises(InputError, match=r"exists already.*name another folder"):
        write_results(RESULTS, target)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_that_cannot_be_replaced_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(InputError, match="is a link"):
        check_free(tmp_path / "link")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(InputError, match="is in use"):
        check_free(".")
    with pytest.raises(InputError, match="cannot be written"):
        check_free(tmp_path / ("long" * 100))


def test_a_folder_filled_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    target = tmp_path / "run"

    def somebody_else(_: Path) -> None:
        target.mkdir()
        (target / "theirs.txt").touch()

    with pytest.raises(InputError, match="exists already"):
        write_results(RESULTS, target, somebody_else)
    assert [path.name for path in tmp_path.rglob("*")] == ["run", "theirs.txt"]


def fail(_: Path) -> None:
    raise ZeroDivisionError


def test_a_fault_in_what_is_added_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        write_results(RESULTS, tmp_path / "run", fail)
    assert not list(tmp_path.iterdir())


def test_a_place_that_cannot_hold_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=r"file.run cannot be written"):
        write_results(RESULTS, tmp_path / "file" / "run")


@pytest.mark.skipif(sys.platform == "win32", reason="file sizes cannot be limited there")
def test_a_full_disk_is_one_message_and_leaves_nothing_behind(tmp_path: Path) -> None:
    process = run_script(
        tmp_path / "run",
        """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))  # as if the disk were full after so many bytes
try:
    write_results(results, target)
except Exception as error:
    print(type(error).__name__, error)
""",
    )
    said, _ = process.communicate(timeout=PATIENCE)
    assert said.startswith("InputError") and "run cannot be written" in said and said.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_process_leaves_no_half_result_and_the_next_one_clears_up(tmp_path: Path) -> None:
    target = tmp_path / "run"
    wait = "write_results(results, target, lambda _: (print(flush=True), time.sleep(60)))"
    with run_script(target, wait) as process:
        assert process.stdout is not None
        process.stdout.readline()  # all is written but for the rename
        [unfinished] = tmp_path.iterdir()
        assert (unfinished / "borrowers.parquet").exists()
        with pytest.raises(ZeroDivisionError):  # a second writer leaves alone what a living one is writing
            write_results(RESULTS, target, fail)
        assert unfinished.exists()
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert not target.exists()

    write_results(RESULTS, tmp_path / "another")
    assert unfinished.exists()
    write_results(RESULTS, target)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["another", "run"]
    assert read_results(target).months.height == 14


def test_what_is_no_result_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere is not there"):
        read_results(tmp_path / "nowhere")
    with pytest.raises(InputError, match=r"holds no run\.json"):
        read_results(tmp_path)
    (tmp_path / "sweep.json").touch()
    with pytest.raises(InputError, match="is a sweep, not a result: see 'tightrope sweep show'"):
        read_results(tmp_path)
    (tmp_path / "run.json").write_text("{", encoding="utf-8")
    (tmp_path / "sweep.json").unlink()
    with pytest.raises(InputError, match=r"is a run, not a sweep: see its report\.html"):
        open_sweep(tmp_path)
    for odd, says in {
        "{": r"run\.json: error: cannot be read as the manifest of a result: Expecting property name",
        "[]": "holds no JSON object",
        "{}": r"format is None.*reads format 5: read it with the version that wrote it, or run 'tightrope run' again",
        '{"format": 4, "tightrope": "0.4.0"}': r"format is 4, .*: read it with tightrope 0\.4\.0, or run",
    }.items():
        (tmp_path / "run.json").write_text(odd, encoding="utf-8")
        with pytest.raises(InputError, match=says):
            read_results(tmp_path)


def test_results_say_what_they_are() -> None:
    assert repr(RESULTS) == "Results of fake-squeeze: 20,000 borrowers, 14 months, seed 1"


def test_every_column_is_defined_once_in_plain_words() -> None:
    for name, columns in FRAMES.items():
        assert len(schema(name)) == len(columns), f"{name} names a column twice"
        for column in columns:
            assert column.definition.endswith(".") and not column.definition[0].islower(), column
            assert column.unit, column


def test_a_frame_takes_the_declared_columns_alone() -> None:
    values: dict[str, object] = {name: [1] for name in schema("vintages")}
    values["dpd30_share"] = [float("nan")]
    frame = frame_of("vintages", values)
    assert frame.schema == schema("vintages")
    assert frame["dpd30_share"].to_list() == [None]
    with pytest.raises(ValueError, match="differ in dpd30_share"):
        frame_of("vintages", {name: [1] for name in schema("vintages") if name != "dpd30_share"})
    with pytest.raises(ValueError, match="differ in surprise"):
        frame_of("vintages", {**values, "surprise": [1]})


def test_the_made_up_results_have_the_documented_shape() -> None:
    assert isinstance(RESULTS, Results)
    for name in STORED:
        assert getattr(RESULTS, name).schema == schema(name)
