"""The borrower's record: every field with its type, unit and meaning.

Money is held in fen (0.01 yuan) as whole numbers, so that accounts balance exactly and sums do not depend on their
order. Shares, points and counts that rules multiply are floats in single precision, seven digits; the rest are small
whole numbers.
"""

from typing import Annotated

import numpy as np

from tightrope.agents.codes import (
    Contact,
    FreezeReason,
    LadderStage,
    PaylaterHabit,
    Queue,
    RaiseChannel,
    Remedy,
    Segment,
    Status,
)
from tightrope.scenarios.engine.records import Record

__all__ = ["DEFAULT_MONTHS", "LONG_AGO", "NEVER", "Borrower"]

NEVER = 120
"""Months since the last late month, for those never late (the count stops here)."""
DEFAULT_MONTHS = 3
"""Months past due from which a borrower is in default (90 days)."""
LONG_AGO = -1000
"""The month of what has not happened."""


# fmt: off
class Borrower(Record, columns=True):
    """One borrower, or one vacant place."""

    # the largest numbers first, so that none needs padding: money and how things stand
    cash: Annotated[int, np.int64, "fen", "money at hand: savings and what is left of the month's income"]
    written_off: Annotated[int, np.int64, "fen", "debt written off and pursued"]
    trust: Annotated[float, np.float32, "0-1", "trust in the platform"]
    score: Annotated[float, np.float32, "points 350-950", "the platform's score"]
    lateness: Annotated[
        float, np.float32, "late months, fading", "late months on the platform, as the platform remembers them"]
    slips: Annotated[
        float, np.float32, "months, fading", "months with a due missed and made good within thirty days, as remembered"]
    bureau_record: Annotated[
        float, np.float32, "late months, fading", "late months with any lender, as the bureau shows them"]
    multi_seen: Annotated[
        float, np.float32, "count", "lenders owed and recent applications elsewhere, as the bureau shows them"]
    outside_premium: Annotated[
        float, np.float32, "1/year", "what instalment loans elsewhere cost above a clean record's rate, mean by debt"]
    strain: Annotated[float, np.float32, "share of usual income", "spending given up for want of money last month"]
    shock: Annotated[float, np.float32, "log", "passing change of income, which fades over months"]
    # who the borrower is
    literacy: Annotated[float, np.float32, "0-1", "financial literacy, what was learned of late included"]
    literacy_own: Annotated[float, np.float32, "0-1", "literacy that the borrower comes back to when lessons fade"]
    bias: Annotated[float, np.float32, "0-1", "present bias: how much more today counts than any later day"]
    trust_settled: Annotated[float, np.float32, "0-1", "trust that the borrower returns to when nothing happens"]
    buffer_months: Annotated[float, np.float32, "months of usual income", "savings aimed at"]
    accustomed: Annotated[float, np.float32, "share of usual income", "spending that the household is used to"]
    scar: Annotated[float, np.float32, "share", "income lost for years after work was lost"]
    business: Annotated[
        float, np.float32, "share of income, -0.5 to 1", "what credit adds to a business, or its lack takes away"]
    leaned: Annotated[float, np.float32, "months of usual income", "help received from friends, fading"]
    appetite: Annotated[float, np.float32, "share of limit", "cash loan balance aimed at (0: uses none)"]
    paylater_share: Annotated[
        float, np.float32, "share of spending", "spending put on paylater while each bill is cleared"]
    paylater_aim: Annotated[
        float, np.float32, "share of limit", "paylater balance aimed at while a part is carried over"]
    limit_months_paylater: Annotated[
        float, np.float32, "months of usual income", "paylater limit entitled to at score 650, without debt"]
    limit_months_cashloan: Annotated[
        float, np.float32, "months of usual income", "cash loan limit entitled to at score 650, without debt"]
    # amounts, months, counts and codes
    income_usual: Annotated[int, np.int32, "fen a month", "usual (permanent) income"]
    income: Annotated[int, np.int32, "fen a month", "income of the month"]
    income_shown: Annotated[int, np.int32, "fen a month", "mean income of the last months, as pay slips show it"]
    limit_paylater: Annotated[int, np.int32, "fen", "paylater limit"]
    limit_cashloan: Annotated[int, np.int32, "fen", "cash loan limit"]
    balance_paylater: Annotated[int, np.int32, "fen", "owed on paylater, interest and fees included"]
    balance_cashloan: Annotated[int, np.int32, "fen", "owed on the cash loan, interest and fees included"]
    overdue_paylater: Annotated[int, np.int32, "fen", "part of the paylater balance that is past due"]
    overdue_cashloan: Annotated[int, np.int32, "fen", "part of the cash loan balance that is past due"]
    instalment: Annotated[int, np.int32, "fen a month", "what the cash loan asks each month"]
    withheld: Annotated[int, np.int32, "fen", "cash loan limit repaid early and not yet back"]
    repaid_early: Annotated[int, np.int32, "fen", "repaid early of late, and not drawn again to have it back"]
    outside_debt: Annotated[int, np.int32, "fen", "owed to other lenders"]
    outside_short: Annotated[int, np.int32, "fen", "part of the outside debt that falls due whole next month"]
    outside_fringe: Annotated[int, np.int32, "fen", "part of the outside debt that is owed to who lends for a month"]
    outside_overdue: Annotated[int, np.int32, "fen", "part of the outside debt that is past due"]
    outside_seen: Annotated[int, np.int32, "fen", "outside debt as the bureau shows it"]
    joined_month: Annotated[int, np.int16, "month", "month in which the account was opened (negative: before the run)"]
    frozen_month: Annotated[int, np.int16, "month", "month in which the cash loan line was frozen"]
    prepaid_month: Annotated[int, np.int16, "month", "month of the last early repayment (-1000: none)"]
    turnover_month: Annotated[
        int, np.int16, "month", "month of the last early repayment that was turnover (-1000: none)"]
    loan_month: Annotated[int, np.int16, "month", "month in which the present cash loan was opened (0: before the run)"]
    default_month: Annotated[int, np.int16, "month", "month in which 90 days past due were last reached (-1000: never)"]
    raised_month: Annotated[int, np.int16, "month", "month of the last lump-sum raise (-1000: none)"]
    plan_month: Annotated[int, np.int16, "month", "month in which the last hardship plan was agreed (-1000: none)"]
    deferral_ended: Annotated[int, np.int16, "month", "month in which the last deferral was over (-1000: none)"]
    case_month: Annotated[int, np.int16, "month", "month in which the open case came to the service desk"]
    queue_month: Annotated[int, np.int16, "month", "month in which the case came to wait for collections"]
    months_since_late: Annotated[
        int, np.int16, "months", "since a platform due was last missed past thirty days (120: never)"]
    status: Annotated[int, np.int8, Status, "what the place on the book holds"]
    segment: Annotated[int, np.int8, Segment, "income segment"]
    employed: Annotated[int, np.int8, "0/1", "has work"]
    spell: Annotated[int, np.int8, "months", "looked for work (0: has it, or lost it this month)"]
    paylater_habit: Annotated[
        int, np.int8, PaylaterHabit, "whether paylater is left alone, cleared each month, or carried over"]
    pays_share: Annotated[
        int, np.int8, "per cent", "of the paylater bill, paid by who carries a part over (0: the least)"]
    verified: Annotated[int, np.int8, "0/1", "income verified by the platform"]
    freeze_reason: Annotated[int, np.int8, FreezeReason, "why the cash loan line is frozen"]
    late_paylater: Annotated[int, np.int8, "months past due", "age of the oldest unpaid paylater due"]
    late_cashloan: Annotated[int, np.int8, "months past due", "the same for the cash loan"]
    paylater_aged: Annotated[int, np.int8, "0/1", "paylater lateness rose this month"]
    late_outside: Annotated[int, np.int8, "months past due", "the same for other lenders"]
    outside_lenders: Annotated[int, np.int8, "count", "other lenders owed"]
    lender_elsewhere: Annotated[
        int, np.int8, "number", "place in [[lenders]] of who holds, or held last, instalments owed elsewhere (0: none)"]
    blacklisted: Annotated[int, np.int8, "months", "for which other lenders still hold a default against the borrower"]
    cool_off: Annotated[int, np.int8, "months", "left of the cool-off after an early repayment"]
    notice_left: Annotated[
        int, np.int8, "months", "until an announced cut of the limits takes effect (0: none is announced)"]
    notice_depth: Annotated[int, np.int8, "per cent", "how much of the limits the announced cut takes"]
    freeze_warning: Annotated[
        int, np.int8, "months", "until an announced freeze of the line takes effect (0: none is announced)"]
    warned_reason: Annotated[int, np.int8, FreezeReason, "reason of the freeze announced last"]
    contact: Annotated[int, np.int8, Contact, "whether a debtor talks to the platform"]
    furlough: Annotated[int, np.int8, "months", "of a furlough left"]
    unable: Annotated[
        int, np.int8, "months", "arrears lacked the money to clear them, at a stretch (0: none, or it was there)"]
    ladder: Annotated[int, np.int8, LadderStage, "collections stage of the month"]
    queue: Annotated[int, np.int8, Queue, "where the case waits for collections"]
    case: Annotated[int, np.int8, Queue, "what the open case at the service desk is about"]
    locked: Annotated[int, np.int8, "0/1", "account locked: neither draws nor payments until identity is proved"]
    mending: Annotated[int, np.int8, Remedy, "what the borrower does about a frozen line"]
    cycles: Annotated[int, np.int8, "count", "early repayments turning the line over that count together"]
    suspected: Annotated[int, np.int8, "0/1", "held for arbitrage this month"]
    raise_channel: Annotated[int, np.int8, RaiseChannel, "channel of the last lump-sum raise"]
    plan: Annotated[int, np.int8, "months", "left of a hardship plan (0: none)"]
    holiday: Annotated[int, np.int8, "months", "left of a plan's time without dues"]
    deferral: Annotated[int, np.int8, "months", "left of a deferral, the present one among them (0: none)"]
    silent_months: Annotated[int, np.int8, "months", "of silence in arrears, at a stretch"]
    judged: Annotated[int, np.int8, "0/1", "a judgement was obtained for the debt written off"]
    plan_missed: Annotated[int, np.int8, "payments", "of the plan that were missed so far"]
    plan_paid: Annotated[int, np.int8, "months", "in which a plan's payment was made, at a stretch"]
    friends_late: Annotated[
        int, np.int8, "per cent", "of the friends, 30 or more days past due on the platform last month"]
    loan_worst: Annotated[int, np.int8, "months past due", "worst lateness of the present cash loan so far"]
    ever_defaulted: Annotated[int, np.int8, "0/1", "has reached 90 days past due in this delinquency"]
# fmt: on
