"""What is owed to those who lend for a month, apart from the lender who is owed instalments (E17).

Both are late or paid together. Loans of a month, due whole, get their part of every payment; what stays unpaid of them
bears what instalments bear.
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
        fringe_paid     = min(outside_fringe, [outside_paid * min(1, outside_fringe / due_outside)])
                          and what is paid beyond all that is owed in instalments
        left            = outside_fringe - fringe_paid + what was lent for a month now
        fringe_interest = ``fee`` + [``rate`` * (left - ``short``)], within outside_interest
        outside_fringe <- left + fringe_interest

    ``short``: what was lent for a month and is not paid off yet, ``fee`` what it bears, ``rate`` a month's on all else.
    """
    if b.outside_fringe == 0 and f.outside_short == 0:
        return
    if f.outside_paid > 0:
        part = min(1.0, b.outside_fringe / max(1, f.due_outside))
        instalments = b.outside_debt - f.outside_interest + f.outside_paid - b.outside_fringe - f.outside_short
        f.fringe_paid = max(f.outside_paid - instalments, min(b.outside_fringe, share_of(f.outside_paid, part)))
    left = b.outside_fringe - f.fringe_paid + f.outside_short
    f.fringe_interest = min(f.outside_interest, fee + share_of(left - short, rate))
    b.outside_fringe = left + f.fringe_interest
