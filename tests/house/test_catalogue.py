"""docs/mechanisms.md against the code: every row of the catalogue is there, and every name on the page resolves."""

import importlib
import re
from pathlib import Path

import pytest

from tests.agents.test_mechanisms import TABLE
from tightrope.agents.codes import FreezeReason
from tightrope.model.results.columns import FRAMES
from tightrope.scenarios.parameters.table import declared

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "mechanisms.md").read_text(encoding="utf-8")
LINES = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in PAGE.splitlines()
    if re.match(r"\| [A-G]\d* \|", line)
]
CATALOGUE = [
    *(f"A{k}" for k in range(1, 17)), *(f"B{k}" for k in range(1, 9)),
    *(f"C{k}" for k in range(1, 31)), *(f"D{k}" for k in range(1, 7)),
    *(f"E{k}" for k in range(1, 18)), "F", "G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8",
]  # fmt: skip
NO_STRENGTH = {"D4", "F", "G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8"}
"""Rows that no parameter turns: what events and measures are, and what is asked of whole markets."""
ROOMS = ("agents", "model", "scenarios", "sweeps", "analysis", "")


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def resolves(rule: str) -> bool:
    """Whether ``module.name`` or ``module.Class.name`` is in one of the rooms."""
    module, *path = rule.split(".")
    homes = [home.with_suffix("").parts for room in ROOMS for home in (ROOT / "tightrope" / room).rglob(f"{module}.py")]
    depth = len(ROOT.parts)
    found: list[object] = [importlib.import_module(".".join(home[depth:])) for home in homes]
    for name in path:
        found = [getattr(each, name, None) for each in found]
    return any(each is not None for each in found)


def shows(measure: str) -> bool:
    """Whether a measure is a column of months, ``frame.column``, or freezes for a reason."""
    if measure.startswith("freezes:"):
        return measure.removeprefix("freezes:") in FreezeReason.labels()[1:]
    frame, _, column = measure.rpartition(".")
    return column in {declared.name for declared in FRAMES[frame or "months"]}


def test_every_row_is_there_once_and_in_order() -> None:
    assert [line[0] for line in LINES] == CATALOGUE


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0])
def test_every_name_resolves(line: list[str]) -> None:
    row, _, turned_by, rule, measure, proof = line
    assert bool(names(turned_by)) is (row not in NO_STRENGTH)
    assert names(rule) and names(measure) and proof
    assert not set(names(turned_by)) - set(declared())
    assert not [name for name in names(rule) if not resolves(name)]
    assert not [name for name in names(measure) if not shows(name)]


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0])
def test_every_proof_exists(line: list[str]) -> None:
    links = re.findall(r"\[([^\]]+)\]\(\.\./(tests/[\w/]+\.py)\)", line[-1])
    assert links
    for text, path in links:
        source = (ROOT / path).read_text(encoding="utf-8")
        if re.fullmatch(r"[A-E]\d+", text):
            assert text == line[0] and f'"{text}",' in source
        else:
            assert "\ndef test_" in source


def test_the_page_and_the_table_of_tests_agree() -> None:
    linked = {line[0] for line in LINES if re.search(rf"\[{line[0]}\]", line[-1])}
    assert linked == {row.id for row in TABLE}


def test_the_check_of_names_can_fail() -> None:
    assert not resolves("freezing.never_was") and not resolves("nowhere.at_all") and resolves("lender.Lender.staff")
    assert not shows("freezes:whim") and not shows("bands.nothing") and shows("bands.default_hazard")
