"""What is counted while the month runs: one record of sums for each chunk of borrowers, added up in a fixed order."""

from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Agreement, Answer, Departure, LadderStage, Queue, Status
from tightrope.agents.collecting import ladder_stage
from tightrope.agents.flows import Flow
from tightrope.agents.queueing import FIRST_STAGE, LONGEST_WAIT, QueueCount, queue_of
from tightrope.agents.trusting import GOOD_STANDING_MONTHS
from tightrope.model.measures.loans import late_balance
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.parameters.table import Numbers

__all__ = [
    "FREEZE_COUNTS",
    "TALLY_DTYPE",
    "FreezeCount",
    "Tally",
    "count_backlog",
    "count_cases",
    "count_departure",
    "count_desk",
    "count_flows",
    "count_frozen",
    "count_lapse",
    "count_membership",
    "count_overdue",
    "count_queues",
    "count_review",
    "count_thirty_days",
]

type Tally = Any
"""One record of ``TALLY_DTYPE``."""

MONEY_FLOWS = (
    "income", "spending", "charges", "interest_paylater", "fees_paylater", "paid_paylater", "settled",
    "writeoff_paylater", "draws", "interest_cashloan", "fees_cashloan", "paid_cashloan", "prepaid", "writeoff_cashloan",
    "recovered", "thirty_days_balance", "thirty_days_dpd30", "due_paylater", "due_cashloan", "due_outside",
    "missed", "cured", "fresh_dues", "missed_technical", "missed_able",
    "helped", "scammed", "defaulted_balance", "default_paid", "default_returned", "forgiven", "forgiven_owed", "waived",
    "cut_amount", "income_defaulted", "income_usual_defaulted",
)  # fmt: skip
"""Sums of flows, fen; ``fresh_dues``, ``missed...`` and ``cured`` over accounts not late before."""
EVENTS = (
    "defaulted", "entered_default", "exposed", "rushed", "applied_outside", "approved_outside", "messages", "calls",
    "agency", "legal", "in_contact", "late_cases", "calls_due_high", "calls_due_low", "agency_due_high",
    "agency_due_low", "legal_due_high", "legal_due_low", "accounts", "froze", "reopened",
    "cut", "raised", "applied", "joined", "left", "reviewed",
    "behind", "help_taken", "scams", "prepaid_before", "redrew", "plans_agreed", "plans_broken", "settlements",
    "lump_raised", "exposed_raised", "defaulted_raised", "answers", "appeals_granted", "restored", "restored_months",
    "opened", "opened_months", "friend_late", "friend_late_froze", "friend_clear", "friend_clear_froze",
)  # fmt: skip
"""Counts of what happened, and sums of months that it took (``..._months``)."""
STATE = (
    "active", "closed", "out_of_work", "limits", "unused", "withheld", "balance_paylater", "balance_cashloan",
    "dpd30_balance", "dpd60_balance", "dpd90_balance", "dpd30_paylater", "dpd30_cashloan",
    "owing", "dpd30", "dpd60", "dpd90", "frozen", "frozen_good", "prepaid_recently", "prepaid_unrestored",
    "outside_debt", "locked", "verified", "mending", "gave_up", "plans", "never_frozen", "frozen_balance",
)  # fmt: skip
"""Counts and sums (fen) of how things stand at the month's end."""
FLOATS = (
    "trust", "trust_frozen", "trust_never_frozen", "trust_lost_own", "trust_lost_talk", "score", "multi_seen", "strain",
)  # fmt: skip
"""Sums of what is no whole number, added in the order of places."""

TALLY_DTYPE = np.dtype([(n, np.int64) for n in MONEY_FLOWS + EVENTS + STATE] + [(n, np.float64) for n in FLOATS])


class FreezeCount(IntEnum):
    """Lines by what became of them; ``GOOD_STANDING_NEW`` is a part of ``NEW``."""

    NEW = 0
    STOCK = 1
    REOPENED = 2
    LEFT = 3
    GOOD_STANDING_NEW = 4


