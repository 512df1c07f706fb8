"""No rule goes untested or uncalled: each public rule of agents/ stands in a test by name, and every rule in a call."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ("tests/agents", "tests/model")
"""Where rules are tested."""


def trees(*folders: str) -> Iterator[ast.Module]:
    """Every module below some folders of the repository."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield ast.parse(path.read_text(encoding="utf-8"))


def rules(tree: ast.Module) -> set[str]:
    """The functions of a module under ``@rule``."""
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and any(ast.unparse(mark) == "rule" for mark in node.decorator_list)
    }


def exported(tree: ast.Module) -> set[str]:
    """What a module names in its ``__all__``."""
    lists = [
        node.value for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    return {name for names in lists for name in ast.literal_eval(names)}


def mentioned(modules: Iterable[ast.Module]) -> set[str]:
    """The names that stand in expressions of some modules: what is only imported is not among them."""
    return {
        node.id
        for tree in modules
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


def test_every_public_rule_has_a_test_of_its_own() -> None:
    public = {name for tree in trees("agents") for name in rules(tree) & exported(tree)}
    untested = public - mentioned(trees(*TESTS))
    assert not untested, f"no test calls {', '.join(sorted(untested))}"
    assert len(public) > 50


def test_every_rule_is_called() -> None:
    ours = list(trees("agents", "model"))
    uncalled = {name for tree in ours for name in rules(tree)} - mentioned(ours)
    assert not uncalled, f"nothing calls {', '.join(sorted(uncalled))}"


def test_the_checks_can_fail() -> None:
    tree = ast.parse('__all__ = ["a"]\nfrom m import c\n@rule\ndef a(): b()\n@rule\ndef b(): ...\ndef d(): ...')
    assert (rules(tree), exported(tree), mentioned([tree])) == ({"a", "b"}, {"a"}, {"rule", "b"})
