"""A column of a result: its name, unit, exact definition, and the range that its values lie in."""

from dataclasses import dataclass

import polars as pl

__all__ = ["MONTH", "Column", "count", "ratio", "share", "text", "yuan"]


@dataclass(frozen=True)
class Column:
    """A column of a result; ``definition`` says what is counted, over what, and at which moment.

    Every value lies from ``low`` to ``high`` or is null; None stands for no bound.
    """

    name: str
    unit: str
    definition: str
    dtype: type[pl.DataType] = pl.Float64
    low: float | None = 0.0
    high: float | None = None
    least: int = 0
    """Of what stands beneath the stroke of the definition: where there are fewer, the value is null."""
    words: tuple[str, ...] = ()
    """Which a column of text may hold."""

    @property
    def reach(self) -> str:
        """The range in words, and of how few there is none; empty for text."""
        if self.words:
            return ""
        if self.low is None:
            reach = "any number" if self.high is None else f"at most {self.high:,g}"
        else:
            reach = f"{self.low:,g} or more" if self.high is None else f"{self.low:,g} to {self.high:,g}"
        return f"{reach}; null of fewer than {self.least}" if self.least else reach


def count(name: str, definition: str, unit: str = "borrowers") -> Column:
    """Return a column of whole numbers."""
    return Column(name, unit, definition, pl.Int64)


def share(name: str, definition: str) -> Column:
    """Return a column of shares of a whole, 0 to 1: what stands above the stroke is among what stands beneath it."""
    return Column(name, "share", definition, high=1.0)


def ratio(
    name: str, definition: str, unit: str = "share", *, low: float | None = 0.0, high: float | None = None,
    least: int = 0,
) -> Column:  # fmt: skip
    """Return a column that holds one thing against another, which is no part of it: it may be more than 1."""
    return Column(name, unit, definition, low=low, high=high, least=least)


def yuan(name: str, definition: str, unit: str = "yuan", *, low: float | None = 0.0) -> Column:
    """Return a column of money."""
    return Column(name, unit, definition, low=low)


def text(name: str, definition: str, values: tuple[str, ...]) -> Column:
    """Return a column that holds one of a few words."""
    return Column(name, "text", f"{definition}: {', '.join(values)}.", pl.String, words=values)


MONTH = count("month", "Number of the month, from 1.", "month")
