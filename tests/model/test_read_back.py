"""What is read back is what was written, or is refused in one message; nothing of somebody else's is touched."""

import json
import random
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.fake_results import fake_results
from tests.helpers.harms import HARMS, mistype, tree
from tests.helpers.small_sweeps import COLUMNS, InProcess, small_sweep
from tightrope.cli import commands as cli
from tightrope.model.results.manifests import sealed
from tightrope.model.results.panel import PanelWriter, read_panel
from tightrope.model.results.run_results import STORED, read_pair, read_results, write_results
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.job import Lived, Task
from tightrope.sweeps.run.driving import SweepWatch
from tightrope.sweeps.run.whole_sweep import live_sweep
from tightrope.sweeps.store import manifest as manifests
from tightrope.sweeps.store.dataset import open_sweep
from tightrope.sweeps.store.keeping import Store
from tightrope.sweeps.store.manifest import manifest
from tightrope.sweeps.store.sealed_files import as_file

SWEEP = small_sweep(seeds=2)
MANY = settings(max_examples=60)


def made_up(task: Task) -> Lived:
    """A market that nobody has to live."""
    if task.market == 3:
        return Lived(task.market, None, "it was made to fail")
    return Lived(task.market, np.random.default_rng(task.market).random((9, len(COLUMNS)), np.float32))


def sweep_into(folder: Path) -> None:
    live_sweep(SWEEP, folder, InProcess(SWEEP, meddle=made_up), SweepWatch())


def begin(folder: Path) -> None:
    """Lay one block of a sweep out, and leave part of the next in the journal."""
    with Store(folder, SWEEP, manifest(SWEEP)) as store:
        for markets in ((0, 1), (2,), (3,), (4,)):
            store.add([made_up(SWEEP.task(market)) for market in markets])


@pytest.fixture(autouse=True, scope="module")
def _small_blocks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifests, "_MOST_ROWS", 9 * 3)
        yield


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("result") / "run"
    beside = fake_results(14, squeeze=0)
    write_results(fake_results(14), folder, lambda place: write_results(beside, place / "against"))
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sweep") / "whole"
    sweep_into(folder)
    return folder


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sweep") / "stopped"
    begin(folder)
    return folder


def harmed(folder: Path, place: Path, number: int) -> Path:
    """A copy of a folder, to which something has happened."""
    chance = random.Random(number)
    copy = Path(shutil.copytree(folder, place / folder.name))
    chance.choice(HARMS)(copy, chance)
    return copy


def attempt[T](read: Callable[[], T]) -> T | str:
    """What is read, or the message with which it is refused."""
    try:
        return read()
    except InputError as error:
        return str(error)


def tightrope(*words: object) -> Result:
    return CliRunner().invoke(cli.main, [str(word) for word in words])


def refused(*words: object) -> str:
    """The message with which a command is refused."""
    answer = tightrope(*words)
    assert answer.exit_code == 2 and re.search("^error: ", answer.stderr, re.MULTILINE), answer.output
    assert "Traceback" not in answer.output
    return answer.stderr


# whatever befalls a folder


@pytest.mark.slow
@MANY
@given(number=st.integers(0, 2**32))
def test_a_harmed_result_is_refused_or_read_as_it_was(
    result: Path, tmp_path_factory: pytest.TempPathFactory, number: int
) -> None:
    copy = harmed(result, tmp_path_factory.mktemp("harmed"), number)
    before = tree(copy)
    read = attempt(lambda: read_pair(copy))
    if isinstance(read, str):
        assert str(copy) in read
    else:
        for found, there in zip(read, read_pair(result), strict=True):
            assert found is not None and there is not None
            assert found.manifest == there.manifest
            assert all(getattr(found, name).equals(getattr(there, name)) for name in STORED)
    assert tree(copy) == before


