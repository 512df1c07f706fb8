"""The README: its commands exist, its links lead somewhere, its Python runs and prints what it says."""

import contextlib
import io
import re
import shlex
from pathlib import Path

import click
import pytest

from tightrope.cli import commands as cli

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, flags=re.MULTILINE | re.DOTALL)


def commands() -> list[list[str]]:
    lines = [line.removeprefix("uv run ") for block in blocks("sh") for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("tightrope ")]


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", text)]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_a_command_exists_with_its_options(words: list[str]) -> None:
    command: click.Command = cli.main
    while isinstance(command, click.Group):
        command, words = command.commands[words[0]], words[1:]
    with contextlib.suppress(click.exceptions.Exit):  # --help
        command.make_context("tightrope", words)


def test_the_commands_of_make_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^make ([\w-]+)", "\n".join(blocks("sh")), flags=re.MULTILINE)
    assert targets == ["run", "test", "docs"]
    assert all(f"\n{target}: " in makefile for target in targets)


@pytest.mark.parametrize("link", re.findall(r"\]\((?!http)([^)]+)\)", TEXT))
def test_a_link_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


def test_the_python_runs_and_prints_what_is_shown() -> None:
    first, second = blocks("python")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(first, {})
    shown = next(block for block in blocks("text") if block.startswith("shape:"))
    assert re.sub(r"[\d.]+", "", shown).split() == re.sub(r"[\d.]+", "", printed.getvalue()).split()
    assert numbers(shown) == pytest.approx(numbers(printed.getvalue()), rel=0.05), "put the new output into the README"
    exec(second, {})


def test_the_scenarios_are_those_of_the_library() -> None:
    from tightrope import library, load_scenario

    [listed] = (block for block in blocks("text") if block.startswith("baseline "))
    assert [line.split(maxsplit=1) for line in listed.splitlines()] == [
        [name, load_scenario(name).title] for name in library()
    ]


def test_an_example_scenario_is_right(tmp_path: Path) -> None:
    from tightrope import load_scenario

    example, _ = blocks("toml")
    file = tmp_path / "example.toml"
    file.write_text(example, encoding="utf-8")
    assert len(load_scenario(file).events) == 2


def test_an_example_sweep_is_right(tmp_path: Path) -> None:
    from tightrope import load_sweep

    _, example = blocks("toml")
    file = tmp_path / "my-sweep.toml"
    file.write_text(example, encoding="utf-8")
    assert load_sweep(file).runs == 2 * 64 * (3 + 2) * 5


def test_the_library_sweep_has_as_many_runs_as_is_said() -> None:
    from tightrope import load_sweep

    assert f"# {load_sweep('library').runs} runs: " in TEXT
