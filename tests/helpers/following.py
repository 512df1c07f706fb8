"""Pages of the documentation, followed in order: files are written, commands and code run, what they print compared."""

import contextlib
import io
import re
import shlex
from collections.abc import Iterator, Mapping
from importlib.metadata import metadata
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from tightrope.cli.commands import main
from tightrope.progress.faults import NoImages

ROOT = Path(__file__).resolve().parents[2]
NUMBER = r"[-+]?\d[\d,]*(?:\.\d+)?"
CLOSE = 0.1
"""How far a number may be from the one shown, as a share of it: machines may round otherwise."""


class Block(NamedTuple):
    """A block of a page: its language, the file that it is, if any, and what it holds."""

    language: str
    file: str
    text: str


def blocks(page: str) -> list[Block]:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    found = re.findall(r'^```(\w+)(?: title="([^"]+)")?\n(.*?)^```$', text, flags=re.MULTILINE | re.DOTALL)
    return [Block(*each) for each in found]


def commands(page: str) -> Iterator[list[str]]:
    for block in blocks(page):
        if block.language == "sh":
            yield from (shlex.split(line, comments=True) for line in block.text.splitlines())


def follow(page: str, smaller: Mapping[str, str] | None = None) -> None:
    """Do in the current folder what the page says; ``smaller`` are words to put in the place of others."""
    names: dict[str, Any] = {}
    output = ""
    for block in blocks(page):
        text = re.sub(r"\w+", lambda word: (smaller or {}).get(word[0], word[0]), block.text)
        if block.language == "diff":
            before = "\n".join(line[1:] for line in text.splitlines() if line.startswith("-"))
            assert before in (ROOT / block.file).read_text(encoding="utf-8"), f"{block.file} has no such lines any more"
        elif block.file:
            Path(block.file).write_text(text, encoding="utf-8")
        elif block.language == "sh":
            output = "".join(map(_answer_of, text.splitlines()))
        elif block.language == "python":
            output = _printed(text, names)
        else:
            assert block.language == "text"
            assert missing(text, output) == [], output


def missing(shown: str, output: str) -> list[str]:
    """The lines that are shown and do not come in the output, in this order; … stands for any lines."""
    lines = iter(output.splitlines())
    wanted = [line for line in shown.splitlines() if line.strip() not in ("", "…")]
    return [line for line in wanted if not any(same(line, each) for each in lines)]


def same(shown: str, line: str) -> bool:
    """Whether a line says what is shown, but for spaces, and its numbers are close."""
    words = [re.sub(NUMBER, "#", text).split() for text in (shown, line)]
    numbers = [[float(each.replace(",", "")) for each in re.findall(NUMBER, text)] for text in (shown, line)]
    return words[0] == words[1] and numbers[0] == pytest.approx(numbers[1], rel=CLOSE, abs=0.02)


def _answer_of(command: str) -> str:
    """What a command prints, complaints included, but for the time it took."""
    name, *words = shlex.split(command, comments=True)
    if name == "pip":
        assert words[0] == "install" and _extra(words[1]) in metadata("tightrope").get_all("Provides-Extra", ())
        return ""
    assert name == "tightrope"
    if words[0] == "app":  # it stays until it is ended; tests/tightrope/test_app.py plays with it
        main.commands["app"].make_context("app", words[1:])
        return ""
    done = CliRunner(env={"COLUMNS": "160"}).invoke(main, words)
    no_browser = done.exit_code == NoImages.exit_code
    assert done.exit_code == 0 or no_browser or done.output.startswith("error: "), done.output
    return re.sub(r", [\d.]+ seconds$", "", done.output, flags=re.MULTILINE)


def _extra(requirement: str) -> str:
    return requirement.removeprefix("tightrope[").removesuffix("]")


def _printed(code: str, names: dict[str, Any]) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(code, names)
    return out.getvalue()
