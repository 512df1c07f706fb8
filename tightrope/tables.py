"""Tables that commands print, and files that hold them whole."""

import sys
from collections.abc import Sequence
from math import floor, log10
from pathlib import Path

import polars as pl
from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from tightrope.scenarios.errors import InputError

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


def number(value: float | None, unit: str, sign: str = "", decimals: int | None = None) -> str:
    """Write a value as its unit asks: shares in per cent, yuan whole, months with one decimal, others with three.

    With the sign "+" it is a difference: shares in percentage points, without "%".
    """
    if value is None:
        return "-"
    factor, usual = _scale(unit)
    written = f"{factor * value:{sign},.{usual if decimals is None else decimals}f}"
    return f"{written} %" if factor != 1 and not sign else written


def with_margin(
    value: float | None, half: float | None, unit: str, sign: str = "", decimals: int | None = None
) -> str:  # fmt: skip
    """Write a value ± half of its interval; by default with the digits that the interval lets one tell."""
    if value is None or half is None:
        return number(value, unit, sign, decimals)
    decimals = decimals_for(half, unit, 2) if decimals is None else decimals
    first, *percent = number(value, unit, sign, decimals).split()
    return " ".join([first, f"±{number(half, unit, '-', decimals)}", *percent])


def decimals_for(width: float, unit: str, digits: int) -> int | None:
    """Return how many decimals show so many digits of a width; None, as usual, where it is zero."""
    return min(6, max(0, digits - 1 - floor(log10(width * _scale(unit)[0])))) if width > 0 else None


def _scale(unit: str) -> tuple[int, int]:
    """Return what values of a unit are multiplied by, and their usual decimals."""
    if unit.startswith("share"):
        return 100, 2
    return 1, 0 if unit.startswith("yuan") else 1 if unit.startswith("month") else 3


def say(text: str) -> None:
    """Print a sentence, broken between words at the width of the tables."""
    console().print(text, markup=False, highlight=False)


def write_csv(frame: pl.DataFrame, file: Path) -> None:
    """Write a frame in full; InputError where that cannot be done."""
    try:
        frame.write_csv(file)
    except OSError as error:
        raise InputError(f"{file} cannot be written ({error.strerror}): name another file") from None
