"""What is counted of borrowers as they stand at the month's end."""

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.borrower import DEFAULT_MONTHS, Borrower
from tightrope.agents.codes import Remedy, Status
from tightrope.agents.lines import months_late, room_cashloan, severely_late
from tightrope.agents.policy import Policy
from tightrope.agents.trusting import GOOD_STANDING_MONTHS
from tightrope.model.measures.loans import late_balance
from tightrope.model.measures.tally import Tally
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.sums import BILLION, MILLION, whole
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["TRUST_BINS", "count_linkage", "count_state", "trust_quantile"]

_RECENT = 12
"""Months, the present one among them, for which an early repayment is recent."""
TRUST_BINS = 1000
"""Equal bins of trust, from whose counts the deciles are read."""


@rule
def count_balances(t: Tally, b: Borrower) -> None:
    """Count balances and lateness; products by their own lateness, borrowers by the later of the two."""
    t.balance_paylater += b.balance_paylater
    t.balance_cashloan += b.balance_cashloan
    if b.balance_paylater > 0 or b.balance_cashloan > 0:
        t.owing += 1
    if b.late_paylater > 0:
        t.dpd30_paylater += b.balance_paylater
    if b.late_cashloan > 0:
        t.dpd30_cashloan += b.balance_cashloan
    late = months_late(b)
    if late >= 1:
        t.dpd30 += 1
        t.dpd30_balance += late_balance(b, 1)
    if late >= 2:
        t.dpd60 += 1
        t.dpd60_balance += late_balance(b, 2)
    if late >= DEFAULT_MONTHS:
        t.dpd90 += 1
        t.dpd90_balance += late_balance(b, DEFAULT_MONTHS)


@rule
def count_state(t: Tally, trust_bins: NDArray[np.int64], b: Borrower, month: int) -> None:
    """Count how a borrower stands at the month's end."""
    if b.status != Status.ACTIVE:
        t.vacant += b.status == Status.VACANT
        return
    t.active += 1
    t.out_of_work += not b.employed
    t.furloughed += b.furlough > 0
    t.limits += b.limit_paylater + b.limit_cashloan
    t.unused += max(0, b.limit_paylater - b.balance_paylater) + max(0, b.limit_cashloan - b.balance_cashloan)
    t.outside_debt += b.outside_debt
    t.trust += whole(b.trust, BILLION)
    t.score += whole(b.score, MILLION)
    trust_bins[min(TRUST_BINS - 1, int(b.trust * TRUST_BINS))] += 1
    t.multi_seen += whole(b.multi_seen, BILLION)
    t.literacy += whole(b.literacy, BILLION)
    t.verified += b.verified
    if b.locked:
        t.locked += 1
        overdue = b.overdue_paylater + b.overdue_cashloan
        t.locked_able += months_late(b) > 0 and b.cash >= overdue
    t.plans += b.plan > 0
    t.deferred += b.deferral > 0
    if month - b.deferral_ended == DEFAULT_MONTHS:
        t.deferral_over += 1
        t.deferral_over_late += months_late(b) > 0
    if b.frozen_month == 0:
        t.never_frozen += 1
        t.trust_never_frozen += whole(b.trust, BILLION)
    if b.freeze_reason > 0:
        t.frozen += 1
        t.frozen_balance += b.balance_paylater + b.balance_cashloan
        t.mending += b.mending == Remedy.MENDING
        t.gave_up += b.mending == Remedy.GAVE_UP
        t.trust_frozen += whole(b.trust, BILLION)
        t.frozen_good += b.months_since_late >= GOOD_STANDING_MONTHS
    if month - b.prepaid_month < _RECENT:
        t.prepaid_recently += 1
        t.prepaid_unrestored += b.withheld > 0
    count_balances(t, b)


@rule
def count_linkage(t: Tally, b: Borrower, p: Numbers, policy: Policy) -> None:
    """Count what late paylater bills leave of the room on the cash loan, by their severity (A3)."""
    if b.status != Status.ACTIVE or b.late_paylater == 0:
        return
    free = max(0, b.limit_cashloan - b.balance_cashloan - b.withheld)
    room = room_cashloan(b, policy)
    t.linked_free += free
    t.linked_room += room
    if severely_late(b, p):
        t.severe_free += free
        t.severe_room += room


def trust_quantile(bins: NDArray[np.int64], share: float) -> float:
    """Return the trust that ``share`` of borrowers lie below, to a bin's width, from counts of equal bins."""
    total = int(bins.sum())
    if total == 0:
        return float("nan")
    reached = np.cumsum(bins)
    place = int(np.searchsorted(reached, share * total))
    below = int(reached[place - 1]) if place else 0
    return float((place + (share * total - below) / max(1, int(bins[place]))) / len(bins))
