"""How a run shows itself: moving bars in a terminal, a plain line every few seconds in a log file."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text

from tightrope.progress.watching import Watch

__all__ = ["shown"]

SECONDS_BETWEEN_LINES = 5.0


@contextmanager
def shown(console: Console) -> Iterator[Watch]:
    """Give the watcher that suits where ``console`` writes to, and clear it away at the end."""
    if not console.file.isatty() or console.is_dumb_terminal:
        yield Lines(console)
        return
    bars = Bars(console)
    with bars.progress:
        yield bars


def _speed(rate: float) -> str:
    """Say ``rate`` with three digits, or nothing before it is known."""
    return f"{float(f'{rate:.3g}'):,.0f} borrowers/s" if rate else ""


class Bars(Watch):
    """Moving bars, one for each scenario."""

    def __init__(self, console: Console) -> None:
        self._tasks: dict[str, TaskID] = {}
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=16),
            MofNCompleteColumn(),
            TextColumn("months"),
            TimeElapsedColumn(),
            _Speed(self),
            console=console,
        )

    def months(self, scenario: str, done: int, total: int, rate: float) -> None:
        """Move the bar of a scenario."""
        if scenario not in self._tasks:
            self._tasks[scenario] = self.progress.add_task(scenario, total=total, rate=rate)
        self.progress.update(self._tasks[scenario], completed=done, rate=rate)


class _Speed(ProgressColumn):
    """The speed, or that the run was asked to stop; drawn by a thread, also within a month."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch

    def render(self, task: Task) -> Text:
        stopping = self._watch.stop_asked and not task.finished
        return Text("stopping after this month" if stopping else _speed(task.fields["rate"]))


class Lines(Watch):
    """Plain lines: the start and the end of everything, and one every few seconds between."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._said: set[str] = set()
        self._next = 0.0

    def months(self, scenario: str, done: int, total: int, rate: float) -> None:
        """Say at the start, at the end, and now and then between how far a scenario is."""
        if done == total or scenario not in self._said or time.monotonic() >= self._next:
            speed = f", {_speed(rate)}" if rate else ""
            line = f"{scenario}: month {done} of {total}{speed}"
            self._console.print(line, highlight=False, markup=False, soft_wrap=True)
            self._said.add(scenario)
            self._next = time.monotonic() + SECONDS_BETWEEN_LINES
