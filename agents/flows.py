"""What moves in a borrower's month: one record of flows, made by the rules, read by ledger, measures and panel."""

from enum import Enum
from typing import Annotated

import numpy as np

from tightrope.agents.codes import (
    Agreement,
    Answer,
    Cause,
    Cut,
    Departure,
    Failure,
    FreezeReason,
    LadderStage,
    Queue,
    RaiseChannel,
)
from tightrope.scenarios.engine.records import Record

__all__ = ["Flow", "Into", "OutOf", "Summed"]


class Summed(Enum):
    """When a flow is complete and added to the month's sum of the same name, over all accounts."""

    CLOSE = "the thirty days after the due date are over"
    REVIEW = "the platform's review is over"
    END = "the month is over"


class Move:
    """Accounts of a borrower, named as in the borrower's record, that a flow moves; the ledger reads nothing else."""

    def __init__(self, *accounts: str) -> None:
        """Name the accounts."""
        self.accounts = accounts


class Into(Move):
    """A flow that adds to accounts: to money at hand, or to what is owed."""


class OutOf(Move):
    """A flow that takes from accounts."""


# fmt: off
class Flow(Record, columns=True):
    """One borrower's month."""

    # how the month begins
    before_paylater: Annotated[int, np.int32, "fen", "owed on paylater at the month's start"]
    before_cashloan: Annotated[int, np.int32, "fen", "owed on the cash loan at the month's start"]
    # cash
    income: Annotated[int, np.int32, "fen", "income of the month", Into("cash"), Summed.CLOSE]
    spending: Annotated[int, np.int32, "fen", "spending, paylater charges included", OutOf("cash"), Summed.CLOSE]
    wallet_blocked: Annotated[
        int, np.int32, "fen", "spending that a locked wallet kept from being made", Summed.CLOSE]
    expense: Annotated[int, np.int32, "fen", "unforeseen expense paid, and what a bad record costs", OutOf("cash")]
    help_received: Annotated[int, np.int32, "fen", "help received from family and friends", Into("cash"), Summed.CLOSE]
    taken_over: Annotated[int, np.int32, "fen", "paid by the lender for whom the borrower leaves", Into("cash")]
    help_given: Annotated[int, np.int32, "fen", "help given to family and friends", OutOf("cash")]
    adviser_fee: Annotated[int, np.int32, "fen", "paid to an adviser", OutOf("cash"), Summed.CLOSE]
    scam: Annotated[int, np.int32, "fen", "lost to swindlers", OutOf("cash"), Summed.CLOSE]
    # paylater
    charges: Annotated[int, np.int32, "fen", "spending put on paylater", Into("cash", "balance_paylater"), Summed.CLOSE]
    interest_paylater: Annotated[
        int, np.int32, "fen", "interest added to the paylater balance", Into("balance_paylater"), Summed.CLOSE]
    fees_paylater: Annotated[
        int, np.int32, "fen", "late charges added to the paylater balance", Into("balance_paylater"), Summed.CLOSE]
    paid_paylater: Annotated[
        int, np.int32, "fen", "payments on paylater", OutOf("cash", "balance_paylater")]
    settled_paylater: Annotated[
        int, np.int32, "fen", "paylater balance paid on leaving the platform", OutOf("cash", "balance_paylater")]
    writeoff_paylater: Annotated[
        int, np.int32, "fen", "paylater balance written off",
        Into("written_off"), OutOf("balance_paylater"), Summed.CLOSE]
    forgiven_paylater: Annotated[
        int, np.int32, "fen", "paylater balance forgiven in a settlement", OutOf("balance_paylater")]
    # cash loan
    draws: Annotated[int, np.int32, "fen", "cash loan drawn", Into("cash", "balance_cashloan"), Summed.CLOSE]
    interest_cashloan: Annotated[
        int, np.int32, "fen", "interest added to the cash loan balance", Into("balance_cashloan"), Summed.CLOSE]
    fees_cashloan: Annotated[
        int, np.int32, "fen", "late charges added to the cash loan balance", Into("balance_cashloan"), Summed.CLOSE]
    paid_cashloan: Annotated[
        int, np.int32, "fen", "payments on the cash loan, early repayment included",
        OutOf("cash", "balance_cashloan")]
    prepaid: Annotated[int, np.int32, "fen", "of these, early repayment"]
    writeoff_cashloan: Annotated[
        int, np.int32, "fen", "cash loan balance written off",
        Into("written_off"), OutOf("balance_cashloan"), Summed.CLOSE]
    settled_cashloan: Annotated[
        int, np.int32, "fen", "cash loan balance paid on leaving the platform", OutOf("cash", "balance_cashloan")]
    forgiven_cashloan: Annotated[
        int, np.int32, "fen", "cash loan balance forgiven in a settlement", OutOf("balance_cashloan")]
    recovered: Annotated[int, np.int32, "fen", "paid on debt written off", OutOf("cash", "written_off"), Summed.CLOSE]
    garnished: Annotated[int, np.int32, "fen", "of these, taken from the wage by a judgement", Summed.CLOSE]
    forgiven_written_off: Annotated[
        int, np.int32, "fen", "written-off debt forgiven in a settlement", OutOf("written_off")]
    waived: Annotated[int, np.int32, "fen", "interest not charged during a hardship plan", Summed.CLOSE]
    # other lenders
    outside_draws: Annotated[
        int, np.int32, "fen", "borrowed from other lenders", Into("cash", "outside_debt"), Summed.CLOSE]
    outside_short: Annotated[int, np.int32, "fen", "of these, lent for a month", Into("outside_fringe")]
    outside_interest: Annotated[
        int, np.int32, "fen", "interest added to outside debt", Into("outside_debt"), Summed.CLOSE]
    outside_paid: Annotated[
        int, np.int32, "fen", "paid to other lenders", OutOf("cash", "outside_debt"), Summed.CLOSE]
    outside_writeoff: Annotated[int, np.int32, "fen", "outside debt written off", OutOf("outside_debt"), Summed.CLOSE]
    fringe_interest: Annotated[
        int, np.int32, "fen", "of outside_interest, to who lends for a month", Into("outside_fringe")]
    fringe_paid: Annotated[int, np.int32, "fen", "of outside_paid, to who lends for a month", OutOf("outside_fringe")]
    fringe_writeoff: Annotated[
        int, np.int32, "fen", "of outside_writeoff, by who lends for a month", OutOf("outside_fringe")]
    refinanced: Annotated[int, np.int32, "fen", "of the outside debt, paid off by another lender, who holds it now"]
    # where the short get money, and purchases for which there was no room
    short_drawn: Annotated[int, np.int32, "fen", "of draws, by who was short", Summed.CLOSE]
    short_lent: Annotated[
        int, np.int32, "fen", "of outside_short, new loans to who was short, none of them a renewal", Summed.CLOSE]
    short_interest: Annotated[int, np.int32, "fen", "what a year's interest on these two would be", Summed.CLOSE]
    purchase_unmet: Annotated[
        int, np.int32, "fen", "planned purchase on credit for which the platform had no room", Summed.CLOSE]
    bought_elsewhere: Annotated[
        int, np.int32, "fen", "of outside_draws, borrowed for such a purchase", Summed.CLOSE]
    sales_lost: Annotated[
        int, np.int32, "fen", "purchases and spending not made because a line was shut", Summed.CLOSE]
    # the plan of the month
    spending_plan: Annotated[int, np.int32, "fen", "spending still planned after the due date"]
    due_paylater: Annotated[
        int, np.int32, "fen", "paylater due this month: the bill, or what the standing order pays of it", Summed.CLOSE]
    least_paylater: Annotated[int, np.int32, "fen", "least payment that keeps paylater from becoming late"]
    due_cashloan: Annotated[int, np.int32, "fen", "instalment due this month", Summed.CLOSE]
    due_outside: Annotated[int, np.int32, "fen", "due to other lenders this month, arrears included", Summed.CLOSE]
    set_aside: Annotated[int, np.int32, "fen", "of due_outside, kept from spending for a lender who is paid first"]
    put_off_paylater: Annotated[int, np.int32, "fen", "paylater that would be due, were payments not put off"]
    put_off_cashloan: Annotated[int, np.int32, "fen", "instalment that would be due, were payments not put off"]
    missed_paylater: Annotated[
        int, np.int32, "fen", "of due_paylater, missed on the due date by accounts not late before"]
    missed_cashloan: Annotated[
        int, np.int32, "fen", "of due_cashloan, missed on the due date by accounts not late before"]
    cured: Annotated[int, np.int32, "fen", "of the missed dues, paid within thirty days"]
    # what happened
    was_late_paylater: Annotated[int, np.int8, "months past due", "paylater lateness before the month"]
    was_late_cashloan: Annotated[int, np.int8, "months past due", "cash loan lateness before the month"]
    was_in_default: Annotated[int, np.int8, "0/1", "in default before the month, or on the way out of it by a plan"]
    wage_late: Annotated[int, np.int8, "0/1", "income came after the due date"]
    technical: Annotated[int, np.int8, Failure, "why a payment failed"]
    cause_paylater: Annotated[int, np.int8, Cause, "why the paylater due was missed"]
    cause_cashloan: Annotated[int, np.int8, Cause, "why the instalment was missed"]
    missed_able: Annotated[int, np.int8, "0/1", "missed a due date with the money for it at hand"]
    rushed: Annotated[int, np.int8, "0/1", "drew on the line ahead of a cut that was feared or announced", Summed.CLOSE]
    applied_outside: Annotated[int, np.int8, "0/1", "asked another lender", Summed.CLOSE]
    asked_lender: Annotated[
        int, np.int8, "number", "place in [[lenders]] of who was asked for a loan in instalments (0: none)"]
    asked_next: Annotated[int, np.int8, "number", "place in [[lenders]] of who was asked after a refusal (0: none)"]
    lender_before: Annotated[
        int, np.int8, "number", "place in [[lenders]] of whose loan another lender has paid off (0: none)"]
    approved_outside: Annotated[int, np.int8, "0/1", "another lender lent to who asked", Summed.CLOSE]
    asked_first: Annotated[
        int, np.int8, "0/1", "was short and asked another lender first, with room left on the platform's line"]
    stage_due: Annotated[int, np.int8, LadderStage, "collections stage that the case called for"]
    held_out: Annotated[int, np.int8, "0/1", "would leave arrears unpaid with the money for them at hand"]
    defaulted: Annotated[int, np.int8, "0/1", "reached 90 days past due"]
    default_cause: Annotated[int, np.int8, Cause, "why 90 days past due were reached"]
    froze: Annotated[int, np.int8, FreezeReason, "reason of a freeze this month"]
    froze_announced: Annotated[int, np.int8, "0/1", "the freeze had been announced"]
    redrew: Annotated[int, np.int8, "0/1", "wanted the money back that was repaid early", Summed.CLOSE]
    plan_agreed: Annotated[int, np.int8, Agreement, "agreed with the platform"]
    judgement: Annotated[int, np.int8, "0/1", "a judgement was obtained for the debt written off", Summed.CLOSE]
    plan_broken: Annotated[int, np.int8, "0/1", "fell behind on a plan, which ended it", Summed.CLOSE]
    re_aged: Annotated[
        int, np.int8, "0/1", "kept a plan for so long that nothing counts as past due any more", Summed.CLOSE]
    queue_arrived: Annotated[int, np.int8, Queue, "came to wait for collections: where"]
    queue_served: Annotated[int, np.int8, Queue, "taken up by collections: where"]
    queue_withdrawn: Annotated[int, np.int8, Queue, "waits for collections no more: where"]
    case_arrived: Annotated[int, np.int8, Queue, "a case came to the service desk: which"]
    case_served: Annotated[int, np.int8, Queue, "a case was settled by the desk: which"]
    case_withdrawn: Annotated[int, np.int8, Queue, "a case lapsed: which"]
    case_waited: Annotated[int, np.int16, "months", "how long the settled case had waited"]
    appeal_answer: Annotated[int, np.int8, Answer, "what the desk said to an appeal"]
    restored: Annotated[
        int, np.int16, "months", "a limit repaid early came back: months it was away, at least 1 (0: no)"]
    frozen_for: Annotated[
        int, np.int16, "months", "how long the line that opened had been frozen, at least 1 (0: none opened)"]
    cut_amount: Annotated[int, np.int32, "fen", "limit taken by cuts", Summed.REVIEW]
    lump_raise: Annotated[int, np.int8, RaiseChannel, "channel of a lump-sum raise this month"]
    uploaded: Annotated[int, np.int8, "0/1", "proved income to the platform"]
    reopened: Annotated[int, np.int8, FreezeReason, "reason for which the line had been frozen that opened"]
    cut: Annotated[int, np.int8, Cut, "limit cut"]
    raised: Annotated[int, np.int8, "0/1", "limit raised", Summed.REVIEW]
    applied: Annotated[int, np.int8, "0/1", "somebody applied for the vacant place", Summed.END]
    joined: Annotated[int, np.int8, "0/1", "the applicant was admitted", Summed.END]
    left: Annotated[int, np.int8, Departure, "how the place became vacant"]
# fmt: on
