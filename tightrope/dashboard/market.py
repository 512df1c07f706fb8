"""The market on the page and its twin: the same borrowers and the same fate, but for the events."""

import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Any

import mesa

from tightrope.api.following import Follower, lived_again
from tightrope.api.planning import Plan, cores, prepare, whole
from tightrope.dashboard.worlds import Worlds, has_worlds
from tightrope.model.engine.borrowers import Borrowers
from tightrope.model.engine.market import CreditMarket
from tightrope.model.results.run_results import Results
from tightrope.scenarios.books.book import LARGEST_SEED, Book, open_book
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.events import LONGEST_RUN, Event
from tightrope.scenarios.files.scenario import Scenario

if TYPE_CHECKING:
    import polars as pl

__all__ = ["MOST_ON_THE_PAGE", "LiveMarket", "Lives", "Pair", "checked", "whole_number"]

MOST_ON_THE_PAGE = 200_000
"""Borrowers of a market on the page: more would take longer than a reader waits for a step."""

_POOL = ThreadPoolExecutor(max(2, cores()))


@dataclass(frozen=True, eq=False)
class Pair:
    """What a page shows of one moment: the months of the market, and those of its twin."""

    own: Results
    twin: Results
    worlds: "tuple[pl.DataFrame, ...]" = ()
    """The months of the market in other worlds, where the page shows them."""

    @property
    def month(self) -> int:
        """The last month lived."""
        return self.own.months.height


@dataclass(frozen=True, eq=False)
class Lives:
    """One borrower's months in the market and in the twin: frames in the columns of the panel, opening included.

    ``lenders`` are the names of the other lenders by number.
    """

    borrower: int
    own: "pl.DataFrame"
    twin: "pl.DataFrame"
    lenders: list[str]


