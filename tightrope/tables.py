"""Tables that commands print, and files that hold them whole."""

import sys
from collections.abc import Sequence
from pathlib import Path

import polars as pl
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from tightrope.scenarios.errors import InputError

__all__ = ["console", "number", "print_table", "write_csv"]

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


def number(value: float | None, unit: str, sign: str = "") -> str:
    """Write a value as its unit asks: shares in per cent, yuan whole, months with one decimal, others with three.

    With the sign "+" it is a difference: shares in percentage points, without "%".
    """
    if value is None:
        return "-"
    if unit.startswith("share"):
        return f"{100 * value:{sign}.2f}" + ("" if sign else " %")
    decimals = 0 if unit.startswith("yuan") else 1 if unit.startswith("month") else 3
    return f"{value:{sign},.{decimals}f}"


def write_csv(frame: pl.DataFrame, file: Path) -> None:
    """Write a frame in full; InputError where that cannot be done."""
    try:
        frame.write_csv(file)
    except OSError as error:
        raise InputError(f"{file} cannot be written ({error.strerror}): name another file") from None
