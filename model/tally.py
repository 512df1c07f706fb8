"""What is counted while the month runs: one record of sums for each chunk of borrowers, added up in a fixed order."""

from typing import Any

import numpy as np

from tightrope.agents.borrower import ACTIVE, VACANT, Borrower
from tightrope.agents.collecting import AGENCY, CALL, LEGAL, MESSAGE, ladder_stage
from tightrope.agents.flows import Flow
from tightrope.agents.queueing import FIRST_STAGE, queue_of
from tightrope.agents.serving import VERIFICATION
from tightrope.agents.trusting import GOOD_STANDING_MONTHS
from tightrope.scenarios.compiled import rule
from tightrope.scenarios.parameters import Numbers

__all__ = [
    "BUCKETS",
    "FREEZE_COUNTS",
    "LONGEST_WAIT",
    "QUEUE_COUNTS",
    "TALLY_DTYPE",
    "TRUST_BINS",
    "VINTAGE_COUNTS",
    "Tally",
    "count_backlog",
    "count_cases",
    "count_departure",
    "count_desk",
    "count_flows",
    "count_frozen",
    "count_lapse",
    "count_opening_loans",
    "count_overdue",
    "count_queues",
    "count_review",
    "count_rolls",
    "count_state",
    "count_thirty_days",
    "count_vintage",
    "trust_quantile",
]

type Tally = Any
"""One record of ``TALLY_DTYPE``."""

MONEY_FLOWS = (
    "income", "spending", "charges", "interest_paylater", "fees_paylater", "paid_paylater", "settled",
    "writeoff_paylater", "draws", "interest_cashloan", "fees_cashloan", "paid_cashloan", "prepaid", "writeoff_cashloan",
    "recovered", "thirty_days_balance", "thirty_days_dpd30", "due_paylater", "due_cashloan", "due_outside",
    "missed", "cured", "fresh_dues",
)  # fmt: skip
"""Sums of flows, fen; ``fresh_dues``, ``missed`` and ``cured`` over accounts not late before."""
EVENTS = (
    "defaulted", "exposed", "rushed", "applied_outside", "approved_outside", "messages", "calls", "agency", "legal",
    "in_contact", "late_cases", "calls_due_high", "calls_due_low", "agency_due_high",
    "agency_due_low", "legal_due_high", "legal_due_low", "accounts", "froze", "reopened",
    "cut", "raised", "applied", "joined", "left", "reviewed",
)  # fmt: skip
"""Counts of what happened."""
STATE = (
    "active", "closed", "out_of_work", "limits", "withheld", "balance_paylater", "balance_cashloan",
    "dpd30_balance", "dpd60_balance", "dpd90_balance", "dpd30_paylater", "dpd30_cashloan",
    "owing", "dpd30", "dpd60", "dpd90", "frozen", "frozen_good", "prepaid_recently", "prepaid_unrestored",
    "outside_debt",
)  # fmt: skip
"""Counts and sums (fen) of how things stand at the month's end."""
FLOATS = ("trust", "trust_frozen", "score")

TALLY_DTYPE = np.dtype([(n, np.int64) for n in MONEY_FLOWS + EVENTS + STATE] + [(n, np.float64) for n in FLOATS])

BUCKETS = ("current", "30-59", "60-89", "90-119", "120-149", "150-179", "180-209", "210-239", "240-269", "270+")
WRITTEN_OFF_BUCKET, CLOSED_BUCKET = len(BUCKETS), len(BUCKETS) + 1
QUEUE_COUNTS = ("arrived", "served", "withdrawn", "waiting")
LONGEST_WAIT = 24
"""Months of waiting from which a backlog is counted together."""
FREEZE_COUNTS = ("new", "stock", "reopened", "left", "good_standing_new")
VINTAGE_COUNTS = ("loans", "amount", "dpd30_new", "dpd90_new", "writeoff_new")
TRUST_BINS = 1000


