"""What is counted while the month runs: a record of whole numbers for each chunk of borrowers, added up in the end."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import (
    Agreement,
    Answer,
    Cause,
    Departure,
    FreezeReason,
    LadderStage,
    Queue,
    Segment,
    Status,
)
from tightrope.agents.collecting import ladder_stage
from tightrope.agents.flows import Flow, Summed
from tightrope.agents.lines import months_late
from tightrope.agents.queueing import FIRST_STAGE, LONGEST_WAIT, QueueCount, queue_of
from tightrope.agents.trusting import GOOD_STANDING_MONTHS
from tightrope.model.measures.loans import late_balance
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.records import Field, Record, dtype_of, fields_of
from tightrope.scenarios.engine.sums import BILLION, MILLION, whole
from tightrope.scenarios.parameters.table import Numbers

__all__ = [
    "FREEZE_COUNTS",
    "PARTS",
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
    "count_newcomers",
    "count_overdue",
    "count_queues",
    "count_review",
    "count_stalled",
    "count_thirty_days",
]


NEW_MONTHS = 3
"""Months of tenure up to which a customer is a new one: a quarter, as lenders report."""


def _summed(when: Summed) -> tuple[str, ...]:
    """Return the flows that are added up then, in the order of their declaration."""
    return tuple(field.name for field in fields_of(Flow) if when in field.more)


_AT_CLOSE, _AT_REVIEW, _AT_END = map(_summed, Summed)
_SUMS = tuple(Field(name, np.int64, "fen", f"sum of {name}", None, ()) for name in (*_AT_CLOSE, *_AT_REVIEW, *_AT_END))


# fmt: off
class Tally(Record, columns=True, first=_SUMS):
    """Sums over the borrowers of a chunk, behind those of the flows that are declared to be summed, by their names.

    Where nothing else is said, a sum of "fen" or "borrowers" is over active and written-off borrowers. Sums of decimals
    say last in how many parts of one they are held.
    """

    # the due date, over products not past due before
    fresh_dues: Annotated[int, np.int64, "fen", "dues of products not past due before"]
    missed: Annotated[int, np.int64, "fen", "of these, missed on the due date"]
    cured: Annotated[int, np.int64, "fen", "of the missed ones, paid within thirty days"]
    missed_forgot: Annotated[int, np.int64, "fen", "of the missed ones, forgotten"]
    missed_failed: Annotated[int, np.int64, "fen", "of the missed ones, by payments that failed"]
    missed_wages: Annotated[int, np.int64, "fen", "of the missed ones, for wages that came late"]
    missed_short: Annotated[int, np.int64, "fen", "of the missed ones, for want of money"]
    missed_held: Annotated[int, np.int64, "fen", "of the missed ones, held back"]
    missed_able: Annotated[int, np.int64, "fen", "of the missed ones, by borrowers with the money at hand"]
    behind: Annotated[int, np.int64, "borrowers", "something due is still unpaid after the due date"]
    # flows and events up to the close of the thirty days
    accounts: Annotated[int, np.int64, "borrowers", "active or written off before the platform's review"]
    draws_new: Annotated[int, np.int64, "fen", "cash loans drawn by customers of three months or less"]
    income_stalled: Annotated[int, np.int64, "fen", "income of the self-employed in work whose line was frozen"]
    income_usual_stalled: Annotated[int, np.int64, "fen", "their usual income"]
    owed_cashloan: Annotated[int, np.int64, "borrowers", "with a cash loan at the month's start"]
    prepaid_loans: Annotated[int, np.int64, "borrowers", "of these, who repaid early"]
    prepaid_in_part: Annotated[int, np.int64, "borrowers", "of these, who repaid a part"]
    help_taken: Annotated[int, np.int64, "borrowers", "got help from friends"]
    scams: Annotated[int, np.int64, "borrowers", "lost money to swindlers"]
    strain: Annotated[
        int, np.int64, "billionths of usual income", "spending given up for want of money", BILLION]
    prepaid_before: Annotated[int, np.int64, "borrowers", "active, with an early repayment in the twelve months before"]
    plans_agreed: Annotated[int, np.int64, "plans", "hardship plans agreed"]
    settlements: Annotated[int, np.int64, "settlements", "settlements agreed"]
    forgiven: Annotated[int, np.int64, "fen", "debt forgiven in settlements, written-off debt included"]
    forgiven_owed: Annotated[int, np.int64, "fen", "of this, not yet written off"]
    # collections
    late_cases: Annotated[int, np.int64, "borrowers", "late in the thirty days"]
    in_contact: Annotated[int, np.int64, "borrowers", "of these, in contact with the platform"]
    messages: Annotated[int, np.int64, "cases", "sent a message"]
    calls: Annotated[int, np.int64, "cases", "called by the staff"]
    agency: Annotated[int, np.int64, "cases", "with an agency"]
    legal: Annotated[int, np.int64, "cases", "with lawyers"]
    calls_due_high: Annotated[int, np.int64, "cases", "due for a call, high-risk tier"]
    calls_due_low: Annotated[int, np.int64, "cases", "due for a call, low-risk tier"]
    agency_due_high: Annotated[int, np.int64, "cases", "due for an agency, high-risk tier"]
    agency_due_low: Annotated[int, np.int64, "cases", "due for an agency, low-risk tier"]
    legal_due_high: Annotated[int, np.int64, "cases", "due for legal steps, high-risk tier"]
    legal_due_low: Annotated[int, np.int64, "cases", "due for legal steps, low-risk tier"]
    thirty_days_balance: Annotated[int, np.int64, "fen", "balance at the close of the thirty days"]
    thirty_days_dpd30: Annotated[int, np.int64, "fen", "of this, of products 30 or more days past due"]
    outside_held: Annotated[int, np.int64, "fen", "owed to other lenders at the close of the thirty days"]
    outside_late: Annotated[int, np.int64, "fen", "of this, by borrowers late with them"]
    owing_outside: Annotated[int, np.int64, "borrowers", "owed it"]
    # default
    exposed: Annotated[int, np.int64, "borrowers", "active with a balance and not in default at the month's start"]
    exposed_raised: Annotated[int, np.int64, "borrowers", "of these, with a recent lump-sum raise"]
    defaulted: Annotated[int, np.int64, "borrowers", "reached 90 days past due"]
    defaulted_raised: Annotated[int, np.int64, "borrowers", "of these, with a recent lump-sum raise"]
    entered_default: Annotated[int, np.int64, "borrowers", "entered default"]
    defaulted_short: Annotated[int, np.int64, "borrowers", "of these, never with the money for their arrears"]
    defaulted_held_out: Annotated[int, np.int64, "borrowers", "of these, held out with the money at hand"]
    defaulted_balance: Annotated[int, np.int64, "fen", "balance of those who entered default"]
    default_paid: Annotated[int, np.int64, "fen", "paid by those in default at the month's start, and on old debts"]
    default_returned: Annotated[int, np.int64, "fen", "balance of those who are in default no longer"]
    income_defaulted: Annotated[int, np.int64, "fen", "income of those who defaulted in the last 24 months"]
    income_usual_defaulted: Annotated[int, np.int64, "fen", "their usual income"]
    # the platform's review
    reviewed: Annotated[int, np.int64, "borrowers", "active at the review"]
    cut: Annotated[int, np.int64, "borrowers", "with a limit cut"]
    lump_raised: Annotated[int, np.int64, "borrowers", "with a lump-sum raise, newcomers' welcome included"]
    answers: Annotated[int, np.int64, "cases", "appeals answered"]
    appeals_granted: Annotated[int, np.int64, "cases", "of these, granted"]
    restored: Annotated[int, np.int64, "borrowers", "got a limit back that was repaid early"]
    restored_months: Annotated[int, np.int64, "months", "for which these limits were away"]
    opened: Annotated[int, np.int64, "borrowers", "whose frozen line opened"]
    opened_months: Annotated[int, np.int64, "months", "for which these lines had been frozen"]
    froze: Annotated[int, np.int64, "borrowers", "whose line froze"]
    reopened: Annotated[int, np.int64, "borrowers", "whose line was opened again"]
    friend_late: Annotated[int, np.int64, "borrowers", "in good standing with an open line and a late friend"]
    friend_late_froze: Annotated[int, np.int64, "borrowers", "of these, frozen in the review"]
    friend_clear: Annotated[int, np.int64, "borrowers", "in good standing with an open line and no late friend"]
    friend_clear_froze: Annotated[int, np.int64, "borrowers", "of these, frozen in the review"]
    # trust, and who comes and goes
    trust_lost_own: Annotated[int, np.int64, "billionths of trust", "net falls by own experience", BILLION]
    trust_lost_talk: Annotated[int, np.int64, "billionths of trust", "net falls in talk among friends", BILLION]
    left: Annotated[int, np.int64, "borrowers", "left of their own will"]
    vacant: Annotated[int, np.int64, "places", "vacant at the month's end"]
    # how active borrowers stand at the month's end
    active: Annotated[int, np.int64, "borrowers", "active"]
    out_of_work: Annotated[int, np.int64, "borrowers", "without work"]
    furloughed: Annotated[int, np.int64, "borrowers", "on furlough"]
    limits: Annotated[int, np.int64, "fen", "limits of both products"]
    unused: Annotated[int, np.int64, "fen", "limits not used"]
    outside_debt: Annotated[int, np.int64, "fen", "owed to other lenders"]
    balance_paylater: Annotated[int, np.int64, "fen", "owed on paylater"]
    balance_cashloan: Annotated[int, np.int64, "fen", "owed on cash loans"]
    owing: Annotated[int, np.int64, "borrowers", "with a balance"]
    dpd30: Annotated[int, np.int64, "borrowers", "with a product 30 or more days past due"]
    dpd60: Annotated[int, np.int64, "borrowers", "with a product 60 or more days past due"]
    dpd90: Annotated[int, np.int64, "borrowers", "with a product 90 or more days past due"]
    dpd30_balance: Annotated[int, np.int64, "fen", "of products 30 or more days past due"]
    dpd60_balance: Annotated[int, np.int64, "fen", "of products 60 or more days past due"]
    dpd90_balance: Annotated[int, np.int64, "fen", "of products 90 or more days past due"]
    dpd30_paylater: Annotated[int, np.int64, "fen", "paylater 30 or more days past due"]
    dpd30_cashloan: Annotated[int, np.int64, "fen", "cash loans 30 or more days past due"]
    frozen: Annotated[int, np.int64, "borrowers", "whose line is frozen"]
    frozen_good: Annotated[int, np.int64, "borrowers", "of these, in good standing"]
    frozen_balance: Annotated[int, np.int64, "fen", "their balance"]
    mending: Annotated[int, np.int64, "borrowers", "of these, put things in order"]
    gave_up: Annotated[int, np.int64, "borrowers", "of these, have given up"]
    never_frozen: Annotated[int, np.int64, "borrowers", "whose line never was frozen"]
    prepaid_recently: Annotated[int, np.int64, "borrowers", "with an early repayment in the last twelve months"]
    prepaid_unrestored: Annotated[int, np.int64, "borrowers", "of these, with a part of the limit still withheld"]
    locked: Annotated[int, np.int64, "borrowers", "whose account is locked"]
    locked_able: Annotated[int, np.int64, "borrowers", "of these, past due with the money for it at hand"]
    linked_free: Annotated[int, np.int64, "fen", "free cash loan limit of active borrowers with a late paylater bill"]
    linked_room: Annotated[int, np.int64, "fen", "of this, what could be drawn"]
    severe_free: Annotated[int, np.int64, "fen", "of linked_free, that of borrowers severely late"]
    severe_room: Annotated[int, np.int64, "fen", "of this, what could be drawn"]
    verified: Annotated[int, np.int64, "borrowers", "with verified income"]
    plans: Annotated[int, np.int64, "borrowers", "on a hardship plan"]
    deferred: Annotated[int, np.int64, "borrowers", "whose payments are put off"]
    deferral_over: Annotated[int, np.int64, "borrowers", "whose deferral was over three months ago"]
    deferral_over_late: Annotated[int, np.int64, "borrowers", "of these, 30 or more days past due"]
    trust: Annotated[int, np.int64, "billionths of trust", "of active borrowers", BILLION]
    trust_frozen: Annotated[int, np.int64, "billionths of trust", "of those whose line is frozen", BILLION]
    trust_never_frozen: Annotated[int, np.int64, "billionths of trust", "of those whose line never was frozen", BILLION]
    score: Annotated[int, np.int64, "millionths of a point", "of active borrowers", MILLION]
    literacy: Annotated[int, np.int64, "billionths of 0-1", "financial literacy", BILLION]
    multi_seen: Annotated[
        int, np.int64, "billionths", "lenders and applications elsewhere, as the bureau shows them", BILLION]
# fmt: on


TALLY_DTYPE = dtype_of(Tally)
"""A tally as a single record, of all chunks."""
PARTS: Mapping[str, float] = {field.name: field.more[0] for field in fields_of(Tally) if field.more}
"""Of sums of decimals, in how many parts of one they are held: so the order in which they are added does not matter."""


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
def add_at_close(t: Tally, f: Flow) -> None:
    """Add the flows that are declared to be summed at the close of the thirty days."""
    for name in _AT_CLOSE:
        t[name] += f[name]


@rule
def add_at_review(t: Tally, f: Flow) -> None:
    """Add those declared to be summed after the review."""
    for name in _AT_REVIEW:
        t[name] += f[name]


@rule
def add_at_end(t: Tally, f: Flow) -> None:
    """Add those declared to be summed at the month's end."""
    for name in _AT_END:
        t[name] += f[name]


