"""What moves in a borrower's month: one record of flows, made by the rules, read by ledger, measures and panel."""

from typing import Any, NamedTuple

import numpy as np

__all__ = ["FLOW_DTYPE", "FLOW_FIELDS", "Flow", "FlowField"]

type Flow = Any
"""One record of ``FLOW_DTYPE``."""


class FlowField(NamedTuple):
    """One flow of the month."""

    name: str
    kind: type
    unit: str
    meaning: str


_F = FlowField
FLOW_FIELDS = (
    # how the month begins
    _F("before_paylater", np.int32, "fen", "owed on paylater at the month's start"),
    _F("before_cashloan", np.int32, "fen", "owed on the cash loan at the month's start"),
    # cash
    _F("income", np.int32, "fen", "income of the month"),
    _F("spending", np.int32, "fen", "spending, paylater charges included"),
    _F("expense", np.int32, "fen", "unforeseen expense paid, and what a bad record costs"),
    _F("help_received", np.int32, "fen", "help received from family and friends"),
    _F("help_given", np.int32, "fen", "help given to family and friends"),
    _F("scam", np.int32, "fen", "lost to swindlers"),
    # paylater
    _F("charges", np.int32, "fen", "spending put on paylater"),
    _F("interest_paylater", np.int32, "fen", "interest added to the paylater balance"),
    _F("fees_paylater", np.int32, "fen", "late charges added to the paylater balance"),
    _F("paid_paylater", np.int32, "fen", "payments on paylater"),
    _F("settled", np.int32, "fen", "paylater balance paid on leaving the platform"),
    _F("writeoff_paylater", np.int32, "fen", "paylater balance written off"),
    _F("forgiven_paylater", np.int32, "fen", "paylater balance forgiven in a settlement"),
    # cash loan
    _F("draws", np.int32, "fen", "cash loan drawn"),
    _F("interest_cashloan", np.int32, "fen", "interest added to the cash loan balance"),
    _F("fees_cashloan", np.int32, "fen", "late charges added to the cash loan balance"),
    _F("paid_cashloan", np.int32, "fen", "payments on the cash loan, early repayment included"),
    _F("prepaid", np.int32, "fen", "of these, early repayment"),
    _F("writeoff_cashloan", np.int32, "fen", "cash loan balance written off"),
    _F("forgiven_cashloan", np.int32, "fen", "cash loan balance forgiven in a settlement"),
    _F("recovered", np.int32, "fen", "paid on debt written off"),
    _F("forgiven_written_off", np.int32, "fen", "written-off debt forgiven in a settlement"),
    _F("waived", np.int32, "fen", "interest not charged during a hardship plan"),
    # other lenders
    _F("outside_draws", np.int32, "fen", "borrowed from other lenders"),
    _F("outside_interest", np.int32, "fen", "interest added to outside debt"),
    _F("outside_paid", np.int32, "fen", "paid to other lenders"),
    _F("outside_writeoff", np.int32, "fen", "outside debt written off"),
    # the plan of the month
    _F("spending_plan", np.int32, "fen", "spending still planned after the due date"),
    _F("due_paylater", np.int32, "fen", "paylater due this month: the bill, or what the standing order pays of it"),
    _F("least_paylater", np.int32, "fen", "least payment that keeps paylater from becoming late"),
    _F("due_cashloan", np.int32, "fen", "instalment due this month"),
    _F("due_outside", np.int32, "fen", "due to other lenders this month, arrears included"),
    _F("missed_paylater", np.int32, "fen", "of due_paylater, missed on the due date by accounts not late before"),
    _F("missed_cashloan", np.int32, "fen", "of due_cashloan, missed on the due date by accounts not late before"),
    _F("cured", np.int32, "fen", "of the missed dues, paid within thirty days"),
    # what happened
    _F("was_late_paylater", np.int8, "months past due", "paylater lateness before the month"),
    _F("was_late_cashloan", np.int8, "months past due", "cash loan lateness before the month"),
    _F("was_in_default", np.int8, "0/1", "in default before the month, or on the way out of it by a plan"),
    _F("wage_late", np.int8, "0/1", "income came after the due date"),
    _F("technical", np.int8, "code", "why a payment failed: 0 no such reason, 1 locked, 2 outage, 3 rule change"),
    _F("missed_able", np.int8, "0/1", "missed a due date with the money for it at hand"),
    _F("rushed", np.int8, "0/1", "drew on the line ahead of a cut that was feared or announced"),
    _F("applied_outside", np.int8, "0/1", "asked another lender"),
    _F("stage_due", np.int8, "code", "collections stage that the case called for"),
    _F("defaulted", np.int8, "0/1", "reached 90 days past due"),
    _F("froze", np.int8, "code", "reason of a freeze this month (0: none)"),
    _F("redrew", np.int8, "0/1", "wanted the money back that was repaid early"),
    _F("plan_agreed", np.int8, "code", "agreed with the platform: 1 a plan, 2 a settlement"),
    _F("plan_broken", np.int8, "0/1", "fell behind on a plan, which ended it"),
    _F("queue_arrived", np.int8, "code", "came to wait for collections: where"),
    _F("queue_served", np.int8, "code", "taken up by collections: where"),
    _F("queue_withdrawn", np.int8, "code", "waits for collections no more: where"),
    _F("case_arrived", np.int8, "code", "a case came to the service desk: which"),
    _F("case_served", np.int8, "code", "a case was settled by the desk: which"),
    _F("case_withdrawn", np.int8, "code", "a case lapsed: which"),
    _F("case_waited", np.int16, "months", "how long the settled case had waited"),
    _F("appeal_answer", np.int8, "code", "0 none, 1 granted, 2 refused, 3 answered with phrases"),
    _F("restored", np.int16, "months", "a limit repaid early came back: months it was away, at least 1 (0: no)"),
    _F("frozen_for", np.int16, "months", "how long the line that opened had been frozen, at least 1 (0: none opened)"),
    _F("cut_amount", np.int32, "fen", "limit taken by cuts"),
    _F("lump_raise", np.int8, "code", "channel of a lump-sum raise this month (0: none)"),
    _F("uploaded", np.int8, "0/1", "proved income to the platform"),
    _F("reopened", np.int8, "code", "reason for which the line had been frozen that opened (0: none opened)"),
    _F("cut", np.int8, "code", "limit cut: 1 without notice, 2 announced before"),
    _F("raised", np.int8, "0/1", "limit raised"),
    _F("applied", np.int8, "0/1", "somebody applied for the vacant place"),
    _F("joined", np.int8, "0/1", "the applicant was admitted"),
    _F("left", np.int8, "code", "1 left of own will, 2 place freed after recovery ended"),
)  # fmt: skip

FLOW_DTYPE = np.dtype([(field.name, field.kind) for field in FLOW_FIELDS], align=True)