FREEZE_COUNTS = tuple(count.name.lower() for count in FreezeCount)
"""Their names in the frame of freezes."""


@rule
def count_flows(t: Tally, b: Borrower, f: Flow) -> None:
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
    missed = f.missed_paylater + f.missed_cashloan
    if missed > 0:
        t.missed += missed
        t.cured += f.cured
        t.missed_technical += missed if f.technical > 0 else 0
        t.missed_able += missed if f.missed_able else 0
    t.rushed += f.rushed
    t.redrew += f.redrew
    t.applied_outside += f.applied_outside
    t.approved_outside += f.outside_draws > 0
    t.help_taken += f.help_received > 0
    t.helped += f.help_received
    t.scams += f.scam > 0
    t.scammed += f.scam
    t.strain += b.strain
    count_relief(t, f)


@rule
def count_relief(t: Tally, f: Flow) -> None:
    """Count plans and settlements, and what they cost."""
    t.waived += f.waived
    t.forgiven_owed += f.forgiven_paylater + f.forgiven_cashloan
    t.forgiven += f.forgiven_paylater + f.forgiven_cashloan + f.forgiven_written_off
    t.plans_agreed += f.plan_agreed == Agreement.PLAN
    t.settlements += f.plan_agreed == Agreement.SETTLEMENT
    t.plans_broken += f.plan_broken


@rule
def count_cases(t: Tally, b: Borrower, f: Flow, high_risk_score: float) -> None:
    """Count the collections work of the month: done, and called for by tier."""
    high = b.score < high_risk_score
    t.calls_due_high += high and f.stage_due == LadderStage.CALL
    t.calls_due_low += not high and f.stage_due == LadderStage.CALL
    t.agency_due_high += high and f.stage_due == LadderStage.AGENCY
    t.agency_due_low += not high and f.stage_due == LadderStage.AGENCY
    t.legal_due_high += high and f.stage_due == LadderStage.LEGAL
    t.legal_due_low += not high and f.stage_due == LadderStage.LEGAL
    if b.ladder == LadderStage.MESSAGE:
        t.messages += 1
    elif b.ladder == LadderStage.CALL:
        t.calls += 1
    elif b.ladder == LadderStage.AGENCY:
        t.agency += 1
    elif b.ladder == LadderStage.LEGAL:
        t.legal += 1
    if b.contact > 0:
        t.late_cases += 1
        t.in_contact += b.contact - 1


@rule
def count_thirty_days(t: Tally, b: Borrower) -> None:
    """Count what the platform's stance looks at: balances, and those 30 or more days past due."""
    t.thirty_days_balance += b.balance_paylater + b.balance_cashloan
    t.thirty_days_dpd30 += late_balance(b, 1)


@rule
def count_review(t: Tally, freezes: NDArray[np.int64], b: Borrower, f: Flow) -> None:
    """Count what the platform's review did; ``freezes`` has shape (reasons, segments, freeze counts)."""
    t.reviewed += 1
    t.cut += f.cut > 0
    t.cut_amount += f.cut_amount
    t.raised += f.raised
    t.lump_raised += f.lump_raise > 0
    t.answers += f.appeal_answer > 0
    t.appeals_granted += f.appeal_answer == Answer.GRANTED
    t.restored += f.restored > 0
    t.restored_months += f.restored
    t.opened += f.frozen_for > 0
    t.opened_months += f.frozen_for
    count_friends(t, b, f)
    if f.froze > 0:
        t.froze += 1
        freezes[f.froze, b.segment, FreezeCount.NEW] += 1
        freezes[f.froze, b.segment, FreezeCount.GOOD_STANDING_NEW] += b.months_since_late >= GOOD_STANDING_MONTHS
    if f.reopened > 0:
        t.reopened += 1
        freezes[f.reopened, b.segment, FreezeCount.REOPENED] += 1