@rule
def count_flows(t: Tally, b: Borrower, f: Flow) -> None:
    """Add the month's flows up to the close of the thirty days."""
    t.accounts += 1
    add_at_close(t, f)
    t.outside_held += b.outside_debt
    t.outside_late += b.outside_debt if b.late_outside > 0 else 0
    t.owing_outside += b.outside_debt > 0
    if f.was_late_paylater == 0:
        t.fresh_dues += f.due_paylater
    if f.was_late_cashloan == 0:
        t.fresh_dues += f.due_cashloan
    missed = f.missed_paylater + f.missed_cashloan
    if missed > 0:
        t.missed += missed
        t.cured += f.cured
        count_causes(t, f.cause_paylater, f.missed_paylater)
        count_causes(t, f.cause_cashloan, f.missed_cashloan)
        t.missed_able += missed if f.missed_able else 0
    if f.before_cashloan > 0:
        t.owed_cashloan += 1
        t.prepaid_loans += f.prepaid > 0
        t.prepaid_in_part += 0 < f.prepaid < f.before_cashloan + f.draws
    t.help_taken += f.help_received > 0
    t.scams += f.scam > 0
    t.strain += whole(b.strain, BILLION)
    count_relief(t, f)


@rule
def count_newcomers(t: Tally, b: Borrower, f: Flow, month: int) -> None:
    """Add what new customers draw."""
    t.draws_new += f.draws if month - b.joined_month <= NEW_MONTHS else 0


