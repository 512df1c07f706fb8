"""The columns of a book: what may be known of a borrower at the start, each declared once.

The record the engine reads, the check of a user's file and the documentation all come from this declaration.
"""

from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

import numpy as np

from tightrope.scenarios.engine.records import Code, Record, dtype_of, fields_of

__all__ = ["BOOK_COLUMNS", "BOOK_DTYPE", "MOST_YUAN", "NEVER_LATE", "BookRow", "Column", "Kind", "Segment"]

type Kind = Literal["money", "whole", "share", "flag", "segment"]

MOST_YUAN = 10_000_000.0
"""The largest amount of money a field of a book may hold."""
NEVER_LATE = 120.0
"""Months since the last late month of somebody who was never late."""


class Segment(Code):
    """Where a borrower's income comes from."""

    SALARIED = 0
    GIG = 1
    SELF_EMPLOYED = 2, "self-employed"


class Cell(NamedTuple):
    """What a user's file may hold in a column: kind of value, least and largest."""

    kind: Kind
    low: float
    high: float


_MONEY, _INCOME = Cell("money", 0, MOST_YUAN), Cell("money", 1, MOST_YUAN)
_FLAG, _SHARE = Cell("flag", 0, 1), Cell("share", 0, 1)
_LATE, _LENDERS, _TENURE, _SINCE = (Cell("whole", 0, most) for most in (9, 50, 600, NEVER_LATE))
_SEGMENT = Cell("segment", 0, len(Segment) - 1)


# fmt: off
class BookRow(Record):
    """A borrower's row of a book: every field a float, money in yuan, NaN where the book does not know.

    A value may always be missing: it is then drawn, given what is known.
    """

    segment: Annotated[float, np.float64, "name or 0-2", "income is 0 salaried, 1 gig, 2 self-employed", _SEGMENT]
    employed: Annotated[float, np.float64, "0 or 1", "has work, or a running business, at the start", _FLAG]
    income: Annotated[float, np.float64, "yuan a month", "usual income, earned in a month with work", _INCOME]
    savings: Annotated[float, np.float64, "yuan", "money at hand and in accounts that can be spent at once", _MONEY]
    limit_paylater: Annotated[float, np.float64, "yuan", "paylater line granted; 0 for none", _MONEY]
    limit_cashloan: Annotated[float, np.float64, "yuan", "cash loan line granted; 0 for none", _MONEY]
    balance_paylater: Annotated[float, np.float64, "yuan", "owed on paylater", _MONEY]
    balance_cashloan: Annotated[float, np.float64, "yuan", "owed on the cash loan", _MONEY]
    months_past_due_paylater: Annotated[
        float, np.float64, "months", "age of the oldest missed bill; 0 for none", _LATE]
    months_past_due_cashloan: Annotated[
        float, np.float64, "months", "age of the oldest missed instalment; 0 for none", _LATE]
    outside_debt: Annotated[float, np.float64, "yuan", "owed to other lenders", _MONEY]
    outside_lenders: Annotated[float, np.float64, "lenders", "other lenders owed to", _LENDERS]
    literacy: Annotated[float, np.float64, "0-1", "financial literacy", _SHARE]
    trust: Annotated[float, np.float64, "0-1", "trust in the platform", _SHARE]
    pays_in_full: Annotated[float, np.float64, "0 or 1", "clears the paylater bill; 0: carries it over", _FLAG]
    charges_paylater: Annotated[float, np.float64, "yuan a month", "new paylater charges", _MONEY]
    verified: Annotated[float, np.float64, "0 or 1", "the platform has verified the income", _FLAG]
    tenure_months: Annotated[float, np.float64, "months", "time since the account was opened", _TENURE]
    months_since_late: Annotated[
        float, np.float64, "months", "since last late: 0 while late, 120 for never", _SINCE]
# fmt: on


BOOK_DTYPE = dtype_of(BookRow)


@dataclass(frozen=True)
class Column:
    """One column: its name, what kind of value it holds, unit, least and largest value, and meaning."""

    name: str
    kind: Kind
    unit: str
    low: float
    high: float
    meaning: str


def _columns() -> tuple[Column, ...]:
    fields = [(field, *field.more) for field in fields_of(BookRow)]
    return tuple(Column(each.name, cell.kind, each.unit, cell.low, cell.high, each.meaning) for each, cell in fields)


BOOK_COLUMNS = _columns()
"""Every column a book may have."""
