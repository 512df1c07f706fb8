"""The same market lived in three ways: as plain Python, one borrower at a time and eight at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import numpy as np

from tests.helpers.markets import market_of
from tightrope.agents.exempting import Exemption
from tightrope.model.engine import passes
from tightrope.model.engine.machine_code import code_for
from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.engine.columns import LANES
from tightrope.scenarios.engine.compiled import COMPILED
from tightrope.scenarios.files.scenario import Scenario

__all__ = ["PLAIN", "WAYS", "agree", "lived_by"]

PLAIN = 0
"""In place of a number of lanes."""
WAYS = (1, LANES) if COMPILED else (PLAIN,)
"""In how many lanes quick tests live a market."""


@contextmanager
def lived_by(lanes: int) -> Iterator[None]:
    """Let passes run for so many borrowers at a time, or as plain Python."""
    machine = None if lanes == PLAIN else code_for(lanes)
    with patch.object(passes, "code", lambda: machine):
        yield


def agree(
    scenario: Scenario, *, borrowers: int, months: int, on: str = "synthetic", seed: int = 1,
    exempt: Exemption | None = None,
) -> set[str]:  # fmt: skip
    """Live a market in all ways; return the flows that ever moved.

    All is the same to the bit after every month, and so is what is told of them all in the end.
    """
    markets: dict[int, CreditMarket] = {}
    for lanes in (PLAIN, 1, LANES):
        with lived_by(lanes):
            markets[lanes] = market_of(
                scenario, on=on, borrowers=borrowers, months=months, seed=seed, panel=True, exempt=exempt
            )
    plain, moved = markets[PLAIN], set[str]()
    for _ in range(months):
        for lanes, market in markets.items():
            with lived_by(lanes):
                market.step()
        for lanes in (1, LANES):
            _compare(plain, markets[lanes], f"month {plain.month}, {lanes} lanes")
        moved |= {name for name in plain.flows.names if plain.flows[name].any()}
    told = plain.results().months
    for lanes in (1, LANES):
        assert markets[lanes].results().months.equals(told, null_equal=True), f"{lanes} lanes"
    return moved


def _compare(one: CreditMarket, other: CreditMarket, where: str) -> None:
    for kind in ("people", "flows"):
        for name in getattr(one, kind).names:
            np.testing.assert_array_equal(getattr(one, kind)[name], getattr(other, kind)[name], f"{name}, {where}")
    for name in one.count.arrays:
        np.testing.assert_array_equal(getattr(one.count, name), getattr(other.count, name), f"{name}, {where}")
    totals = one.count.add_up(), other.count.add_up()
    assert totals[0].tobytes() == totals[1].tobytes(), where
