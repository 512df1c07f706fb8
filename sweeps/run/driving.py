"""Driving a sweep: tasks to the backend, results to the store, until nothing is waiting."""

import time
from collections import Counter, deque
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import dataclass
from math import ceil

import numpy as np

from tightrope.sweeps.plan.job import Lived
from tightrope.sweeps.run.backend import Backend, live_all
from tightrope.sweeps.store.keeping import Store

__all__ = ["EngineLostError", "Progress", "SweepWatch", "drive"]

TASK_SECONDS = 4.0
"""What a task shall take: long enough for the engine's overhead to vanish, short enough to be lost."""
PATIENCE = 0.5
"""Seconds between two looks at whether to stop."""
_QUEUED = 2
"""Tasks for each worker that are on their way, so that none waits for work."""
_DEATHS = 2
"""Workers that a market may take down, alone with it, before it counts as failed."""


type Task = Future[list[Lived]]


class EngineLostError(Exception):
    """The backend is gone; what is finished is safe, and the same command goes on."""


@dataclass(frozen=True)
class Progress:
    """How far a sweep is, in markets."""

    done: int
    """Finished or failed, in earlier sessions too."""
    total: int
    failed: int
    rate: float
    """Markets a second in this session; 0 while not known."""

    @property
    def seconds_left(self) -> float | None:
        """How long the rest will take; None while not known."""
        return (self.total - self.done) / self.rate if self.rate else None


class SweepWatch:
    """Watches a sweep in silence; displays override the method."""

    stop_asked = False
    """Set it, and the sweep ends with the tasks that are being lived; what is finished stays."""
    finished = 0
    """Markets finished so far."""

    def progress(self, progress: Progress) -> None:
        """Told at the start and whenever markets have come in."""


def drive(store: Store, backend: Backend, watch: SweepWatch) -> None:
    """Let the backend live every market that is waiting, and store what comes back.

    Returns early where ``watch`` asks to stop. EngineLostError where the backend is gone.
    """
    _Drive(store, backend, watch).run()


class _Drive:
    """One session: what is to be sent, what is on its way, and whom to suspect when a worker dies."""

    def __init__(self, store: Store, backend: Backend, watch: SweepWatch) -> None:
        self.store, self.backend, self.watch = store, backend, watch
        self.executor: Executor | None = None
        self.todo, self.sent = np.flatnonzero(store.waiting), 0
        self.flying: dict[Task, list[int]] = {}
        self.suspects: deque[list[int]] = deque()
        self.alone: list[int] | None = None
        """The suspect that is being lived with nothing beside it."""
        self.deaths: Counter[int] = Counter()
        self.pace = _Pace()

    def run(self) -> None:
        self._tell(0)
        try:
            while self._unsent or self.suspects or self.flying:
                if self.watch.stop_asked:
                    return self._wait_for_begun()
                self._send()
                self._receive(wait(self.flying, PATIENCE, FIRST_COMPLETED).done)
        finally:
            if self.executor:
                self.executor.shutdown(wait=False, cancel_futures=True)

    @property
    def _unsent(self) -> int:
        return self.todo.size - self.sent

    def _send(self) -> None:
        """Keep the workers busy; a suspect goes alone, so that nobody else can be blamed for what it does."""
        if self.suspects:
            if not self.flying:
                self.alone = self.suspects.popleft()
                self._submit(self.alone)
            return
        while self._unsent and len(self.flying) < _QUEUED * self.backend.workers and not self.suspects:
            self._submit(self._next_markets())

    def _next_markets(self) -> list[int]:
        """Take markets of one block for one task: fewer towards the end, so that all workers end together."""
        fair = ceil(self._unsent / (_QUEUED * self.backend.workers))
        most = min(fair, max(1, int(TASK_SECONDS * self.pace.rate / self.backend.workers)))
        markets: list[int] = self.todo[self.sent : self.sent + most].tolist()
        block = self.store.block(markets[0])
        taken = [market for market in markets if self.store.block(market) == block]
        self.sent += len(taken)
        return taken

    def _submit(self, markets: list[int]) -> None:
        left = self._unsent + len(markets) + sum(map(len, self.flying.values()))
        tasks = [self.store.sweep.task(market) for market in markets]
        try:
            self.executor = self.executor or self.backend.executor()
            task = self.executor.submit(live_all, self.backend.key, tasks, max(1, self.backend.cores // left))
            self.flying[task] = markets
        except Exception as error:
            self.executor = None
            self._cost(markets, error)

    def _receive(self, done: Iterable[Task]) -> None:
        for task in done:
            markets = self.flying.pop(task)
            if error := CancelledError("the tasks were dropped") if task.cancelled() else task.exception():
                self._cost(markets, error)
            else:
                self._keep(task.result())

    def _keep(self, lived: list[Lived]) -> None:
        self.store.add(lived)
        self._tell(len(lived))

    def _cost(self, markets: list[int], error: BaseException) -> None:
        """Decide what becomes of markets that an error of the engine has cost."""
        match self.backend.what_broke(error):
            case "engine":
                raise EngineLostError(str(error)) from error
            case "fault":
                raise error
        if markets is not self.alone:
            self.suspects.append(markets)
        elif len(markets) > 1:
            self.suspects.extend([market] for market in markets)
        else:
            self._blame(markets)

    def _blame(self, markets: list[int]) -> None:
        """Take a worker's death for the doing of the market that was alone with it."""
        self.deaths.update(markets)
        if self.deaths[markets[0]] < _DEATHS:
            self.suspects.append(markets)
        else:
            self._keep([Lived(markets[0], None, "the process that lived it died each time; was there enough memory?")])

    def _wait_for_begun(self) -> None:
        """Recall what has not begun, and keep what has."""
        self.flying = {task: markets for task, markets in self.flying.items() if not task.cancel()}
        while self.flying:
            self._receive(wait(self.flying, PATIENCE, FIRST_COMPLETED).done)

    def _tell(self, came: int) -> None:
        self.pace.count(came)
        total = self.store.waiting.size
        self.watch.finished = total - int(self.store.waiting.sum())
        self.watch.progress(Progress(self.watch.finished, total, len(self.store.failed), self.pace.rate))


class _Pace:
    """Markets a second since the first came in, so that the start of the workers does not count."""

    def __init__(self) -> None:
        self.came = 0
        self.first = self.last = 0.0

    def count(self, came: int) -> None:
        if not self.first and came:
            self.first = time.monotonic()
        elif came:
            self.came += came
            self.last = time.monotonic()

    @property
    def rate(self) -> float:
        return self.came / max(self.last - self.first, 1e-9) if self.came else 0.0
