"""One market of a sweep, lived from its task to its numbers, by whoever has the sweep's kit."""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tightrope.model.ledger import LedgerError
from tightrope.model.market import CreditMarket
from tightrope.scenarios.book import Book
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.scenario import Scenario
from tightrope.sweeps.factors import STRENGTH, Factor

__all__ = ["Kit", "Lived", "Task", "live", "scenario_at"]


@dataclass(frozen=True, eq=False)
class Kit:
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


def live(task: Task, kit: Kit, threads: int = 1) -> Lived:
    """Live a market through all its months; whatever goes wrong in it is the reason that it has no numbers."""
    try:
        scenario = scenario_at(kit.scenarios[task.scenario], kit.factors, task.point)
        months = kit.months[task.scenario]
        market = CreditMarket(
            scenario, kit.book, borrowers=kit.borrowers, months=months, seed=task.seed, threads=threads, check=kit.check
        )
        for _ in range(months):
            market.step()
        return Lived(task.market, market.history.series(kit.columns))
    except (InputError, LedgerError) as error:
        return Lived(task.market, None, str(error))
    except Exception as error:
        return Lived(task.market, None, _fault(error))


def _fault(error: Exception) -> str:
    """Say in one line what went wrong, and where."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
