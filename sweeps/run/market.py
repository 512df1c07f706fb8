"""One market of a sweep, lived from its task to its numbers."""

import traceback
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tightrope.model.engine.ledger import LedgerError
from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.job import Job, Lived, Task, scenario_at

__all__ = ["live"]


def live(task: Task, job: Job, threads: int = 1) -> Lived:
    """Live a market through all its months; whatever goes wrong in it is the reason that it has no numbers."""
    try:
        scenario = scenario_at(job.scenarios[task.scenario], job.factors, task.point)
        market = CreditMarket(
            scenario, job.book, borrowers=job.borrowers, months=job.months[task.scenario], seed=task.seed,
            threads=threads, check=job.check, panel=job.reading is not None and bool(job.reading.panel),
        )  # fmt: skip
        return Lived(task.market, _numbers(market, job))
    except (InputError, LedgerError) as error:
        return Lived(task.market, None, str(error))
    except Exception as error:
        return Lived(task.market, None, _fault(error))


def _numbers(market: CreditMarket, job: Job) -> NDArray[np.float32]:
    """Live the months of a market, and return what is kept of them, shape (months, columns and what is read)."""
    if job.reading is not None:
        from tightrope.sweeps.run.reading_off import read_off  # brings Polars along, which most sweeps do without

        read = read_off(market, job.reading)
        return np.hstack([market.history.series(job.columns), read])
    for _ in range(market.months):
        market.step()
    return market.history.series(job.columns)


def _fault(error: Exception) -> str:
    """Say in one line what went wrong, and where."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
