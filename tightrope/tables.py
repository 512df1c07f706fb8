"""Tables that commands print, and files that hold them whole."""

import sys
from collections.abc import Sequence
from pathlib import Path

import polars as pl
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from tightrope.scenarios.errors import InputError

__all__ = ["console", "print_table", "write_csv"]

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
    for column in table.columns[left:]:
        column.justify = "right"
    for row in rows:
        table.add_row(*row)
    console().print(table)


def write_csv(frame: pl.DataFrame, file: Path) -> None:
    """Write a frame in full; InputError where that cannot be done."""
    try:
        frame.write_csv(file)
    except OSError as error:
        raise InputError(f"{file} cannot be written ({error.strerror}): name another file") from None
