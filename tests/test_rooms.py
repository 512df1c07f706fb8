"""The rooms of the house: who may import whom, under which name, and what the front door leaves unloaded."""

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ["scenarios", "agents", "model", "sweeps", "analysis"]
HEAVY = {"mesa", "networkx", "numba", "pandas", "plotly", "polars", "pydantic"}


def imported_names(source: str, package: str) -> Iterator[str]:
    """Every dotted name that `source`, a module of `package`, imports at its top or inside its functions."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: 1 - node.level or None] if node.level else []
            base = ".".join([*parents, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def complaint(room: str, name: str) -> str | None:
    """Why a module of `room` must not import `name`, or None where it may."""
    first, _, rest = name.partition(".")
    if first in ROOMS:
        return f"write tightrope.{name}"
    if first != "tightrope":
        return None
    target = rest.partition(".")[0]
    if target not in ROOMS:
        return "a room never imports the front door"
    if ROOMS.index(target) > ROOMS.index(room):
        return f"{target} lies to the right of {room}"
    if (room, target) == ("analysis", "model") and not f"{rest}.".startswith("model.results."):
        return "analysis reads results, never the engine's insides"
    return None


@pytest.mark.parametrize("room", ROOMS)
def test_imports_point_one_way(room: str) -> None:
    broken = [
        f"{path.relative_to(ROOT)} imports {name}: {reason}"
        for path in sorted((ROOT / room).glob("*.py"))
        for name in imported_names(path.read_text(encoding="utf-8"), f"tightrope.{room}")
        if (reason := complaint(room, name))
    ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(
    ("room", "line", "allowed"),
    [
        ("agents", "from tightrope.scenarios.errors import InputError", True),
        ("agents", "from .income import wage", True),
        ("agents", "def late():\n    from tightrope.model import market", False),
        ("agents", "from ..model import market", False),
        ("scenarios", "from tightrope import agents", False),
        ("model", "import tightrope.analysis.report as report", False),
        ("model", "from tightrope import __version__", False),
        ("model", "import agents.income", False),
        ("analysis", "from tightrope.model.results import Results", True),
        ("analysis", "from tightrope.model import results", True),
        ("analysis", "from tightrope.model.market import CreditMarket", False),
        ("analysis", "import tightrope.model", False),
    ],
)
def test_the_import_check_sees_wrong_turns(room: str, line: str, allowed: bool) -> None:
    complaints = [complaint(room, name) for name in imported_names(line, f"tightrope.{room}")]
    assert (complaints == [None]) is allowed


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_refuses_its_bare_name(room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT)
    with pytest.raises(ImportError, match=rf"write 'from tightrope\.{room} import"):
        importlib.import_module(room)
    assert room not in sys.modules


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_stay_flat(room: str) -> None:
    nested = [path for path in (ROOT / room).rglob("*.py") if path.parent != ROOT / room]
    assert not nested, "a package below a room would be missing from the wheel"


def test_help_loads_nothing_heavy() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "tightrope", "--help"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT.parent)
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in answer.stderr.splitlines()}
    assert "Usage: " in answer.stdout
    assert "click" in loaded
    assert not loaded & HEAVY
