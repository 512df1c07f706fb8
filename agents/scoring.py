"""The score, 350 to 950, shared by both products, and the debt to income it looks at (B1).

Weights are as published for a score of this kind, forms assumed. The bureau's record counts only beyond own lateness,
which it repeats. A system upgrade deals scores anew: the scorecard in force differs from the old one by a normal draw
that each borrower keeps for good, and the shown score moves there at its own speed. Newcomers, and a book that opens
under it, have it in full.
"""

import math

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import FreezeReason, PaylaterHabit, Segment
from tightrope.agents.lines import payment_share, severely_late
from tightrope.agents.money import share_of
from tightrope.agents.persons import person
from tightrope.agents.policy import Policy
from tightrope.agents.pricing import rate_elsewhere
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import exp, power
from tightrope.scenarios.engine.streams import Keys, normal_pair, uniform
from tightrope.scenarios.parameters.table import Numbers

__all__ = [
    "HIGHEST",
    "LOWEST",
    "debt_to_income",
    "habits_and_assets",
    "income_missing",
    "lack_of_limit",
    "misjudgement",
    "move_score",
    "recalibrate",
    "recalibration",
    "scorecard",
]

LOWEST, HIGHEST = 350.0, 950.0
"""Ends of the scale, as published: ranges of parameters, bands and columns rest on them."""
_LONG_LACK = 12.0
"""Months after which a limit that is away counts in full against the score."""
_HALF = 0.5
"""Points lie about nil: the best habit, or the most savings, brings half of the weight, and the worst takes as much."""
_EVEN = math.sqrt(12.0)
"""Width of an even distribution of standard deviation one."""
_WELL_OFF = 3.0
"""Months of usual income at hand beyond which more counts for nothing: the median of savings aimed at."""


@rule
def debt_to_income(b: Borrower, p: Numbers, policy: Policy) -> float:
    """Return the monthly dues of all debts, as the platform sees them, over usual income.

    Formula:
        outside  = (outside_principal_monthly + rate_elsewhere / 12) * outside_seen
        paylater = payment_share * balance_paylater
        debt_to_income = (instalment + paylater + outside) / income_usual
    """
    outside = share_of(b.outside_seen, p.outside_principal_monthly + rate_elsewhere(b, p, policy) / 12.0)
    paylater = share_of(b.balance_paylater, payment_share(b, p))
    return (b.instalment + paylater + outside) / max(1, b.income_usual)


@rule
def income_missing(b: Borrower) -> float:
    """Return what part of usual income has ceased to come in, as the last months show it.

    Formula:
        (1 - income_shown / income_usual)+
    """
    return max(0.0, 1.0 - b.income_shown / max(1, b.income_usual))


@rule
def lack_of_limit(b: Borrower, policy: Policy) -> float:
    """Return how long and how far the cash loan limit has been away: 1 where all of it was for a year (B7).

    Formula:
        min(1, (month - frozen_month) / 12)                                       frozen
        min(1, (month - prepaid_month) / 12) * withheld / limit_cashloan          withheld
    """
    if b.freeze_reason != FreezeReason.NONE:
        return min(1.0, max(0.0, policy.month - b.frozen_month) / _LONG_LACK)
    if b.withheld > 0:
        away = min(1.0, max(0.0, policy.month - b.prepaid_month) / _LONG_LACK)
        return away * b.withheld / max(1, b.limit_cashloan)
    return 0.0


@rule
def habits_and_assets(b: Borrower, p: Numbers) -> float:
    """Return the points for how bills are paid and for money at hand, if a lender scores these (B8).

    Formula:
        habit  = 0.5 clears each paylater bill, -0.5 carries a part over, 0 leaves paylater alone
        assets = min(1, cash / (3 * income_usual)) - 0.5
        habits_weight * habit + assets_weight * assets
    """
    habit = 0.0
    if b.paylater_habit == PaylaterHabit.FULL:
        habit = _HALF
    elif b.paylater_habit == PaylaterHabit.REVOLVE:
        habit = -_HALF
    assets = min(1.0, b.cash / (_WELL_OFF * max(1, b.income_usual))) - _HALF
    return p.habits_weight * habit + p.assets_weight * assets


