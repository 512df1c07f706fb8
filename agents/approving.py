"""Whether another lender lends to who applies, and how much: by its own terms, and what the bureau shows, late (E8).

With named lenders each has terms of its own, by its number; number 0 stands for those who lend for a month, or for all
where none is named (E17).
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.flows import Flow
from tightrope.agents.lines import MOST_LENDERS, months_late
from tightrope.agents.money import fen
from tightrope.agents.policy import Policy
from tightrope.agents.pricing import served_under_cap
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import exp
from tightrope.scenarios.engine.streams import Keys, happens
from tightrope.scenarios.parameters.table import Numbers

__all__ = [
    "LENDERS_APART", "approval", "borrow_from", "borrow_outside", "chance_of_approval", "expected_approval",
    "room_elsewhere",
]  # fmt: skip

LENDERS_APART = 1 << 32
"""How far apart the numbers lie of one borrower's draws for different lenders: above all borrowers' own numbers."""
_HIGHEST_DEBT = 200_000_000
"""Fen up to which other lenders lend in all: however late the bureau hears, no debt leaves the record's range."""


@rule
def approval(b: Borrower, p: Numbers, policy: Policy, lender: int) -> float:
    """Return the chance that another lender approves of an applicant, by the late months the bureau shows (E8).

    Formula:
        policy.outside_approval[lender] * exp(-policy.outside_record[lender] * bureau_record)
            times policy.outside_blacklisted[lender]      blacklisted > 0
        0                                                 not served_under_cap
    """
    if not served_under_cap(b, p, policy, lender):
        return 0.0
    chance = policy.outside_approval[lender] * exp(-policy.outside_record[lender] * b.bureau_record)
    return chance * policy.outside_blacklisted[lender] if b.blacklisted > 0 else chance


@rule
def late_with_anybody(b: Borrower) -> bool:
    """Whether the borrower is late with the platform or with another lender."""
    return months_late(b) > 0 or b.late_outside > 0


@rule
def chance_of_approval(b: Borrower, p: Numbers, policy: Policy, lender: int) -> float:
    """Return the chance that another lender approves of who applies: hardly of the late, seldom of the jobless (C25).

    Formula:
        approval times policy.outside_late[lender]         late with anybody
                 times policy.outside_jobless[lender]      without work
    """
    chance = approval(b, p, policy, lender)
    if late_with_anybody(b):
        chance *= policy.outside_late[lender]
    if not b.employed:
        chance *= policy.outside_jobless[lender]
    return chance


@rule
def expected_approval(b: Borrower, p: Numbers, policy: Policy, lender: int) -> float:
    """Return the chance of an approval that an applicant reckons with: the literate know how they themselves stand.

    Formula:
        usual + literacy * (chance_of_approval - usual);   usual = policy.outside_approval[lender]
    """
    usual = policy.outside_approval[lender]
    return usual + b.literacy * (chance_of_approval(b, p, policy, lender) - usual)


@rule
def room_elsewhere(b: Borrower, policy: Policy, lender: int) -> float:
    """Return up to which amount another lender would still lend, fen, by the debt the bureau shows (E8).

    Formula:
        policy.outside_ceiling[lender] * income_usual - outside_seen
    """
    return policy.outside_ceiling[lender] * b.income_usual - b.outside_seen


@rule
def borrow_outside(b: Borrower, f: Flow, p: Numbers, policy: Policy, wanted: int, keys: Keys, i: int) -> int:
    """Apply to those who lend for a month, or to other lenders as one where none is named (C3). Returns the fen lent.

    Formula:
        borrow_from lender 0
    """
    return borrow_from(b, f, p, policy, wanted, 0, keys, i)


@rule
def borrow_from(b: Borrower, f: Flow, p: Numbers, policy: Policy, wanted: int, lender: int, keys: Keys, i: int) -> int:
    """Apply to another, dearer lender; each approval is a new relationship (C3, E8). Returns the fen lent.

    Formula:
        approved with chance chance_of_approval, each lender by a draw of its own
        room              = room_elsewhere, all debts within 2 million yuan
        amount            = min(wanted, room, policy.outside_size[lender] * income_usual)
        outside_lenders  <- outside_lenders + 1      nobody lends without room, or as one more than 100

    Approval falls with the late months the bureau shows, the amount with the debt it shows, both seen late.
    """
    f.applied_outside = 1
    room = min(room_elsewhere(b, policy, lender), 1.0 * (_HIGHEST_DEBT - b.outside_debt))
    if room <= 0.0 or b.outside_lenders >= MOST_LENDERS:
        return 0
    chance = chance_of_approval(b, p, policy, lender)
    if not happens(keys, on.OUTSIDE_ANSWER, i + lender * LENDERS_APART, chance):
        return 0
    b.outside_lenders += 1
    amount = min(wanted, fen(min(room, policy.outside_size[lender] * b.income_usual)))
    if amount > 0:
        f.approved_outside = 1
    return amount
