"""What became of every place of a market, month by month, as far as an action and its twins are judged by it."""

from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray

__all__ = ["LOST", "Course", "Standing"]

LOST = 127
"""Months past due that stand for a debt written off."""

type Whole = NDArray[np.int16]
type Small = NDArray[np.int8]
type Flags = NDArray[np.bool_]
type Amounts = NDArray[np.float32]
"""Yuan."""


class _Months:
    """Arrays of shape (months + 1, places): row 0 is the opening, row m the end of month m."""

    @classmethod
    def blank(cls, months: int, places: int) -> Self:
        """Return arrays in which nobody is anywhere."""
        kinds = {"Whole": np.int16, "Small": np.int8, "Flags": np.bool_, "Amounts": np.float32}
        shape = (months + 1, places)
        return cls(**{each.name: np.zeros(shape, kinds[str(each.type)]) for each in fields(cls)})  # type: ignore[arg-type]


@dataclass(frozen=True, eq=False)
class Course(_Months):
    """Who is there, and how they fare."""

    there: Flags
    """Whether somebody holds the place, written off or not."""
    joined: Whole
    """The month in which whoever holds it joined: the same person as long as it stays the same."""
    hit: Small
    """Whether the action was taken this month: its kind, 0 for no."""
    late: Small
    """Months past due on the platform, ``LOST`` once written off."""
    defaulted: Flags
    """Whether 90 days past due were reached this month."""
    owed: Amounts
    lost: Amounts
    """Written off and not recovered so far."""
    spending: Amounts
    outside: Amounts
    """Owed to other lenders."""
    trust: Amounts


@dataclass(frozen=True, eq=False)
class Standing(_Months):
    """How they stand with the platform, by which they are grouped."""

    open: Flags
    """Whether the action could be taken next month; for a freeze, that the line is open."""
    segment: Small
    score: Amounts
    limit: Amounts
    income: Amounts
    """The usual one, a month."""
