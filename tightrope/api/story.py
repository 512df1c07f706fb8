"""One borrower's story from the name of a scenario: what the command line and Python both call."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.report.story import write_story
from tightrope.analysis.story.story import Story, tell
from tightrope.analysis.words.words import check_language
from tightrope.api import finding
from tightrope.api.following import Follower, lived_again
from tightrope.api.planning import Plan, prepare, whole
from tightrope.api.provenance import Clock, manifest
from tightrope.model.engine.market import CreditMarket
from tightrope.model.results.run_results import Results
from tightrope.progress.watching import Watch
from tightrope.scenarios.books.book import Book
from tightrope.scenarios.disk.writing import check_new_file
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.scenario import Scenario

__all__ = ["story", "tell_story"]


class _Lived(NamedTuple):
    """A market that has lived its months, whom it followed, and its results."""

    market: CreditMarket
    follower: Follower | None
    results: Results


def story(
    scenario: Scenario | Path | str,
    borrower: int | None = None,
    *,
    find: str | None = None,
    book: Book | Path | str = "synthetic",
    borrowers: int | None = None,
    months: int | None = None,
    seed: int = 1,
    values: Mapping[str, object] | None = None,
    out: Path | str | None = None,
    language: str = "en",
) -> Story:
    """Tell the months of one borrower, beside the same months in the same market without the events.

    Args:
        scenario: Name of a built-in scenario, path of a scenario file, or a ``Scenario``.
        borrower: The number of the borrower, from 0.
        find: In place of a number, the name of a search: the story is of the first whom it finds at the end.
        book: Who borrows at the start, as for ``run``.
        borrowers: How many borrowers; by default as many as the book holds.
        months: How many months; by default as many as the scenario says.
        seed: Which of many possible worlds.
        values: Parameters to set in the scenario from its first month on, by name.
        out: File for a page with the story as picture and words, which must not exist yet.
        language: Language of that page, ``"en"`` or ``"zh"``.

    Raises:
        InputError: something given is wrong, or nobody is found; the message says what, and what to do.
    """
    plan = prepare(scenario, book=book, borrowers=borrowers, months=months, seed=seed, values=values)
    if out:
        check_new_file(Path(out))
    return tell_story(plan, borrower, find, Watch(), Path(out) if out else None, language)


def tell_story(
    plan: Plan, borrower: int | None, search: str | None, watch: Watch, out: Path | None, language: str
) -> Story:
    """Live the market of a plan and its twin, and tell of the borrower, or of the first whom the search finds."""
    check_language(language)
    _check(plan, borrower, search)
    own = _live(plan, plan.scenario, borrower, plan.scenario.name, watch)
    twin = _live(plan, plan.scenario.at_strength(0), borrower, f"the twin of {plan.scenario.name}", watch)
    if search is not None:
        borrower = _first(search, own.market, twin.market)
    here, there = (each.follower or lived_again(each.market, borrower or 0) for each in (own, twin))
    told = tell(here.borrower, here.frame(), there.frame(), [each.name for each in plan.scenario.rivals()])
    if out is not None:
        write_story(told, Sheet(own.results, twin.results, language), out)
    return told


def _check(plan: Plan, borrower: int | None, search: str | None) -> None:
    if (borrower is None) == (search is None):
        raise InputError("whose story? Give either the number of a borrower or the name of a search")
    if search is not None:
        finding.search_named(search)
    if borrower is not None:
        whole("borrower", borrower, 0, plan.borrowers - 1)


def _first(search: str, own: CreditMarket, twin: CreditMarket) -> int:
    found = finding.find(search, own, twin, some=1)
    if not found.total:
        raise InputError(f"find: at the end the search '{search}' finds nobody; try another search, seed or length")
    return int(found.some[0])


def _live(plan: Plan, scenario: Scenario, borrower: int | None, label: str, watch: Watch) -> _Lived:
    """Live all months of a scenario, following a borrower where one is known."""
    clock = Clock(plan.borrowers)
    watch.months(label, 0, plan.months, 0.0)
    market = plan.open_market(scenario, panel=True)
    follower = None if borrower is None else Follower(market, borrower)
    while market.month < plan.months:
        market.step()
        if follower:
            follower.note()
        clock.month()
        watch.months(label, market.month, plan.months, clock.rate)
    return _Lived(market, follower, market.results(**manifest(plan, scenario, clock)))
