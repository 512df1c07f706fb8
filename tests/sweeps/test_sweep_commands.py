"""Sweeps as a user runs them: from the shell and from Python, watched, failed, looked after and run once more."""

import io
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result
from polars.testing import assert_frame_equal
from rich.console import Console

from tests.helpers.small_sweeps import small_sweep
from tightrope import InputError, open_sweep, read_results, run_sweep
from tightrope.api.rerun import plan_again
from tightrope.cli.commands import main
from tightrope.progress.sweep_display import in_words, shown, span
from tightrope.sweeps.run.driving import Progress

SWEEP = """
scenarios = ["baseline", "rate-cap"]
borrowers = 200
months = 6
seeds = 2
columns = ["trust_mean", "frozen_share"]
[values]
network_kind = "none"
[design]
kind = "grid"
[design.over]
cut_depth = [0.2, 0.4]
"""
OWN_BOOK = "limit_paylater,balance_paylater\n" + "\n".join(f"{2000 + 10 * row},{row}" for row in range(100)) + "\n"


def tightrope(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sweeps") / "small.toml"
    path.write_text(SWEEP, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def done(file: Path) -> Path:
    out = file.parent / "done"
    answer = tightrope("sweep", "run", file, "--workers", 2, "--out", out)
    assert answer.exit_code == 0, answer.output
    assert "8 runs in 8 markets: 8 finished" in answer.output
    assert f"tightrope sweep show {out}" in answer.output
    return out


def test_status_says_how_far_it_is(done: Path) -> None:
    answer = tightrope("sweep", "status", done)
    assert answer.exit_code == 0
    assert answer.output.splitlines() == ["8 runs in 8 markets: 8 finished", f"data set: {done}"]


def test_a_run_once_more_gives_the_same_numbers_in_full(done: Path, tmp_path: Path) -> None:
    answer = tightrope("sweep", "rerun", done, 7, "--out", tmp_path / "again")
    assert answer.exit_code == 0, answer.output
    again = read_results(tmp_path / "again")
    assert (tmp_path / "again" / "report.html").exists()
    run = open_sweep(done).runs.filter(run=7).collect().row(0, named=True)
    assert again.manifest["parameters"]["limits"]["cut_depth"] == run["cut_depth"] == 0.4
    assert (again.manifest["seed"], again.manifest["against"]) == (2, "baseline")
    kept = open_sweep(done).months.filter(run=7).select("month", "trust_mean", "frozen_share").collect()
    alone = again.months.select(kept.columns)
    assert_frame_equal(kept, alone, check_dtypes=False, rel_tol=1e-6)


def test_a_run_that_is_not_there_is_refused(done: Path) -> None:
    answer = tightrope("sweep", "rerun", done, 8)
    assert answer.exit_code == 2
    assert "run 8 is not in" in answer.output
    assert "0 to 7" in answer.output


def test_a_sweep_at_strength_is_run_again_at_that_strength(tmp_path: Path) -> None:
    sweep = small_sweep(points=[(0.3, 0.25)], seeds=1)
    run_sweep(sweep, out=tmp_path / "sweep", workers=1)
    plan = plan_again(tmp_path / "sweep", 1)
    assert (plan.scenario.strength, plan.scenario.parameters.limits.cut_depth) == (0.25, 0.3)
    assert plan.against is not None
    assert plan.against.parameters.limits.cut_depth == 0.3


def test_a_book_of_ones_own_must_be_named_and_be_the_same(file: Path, tmp_path: Path) -> None:
    book, other = tmp_path / "mine.csv", tmp_path / "other.csv"
    book.write_text(OWN_BOOK, encoding="utf-8")
    other.write_text(OWN_BOOK.replace("2000,0", "2001,0"), encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text(f'book = "{book}"\n{SWEEP}'.replace("seeds = 2", "seeds = 1"), encoding="utf-8")
    run_sweep(own, out=tmp_path / "sweep", workers=1)
    with pytest.raises(InputError, match=r"the sweep's book is mine.csv@.*: name it with --book"):
        plan_again(tmp_path / "sweep", 0)
    with pytest.raises(InputError, match="does not hold the accounts of the sweep's book"):
        plan_again(tmp_path / "sweep", 0, book=str(other))
    assert (
        plan_again(tmp_path / "sweep", 0, book=str(book)).book.digest
        == open_sweep(tmp_path / "sweep").manifest["book"]["digest"]
    )


def test_a_failed_run_is_told_with_the_command_that_shows_it(tmp_path: Path) -> None:
    from tightrope.scenarios.files.scenario import load_scenario

    scenario = load_scenario("baseline")
    sweep = small_sweep(scenarios=(scenario,), months=(3,), against=None, points=[(0.3, 1.0), (0.99, 1.0)], seeds=1)
    results = run_sweep(sweep, out=tmp_path / "sweep", workers=1)
    failed = results.runs.filter(status="failed").collect().row(0, named=True)
    assert failed["command"] == f"tightrope sweep rerun {tmp_path / 'sweep'} 1"
    assert results.runs.filter(status="finished").collect()["command"].to_list() == [None]
    told = tightrope("sweep", "status", tmp_path / "sweep")
    assert told.exit_code == 0
    assert "run 1 (baseline, seed 1) failed: limits.cut_depth: must be between 0 and 0.95, got 0.99" in told.output
    answer = tightrope(*failed["command"].split()[1:])
    assert answer.exit_code == 2
    assert "cut_depth: must be between 0 and 0.95, got 0.99" in answer.output
    assert pl.read_parquet(tmp_path / "sweep" / "failures.parquet")["run"].to_list() == [1]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["sweep", "run", "librari"], "did you mean 'library'"),
        (["sweep", "run", "library", "--workers", "0"], "workers: 0 is not allowed; give a whole number from 1"),
        (
            ["sweep", "run", "library", "--workers", "2", "--cluster", "tcp://127.0.0.1:1"],
            "--workers is for this machine",
        ),
        (["sweep", "status", "nowhere"], "nowhere is not there: name a folder that 'tightrope sweep run' wrote"),
    ],
)
def test_what_is_wrong_is_said_in_one_message(words: list[str], says: str) -> None:
    answer = tightrope(*words)
    assert answer.exit_code == 2
    assert says in answer.output
    assert "Traceback" not in answer.output


