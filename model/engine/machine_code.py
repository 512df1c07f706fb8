"""The passes as machine code: made once for these sources and this processor, and loaded by each process.

Run as a module, with a number of lanes and a part, it makes the code of these passes and puts it out; with ``--ir`` as
text for LLVM.
"""

import gc
import hashlib
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from tightrope.agents.arriving import arrive
from tightrope.agents.earning import add_log_incomes
from tightrope.agents.trusting import look_around
from tightrope.agents.working import add_up_work
from tightrope.model.compile.calling import Code
from tightrope.model.compile.machine import loaded, object_code, processor, target
from tightrope.model.compile.module import Module, Rules
from tightrope.model.compile.source import RefusedError
from tightrope.model.compile.store import REFUSED, NotMadeError, kept_code
from tightrope.model.engine.blocks import write_each, write_first, write_listed, write_once, write_opening
from tightrope.model.engine.month import (
    help_friends,
    join,
    live_on,
    live_thirty_days,
    live_to_due_date,
    meet,
    open_place,
    part,
    review,
    warn_friends,
)
from tightrope.model.network.graph import befriend
from tightrope.scenarios.engine.cache_folder import CODE, tell
from tightrope.scenarios.engine.compiled import COMPILED, cache_folder
from tightrope.scenarios.engine.mathematics import cos_of_turn, exp, log, power, sin_of_turn

__all__ = ["PARTS", "code", "code_for", "is_kept", "written"]

PARTS: Mapping[str, Mapping[Callable[..., Any], Callable[[Module, Callable[..., Any]], None]]] = {
    "dues": {
        live_to_due_date: write_first,
        help_friends: write_once,
        live_on: write_listed,
    },
    "others": {
        befriend: write_once,
        open_place: write_opening,
        add_log_incomes: write_once,
        add_up_work: write_once,
        review: write_each,
        warn_friends: write_once,
        meet: write_each,
        part: write_each,
    },
}
"""What Python calls, and how it runs over borrowers.

Parts are compiled side by side and take about as long. A long rule that several passes call is made in each part anew:
such passes stand in the same.
"""
ONE_BY_ONE: Rules = frozenset((look_around,))
"""Rules that look at others: lanes call them one after the other."""
CALLED: Rules = frozenset((arrive, join, live_thirty_days, exp, log, power, cos_of_turn, sin_of_turn))
"""Rules that are called from several places and long."""


def written(lanes: int, passes: str) -> Module:
    """Return the passes of a part as LLVM's code; RefusedError where a rule holds what cannot be compiled."""
    module = Module(target(lanes), ONE_BY_ONE, CALLED)
    for rule, write in PARTS[passes].items():
        write(module, rule)
    return module


@cache
def code() -> Code | None:
    """Return the passes ready to be called; None where they run as plain Python; RefusedError as of ``written``."""
    if not COMPILED:
        return None
    for lanes in sorted({target().lanes, 1}, reverse=True):
        try:
            return code_for(lanes)
        except NotMadeError as error:
            tell(f"the rules could not be compiled for {lanes} borrowers at a time: {error}")
    tell("the rules run as plain Python, hundreds of times slower")
    return None


@cache
def code_for(lanes: int) -> Code:
    """Return the passes for so many borrowers at a time; NotMadeError where they could not be compiled."""
    return loaded(_kept(lanes), [rule.__name__ for passes in PARTS.values() for rule in passes])


def is_kept() -> bool:
    """Whether the passes for this processor lie on disk already, or run as plain Python."""
    return not COMPILED or _lies_there(_file(target().lanes))


def _kept(lanes: int) -> list[bytes]:
    path = _file(lanes)
    if not _lies_there(path):
        tell("compiling the rules, first time only: some seconds")
    return kept_code(path, [("-m", __name__, str(lanes), passes) for passes in PARTS])


def _file(lanes: int) -> Path | None:
    """Return where the code for so many lanes and this processor is kept; None where it cannot be."""
    folder, (name, can) = cache_folder(), processor()
    of_processor = hashlib.sha256(f"{name} {can}".encode()).hexdigest()[:12]
    return None if folder is None else folder / f"rules-{lanes}-{of_processor}{CODE}"


def _lies_there(path: Path | None) -> bool:
    return path is not None and path.exists()


if __name__ == "__main__":
    gc.disable()  # all that is made here is needed to the end
    try:
        module = written(int(sys.argv[1]), sys.argv[2])
    except RefusedError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(REFUSED)
    sys.stdout.buffer.write(str(module.ir).encode() if "--ir" in sys.argv[3:] else object_code(module))
