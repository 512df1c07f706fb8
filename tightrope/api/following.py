"""Following one borrower through a market, and through months that are over: these are simply lived again."""

from typing import TYPE_CHECKING

import numpy as np

from tightrope.agents.flows import Flow
from tightrope.model.engine.laying_out import panel_of
from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.engine.columns import Columns, joined

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Follower", "lived_again"]


class Follower:
    """Keeps one borrower's record and flows, month by month."""

    def __init__(self, market: CreditMarket, borrower: int) -> None:
        """Begin with the present month of a market that keeps flows; IndexError where there is no such borrower."""
        if not 0 <= borrower < market.people.size:
            raise IndexError(f"borrower {borrower}: the market holds {market.people.size:,}")
        self.market, self.borrower = market, borrower
        self._months: list[int] = []
        self._states, self._flows = [market.people[:0]], [Columns(Flow, 0)]
        self.note()

    def note(self) -> None:
        """Keep the month that the market has just lived."""
        place = slice(self.borrower, self.borrower + 1)
        self._months.append(self.market.month)
        self._states.append(self.market.people[place].copy())
        self._flows.append(self.market.flows[place].copy())

    def frame(self) -> "pl.DataFrame":
        """Return the months kept, one row each in the columns of the panel; money in yuan.

        ``borrower`` is the borrower's id, and flows of the opening (month 0) are all zero.
        """
        ids = np.full(len(self._months), self.borrower)
        return panel_of(np.array(self._months), ids, joined(self._states), joined(self._flows))


def lived_again(market: CreditMarket, borrower: int) -> Follower:
    """Follow a borrower from the opening to the present month of ``market``, and on through it.

    The market itself remembers sums alone; its months are lived once more, with all their draws.
    """
    again = CreditMarket(
        market.story, market.book, borrowers=market.people.size, months=market.months, seed=market.seed, panel=True
    )
    follower = Follower(again, borrower)
    while again.month < market.month:
        again.step()
        follower.note()
    follower.market = market
    return follower
