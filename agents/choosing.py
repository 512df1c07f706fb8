"""Which other lender somebody asks for a loan in instalments, and what becomes of the debt to another one (C18, E17).

Who asks weighs rate, room and the approval to be reckoned with, and asks mostly whom they owe already. Who is refused
may ask one more. A lender who lends to somebody else's borrower pays that lender off, so what a borrower owes in
instalments is always with one lender. A late debt nobody takes over.
"""

from tightrope.agents.approving import LENDERS_APART, borrow_from, expected_approval, room_elsewhere
from tightrope.agents.borrower import Borrower
from tightrope.agents.flows import Flow
from tightrope.agents.persons import person
from tightrope.agents.policy import Policy
from tightrope.agents.pricing import premium_asked, rate_asked
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import NEXT_TO_NOTHING, exp, log
from tightrope.scenarios.engine.streams import Keys, happens, uniform
from tightrope.scenarios.parameters.table import Numbers

__all__ = [
    "appeal_of_lender", "borrow_in_instalments", "lend", "lend_in_instalments", "lenders_asked",
]  # fmt: skip


@rule
def patience_with(policy: Policy, lender: int, appeal: float, keys: Keys, person_of: int) -> float:
    """Return how long somebody would wait before asking a lender: the least of several is asked.

    Formula:
        -log(u) / (policy.outside_share[lender] * exp(appeal))      u lasts for person and lender

    So each lender is asked first in proportion to what stands beneath: a logit of all that speaks for it.
    """
    liking = max(NEXT_TO_NOTHING, uniform(keys, on.LIKING, person_of + lender * LENDERS_APART))
    return -log(liking) / (policy.outside_share[lender] * exp(appeal))


@rule
def appeal_of_lender(b: Borrower, p: Numbers, policy: Policy, wanted: int, lender: int) -> float:
    """Return what speaks for asking a lender for a loan in instalments: rate, room, approval, being its customer (C18).

    Formula:
        cheap + large + sure + known
        cheap = -compare_rate_weight * 2 * literacy * rate_asked
        large = compare_room_weight * min(1, room / wanted)
        room  = min(room_elsewhere+, policy.outside_size[lender] * income_usual)
        sure  = compare_speed_weight * expected_approval
        known = outside_relation_weight      lender = lender_elsewhere, outside_debt > 0
    """
    rate = rate_asked(b, p, policy, lender)
    room = min(max(0.0, room_elsewhere(b, policy, lender)), policy.outside_size[lender] * b.income_usual)
    appeal = p.compare_room_weight * min(1.0, room / wanted) - p.compare_rate_weight * 2.0 * b.literacy * rate
    appeal += p.compare_speed_weight * expected_approval(b, p, policy, lender)
    if lender == b.lender_elsewhere and b.outside_debt > 0:
        appeal += p.outside_relation_weight
    return appeal


@rule
def lenders_asked(b: Borrower, p: Numbers, policy: Policy, wanted: int, keys: Keys, i: int) -> tuple[int, int]:
    """Return the numbers of who is asked for a loan in instalments, and of who would be asked next; 0: nobody.

    Formula:
        the least and the second least patience_with of the lenders 1 to policy.rivals
        by appeal_of_lender;   by how well each is known, at appeal 0      wanted = 0
        lender_elsewhere alone                                             late_outside > 0, lender_elsewhere > 0
    """
    asked, then = 0, 0
    least, less = 0.0, 0.0
    for lender in range(1, int(policy.rivals) + 1):
        if b.late_outside == 0 or b.lender_elsewhere == 0 or lender == b.lender_elsewhere:
            appeal = appeal_of_lender(b, p, policy, wanted, lender) if wanted > 0 else 0.0
            wait = patience_with(policy, lender, appeal, keys, person(b, i))
            if asked == 0 or wait < least:
                then, less = asked, least
                asked, least = lender, wait
            elif then == 0 or wait < less:
                then, less = lender, wait
    return asked, then


@rule
def lend(b: Borrower, f: Flow, amount: int) -> None:
    """Hand out what another lender lends."""
    b.outside_debt += amount
    b.cash += amount
    f.outside_draws += amount


@rule
def lend_in_instalments(b: Borrower, f: Flow, policy: Policy, amount: int, lender: int) -> None:
    """Hand out a loan that is repaid in instalments; all such debt bears the mean of what was asked for it (E17).

    Formula:
        before           = (outside_debt - outside_short - what was lent for a month now)+
        outside_premium <- (before * outside_premium + amount * premium_asked) / (before + amount)
        another lender than lender_elsewhere pays that one off:
        refinanced       = outside_debt - outside_fringe - what was lent for a month now
        before           = 0;   outside_lenders <- max(1, outside_lenders - 1);   lender_elsewhere <- lender
    """
    if amount <= 0:
        return
    before = max(0, b.outside_debt - b.outside_short - f.outside_short)
    if lender != b.lender_elsewhere:
        f.refinanced = max(0, b.outside_debt - b.outside_fringe - f.outside_short)
        f.lender_before = b.lender_elsewhere
        b.lender_elsewhere = lender
        before = 0
        if f.refinanced > 0:
            b.outside_lenders = max(1, b.outside_lenders - 1)
    b.outside_premium = (before * b.outside_premium + amount * premium_asked(b, policy, lender)) / (before + amount)
    lend(b, f, amount)


@rule
def borrow_in_instalments(b: Borrower, f: Flow, p: Numbers, policy: Policy, wanted: int, keys: Keys, i: int) -> int:
    """Ask other lenders for a loan in instalments, and one more where the first refuses (C18). Returns the fen lent.

    Formula:
        first, second = lenders_asked      so 0, who stands for all, where none is named
        second          with chance outside_second_share      nothing lent by the first, second > 0
    """
    lender, second = lenders_asked(b, p, policy, wanted, keys, i)
    f.asked_lender = lender
    lent = borrow_from(b, f, p, policy, wanted, lender, keys, i)
    if lent == 0 and second > 0 and happens(keys, on.SECOND_LENDER, i, p.outside_second_share):
        lender = second
        f.asked_next = second
        lent = borrow_from(b, f, p, policy, wanted, second, keys, i)
    lend_in_instalments(b, f, policy, lent, lender)
    return lent
