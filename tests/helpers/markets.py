"""How tests make markets: small ones, from the library's scenarios with other values and other events."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import polars as pl
import pytest

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import PaylaterHabit, Status
from tightrope.agents.flows import Flow
from tightrope.agents.policy import POLICY_DTYPE
from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.books.book import BOOK_DTYPE, Book, open_book
from tightrope.scenarios.engine.columns import Columns
from tightrope.scenarios.engine.compiled import COMPILED, records
from tightrope.scenarios.engine.records import Record
from tightrope.scenarios.engine.streams import month_keys
from tightrope.scenarios.files.events import Event
from tightrope.scenarios.files.scenario import Scenario, load_scenario

__all__ = [
    "KEYS", "MANY", "SLUMP", "SQUEEZE", "book", "book_row", "borrower", "flows", "live", "market_of", "months_of",
    "near", "parameters", "policy", "share_of_borrowers", "story",
]  # fmt: skip

type Values = Mapping[str, object]

KEYS = month_keys(1, 1)
"""The keys of some month."""
MANY = 1_000
"""Borrowers whose draws show a chance, by rules that a test calls one by one, as plain Python."""

MOST_AS_PLAIN_PYTHON = 1_000
"""Borrowers of the largest market that is made without compilation, and of the largest that lives four months."""

SQUEEZE = (Event(month=3, set={"guidance": 0.8}),)
"""Strong guidance from the third month on."""
SLUMP = (Event(month=3, set={"separation_monthly": 0.04, "finding_monthly": 0.10}),)
"""Jobs are lost from the third month on: a way to nearly 30 % out of work."""


@cache
def book(name: str = "synthetic") -> Book:
    """A built-in book, read once."""
    return open_book(name)


def story(values: Values | None = None, *events: Event, base: str = "baseline") -> Scenario:
    """A scenario of the library with other values and further events."""
    start = load_scenario(base)
    return replace(start, events=(*start.events, *events)).with_values(values or {})


def market_of(
    scenario: Scenario, *, on: str = "synthetic", borrowers: int = 1000, months: int = 12, seed: int = 1, **more: Any
) -> CreditMarket:
    """A market at its opening."""
    leave_large_markets_to_compiled_rules(borrowers)
    return CreditMarket(scenario, book(on), borrowers=borrowers, months=months, seed=seed, **more)


def leave_large_markets_to_compiled_rules(borrowers: int) -> None:
    """Skip the test where the rules are plain Python and so many borrowers would take it minutes."""
    if not COMPILED and borrowers > MOST_AS_PLAIN_PYTHON:
        pytest.skip("as plain Python this market would take minutes")


def live(
    scenario: Scenario, *, each_month: Callable[[CreditMarket], None] | None = None, months: int = 12, **more: Any
) -> CreditMarket:
    """A market that has lived its months; ``each_month`` is called after every one."""
    leave_large_markets_to_compiled_rules(more.get("borrowers", 1000) * months // 4)
    market = market_of(scenario, months=months, **more)
    for _ in range(months):
        market.step()
        if each_month:
            each_month(market)
    return market


def months_of(scenario: Scenario, **more: Any) -> pl.DataFrame:
    """The months frame of a market that has lived its months."""
    return live(scenario, **more).results().months


_UNUSED: dict[type[Record], Iterator[Any]] = {}
"""Rows of each record that nobody has had."""


def _blank_rows(record: type[Record]) -> Iterator[Any]:
    """Yield rows of columns, all zero, without end; a thousand are made as quickly as one."""
    while True:
        yield from Columns(record, 1000)


def row(record: type[Record], **values: float) -> Any:
    """One row of columns as the rules take it, all zero but for ``values``."""
    made = next(_UNUSED.setdefault(record, _blank_rows(record)))
    for name, value in values.items():
        made[name] = value
    return made


def record(kind: Any, **values: float) -> Any:
    """One record of NumPy as the rules take it, all zero but for ``values``."""
    array = np.zeros(1, kind)
    for name, value in values.items():
        array[name] = value
    return records(array)[0]


def book_row(**known: float) -> Any:
    """A row of a book that knows this and nothing else."""
    return record(BOOK_DTYPE, **{**dict.fromkeys(BOOK_DTYPE.names or (), math.nan), **known})


def borrower(**state: float) -> Any:
    """An active borrower in good standing with an income of 6,000 yuan, who carries paylater over."""
    usual = {
        "status": Status.ACTIVE, "income_usual": 600_000, "income": 600_000, "income_shown": 600_000,
        "score": 650.0, "months_since_late": 120, "trust": 0.6, "trust_settled": 0.6,
        "literacy": 0.5, "literacy_own": 0.5, "employed": 1, "paylater_habit": PaylaterHabit.REVOLVE,
    }  # fmt: skip
    return row(Borrower, **{**usual, **state})


def flows(**moved: float) -> Any:
    """A month's flows, nothing else having moved."""
    return row(Flow, **moved)


def parameters(**values: float) -> Any:
    """The parameters of a month as the rules read them."""
    return records(story(values).timeline(1))[0]


@cache
def _small_market() -> CreditMarket:
    return market_of(story(), borrowers=50)


def policy(market: CreditMarket | None = None, /, **knobs: float) -> Any:
    """A platform's opening policy, in month 1, with other knobs."""
    opening = (market or _small_market()).lender.policy[0]
    return record(
        POLICY_DTYPE,
        **{**dict(zip(POLICY_DTYPE.names or (), opening, strict=True)), "month": 1, "cut_most": 1.0, **knobs},
    )


def share_of_borrowers(happened: Callable[[int], bool]) -> float:
    """Return the share of many borrowers, by number, for whom something happened."""
    return sum(map(happened, range(MANY))) / MANY


def near(chance: float) -> Any:
    """Return what such a share equals within four standard errors, where this is the chance."""
    return pytest.approx(chance, abs=4 * math.sqrt(chance * (1 - chance) / MANY))
