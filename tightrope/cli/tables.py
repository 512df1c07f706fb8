"""Tables that commands print, and files that hold them whole."""

import sys
from collections.abc import Sequence
from pathlib import Path

import polars as pl
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from tightrope.analysis.words.margins import decimals_for, number, with_margin
from tightrope.scenarios.disk.writing import write_file

__all__ = ["console", "decimals_for", "number", "print_table", "say", "with_margin", "write_csv"]

NAME = 30
"""Characters of a name at most; names are not broken, sentences are."""
WIDTH = 110
"""Of what is printed elsewhere than in a terminal."""


def console() -> Console:
    """Return a console for standard output."""
    return Console(width=None if sys.stdout.isatty() else WIDTH)


def print_table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], *, left: int = 1, caption: str = ""
) -> None:  # fmt: skip
    """Print rows under headings: the first ``left`` columns are words, the others numbers."""
    table = Table(*headings, box=SIMPLE, pad_edge=False, caption=caption or None, caption_justify="left")
    for place, column in enumerate(table.columns):
        if place >= left:
            column.justify = "right"
        else:
            column.no_wrap = all(len(row[place]) <= NAME for row in rows)
    for row in rows:
        table.add_row(*row)
    console().print(table)


def say(text: str) -> None:
    """Print a sentence, broken between words at the width of the tables."""
    console().print(text, markup=False, highlight=False)


def write_csv(frame: pl.DataFrame, file: Path) -> None:
    """Write a frame in full, whole or not at all; InputError where that cannot be done."""
    write_file(file, frame.write_csv().encode())
