"""What passes over the borrowers of a chunk mean: the rule of the pass, for one after the other, in plain Python."""

from collections.abc import Callable

from tightrope.agents.borrower import Borrower
from tightrope.agents.flows import Flow
from tightrope.model.engine.counts import Chunk
from tightrope.model.engine.month import ASIDE, After, Month, Opening, flow_place, list_place
from tightrope.scenarios.engine.columns import Columns

__all__ = ["Pass", "run_each", "run_first", "run_listed", "run_opening"]

type Pass[Found] = Callable[[Month, Chunk, Borrower, Flow, int], Found]
"""What a borrower lives through, with the flow of the month."""


def run_first(stage: Pass[int], month: Month, chunk: Chunk) -> None:
    """Run the pass that begins the month: flows are blank, and those for whom it says so are put on the list."""
    listed = 0
    flow = Columns(Flow, 1)
    for i in range(chunk.start, chunk.stop):
        flow.clear()
        if stage(month, chunk, month.people[i], flow[0], i) == After.LISTED:
            place = list_place(month, chunk.number, listed)
            month.behind[place] = i
            month.flows[flow_place(month, place, i)] = flow[0]
            listed += 1
        elif month.every_flow:
            month.flows[i] = flow[0]
    month.how_many[chunk.number] = listed


def run_listed(stage: Pass[None], month: Month, chunk: Chunk) -> None:
    """Run a pass over those on the chunk's list, each with the flow so far."""
    for k in range(int(month.how_many[chunk.number])):
        place = list_place(month, chunk.number, k)
        i = int(month.behind[place])
        stage(month, chunk, month.people[i], month.flows[flow_place(month, place, i)], i)


def run_each(stage: Pass[int] | Pass[None], month: Month, chunk: Chunk) -> None:
    """Run a pass over the whole chunk, each with the flow of the month where flows are kept, else with a blank one."""
    flow = Columns(Flow, 1)
    for i in range(chunk.start, chunk.stop):
        flow.clear()
        _lived(stage, month, chunk, month.people[i], month.flows[i] if month.every_flow else flow[0], i)


def _lived(stage: Pass[int] | Pass[None], month: Month, chunk: Chunk, b: Borrower, f: Flow, i: int) -> int | None:
    """Live through a pass, and through what it has aside for the few; return what the pass says."""
    after = stage(month, chunk, b, f, i)
    if after == After.ASIDE:
        ASIDE[stage](month, chunk, b, f, i)
    return after


def run_opening(stage: Callable[[Opening, Chunk, Borrower, int], None], opening: Opening, chunk: Chunk) -> None:
    """Run the pass that opens the book over the chunk."""
    for i in range(chunk.start, chunk.stop):
        stage(opening, chunk, opening.people[i], i)
