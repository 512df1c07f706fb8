"""The worlds beside a page's market: its months as they would be in sets of parameters that a calibration accepts."""

from collections.abc import Callable, Iterable
from dataclasses import replace

import polars as pl

from tightrope.api.planning import Plan
from tightrope.model.engine.market import CreditMarket
from tightrope.model.results.columns import FRAMES
from tightrope.scenarios.books.book import LARGEST_SEED
from tightrope.scenarios.files.scenario import Scenario
from tightrope.sweeps.plan.ensembles import library, load_ensemble
from tightrope.sweeps.plan.job import scenario_at

__all__ = ["MEMBERS", "MOST_IN_A_WORLD", "Worlds", "has_worlds"]

MEMBERS = 20
"""Worlds of a page."""
MOST_IN_A_WORLD = 1_000
"""Borrowers in each: together they live a month about as fast as one market of the page does."""
_SUMS = [column.name for column in FRAMES["months"] if column.unit in ("borrowers", "yuan", "cases", "plans")]
"""Measures that are twice as large among twice as many borrowers."""


def has_worlds(scenario: Scenario) -> bool:
    """Tell whether there is a built-in ensemble that bears the name of the platform's kind of lender."""
    return scenario.platform_kind in library()


class Worlds:
    """Small markets with the events of another, each with the parameters of one member and a seed of its own."""

    def __init__(self, plan: Plan, scenario: Scenario, each: "Callable[..., Iterable[CreditMarket]]" = map) -> None:
        """Open them; ``each`` applies a function to all of them, perhaps in threads."""
        self._ensemble = load_ensemble(scenario.platform_kind).spread(MEMBERS)
        small = replace(plan, borrowers=min(plan.borrowers, MOST_IN_A_WORLD))
        self._times = plan.borrowers / small.borrowers

        def opened(member: int) -> CreditMarket:
            own = replace(small, seed=(plan.seed + member) % (LARGEST_SEED + 1))
            return own.open_market(self._in_world(scenario, member))

        self.markets = list(each(opened, range(MEMBERS)))

    def go_on_with(self, scenario: Scenario) -> None:
        """Live the months to come by another scenario; InputError where it is not possible in one of them."""
        told = [self._in_world(scenario, member) for member in range(MEMBERS)]
        for market, own in zip(self.markets, told, strict=True):
            market.go_on_with(own)

    def months(self) -> tuple[pl.DataFrame, ...]:
        """Return the ``months`` that each has lived so far, sums as they are among as many borrowers as the page's."""
        as_many = pl.col(_SUMS) * self._times
        return tuple(market.history.months().with_columns(as_many) for market in self.markets)

    def _in_world(self, scenario: Scenario, member: int) -> Scenario:
        return scenario_at(scenario, self._ensemble.factors, self._ensemble.points[member])
