"""What a market costs in time and memory, measured from within a process of its own."""

import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from compiled_subset import CompiledSubset
from mesa_subset import MesaSubset

from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.books.book import open_book
from tightrope.scenarios.files.scenario import load_scenario

__all__ = ["Cost", "compare_subsets", "measure", "warm_up"]

SEED = 1
FEW = 64
"""Borrowers of the market that warms up the compiled code."""


@dataclass(frozen=True)
class Cost:
    """What one run cost.

    ``wall`` and ``processor`` hold nanoseconds for each borrower, by part: one entry for each month, and one for what
    happens once (``network``, ``book``). ``memory`` holds bytes for each borrower above the warmed-up interpreter.
    """

    scenario: str
    threads: int
    borrowers: int
    months: int
    wall: dict[str, list[float]]
    processor: dict[str, list[float]]
    memory: dict[str, float]

    def median(self, part: str) -> float:
        """Median over the months, nanoseconds of wall time for each borrower."""
        return float(np.median(self.wall[part]))


class TimedMarket(CreditMarket):
    """A market that takes the time of its parts."""

    def __init__(self, scenario: str, borrowers: int, months: int, threads: int) -> None:
        """Open the synthetic book."""
        self.wall: dict[str, list[float]] = defaultdict(list)
        self.processor: dict[str, list[float]] = defaultdict(list)
        self._unit = 1e9 / borrowers
        book = open_book("synthetic")
        super().__init__(load_scenario(scenario), book, borrowers=borrowers, months=months, seed=SEED, threads=threads)

    @contextmanager
    def _timed(self, part: str) -> Iterator[None]:
        wall, processor = time.perf_counter(), time.process_time()
        yield
        self.wall[part].append((time.perf_counter() - wall) * self._unit)
        self.processor[part].append((time.process_time() - processor) * self._unit)

    def step(self) -> None:
        """Live one month."""
        with self._timed("month"):
            super().step()

    def _run(self, run: Any, stage: Any, *more: Any) -> None:
        with self._timed(stage.__name__):
            super()._run(run, stage, *more)

    def _run_once(self, stage: Any, *more: Any) -> None:
        with self._timed(stage.__name__):
            super()._run_once(stage, *more)

    def _meet(self, *more: Any) -> Any:
        with self._timed("network"):
            return super()._meet(*more)

    def _open(self) -> Any:
        with self._timed("book"):
            return super()._open()


def warm_up() -> None:
    """Live through a tiny market: rules are compiled, or read from the cache, and all that is imported late is."""
    market = TimedMarket("baseline", FEW, 1, threads=2)
    market.step()
    market.results()


def measure(scenario: str, borrowers: int, months: int, threads: int) -> Cost:
    """Open a market and live its months, in a fresh process: memory counts from what is held after the warm-up."""
    warm_up()
    before = _held("VmRSS")
    _forget_peak()
    market = TimedMarket(scenario, borrowers, months, threads)
    memory = {"opened": _held("VmHWM")}
    for _ in range(months):
        market.step()
    memory["peak"] = _held("VmHWM")
    market.results()
    memory["with_results"] = _held("VmHWM")
    memory = {name: (held - before) / borrowers for name, held in memory.items()}
    memory |= {f"of_{name}": size / borrowers for name, size in _parts(market).items()}
    wall, processor = dict(market.wall), dict(market.processor)
    return Cost(scenario, threads, borrowers, months, wall, processor, memory)


def compare_subsets(borrowers: int, months: int) -> dict[str, float]:
    """Run the same subset of the rules as a plain Mesa model and compiled; median nanoseconds an agent and month."""
    compiled = CompiledSubset(TimedMarket("baseline", borrowers, 1, threads=1))
    plain = MesaSubset(compiled)
    took: dict[str, list[float]] = defaultdict(list)
    for _ in range(months):
        for name, model in (("plain", plain), ("compiled", compiled)):
            began = time.perf_counter()
            model.step()
            took[name].append((time.perf_counter() - began) / borrowers * 1e9)
    took["compiled"].pop(0)  # the subset's own passes were compiled, or read from the cache, in its first month
    return {name: float(np.median(times)) for name, times in took.items()}


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
