"""How tests make markets: small ones, from the library's scenarios with other values and other events."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import polars as pl

from tightrope.model.market import CreditMarket
from tightrope.scenarios.book import Book, open_book
from tightrope.scenarios.compiled import records
from tightrope.scenarios.events import Event
from tightrope.scenarios.scenario import Scenario, load_scenario

__all__ = ["book", "live", "market_of", "months_of", "record", "story"]

type Values = Mapping[str, object]

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
    return CreditMarket(scenario, book(on), borrowers=borrowers, months=months, seed=seed, **more)


def live(
    scenario: Scenario, *, each_month: Callable[[CreditMarket], None] | None = None, months: int = 12, **more: Any
) -> CreditMarket:
    """A market that has lived its months; ``each_month`` is called after every one."""
    market = market_of(scenario, months=months, **more)
    for _ in range(months):
        market.step()
        if each_month:
            each_month(market)
    return market


def months_of(scenario: Scenario, **more: Any) -> pl.DataFrame:
    """The months frame of a market that has lived its months."""
    return live(scenario, **more).results().months


def record(kind: Any, **values: float) -> Any:
    """One record as the rules take it, all zero but for ``values``."""
    array = np.zeros(1, kind)
    for name, value in values.items():
        array[name] = value
    return records(array)[0]
