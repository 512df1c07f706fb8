"""Who lives in a place: somebody who joins is not whoever left it.

Most draws are new every month, and a newcomer needs none of one's own. The draws that a borrower keeps for good are
kept by a person, not by a place on the book.
"""

from tightrope.agents.borrower import Borrower
from tightrope.scenarios.engine.compiled import rule

__all__ = ["person", "person_joining"]

_APART = 3_500_017
"""How far apart the numbers lie of those who join the same place, a month after each other.

600 months of them and ten million places stay within 31 bits. Where a market is larger than this, two people may share
a number, and with it the draws kept for good: two of millions.
"""


@rule
def person_joining(month: int, i: int) -> int:
    """Return the number of a person who joins place ``i`` in a month.

    Formula:
        i + 3,500,017 * month
    """
    return i + _APART * month


@rule
def person(b: Borrower, i: int) -> int:
    """Return the number of the person in place ``i``, by which draws are made that last.

    Formula:
        i                                  borrowers of the opening book
        i + 3,500,017 * joined_month       newcomers
    """
    return person_joining(max(0, b.joined_month), i)
