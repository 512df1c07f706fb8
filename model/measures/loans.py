"""What is counted of loans: where balances went between days past due, and what became of each month's loans."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.borrower import DEFAULT_MONTHS, Borrower
from tightrope.agents.codes import Status
from tightrope.agents.flows import Flow
from tightrope.scenarios.engine.compiled import rule

__all__ = [
    "BUCKETS", "ENDS", "VINTAGE_COUNTS", "Product", "RollCount", "VintageCount", "count_opening_loans", "count_rolls",
    "count_vintage", "late_balance",
]  # fmt: skip

BUCKETS = ("current", "30-59", "60-89", "90-119", "120-149", "150-179", "180-209", "210-239", "240-269", "270+")
ENDS = ("written off", "closed")
"""How a debt ends, behind the buckets."""
WRITTEN_OFF_BUCKET, CLOSED_BUCKET = len(BUCKETS), len(BUCKETS) + 1
"""Places behind the buckets."""


class Product(IntEnum):
    """What the platform lends on."""

    PAYLATER = 0
    CASHLOAN = 1


class RollCount(IntEnum):
    """What went from one bucket to another: borrowers, what they owed before, fen, and who lacked the money at last."""

    BORROWERS = 0
    BALANCE = 1
    SHORT = 2


class VintageCount(IntEnum):
    """What became of the cash loans opened in a month: loans, except for the amount drawn on them, fen."""

    LOANS = 0
    AMOUNT = 1
    DPD30_NEW = 2
    DPD90_NEW = 3
    WRITEOFF_NEW = 4
    DPD90_SHORT_NEW = 5


VINTAGE_COUNTS = tuple(count.name.lower() for count in VintageCount)
"""Their names in the frame of vintages."""


@rule
def late_balance(b: Borrower, months: int) -> int:
    """Return the balance of the products that are so many months or more past due, fen."""
    owed: int = (b.late_paylater >= months) * b.balance_paylater + (b.late_cashloan >= months) * b.balance_cashloan
    return owed


@rule
def count_rolls(
    rolls: NDArray[np.int64], product: Product, before: int, was_late: int, b: Borrower, after: int, late: int
) -> None:
    """Count where a balance went: ``rolls`` has shape (products, buckets, buckets and ends, roll counts)."""
    if before <= 0:
        return
    to = min(late, len(BUCKETS) - 1)
    if b.status != Status.ACTIVE:
        to = WRITTEN_OFF_BUCKET
    elif after == 0:
        to = CLOSED_BUCKET
    start = min(was_late, len(BUCKETS) - 1)
    rolls[product, start, to, RollCount.BORROWERS] += 1
    rolls[product, start, to, RollCount.BALANCE] += before
    if b.unable > 0:
        rolls[product, start, to, RollCount.SHORT] += 1


@rule
def count_vintage(vintages: NDArray[np.int64], b: Borrower, f: Flow, before: int) -> None:
    """Count cash loans by the month they were opened in: ``vintages`` has shape (months + 1, vintage counts).

    30+ and 90+ days past due are counted once in a loan's life.
    """
    if before == 0 and f.draws > 0:
        vintages[b.loan_month, VintageCount.LOANS] += 1
    if f.draws > 0:
        vintages[b.loan_month, VintageCount.AMOUNT] += f.draws
    if f.writeoff_cashloan > 0:
        vintages[b.loan_month, VintageCount.WRITEOFF_NEW] += 1
    if b.late_cashloan > b.loan_worst:
        vintages[b.loan_month, VintageCount.DPD30_NEW] += b.loan_worst < 1
        fallen = b.late_cashloan >= DEFAULT_MONTHS and b.loan_worst < DEFAULT_MONTHS
        vintages[b.loan_month, VintageCount.DPD90_NEW] += fallen
        vintages[b.loan_month, VintageCount.DPD90_SHORT_NEW] += fallen and b.unable >= DEFAULT_MONTHS
        b.loan_worst = b.late_cashloan


@rule
def count_opening_loans(vintages: NDArray[np.int64], b: Borrower) -> None:
    """Count the loans that the book opened with, as vintage 0."""
    if b.balance_cashloan > 0:
        vintages[0, VintageCount.LOANS] += 1
        vintages[0, VintageCount.AMOUNT] += b.balance_cashloan
