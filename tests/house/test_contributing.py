"""The worked example of docs/contributing.md, carried out on a copy: whole, and with each step forgotten."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pytest

from tests.helpers.imports import ROOMS

pytestmark = pytest.mark.slow  # each starts processes

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "contributing.md").read_text(encoding="utf-8")
EXAMPLE = PAGE.split("### An example")[1].split("\n### ")[0]
PLACES = 4
"""Files that a parameter, a rule, a flow and a measure may take together, tests and documents aside."""

FORMULA = r'\n\n    Formula:\n(?: {8}.*\n)+ {4}(?=""")'
"""The formula of a rule in its docstring."""


class Step(NamedTuple):
    """A step of the example: what it adds, the file, and for each place in it the lines before and after."""

    name: str
    file: str
    changes: list[tuple[str, str]]


def steps() -> list[Step]:
    """The steps in their order; a block shows lines as ``diff`` does, below the name of the file."""
    found = re.findall(r"\*\*([^*]+)\*\*[^*]*?```diff\n\+\+\+ (\S+)\n(.*?)```", EXAMPLE, re.DOTALL)
    return [Step(name.lower(), file, [sides(part) for part in text.split("@@\n")]) for name, file, text in found]


def sides(part: str) -> tuple[str, str]:
    """Return the lines of a piece of a block as they were and as they shall be."""
    lines = part.splitlines(keepends=True)
    was, shall = ("".join(line[1:] for line in lines if line[0] != sign) for sign in "+-")
    return was, shall


def take(step: Step, house: Path, change: Callable[[str], str] = str) -> None:
    """Carry a step out; ``change`` may leave something out of what it adds."""
    file = house / step.file
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    for was, shall in step.changes:
        assert text.count(was) == 1, f"{step.file} no longer holds the lines that the page shows:\n{was}"
        text = text.replace(was, change(shall))
    file.write_text(text, encoding="utf-8")


def house_without(forgotten: str, folder: Path) -> Path:
    """A copy of the house with every step of the example but the forgotten one, or the forgotten part of one.

    No page is made anew, so that those are forgotten in every copy.
    """
    passed_over = shutil.ignore_patterns("__pycache__", "pictures")
    for name in (*ROOMS, "tightrope", "tests", "docs"):
        shutil.copytree(ROOT / name, folder / name, symlinks=True, ignore=passed_over)
    for name in ("ODD.md", "pyproject.toml"):
        shutil.copy(ROOT / name, folder / name)
    part = re.search(r"`(.+)`", forgotten)
    left_out = re.escape(f", {part[1]}") if part else FORMULA if forgotten == "its formula" else "(?!)"
    for step in steps():
        if step.name != forgotten:
            take(step, folder, lambda text: re.sub(left_out, "", text))
    return folder


def said(house: Path, *command: str) -> str:
    """What a command says in a house, whose rules run as plain Python there; empty where all is well."""
    environment = {**os.environ, "TIGHTROPE_PLAIN": "1", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(house)}
    answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd=house, env=environment)
    return answer.stdout + answer.stderr if answer.returncode else ""


def run(house: Path, command: str) -> str:
    """Give a command of the example."""
    return said(house, sys.executable, "-m", *shlex.split(command))


def commands() -> list[str]:
    """The two runs of the example."""
    [block] = re.findall(r"```sh\n(.*?)```", EXAMPLE, re.DOTALL)
    without, with_it = block.splitlines()
    return [without, with_it]


def checked(house: Path, by: str) -> str:
    """What the one says who is to notice: a test, named with its file, the style checker, or a run."""
    if test := re.fullmatch(r"\[`(\w+)`\]\(\.\./(\S+)\.py\)", by):
        return said(house, sys.executable, "-c", f"from {test[2].replace('/', '.')} import {test[1]} as test; test()")
    if by == "`tightrope run --check`":
        return run(house, commands()[1])
    assert by == "`ruff check`"
    return said(house, sys.executable, "-m", "ruff", "check", "--no-cache", *(step.file for step in steps()))


ROWS = [tuple(map(str.strip, row)) for row in re.findall(r"^\| (.*?) \| (.*?) \| (.*?) \|$", EXAMPLE, re.MULTILINE)[1:]]
"""What is forgotten, who says so, and what that one says."""
TYPES = [row for row in ROWS if row[1] == "`mypy`"]


def message(row: tuple[str, ...]) -> str:
    return row[2].strip("`").strip()


def test_the_example_takes_four_places() -> None:
    places = [step.file for step in steps() if not step.file.startswith("tests/")]
    assert len({*places}) == PLACES < len(places)
    asked = {forgotten for forgotten, _, _ in ROWS}
    assert {step.name for step in steps()} <= asked and len(asked) == len(ROWS) == len(steps()) + 4


def test_the_example_does_what_the_page_says(tmp_path: Path) -> None:
    house = house_without("nothing", tmp_path)
    assert not [answer for command in commands() if (answer := run(house, command))]
    kept, sold = (pl.read_parquet(house / "results" / name / "months.parquet") for name in ("kept", "sold"))
    assert kept["belongings_amount"].sum() == 0 < sold["belongings_amount"].sum()
    assert sold["dpd30_share_balance"][-1] < kept["dpd30_share_balance"][-1]
    files = [step.file for step in steps()]
    assert not said(house, sys.executable, "-m", "ruff", "check", "--no-cache", *files)
    assert not said(house, sys.executable, "-m", "ruff", "format", "--check", "--no-cache", *files)
    checks = {found for _, by, _ in ROWS for found in re.findall(r"\.\./(tests/.*\.py)", by) if "odd" not in found}
    assert len(checks) == 2
    assert not said(house, sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *checks, files[-1])


@pytest.mark.parametrize("row", [row for row in ROWS if row not in TYPES], ids=lambda row: row[0])
def test_a_step_that_is_forgotten_is_noticed(row: tuple[str, str, str], tmp_path: Path) -> None:
    forgotten, by, _ = row
    assert message(row) in checked(house_without(forgotten, tmp_path), by)


def test_the_type_checker_misses_what_a_rule_reads_and_writes(tmp_path: Path) -> None:
    """The rule of the example beside the house as it is, in which there is neither the parameter nor the flow."""
    module = house_without("nothing", tmp_path / "house") / steps()[1].file
    copy = shutil.copy(module, tmp_path / f"copy_of_{module.name}")
    told = said(ROOT, sys.executable, "-m", "mypy", "--no-error-summary", str(copy))
    assert len(TYPES) == 2 and all(message(row) in told for row in TYPES)
    assert told.count(" error: ") == told.count("belongings_")
