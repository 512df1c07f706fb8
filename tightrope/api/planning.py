"""What is to be run: every choice checked, nothing begun."""

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from operator import index
from pathlib import Path
from typing import TYPE_CHECKING

from tightrope.scenarios.books.book import LARGEST_SEED, MOST_BORROWERS, Book, open_book
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.complaints import in_words
from tightrope.scenarios.files.events import LONGEST_RUN
from tightrope.scenarios.files.scenario import Scenario, load_scenario
from tightrope.scenarios.parameters.environment import degree_among

if TYPE_CHECKING:
    from tightrope.agents.exempting import Exemption
    from tightrope.model.engine.market import CreditMarket

__all__ = ["MOST_WORKERS", "Plan", "cores", "prepare", "whole"]

_log = logging.getLogger(__name__)

MOST_THREADS = 256
MOST_WORKERS = 4096


@dataclass(frozen=True)
class Plan:
    """A run that was checked and has not begun."""

    scenario: Scenario
    book: Book
    borrowers: int
    months: int
    seed: int
    threads: int
    against: Scenario | None
    check: bool

    def usual_folder(self) -> Path:
        """Where results go unless another folder is named: the same run comes to the same place."""
        return Path("results") / f"{self.scenario.name}-{self.digest(self.scenario)[:8]}"

    def digest(self, scenario: Scenario) -> str:
        """Return what tells this run of ``scenario`` from every other, as hexadecimal digits."""
        return scenario.digest(self.seed, self.book.name, self.borrowers, self.months)

    def open_market(
        self, scenario: Scenario, *, panel: bool = False, exempt: "Exemption | None" = None
    ) -> "CreditMarket":
        """Open the market of this plan under ``scenario``: its own, or one that it is compared with.

        Raises:
            InputError: its borrowers do not fit into memory, or its network cannot be had.
        """
        from tightrope.model.engine.market import CreditMarket  # not before it is needed: the engine is slow to load

        try:
            return CreditMarket(
                scenario,
                self.book,
                borrowers=self.borrowers,
                months=self.months,
                seed=self.seed,
                threads=self.threads,
                check=self.check,
                panel=panel,
                exempt=exempt,
            )
        except MemoryError:
            raise InputError(f"borrowers: {self.borrowers:,} do not fit into memory; ask for fewer") from None


def prepare(
    scenario: Scenario | Path | str,
    *,
    book: Book | Path | str = "synthetic",
    borrowers: int | None = None,
    months: int | None = None,
    seed: int = 1,
    values: Mapping[str, object] | None = None,
    threads: int | None = None,
    against: Scenario | Path | str | None = None,
    network: Path | str | None = None,
    check: bool = False,
) -> Plan:
    """Check the choices that ``tightrope.run`` describes, and fill in those that were left open.

    Raises:
        InputError: a choice is wrong; the message says which, what is allowed and what to do.
    """
    if network is not None and not str(network):
        raise InputError("network: names no file; give the name of an edge list or of GraphML")
    friends = {} if network is None else {"network_kind": "file", "network_file": str(network)}
    chosen = _scenario(scenario).with_values({**friends, **(values or {})})
    people = book if isinstance(book, Book) else open_book(str(book))
    plan = Plan(
        scenario=chosen,
        book=people,
        borrowers=whole("borrowers", people.borrowers if borrowers is None else borrowers, 1, MOST_BORROWERS),
        months=whole("months", chosen.months if months is None else months, 1, LONGEST_RUN),
        seed=whole("seed", seed, 0, LARGEST_SEED),
        threads=whole("threads", cores() if threads is None else threads, 1, MOST_THREADS),
        against=None if against is None else _scenario(against).with_values(friends),
        check=check,
    )
    _say_few_friends(plan)
    return plan


def _say_few_friends(plan: Plan) -> None:
    network = plan.scenario.parameters.network
    had = degree_among(plan.borrowers, network.network_kind, network.mean_degree)
    if had < network.mean_degree:
        among = "1 borrower" if plan.borrowers == 1 else f"{plan.borrowers} borrowers"
        _log.info("mean_degree: among %s each has %s friends on average, not %s", among, had, network.mean_degree)


def _scenario(given: Scenario | Path | str) -> Scenario:
    return given if isinstance(given, Scenario) else load_scenario(given)


def whole(name: str, value: int, low: int, high: int) -> int:
    """Return ``value`` as a plain int, or refuse it with what is allowed."""
    allowed = f"a whole number from {low:,} to {high:,}"
    try:
        number = index(value)
    except TypeError:
        raise InputError(f"{name}: {in_words(value)} is not allowed; give {allowed}") from None
    if not low <= number <= high:
        raise InputError(f"{name}: {in_words(number)} is not allowed; give {allowed}")
    return number


def cores() -> int:
    """Cores this process may use, which can be fewer than the machine has."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
