"""Whether the values of a frame lie where its columns say."""

import polars as pl

from tightrope.model.results.columns import FRAMES, Column

__all__ = ["ROUNDING", "strays"]

ROUNDING = 1e-12
"""By how much a sum of shares may miss a bound."""


def strays(name: str, frame: pl.DataFrame) -> dict[str, list[object]]:
    """Return the values of a frame that lie outside the range of their column, by column; nulls lie in every range."""
    found = {column.name: _outside(column, frame[column.name]) for column in FRAMES[name]}
    return {column: values for column, values in found.items() if values}


def _outside(column: Column, values: pl.Series) -> list[object]:
    known = values.drop_nulls()
    if column.words:
        return known.filter(~known.is_in(column.words)).to_list()
    if column.kind is str:
        return []
    low = float("-inf") if column.low is None else column.low - ROUNDING
    high = float("inf") if column.high is None else column.high + ROUNDING
    fit = known.is_between(low, high) & known.cast(pl.Float64).is_finite()
    return known.filter(~fit).to_list()
