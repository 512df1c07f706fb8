"""What moved at each other lender, where a scenario names several."""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.borrower import Borrower
from tightrope.agents.flows import Flow
from tightrope.scenarios.engine.compiled import rule

__all__ = [
    "LENDER_COUNTS",
    "LENDER_TERMS",
    "LenderCount",
    "LendersMonth",
    "count_lenders",
    "count_opening_lenders",
    "sums_of_all",
]


class LenderCount(IntEnum):
    """What is counted of a lender: people, applications and approvals, else fen."""

    BORROWERS = 0
    HELD = 1
    LATE = 2
    LENT = 3
    PAID = 4
    INTEREST = 5
    WRITTEN_OFF = 6
    REFINANCED_IN = 7
    REFINANCED_OUT = 8
    APPLICATIONS = 9
    APPROVALS = 10


LENDER_COUNTS = tuple(count.name.lower() for count in LenderCount)
"""Their names in the frame of lenders."""


LENDER_TERMS = ("apr", "approval", "losses", "stance", "profit")
"""What is told of each beside its counts: rate and chance of approval for a clean record, and how it stands."""


class LendersMonth(NamedTuple):
    """What a month was for each other lender, in the order of their numbers."""

    sums: NDArray[np.int64]
    """Shape (lenders, lender counts)."""
    terms: NDArray[np.float64]
    """Shape (lenders, lender terms)."""


@rule
def count_lenders(lenders: NDArray[np.int64], b: Borrower, f: Flow, named: int) -> None:
    """Count what one borrower owes, borrowed and paid elsewhere: shape (other lenders, lender counts).

    Loans of a month are of those in the first row, all else of the lender who is owed in instalments. ``named``: the
    highest number of one; each is asked whether it is the one, for who adds to a row that all know adds fast.
    """
    late = b.late_outside > 0
    if b.outside_fringe > 0 or f.outside_short > 0 or f.fringe_paid > 0 or f.fringe_writeoff > 0:
        lenders[0, LenderCount.BORROWERS] += b.outside_fringe > 0
        lenders[0, LenderCount.HELD] += b.outside_fringe
        lenders[0, LenderCount.LATE] += b.outside_fringe if late else 0
        lenders[0, LenderCount.LENT] += f.outside_short
        lenders[0, LenderCount.PAID] += f.fringe_paid
        lenders[0, LenderCount.INTEREST] += f.fringe_interest
        lenders[0, LenderCount.WRITTEN_OFF] += f.fringe_writeoff
    held, lent = b.outside_debt - b.outside_fringe, f.outside_draws - f.outside_short
    paid, lost = f.outside_paid - f.fringe_paid, f.outside_writeoff - f.fringe_writeoff
    interest = f.outside_interest - f.fringe_interest
    for lender in range(named + 1):
        if b.lender_elsewhere == lender and (held > 0 or paid > 0 or lost > 0):
            lenders[lender, LenderCount.BORROWERS] += held > 0
            lenders[lender, LenderCount.HELD] += held
            lenders[lender, LenderCount.LATE] += held if late else 0
            lenders[lender, LenderCount.LENT] += lent
            lenders[lender, LenderCount.PAID] += paid
            lenders[lender, LenderCount.INTEREST] += interest
            lenders[lender, LenderCount.WRITTEN_OFF] += lost
    if f.applied_outside:
        count_applications(lenders, b, f, lent)


@rule
def count_applications(lenders: NDArray[np.int64], b: Borrower, f: Flow, lent: int) -> None:
    """Count who was asked and who lent, and what a lender paid off of another's loans."""
    if f.asked_lender == 0:
        lenders[0, LenderCount.APPLICATIONS] += 1
        lenders[0, LenderCount.APPROVALS] += f.approved_outside
        return
    lenders[f.asked_lender, LenderCount.APPLICATIONS] += 1
    if f.asked_next > 0:
        lenders[f.asked_next, LenderCount.APPLICATIONS] += 1
    if lent > 0:
        lenders[b.lender_elsewhere, LenderCount.APPROVALS] += 1
    if f.refinanced > 0:
        lenders[b.lender_elsewhere, LenderCount.REFINANCED_IN] += f.refinanced
        lenders[f.lender_before, LenderCount.REFINANCED_OUT] += f.refinanced


@rule
def count_opening_lenders(lenders: NDArray[np.int64], b: Borrower) -> None:
    """Count what a borrower owes whom as the book opens."""
    lenders[0, LenderCount.HELD] += b.outside_fringe
    lenders[b.lender_elsewhere, LenderCount.HELD] += b.outside_debt - b.outside_fringe


def sums_of_all(total: np.void) -> NDArray[np.int64]:
    """Return the counts of a month in which one lender stands for all, from the sums over all borrowers.

    A lender who is all pays nobody off.
    """
    sums = np.zeros(len(LenderCount), np.int64)
    for count, name in {
        LenderCount.BORROWERS: "owing_outside",
        LenderCount.HELD: "outside_held",
        LenderCount.LATE: "outside_late",
        LenderCount.LENT: "outside_draws",
        LenderCount.PAID: "outside_paid",
        LenderCount.INTEREST: "outside_interest",
        LenderCount.WRITTEN_OFF: "outside_writeoff",
        LenderCount.APPLICATIONS: "applied_outside",
        LenderCount.APPROVALS: "approved_outside",
    }.items():
        sums[count] = total[name]
    return sums
