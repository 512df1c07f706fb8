"""Who imports whom: the rooms, their sub-packages in order, and what each module names in its imports."""

import ast
from collections.abc import Iterator
from pathlib import Path

__all__ = ["INSIDE", "ROOMS", "home_of", "imported_names", "modules"]

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ["scenarios", "agents", "model", "sweeps", "analysis"]
"""The rooms in order: each imports those on its left. The front door, ``tightrope``, imports all."""
INSIDE = {
    "scenarios": ["disk", "parameters", "files", "engine", "books"],
    "model": ["results", "measures", "network", "compile", "engine"],
    "sweeps": ["plan", "store", "run", "search"],
    "analysis": [
        "words",
        "charts",
        "compare",
        "story",
        "facts",
        "study",
        "freezes",
        "calibration",
        "study_charts",
        "pictures",
        "report",
    ],
    "tightrope": ["progress", "api", "dashboard", "cli"],
}
"""The sub-packages of a room: each imports those on its left, never those on its right."""


def imported_names(source: str, package: str) -> Iterator[str]:
    """Every dotted name that `source`, a module of `package`, imports at its top or inside its functions."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: 1 - node.level or None] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def modules(room: str) -> Iterator[tuple[str, str]]:
    """The name, without ``tightrope.``, and the source of every module of a room or of the front door."""
    for path in sorted((ROOT / room).rglob("*.py")):
        home = ROOT / "tightrope" if room == "tightrope" else ROOT
        yield ".".join(path.relative_to(home).with_suffix("").parts), path.read_text(encoding="utf-8")


def home_of(module: str) -> tuple[str, str]:
    """The room and the sub-package of a module, named without ``tightrope.``; the latter empty outside any.

    What is in no other room belongs to the front door.
    """
    room, _, rest = module.partition(".")
    if room not in ROOMS:
        room, rest = "tightrope", module
    inside = rest.partition(".")[0]
    return room, inside if inside in INSIDE.get(room, []) else ""
