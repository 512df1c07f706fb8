"""What a start costs: commands as whole processes, and the rules compiled by one."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from tempfile import TemporaryDirectory

__all__ = ["Start", "compiled_for", "help_shown", "small_run"]

_TIMES = 3


@dataclass(frozen=True)
class Start:
    """The fastest of several starts: seconds by the clock and of the processor, and the bytes put out."""

    wall: float
    processor: float
    size: int


def compiled_for(lanes: int) -> Start:
    """Compile the rules for so many borrowers at a time, as a first run does."""
    return _fastest("-m", "tightrope.model.engine.machine_code", str(lanes))


def help_shown() -> Start:
    """Show ``tightrope --help``."""
    return _fastest(*_tightrope("--help"))


def small_run() -> Start:
    """Run the baseline with 1,000 borrowers for twelve months, with the compiled rules on disk."""
    with TemporaryDirectory() as folder:
        words = ("run", "baseline", "--borrowers", "1000", "--months", "12", "--out")
        return min((_started(*_tightrope(*words, f"{folder}/{number}")) for number in range(_TIMES)), key=_processor)


def _tightrope(*words: str) -> Sequence[str]:
    return ("-c", "from tightrope.cli.commands import main; main()", *words)


def _fastest(*words: str) -> Start:
    return min((_started(*words) for _ in range(_TIMES)), key=_processor)


def _processor(start: Start) -> float:
    return start.processor


def _started(*words: str) -> Start:
    before, began = os.times(), time.perf_counter()
    done = subprocess.run([sys.executable, *words], capture_output=True, check=True)
    wall, after = time.perf_counter() - began, os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Start(wall, processor, len(done.stdout))
