"""The small mistakes that are tried on a rule: what could be written by a slip, one slip at a time."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Mutant", "mutants_of", "mutated"]

ROOT = Path(__file__).resolve().parents[2]

COMPARISONS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
}  # fmt: skip
ARITHMETIC = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
}  # fmt: skip
OPPOSITES = {"min": "max", "max": "min"}
NOT_RUN = ("annotation", "returns", "decorator_list", "type_params", "type_comment")
"""Fields of a node that say something of the code and are not run with it."""


@dataclass(frozen=True)
class Mutant:
    """One slip: in which file (relative to the root), rule and line, the how manieth, and what it makes of what."""

    file: str
    rule: str
    line: int
    place: int
    change: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}, {self.rule or 'constants'}: {self.change}"


def slips(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what a slip could make of a node."""
    yield from slips_of_expressions(node) if isinstance(node, ast.expr) else slips_of_statements(node)


def slips_of_expressions(node: ast.AST) -> Iterator[ast.AST]:
    """Yield another comparison, sign, number, way out of a choice, or the other of min and max."""
    match node:
        case ast.Compare(left, ops, rights):
            for k, op in enumerate(ops):
                if other := COMPARISONS.get(type(op)):
                    yield ast.Compare(left, [*ops[:k], other(), *ops[k + 1 :]], rights)
        case ast.BinOp(left, sign, right) if opposite := ARITHMETIC.get(type(sign)):
            yield ast.BinOp(left, opposite(), right)
        case ast.BoolOp(op, values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(ast.Not() | ast.USub(), operand):
            yield operand
        case ast.IfExp(test, body, orelse):
            yield ast.IfExp(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.Call(ast.Name(name), arguments, []) if name in OPPOSITES:
            yield ast.Call(ast.Name(OPPOSITES[name], ast.Load()), arguments, [])
        case ast.Constant(value):
            yield from (ast.Constant(other) for other in other_numbers(value))


def slips_of_statements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a condition turned round, nothing returned, a sum with the other sign, and nothing done."""
    match node:
        case ast.If(test, body, orelse):
            yield ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.Return(value) if value is not None and not isinstance(value, ast.Constant):
            yield ast.Return(ast.Constant(0))
        case ast.AugAssign(target, op, value):
            if other := ARITHMETIC.get(type(op)):
                yield ast.AugAssign(target, other(), value)
            yield ast.Pass()
        case ast.Expr(ast.Call()) | ast.Assign([ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()


def other_numbers(value: object) -> Iterator[float]:
    """Yield what a number could be mistaken for."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield value + 1
        if value > 1:
            yield 2 * value
    elif isinstance(value, float):
        yield 2.0 * value if value else 1.0


def sites(node: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.AST]]:
    """Walk through all that is run, in order: where a node stands (parent, field, place in a list), and the node."""
    for field, value in ast.iter_fields(node):
        if field in NOT_RUN:
            continue
        for place, child in enumerate(value) if isinstance(value, list) else ((None, value),):
            if isinstance(child, ast.AST):
                yield node, field, place, child
                yield from sites(child)


def all_slips(tree: ast.Module) -> Iterator[tuple[ast.AST, str, int | None, ast.AST, ast.AST]]:
    """Yield every slip in a tree: where it goes, what stands there, and what it puts there."""
    for parent, field, place, node in sites(tree):
        for slip in slips(node):
            yield parent, field, place, node, slip


def shown(node: ast.AST) -> str:
    """Return a node's source, of an ``if`` its condition alone."""
    return f"if {ast.unparse(node.test)}" if isinstance(node, ast.If) else ast.unparse(node)


def mutants_of(path: Path) -> list[Mutant]:
    """List every mutant of a file."""
    file, tree = path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))
    rules = {
        line: node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    found = []
    for place, (_, _, _, node, slip) in enumerate(all_slips(tree)):
        line = node.lineno  # type: ignore[attr-defined]
        found.append(Mutant(file, rules.get(line, ""), line, place, f"{shown(node)} -> {shown(slip)}"))
    return found


def mutated(mutant: Mutant) -> ast.Module:
    """Return the tree of the mutant's file with the slip made."""
    tree = ast.parse((ROOT / mutant.file).read_text(encoding="utf-8"))
    parent, field, place, _, slip = list(all_slips(tree))[mutant.place]
    if place is None:
        setattr(parent, field, slip)
    else:
        getattr(parent, field)[place] = slip
    return ast.fix_missing_locations(tree)
