"""What a command says unasked: that friends are fewer than told, and that something takes a while."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.helpers.refusals import SWEEP, written
from tightrope import run
from tightrope.cli.commands import main

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.mark.parametrize("kind", ["small-world", "scale-free", "blocks", "none"])
@pytest.mark.parametrize("borrowers", [1, 2, 3, 7])
def test_any_number_of_borrowers_makes_a_market(borrowers: int, kind: str) -> None:
    choices = {"borrowers": borrowers, "months": 14, "against": "baseline", "values": {"network_kind": kind}}
    result = run("regulatory-squeeze", **choices, check=True, out="o")  # type: ignore[arg-type]
    assert result.months.height == 14 and result.borrowers.height == borrowers
    fewer = "Among so few borrowers each has" in Path("o/report.html").read_text(encoding="utf-8")
    assert fewer == (kind != "none" and borrowers < 7)


def test_a_command_says_that_friends_are_fewer() -> None:
    words = ["run", "baseline", "--borrowers", "3", "--months", "1", "--out", "o"]
    answer = CliRunner().invoke(main, words)
    assert answer.exit_code == 0
    assert "mean_degree: among 3 borrowers each has 2 friends on average, not 6\n" in answer.stderr
    assert CliRunner().invoke(main, ["story", *words[1:-2], "--borrower", "0", "--out", "s.html"]).exit_code == 0


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
