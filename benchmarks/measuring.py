"""What a market costs in time and memory, measured from within a process of its own."""

import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from tightrope.agents.borrower import Borrower
from tightrope.model.engine.market import CreditMarket
from tightrope.model.results.run_results import write_results
from tightrope.scenarios.books.book import open_book
from tightrope.scenarios.engine.columns import Columns
from tightrope.scenarios.files.scenario import load_scenario

__all__ = ["Cost", "TimedMarket", "alone", "fastest", "floor", "measure", "warm_up"]

SEED = 1
FEW = 64
"""Borrowers of the market that warms up the compiled code."""
_COPIES = 10


@dataclass(frozen=True)
class Cost:
    """What one run cost.

    ``wall`` and ``processor`` hold nanoseconds for each borrower, by part: one entry for each month, and one for what
    happens once (``network``, ``book``, ``results``). ``memory`` holds bytes: ``before`` is what the warmed-up
    interpreter held, all else is above that.
    """

    borrowers: int
    months: int
    wall: dict[str, list[float]]
    processor: dict[str, list[float]]
    memory: dict[str, float]


def alone(work: Callable[..., Any], *arguments: Any, lanes: int = 8) -> Any:
    """Return what ``work`` returns in a fresh process that lives so many borrowers at a time."""
    os.environ["TIGHTROPE_LANES"] = str(lanes)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def fastest(costs: Iterable[Cost], part: str, clock: str = "processor") -> float:
    """Return the least that a part took in any month of some runs, nanoseconds a borrower."""
    return min(min(getattr(cost, clock)[part]) for cost in costs)


class TimedMarket(CreditMarket):
    """A market that takes the time of its parts."""

    def __init__(self, scenario: str, borrowers: int, months: int, threads: int = 1, *, panel: bool = False) -> None:
        """Open the synthetic book."""
        self.wall: dict[str, list[float]] = defaultdict(list)
        self.processor: dict[str, list[float]] = defaultdict(list)
        self._unit = 1e9 / borrowers
        known, book = load_scenario(scenario), open_book("synthetic")
        super().__init__(known, book, borrowers=borrowers, months=months, seed=SEED, threads=threads, panel=panel)

    @contextmanager
    def timed(self, part: str) -> Iterator[None]:
        """Note what happens within under this name."""
        wall, processor = time.perf_counter(), time.process_time()
        yield
        self.wall[part].append((time.perf_counter() - wall) * self._unit)
        self.processor[part].append((time.process_time() - processor) * self._unit)

    def step(self) -> None:
        """Live one month."""
        with self.timed("month"):
            super().step()

    def _run(self, run: Any, stage: Any, *more: Any) -> None:
        with self.timed(stage.__name__):
            super()._run(run, stage, *more)

    def _run_once(self, stage: Any, *more: Any) -> None:
        with self.timed(stage.__name__):
            super()._run_once(stage, *more)

    def _meet(self, *more: Any) -> Any:
        with self.timed("network"):
            return super()._meet(*more)

    def _open(self) -> Any:
        with self.timed("book"):
            return super()._open()


def warm_up() -> None:
    """Live through a tiny market: rules are compiled, or read from the cache, and all that is imported late is."""
    market = TimedMarket("baseline", FEW, 1, threads=2)
    market.step()
    _write(market)


def measure(scenario: str, borrowers: int, months: int, threads: int) -> Cost:
    """Open a market, live its months and write its results, in a fresh process; its memory counts from the warm-up."""
    warm_up()
    before = _held("VmRSS")
    _forget_peak()
    market = TimedMarket(scenario, borrowers, months, threads)
    for _ in range(months):
        market.step()
    peak = _held("VmHWM")
    with market.timed("results"):
        _write(market)
    memory = {"before": before, "peak": peak - before, "with_results": _held("VmHWM") - before, **_parts(market)}
    return Cost(borrowers, months, dict(market.wall), dict(market.processor), memory)


def floor(borrowers: int) -> float:
    """Return what it takes to read all columns of so many borrowers and write them elsewhere, nanoseconds each."""
    people, room, took = Columns(Borrower, borrowers), Columns(Borrower, borrowers), []
    for columns in (people, room):
        for name in columns.names:
            columns[name] = 1  # memory is there once it has been written to
    for _ in range(_COPIES):
        began = time.process_time()
        for name in people.names:
            np.copyto(room[name], people[name])
        took.append(time.process_time() - began)
    return min(took) / borrowers * 1e9


def _write(market: CreditMarket) -> None:
    with TemporaryDirectory() as folder:
        write_results(market.results(), Path(folder) / "results")


def _parts(market: CreditMarket) -> dict[str, int]:
    """Return the bytes of the arrays that a market holds for every borrower."""
    network = market.network
    return {"records": market.people.nbytes, "network": network.starts.nbytes + network.friends.nbytes}


def _held(what: str) -> int:
    """Return the bytes that this process holds now (VmRSS) or held at its peak (VmHWM)."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith(f"{what}:"):
                return int(line.split()[1]) * 1024
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit  # no /proc: the peak stands for both


def _forget_peak() -> None:
    """Let the peak begin at what is held now, where the system allows it; the warm-up's own peak is small anyway."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")
