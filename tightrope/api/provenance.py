"""Where a result comes from: the contents of ``run.json``."""

import platform
import sys
import time
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from llvmlite.binding import get_host_cpu_name

from tightrope import __version__
from tightrope.api.planning import Plan
from tightrope.model.results.run_results import FORMAT
from tightrope.scenarios.files.scenario import Scenario

__all__ = ["Clock", "manifest"]

LIBRARIES = ("llvmlite", "mesa", "networkx", "numpy", "polars")


class Clock:
    """When a run began, how long it takes, and how fast its months go."""

    def __init__(self, borrowers: int) -> None:
        self.borrowers = borrowers
        self.started = datetime.now(UTC)
        self.months = 0
        self._began = self._first = self._last = time.perf_counter()

    def month(self) -> None:
        """Take the time of a month that is finished."""
        self.months += 1
        self._last = time.perf_counter()
        if self.months == 1:
            self._first = self._last

    @property
    def seconds(self) -> float:
        """Seconds from the start to the last month's end, drawing the population and compiling included."""
        return self._last - self._began

    @property
    def rate(self) -> float:
        """Borrower-months a second after the first month, in which rules may be compiled; 0 before that."""
        if self.months < 2:
            return 0.0
        return self.borrowers * (self.months - 1) / (self._last - self._first)


def manifest(plan: Plan, scenario: Scenario, clock: Clock) -> dict[str, Any]:
    """Describe the run of ``scenario`` that ``clock`` timed; everything in it can be written as JSON."""
    resolved = scenario.resolved()
    return {
        "format": FORMAT,
        "tightrope": __version__,
        "scenario": {
            "name": scenario.name,
            "title": scenario.title,
            "title_zh": scenario.title_zh,
            "description": scenario.description,
            "base": scenario.base,
        },
        "events": scenario.sentences(),
        "parameters": resolved["parameters"],
        "lenders": resolved["lenders"],
        "digest": plan.digest(scenario),
        "seed": plan.seed,
        "borrowers": plan.borrowers,
        "months": plan.months,
        "months_finished": clock.months,
        "interrupted": clock.months < plan.months,
        "book": plan.book.name,
        "attribution": plan.book.attribution,
        "threads": plan.threads,
        "checked": plan.check,
        "against": None,
        "seconds": round(clock.seconds, 3),
        "borrower_months_per_second": round(clock.rate) or None,
        "peak_memory_mb": peak_memory_mb(),
        "started": clock.started.isoformat(timespec="seconds"),
        "versions": versions(),
    }


def versions() -> dict[str, str]:
    """Return what the run was lived with: Python, libraries, and the kind of processor compiled for."""
    return {
        "python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
        "system": platform.system(),
        "machine": platform.machine(),
        "processor": get_host_cpu_name(),
    }


def peak_memory_mb() -> float | None:
    """Return the most memory this process has held, in millions of bytes; None where it is not known."""
    if sys.platform == "win32":
        return None
    import resource

    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kibibytes elsewhere
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6, 1)
