"""Borrowers whom an action hit, each beside the exempt twin: what happened to the one and to the other.

The first time that an action hits somebody, the twin has lived the same life until then. Later times are told by the
same twin, who was spared the earlier ones too, and are left out.
"""

from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tightrope.analysis.freezes.course import LOST, Course

__all__ = ["Hits", "Pair", "chances", "next_late", "outcomes", "same_person", "stays"]

_NEVER = np.iinfo(np.int16).max

type Places = NDArray[np.int64]


class Pair(NamedTuple):
    """A market, the same places each from the market in which it was exempt, and where everybody was at once."""

    here: Course
    exempt: Course
    everybody: Course


class Hits(NamedTuple):
    """Whom an action hit, and in which month; the same length."""

    month: Places
    place: Places


def same_person(one: Course, other: Course, month: Any, place: Any = slice(None)) -> NDArray[np.bool_]:
    """Whether places hold the same person in both markets at the end of a month."""
    both = one.there[month, place] & other.there[month, place]
    return np.asarray(both & (one.joined[month, place] == other.joined[month, place]))


def stays(course: Course, month: int) -> NDArray[np.bool_]:
    """Whether whoever held a place at the end of a month still holds it a month later, shape (places,)."""
    both = course.there[month + 1] & course.there[month]
    return np.asarray(both & (course.joined[month + 1] == course.joined[month]))


def chances(pair: Pair, possible: NDArray[np.bool_], since: int) -> NDArray[np.bool_]:
    """Return who could be hit for the first time in which month, shape (months + 1, places).

    Those for whom the action was possible (``possible``, as of the end of the month before), whom it has not hit since
    ``since``, and who are the same person in both markets; not those whom it hits in the twin as well.
    """
    here, exempt = pair.here, pair.exempt
    found = np.zeros(here.hit.shape, np.bool_)
    hit_before = np.zeros(here.hit.shape[1], np.bool_)
    for month in range(since, len(found)):
        stayed = stays(here, month - 1)
        hit_before &= stayed
        spared = (exempt.hit[month] == 0) & same_person(here, exempt, month)
        found[month] = stayed & possible[month - 1] & ~hit_before & spared
        hit_before |= here.hit[month] > 0
    return found


def next_late(course: Course) -> NDArray[np.int16]:
    """Return the next month at whose end the same person is 30 or more days late, shape (months + 1, places).

    A debt written off counts as late for good; who leaves owes nothing and is late no more.
    """
    found = np.full(course.late.shape, _NEVER, np.int16)
    for month in reversed(range(len(found) - 1)):
        later = np.where(course.late[month + 1] > 0, month + 1, found[month + 1])
        found[month] = np.where(stays(course, month), later, _NEVER)
    return found


class _Followed:
    """What happens to people in one market, month after month."""

    def __init__(self, course: Course, hits: Hits) -> None:
        self.course, self.hits = course, hits
        self.joined = course.joined[hits.month, hits.place]
        self.there = course.there[hits.month, hits.place].copy()
        self.late, self.defaulted, self.written_off = (np.zeros(hits.place.size, np.bool_) for _ in range(3))
        self.lost = np.zeros(hits.place.size)

    def go_on(self, after: int) -> None:
        """Look at the month so many months after the hit."""
        month, place = self.hits.month + after, self.hits.place
        self.there &= self.course.there[month, place] & (self.course.joined[month, place] == self.joined)
        late = self.course.late[month, place]
        self.late |= self.there & (late > 0)
        self.defaulted |= self.there & self.course.defaulted[month, place]
        self.written_off |= self.there & (late == LOST)
        self.lost = np.where(self.there, self.course.lost[month, place], self.lost)


_AT_THE_END = ("owed", "outside", "trust")
"""What is compared in the last month in which both are there."""


def outcomes(here: Course, exempt: Course, hits: Hits, horizon: int) -> pl.DataFrame:
    """Return what happened within so many months after each hit, one row each: columns of ``_here`` and ``_exempt``.

    late (30 or more days past due), defaulted, written_off, left: 0 or 1. lost: written off and not recovered by then,
    yuan. owed, outside and trust: in the last month in which both are there; spending: a month, mean of those months.
    These four are null where one of the two leaves at once.
    """
    sides = {"here": _Followed(here, hits), "exempt": _Followed(exempt, hits)}
    together = np.zeros(hits.place.size)
    spent = {side: np.zeros(hits.place.size) for side in sides}
    last = {(name, side): np.full(hits.place.size, np.nan) for name in _AT_THE_END for side in sides}
    for after in range(1, horizon + 1):
        for one in sides.values():
            one.go_on(after)
        both = sides["here"].there & sides["exempt"].there
        together += both
        month = hits.month + after
        for side, one in sides.items():
            spent[side] += np.where(both, one.course.spending[month, hits.place], 0)
            for name in _AT_THE_END:
                now = getattr(one.course, name)[month, hits.place]
                last[name, side] = np.where(both, now, last[name, side])
    columns: dict[str, Any] = {}
    for side, one in sides.items():
        for name in ("late", "defaulted", "written_off", "lost"):
            columns[f"{name}_{side}"] = np.asarray(getattr(one, name), np.float64)
        columns[f"left_{side}"] = np.asarray(~one.there & ~one.written_off, np.float64)
        columns[f"spending_{side}"] = np.where(together > 0, spent[side] / np.maximum(together, 1), np.nan)
        columns |= {f"{name}_{side}": last[name, side] for name in _AT_THE_END}
    return pl.DataFrame(columns).fill_nan(None)
