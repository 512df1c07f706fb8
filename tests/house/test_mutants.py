"""The slips that ``make mutants`` tries: what they are, that they run, and that none listed as harmless is stale."""

import ast
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path

import pytest

from tests.helpers import mutating
from tests.helpers.mutants import MutantLoader, all_mutants, equivalent, report
from tests.helpers.mutating import Mutant, mutants_of, mutated

SOURCE = '''
"""A rule."""

LEAST = 20.0


@rule
def pay(b: Borrower, amount: int = 3) -> int:
    """Pay."""
    if not b.locked and b.cash > 0:
        b.paid = min(amount, -b.cash)
        b.cash -= 2 * amount
        note(b)
    return b.paid if amount < LEAST else 0
'''


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(mutating, "ROOT", tmp_path)
    path = tmp_path / "rules.py"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def test_every_slip_is_one_change(rules: Path) -> None:
    assert {mutant.line: mutant.rule for mutant in mutants_of(rules)}.items() >= {(4, ""), (10, "pay"), (14, "pay")}
    assert [f"{mutant.line}: {mutant.change}" for mutant in mutants_of(rules)] == [
        "4: 20.0 -> 40.0",
        "8: 3 -> 4",
        "8: 3 -> 6",
        "10: if not b.locked and b.cash > 0 -> if not (not b.locked and b.cash > 0)",
        "10: not b.locked and b.cash > 0 -> not b.locked or b.cash > 0",
        "10: not b.locked -> b.locked",
        "10: b.cash > 0 -> b.cash >= 0",
        "10: 0 -> 1",
        "11: b.paid = min(amount, -b.cash) -> pass",
        "11: min(amount, -b.cash) -> max(amount, -b.cash)",
        "11: -b.cash -> b.cash",
        "12: b.cash -= 2 * amount -> b.cash += 2 * amount",
        "12: b.cash -= 2 * amount -> pass",
        "12: 2 * amount -> 2 / amount",
        "12: 2 -> 3",
        "12: 2 -> 4",
        "13: note(b) -> pass",
        "14: return b.paid if amount < LEAST else 0 -> return 0",
        "14: b.paid if amount < LEAST else 0 -> b.paid if not amount < LEAST else 0",
        "14: amount < LEAST -> amount <= LEAST",
        "14: 0 -> 1",
    ]


def test_a_mutant_is_the_source_with_its_slip_and_runs(rules: Path) -> None:
    sound = ast.unparse(ast.parse(SOURCE)).splitlines()
    for mutant in mutants_of(rules):
        tree = mutated(mutant)
        compile(tree, "rules.py", "exec")
        found = ast.unparse(tree).splitlines()
        assert len(found) == len(sound) and sum(map(str.__ne__, found, sound)) == 1, mutant


def test_what_is_listed_as_harmless_exists_and_says_why() -> None:
    known = {(mutant.file, mutant.rule, mutant.change) for mutant in all_mutants()}
    assert not equivalent().keys() - known
    assert all(why.endswith(".") for why in equivalent().values())


def test_the_score_is_told_by_room() -> None:
    tried = [Mutant(f"{room}/x.py", "pay", line, line, "0 -> 1") for room in ("agents", "model") for line in range(8)]
    assert report(tried, tried[:2]) == "agents: 6 of 8 noticed, 75.0%\nmodel: 8 of 8 noticed, 100.0%"


def test_a_mutant_stands_in_for_its_module_alone() -> None:
    mutant = next(
        mutant for mutant in all_mutants() if mutant.file == "agents/money.py" and "-> return 0" in mutant.change
    )
    loader = MutantLoader(mutant)
    assert loader.find_spec("tightrope.agents.lines", None) is None
    spec = loader.find_spec("tightrope.agents.money", None)
    assert isinstance(spec, ModuleSpec)
    module = module_from_spec(spec)
    loader.exec_module(module)
    assert module.fen(10.2) == 0
