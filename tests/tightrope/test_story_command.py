"""``tightrope story``: the words on the terminal, the page, the same from Python, and what is refused."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import tightrope
from tightrope.api.finding import SEARCHES
from tightrope.cli.commands import main

SMALL = ["story", "regulatory-squeeze", "--borrowers", "200", "--months", "18"]


def run(*words: str) -> Result:
    return CliRunner(env={"COLUMNS": "160"}).invoke(main, [*SMALL, *words])


def test_a_story_is_told_and_written(tmp_path: Path) -> None:
    page = tmp_path / "story.html"
    done = run("--borrower", "17", "--out", str(page))
    assert done.exit_code == 0, done.output
    told = tightrope.story("regulatory-squeeze", 17, borrowers=200, months=18)
    assert " ".join(told.here.who.put("en").split()) in " ".join(done.stdout.split())
    written = page.read_text(encoding="utf-8")
    assert told.here.who.put("en") in written and 'id="plot-life"' in written
    assert all(f'data-month="{month}"' in written for month in told.months)


def test_a_search_picks_the_borrower_in_chinese() -> None:
    done = run("--find", "out-of-work", "--language", "zh")
    assert done.exit_code == 0 and "借款人" in done.stdout and "市场中" in done.stdout
    assert "…" not in done.stdout, "a sentence is cut off"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--borrower", "200"], "borrower: 200 is not allowed; give a whole number from 0 to 199"),
        (["--find", "frozen"], "no search is called 'frozen'"),
        (["--find", "list"], "out-of-work: out of work"),
        ([], "whose story? Give either the number of a borrower or the name of a search"),
        (["--borrower", "1", "--find", "locked"], "whose story?"),
    ],
)
def test_bad_input_is_one_message(words: list[str], message: str) -> None:
    refused = run(*words)
    assert refused.exit_code == 2 and message in refused.stderr and "Traceback" not in refused.output


def test_nobody_found_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = SEARCHES["locked"]._replace(those=lambda own, twin, month: own["status"] > 100)
    monkeypatch.setitem(SEARCHES, "locked", nobody)
    refused = run("--find", "locked")
    assert refused.exit_code == 2 and "the search 'locked' finds nobody" in refused.stderr
