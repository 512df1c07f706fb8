"""The score, 350 to 950, shared by both products, and the debt to income it looks at (B1).

Weights are as published for a score of this kind, forms assumed. The bureau's record counts only beyond own lateness,
which it repeats. A system upgrade deals scores anew: the scorecard in force differs from the old one by a normal draw
that each borrower keeps for good, and the shown score moves there at its own speed. Newcomers, and a book that opens
under it, have it in full.
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.lines import payment_share, severely_late
from tightrope.agents.money import share_of
from tightrope.agents.persons import person
from tightrope.agents.policy import Policy
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import exp, power
from tightrope.scenarios.engine.streams import Keys, normal_pair
from tightrope.scenarios.parameters.table import Numbers

__all__ = [
    "HIGHEST",
    "LOWEST",
    "REFERENCE_SCORE",
    "debt_to_income",
    "move_score",
    "recalibrate",
    "recalibration",
    "scorecard",
]

LOWEST, HIGHEST = 350.0, 950.0
"""Ends of the scale, as published: ranges of parameters, bands and columns rest on them."""
REFERENCE_SCORE = 650.0
"""The score at which limits and chances of cuts are stated: their declarations say "at score 650"."""


@rule
def debt_to_income(b: Borrower, p: Numbers, policy: Policy) -> float:
    """Return the monthly dues of all debts, as the platform sees them, over usual income.

    Formula:
        outside  = (outside_principal_monthly + policy.outside_apr / 12) * outside_seen
        paylater = payment_share * balance_paylater
        debt_to_income = (instalment + paylater + outside) / income_usual
    """
    outside = share_of(b.outside_seen, p.outside_principal_monthly + policy.outside_apr / 12.0)
    paylater = share_of(b.balance_paylater, payment_share(b, p))
    return (b.instalment + paylater + outside) / max(1, b.income_usual)


@rule
def scorecard(b: Borrower, p: Numbers, policy: Policy) -> float:
    """Return the score that the borrower's state earns, points.

    Formula:
        file      = min(1, (month - joined_month) / full_file_months)
        late      = late_month_weight * (lateness + bureau_late_weight * (bureau_record - lateness)+)
        history   = (history_thin + (history_full - history_thin) * file) * exp(-late)
        capacity  = exp(-capacity_slope * debt_to_income)
        behaviour = 1 - utilisation_weight * min(1, balances / limits)      both products
        identity  = min(1, identity_thin + (identity_full - identity_thin) * file + verified_weight * verified)
        earned    = history_weight * history + capacity_weight * capacity
                  + behaviour_weight * behaviour + identity_weight * identity
        scorecard = max(350, 350 + 600 * earned^score_curve - friends_weight * friends_late / 100)

    Each part lies in 0..1: history falls with late months here and, by a weight, elsewhere; capacity with dues against
    income; behaviour with utilisation; identity rises with tenure and verified income. A thin file earns less history
    and less identity. Where friends are scored, those who are late take points off (B6).
    """
    file = min(1.0, max(0.0, policy.month - b.joined_month) / p.full_file_months)
    late = p.late_month_weight * (b.lateness + p.bureau_late_weight * max(0.0, b.bureau_record - b.lateness))
    known = p.history_thin + (p.history_full - p.history_thin) * file
    history = known * (exp(-late) if late > 0.0 else 1.0)
    capacity = exp(-p.capacity_slope * debt_to_income(b, p, policy))
    limits = b.limit_paylater + b.limit_cashloan
    used = min(1.0, (b.balance_paylater + b.balance_cashloan) / max(1, limits))
    behaviour = 1.0 - p.utilisation_weight * used
    identity = p.identity_thin + (p.identity_full - p.identity_thin) * file
    identity = min(1.0, identity + p.verified_weight * b.verified)
    earned = (
        p.history_weight * history
        + p.capacity_weight * capacity
        + p.behaviour_weight * behaviour
        + p.identity_weight * identity
    )
    score: float = LOWEST + (HIGHEST - LOWEST) * power(earned, p.score_curve)
    return max(LOWEST, score - p.friends_weight * b.friends_late / 100.0)


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
def recalibrate(b: Borrower, p: Numbers, keys: Keys, i: int) -> None:
    """Let a recalibration into the shown score at the speed at which that score moves.

    Formula:
        score <- score + score_speed * recalibration      where recalibration_points > 0
    """
    if p.recalibration_points > 0.0:
        moved = b.score + p.score_speed * recalibration(p, keys, person(b, i))
        b.score = min(HIGHEST, max(LOWEST, moved))
