"""The bands that borrowers are counted by: income segments, limits, scores."""

from tightrope.agents.codes import Segment

__all__ = ["BANDS", "LIMIT_BANDS", "SCORE_BANDS"]

LIMIT_BANDS = ("up to 5,000", "5,000 to 10,000", "10,000 to 20,000", "20,000 to 50,000", "over 50,000")
"""Limits of both products together, yuan; each band holds its upper end."""
SCORE_BANDS = ("below 550", "550 to 600", "600 to 650", "650 to 700", "700 and above")
"""Scores, points; each band holds its lower end."""
BANDS = {"segment": Segment.labels(), "limit": LIMIT_BANDS, "score": SCORE_BANDS}
"""By what borrowers are parted, and the bands of each."""
