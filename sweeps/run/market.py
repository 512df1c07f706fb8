"""One market of a sweep, lived from its task to its numbers."""

import traceback
from pathlib import Path

from tightrope.model.engine.ledger import LedgerError
from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.job import Job, Lived, Task, scenario_at

__all__ = ["live"]


def live(task: Task, job: Job, threads: int = 1) -> Lived:
    """Live a market through all its months; whatever goes wrong in it is the reason that it has no numbers."""
    try:
        scenario = scenario_at(job.scenarios[task.scenario], job.factors, task.point)
        months = job.months[task.scenario]
        market = CreditMarket(
            scenario, job.book, borrowers=job.borrowers, months=months, seed=task.seed, threads=threads, check=job.check
        )
        for _ in range(months):
            market.step()
        return Lived(task.market, market.history.series(job.columns))
    except (InputError, LedgerError) as error:
        return Lived(task.market, None, str(error))
    except Exception as error:
        return Lived(task.market, None, _fault(error))


def _fault(error: Exception) -> str:
    """Say in one line what went wrong, and where."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"
