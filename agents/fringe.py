"""What is owed to those who lend for a month, apart from the lender who is owed instalments (E17).

Both are late or paid together. What falls due on loans of a month, and what is overdue of them, gets its part of every
payment; what stays unpaid bears what instalments bear.
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.flows import Flow
from tightrope.agents.money import share_of
from tightrope.scenarios.engine.compiled import rule

__all__ = ["settle_fringe"]


@rule
def settle_fringe(b: Borrower, f: Flow, short: int, fee: int, rate: float) -> None:
    """Close the month's account with those who lend for a month.

    Formula:
        paid            = [outside_fringe * min(1, outside_paid / due_outside)]
        unpaid          = outside_fringe - paid + what was lent for a month now - ``short``, within the debt
        fringe_interest = ``fee`` + [``rate`` * unpaid], within outside_interest
        outside_fringe <- unpaid + ``short`` + fringe_interest
        fringe_paid     = what makes the account balance

    ``short``: what was lent for a month and is not paid off yet, ``fee`` what it bears, ``rate`` a month's on all else.
    """
    if b.outside_fringe == 0 and f.outside_short == 0:
        return
    share = 1.0 if f.outside_paid >= f.due_outside else f.outside_paid / f.due_outside
    left = b.outside_fringe - share_of(b.outside_fringe, share) + f.outside_short
    left = max(short, min(left, b.outside_debt - f.outside_interest))
    f.fringe_interest = min(f.outside_interest, fee + share_of(left - short, rate))
    f.fringe_paid = b.outside_fringe + f.outside_short - left
    b.outside_fringe = left + f.fringe_interest
