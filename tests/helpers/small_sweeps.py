"""Small sweeps for tests, and a backend that lives them in this process."""

from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np

from tightrope.scenarios.files.scenario import Scenario, load_scenario
from tightrope.sweeps.plan.factors import STRENGTH, Factor
from tightrope.sweeps.plan.job import Lived, Task
from tightrope.sweeps.plan.sweep import Sweep
from tightrope.sweeps.run.market import live

from .markets import book

__all__ = ["COLUMNS", "InProcess", "contents", "small_sweep"]

POINTS = ((0.2, 0.5), (0.4, 1.0))
COLUMNS = ("stance", "dpd90_share_balance", "lgd", "trust_mean")


def small_sweep(
    *, points: Sequence[tuple[float, float]] = ((0.2, 0.5), (0.4, 1.0)), seeds: int = 3, **more: Any
) -> Sweep:
    """A sweep of the squeeze beside the baseline, over how deep cuts are and how strong the squeeze is."""
    usual: dict[str, Any] = {
        "name": "small",
        "title": "Small",
        "scenarios": (load_scenario("baseline"), early_squeeze()),
        "against": "baseline",
        "book": book(),
        "borrowers": 60,
        "months": (9, 9),
        "seeds": tuple(range(1, seeds + 1)),
        "factors": (Factor("cut_depth", "share of limit", 0.1, 0.9), Factor(STRENGTH, "1", 0.0, 1.0)),
        "points": np.array(points, float),
        "design": {"kind": "list", "points": len(points)},
        "columns": COLUMNS,
        "measures": COLUMNS[1:],
    }
    return Sweep(**{**usual, **more})


@cache
def early_squeeze() -> Scenario:
    """The squeeze, a year earlier, so that it is seen in a few months."""
    squeeze = load_scenario("regulatory-squeeze")
    return replace(
        squeeze, events=tuple(event.model_copy(update={"month": event.month - 11}) for event in squeeze.events)
    )


class InProcess(Executor):
    """A backend and its executor in one: lives a task when it is handed in, or lets ``meddle`` do it.

    ``meddle`` may raise ``BrokenExecutor`` for a worker that dies and ``ConnectionError`` for an engine that is lost.
    """

    key = "in this process"

    def __init__(self, sweep: Sweep, *, workers: int = 2, meddle: Callable[[Task], Lived | None] | None = None) -> None:
        self.job, self.workers, self.cores, self.meddle = sweep.job(), workers, workers, meddle
        self.lived: list[int] = []

    def executor(self) -> Executor:
        return self

    def what_broke(self, error: BaseException) -> Literal["worker", "engine", "fault"]:
        if isinstance(error, BrokenExecutor):
            return "worker"
        return "engine" if isinstance(error, ConnectionError) else "fault"

    def close(self) -> None: ...

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None: ...

    def submit(self, work: Any, /, key: str, tasks: Sequence[Task], threads: int) -> Any:  # type: ignore[override]
        future: Future[list[Lived]] = Future()
        try:
            future.set_result([self._live(task, threads) for task in tasks])
        except Exception as error:
            future.set_exception(error)
        return future

    def _live(self, task: Task, threads: int) -> Lived:
        result = self.meddle(task) if self.meddle else None
        self.lived.append(task.market)
        return result or live(task, self.job, threads)


def contents(folder: Path) -> dict[str, bytes]:
    """The data of a sweep's folder: every file by name but the lock and the diary."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    kept = (path for path in files if not path.name.startswith(".") and path.name != "sessions.jsonl")
    return {str(path.relative_to(folder)): path.read_bytes() for path in kept}
