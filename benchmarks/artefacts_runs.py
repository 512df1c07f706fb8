"""The markets behind the audit of artefacts: the same baseline and squeeze, made and numbered in other ways."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tightrope.model.engine.market import CreditMarket
from tightrope.model.network.graph import network_of, ties_between
from tightrope.scenarios.books.book import open_book
from tightrope.scenarios.engine.columns import with_room
from tightrope.scenarios.files.scenario import load_scenario

__all__ = [
    "CALM", "FIRST", "HEADLINES", "SQUEEZE", "TOLD", "Size", "headlines", "lived", "renumbered", "reversed_order",
    "shuffled", "told_late",
]  # fmt: skip

CALM, SQUEEZE = "baseline", "regulatory-squeeze"
TOLD = 12
"""Month after which a market learns that it is squeezed: the squeeze begins in the next."""
FIRST = TOLD + 1
"""Month from which headlines are taken, so that all of the squeeze is in them."""

type Order = NDArray[np.int64]
"""Who stands in each place: the number that he had."""


@dataclass(frozen=True)
class Size:
    """How large a market is, and how many months it is lived for."""

    borrowers: int
    months: int


HEADLINES: Mapping[str, tuple[pl.Expr, str]] = {
    "30+": (100 * pl.col("dpd30_share_balance").mean(), "% of balance"),
    "90+": (100 * pl.col("dpd90_share_balance").mean(), "% of balance"),
    "day 1": (100 * pl.col("day1_share_dues").mean(), "% of dues"),
    "defaults": (1000 * pl.col("new_defaults").mean(), "a month and 1,000 borrowers"),
    "write-offs": (100 * pl.col("writeoff_share").mean(), "% of balance a month"),
    "trust": (pl.col("trust_mean").mean(), "0-1"),
    "limits": (pl.col("limit_mean").mean(), "yuan a borrower"),
    "profit": (pl.col("profit").mean(), "yuan a borrower and month"),
}
"""What is looked at, and in which unit."""
_SUMS = ("defaults", "profit")
"""Those that grow with the number of borrowers, and are divided by it."""


def lived(
    scenario: str, size: Size, seed: int, threads: int = 1, spare: int = 0, *,
    ordered: Callable[[int, int], Order] | None = None,
) -> pl.DataFrame:  # fmt: skip
    """Live a market and return its months; ``spare`` are months that it is made for and does not live.

    ``ordered`` gives the order of the borrowers, by their number and the seed, in which their opening book is laid out.
    """
    market = CreditMarket(
        load_scenario(scenario), open_book("synthetic"), borrowers=size.borrowers, months=size.months + spare,
        seed=seed, threads=threads,
    )  # fmt: skip
    if ordered:
        renumbered(market, ordered(size.borrowers, seed))
    return _lived_on(market, size.months)


def told_late(size: Size, seed: int) -> pl.DataFrame:
    """Live the squeeze in two parts: a year of the baseline, which then goes on with the squeeze."""
    market = CreditMarket(
        load_scenario(CALM), open_book("synthetic"), borrowers=size.borrowers, months=size.months, seed=seed
    )  # fmt: skip
    _lived_on(market, TOLD)
    market.go_on_with(load_scenario(SQUEEZE))
    return _lived_on(market, size.months - TOLD)


def _lived_on(market: CreditMarket, months: int) -> pl.DataFrame:
    for _ in range(months):
        market.step()
    return market.results().months


def reversed_order(borrowers: int, _: int) -> Order:
    """The last borrower first."""
    return np.arange(borrowers)[::-1].copy()


def shuffled(borrowers: int, seed: int) -> Order:
    """The borrowers in an order drawn by the seed."""
    return np.random.default_rng(seed).permutation(borrowers)


def renumbered(market: CreditMarket, order: Order) -> None:
    """Give every borrower of a market at its opening another number, with all that is his and the same friends."""
    for name in market.people.names:
        column = market.people[name]
        column[:] = column[order]
    network, size = market.network, order.size
    now = np.empty(size, np.int64)
    now[order] = np.arange(size)
    who = np.repeat(np.arange(size), np.diff(network.starts[: size + 1]))
    once = who < network.friends
    ties = ties_between(now[who[once]], now[network.friends[once]], size)
    made = network_of(ties, size, network.kind)
    market.network = replace(made, starts=with_room(made.starts))


def headlines(months: pl.DataFrame, borrowers: int) -> list[float]:
    """Return every headline of a market from month ``FIRST`` on."""
    seen = months.filter(pl.col("month") >= FIRST).select(**{name: each for name, (each, _) in HEADLINES.items()})
    found = seen.row(0, named=True)
    return [found[name] / (borrowers if name in _SUMS else 1) for name in HEADLINES]
