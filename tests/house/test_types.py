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
    Slip("agents/freezing", "b.withheld = 0", "b.withheldd = 0", '"Borrower"'),
    Slip("agents/suspecting", "f.draws", "f.drawss", '"Flow"'),
    Slip("agents/limiting", "int(policy.notice_months)", "int(policy.notize_months)", '"Policy"'),
    Slip("agents/lines", "left = p.cashloan_term_months", "left = p.cashloan_term_monthss", '"Numbers"'),
    Slip("agents/lender", "p.cool_off_duty_months", "p.cool_off_dutty_months", '"Numbers"'),
    Slip("agents/lender", "q.raise_monthly =", "q.raise_monthlyy =", '"Policy"'),
    Slip("agents/circumstances", "100.0 * row.savings", "100.0 * row.savingz", '"BookRow"'),
    Slip("model/measures/standing", "t.unused +=", "t.unusedd +=", '"Tally"'),
    Slip("model/engine/month", "month.moods[i] = mood(b)", "month.mods[i] = mood(b)", '"Month"'),
    Slip("agents/collecting", "LadderStage.AGENCY:", "LadderStage.AGENCI:", '"type[LadderStage]"'),
]


def misspelt(slip: Slip) -> str:
    """The name that is none."""
    names: list[str] = re.findall(r"\.([a-zA-Z]\w*)", slip.wrong)
    return names[0]


@pytest.mark.slow
def test_a_misspelt_field_is_refused(tmp_path: Path) -> None:
    for number, slip in enumerate(SLIPS):
        module = ROOT / f"{slip.module}.py"
        source = module.read_text(encoding="utf-8")
        assert source.count(slip.right) == 1
        copy = tmp_path / f"copy_{number}_of_{module.name}"
        copy.write_text(source.replace(slip.right, slip.wrong), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--no-error-summary", *map(str, sorted(tmp_path.glob("*.py")))]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT).stdout
    found = re.findall(r'copy_\d+_of_(\w+)\.py:\d+: error: (".*?") has no attribute "(\w+)"', answer)
    assert sorted(found) == sorted((Path(slip.module).name, slip.record, misspelt(slip)) for slip in SLIPS)
    assert answer.count(" error: ") == len(SLIPS), answer


NAMED = "a field of a record asked for by its name, whose type depends on the name"
JSON = "what a JSON document holds"
RULES = "rules of any signature"
COMPILER = ROOT / "model" / "compile"
"""It reads annotations, and what is called by them, of any kind."""
ANY_WITH_REASON = {
    **dict.fromkeys(
        ("lender.__init__", "rivals.__init__"), "Mesa's model is generic in types that no lender ever asks for"
    ),
    **dict.fromkeys(("borrowers.column", "borrowers.get", "borrowers.__getattr__"), NAMED),
    **dict.fromkeys(("market.results", "history.results"), JSON),
    **dict.fromkeys((f"manifests.{name}" for name in ("sealed", "read_manifest", "_check_format")), JSON),
    **dict.fromkeys((f"manifests.{name}" for name in ("_check_document", "_seal")), JSON),
    **dict.fromkeys(("columns.frame_of", "columns._laid_out"), "whatever polars makes a column of"),
    **dict.fromkeys(("laying_out.values", "laying_out._values"), "columns of every kind of number"),
    **dict.fromkeys(("pass_code.Rule", "pass_code.begun", "passes._run", "passes.run_once", "graph._as_it_is"), RULES),
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


def test_nothing_takes_or_returns_any() -> None:
    found = {
        f"{path.stem}.{name}"
        for room in ("agents", "model")
        for path in (ROOT / room).rglob("*.py")
        if path.parent != COMPILER
        for name, annotation in annotations(ast.parse(path.read_text(encoding="utf-8")))
        if re.search(r"\bAny\b", annotation)
    }
    assert found == set(ANY_WITH_REASON)
    assert [*annotations(ast.parse("type A = Any\ndef f(x: list[Any]) -> int: ..."))][:2] == [
        ("A", "Any"),
        ("f", "list[Any]"),
    ]
