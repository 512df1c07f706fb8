"""What the platform learns from those who ask why: how openly it explains, how many it answers, whom it freezes (E16).

An appeal is the only sign that the platform has of a freeze which it should not have made, and a granted one is the
proof. It hears them as slow means, so that a bad month changes little and a bad half-year does.
"""

from tightrope.scenarios.parameters.table import Numbers

__all__ = ["Complaints"]


class Complaints:
    """Appeals that the platform remembers, for each borrower on the book and month.

    Attributes:
        brought: appeals that came to the desk, a slow mean.
        granted: appeals that were granted, likewise.
    """

    def __init__(self) -> None:
        """Start with nobody having asked."""
        self.brought = self.granted = 0.0

    def hear(self, p: Numbers, borrowers: int, appeals: int, granted: int) -> None:
        """Let a month's appeals into what is remembered.

        Formula:
            brought <- brought + heed_speed * (appeals / borrowers - brought)
            granted <- granted + heed_speed * (appeals granted / borrowers - granted)
        """
        speed, many = float(p.heed_speed), max(1, borrowers)
        self.brought += speed * (appeals / many - self.brought)
        self.granted += speed * (granted / many - self.granted)

    def pressure(self, p: Numbers) -> float:
        """Return how loud the complaints are, 0 (no more than the platform thinks usual) to 1.

        Formula:
            (1 - complaints_usual / brought)+      so 0.5 at double the usual
        """
        usual = float(p.complaints_usual)
        return 1.0 - usual / self.brought if self.brought > usual else 0.0

    def found_wrong(self, p: Numbers) -> float:
        """Return how loudly the complaints speak of wrongful freezes, 0-1: loud ones of which many were right.

        Formula:
            pressure * min(1, granted / brought)
        """
        pressure = self.pressure(p)
        return pressure * min(1.0, self.granted / self.brought) if pressure > 0.0 else 0.0
