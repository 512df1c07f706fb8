"""Ctrl-C, SIGTERM and a terminal that is gone: first with care for what is finished.

SIGHUP is what a closed terminal sends; under ``nohup`` it is ignored from the start and stays so. Not every system
has it.
"""

import atexit
import math
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tightrope.progress.watching import Watch
    from tightrope.sweeps.run.driving import SweepWatch

__all__ = ["signals_end_command", "signals_end_run", "signals_end_server", "signals_end_sweep"]

_HANGUP: signal.Signals | None = getattr(signal, "SIGHUP", None)
_AT_ONCE = 3.0
"""Seconds within which signals mean the same: a terminal that closes, or a system that ends, sends more than one."""


@contextmanager
def _on_signals(act: Callable[[int], None], *numbers: signal.Signals) -> Iterator[dict[signal.Signals, Any]]:
    """Let signals to end do something else meanwhile; give what they did before and shall do again."""
    before = {number: signal.signal(number, lambda number, _: act(number)) for number in numbers}
    try:
        yield before
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ending() -> list[signal.Signals]:
    """Return the signals that ask this process to end."""
    return [signal.SIGINT, signal.SIGTERM, *_hangup()]


def _hangup() -> list[signal.Signals]:
    heeded = _HANGUP is not None and signal.getsignal(_HANGUP) != signal.SIG_IGN
    return [_HANGUP] if _HANGUP and heeded else []


def _heed_no_more(numbers: Iterable[signal.Signals]) -> None:
    """Let signals pass while the interpreter shuts down, which would give them back their usual force."""
    for number in numbers:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def signals_end_command() -> Iterator[None]:
    """Let a signal end a command that has nothing to keep, and wait until it has cleared up."""
    last = -math.inf

    def stop(_: int) -> None:
        nonlocal last
        before, last = last, time.monotonic()
        if last - before > _AT_ONCE:
            raise KeyboardInterrupt

    with _on_signals(stop, *_ending()) as give_back:
        try:
            yield
        except KeyboardInterrupt:
            last = time.monotonic()
            atexit.register(_heed_no_more, give_back.copy())
            give_back.clear()  # this process ends, and in its own way: what still arrives means the same
            raise


@contextmanager
def signals_end_run(watch: "Watch") -> Iterator[None]:
    """Let a signal end the run after its month; while no month is finished, at once."""

    def stop(_: int) -> None:
        if not watch.finished:
            raise KeyboardInterrupt
        watch.stop_asked = True  # and no more: being impatient must not cost what is finished

    with _on_signals(stop, *_ending()):
        yield


@contextmanager
def signals_end_sweep(watch: "SweepWatch") -> Iterator[None]:
    """Let the first signal end the sweep with the tasks that have begun, and the second at once.

    A terminal that is gone has nobody before it who could be impatient.
    """

    def stop(number: int) -> None:
        if watch.stop_asked and number != _HANGUP:
            raise KeyboardInterrupt
        watch.stop_asked = True

    with _on_signals(stop, *_ending()):
        yield


@contextmanager
def signals_end_server() -> Iterator[None]:
    """Let a closed terminal end a server as SIGTERM does, which it takes care of itself."""
    with _on_signals(lambda _: signal.raise_signal(signal.SIGTERM), *_hangup()):
        yield
