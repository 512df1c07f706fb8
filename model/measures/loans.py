"""What is counted of loans: where balances went between days past due, and what became of each month's loans."""

from typing import Any

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Status
from tightrope.agents.flows import Flow
from tightrope.scenarios.engine.compiled import rule

__all__ = ["BUCKETS", "VINTAGE_COUNTS", "count_opening_loans", "count_rolls", "count_vintage"]

BUCKETS = ("current", "30-59", "60-89", "90-119", "120-149", "150-179", "180-209", "210-239", "240-269", "270+")
WRITTEN_OFF_BUCKET, CLOSED_BUCKET = len(BUCKETS), len(BUCKETS) + 1
"""Places behind the buckets."""
VINTAGE_COUNTS = ("loans", "amount", "dpd30_new", "dpd90_new", "writeoff_new")


@rule
def count_rolls(rolls: Any, product: int, before: int, was_late: int, b: Borrower, after: int, late: int) -> None:
    """Count where a balance went: ``rolls`` has shape (2 products, from, to, 2): counts, and fen before the month."""
    if before <= 0:
        return
    to = min(late, len(BUCKETS) - 1)
    if b.status != Status.ACTIVE:
        to = WRITTEN_OFF_BUCKET
    elif after == 0:
        to = CLOSED_BUCKET
    start = min(was_late, len(BUCKETS) - 1)
    rolls[product, start, to, 0] += 1
    rolls[product, start, to, 1] += before


@rule
def count_vintage(vintages: Any, b: Borrower, f: Flow, before: int) -> None:
    """Count cash loans by the month they were opened in: ``vintages`` has shape (months + 1, VINTAGE_COUNTS).

    30+ and 90+ days past due are counted once in a loan's life.
    """
    if before == 0 and f.draws > 0:
        vintages[b.loan_month, 0] += 1
    if f.draws > 0:
        vintages[b.loan_month, 1] += f.draws
    if f.writeoff_cashloan > 0:
        vintages[b.loan_month, 4] += 1
    if b.late_cashloan > b.loan_worst:
        vintages[b.loan_month, 2] += b.loan_worst < 1
        vintages[b.loan_month, 3] += b.late_cashloan >= 3 and b.loan_worst < 3
        b.loan_worst = b.late_cashloan


@rule
def count_opening_loans(vintages: Any, b: Borrower) -> None:
    """Count the loans that the book opened with, as vintage 0."""
    if b.balance_cashloan > 0:
        vintages[0, 0] += 1
        vintages[0, 1] += b.balance_cashloan
