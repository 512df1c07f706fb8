"""docs/freezes.md: its commands can be given, and its tables are those that the script makes."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.made_up_worlds import calm_world, judged
from tests.helpers.makers import maker
from tightrope.analysis.freezes.groups import BANDS, FAIR
from tightrope.analysis.freezes.measures import MEASURES
from tightrope.api.freezes import ACTIONS
from tightrope.cli.commands import main
from tightrope.scenarios.files.scenario import library

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "freezes.md").read_text(encoding="utf-8")
COMMANDS = [line.partition("#")[0] for line in re.findall(r"^tightrope freezes (.+)$", TEXT, flags=re.MULTILINE)]


MAKER = maker("make_freezes")


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_of_the_page_can_be_given(words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    given = main.commands["freezes"].make_context("freezes", shlex.split(words)).params
    assert given["action"] in ACTIONS and (given["subject"] in library() or given["subject"].startswith("results/"))


def test_every_action_is_told_of() -> None:
    assert re.findall(r"^\| `(\w+)` \|", TEXT, flags=re.MULTILINE) == list(ACTIONS)


def test_every_table_is_made_and_holds_all_that_it_is_of(monkeypatch: pytest.MonkeyPatch) -> None:
    world = calm_world(300)
    world.pair.here.hit[5, ::3] = 1
    found: Any = judged(world)
    monkeypatch.setattr(MAKER, "judged", lambda scenario, action: found)
    made = {name: table() for name, table in MAKER.TABLES.items()}
    assert [marked[2] for marked in MAKER.MARKED.finditer(TEXT)] == ["whole", "fairness", "actions"]
    assert set(made) == {"whole", "fairness", "actions"}
    for words in (each.definition.rstrip(".") for each in MEASURES):
        assert words in made["whole"] and words in TEXT, "run python docs/make_freezes.py"
    assert all(f"| {by}: " in made["fairness"] and f"| {by}: {BANDS[by][0]} |" in TEXT for by in FAIR)
    assert "0.00 % (0.00 to 0.00)" in made["whole"], "nobody of this world is late"
