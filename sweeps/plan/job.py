"""What lives a market of a sweep: what all have in common, what tells each, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tightrope.scenarios.books.book import Book
from tightrope.scenarios.files.scenario import Scenario
from tightrope.sweeps.plan.factors import STRENGTH, Factor

__all__ = ["Job", "Lived", "Task", "scenario_at"]


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
    """Shape (months, columns); NaN where a value is not known."""
    reason: str = ""


def scenario_at(scenario: Scenario, factors: Sequence[Factor], point: Sequence[float]) -> Scenario:
    """Return a scenario at a point of a design; InputError where the point's values do not go together."""
    given = {factor.name: factor.value(number) for factor, number in zip(factors, point, strict=True)}
    strength = given.pop(STRENGTH, 1.0)
    return scenario.with_values(given).at_strength(float(strength))