@pytest.mark.slow
@MANY
@given(number=st.integers(0, 2**32), at_work=st.booleans())
def test_a_harmed_sweep_is_refused_or_read_as_it_was(
    whole: Path, stopped: Path, tmp_path_factory: pytest.TempPathFactory, number: int, at_work: bool
) -> None:
    copy = harmed(stopped if at_work else whole, tmp_path_factory.mktemp("harmed"), number)
    before = tree(copy)
    found = attempt(lambda: open_sweep(copy))
    if isinstance(found, str):
        assert str(copy) in found
    else:
        there = open_sweep(whole)
        assert found.manifest == there.manifest
        for frame in ("months", "summaries"):
            rows, written = (getattr(each, frame).drop("area", strict=False).collect() for each in (found, there))
            assert rows.join(written, on=rows.columns, how="anti", nulls_equal=True).is_empty()
        states = dict(zip(*found.runs.select("run", "status").collect().get_columns(), strict=True))
        known = there.runs.select("run", "status").collect().rows()
        assert all(states[run] in (status, "waiting") for run, status in known)
    assert tree(copy) == before


@pytest.mark.slow
@MANY
@given(number=st.integers(0, 2**32), at_work=st.booleans())
def test_a_harmed_sweep_goes_on_to_the_same_bytes_or_is_left_as_it_is(
    whole: Path, stopped: Path, tmp_path_factory: pytest.TempPathFactory, number: int, at_work: bool
) -> None:
    copy = harmed(stopped if at_work else whole, tmp_path_factory.mktemp("harmed"), number)
    before = tree(copy)
    refusal = attempt(lambda: sweep_into(copy))
    if isinstance(refusal, str):
        assert str(copy) in refusal
        assert tree(copy) == before
    else:
        assert tree(copy) == tree(whole)


@pytest.mark.parametrize("kind", ["run", "sweep"])
def test_a_mistyped_manifest_is_refused_without_the_check_too(
    kind: str, result: Path, whole: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(result if kind == "run" else whole, tmp_path / "copy"))
    shutil.rmtree(copy / "against", ignore_errors=True)
    manifest = copy / f"{kind}.json"
    said, refusals = manifest.read_text("utf-8"), 0
    for number in range(30):
        manifest.write_text(said, "utf-8")
        mistype(copy, random.Random(number))
        read = attempt(lambda: read_results(copy, verify=False) if kind == "run" else open_sweep(copy, verify=False))
        assert not isinstance(read, str) or manifest.name in read
        refusals += isinstance(read, str)
    assert refusals > 15


# the commands


def test_a_flipped_bit_is_told_and_no_verify_reads_on(result: Path, tmp_path: Path) -> None:
    copy, page = Path(shutil.copytree(result, tmp_path / "run")), tmp_path / "page.html"
    path = copy / "against" / "months.parquet"
    content = bytearray(path.read_bytes())
    content[content.rindex(b"Active borrowers")] ^= 1  # within the footer: a word of a definition
    path.write_bytes(content)
    says = refused("report", copy, "--out", page)
    assert f"{path} was damaged or changed since it was written" in says and "--no-verify" in says
    assert "was damaged" in refused("plot", copy, "--figure", "trust") and not page.exists()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["run"]
    assert tightrope("report", copy, "--out", page, "--no-verify").exit_code == 0 and page.exists()


def test_a_changed_manifest_is_told_with_field_and_value(result: Path, whole: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(result, tmp_path / "run"))
    text = (copy / "run.json").read_text("utf-8")
    (copy / "run.json").write_text(text.replace('"seed": 1', '"seed": 2'), "utf-8")
    assert "run.json was changed since it was written" in refused("report", copy)
    (copy / "run.json").write_text(text.replace('"seed": 1', '"seed": "one"'), "utf-8")
    assert "run.json: error: seed: must be a whole number, got 'one'" in refused("report", copy, "--no-verify")
    sweep = Path(shutil.copytree(whole, tmp_path / "sweep"))
    text = (sweep / "sweep.json").read_text("utf-8")
    (sweep / "sweep.json").write_text(text.replace('"title": "Small"', '"title": "Large"', 1), "utf-8")
    for command in ("show", "status", "report", "sensitivity", "tipping", "causes"):
        assert "sweep.json was changed since it was written" in refused("sweep", command, sweep)


