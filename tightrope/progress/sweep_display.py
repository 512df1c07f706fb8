"""How a sweep shows itself: a moving bar in a terminal, now and then a line in a log file or a notebook."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tightrope.sweeps.run.driving import Progress as HowFar
from tightrope.sweeps.run.driving import SweepWatch

__all__ = ["in_words", "shown", "span"]

FIRST_LINES, LATER_LINES = 5.0, 60.0
"""Seconds between two lines, at first and after ten minutes."""


@contextmanager
def shown(console: Console) -> Iterator[SweepWatch]:
    """Give the watcher that suits where ``console`` writes to, and clear it away at the end."""
    if not console.file.isatty() or console.is_dumb_terminal:
        yield _Lines(console)
        return
    bar = _Bar(console)
    with bar.display:
        yield bar


def span(seconds: float) -> str:
    """Say how long something takes: ``42 s``, ``7 min``, ``3 h 20 min``, ``2 days 4 h``."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    if minutes < 90:
        return f"{minutes} min"
    if minutes < 36 * 60:
        return f"{minutes // 60} h {minutes % 60} min"
    whole = timedelta(minutes=minutes)
    return f"{whole.days} days {whole.seconds // 3600} h"


def in_words(how_far: HowFar) -> str:
    """Say how fast a sweep goes, how long it will take, and what failed."""
    parts = []
    if how_far.rate:
        parts.append(f"{float(f'{how_far.rate:.3g}'):g} a second")
    if how_far.seconds_left:
        parts.append(f"{span(how_far.seconds_left)} left")
    if how_far.failed:
        parts.append(f"{how_far.failed:,} failed")
    return ", ".join(parts)


class _Bar(SweepWatch):
    """A moving bar."""

    def __init__(self, console: Console) -> None:
        self.display = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[words]}"),
            console=console,
        )
        self._task = self.display.add_task("markets", words="starting", total=None)

    def progress(self, progress: HowFar) -> None:
        """Move the bar."""
        words = "stopping after what has begun" if self.stop_asked else in_words(progress)
        self.display.update(self._task, completed=progress.done, total=progress.total, words=words)


class _Lines(SweepWatch):
    """Plain lines: at the start, at the end, and between them ever more rarely."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._began = time.monotonic()
        self._next = 0.0

    def progress(self, progress: HowFar) -> None:
        """Say how far the sweep is, if it is time to."""
        now = time.monotonic()
        if now < self._next and progress.done < progress.total:
            return
        words = in_words(progress)
        line = f"markets: {progress.done:,} of {progress.total:,}" + (f", {words}" if words else "")
        self._console.print(line, highlight=False, markup=False, soft_wrap=True)
        self._next = now + min(max(FIRST_LINES, (now - self._began) / 10), LATER_LINES)