@rule
def count_stalled(t: Tally, b: Borrower, f: Flow) -> None:
    """Add what those earn whose business has lost its line; the freeze may be of this month at the earliest."""
    if b.segment == Segment.SELF_EMPLOYED and b.employed and b.freeze_reason != FreezeReason.NONE:
        t.income_stalled += f.income
        t.income_usual_stalled += b.income_usual


@rule
def count_causes(t: Tally, cause: int, missed: int) -> None:
    """Add a missed due to those of its cause."""
    t.missed_forgot += missed if cause == Cause.FORGOT else 0
    t.missed_failed += missed if cause == Cause.FAILED else 0
    t.missed_wages += missed if cause == Cause.LATE_WAGES else 0
    t.missed_short += missed if cause == Cause.SHORT else 0
    t.missed_held += missed if cause == Cause.HELD_OUT else 0


@rule
def count_relief(t: Tally, f: Flow) -> None:
    """Count plans and settlements, and what they cost."""
    t.forgiven_owed += f.forgiven_paylater + f.forgiven_cashloan
    t.forgiven += f.forgiven_paylater + f.forgiven_cashloan + f.forgiven_written_off
    t.plans_agreed += f.plan_agreed == Agreement.PLAN
    t.settlements += f.plan_agreed == Agreement.SETTLEMENT


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
    add_at_review(t, f)
    t.cut += f.cut > 0
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
    if months_late(b) > 0:
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
    add_at_end(t, f)
    t.left += f.left == Departure.LEFT
    t.lump_raised += f.joined and f.lump_raise > 0
