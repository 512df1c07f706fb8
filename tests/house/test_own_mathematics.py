"""What feeds the simulation computes with the model's own mathematics, never with that of a system or a library."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("agents", "model/engine", "model/measures", "scenarios/engine", "scenarios/books", "scenarios/files")
SOURCES = (
    *(path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.py"))),
    ROOT / "model/network/graph.py",
)
ROUNDED_BY_EACH = {
    *("exp", "exp2", "expm1", "log", "log1p", "log2", "logaddexp", "pow", "power", "float_power", "cbrt", "hypot"),
    *("sin", "cos", "tan", "asin", "acos", "atan", "atan2", "arcsin", "arccos", "arctan", "arctan2"),
    *(
        "sinh",
        "cosh",
        "tanh",
        "asinh",
        "acosh",
        "atanh",
        "arcsinh",
        "arccosh",
        "arctanh",
        "erf",
        "erfc",
        "gamma",
        "lgamma",
    ),
    *(
        "dot",
        "matmul",
        "einsum",
        "inner",
        "linalg",
        "binomial",
        "normal",
        "standard_normal",
        "lognormal",
        "exponential",
    ),
}
"""Functions and draws whose last bit differs between systems, processors and versions, whatever they are called on.

Those of the standard library's ``decimal`` do not differ.
"""


def is_fixed(node: ast.expr) -> bool:
    """Whether this is a number, or a constant by its name."""
    match node:
        case ast.Constant() | ast.UnaryOp(operand=ast.Constant()):
            return True
        case ast.Name(name):
            return name.isupper()
    return False


def borrowed(source: str) -> list[str]:
    """Return what a module computes with the mathematics of others, by line."""
    found: list[ast.expr | ast.stmt] = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(ast.Name("decimal")):
                pass
            case ast.Attribute(attr=name) if name in ROUNDED_BY_EACH:
                found.append(node)
            case ast.ImportFrom(module="math" | "cmath" | "numpy", names=names) if ROUNDED_BY_EACH & {
                n.name for n in names
            }:
                found.append(node)
            case (
                ast.Call(func=ast.Name("pow"))
                | ast.BinOp(op=ast.MatMult())
                | ast.AugAssign(op=ast.Pow() | ast.MatMult())
            ):
                found.append(node)
            case ast.BinOp(left=ast.Constant(2 | 10), op=ast.Pow(), right=right) if is_fixed(right):
                pass
            case ast.BinOp(op=ast.Pow()):
                found.append(node)
    return [f"{node.lineno}: {ast.unparse(node)}" for node in found]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_all_mathematics_is_our_own(path: Path) -> None:
    assert not borrowed(path.read_text(encoding="utf-8")), "take it from tightrope.scenarios.engine.mathematics"


@pytest.mark.parametrize(
    "line",
    [
        "math.exp(x)", "np.log1p(x)", "x**y", "x **= 2", "2.0**x", "x**0.5", "pow(x, 2)", "a @ b", "np.cos(x)",
        "a.dot(b)", "from math import log", "draws.binomial(9, x)", "pl.col('a').log()",
    ],
)  # fmt: skip
def test_what_is_borrowed_is_found(line: str) -> None:
    assert borrowed(line)


@pytest.mark.parametrize(
    "line", ["exp(x)", "math.sqrt(x)", "2.0**-53", "2**_WORD", "10**60", "math.floor(x)", "f(**x)"]
)
def test_what_is_our_own_passes(line: str) -> None:
    assert not borrowed(line)
