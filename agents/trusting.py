"""Trust: what the platform did to one, what friends feel, and who leaves (C11, C12); which friends are late (B6).

Bad experience weighs more than good (Slovic 1993), friends are heard within bounds (Friedkin and Johnsen 1990).
``trust_settled`` never changes: nothing that the platform does is held against it for ever.
"""

import math

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.borrower import Borrower
from tightrope.agents.borrowing import disappointment
from tightrope.agents.codes import Answer, Cut, Departure, Failure, FreezeReason, LadderStage, Remedy, Status
from tightrope.agents.elsewhere import takes_over
from tightrope.agents.flows import Flow
from tightrope.agents.lines import months_late
from tightrope.agents.policy import Policy
from tightrope.agents.service import lapse
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, happens
from tightrope.scenarios.parameters.table import Numbers

__all__ = [
    "GOOD_STANDING_MONTHS", "feel", "leave", "look_around", "lose_trust", "mood", "resent_failure", "talk", "troubled",
]  # fmt: skip

GOOD_STANDING_MONTHS = 12
"""Months without lateness that make good standing, as measures and stories define it."""
_UNDECIDED = 4.0
"""Makes the weight one at trust 0.5, where people are least decided and for which losses are declared."""


@rule
def own_hurt(b: Borrower, f: Flow, p: Numbers) -> float:
    """Return the month's offences, 0-1, before transparency cushions them.

    Formula:
        explained = 1 where months_since_late >= blameless_months, else explained_share
        offence   = explained * freeze_hurt * (1 - softened)                frozen this month
                  + explained * cut_hurt * depth * (1 - softened)           limit cut by depth, 0-1;
                                                                            softened: notice_cushion where announced
                  + withheld_hurt                                           withheld > 0
                  + refusal_hurt                                            appeal refused, or answered with phrases
                  + harsh_hurt * (1 - conduct_limit) * (stage - 1) / 3      stage: call 2, agency 3, legal 4

    A freeze or cut hurts less where own lateness explains it, and where it was announced; collections hurt from the
    call upwards, and so does an appeal refused or answered with phrases.
    """
    explained = 1.0 if b.months_since_late >= p.blameless_months else p.explained_share
    hurt = 0.0
    if f.froze != FreezeReason.NONE:
        hurt += explained * p.freeze_hurt * (1.0 - (p.notice_cushion if f.froze_announced else 0.0))
    if f.cut != Cut.NONE:
        softened = p.notice_cushion if f.cut == Cut.ANNOUNCED else 0.0
        depth = f.cut_amount / max(1, b.limit_paylater + b.limit_cashloan + f.cut_amount)
        hurt += explained * p.cut_hurt * depth * (1.0 - softened)
    if b.withheld > 0:
        hurt += p.withheld_hurt
    if f.appeal_answer > Answer.GRANTED:
        hurt += p.refusal_hurt
    if b.ladder > LadderStage.MESSAGE:
        hurt += (
            p.harsh_hurt
            * (1.0 - p.conduct_limit)
            * (b.ladder - LadderStage.MESSAGE)
            / (LadderStage.LEGAL - LadderStage.MESSAGE)
        )
    return hurt


@rule
def lose_trust(b: Borrower, p: Numbers, policy: Policy, offence: float) -> bool:
    """Let trust fall with an offence, cushioned by transparency, most for the undecided; tell whether it hurt.

    Formula:
        hurt   = offence * (1 - transparency_cushion * policy.transparency)
        trust <- trust - hurt * 4 * trust * (1 - trust)
    """
    hurt = offence * (1.0 - p.transparency_cushion * policy.transparency)
    if hurt > 0.0:
        undecided = _UNDECIDED * b.trust * (1.0 - b.trust)
        b.trust = max(0.0, b.trust - hurt * undecided)
    return hurt > 0.0


@rule
def resent_failure(b: Borrower, f: Flow, p: Numbers, policy: Policy) -> None:
    """A due missed because a payment failed through the platform's own doing hurts on the spot (A8, D3).

    Formula:
        lose_trust by outage_hurt      technical: an outage or a change of rules

    It comes before the borrower decides on contact.
    """
    if f.technical >= Failure.OUTAGE:
        lose_trust(b, p, policy, p.outage_hurt)


