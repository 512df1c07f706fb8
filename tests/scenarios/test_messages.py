"""What a message shows: it fits a screen, says each thing once, and steers no terminal."""

import re

import pytest

from tests.helpers.refusals import refused, written
from tightrope.scenarios.errors import InputError, in_brief, printable, shown
from tightrope.scenarios.files.reading import Source

pytestmark = pytest.mark.usefixtures("own_folder")


def test_messages_fit_a_screen() -> None:
    text = "\n".join(f"[[events]]\nmonth = {700 + number}\nset = {{ guidance = 7 }}" for number in range(40))
    message = refused("scenarios", "check", written("mine.toml", text))
    assert message.count("\n") <= 42 and len(message) < 6_000
    assert re.search(r"^80 problems, the first \d+ are shown$", message, re.MULTILINE)
    assert len(refused("run", *["baseline"] * 500)) < 800
    assert in_brief("short") == "short"
    assert in_brief("a line\n" * 100).splitlines()[-1] == "… and 60 more lines"


def test_texts_that_cannot_be_shown_are_counted_once() -> None:
    text = "".join(f'k{number} = "\\u001b"\n' for number in range(300))
    message = refused("scenarios", "check", written("mine.toml", text))
    assert re.findall(r"[\d,]+ problems?", message) == ["300 problems"]


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("\x1b[31m\x07", "\\x1b[31m\\x07"),
        ("a\nb", "a\\nb"),
        ("\u202e\udcff\x9b", "\\u202e\\udcff\\x9b"),
        ("名字 ü\u200d💥", "名字 ü\u200d💥"),
    ],
)
def test_what_steers_a_terminal_is_seen_and_what_is_writing_stays(name: str, seen: str) -> None:
    assert shown(name) == seen


def test_a_message_keeps_its_lines_and_loses_what_floods_the_screen() -> None:
    assert printable("a\n\tb\r") == "a\n\tb\\r"
    assert len(printable("x" * 100_000)) < 300


def test_a_long_line_is_shown_around_what_is_wrong() -> None:
    source = Source("mine.toml", 'why = "' + "x" * 400_000 + '"')
    with pytest.raises(InputError) as caught:
        Source("mine.toml", 'why = "' + "x" * 400_000 + '" !')
    assert source.values and len(str(caught.value)) < 600
