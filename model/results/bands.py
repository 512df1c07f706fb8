"""The bands that borrowers are counted by: income segments, limits, scores."""

from tightrope.agents.codes import Segment

__all__ = ["BANDS", "LIMIT_BANDS", "LIMIT_EDGES", "SCORE_BANDS", "SCORE_EDGES"]

LIMIT_BANDS = ("up to 5,000", "5,000 to 10,000", "10,000 to 20,000", "20,000 to 50,000", "over 50,000")
"""Limits of both products together, yuan; each band holds its upper end."""
LIMIT_EDGES = (500_000, 1_000_000, 2_000_000, 5_000_000)
"""Upper ends of all of them but the last, fen."""
SCORE_BANDS = ("below 550", "550 to 600", "600 to 650", "650 to 700", "700 and above")
"""Scores, points; each band holds its lower end."""
SCORE_EDGES = (550.0, 600.0, 650.0, 700.0)
"""Lower ends of all of them but the first."""
BANDS = {"segment": Segment.labels(), "limit": LIMIT_BANDS, "score": SCORE_BANDS}
"""By what borrowers are parted, and the bands of each."""
