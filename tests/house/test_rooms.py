"""The rooms of the house: who may import whom, under which name, and what the front door leaves unloaded."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.imports import INSIDE, ROOMS, home_of, imported_names, modules

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"mesa", "networkx", "llvmlite", "pandas", "plotly", "polars", "pydantic"}


def place(module: str) -> tuple[int, int]:
    """The number of a module's room, and within it that of its sub-package: 0 for what stands outside any."""
    room, inside = home_of(module)
    return [*ROOMS, "tightrope"].index(room), INSIDE[room].index(inside) + 1 if inside else 0


def complaint(module: str, name: str) -> str | None:
    """Why `module`, named without ``tightrope.``, must not import `name`, or None where it may."""
    first, _, rest = name.partition(".")
    if first in ROOMS:
        return f"write tightrope.{name}"
    if first != "tightrope" or not rest:
        return None
    (room, inside), (target, target_inside) = place(module), place(rest)
    if room < len(ROOMS) and target == len(ROOMS):
        return "a room never imports the front door"
    if target > room:
        return f"{ROOMS[target]} lies to the right of {ROOMS[room]}"
    if target == room and target_inside > inside > 0:
        return f"{rest.rpartition('.')[0]} lies to the right of {module.rpartition('.')[0]}"
    if (
        module.startswith("analysis.")
        and f"{rest}.".startswith("model.")
        and not f"{rest}.".startswith("model.results.")
    ):
        return "analysis reads results, never the engine's insides"
    return None


@pytest.mark.parametrize("room", [*ROOMS, "tightrope"])
def test_imports_point_one_way(room: str) -> None:
    broken = [
        f"{module} imports {name}: {reason}"
        for module, source in modules(room)
        for name in imported_names(source, f"tightrope.{module.rpartition('.')[0]}")
        if (reason := complaint(module, name))
    ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("room", INSIDE)
def test_every_sub_package_has_its_place(room: str) -> None:
    found = {path.parent.name for path in (ROOT / room).glob("*/__init__.py")} - {*ROOMS}
    assert found == {*INSIDE[room]}


@pytest.mark.parametrize(
    ("module", "line", "allowed"),
    [
        ("agents.earning", "from tightrope.scenarios.errors import InputError", True),
        ("agents.earning", "from .income import wage", True),
        ("agents.earning", "def late():\n    from tightrope.model.engine import market", False),
        ("agents.earning", "from ..model import market", False),
        ("scenarios.errors", "from tightrope import agents", False),
        ("model.engine.market", "import tightrope.analysis.report as report", False),
        ("model.engine.market", "from tightrope.api.run import run", False),
        ("model.engine.market", "import agents.income", False),
        ("model.engine.market", "from tightrope.model.measures.tally import Tally", True),
        ("model.measures.tally", "from tightrope.model.engine.market import CreditMarket", False),
        ("analysis.words.words", "from tightrope.model.results.run_results import Results", True),
        ("analysis.words.words", "from tightrope.model.results import run_results", True),
        ("analysis.words.words", "from tightrope.model.engine.market import CreditMarket", False),
        ("analysis.words.words", "import tightrope.model", False),
        ("api.run", "from tightrope.cli.tables import table", False),
        ("cli.run", "from tightrope.api.run import run", True),
    ],
)
def test_the_import_check_sees_wrong_turns(module: str, line: str, allowed: bool) -> None:
    complaints = [complaint(module, name) for name in imported_names(line, f"tightrope.{module.rpartition('.')[0]}")]
    assert (complaints == [None]) is allowed


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_refuses_its_bare_name(room: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT)
    with pytest.raises(ImportError, match=rf"write 'from tightrope\.{room} import"):
        importlib.import_module(room)
    assert room not in sys.modules


def test_help_loads_nothing_heavy() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "tightrope", "--help"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT.parent)
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in answer.stderr.splitlines()}
    assert "Usage: " in answer.stdout
    assert "click" in loaded
    assert not loaded & {*HEAVY, "numpy"}
