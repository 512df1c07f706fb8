"""Which lines of the rules are reached while a market lives as plain Python."""

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType
from typing import Any

__all__ = ["Reached", "lines_reached", "lines_that_do_something"]

ROOT = Path(__file__).resolve().parents[2]

type Line = tuple[str, int]
"""A file's name, and the number of the line."""


class Reached(set[Line]):
    """The lines that were reached."""

    def missing(self, room: str) -> Iterator[str]:
        """Yield, of all that rules of a room do, what was not reached: file, rule and line."""
        for name, rule, lines, text in lines_that_do_something(room):
            if not any((name, line) in self for line in lines):
                yield f"{name}: {rule}: {text}"


def lines_that_do_something(room: str) -> Iterator[tuple[str, str, range, str]]:
    """Yield every statement of every rule: its file, its rule, its lines (of a compound one the head), its text."""
    for path in sorted((ROOT / room).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        source = text.splitlines()
        for function in ast.walk(ast.parse(text)):
            if isinstance(function, ast.FunctionDef) and any(map(_is_rule, function.decorator_list)):
                for each in ast.walk(function):
                    if isinstance(each, ast.stmt) and each is not function and not _says_nothing(each):
                        body: list[Any] = getattr(each, "body", [])
                        last = body[0].lineno - 1 if body else each.end_lineno or each.lineno
                        lines = range(each.lineno, last + 1)
                        yield path.name, function.name, lines, source[each.lineno - 1].strip()


def _is_rule(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Name) and decorator.id == "rule"


def _says_nothing(statement: ast.stmt) -> bool:
    """Whether a statement is a docstring, or declares a type alone."""
    if isinstance(statement, ast.AnnAssign):
        return statement.value is None
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


@contextmanager
def lines_reached(room: str) -> Iterator[Reached]:
    """Watch which lines of a room run; each is noted once, so that it costs next to nothing."""
    watch, reached, folder = sys.monitoring, Reached(), str(ROOT.resolve() / room)
    tool = next(number for number in range(6) if watch.get_tool(number) is None)
    watch.use_tool_id(tool, "reached")

    def note(code: CodeType, line: int) -> Any:
        file = Path(code.co_filename)
        if str(file.resolve()).startswith(folder):
            reached.add((file.name, line))
        return watch.DISABLE

    watch.register_callback(tool, watch.events.LINE, note)
    watch.set_events(tool, watch.events.LINE)
    watch.restart_events()
    try:
        yield reached
    finally:
        watch.set_events(tool, 0)
        watch.register_callback(tool, watch.events.LINE, None)
        watch.free_tool_id(tool)