@rule
def feel(b: Borrower, f: Flow, p: Numbers, policy: Policy) -> None:
    """Trust falls with the month's offences, most for the undecided; without any it returns slowly to where it settles.

    Formula:
        trust <- trust + recovery_monthly * (trust_settled - trust)      no hurt, line open

    While the line stays frozen nothing heals.
    """
    if not lose_trust(b, p, policy, own_hurt(b, f, p)) and b.freeze_reason == FreezeReason.NONE:
        b.trust += p.recovery_monthly * (b.trust_settled - b.trust)


@rule
def mood(b: Borrower) -> float:
    """Return what friends notice: how far trust lies from where it settles (negative: disappointed; NaN: nobody).

    Formula:
        trust - trust_settled
    """
    if b.status == Status.VACANT:
        return math.nan
    return b.trust - b.trust_settled


@rule
def talk(
    b: Borrower, p: Numbers, moods: NDArray[np.float32], starts: NDArray[np.int32], friends: NDArray[np.int32], i: int
) -> None:
    """Move towards the mood of friends not too far away; the disappointed weigh more (Friedkin and Johnsen 1990).

    Formula:
        trust <- trust + talk_weight * sum(weight * gap) / sum(weight)
        gap    = mood of friend - own mood      |gap| <= confidence_bound
        weight = negativity                     gap < 0
               = 1                              else

    Everybody moves at once. ``moods`` holds everybody's mood before anybody talked; ``starts`` and ``friends`` are the
    rows of the network.
    """
    if p.talk_weight <= 0.0 or b.status == Status.VACANT:
        return
    own = float(moods[i])
    pull = 0.0
    weights = 0.0
    for k in range(starts[i], starts[i + 1]):
        gap = float(moods[friends[k]]) - own
        weight = p.negativity if gap < 0.0 else 1.0
        heard = abs(gap) <= p.confidence_bound  # not a branch: which friends are heard cannot be foretold
        pull += weight * gap if heard else 0.0
        weights += weight if heard else 0.0
    if weights > 0.0:
        b.trust = min(1.0, max(0.0, b.trust + p.talk_weight * pull / weights))


@rule
def troubled(b: Borrower) -> int:
    """Return whether a borrower is 30 or more days past due on the platform, or written off (-1: an empty place)."""
    if b.status == Status.VACANT:
        return -1
    return int(months_late(b) > 0 or b.status == Status.WRITTEN_OFF)


@rule
def look_around(
    b: Borrower, troubles: NDArray[np.int8], starts: NDArray[np.int32], friends: NDArray[np.int32], i: int
) -> None:
    """Note how many of the friends are late on the platform, per cent (B6); ``troubles`` holds everybody's.

    Counted are friends who have or had an account. The score looks at it a month later, where friends are scored at
    all.
    """
    known = 0
    late = 0
    for k in range(starts[i], starts[i + 1]):
        trouble = troubles[friends[k]]
        known += trouble >= 0
        late += trouble > 0
    b.friends_late = (100 * late + known // 2) // known if late > 0 else 0


@rule
def leave(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """A borrower whose need ends, or who goes to another lender, pays all that is owed and leaves (C12).

    Formula:
        with chance min(1, leave_monthly * (1 + leave_distrust * disappointment))
        not overdue, not locked, no plan
        taken_over = (balance_paylater + balance_cashloan - cash)+      by another lender; else who lacks it stays

    The disappointed leave sooner, and who has given up on a frozen line is as disappointed as can be (C8).
    """
    if b.locked or b.plan > 0 or b.overdue_paylater > 0 or b.overdue_cashloan > 0:
        return
    sorry = 1.0 if b.mending == Remedy.GAVE_UP else disappointment(b)
    chance = p.leave_monthly * (1.0 + p.leave_distrust * sorry)
    if not happens(keys, on.LEAVE, i, min(1.0, chance)):
        return
    missing = b.balance_paylater + b.balance_cashloan - b.cash
    if missing > 0:
        if not takes_over(b, p, policy, missing, keys, i):
            return
        f.taken_over = missing
        b.cash += missing
    f.settled_paylater, f.settled_cashloan = b.balance_paylater, b.balance_cashloan
    b.cash -= f.settled_paylater + f.settled_cashloan
    b.balance_paylater, b.balance_cashloan = 0, 0
    b.status = Status.VACANT
    f.left = Departure.LEFT
    lapse(b, f)
