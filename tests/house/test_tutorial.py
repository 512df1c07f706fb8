"""The tutorial and the how-to pages: each can be followed, and what they name is there."""

import re
from pathlib import Path

import click
import pytest

from tests.helpers.following import ROOT, blocks, commands, follow, missing, same
from tightrope import load_scenario, plan_sweep, run, run_sweep
from tightrope.analysis.calibration.file_reading import load_calibration
from tightrope.analysis.calibration.schema import CalibrationFile, MethodTable, TargetTable
from tightrope.analysis.charts.figures import FIGURES
from tightrope.cli.commands import main
from tightrope.dashboard.events import EVENTS
from tightrope.model.results.columns import FRAMES
from tightrope.scenarios.parameters.table import declared

HOWTO = [*sorted(page.name for page in (ROOT / "docs").glob("howto-*.md")), "calibrate.md"]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
def test_the_tutorial_can_be_followed(elsewhere: Path) -> None:
    follow("tutorial.md")
    assert {path.name for path in elsewhere.iterdir()} > {"first", "softer", "lower-cap", "own-book", "depth"}


def test_the_tutorial_names_figures_as_the_report_does() -> None:
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    named = re.findall(r"^\d\. \*(.+?)\*", text, flags=re.MULTILINE)
    assert len(named) == 3 and set(named) <= {figure.title.put("en") for figure in FIGURES.values()}


@pytest.mark.slow
def test_policies_can_be_compared(elsewhere: Path) -> None:
    follow("howto-compare.md", {"10_000": "300", "20": "3"})
    assert (elsewhere / "policies-means.csv").exists()


def test_a_run_can_be_reproduced() -> None:
    follow("howto-reproduce.md")


@pytest.mark.slow
def test_a_figure_can_be_made(elsewhere: Path) -> None:
    run("baseline", borrowers=200, months=6, against="baseline", out="first")
    run_sweep(plan_sweep("regulatory-squeeze", borrowers=50, months=6, seeds=3), out="depth")
    follow("howto-figures.md")
    assert {path.stem for path in (elsewhere / "figures").iterdir()} == {"captions", "freezes", "trust"}
    assert (elsewhere / "fans" / "fan-trust_mean.html").exists()
    assert "</html>" in (elsewhere / "trust.html").read_text(encoding="utf-8")


def test_the_tutorial_names_buttons_as_the_dashboard_does() -> None:
    part = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8").split("\n## ")[3]
    named = set(re.findall(r"\*\*(.+?)\*\*", part))
    assert {"Guidance to tighten", "Guidance lifted"} <= named
    assert named <= {*(button.label.put("en") for button in EVENTS), "Reset", "▶", "Step"}


@pytest.mark.parametrize("words", [words for page in HOWTO for words in commands(page)], ids=" ".join)
def test_a_command_of_a_page_can_be_given(words: list[str]) -> None:
    command: click.Command = main
    words = words[1:]
    while isinstance(command, click.Group):
        command, words = command.commands[words[0]], words[1:]
    command.make_context("tightrope", words)


def test_the_scenario_for_an_own_portfolio_is_right() -> None:
    [example] = (block for block in blocks("howto-calibrate.md") if block.language == "toml")
    Path(example.file).write_text(example.text, encoding="utf-8")
    assert load_scenario(Path(example.file)).parameters.repaying.forget_cashloan_monthly == 0.04


def test_the_calibration_of_the_page_is_right_and_names_every_choice() -> None:
    [example] = (block for block in blocks("calibrate.md") if block.language == "toml")
    Path(example.file).write_text(example.text, encoding="utf-8")
    plan = load_calibration(Path(example.file))
    assert [each.name for each in plan.targets] == ["late", "missed", "worse", "cured", "vintages"]
    assert plan.method == MethodTable(), "each as it is without being named"
    keys = {*CalibrationFile.model_fields, *TargetTable.model_fields, *MethodTable.model_fields} - {"statistic"}
    assert all(re.search(rf"\b{key}\b", example.text) for key in keys - {"last_month"})


def test_what_calibration_moves_and_reads_is_there() -> None:
    text = (ROOT / "docs" / "howto-calibrate.md").read_text(encoding="utf-8")
    known = {*declared(), *(column.name for column in FRAMES["months"])}
    assert not set(re.findall(r"`([a-z0-9]+_\w+)`", text)) - known


def test_a_line_that_says_something_else_is_noticed() -> None:
    assert same(" 2.01 % (27)", "2.05 %   (27)")
    assert not same("2.01 % (27)", "3.01 % (27)")
    assert not same("2.01 % frozen", "2.01 % late")
    assert missing("a\n…\nb", "b\na") == ["b"]
