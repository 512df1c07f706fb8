"""What the platform and the other lenders do this month: one record that the rules read, set by these two."""

from typing import Annotated

import numpy as np

from tightrope.agents.codes import Action
from tightrope.scenarios.engine.records import Each, Record, dtype_of
from tightrope.scenarios.parameters.others import MOST_OTHERS

__all__ = ["OTHERS", "POLICY_DTYPE", "REFERENCE_SCORE", "Policy"]

REFERENCE_SCORE = 650.0
"""The score at which limits, chances of cuts and rates are stated: their declarations say "at score 650"."""

OTHERS = Each(1 + MOST_OTHERS)
"""Of each other lender one: first those who lend for a month, or all of them where none is named."""


# fmt: off
class Policy(Record):
    """The month's knobs; a *position* is a month plus the share of that month's cases that are taken up."""

    month: Annotated[float, np.float64, "month", "number of the month, from 1"]
    stance: Annotated[float, np.float64, "0-1", "tightness"]
    macro_part: Annotated[float, np.float64, "share", "of the stance's target, what the economy explains"]
    guidance_part: Annotated[float, np.float64, "share", "of the stance's target, what guidance explains"]
    cashloan_apr: Annotated[float, np.float64, "1/year", "rate of the cash loan, under the cap"]
    paylater_apr: Annotated[float, np.float64, "1/year", "rate of a paylater bill carried over, under the cap"]
    late_fee_cashloan_apr: Annotated[
        float, np.float64, "1/year", "late charge on the cash loan: what the cap leaves above interest"]
    late_fee_paylater_apr: Annotated[float, np.float64, "1/year", "the same for paylater"]
    open_share: Annotated[
        float, np.float64, "share", "of what is asked for within the room, what is lent (leverage cap)"]
    risk_cutoff: Annotated[float, np.float64, "points", "score below which lines are frozen"]
    debt_to_income_cutoff: Annotated[float, np.float64, "share of income", "monthly dues above which lines are frozen"]
    limit_scale: Annotated[float, np.float64, "share", "limit entitled to, against the loose stance"]
    cut_monthly: Annotated[float, np.float64, "chance a month", "of a cut at score 650, never late"]
    cut_most: Annotated[
        float, np.float64, "chance a month", "of a cut at the lowest score and late: above it nobody need be looked at"]
    raise_monthly: Annotated[float, np.float64, "chance a month", "of a raise where all is in order"]
    admission_score: Annotated[float, np.float64, "points", "score from which applicants are admitted"]
    applicants: Annotated[float, np.float64, "chance a month", "that somebody applies for a vacant place"]
    rivals: Annotated[
        float, np.float64, "lenders", "named ones, who lend in instalments (0: one stands for all of them)"]
    outside_share: Annotated[
        list[float], np.float64, "parts", "how well each other lender is known", OTHERS]
    outside_apr: Annotated[
        list[float], np.float64, "1/year",
        "rate of each other lender for who has a clean record and owes nobody, under the cap", OTHERS]
    short_apr: Annotated[float, np.float64, "1/year", "rate of loans of a month by other lenders, under the cap"]
    outside_approval: Annotated[
        list[float], np.float64, "chance", "of an approval by each other lender with a clean record", OTHERS]
    outside_ceiling: Annotated[
        list[float], np.float64, "months of usual income", "debt elsewhere above which each lends nothing more",
        OTHERS]
    outside_size: Annotated[
        list[float], np.float64, "months of usual income", "the largest loan of each", OTHERS]
    outside_record: Annotated[
        list[float], np.float64, "1/late month", "how fast the approval of each falls with late months", OTHERS]
    outside_late: Annotated[list[float], np.float64, "x", "what is left of it for the late", OTHERS]
    outside_jobless: Annotated[list[float], np.float64, "x", "what is left of it for the jobless", OTHERS]
    outside_blacklisted: Annotated[
        list[float], np.float64, "x", "what is left of it for who is on the blacklist", OTHERS]
    outside_first: Annotated[list[float], np.float64, "share", "of who owes each, who pays it before all else", OTHERS]
    outside_premium_record: Annotated[
        list[float], np.float64, "1/year a late month", "what a late month adds to the rate of each", OTHERS]
    outside_premium_lender: Annotated[
        list[float], np.float64, "1/year a lender", "what each lender or application adds to it", OTHERS]
    outside_breakeven: Annotated[
        list[float], np.float64, "1/year", "the least rate at which each serves who has a clean record", OTHERS]
    renewal: Annotated[float, np.float64, "chance", "that a loan of a month is lent again, with a clean record"]
    calls_high: Annotated[float, np.float64, "position", "up to which calls are made, high-risk tier"]
    calls_low: Annotated[float, np.float64, "position", "the same, low-risk tier"]
    agency_high: Annotated[float, np.float64, "position", "up to which agencies take cases up, high-risk tier"]
    agency_low: Annotated[float, np.float64, "position", "the same, low-risk tier"]
    legal_high: Annotated[float, np.float64, "position", "up to which lawyers take cases up, high-risk tier"]
    legal_low: Annotated[float, np.float64, "position", "the same, low-risk tier"]
    desk_identity: Annotated[float, np.float64, "position", "up to which the service desk takes up proofs of identity"]
    desk: Annotated[float, np.float64, "position", "up to which it takes up all other cases"]
    notice_months: Annotated[
        float, np.float64, "months", "notice of a cut: the platform's own, or the regulator's where that is longer"]
    freeze_notice_months: Annotated[
        float, np.float64, "months", "notice of a freeze that can wait: likewise"]
    cool_off_months: Annotated[float, np.float64, "months", "cool-off after an early repayment: likewise"]
    transparency: Annotated[
        float, np.float64, "0-1", "how openly reasons are told: the platform's own, and what complaints teach"]
    scorecard_age: Annotated[float, np.float64, "months", "since the scorecard was last recalibrated"]
    linkage: Annotated[float, np.float64, "0-1", "strength of the linkage, less what the regulator keeps apart"]
    income_drift: Annotated[
        float, np.float64, "log a month", "growth of usual incomes, less what keeps the mean of their changes at one"]
    income_sd: Annotated[float, np.float64, "log a month", "spread of their lasting changes"]
    income_pull: Annotated[
        float, np.float64, "share a month", "of the log distance to its centre, what a usual income returns"]
    income_centre_salaried: Annotated[float, np.float64, "log fen", "where usual incomes are drawn to: the salaried"]
    income_centre_gig: Annotated[float, np.float64, "log fen", "the same for gig workers"]
    income_centre_self_employed: Annotated[float, np.float64, "log fen", "the same for the self-employed"]
    losing_scale: Annotated[float, np.float64, "x", "how much more often work is lost, where unemployment is given"]
    finding_scale: Annotated[float, np.float64, "x", "how much more often it is found"]
    unemployment: Annotated[float, np.float64, "share", "of the borrowers without work last month, as of applicants"]
    exempt_action: Annotated[int, np.int64, Action, "what the platform does, and some are exempt from"]
    exempt_batches: Annotated[int, np.int64, "count", "batches that the places are dealt out to in turn"]
    exempt_batch: Annotated[int, np.int64, "number", "of the batch that is exempt, from 0"]
# fmt: on


POLICY_DTYPE = dtype_of(Policy)
