"""A column of a result: its name, unit and exact definition."""

from dataclasses import dataclass

import polars as pl

__all__ = ["MONTH", "Column", "count", "share", "text", "yuan"]


@dataclass(frozen=True)
class Column:
    """A column of a result; ``definition`` says what is counted, over what, and at which moment."""

    name: str
    unit: str
    definition: str
    dtype: type[pl.DataType] = pl.Float64


def count(name: str, definition: str, unit: str = "borrowers") -> Column:
    """Return a column of whole numbers."""
    return Column(name, unit, definition, pl.Int64)


def share(name: str, definition: str) -> Column:
    """Return a column of shares, 0 to 1."""
    return Column(name, "share", definition)


def yuan(name: str, definition: str, unit: str = "yuan") -> Column:
    """Return a column of money."""
    return Column(name, unit, definition)


def text(name: str, definition: str, values: tuple[str, ...]) -> Column:
    """Return a column that holds one of a few words."""
    return Column(name, "text", f"{definition}: {', '.join(values)}.", pl.String)


MONTH = count("month", "Number of the month, from 1.", "month")
