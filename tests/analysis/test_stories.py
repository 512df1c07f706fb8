"""docs/stories.md against the library: its commands, its runs, and what its tables are made from."""

import re
import shlex
from pathlib import Path

import pytest

from tests.helpers.makers import maker
from tightrope import library, load_scenario, run
from tightrope.analysis.compare.groups import GROUPS
from tightrope.api.run import Run
from tightrope.cli.commands import main
from tightrope.model.results.run_results import FRAMES, REASONS

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "stories.md").read_text(encoding="utf-8")
STORIES = ("limit-closed", "early-repay", "lump-sum-raise", "silent-overdue", "linked-products")


MAKER = maker("make_stories")
RUNS = [(found[2], found[3]) for found in MAKER.MARKED.finditer(TEXT)]
COMMANDS = re.findall(r"^tightrope run (.+)$", TEXT, flags=re.MULTILINE)


def test_every_story_and_counterpart_is_told_once() -> None:
    told = [name for name, _ in RUNS]
    assert sorted(told) == sorted(MAKER.TABLES)
    assert set(told) == {name for name in library() if name.startswith(STORIES)}
    assert [name for name in told if load_scenario(name).base == "baseline"] == list(STORIES)


@pytest.mark.parametrize(("name", "other"), RUNS)
def test_a_run_is_compared_with_its_base_and_has_its_command(name: str, other: str) -> None:
    assert load_scenario(name).base == other
    assert f"{name} --book taiwan --against {other}" in COMMANDS


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_of_the_page_can_be_given(words: str) -> None:
    main.commands["run"].make_context("run", shlex.split(words))


@pytest.mark.parametrize("name", list(MAKER.TABLES))
def test_a_table_is_made_of_what_there_is(name: str) -> None:
    table = MAKER.TABLES[name]
    assert set(table.months) <= {column.name for column in FRAMES["months"]}
    assert set(table.reasons) <= set(REASONS)
    assert {group for group, _ in table.groups} <= {group.name for group in GROUPS}
    [written] = [found[0] for found in MAKER.MARKED.finditer(TEXT) if found[2] == name]
    for column in table.months:
        assert f"| `{column}`, mean |" in written, "run docs/make_stories.py"


def test_a_table_tells_months_freezes_and_people(monkeypatch: pytest.MonkeyPatch) -> None:
    def small(name: str, *, book: str, against: str) -> Run:
        assert book == "taiwan"
        return run(name, borrowers=1000, months=36, against=against)

    monkeypatch.setattr(MAKER, "run", small)
    lines = MAKER.table("linked-products", "baseline").splitlines()
    assert lines[0] == "| from month 25 on | `linked-products` | `baseline` |"
    cells = {line.split(" | ")[0].removeprefix("| "): line.count(" | ") for line in lines[2:]}
    assert set(cells.values()) == {2}
    told = MAKER.TABLES["linked-products"]
    assert {f"`{column}`, mean" for column in told.months} <= set(cells)
    assert {f"lines frozen: {reason}" for reason in told.reasons} <= set(cells)
    [defaulted, written_off] = [name for name in cells if name.startswith("everybody, ")]
    assert defaulted.endswith("people: defaulted") and written_off.endswith("people: written off")
