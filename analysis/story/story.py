"""A borrower's story: who somebody is, the months in which something happened, and what the events changed.

Every sentence is made from two frames in the columns of the panel, one borrower's months in a market and in its twin
without the events. The place on the book may pass to somebody else: then a new story begins in the same place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from tightrope.analysis.story.draws import draws
from tightrope.analysis.story.dues import dues, recoveries
from tightrope.analysis.story.elsewhere import elsewhere, rolled_over
from tightrope.analysis.story.ending import End, ending
from tightrope.analysis.story.lenders import with_names
from tightrope.analysis.story.line import line
from tightrope.analysis.story.moments import Event, Events, Moment, Row
from tightrope.analysis.story.money import lasting_income, money
from tightrope.analysis.story.person import person
from tightrope.analysis.story.trust import parting, trust
from tightrope.analysis.words.words import Words

__all__ = ["Life", "Story", "life_of", "tell"]


@dataclass(frozen=True)
class Life:
    """Who held the place at the opening, and what happened to that person and to those who came after, by month."""

    who: Words
    moments: tuple[Moment, ...]

    def of_month(self, month: int) -> list[Words]:
        """Return the sentences of a month."""
        return [moment.words for moment in self.moments if moment.month == month]


@dataclass(frozen=True, eq=False, repr=False)
class Story:
    """One borrower's lives in the market and in the twin, told; and the frames that they are told from."""

    borrower: int
    own: pl.DataFrame
    twin: pl.DataFrame
    here: Life
    there: Life
    end: End

    @property
    def months(self) -> list[int]:
        """The months in which something happened, here or in the twin."""
        return sorted({moment.month for life in (self.here, self.there) for moment in life.moments})


def tell(borrower: int, own: pl.DataFrame, twin: pl.DataFrame, lenders: Sequence[str]) -> Story:
    """Tell the story of one borrower from the months in the market and in the twin, opening included.

    ``lenders`` are the names of the other lenders by number, those of ``Scenario.rivals``.
    """
    return Story(borrower, own, twin, life_of(own, lenders), life_of(twin, lenders), ending(own, twin))


def life_of(frame: pl.DataFrame, lenders: Sequence[str]) -> Life:
    """Tell one borrower's months, and those of whoever takes the place later; ``lenders`` as for ``tell``."""
    rows = with_names(frame, lenders).rows(named=True)
    stays = list(_stays(rows))
    moments: list[Moment] = []
    for stay in stays:
        if stay[0]["joined"]:
            moments.append(_newcomer(stay[0]))
        moments += sorted(_of_stay(stay), key=lambda moment: moment.month)
    who = person(rows[0]) if rows[0]["status"] != "vacant" else Words("story.the_place_was_vacant")
    return Life(who, tuple(moments))


def _stays(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Part the months of a place by who holds it: from the opening, or the month of joining, to that of leaving."""
    stay: list[Row] = []
    for row in rows:
        if stay or row["status"] != "vacant":
            stay.append(row)
        if stay and row["left"]:
            yield stay
            stay = []
    if stay:
        yield stay


def _of_stay(stay: Sequence[Row]) -> list[Moment]:
    """Tell what happened to one holder of the place; what is told of a month stands in the order of the month."""
    told = [*lasting_income(stay), *rolled_over(stay), *recoveries(stay)]
    for before, now in pairwise(stay):
        told += [Moment(now["month"], *event) for event in _of_month(now, before)]
    return told


def _of_month(now: Row, before: Row) -> Events:
    customer = before["status"] == "active"
    yield from money(now, before)
    yield from elsewhere(now, before)
    if customer:
        yield from draws(now, before)
    yield from dues(now, before)
    if customer:
        yield from line(now, before)
    yield from trust(now, before)
    yield from parting(now)


def _newcomer(row: Row) -> Moment:
    who = person(row)
    event = Event(
        "joined",
        Words("story.somebody_else_takes_the_place", who=who),
    )
    return Moment(row["month"], *event)
