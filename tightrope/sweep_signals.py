"""Ctrl-C and SIGTERM while a sweep runs: first with care, then at once."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from tightrope.sweeps.driving import SweepWatch

__all__ = ["signals_heeded"]


@contextmanager
def signals_heeded(watch: SweepWatch) -> Iterator[None]:
    """Let the first signal end the sweep with the tasks that have begun, and the second at once."""

    def stop(*_: object) -> None:
        if watch.stop_asked:
            raise KeyboardInterrupt
        watch.stop_asked = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
