"""What a run tells whoever watches it, and how the watcher may end it early."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from numba.core import event
from numba.core.dispatcher import Dispatcher

__all__ = ["Watch", "compilation_shown"]


class Watch:
    """Watches a run in silence; displays override the two methods."""

    stop_asked = False
    """Set it, and the run ends after the month under way and keeps the months that are finished."""
    finished = 0
    """Months finished so far, over all scenarios of the run."""

    def compiling(self, done: int, total: int) -> None:
        """``done`` of about ``total`` rules are compiled; told only where the cache on disk lacks them."""

    def months(self, scenario: str, done: int, total: int, rate: float) -> None:
        """``scenario`` has finished month ``done``, 0 when it starts; ``rate``: borrower-months a second."""


@contextmanager
def compilation_shown(watch: Watch) -> Iterator[None]:
    """Tell ``watch`` of every rule that has to be compiled meanwhile."""
    with event.install_listener("numba:compile", _Compilations(watch)):
        yield


class _Compilations(event.Listener):
    """Counts the rules as Numba finishes them."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.done = 0

    def _tell(self, message: Any, finished: int) -> None:
        if message.data["dispatcher"].py_func.__module__.startswith("tightrope."):
            self.done += finished
            self.watch.compiling(self.done, max(self.done, _known_rules()))

    def on_start(self, event: Any) -> None:
        self._tell(event, 0)

    def on_end(self, event: Any) -> None:
        self._tell(event, 1)


def _known_rules() -> int:
    rooms = [module for name, module in sys.modules.items() if name.startswith("tightrope.")]
    return len({id(value) for room in rooms for value in vars(room).values() if isinstance(value, Dispatcher)})
