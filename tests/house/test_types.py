"""What the type checker sees of the rules: a field that is no field, and no Any that would hide one."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]


class Slip(NamedTuple):
    """A misspelling in a copy of a module, and what the type checker calls the class that has no such name."""

    module: str
    right: str
    wrong: str
    record: str


SLIPS = [
    Slip("freezing", "b.withheld = 0", "b.withheldd = 0", '"Borrower"'),
    Slip("suspecting", "f.draws", "f.drawss", '"Flow"'),
    Slip("limiting", "int(policy.notice_months)", "int(policy.notize_months)", '"Policy"'),
    Slip("lines", "left = p.cashloan_term_months", "left = p.cashloan_term_monthss", '"Numbers"'),
    Slip("arriving", "100.0 * row.savings", "100.0 * row.savingz", '"BookRow"'),
    Slip("collecting", "LadderStage.AGENCY:", "LadderStage.AGENCI:", '"type[LadderStage]"'),
]


@pytest.mark.slow
def test_a_misspelt_field_is_refused(tmp_path: Path) -> None:
    for slip in SLIPS:
        source = (ROOT / "agents" / f"{slip.module}.py").read_text(encoding="utf-8")
        assert source.count(slip.right) == 1
        copy = tmp_path / f"copy_of_{slip.module}.py"
        copy.write_text(source.replace(slip.right, slip.wrong), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--no-error-summary", *map(str, sorted(tmp_path.glob("*.py")))]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT).stdout
    found = re.findall(r'copy_of_(\w+)\.py:\d+: error: (".*?") has no attribute "(\w+)"', answer)
    assert sorted(found) == sorted(
        (s.module, s.record, s.wrong.split(".")[-1].split(" ")[0].strip("):")) for s in SLIPS
    )
    assert answer.count(" error: ") == len(SLIPS), answer


ANY_WITH_REASON = {
    "lender.__init__": "Mesa's model is generic in types that the platform never asks for",
}


def annotations(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Every function and the annotations of what it takes and returns, and every type alias with its value."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            taken = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
            told = [each.annotation for each in taken if each and each.annotation]
            yield from ((node.name, ast.unparse(each)) for each in [*told, *([node.returns] if node.returns else [])])
        elif isinstance(node, ast.TypeAlias):
            yield node.name.id, ast.unparse(node.value)


def test_no_rule_takes_or_returns_any() -> None:
    found = {
        f"{path.stem}.{name}"
        for path in (ROOT / "agents").glob("*.py")
        for name, annotation in annotations(ast.parse(path.read_text(encoding="utf-8")))
        if re.search(r"\bAny\b", annotation)
    }
    assert found == set(ANY_WITH_REASON)
    assert [*annotations(ast.parse("type A = Any\ndef f(x: list[Any]) -> int: ..."))][:2] == [
        ("A", "Any"),
        ("f", "list[Any]"),
    ]
