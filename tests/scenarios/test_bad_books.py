"""Books and networks that nobody keeps: whatever they hold, they end in one message."""

import os
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from tests.helpers.refusals import DIGITS, refused, written
from tightrope.cli.commands import main

pytestmark = pytest.mark.usefixtures("own_folder")


def sparse(size: int, head: bytes = b"") -> Callable[[str], None]:
    def make(name: str) -> None:
        with Path(name).open("wb") as file:
            file.write(head)
            file.truncate(size)

    return make


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("income\n50\x0000\n", "line 2 holds a NUL character"),
        ("income\n" + "1" * 1_500_000, "line 2 is longer than 1,000,000 characters"),
        ("income\n" + "9" * 200_000, "field larger than field limit"),
        (",".join(["income"] * 200_000) + "\n", "line 1 is longer than"),
        ("\x1b[31mincome\n1\n", "'\\x1b[31mincome' is no column of a book"),
        ("income\n\u202e5\n", "line 2, income = '\\u202e5': is not a number"),
        (f"income\n{DIGITS}\n", "is not finite"),
        (sparse(3_000_000_000), "is 3,000.0 MB long; a book may have up to 2,000.0 MB"),
        (sparse(1_900_000_000, b"income\n5\n"), "line 3 holds a NUL character"),
        (os.mkfifo, "is no ordinary file; name a book"),
    ],
    ids=["nul", "line", "field", "header", "name", "value", "digits", "sparse", "zeros", "pipe"],
)
def test_books_that_nobody_keeps(content: str | Callable[[str], None], message: str) -> None:
    if isinstance(content, str):
        written("mine.csv", content)
    else:
        content("mine.csv")
    assert message in refused("run", "baseline", "--book", "mine.csv", "--out", "o")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("n.txt", f"0,{DIGITS}\n", "is not a pair of ids"),
        ("n.txt", "0,1\x1b[31m\n", "line 1: '0,1\\x1b[31m' is not a pair of ids"),
        ("n.txt", "0,99\n" * 100_000, "100000 faults (the first 20 are listed)"),
        ("n.graphml", "<?xml version='1.0' encoding='xyz'?><graphml/>", "cannot be read as GraphML"),
        ("n.graphml", "<a>" * 50_000, "cannot be read as GraphML"),
    ],
)
def test_networks_that_nobody_draws(name: str, content: str, message: str) -> None:
    words = ("run", "baseline", "--borrowers", "9", "--months", "1", "--out", "o")
    assert message in refused(*words, "--network", written(name, content))


def test_damaged_parquet_files_are_refused_and_nothing_else_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    pl.DataFrame({"income": [5000.0 + row for row in range(500)]}).write_parquet("whole.parquet")
    whole = Path("whole.parquet").read_bytes()
    for place in range(0, len(whole), 97):
        damaged = whole[:place] + bytes(255 - byte for byte in whole[place : place + 9]) + whole[place + 9 :]
        answer = CliRunner().invoke(main, ["run", "baseline", "--months", "0", "--book", written("b.parquet", damaged)])
        assert answer.exit_code == 2, answer.output
        assert "Traceback" not in answer.output
    assert capfd.readouterr().err == ""
