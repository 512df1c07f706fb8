"""What is counted by income segment, limit band and score band: one cell for each combination of the three."""

import math
from typing import Any

from tightrope.agents.borrower import Borrower
from tightrope.agents.flows import Flow
from tightrope.agents.trusting import GOOD_STANDING_MONTHS
from tightrope.model.results.bands import BANDS, LIMIT_BANDS, LIMIT_EDGES, SCORE_BANDS, SCORE_EDGES
from tightrope.scenarios.engine.compiled import rule

__all__ = [
    "BAND_COUNTS", "CELLS", "CELL_SHAPE", "TRUST_UNIT", "count_default_in_band",
    "count_freeze_in_band", "count_state_in_band",
]  # fmt: skip

CELL_SHAPE = tuple(map(len, BANDS.values()))
CELLS = math.prod(CELL_SHAPE)
BAND_COUNTS = (
    *("borrowers", "balance", "dpd30", "dpd90", "exposed", "frozen", "limits", "trust"),
    *("defaulted", "froze", "froze_good"),
)
"""Sums of a cell: counts, fen, and trust in units of ``TRUST_UNIT``."""
TRUST_UNIT = 1e-9
"""Trust is added up in whole numbers of this, so that sums do not depend on their order."""
_PER_TRUST = 1e9
"""Such units in one: not computed, for 1 / 1e-9 is not quite that."""


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
def count_state_in_band(cells: Any, b: Borrower) -> None:
    """Count how an active borrower stands at the month's end: ``cells`` has shape (CELLS, BAND_COUNTS)."""
    cell = cell_of(b)
    balance = b.balance_paylater + b.balance_cashloan
    cells[cell, 0] += 1
    cells[cell, 1] += balance
    if b.late_paylater > 0 or b.late_cashloan > 0:
        cells[cell, 2] += (b.late_paylater >= 1) * b.balance_paylater + (b.late_cashloan >= 1) * b.balance_cashloan
        cells[cell, 3] += (b.late_paylater >= 3) * b.balance_paylater + (b.late_cashloan >= 3) * b.balance_cashloan
    cells[cell, 4] += balance > 0 and not b.ever_defaulted
    cells[cell, 5] += b.freeze_reason > 0
    cells[cell, 6] += b.limit_paylater + b.limit_cashloan
    cells[cell, 7] += int(b.trust * _PER_TRUST)


@rule
def count_default_in_band(cells: Any, b: Borrower, f: Flow) -> None:
    """Count who reaches default."""
    if f.defaulted:
        cells[cell_of(b), 8] += 1


@rule
def count_freeze_in_band(cells: Any, b: Borrower, f: Flow) -> None:
    """Count a line frozen in the review."""
    if f.froze > 0:
        cell = cell_of(b)
        cells[cell, 9] += 1
        cells[cell, 10] += b.months_since_late >= GOOD_STANDING_MONTHS
