"""What a run tells whoever watches it, and how the watcher may end it early."""

__all__ = ["Watch"]


class Watch:
    """Watches a run in silence; displays override the method."""

    stop_asked = False
    """Set it, and the run ends after the month under way and keeps the months that are finished."""
    finished = 0
    """Months finished so far, over all scenarios of the run."""

    def months(self, scenario: str, done: int, total: int, rate: float) -> None:
        """``scenario`` has finished month ``done``, 0 when it starts; ``rate``: borrower-months a second."""
