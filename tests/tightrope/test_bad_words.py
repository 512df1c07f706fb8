"""Words and surroundings that no command can take, and errors that nobody foresaw: each ends in one message."""

import errno

import polars as pl
import pytest
from click.testing import CliRunner

from tests.helpers.refusals import DIGITS, refused
from tightrope.cli.commands import main
from tightrope.model.compile.machine import target
from tightrope.scenarios.errors import InputError

pytestmark = pytest.mark.usefixtures("own_folder")

NASTY = {
    "digits": DIGITS,
    "escape": "\x1b[31mred",
    "nul": "a\0b",
    "half a pair": "a\udcffb",
    "from the right": "a\u202eb",
    "long name": "q" * 5000,
    "long path": "a/" * 2500,
    "device": "/dev/zero",
}


@pytest.mark.parametrize("word", NASTY.values(), ids=NASTY)
@pytest.mark.parametrize(
    "words",
    [
        ["run", "{}", "--out", "o"],
        ["run", "baseline", "--out", "o", "--book={}"],
        ["run", "baseline", "--out", "o", "--borrowers={}"],
        ["run", "baseline", "--out", "o", "--seed={}"],
        ["run", "baseline", "--out", "o", "--set={}=1"],
        ["run", "baseline", "--out", "o", "--set=cashloan_apr={}"],
        ["run", "baseline", "--out", "o", "--borrowers=9", "--network={}"],
        ["story", "baseline", "--borrower={}"],
        ["scenarios", "check", "{}"],
        ["parameters", "{}"],
        ["sweep", "plan", "{}"],
        ["sweep", "show", "{}"],
        ["plot", "{}"],
        ["{}"],
    ],
    ids=" ".join,
)
def test_words_that_no_command_can_take(words: list[str], word: str) -> None:
    refused(*(each.format(word) for each in words))


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (MemoryError(), "there is not enough memory for it"),
        (RecursionError(), "nested too deeply"),
        (OSError(errno.ENOSPC, "", "results/a"), "results/a: the disk is full"),
        (OSError(errno.EACCES, "", "\x1b[31m"), "\\x1b[31m: you may not read or write it"),
        (OSError(errno.ENOTDIR, "Not a directory", "a/b"), "a/b: Not a directory"),
        (UnicodeEncodeError("utf-8", "a\udcff", 1, 2, "surrogates not allowed"), "'a\\udcff' cannot be written"),
        (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"), "is not UTF-8 text"),
        (UnicodeError("label too long"), "a name that was given cannot be used (label too long)"),
        (OverflowError("int too large"), "too large to reckon with (int too large)"),
        (pl.exceptions.PanicException("slice"), "its contents are damaged (slice)"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_stray_errors_end_in_a_message(monkeypatch: pytest.MonkeyPatch, error: BaseException, message: str) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr("tightrope.scenarios.files.scenario.library", fail)
    assert message in refused("scenarios", "list")


def test_digits_that_python_does_not_count_end_in_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tightrope.scenarios.files.scenario.library", lambda: [int(DIGITS)])
    assert "thousands of digits" in refused("scenarios", "list")


@pytest.mark.parametrize(
    ("name", "value"),
    [("POLARS_MAX_THREADS", "0"), ("POLARS_MAX_THREADS", "x"), ("TIGHTROPE_PLAIN", "x"), ("TIGHTROPE_PLAIN", "-1")],
)
def test_settings_that_libraries_end_the_process_over(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    assert f"the environment says {name}={value}: it must be a whole number of at least" in refused("scenarios", "list")


@pytest.mark.parametrize("value", ["0", "3", "x", "8 "])
def test_borrowers_are_lived_one_or_eight_at_a_time(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("TIGHTROPE_LANES", value)
    says = f"the environment says TIGHTROPE_LANES={value}: it must be 1 or 8; unset it"
    assert says in refused("scenarios", "list")
    with pytest.raises(InputError, match=says):
        target()


@pytest.mark.parametrize(("value", "lanes"), [("1", 1), ("8", 8)])
def test_how_many_at_a_time_is_chosen(monkeypatch: pytest.MonkeyPatch, value: str, lanes: int) -> None:
    monkeypatch.setenv("TIGHTROPE_LANES", value)
    assert target().lanes == lanes


@pytest.mark.parametrize(
    "environment",
    [
        {"_TIGHTROPE_COMPLETE": "bash_complete"},
        {"_TIGHTROPE_COMPLETE": "bash_complete", "COMP_WORDS": "tightrope", "COMP_CWORD": "x"},
        {"_TIGHTROPE_COMPLETE": "bash_complete", "COMP_WORDS": "tightrope \x1b[31m run", "COMP_CWORD": "2"},
    ],
    ids=["no words", "no number", "steering"],
)
def test_completions_are_asked_for_as_shells_ask(environment: dict[str, str]) -> None:
    answer = CliRunner().invoke(main, [], env=environment, prog_name="tightrope")
    assert answer.exit_code == 2 and answer.stderr.startswith("error: ") and answer.stderr.count("\n") == 1
