"""Passes over the borrowers of a chunk, as machine code or, where that is asked for, as plain Python."""

import threading
from collections.abc import Callable
from typing import Any, NamedTuple

from tightrope.agents.borrower import Borrower
from tightrope.model.compile.calling import slots_of_arguments, slots_of_group
from tightrope.model.engine import plain
from tightrope.model.engine.counts import Chunk
from tightrope.model.engine.machine_code import code
from tightrope.model.engine.month import Month, Opening
from tightrope.model.engine.plain import Pass
from tightrope.scenarios.engine.columns import LANES, Columns

__all__ = ["Handed", "Pass", "run_each", "run_first", "run_listed", "run_once", "run_opening"]


class Handed[Group: NamedTuple]:
    """What a pass is handed, described once for all calls."""

    def __init__(self, group: Group) -> None:
        """Describe it; what its arrays lie in stays where it is while this is used."""
        self.group = group
        self.slots = None if code() is None else slots_of_group(group)


class _Room(threading.local):
    """What each thread keeps for one block: a borrower for each lane."""

    def __init__(self) -> None:
        self.people = Columns(Borrower, LANES)


_room = _Room()


def run_first(stage: Pass[int], month: Handed[Month], chunk: Handed[Chunk]) -> None:
    """Run the pass that begins the month, in which those for whom it says so are put on the list."""
    _run(stage, plain.run_first, month, chunk)


def run_listed(stage: Pass[None], month: Handed[Month], chunk: Handed[Chunk]) -> None:
    """Run a pass over those on the chunk's list."""
    _run(stage, plain.run_listed, month, chunk)


def run_each(stage: Pass[int] | Pass[None], month: Handed[Month], chunk: Handed[Chunk]) -> None:
    """Run a pass over the whole chunk."""
    _run(stage, plain.run_each, month, chunk)


def run_opening(
    stage: Callable[[Opening, Chunk, Borrower, int], None], opening: Handed[Opening], chunk: Handed[Chunk]
) -> None:
    """Run the pass that opens the book over the chunk."""
    _run(stage, plain.run_opening, opening, chunk)


def run_once(rule: Callable[..., None], *arguments: Any) -> None:
    """Run a rule that goes through all borrowers by itself, because they touch each other."""
    machine = code()
    if machine is None:
        rule(*arguments)
    else:
        machine.call(rule.__name__, slots_of_arguments(rule, arguments))


def _run(stage: Callable[..., Any], as_plain: Callable[..., None], group: Handed[Any], chunk: Handed[Chunk]) -> None:
    machine = code()
    if machine is None:
        as_plain(stage, group.group, chunk.group)
    else:
        assert group.slots is not None and chunk.slots is not None
        machine.call(stage.__name__, group.slots, chunk.slots, _room.people.table)