def test_a_file_that_exists_is_replaced_only_by_force(result: Path, whole: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    for words in (
        ("report", result, "--out", mine),
        ("sweep", "report", whole, "--out", mine),
        ("sweep", "show", whole, "--csv", mine),
        ("story", "baseline", "--borrower", 1, "--out", mine),
        ("validate", "--json", mine),
    ):
        mine.write_text("mine", encoding="utf-8")
        assert "mine exists already: name another file, or let --force replace it" in refused(*words)
        assert mine.read_text("utf-8") == "mine"
    assert tightrope("sweep", "show", whole, "--csv", mine, "--force").exit_code == 0
    assert mine.read_text("utf-8").startswith("measure,")
    assert "is a folder: name a file" in refused("report", result, "--out", tmp_path, "--force")
    assert "there is no folder" in refused("report", result, "--out", tmp_path / "no" / "page.html")


def test_a_comparison_is_not_written_over_another(
    result: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("comparison.html").write_text("mine", encoding="utf-8")
    assert "comparison.html exists already" in refused("report", result, result)
    assert Path("comparison.html").read_text("utf-8") == "mine"


def test_bad_rows_are_written_only_when_the_run_was_accepted(tmp_path: Path) -> None:
    book, rows = tmp_path / "book.csv", tmp_path / "rows.csv"
    book.write_text("income\n4000\nx\n", encoding="utf-8")
    said = refused("run", "baseline", "--book", book, "--skip-bad-rows", rows, "--months", 0)
    assert "months" in said and not rows.exists()
    (tmp_path / "taken").write_text("", encoding="utf-8")
    refused("run", "baseline", "--book", book, "--skip-bad-rows", rows, "--months", 1, "--out", tmp_path / "taken")
    assert not rows.exists()


# a folder of somebody else's


@pytest.mark.parametrize(
    "name",
    ["sweep.json", "runs.parquet", "report.html", "months/00000.parquet", "journal/00000/notes.txt", ".lock", "x/.y"],
)
def test_a_folder_of_somebody_else_is_not_written_to(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('{"format": 2}', encoding="utf-8")
    before = tree(tmp_path) | {name: path.read_bytes()}
    with pytest.raises(InputError, match="--out"):
        sweep_into(tmp_path)
    assert tree(tmp_path) | {name: path.read_bytes()} == before
    assert path.name == ".lock" or not (tmp_path / ".lock").exists()


def test_what_a_desktop_leaves_is_in_nobodys_way(whole: Path, tmp_path: Path) -> None:
    (tmp_path / ".DS_Store").write_bytes(b"icons")
    begin(tmp_path)
    (tmp_path / "journal" / "00001" / ".DS_Store").write_bytes(b"icons")
    sweep_into(tmp_path)
    there = tree(tmp_path)
    assert there.pop(".DS_Store") == there.pop("journal/00001/.DS_Store") == b"icons"
    del there["journal/00001"]
    assert there == tree(whole)


def test_a_file_blown_up_is_not_read_through(tmp_path: Path) -> None:
    write_results(fake_results(2), tmp_path / "run")
    with (tmp_path / "run" / "months.parquet").open("r+b") as file:
        file.truncate(3_000_000_000)
    began = time.process_time()
    with pytest.raises(InputError, match=r"months\.parquet was damaged or changed since it was written"):
        read_results(tmp_path / "run")
    assert time.process_time() - began < 2


# the panel


def test_a_panel_is_held_against_its_digests(tmp_path: Path) -> None:
    def add(folder: Path) -> None:
        with PanelWriter(folder / "panel") as writer:
            writer.append(pl.DataFrame(schema=panel).clear(3))

    from tightrope.model.results.columns import schema

    panel = schema("panel")
    write_results(fake_results(2), tmp_path / "run", add)
    assert read_panel(tmp_path / "run").collect().height == 3
    part = tmp_path / "run" / "panel" / "part-00001.parquet"
    part.write_bytes(part.read_bytes()[:-1] + b"2")
    with pytest.raises(InputError, match=r"part-00001\.parquet was damaged or changed"):
        read_panel(tmp_path / "run")
    with pytest.raises(InputError, match=r"part-00001\.parquet cannot be read as Parquet"):
        read_panel(tmp_path / "run", verify=False)
    part.unlink()
    with pytest.raises(InputError, match=r"part-00001\.parquet: error: cannot be read: No such file"):
        read_panel(tmp_path / "run")


def test_a_frame_with_other_columns_is_refused(result: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(result, tmp_path / "run"))
    months = replace(read_results(copy)).months.with_columns(pl.col("month").cast(pl.Int32))
    months.write_parquet(copy / "months.parquet")
    with pytest.raises(InputError, match=r"months\.parquet: column 1 must be 'month' \(Int64\), got 'month' \(Int32\)"):
        read_results(copy, verify=False)


# numbers, plans and proofs that agree with their seals, but with nothing else


def resealed(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change what a manifest says, and seal it as if it had been written so."""
    values = json.loads(path.read_text("utf-8"))
    change(values)
    path.write_text(json.dumps(sealed({key: value for key, value in values.items() if key != "seal"})), "utf-8")


@pytest.mark.parametrize("number", [float("inf"), float("nan"), 1e308])
def test_numbers_that_no_market_gives_are_refused(result: Path, tmp_path: Path, number: float) -> None:
    copy = Path(shutil.copytree(result, tmp_path / "run"))
    frame = read_results(copy).months
    frame.with_columns(trust_mean=pl.lit(number, frame.schema["trust_mean"])).write_parquet(copy / "months.parquet")
    says = refused("report", copy, "--out", tmp_path / "page.html", "--no-verify")
    assert "months.parquet: column 'trust_mean' holds" in says and "which no market gives" in says


@pytest.mark.parametrize(
    ("name", "says"), [("months", "does not hold the months from 1 to 14"), ("bands", "holds a row twice")]
)
def test_rows_that_stand_twice_are_refused(result: Path, tmp_path: Path, name: str, says: str) -> None:
    copy = Path(shutil.copytree(result, tmp_path / "run"))
    frame = getattr(read_results(copy), name)
    pl.concat([frame, frame]).write_parquet(copy / f"{name}.parquet")
    assert f"{name}.parquet {says}" in refused("report", copy, "--out", tmp_path / "page.html", "--no-verify")


def test_a_plan_that_is_not_its_manifests_is_refused(whole: Path, tmp_path: Path) -> None:
    for column, value in (("scenario", "elsewhere"), ("point", 7), ("seed", -1), ("market", 99), ("cut_depth", np.inf)):
        copy = Path(shutil.copytree(whole, tmp_path / column))
        path = copy / "runs.parquet"
        said = {key: text for key, text in pl.read_parquet_metadata(path).items() if key != "ARROW:schema"}
        frame = pl.read_parquet(path)
        frame = frame.with_columns(pl.lit(value).cast(frame.schema[column]).alias(column))
        path.write_bytes(as_file(frame, said["holds"]))
        assert f"'{column}' is not what sweep.json tells of" in refused("sweep", "rerun", copy, 3)


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("design", {"kind": "sobol", "points": "x"}, "design.points: must be a whole number, got 'x'"),
        ("design", {"kind": "list", "points": 9}, "design: does not go together with the rest"),
        ("design", {"kind": "dance", "points": 1}, "design.kind: must be 'none', 'grid'"),
        ("columns", ["trust_men"], "columns: does not go together with the rest"),
    ],
)
def test_a_sweep_is_of_a_design_that_there_is(whole: Path, tmp_path: Path, key: str, value: Any, says: str) -> None:
    copy = Path(shutil.copytree(whole, tmp_path / "sweep"))
    resealed(copy / "sweep.json", lambda about: about.update({key: value}))
    assert says in refused("sweep", "show", copy)


def test_a_scenario_of_a_manifest_is_told_in_our_words(whole: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(whole, tmp_path / "sweep"))
    resealed(copy / "sweep.json", lambda about: about["scenarios"][0]["parameters"]["limits"].update(cut_depth=7.0))
    says = refused("sweep", "rerun", copy, 0)
    assert "manifest does not tell its scenarios in full: limits.cut_depth: must be between 0 and 0.95" in says
    assert "pydantic" not in says
