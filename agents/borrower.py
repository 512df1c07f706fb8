"""The borrower's record: every field with its type, unit and meaning.

Money is held in fen (0.01 yuan) as whole numbers, so that accounts balance exactly and sums do not depend on their
order. Shares and scores that rules multiply are floats, in single precision where they are lasting traits; the rest are
small whole numbers.
"""

from typing import Any, NamedTuple

import numpy as np

__all__ = [
    "ACTIVE", "BORROWER_DTYPE", "BORROWER_FIELDS", "CLOSED", "FREEZE_REASONS", "GAVE_UP", "GIG", "LONG_AGO", "MENDING",
    "NEVER", "QUEUES", "RAISE_CHANNELS", "SALARIED", "SEGMENTS", "SELF_EMPLOYED", "STATUSES", "VACANT", "Borrower",
    "BorrowerField",
]  # fmt: skip

type Borrower = Any
"""One record of ``BORROWER_DTYPE``, read and written by attribute in the rules."""

STATUSES = ("vacant", "active", "written off")
VACANT, ACTIVE, CLOSED = 0, 1, 2
SEGMENTS = ("salaried", "gig", "self-employed")
SALARIED, GIG, SELF_EMPLOYED = 0, 1, 2
FREEZE_REASONS = (
    *("none", "delinquency", "linkage", "macro", "guidance", "regulation", "risk"),
    *("multi-platform", "identity", "upgrade", "arbitrage"),
)
RAISE_CHANNELS = ("none", "welcome", "record", "campaign", "application")
QUEUES = (
    *("none", "verification", "restoration", "appeal"),
    *("calls high", "calls low", "agency high", "agency low", "legal high", "legal low"),
)
"""Where a case may wait: three kinds of cases at the service desk, and collections by stage and risk tier."""
MENDING, GAVE_UP = 1, 2
"""What a borrower does about a frozen line, where it is not nothing."""
NEVER = 120
"""Months since the last late month, for those never late (the count stops here)."""


LONG_AGO = -1000
"""The month of what has not happened."""


class BorrowerField(NamedTuple):
    """One field of the record."""

    name: str
    kind: type
    unit: str
    meaning: str


