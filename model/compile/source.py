"""The text of a rule, and what is said where the text cannot be compiled."""

import ast
import builtins
import inspect
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

from tightrope.model.compile.types import Signature, signature_of

__all__ = ["RefusedError", "Source", "is_rule", "source_of"]


class RefusedError(Exception):
    """A rule holds what cannot be compiled; the message says where, and why."""


class Source(NamedTuple):
    """A rule as it is written."""

    rule: Callable[..., Any]
    tree: ast.FunctionDef
    signature: Signature
    names: dict[str, Any]
    """What the names that are not its own stand for."""
    written: Counter[str]
    """How often each of its own names is given a value."""
    file: str
    line: int
    """Of the file, on which the text begins."""

    def refused(self, node: ast.AST, why: str) -> RefusedError:
        """Return what to raise, with the place in the file."""
        line = self.line + getattr(node, "lineno", 1) - 1
        return RefusedError(f"{self.file}:{line}: {self.tree.name}: {why}")


def is_rule(found: object) -> bool:
    """Whether this is a function marked as a rule."""
    return getattr(found, "__rule__", False)


@cache
def source_of(rule: Callable[..., Any]) -> Source:
    """Read a rule's text."""
    lines, line = inspect.getsourcelines(rule)
    tree = ast.parse(textwrap.dedent("".join(lines))).body[0]
    assert isinstance(tree, ast.FunctionDef)
    file = inspect.getsourcefile(rule) or ""
    try:
        signature = signature_of(rule)
    except TypeError as error:
        raise RefusedError(f"{file}:{line}: {tree.name}: {error}") from None
    return Source(rule, tree, signature, vars(builtins) | rule.__globals__, Counter(_written(tree)), file, line)


def _written(tree: ast.FunctionDef) -> Iterator[str]:
    yield from (argument.arg for argument in tree.args.args)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