@rule
def count_friends(t: Tally, b: Borrower, f: Flow) -> None:
    """Count open lines of borrowers in good standing, and those that were frozen, by whether a friend is late."""
    was_open = f.froze > 0 or (b.freeze_reason == 0 and f.reopened == 0)
    if b.months_since_late < GOOD_STANDING_MONTHS or not was_open:
        return
    if b.friends_late > 0:
        t.friend_late += 1
        t.friend_late_froze += f.froze > 0
    else:
        t.friend_clear += 1
        t.friend_clear_froze += f.froze > 0


@rule
def count_frozen(freezes: NDArray[np.int64], b: Borrower) -> None:
    """Count a line that stands frozen."""
    if b.freeze_reason > 0 and b.status == Status.ACTIVE:
        freezes[b.freeze_reason, b.segment, FreezeCount.STOCK] += 1


@rule
def count_departure(freezes: NDArray[np.int64], b: Borrower) -> None:
    """Count a frozen line whose borrower has just left, or whose debt was written off."""
    if b.freeze_reason > 0 and b.status != Status.ACTIVE:
        freezes[b.freeze_reason, b.segment, FreezeCount.LEFT] += 1


@rule
def count_queues(queues: NDArray[np.int64], b: Borrower, f: Flow, month: int) -> None:
    """Count cases that came to wait, were taken up or lapsed: ``queues`` has shape (queues, queue counts)."""
    if f.queue_arrived > 0:
        queues[f.queue_arrived, QueueCount.ARRIVED] += 1
    if f.queue_served > 0:
        queues[f.queue_served, QueueCount.SERVED] += 1
        queues[f.queue_served, QueueCount.SERVED_MONTHS] += month - b.queue_month
    if f.queue_withdrawn > 0:
        queues[f.queue_withdrawn, QueueCount.WITHDRAWN] += 1


@rule
def count_overdue(queues: NDArray[np.int64], b: Borrower, p: Numbers) -> None:
    """Count, as the book opens, the cases that collections will first be called for."""
    if b.late_paylater > 0 or b.late_cashloan > 0:
        stage = ladder_stage(b, p)
        if stage >= FIRST_STAGE:
            queues[queue_of(b, p, stage), QueueCount.ARRIVED] += 1


@rule
def count_desk(queues: NDArray[np.int64], f: Flow, at_review: bool) -> None:
    """The same for the service desk: proofs of identity before the review, other cases at it.

    Who was not reviewed had the debt written off, and cases withdrawn with it; flows may last from then to the review.
    """
    if f.case_arrived > 0 and (f.case_arrived != Queue.VERIFICATION) == at_review:
        queues[f.case_arrived, QueueCount.ARRIVED] += 1
    if f.case_served > 0 and (f.case_served != Queue.VERIFICATION) == at_review:
        queues[f.case_served, QueueCount.SERVED] += 1
        queues[f.case_served, QueueCount.SERVED_MONTHS] += f.case_waited
    if f.case_withdrawn > 0:
        queues[f.case_withdrawn, QueueCount.WITHDRAWN] += 1


@rule
def count_lapse(queues: NDArray[np.int64], b: Borrower, case: int) -> None:
    """Count the open case, if any, of a borrower who has just left."""
    if b.case != case:
        queues[case, QueueCount.WITHDRAWN] += 1


@rule
def count_backlog(queues: NDArray[np.int64], backlog: NDArray[np.int64], b: Borrower, month: int) -> None:
    """Count what waits at the month's end; ``backlog`` has shape (queues, LONGEST_WAIT), by months waited so far."""
    if b.queue > 0:
        queues[b.queue, QueueCount.WAITING] += 1
        backlog[b.queue, min(LONGEST_WAIT - 1, month - b.queue_month)] += 1
    if b.case > 0:
        queues[b.case, QueueCount.WAITING] += 1
        backlog[b.case, min(LONGEST_WAIT - 1, month - b.case_month)] += 1


@rule
def count_membership(t: Tally, f: Flow) -> None:
    """Count who left, applied and joined."""
    t.left += f.left == Departure.LEFT
    t.settled += f.settled
    t.applied += f.applied
    t.joined += f.joined
    t.lump_raised += f.joined and f.lump_raise > 0