@rule
def count_flows(t: Tally, f: Flow) -> None:
    """Add the month's flows up to the close of the thirty days."""
    t.accounts += 1
    t.income += f.income
    t.spending += f.spending
    t.charges += f.charges
    t.interest_paylater += f.interest_paylater
    t.fees_paylater += f.fees_paylater
    t.paid_paylater += f.paid_paylater
    t.writeoff_paylater += f.writeoff_paylater
    t.draws += f.draws
    t.interest_cashloan += f.interest_cashloan
    t.fees_cashloan += f.fees_cashloan
    t.paid_cashloan += f.paid_cashloan
    t.prepaid += f.prepaid
    t.writeoff_cashloan += f.writeoff_cashloan
    t.recovered += f.recovered
    t.due_paylater += f.due_paylater
    t.due_cashloan += f.due_cashloan
    t.due_outside += f.due_outside
    if f.was_late_paylater == 0:
        t.fresh_dues += f.due_paylater
    if f.was_late_cashloan == 0:
        t.fresh_dues += f.due_cashloan
    t.missed += f.missed_paylater + f.missed_cashloan
    t.cured += f.cured
    t.defaulted += f.defaulted
    t.rushed += f.rushed
    t.applied_outside += f.applied_outside
    if f.outside_draws > 0:
        t.approved_outside += 1


@rule
def count_cases(t: Tally, b: Borrower, f: Flow, high_risk_score: float) -> None:
    """Count the collections work of the month: done, and called for by tier."""
    high = b.score < high_risk_score
    t.calls_due_high += high and f.stage_due == CALL
    t.calls_due_low += not high and f.stage_due == CALL
    t.agency_due_high += high and f.stage_due == AGENCY
    t.agency_due_low += not high and f.stage_due == AGENCY
    t.legal_due_high += high and f.stage_due == LEGAL
    t.legal_due_low += not high and f.stage_due == LEGAL
    if b.ladder == MESSAGE:
        t.messages += 1
    elif b.ladder == CALL:
        t.calls += 1
    elif b.ladder == AGENCY:
        t.agency += 1
    elif b.ladder == LEGAL:
        t.legal += 1
    if b.contact > 0:
        t.late_cases += 1
        t.in_contact += b.contact - 1


@rule
def count_thirty_days(t: Tally, b: Borrower) -> None:
    """Count what the platform's stance looks at: balances, and those 30 or more days past due."""
    t.thirty_days_balance += b.balance_paylater + b.balance_cashloan
    t.thirty_days_dpd30 += (b.late_paylater > 0) * b.balance_paylater + (b.late_cashloan > 0) * b.balance_cashloan


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
    late = max(b.late_paylater, b.late_cashloan)
    if late >= 1:
        t.dpd30 += 1
        t.dpd30_balance += (b.late_paylater >= 1) * b.balance_paylater + (b.late_cashloan >= 1) * b.balance_cashloan
    if late >= 2:
        t.dpd60 += 1
        t.dpd60_balance += (b.late_paylater >= 2) * b.balance_paylater + (b.late_cashloan >= 2) * b.balance_cashloan
    if late >= 3:
        t.dpd90 += 1
        t.dpd90_balance += (b.late_paylater >= 3) * b.balance_paylater + (b.late_cashloan >= 3) * b.balance_cashloan


@rule
def count_state(t: Tally, trust_bins: Any, b: Borrower, month: int) -> None:
    """Count how a borrower stands at the month's end."""
    if b.status != ACTIVE:
        t.closed += b.status != VACANT
        return
    t.active += 1
    t.out_of_work += not b.employed
    t.limits += b.limit_paylater + b.limit_cashloan
    t.withheld += b.withheld
    t.outside_debt += b.outside_debt
    t.trust += b.trust
    t.score += b.score
    trust_bins[min(TRUST_BINS - 1, int(b.trust * TRUST_BINS))] += 1
    if b.freeze_reason > 0:
        t.frozen += 1
        t.trust_frozen += b.trust
        t.frozen_good += b.months_since_late >= GOOD_STANDING_MONTHS
    if month - b.prepaid_month < 12:
        t.prepaid_recently += 1
        t.prepaid_unrestored += b.withheld > 0
    count_balances(t, b)


