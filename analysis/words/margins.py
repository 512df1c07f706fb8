"""Numbers with their margins, as tables of sweeps write them."""

from collections.abc import Mapping
from math import floor, log10
from typing import Any

import polars as pl

__all__ = ["Margins", "apart", "decimals_for", "number", "with_margin"]


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


def apart(row: Mapping[str, Any], name: str, unit: str, decimals: int | None) -> str:
    """Write a difference ± half of its interval (``name``, with ``_low`` and ``_high``).

    In brackets where the interval holds zero, 0 where it is nothing but that, and nothing where it is not known.
    """
    value, low, high = (row[f"{name}{end}"] for end in ("", "_low", "_high"))
    if value is None:
        return ""
    if value == low == high == 0:
        return "0"
    written = with_margin(value, None if low is None else value - low, unit, "+", decimals)
    return f"({written})" if low is not None and low <= 0 <= high else written


def decimals_for(width: float, unit: str, digits: int) -> int | None:
    """Return how many decimals show so many digits of a width; None, as usual, where it is zero."""
    return min(6, max(0, digits - 1 - floor(log10(width * _scale(unit)[0])))) if width > 0 else None


def _scale(unit: str) -> tuple[int, int]:
    """Return what values of a unit are multiplied by, and their usual decimals."""
    if unit.startswith("share"):
        return 100, 2
    return 1, 0 if unit.startswith("yuan") else 1 if unit.startswith("month") else 3


class Margins:
    """Writes the numbers of one measure, all with as many decimals."""

    def __init__(self, told: pl.DataFrame, unit: str) -> None:
        self.unit = unit
        self.decimals, self.decimals_of_differences = (
            decimals_for(half, unit, 2) if isinstance(half := (told[mean] - told[low]).median(), float) else None
            for mean, low in (("mean", "low"), ("difference", "difference_low"))
        )

    def mean(self, row: Mapping[str, Any]) -> str:
        """Write the mean ± half of its interval."""
        half = None if row["low"] is None else row["mean"] - row["low"]
        return with_margin(row["mean"], half, self.unit, decimals=self.decimals)

    def difference(self, row: Mapping[str, Any]) -> str:
        """Write the difference, in brackets where its interval holds zero; nothing where there is none."""
        return apart(row, "difference", self.unit, self.decimals_of_differences)

    def stacked(self, row: Mapping[str, Any]) -> str:
        """Write the mean above the difference."""
        return "\n".join(filter(None, [self.mean(row), self.difference(row)]))
