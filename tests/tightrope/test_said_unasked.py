"""What a command says unasked: that friends are fewer than told, and that something takes a while."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.helpers.refusals import SWEEP, written
from tightrope import run
from tightrope.cli.commands import main
from tightrope.model.compile.machine import target
from tightrope.model.engine import machine_code
from tightrope.scenarios.engine.compiled import COMPILED

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.mark.parametrize("kind", ["small-world", "scale-free", "blocks", "none"])
@pytest.mark.parametrize("borrowers", [1, 2, 3, 7])
def test_any_number_of_borrowers_makes_a_market(borrowers: int, kind: str) -> None:
    result = run("regulatory-squeeze", borrowers=borrowers, months=14, values={"network_kind": kind}, check=True)
    assert result.months.height == 14 and result.borrowers.height == borrowers


@pytest.mark.parametrize(
    ("borrowers", "kind", "fewer"),
    [
        (1, "small-world", True), (2, "scale-free", True), (3, "blocks", True), (6, "small-world", True),
        (7, "small-world", False), (7, "scale-free", False), (7, "blocks", False), (3, "none", False),
    ],
)  # fmt: skip
def test_a_report_says_that_friends_are_fewer(borrowers: int, kind: str, fewer: bool) -> None:
    choices = {"borrowers": borrowers, "months": 14, "against": "baseline", "values": {"network_kind": kind}}
    run("regulatory-squeeze", **choices, check=True, out="o")  # type: ignore[arg-type]
    assert ("Among so few borrowers each has" in Path("o/report.html").read_text(encoding="utf-8")) is fewer


def test_a_command_says_that_friends_are_fewer() -> None:
    words = ["run", "baseline", "--borrowers", "3", "--months", "1", "--out", "o"]
    answer = CliRunner().invoke(main, words)
    assert answer.exit_code == 0
    assert "mean_degree: among 3 borrowers each has 2 friends on average, not 6\n" in answer.stderr
    assert CliRunner().invoke(main, ["story", *words[1:-2], "--borrower", "0", "--out", "s.html"]).exit_code == 0


COMPILING = "note: compiling the rules, first time only: some seconds\n"


@pytest.mark.skipif(not COMPILED, reason="nothing is compiled")
def test_compiling_is_announced_once_and_before_the_first_month(monkeypatch: pytest.MonkeyPatch) -> None:
    made = machine_code._kept(target().lanes)

    def kept(path: Path, makers: Sequence[tuple[str, ...]]) -> list[bytes]:
        path.touch()
        return made

    Path("cache").mkdir()
    monkeypatch.setattr(machine_code, "cache_folder", lambda: Path("cache"))
    monkeypatch.setattr(machine_code, "kept_code", kept)
    for out, times in (("o", 1), ("o2", 0)):
        for loaded in (machine_code.code, machine_code.code_for):
            loaded.cache_clear()  # as in a new process
        words = ["run", "baseline", "--borrowers", "20", "--months", "1", "--out", out]
        said = CliRunner().invoke(main, words, catch_exceptions=False).stderr
        assert said.count("compiling the rules") == said.partition("month 1 of 1")[0].count(COMPILING) == times


@pytest.mark.skipif(not COMPILED, reason="nothing is compiled")
def test_a_sweep_compiles_once_before_its_workers_start_and_for_all_that_follows() -> None:
    said = with_own_cache("sweep", "run", written("mine.toml", SWEEP), "--workers", "2", "--out", "o")
    assert said.count("compiling the rules") == said.count(COMPILING) == 1
    [code] = [file for file in Path("cache").glob("tightrope/*/*") if file.suffix != ".lock"]
    assert code.name.startswith("rules-1-")
    story = ["baseline", "--borrowers", "20", "--months", "1", "--borrower", "0", "--out", "s.html"]
    assert "compiling" not in with_own_cache("story", *story)


def with_own_cache(*words: str) -> str:
    """Carry out a command with a cache of this test's own; return what it says on standard error."""
    environment = {**os.environ, "TIGHTROPE_CACHE_DIR": str(Path("cache").absolute()), "TIGHTROPE_LANES": "1"}
    command = [sys.executable, "-m", "tightrope", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stderr


def test_a_long_plan_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tightrope.sweeps.plan.identity._SECONDS_BETWEEN_LINES", 0.0)
    text = SWEEP + '[design]\nkind = "grid"\n[design.over]\ncut_depth = { levels = 3 }\n'
    answer = CliRunner().invoke(main, ["sweep", "plan", written("mine.toml", text)])
    assert answer.exit_code == 0
    assert "laying out the plan: 3 of 3 runs" in answer.stderr


def test_reading_a_large_book_is_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tightrope.scenarios.books.reading.SLOW_BYTES", 10)
    written("mine.csv", "income\n5000\n6000\n")
    answer = CliRunner().invoke(main, ["run", "baseline", "--book", "mine.csv", "--months", "0"])
    assert answer.stderr.startswith("reading mine.csv: 0 MB, which takes a while\n")
