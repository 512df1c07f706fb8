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

COMPILING = "compiling the rules, first time only"
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
    """Moving bars: one for compiling where it is needed, and one for each scenario."""

    def __init__(self, console: Console) -> None:
        self._tasks: dict[str, TaskID] = {}
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=16),
            MofNCompleteColumn(),
            TextColumn("{task.fields[unit]}"),
            TimeElapsedColumn(),
            _Speed(self),
            console=console,
        )

    def compiling(self, done: int, total: int) -> None:
        """Move the bar of the compilation, and make it when the first rule comes."""
        self._move(COMPILING, done, total, unit="rules")

    def months(self, scenario: str, done: int, total: int, rate: float) -> None:
        """Move the bar of a scenario."""
        if done and COMPILING in self._tasks:
            self.progress.remove_task(self._tasks.pop(COMPILING))
        self._move(scenario, done, total, unit="months", rate=rate)

    def _move(self, name: str, done: int, total: int, unit: str, rate: float = 0.0) -> None:
        if name not in self._tasks:
            self._tasks[name] = self.progress.add_task(name, total=total, unit=unit, rate=rate)
        self.progress.update(self._tasks[name], completed=done, total=total, rate=rate)


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

    def compiling(self, done: int, total: int) -> None:
        """Say at the first rule, and now and then after it, how far the compilation is."""
        self._say(COMPILING, f"{done} of about {total}")

    def months(self, scenario: str, done: int, total: int, rate: float) -> None:
        """Say at the start, at the end, and now and then between how far a scenario is."""
        speed = f", {_speed(rate)}" if rate else ""
        self._say(scenario, f"month {done} of {total}{speed}", last=done == total)

    def _say(self, what: str, how_far: str, last: bool = False) -> None:
        if last or what not in self._said or time.monotonic() >= self._next:
            self._console.print(f"{what}: {how_far}", highlight=False, markup=False, soft_wrap=True)
            self._said.add(what)
            self._next = time.monotonic() + SECONDS_BETWEEN_LINES
