"""Ctrl-C and SIGTERM: first with care for what is finished."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tightrope.sweeps.driving import SweepWatch
    from tightrope.watching import Watch

__all__ = ["signals_end_run", "signals_end_sweep"]


@contextmanager
def _on_signals(act: Callable[[], None]) -> Iterator[None]:
    """Let signals to end do something else meanwhile."""
    before = {number: signal.signal(number, lambda *_: act()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def signals_end_run(watch: "Watch") -> Iterator[None]:
    """Let a signal end the run after its month; while no month is finished, at once."""

    def stop() -> None:
        if not watch.finished:
            raise KeyboardInterrupt
        watch.stop_asked = True  # and no more: being impatient must not cost what is finished

    with _on_signals(stop):
        yield


@contextmanager
def signals_end_sweep(watch: "SweepWatch") -> Iterator[None]:
    """Let the first signal end the sweep with the tasks that have begun, and the second at once."""

    def stop() -> None:
        if watch.stop_asked:
            raise KeyboardInterrupt
        watch.stop_asked = True

    with _on_signals(stop):
        yield