_F = BorrowerField
BORROWER_FIELDS = (
    # the largest numbers first, so that none needs padding: money and how things stand
    _F("cash", np.int64, "fen", "money at hand: savings and what is left of the month's income"),
    _F("written_off", np.int64, "fen", "debt written off and pursued"),
    _F("trust", np.float64, "0-1", "trust in the platform"),
    _F("score", np.float64, "points 350-950", "the platform's score"),
    _F("lateness", np.float64, "late months, fading", "late months on the platform, as the platform remembers them"),
    _F("bureau_record", np.float64, "late months, fading", "late months with any lender, as the bureau shows them"),
    _F("multi_seen", np.float64, "count", "lenders owed and recent applications elsewhere, as the bureau shows them"),
    _F("strain", np.float64, "share of usual income", "spending given up for want of money last month"),
    # who the borrower is
    _F("literacy", np.float32, "0-1", "financial literacy"),
    _F("trust_settled", np.float32, "0-1", "trust that the borrower returns to when nothing happens"),
    _F("buffer_months", np.float32, "months of usual income", "savings aimed at"),
    _F("appetite", np.float32, "share of limit", "cash loan balance aimed at (0: uses none)"),
    _F("paylater_share", np.float32, "share of spending", "spending put on paylater"),
    _F("limit_months_paylater", np.float32, "months of usual income", "paylater limit entitled to at score 650"),
    _F("limit_months_cashloan", np.float32, "months of usual income", "cash loan limit entitled to at score 650"),
    # amounts, months, counts and codes
    _F("income_usual", np.int32, "fen a month", "usual (permanent) income"),
    _F("income", np.int32, "fen a month", "income of the month"),
    _F("limit_paylater", np.int32, "fen", "paylater limit"),
    _F("limit_cashloan", np.int32, "fen", "cash loan limit"),
    _F("balance_paylater", np.int32, "fen", "owed on paylater, interest and fees included"),
    _F("balance_cashloan", np.int32, "fen", "owed on the cash loan, interest and fees included"),
    _F("overdue_paylater", np.int32, "fen", "part of the paylater balance that is past due"),
    _F("overdue_cashloan", np.int32, "fen", "part of the cash loan balance that is past due"),
    _F("instalment", np.int32, "fen a month", "what the cash loan asks each month"),
    _F("withheld", np.int32, "fen", "cash loan limit repaid early and not yet back"),
    _F("new_room", np.int32, "fen", "recent raise of the cash loan limit, not yet got used to"),
    _F("outside_debt", np.int32, "fen", "owed to other lenders"),
    _F("outside_overdue", np.int32, "fen", "part of the outside debt that is past due"),
    _F("outside_seen", np.int32, "fen", "outside debt as the bureau shows it"),
    _F("joined_month", np.int16, "month", "month in which the account was opened (negative: before the run)"),
    _F("frozen_month", np.int16, "month", "month in which the cash loan line was frozen"),
    _F("prepaid_month", np.int16, "month", "month of the last early repayment (-1000: none)"),
    _F("turnover_month", np.int16, "month", "month of the last early repayment that was turnover (-1000: none)"),
    _F("loan_month", np.int16, "month", "month in which the present cash loan was opened (0: before the run)"),
    _F("default_month", np.int16, "month", "month in which 90 days past due were last reached (-1000: never)"),
    _F("raised_month", np.int16, "month", "month of the last lump-sum raise (-1000: none)"),
    _F("plan_month", np.int16, "month", "month in which the last hardship plan was agreed (-1000: none)"),
    _F("case_month", np.int16, "month", "month in which the open case came to the service desk"),
    _F("queue_month", np.int16, "month", "month in which the case came to wait for collections"),
    _F("months_since_late", np.int16, "months", "since a platform due was last missed past thirty days (120: never)"),
    _F("status", np.int8, "code", "0 vacant place, 1 active, 2 written off"),
    _F("segment", np.int8, "code", "0 salaried, 1 gig, 2 self-employed"),
    _F("employed", np.int8, "0/1", "has work"),
    _F("pays_in_full", np.int8, "0/1", "clears the paylater bill each month when able"),
    _F("pays_share", np.int8, "per cent", "of the paylater bill, paid by who carries a part over (0: the least)"),
    _F("verified", np.int8, "0/1", "income verified by the platform"),
    _F("freeze_reason", np.int8, "code", "why the cash loan line is frozen (0: it is open)"),
    _F("late_paylater", np.int8, "months past due", "age of the oldest unpaid paylater due"),
    _F("late_cashloan", np.int8, "months past due", "the same for the cash loan"),
    _F("paylater_aged", np.int8, "0/1", "paylater lateness rose this month"),
    _F("late_outside", np.int8, "months past due", "the same for other lenders"),
    _F("outside_lenders", np.int8, "count", "other lenders owed"),
    _F("cool_off", np.int8, "months", "left of the cool-off after an early repayment"),
    _F("notice_left", np.int8, "months", "until an announced cut of the limits takes effect (0: none is announced)"),
    _F("notice_depth", np.int8, "per cent", "how much of the limits the announced cut takes"),
    _F("contact", np.int8, "code", "0 not late, 1 late and silent, 2 late and in contact"),
    _F("ladder", np.int8, "code", "collections stage of the month: 0 none, 1 message, 2 call, 3 agency, 4 legal"),
    _F("queue", np.int8, "code", "where the case waits for collections (0: nowhere)"),
    _F("case", np.int8, "code", "what the open case at the service desk is about (0: none is open)"),
    _F("locked", np.int8, "0/1", "account locked: neither draws nor payments until identity is proved"),
    _F("mending", np.int8, "code", "after a freeze: 0 nothing, 1 puts things in order, 2 has given up"),
    _F("cycles", np.int8, "count", "early repayments turning the line over that count together"),
    _F("suspected", np.int8, "0/1", "held for arbitrage this month"),
    _F("raise_channel", np.int8, "code", "channel of the last lump-sum raise (0: none)"),
    _F("plan", np.int8, "months", "left of a hardship plan (0: none)"),
    _F("holiday", np.int8, "months", "left of a plan's time without dues"),
    _F("friends_late", np.int8, "per cent", "of the friends, 30 or more days past due on the platform last month"),
    _F("loan_worst", np.int8, "months past due", "worst lateness of the present cash loan so far"),
    _F("ever_defaulted", np.int8, "0/1", "has reached 90 days past due in this delinquency"),
)  # fmt: skip

BORROWER_DTYPE = np.dtype([(field.name, field.kind) for field in BORROWER_FIELDS], align=True)
