"""A month's counts, kept by chunk so that they add up in one order."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.codes import FreezeReason, Queue, Segment
from tightrope.agents.queueing import LONGEST_WAIT, QueueCount
from tightrope.model.measures.cells import CELLS, BandCount
from tightrope.model.measures.lenders import LenderCount
from tightrope.model.measures.loans import BUCKETS, ENDS, Product, RollCount, VintageCount
from tightrope.model.measures.recoveries import RecoveryCount
from tightrope.model.measures.standing import TRUST_BINS
from tightrope.model.measures.tally import TALLY_DTYPE, FreezeCount, Tally
from tightrope.scenarios.engine.columns import LANES, Columns
from tightrope.scenarios.parameters.others import MOST_OTHERS

__all__ = ["CHUNK", "Chunk", "Counts", "chunks"]

CHUNK = 4096
"""Borrowers handled at a time: fixed, so that sums are added in the same order whatever the number of threads."""


class Chunk(NamedTuple):
    """Borrowers ``start`` to ``stop``, and where what happens to them is counted."""

    number: int
    start: int
    stop: int
    tally: Columns[Tally]
    """Sums, ``LANES`` of each, which are added up: as many borrowers may be counted side by side."""
    rolls: NDArray[np.int64]
    """Shape (products, buckets, buckets and ends, roll counts)."""
    vintages: NDArray[np.int64]
    """Shape (months + 1, vintage counts)."""
    recoveries: NDArray[np.int64]
    """Shape (months + 1, recovery counts)."""
    lenders: NDArray[np.int64]
    """Shape (1 + MOST_OTHERS, lender counts)."""
    freezes: NDArray[np.int64]
    """Shape (reasons, segments, freeze counts)."""
    trust_bins: NDArray[np.int64]
    """Shape (TRUST_BINS,)."""
    bands: NDArray[np.int64]
    """Shape (CELLS, band counts)."""
    queues: NDArray[np.int64]
    """Shape (queues, queue counts)."""
    backlog: NDArray[np.int64]
    """Shape (queues, LONGEST_WAIT)."""


def chunks(borrowers: int) -> Iterator[tuple[int, int, int]]:
    """Yield the number, start and stop of every chunk."""
    for number, start in enumerate(range(0, borrowers, CHUNK)):
        yield number, start, min(start + CHUNK, borrowers)


class Counts:
    """One month's counts: each array has the chunk as its first axis, and the tallies have ``LANES`` places each."""

    arrays = ("rolls", "vintages", "recoveries", "lenders", "freezes", "trust_bins", "bands", "queues", "backlog")
    """Names of what is counted beside the tallies."""

    def __init__(self, borrowers: int, months: int) -> None:
        """Make room for a run of ``months``."""
        bounds = list(chunks(borrowers))

        def room(*shape: int) -> NDArray[np.int64]:
            return np.zeros((len(bounds), *shape), np.int64)

        self.tallies = Columns(Tally, len(bounds) * LANES)
        self.rolls = room(len(Product), len(BUCKETS), len(BUCKETS) + len(ENDS), len(RollCount))
        self.vintages = room(months + 1, len(VintageCount))
        self.recoveries = room(months + 1, len(RecoveryCount))
        self.lenders = room(1 + MOST_OTHERS, len(LenderCount))
        self.freezes = room(len(FreezeReason), len(Segment), len(FreezeCount))
        self.trust_bins = room(TRUST_BINS)
        self.bands = room(CELLS, len(BandCount))
        self.queues = room(len(Queue), len(QueueCount))
        self.backlog = room(len(Queue), LONGEST_WAIT)
        self.chunks = [self._chunk(*chunk) for chunk in bounds]
        """Each with its own part of the counts, to count in."""

    def _chunk(self, number: int, start: int, stop: int) -> Chunk:
        return Chunk(
            number,
            start,
            stop,
            tally=self.tallies[number * LANES : (number + 1) * LANES],
            rolls=self.rolls[number],
            vintages=self.vintages[number],
            recoveries=self.recoveries[number],
            lenders=self.lenders[number],
            freezes=self.freezes[number],
            trust_bins=self.trust_bins[number],
            bands=self.bands[number],
            queues=self.queues[number],
            backlog=self.backlog[number],
        )

    def clear(self) -> None:
        """Count from zero again."""
        self.tallies.clear()
        for name in self.arrays:
            getattr(self, name).fill(0)

    def add_up(self) -> np.void:
        """Return the sum of the chunks' tallies, one record."""
        total: np.void = np.zeros(1, TALLY_DTYPE)[0]
        for name in self.tallies.names:
            total[name] = self.tallies[name].sum()
        return total