class LiveMarket(mesa.Model):  # type: ignore[type-arg]
    """A market and its twin without events, stepped together, for a page that outlives every error.

    ``story`` names the scenario, a word that means something else to Mesa. Choices may be text, as a form hands them
    over. ``trouble`` is the error that ended the market, empty while there
    is none; ``pair`` is what may be drawn, None where the market could not be opened.
    """

    def __init__(
        self,
        story: str = "baseline",
        book: str = "synthetic",
        borrowers: str | int = "",
        seed: str | int = 1,
        months: str | int = "",
    ) -> None:
        """Open both markets; an empty number of borrowers or months is that of the book or the scenario."""
        super().__init__(rng=0)
        self.trouble, self.months = "", 0
        self.pair: Pair | None = None
        self._lock = Lock()
        self._markets: list[CreditMarket] = []
        self._followers: list[Follower] = []
        self._worlds: Worlds | None = None
        with self._minding():
            self._open(self._plan(story, book, borrowers, seed, months))

    def step(self) -> None:
        """Let both markets live one month."""
        with self._minding():
            if self._markets and self._markets[0].month < self.months:
                beside = self._worlds.markets if self._worlds else []
                list(_POOL.map(lambda market: market.step(), [*self._markets, *beside]))
                for follower in self._followers:
                    follower.note()
                self._look()
        self.running = not self.trouble and self._markets[0].month < self.months

    def fire(self, **change: Any) -> str:
        """Let an event begin next month, in the market and not in its twin; return its English sentence.

        ``change`` is what ``Event`` takes, less the month. The market goes on as if its scenario had always held it.

        Raises:
            InputError: the event is not possible, or there is no next month.
        """
        with self._lock:
            if self.trouble or not self._markets or self._markets[0].month >= self.months:
                raise InputError("the run is over: Reset begins a new one, and events can follow")
            market = self._markets[0]
            event = Event.model_validate({"month": market.month + 1, **change})
            story = replace(market.story, events=(*market.story.events, event))
            if found := story.complaints():
                raise InputError("\n".join(map(str, found)))
            if self._worlds:
                self._worlds.go_on_with(story)
            market.go_on_with(story)
            self._look()
            sentences = [each["says"] for each in story.sentences() if each["month"] == event.month]
            return str(sentences[-1])

    @property
    def has_worlds(self) -> bool:
        """Whether there are accepted worlds of the platform's kind to live beside it."""
        return bool(self._markets) and has_worlds(self._markets[0].story)

    def live_worlds(self, wished: bool) -> None:
        """Live the market's months in other worlds from now on, those that are over first; or no longer.

        Raises:
            InputError: the market's scenario is not possible in one of them.
        """
        with self._lock:
            if wished == (self._worlds is not None) or not self.has_worlds:
                return
            self._worlds = self._caught_up() if wished else None
            self._look()

    def _caught_up(self) -> Worlds:
        """Return other worlds in which as many months are over as in the market."""
        market = self._markets[0]
        worlds = Worlds(self._opened, market.story, _POOL.map)

        def catch_up(world: CreditMarket) -> None:
            while world.month < market.month:
                world.step()

        list(_POOL.map(catch_up, worlds.markets))
        return worlds

    def value(self, name: str) -> float:
        """Return what a parameter will be next month in the market."""
        market = self._markets[0]
        return float(market.timeline[min(market.month + 1, self.months)][name])

    def look[Seen](self, see: Callable[[CreditMarket, CreditMarket], Seen]) -> Seen:
        """Return what ``see`` reads of the market and its twin, while neither of them moves."""
        with self._lock:
            own, twin = self._markets
            return see(own, twin)

    def follow(self, borrower: int) -> Lives:
        """Return a borrower's months so far, in the market and in the twin, and follow this borrower from now on.

        The first time, the months that are over are lived once more, which takes as long as they took.

        Raises:
            InputError: there is no such borrower.
        """
        with self._lock:
            size = self._markets[0].people.size
            whole("borrower", borrower, 0, size - 1)
            if [follower.borrower for follower in self._followers] != [borrower, borrower]:
                self._followers = list(_POOL.map(lambda market: lived_again(market, borrower), self._markets))
            own, twin = self._followers
            lenders = [each.name for each in self._markets[0].rivals]
            return Lives(borrower, own.frame(), twin.frame(), lenders)

    def _plan(
        self, story: str | Scenario, book: str | Book, borrowers: str | int, seed: str | int, months: str | int
    ) -> Plan:
        return checked(story, book, borrowers, seed, months)

    def _open(self, plan: Plan) -> None:
        self.months, self._opened = plan.months, plan

        def open_market(strength: float) -> CreditMarket:
            return plan.open_market(plan.scenario if strength else plan.scenario.at_strength(0), panel=True)

        self._markets = list(_POOL.map(open_market, (1, 0)))
        self._look()

    def _look(self) -> None:
        own, twin = (_results(market) for market in self._markets)
        self.pair = Pair(own, twin, self._worlds.months() if self._worlds else ())

    @contextmanager
    def _minding(self) -> Iterator[None]:
        """Keep what goes wrong as ``trouble``, and end the market with it."""
        with self._lock:
            try:
                yield
            except InputError as error:
                self.trouble = str(error)
            except Exception as error:
                traceback.print_exc()
                self.trouble = f"the market failed ({type(error).__name__}: {error})"
        if self.trouble:
            self.running = False


def checked(
    story: str | Scenario,
    book: str | Book,
    borrowers: str | int = "",
    seed: str | int = "",
    months: str | int = "",
) -> Plan:
    """Return the plan of a market for a page; InputError where a choice is not possible."""
    size = whole_number("borrowers", borrowers, None, 1, MOST_ON_THE_PAGE)
    begin = whole_number("seed", seed, 1, 0, LARGEST_SEED)
    length = whole_number("months", months, None, 1, LONGEST_RUN)
    people = book if isinstance(book, Book) else open_book(book)
    if size is None:
        size = min(people.borrowers, MOST_ON_THE_PAGE)
    # each of the two markets has one thread, as they step side by side
    return prepare(story, book=people, borrowers=size, seed=begin or 0, months=length, threads=1)


def whole_number(name: str, given: str | int, empty: int | None, low: int, high: int) -> int | None:
    """Read a number that a form gives as text; InputError where it is none or not allowed."""
    text = str(given).replace(",", "").replace("_", "").strip()
    if not text:
        return empty
    try:
        return whole(name, int(text), low, high)
    except ValueError as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{name}: '{text}' is no number; give a whole number from {low:,} to {high:,}") from None


def _results(market: CreditMarket) -> Results:
    """Return the months lived so far, without the borrowers themselves: they are many, and no chart needs them."""
    story = market.story
    about = {
        "scenario": {"name": story.name, "title": story.title, "title_zh": story.title_zh},
        "events": story.sentences() if story.strength else [],
        "borrowers": market.people.size,
        "book": market.book.name,
        "seed": market.seed,
        "months": market.months,
        "months_finished": market.month,
    }
    return market.history.results(about, Borrowers(market.people[:0]))