def test_a_log_file_gets_a_line_at_the_start_and_at_the_end() -> None:
    file = io.StringIO()
    with shown(Console(file=file)) as watch:
        for done in range(4):
            watch.progress(Progress(done, 3, failed=done // 3, rate=0.5 * done))
    assert file.getvalue().splitlines() == ["markets: 0 of 3", "markets: 3 of 3, 1.5 a second, 1 failed"]


def test_a_terminal_gets_a_bar() -> None:
    file = io.StringIO()
    file.isatty = lambda: True  # type: ignore[method-assign]
    with shown(Console(file=file, force_terminal=True, width=100)) as watch:
        watch.progress(Progress(1, 4, failed=1, rate=0.02))
        watch.stop_asked = True
        watch.progress(Progress(2, 4, failed=1, rate=0.02))
    assert "2/4" in file.getvalue()
    assert "stopping after what has begun" in file.getvalue()


def test_speed_and_time_left_are_said_as_people_do() -> None:
    assert in_words(Progress(10, 110, failed=0, rate=0.5)) == "0.5 a second, 3 min left"
    assert in_words(Progress(0, 110, failed=0, rate=0.0)) == ""
    spans = [0.2, 42, 100, 5400, 12_000, 200_000]
    assert [span(seconds) for seconds in spans] == ["1 s", "42 s", "2 min", "1 h 30 min", "3 h 20 min", "2 days 7 h"]
