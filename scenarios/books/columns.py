"""The columns of a book: what may be known of a borrower at the start, each declared once.

The record the engine reads, the check of a user's file and the documentation all come from this list.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

__all__ = ["BOOK_COLUMNS", "BOOK_DTYPE", "MOST_YUAN", "NEVER_LATE", "SEGMENTS", "Column", "Kind"]

type Kind = Literal["money", "whole", "share", "flag", "segment"]

MOST_YUAN = 10_000_000.0
"""The largest amount of money a field of a book may hold."""
SEGMENTS = ("salaried", "gig", "self-employed")
"""Names of the income segments; the place in this list is the code."""
NEVER_LATE = 120.0
"""Months since the last late month of somebody who was never late."""


@dataclass(frozen=True)
class Column:
    """One column: its name, what kind of value it holds, unit, least and largest value, and meaning."""

    name: str
    kind: Kind
    unit: str
    low: float
    high: float
    meaning: str


def _money(name: str, meaning: str, unit: str = "yuan", low: float = 0) -> Column:
    return Column(name, "money", unit, low, MOST_YUAN, meaning)


def _whole(name: str, unit: str, high: float, meaning: str) -> Column:
    return Column(name, "whole", unit, 0, high, meaning)


def _flag(name: str, meaning: str) -> Column:
    return Column(name, "flag", "0 or 1", 0, 1, meaning)


BOOK_COLUMNS = (
    Column("segment", "segment", "name or 0-2", 0, 2, "income is 0 salaried, 1 gig, 2 self-employed"),
    _flag("employed", "has work, or a running business, at the start"),
    _money("income", "usual income, earned in a month with work", "yuan a month", low=1),
    _money("savings", "money at hand and in accounts that can be spent at once"),
    _money("limit_paylater", "paylater line granted; 0 for none"),
    _money("limit_cashloan", "cash loan line granted; 0 for none"),
    _money("balance_paylater", "owed on paylater"),
    _money("balance_cashloan", "owed on the cash loan"),
    _whole("months_past_due_paylater", "months", 9, "age of the oldest missed bill; 0 for none"),
    _whole("months_past_due_cashloan", "months", 9, "age of the oldest missed instalment; 0 for none"),
    _money("outside_debt", "owed to other lenders"),
    _whole("outside_lenders", "lenders", 50, "other lenders owed to"),
    Column("literacy", "share", "0-1", 0, 1, "financial literacy"),
    Column("trust", "share", "0-1", 0, 1, "trust in the platform"),
    _flag("pays_in_full", "clears the paylater bill each month when able"),
    _money("charges_paylater", "new paylater charges", "yuan a month"),
    _flag("verified", "the platform has verified the income"),
    _whole("tenure_months", "months", 600, "time since the account was opened"),
    _whole("months_since_late", "months", NEVER_LATE, "since last late: 0 while late, 120 for never"),
)
"""Every column a book may have. A value may always be missing: it is then drawn, given what is known."""

BOOK_DTYPE = np.dtype([(column.name, np.float64) for column in BOOK_COLUMNS])
"""A borrower's row of a book: every field a float, money in yuan, NaN where the book does not know."""
