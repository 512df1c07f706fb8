"""By what the borrowers whom an action hits are grouped: as they stood at the end of the month before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tightrope.agents.codes import Segment
from tightrope.analysis.freezes.course import Course, Standing
from tightrope.model.results.bands import LIMIT_BANDS, LIMIT_EDGES, SCORE_BANDS, SCORE_EDGES

__all__ = ["ALL", "BANDS", "FAIR", "KIND", "TRAITS", "Traits"]

ALL, KIND = "all", "reason"
"""Everybody; and by what kind of the action it was, of a freeze by its reason."""
_THIRDS = ("lowest third", "middle third", "highest third")
_TENURES = ("under a year", "1 to 3 years", "over 3 years")
_TENURE_EDGES = (12, 36)
"""Months from which the second and the third begin."""
_FRIENDS = ("fewer than most", "as many as most", "more than most")
_LONGEST = 600
"""Months of the longest run."""
BANDS: Mapping[str, Sequence[str]] = {
    "score": SCORE_BANDS,
    "limit": LIMIT_BANDS,
    "segment": Segment.labels(),
    "income": _THIRDS,
    "tenure": _TENURES,
    "friends": _FRIENDS,
    "year": tuple(f"year {year}" for year in range(1, _LONGEST // 12 + 1)),
    "month": tuple(str(month) for month in range(1, _LONGEST + 1)),
}
"""What else there is, in the order of the tables, and the bands of each."""
TRAITS = tuple(BANDS)
FAIR = ("segment", "income", "tenure", "friends")
"""Of these, what the platform is not meant to judge by: groups are held against everybody else."""

type Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Traits:
    """How everybody of a market stood, month by month; ``friends`` says how many each place has."""

    course: Course
    standing: Standing
    friends: NDArray[Any]

    def bands(self, month: Places, place: Places) -> dict[str, Places]:
        """Return the number of the band, by all that ``TRAITS`` names, of borrowers at places as a month begins.

        Thirds of incomes are those of everybody in the month before.
        """
        before, standing = (month - 1, place), self.standing
        usual, known = np.median(self.friends), self.friends[place].astype(np.int64)
        return {
            "score": np.searchsorted(SCORE_EDGES, standing.score[before], "right"),
            "limit": np.searchsorted(np.array(LIMIT_EDGES) / 100, standing.limit[before], "left"),
            "segment": standing.segment[before].astype(np.int64),
            "income": self._thirds[before],
            "tenure": np.searchsorted(_TENURE_EDGES, month - 1 - self.course.joined[before], "right"),
            "friends": 1 + (known > usual) - (known < usual),
            "year": (month - 1) // 12,
            "month": month - 1,
        }

    def told(self, month: Places, place: Places) -> list[pl.Series]:
        """Return the names of these bands, but for the month."""
        bands = self.bands(month, place)
        return [pl.Series(name, BANDS[name]).gather(bands[name]) for name in TRAITS if name != "month"]

    @cached_property
    def _thirds(self) -> Places:
        """Everybody's third of the usual incomes of each month, shape (months + 1, places)."""
        found = np.zeros(self.standing.income.shape, np.int64)
        for row, incomes, there in zip(found, self.standing.income, self.course.there, strict=True):
            row[:] = np.searchsorted(np.quantile(incomes[there], (1 / 3, 2 / 3)), incomes) if there.any() else 0
        return found
