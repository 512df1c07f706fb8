"""A market that plays only while a browser shows it: one whose page was left waits, and ends with it."""

from typing import Any

from solara import Reactive
from solara.server.kernel_context import PageStatus, get_current_context

from tightrope.api.planning import Plan
from tightrope.dashboard.market import LiveMarket
from tightrope.dashboard.room import take_room
from tightrope.dashboard.shelf import SHELF
from tightrope.dashboard.worlds import MEMBERS, MOST_IN_A_WORLD

__all__ = ["AttendedMarket"]

PATIENCE = 0.2
"""Seconds between two looks for a reader."""


class AttendedMarket(LiveMarket):
    """The market of the page that makes it, of what the page's shelf holds under the names chosen."""

    def _plan(self, story: Any, book: Any, borrowers: str | int, seed: str | int, months: str | int) -> Plan:
        self._page = get_current_context()
        shelf = SHELF.value
        plan = super()._plan(shelf.story(_name(story)), shelf.book(_name(book)), borrowers, seed, months)
        take_room(self._page.id, plan.borrowers)
        return plan

    def live_worlds(self, wished: bool) -> None:
        """The same, where there is room for them; InputError where there is none."""
        take_room(self._page.id, self._opened.borrowers + wished * MEMBERS * MOST_IN_A_WORLD)
        super().live_worlds(wished)

    def step(self) -> None:
        """Let both markets live one month, as soon as somebody can see it; if nobody ever will, stop playing."""
        while PageStatus.CONNECTED not in self._page.page_status.values():
            if self._page.closed_event.wait(PATIENCE):
                self.running = False
                return
        super().step()


def _name(choice: Any) -> str:
    """Return what a form holds: Mesa hands over the page's own variable until somebody chooses by hand."""
    return str(choice.value if isinstance(choice, Reactive) else choice)