@rule
def count_review(t: Tally, freezes: Any, b: Borrower, f: Flow) -> None:
    """Count what the platform's review did; ``freezes`` has shape (reasons, segments, FREEZE_COUNTS)."""
    t.reviewed += 1
    t.cut += f.cut > 0
    t.raised += f.raised
    if f.froze > 0:
        t.froze += 1
        freezes[f.froze, b.segment, 0] += 1
        freezes[f.froze, b.segment, 4] += b.months_since_late >= GOOD_STANDING_MONTHS
    if f.reopened > 0:
        t.reopened += 1
        freezes[f.reopened, b.segment, 2] += 1


@rule
def count_frozen(freezes: Any, b: Borrower) -> None:
    """Count a line that stands frozen."""
    if b.freeze_reason > 0 and b.status == ACTIVE:
        freezes[b.freeze_reason, b.segment, 1] += 1


@rule
def count_departure(freezes: Any, b: Borrower) -> None:
    """Count a frozen line whose borrower has just left, or whose debt was written off."""
    if b.freeze_reason > 0 and b.status != ACTIVE:
        freezes[b.freeze_reason, b.segment, 3] += 1


@rule
def count_queues(queues: Any, f: Flow) -> None:
    """Count cases that came to wait, were taken up or lapsed: ``queues`` has shape (QUEUES, QUEUE_COUNTS)."""
    if f.queue_arrived > 0:
        queues[f.queue_arrived, 0] += 1
    if f.queue_served > 0:
        queues[f.queue_served, 1] += 1
    if f.queue_withdrawn > 0:
        queues[f.queue_withdrawn, 2] += 1


@rule
def count_overdue(queues: Any, b: Borrower, p: Numbers) -> None:
    """Count, as the book opens, the cases that collections will first be called for."""
    if b.late_paylater > 0 or b.late_cashloan > 0:
        stage = ladder_stage(b, p)
        if stage >= FIRST_STAGE:
            queues[queue_of(b, p, stage), 0] += 1


@rule
def count_desk(queues: Any, f: Flow, at_review: bool) -> None:
    """The same for the service desk: proofs of identity before the review, other cases at it.

    Who was not reviewed had the debt written off, and cases withdrawn with it; flows may last from then to the review.
    """
    if f.case_arrived > 0 and (f.case_arrived != VERIFICATION) == at_review:
        queues[f.case_arrived, 0] += 1
    if f.case_served > 0 and (f.case_served != VERIFICATION) == at_review:
        queues[f.case_served, 1] += 1
    if f.case_withdrawn > 0:
        queues[f.case_withdrawn, 2] += 1


@rule
def count_lapse(queues: Any, b: Borrower, case: int) -> None:
    """Count the open case, if any, of a borrower who has just left."""
    if b.case != case:
        queues[case, 2] += 1


@rule
def count_backlog(queues: Any, backlog: Any, b: Borrower, month: int) -> None:
    """Count what waits at the month's end; ``backlog`` has shape (QUEUES, LONGEST_WAIT), by months waited so far."""
    if b.queue > 0:
        queues[b.queue, 3] += 1
        backlog[b.queue, min(LONGEST_WAIT - 1, month - b.queue_month)] += 1
    if b.case > 0:
        queues[b.case, 3] += 1
        backlog[b.case, min(LONGEST_WAIT - 1, month - b.case_month)] += 1


@rule
def count_rolls(rolls: Any, product: int, before: int, was_late: int, b: Borrower, after: int, late: int) -> None:
    """Count where a balance went: ``rolls`` has shape (2 products, from, to, 2): counts, and fen before the month."""
    if before <= 0:
        return
    to = min(late, len(BUCKETS) - 1)
    if b.status != ACTIVE:
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


def trust_quantile(bins: Any, share: float) -> float:
    """Return the trust that ``share`` of borrowers lie below, to a bin's width, from counts of equal bins."""
    total = int(bins.sum())
    if total == 0:
        return float("nan")
    reached = np.cumsum(bins)
    place = int(np.searchsorted(reached, share * total))
    below = int(reached[place - 1]) if place else 0
    return float((place + (share * total - below) / max(1, int(bins[place]))) / len(bins))
