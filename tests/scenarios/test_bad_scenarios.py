"""Scenario files that nobody writes: each ends in one message, in little time."""

import time

import pytest
from click.testing import CliRunner

from tests.helpers.refusals import DIGITS, refused, written
from tightrope.cli.commands import main
from tightrope.scenarios.disk.caps import (
    MOST_BASES,
    MOST_DEPTH,
    MOST_EVENTS,
    MOST_ITEMS,
    MOST_KEYS,
    MOST_PARTS,
    MOST_TOML_BYTES,
    MOST_WORD,
)

pytestmark = pytest.mark.usefixtures("own_folder")


def nested(depth: int, opening: str, closing: str) -> str:
    return f"title = {opening * depth}1{closing * depth}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"months = {DIGITS}", f"a key or a number has {MOST_WORD} characters at most, this one has 5,001"),
        ("k" * 5000 + " = 1", f"a key or a number has {MOST_WORD} characters at most"),
        (nested(5000, "[", "]"), f"lists and tables within each other go {MOST_DEPTH} deep at most"),
        (nested(5000, "{a=", "}"), f"lists and tables within each other go {MOST_DEPTH} deep at most"),
        (".".join(["a"] * 20_000) + " = 1", f"a key has {MOST_PARTS} parts at most"),
        ("[" + ".".join(["a"] * 20_000) + "]", f"a key has {MOST_PARTS} parts at most"),
        ("\n".join(f"k{number} = 1" for number in range(20_000)), f"a file has {MOST_KEYS:,} keys at most"),
        ("events = [" + "{}," * 300_000 + "]", f"the lists of a file hold {MOST_ITEMS:,} values at most"),
        ("events = [" + "[1,1,1]," * 100_000 + "]", f"the lists of a file hold {MOST_ITEMS:,} values at most"),
        ("#" * (MOST_TOML_BYTES + 1), "a scenario file may have up to 1.0 MB"),
        ('base = "' + "q" * 5000 + '"', "neither built in nor as a file"),
        ('base = "a\\u0000b"', "a text holds \\x00, which cannot be shown"),
        ('title = "\\u001b[31m"', "a text holds \\x1b, which cannot be shown"),
        ('"a\\u202eb" = 1', "a key holds \\u202e, which cannot be shown"),
        ("months = \x1b[31m", "not valid TOML"),
        ('title = """' + '"""\\' * 50_000, "not valid TOML"),
        ('base = "/dev/zero"', "no scenario '/dev/zero'"),
    ],
    ids=lambda value: value[:20],
)
def test_scenario_files_that_nobody_writes(text: str, message: str) -> None:
    assert message in refused("scenarios", "check", written("mine.toml", text))


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"cashloan_ap{number} = 1" for number in range(9_000)),
        "[limits]\n" + "\n".join(f"cut_dept{number} = 1" for number in range(9_000)),
        "[[events]]\nmonth = 1\nset = {" + ", ".join(f"guidanc{number} = 1" for number in range(9_000)) + "}",
    ],
    ids=["keys", "of a table", "of an event"],
)
def test_many_problems_are_counted_and_the_first_are_shown_without_delay(text: str) -> None:
    began = time.process_time()
    lines = refused("scenarios", "check", written("mine.toml", text)).splitlines()
    assert time.process_time() - began < 8, "the nearest name is looked for where it is not shown"
    shown_ones = sum("did you mean" in line for line in lines)
    assert shown_ones >= 5 and len(lines) <= 42
    assert lines[-1] == f"9,000 problems, the first {shown_ones} are shown"


def test_bases_are_followed_only_so_far() -> None:
    for number in range(30):
        written(f"s{number}.toml", f'base = "s{number + 1}.toml"')
    written("s30.toml", "")
    assert f"{MOST_BASES} scenarios may start from each other" in refused("scenarios", "check", "s0.toml")
    assert CliRunner().invoke(main, ["scenarios", "check", "s12.toml"]).exit_code == 0


def events(count: int) -> str:
    return "events = [" + ", ".join(["{ month = 1, set = { guidance = 0.1 } }"] * count) + "]\n"


def test_a_scenario_has_only_so_many_events_with_its_bases() -> None:
    written("s2.toml", events(MOST_EVENTS // 2))
    written("s1.toml", 'base = "s2.toml"\n' + events(MOST_EVENTS // 2))
    assert CliRunner().invoke(main, ["scenarios", "check", "s1.toml"]).exit_code == 0
    message = refused("scenarios", "check", written("s0.toml", 'base = "s1.toml"\n' + events(1)))
    assert "s0.toml:2:10: error: events: a scenario has 5,000 at most" in message
    assert "with these it has 5,001" in message


def test_bases_are_read_only_up_to_the_size_of_one_file() -> None:
    for number in range(4):
        written(f"s{number}.toml", f'base = "s{number + 1}.toml"\n' + "#" * (MOST_TOML_BYTES // 3))
    written("s4.toml", "")
    message = refused("scenarios", "check", "s0.toml")
    assert "s1.toml:1:8: error: a scenario and those it starts from may be 1.0 MB long together" in message
