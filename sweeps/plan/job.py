"""What lives a market of a sweep: what all have in common, what tells each, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from tightrope.scenarios.books.book import Book
from tightrope.scenarios.files.scenario import Scenario
from tightrope.sweeps.plan.factors import STRENGTH, Factor

if TYPE_CHECKING:
    import polars as pl

    from tightrope.model.results.run_results import Results

__all__ = ["Job", "Lived", "Reading", "Task", "scenario_at"]


class Reading(Protocol):
    """What is read off a whole market beside columns of its months; it goes to the workers with the job."""

    @property
    def names(self) -> tuple[str, ...]:
        """What the numbers are called; none as a column of ``months`` is."""

    @property
    def panel(self) -> tuple[str, ...]:
        """Columns of the panel that it needs; none where it needs no panel."""

    @property
    def first(self) -> int:
        """The month from which on it needs the panel."""

    def read(self, results: "Results", panel: "pl.DataFrame") -> list[float | None]:
        """Return the numbers in the order of ``names``, None where there is none; ``panel`` is in order of month."""


@dataclass(frozen=True, eq=False)
class Job:
    """What every market of a sweep is made from; all but what a task says."""

    model: str
    """Digest of the model's sources (``sources_digest``): another model's numbers must not be mixed in."""
    scenarios: tuple[Scenario, ...]
    months: tuple[int, ...]
    factors: tuple[Factor, ...]
    book: Book
    borrowers: int
    columns: tuple[str, ...]
    check: bool
    reading: Reading | None = None


class Task(NamedTuple):
    """What tells one market of a sweep from the others."""

    market: int
    scenario: int
    point: tuple[float, ...]
    seed: int


class Lived(NamedTuple):
    """What became of a task: the kept columns of every month, or the reason why there are none."""

    market: int
    rows: NDArray[np.float32] | None
    """Shape (months, columns and what is read), the latter in the last month; NaN where a value is not known."""
    reason: str = ""


def scenario_at(scenario: Scenario, factors: Sequence[Factor], point: Sequence[float]) -> Scenario:
    """Return a scenario at a point of a design; InputError where the point's values do not go together."""
    given = {factor.name: factor.value(number) for factor, number in zip(factors, point, strict=True)}
    strength = given.pop(STRENGTH, 1.0)
    return scenario.with_values(given).at_strength(float(strength))
