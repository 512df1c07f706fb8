"""A sweep: scenarios x points of a design x seeds, checked and numbered, nothing begun."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tightrope.scenarios.books.book import Book
from tightrope.scenarios.engine.compiled import sources_digest
from tightrope.scenarios.files.scenario import Scenario
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.plan.identity import run_ids
from tightrope.sweeps.plan.job import Job, Reading, Task

__all__ = ["Run", "Sweep"]


class Run(NamedTuple):
    """The place of a run in its sweep."""

    scenario: int
    point: int
    seed: int
    """The seed itself, not its place."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """What is to be run: every scenario at every point of the design under every seed.

    Runs are numbered from 0, scenario by scenario, point by point, seed by seed. Runs that cannot differ (a scenario
    without events does not know how strong they are) share one *market*; markets are numbered in the order of
    their first runs, and each is lived once.
    """

    name: str
    title: str
    scenarios: tuple[Scenario, ...]
    """With the values that hold in every run."""
    against: str | None
    """Name of the scenario that the others are compared with, at the same point and seed."""
    book: Book
    borrowers: int
    months: tuple[int, ...]
    """Of each scenario."""
    seeds: tuple[int, ...]
    factors: tuple[Factor, ...]
    points: NDArray[np.float64]
    """Shape (points, factors); a sweep without a design has one point and no factor."""
    design: Mapping[str, Any]
    """How the points were made, ready for JSON."""
    columns: tuple[str, ...]
    """Columns of ``months`` that are kept, in the order of their declaration."""
    measures: tuple[str, ...]
    """Those of them that are summed up for each market."""
    check: bool = False
    reading: Reading | None = None
    """What is read off each market beside."""

    @property
    def kept(self) -> tuple[str, ...]:
        """Names of all that is kept of a market's months: ``columns``, and what is read."""
        return self.columns if self.reading is None else (*self.columns, *self.reading.names)

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return len(self.scenarios) * len(self.points) * len(self.seeds)

    def run(self, number: int) -> Run:
        """Return the place of a run."""
        rest, seed = divmod(number, len(self.seeds))
        scenario, point = divmod(rest, len(self.points))
        return Run(scenario, point, self.seeds[seed])

    def task(self, market: int) -> Task:
        """Return what tells a market from the others of its sweep."""
        scenario, point, seed = self.run(int(self.first_runs[market]))
        return Task(market, scenario, tuple(self.points[point].tolist()), seed)

    def job(self) -> Job:
        """Return what its markets are made from; sweeps that differ in points and seeds alone share it."""
        return Job(
            sources_digest(), self.scenarios, self.months, self.factors, self.book, self.borrowers, self.columns,
            self.check, self.reading,
        )  # fmt: skip

    @cached_property
    def ids(self) -> NDArray[np.bytes_]:
        """What tells each run's market from every other market there is, 24 hexadecimal digits, shape (runs,)."""
        return run_ids(self)

    @cached_property
    def _unique(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        _, first, place = np.unique(self.ids, return_index=True, return_inverse=True)
        order = np.argsort(first)
        number = np.empty(order.size, np.int32)
        number[order] = np.arange(order.size)
        return first[order].astype(np.int32), number[place]

    @property
    def first_runs(self) -> NDArray[np.int32]:
        """The first run of each market, shape (markets,)."""
        return self._unique[0]

    @property
    def markets(self) -> NDArray[np.int32]:
        """The market of each run, shape (runs,)."""
        return self._unique[1]
