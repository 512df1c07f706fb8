"""What is counted by income segment, limit band and score band: one cell for each combination of the three."""

import math
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.borrower import DEFAULT_MONTHS, Borrower
from tightrope.agents.flows import Flow
from tightrope.agents.lines import months_late
from tightrope.agents.trusting import GOOD_STANDING_MONTHS
from tightrope.model.measures.loans import late_balance
from tightrope.model.results.bands import BANDS, LIMIT_BANDS, LIMIT_EDGES, SCORE_BANDS, SCORE_EDGES
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.sums import BILLION, whole

__all__ = [
    "BAND_COUNTS", "CELLS", "CELL_SHAPE", "BandCount", "count_default_in_band", "count_freeze_in_band",
    "count_state_in_band",
]  # fmt: skip

CELL_SHAPE = tuple(map(len, BANDS.values()))
CELLS = math.prod(CELL_SHAPE)


class BandCount(IntEnum):
    """Sums of a cell: borrowers, fen, and billionths of trust."""

    BORROWERS = 0
    BALANCE = 1
    DPD30 = 2
    DPD90 = 3
    EXPOSED = 4
    FROZEN = 5
    LIMITS = 6
    TRUST = 7
    DEFAULTED = 8
    FROZE = 9
    FROZE_GOOD = 10


BAND_COUNTS = tuple(count.name.lower() for count in BandCount)


@rule
def cell_of(b: Borrower) -> int:
    """Return the place of a borrower's cell."""
    limit, score = b.limit_paylater + b.limit_cashloan, b.score
    limit_band, score_band = 0, 0
    for k in range(len(LIMIT_EDGES)):
        limit_band += limit > LIMIT_EDGES[k]
    for k in range(len(SCORE_EDGES)):
        score_band += score >= SCORE_EDGES[k]
    cell: int = (b.segment * len(LIMIT_BANDS) + limit_band) * len(SCORE_BANDS) + score_band
    return cell


@rule
def count_state_in_band(cells: NDArray[np.int64], b: Borrower) -> None:
    """Count how an active borrower stands at the month's end: ``cells`` has shape (CELLS, band counts)."""
    cell = cell_of(b)
    balance = b.balance_paylater + b.balance_cashloan
    cells[cell, BandCount.BORROWERS] += 1
    cells[cell, BandCount.BALANCE] += balance
    if months_late(b) > 0:
        cells[cell, BandCount.DPD30] += late_balance(b, 1)
        cells[cell, BandCount.DPD90] += late_balance(b, DEFAULT_MONTHS)
    cells[cell, BandCount.EXPOSED] += balance > 0 and not b.ever_defaulted
    if b.freeze_reason > 0:
        cells[cell, BandCount.FROZEN] += 1
    cells[cell, BandCount.LIMITS] += b.limit_paylater + b.limit_cashloan
    cells[cell, BandCount.TRUST] += whole(b.trust, BILLION)


@rule
def count_default_in_band(cells: NDArray[np.int64], b: Borrower, f: Flow) -> None:
    """Count who reaches default."""
    if f.defaulted:
        cells[cell_of(b), BandCount.DEFAULTED] += 1


@rule
def count_freeze_in_band(cells: NDArray[np.int64], b: Borrower, f: Flow) -> None:
    """Count a line frozen in the review."""
    if f.froze > 0:
        cell = cell_of(b)
        cells[cell, BandCount.FROZE] += 1
        cells[cell, BandCount.FROZE_GOOD] += b.months_since_late >= GOOD_STANDING_MONTHS
