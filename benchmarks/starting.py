"""What a start costs: commands as whole processes, and the rules compiled by one."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from tightrope.scenarios.engine.cache_folder import CODE

__all__ = ["Start", "compiled_for", "help_shown", "small_run"]

_TIMES = 3


@dataclass(frozen=True)
class Start:
    """The fastest of several starts: seconds by the clock and of the processor, and the bytes of the code it kept."""

    wall: float
    processor: float
    kept: int = 0


def compiled_for(lanes: int) -> Start:
    """Compile the rules for so many borrowers at a time, as a first run does: by processes of its own, and kept."""
    asks = f"from tightrope.model.engine.machine_code import code_for; code_for({lanes})"
    return min((_started_first("-c", asks) for _ in range(_TIMES)), key=_processor)


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


def _started_first(*words: str) -> Start:
    """Start with nothing compiled yet."""
    with TemporaryDirectory() as folder:
        start = _started(*words, TIGHTROPE_CACHE_DIR=folder)
        kept = sum(file.stat().st_size for file in Path(folder).rglob(f"*{CODE}"))
        return replace(start, kept=kept)


def _started(*words: str, **variables: str) -> Start:
    before, began = os.times(), time.perf_counter()
    subprocess.run([sys.executable, *words], capture_output=True, check=True, env=os.environ | variables)
    wall, after = time.perf_counter() - began, os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Start(wall, processor)
