"""A market that plays only while a browser shows it: one whose page was left waits, and ends with it."""

from solara.server.kernel_context import PageStatus, get_current_context

from tightrope.dashboard_market import LiveMarket

__all__ = ["AttendedMarket"]

PATIENCE = 0.2
"""Seconds between two looks for a reader."""


class AttendedMarket(LiveMarket):
    """The market of the page that makes it."""

    def _open(self, story: str, book: str, borrowers: str | int, seed: str | int, months: str | int) -> None:
        self._page = get_current_context()
        super()._open(story, book, borrowers, seed, months)

    def step(self) -> None:
        """Let both markets live one month, as soon as somebody can see it; if nobody ever will, stop playing."""
        while PageStatus.CONNECTED not in self._page.page_status.values():
            if self._page.closed_event.wait(PATIENCE):
                self.running = False
                return
        super().step()
