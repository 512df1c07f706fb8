"""No number hides in a rule: it is declared, or a named constant says why no scenario moves it."""

import ast
import re
import tokenize
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENGINE = ("life", "market", "month")
"""Modules of model/engine that hold rules; the ledger checks them, and the history keeps what they count."""
RULES = (
    *sorted((ROOT / "agents").glob("*.py")),
    *(ROOT / "model" / "engine" / f"{name}.py" for name in ENGINE),
    *sorted((ROOT / "model" / "measures").glob("*.py")),
    ROOT / "model" / "network" / "graph.py",
)

# Numbers that need no name, and where

ANYWHERE = {0, 1, 2}
"""Nothing; all, or the next one; twice or half, as of an even spread from nil, or of a variance."""
FACTORS = {12, 100}
"""Months a year; fen a yuan, and per cent. They multiply and divide: compared with anything they would be behaviour."""
MOST_PER_CENT = 100
"""The most of a share: in ``min``."""
ROUNDING = 0.5
"""Added or taken away it rounds halves up, or finds the middle of a draw. As a factor it would be behaviour."""
BASE = 10
"""Base of a power, whose exponent is in powers of ten."""
NOT_RUN = ("annotation", "returns", "decorator_list", "type_params")
"""Fields of a node that say something of the code and are not run with it."""


def is_plain(number: float, parent: ast.AST, field: str) -> bool:
    """Whether a number needs no name where it stands, in a field of its parent."""
    match parent:
        case _ if number in ANYWHERE:
            return True
        case ast.BinOp(op=ast.Mult() | ast.Div() | ast.FloorDiv()):
            return number in FACTORS
        case ast.Call(func=ast.Name("min")):
            return number == MOST_PER_CENT
        case ast.Call(func=ast.Name("power"), args=[ast.Constant(base), _]):
            return number == base == BASE
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            return number == ROUNDING and field == "right"
    return False


def is_enumeration(node: ast.AST) -> bool:
    """Whether a class lists codes, which their names and its docstring explain."""
    return isinstance(node, ast.ClassDef) and any(re.search(r"Code|Enum", ast.unparse(base)) for base in node.bases)


def numbers(node: ast.AST) -> Iterator[tuple[float, int, ast.AST, str]]:
    """Every number that is run below a node: with its line, the node that it stands in, and in which field there."""
    for field, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if field in NOT_RUN or not isinstance(child, ast.AST) or is_enumeration(child):
                continue
            if isinstance(child, ast.Constant) and type(child.value) in (int, float):
                yield float(child.value), child.lineno, node, field  # type: ignore[arg-type]
            yield from numbers(child)


def says_why(node: ast.stmt, behind: ast.stmt | None, comments: set[int]) -> bool:
    """Whether a docstring follows a constant, or a comment stands on its lines or the one above."""
    match behind:
        case ast.Expr(ast.Constant(str())):
            return True
    return bool(comments & set(range(node.lineno - 1, (node.end_lineno or node.lineno) + 1)))


def bare_numbers(source: str) -> list[str]:
    """Return the numbers of a module that have no name, and its constants that do not say what they are, by line."""
    body = ast.parse(source).body
    words = tokenize.generate_tokens(StringIO(source).readline)
    comments = {word.start[0] for word in words if word.type == tokenize.COMMENT}
    found = []
    for node, behind in zip(body, [*body[1:], None], strict=True):
        of_node = list(numbers(ast.Module([node], [])))
        if isinstance(node, ast.Assign | ast.AnnAssign):
            if of_node and not says_why(node, behind, comments):
                found.append(f"{node.lineno}: {ast.unparse(node)}")
        else:
            found += [
                f"{line}: {number:g} in {ast.unparse(parent)}"
                for number, line, parent, field in of_node
                if not is_plain(number, parent, field)
            ]
    return found


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_rules_hold_no_bare_number(path: Path) -> None:
    assert not bare_numbers(path.read_text(encoding="utf-8")), "declare it, or name it and say why nobody moves it"


# The test fails where it should

PLANTS = {
    "a share": ("p.compression", "0.6"),
    "a factor of a half": ("p.compression", "0.5"),
    "a whole number": ("if missing > 0:", "if missing > 3:"),
    "a year that is behaviour": ("if missing > 0:", "if b.late_paylater > 12:"),
    "a bound": ("min(size, _LARGEST)", "min(size, 8.0)"),
    "a default of an argument": ("amount: int) -> int:", "amount: int = 5) -> int:"),
    "a power": ("b.buffer_months * usual", "power(b.buffer_months, 1.5)"),
    "a constant that says nothing": ("\n\n\n@rule", "\n\n_GRACE = 2\n\n\n@rule"),
    "a half before a sum": ("(wish - spending) / usual\n    return", "(0.5 + spending) / usual\n    return"),
}  # fmt: skip


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_number_is_found(plant: str) -> None:
    sound, (old, new) = (ROOT / "agents" / "spending.py").read_text(encoding="utf-8"), PLANTS[plant]
    assert old in sound
    assert not bare_numbers(sound)
    assert len(bare_numbers(sound.replace(old, new, 1))) == 1


def test_a_constant_with_a_word_passes() -> None:
    assert not bare_numbers('_GRACE = 5\n"""Days of grace, as the law has it."""\n')
    assert not bare_numbers("_GRACE = 5  # days, as the law has it\n")
    assert not bare_numbers("def f(x: float) -> int:\n    return int(100.0 * x / 12 + 0.5)\n")