@rule
def scorecard(b: Borrower, p: Numbers, policy: Policy) -> float:
    """Return the score that the borrower's state earns, points.

    Formula:
        file      = min(1, (month - joined_month) / full_file_months)
        months    = lateness + bureau_late_weight * (bureau_record - lateness)+ + slip_weight * slips
        late      = late_month_weight * months
        sought    = seeking_weight * multi_seen
        history   = (history_thin + (history_full - history_thin) * file) * exp(-late - sought)
        capacity  = exp(-capacity_slope * debt_to_income) * (1 - income_weight * income_missing)
        behaviour = 1 - utilisation_weight * min(1, balances / limits)      both products
        identity  = min(1, identity_thin + (identity_full - identity_thin) * file + verified_weight * verified
                           + steady_weight of the salaried)
        earned    = history_weight * history + capacity_weight * capacity
                  + behaviour_weight * behaviour + identity_weight * identity
        besides   = habits_and_assets - friends_weight * friends_late / 100 - lack_weight * lack_of_limit
                    the first where habits_weight or assets_weight > 0
        scorecard = clip(350 + 600 * earned^score_curve + besides, 350, 950)

    Each part lies in 0..1: history falls with late months here and, by a weight, elsewhere, with dues that were waited
    for (slips), and with lenders and applications; capacity with dues against income, and with income that has ceased
    to come; behaviour with utilisation; identity rises with tenure, verified income and a steady wage. A thin file
    earns less history and less identity. A limit that has been away for long takes points off, and so do friends who
    are late, where friends are scored (B6).
    """
    file = min(1.0, max(0.0, policy.month - b.joined_month) / p.full_file_months)
    months = b.lateness + p.bureau_late_weight * max(0.0, b.bureau_record - b.lateness) + p.slip_weight * b.slips
    known = p.history_thin + (p.history_full - p.history_thin) * file
    against = p.late_month_weight * months + p.seeking_weight * b.multi_seen
    history = known * (exp(-against) if against > 0.0 else 1.0)
    capacity = exp(-p.capacity_slope * debt_to_income(b, p, policy)) * (1.0 - p.income_weight * income_missing(b))
    limits = b.limit_paylater + b.limit_cashloan
    used = min(1.0, (b.balance_paylater + b.balance_cashloan) / max(1, limits))
    behaviour = 1.0 - p.utilisation_weight * used
    identity = p.identity_thin + (p.identity_full - p.identity_thin) * file
    steady = p.steady_weight if b.segment == Segment.SALARIED else 0.0
    identity = min(1.0, identity + p.verified_weight * b.verified + steady)
    earned = (
        p.history_weight * history
        + p.capacity_weight * capacity
        + p.behaviour_weight * behaviour
        + p.identity_weight * identity
    )
    score: float = LOWEST + (HIGHEST - LOWEST) * power(earned, p.score_curve)
    score -= p.friends_weight * b.friends_late / 100.0
    if p.lack_weight > 0.0:
        score -= p.lack_weight * lack_of_limit(b, policy)
    if p.habits_weight > 0.0 or p.assets_weight > 0.0:
        score += habits_and_assets(b, p)
    return min(HIGHEST, max(LOWEST, score))


@rule
def move_score(b: Borrower, p: Numbers, policy: Policy) -> None:
    """Move the shown score part of the way to what the borrower's state earns, less what late paylater bills cost (A3).

    Formula:
        score <- score + score_speed * (scorecard - score)
        score <- score - policy.linkage * linkage_score_general      paylater_aged
        score <- score - policy.linkage * linkage_score_severe       instead, where severely_late

    A first short lateness costs the general deduction, a long or repeated one the severe deduction.
    """
    b.score += p.score_speed * (scorecard(b, p, policy) - b.score)
    if policy.linkage > 0.0 and b.paylater_aged:
        b.score -= policy.linkage * (p.linkage_score_severe if severely_late(b, p) else p.linkage_score_general)
    b.score = min(HIGHEST, max(LOWEST, b.score))


@rule
def recalibration(p: Numbers, keys: Keys, i: int) -> float:
    """Return what the scorecard in force gives a borrower more, or less, than the old one, points; it lasts (A7).

    Formula:
        recalibration_points * z      by a draw kept for good
    """
    if p.recalibration_points <= 0.0:
        return 0.0
    dealt, _ = normal_pair(keys, on.UPGRADE, i)
    return p.recalibration_points * dealt


@rule
def misjudgement(p: Numbers, keys: Keys, i: int) -> float:
    """Return what the score takes somebody for more, or less, than the state deserves, points; it lasts.

    Formula:
        score_noise * sqrt(12) * (u - 1/2)      by a draw kept for good: even, of this standard deviation

    No lender sees all, and what one does not see of somebody it goes on not seeing.
    """
    if p.score_noise <= 0.0:
        return 0.0
    return p.score_noise * _EVEN * (uniform(keys, on.MISJUDGED, i) - _HALF)


@rule
def recalibrate(b: Borrower, p: Numbers, keys: Keys, i: int) -> None:
    """Let what is misjudged, and a recalibration, into the shown score at the speed at which that score moves.

    Formula:
        score <- score + score_speed * (recalibration + misjudgement)     recalibration_points or score_noise > 0
    """
    if p.recalibration_points > 0.0 or p.score_noise > 0.0:
        lasting = recalibration(p, keys, person(b, i)) + misjudgement(p, keys, person(b, i))
        b.score = min(HIGHEST, max(LOWEST, b.score + p.score_speed * lasting))
