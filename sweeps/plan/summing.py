"""What is told of a measure over the months of a market."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["OWN_STATISTICS", "sum_up"]

OWN_STATISTICS = ("mean", "start", "end", "peak", "peak_month", "trough", "trough_month", "total")
"""The statistics that need no other market, in the order of ``sum_up``."""


def sum_up(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the statistics of each column of a market's months, shape (columns, statistics).

    Months in which a value is not known are left out; NaN where it never is, and where the first or last is not.
    """
    values = rows.astype(np.float64)
    known = np.isfinite(values)
    ever = known.any(axis=0)
    total = np.where(known, values, 0.0).sum(axis=0)
    high, low = np.where(known, values, -np.inf), np.where(known, values, np.inf)
    statistics = (
        total / np.maximum(known.sum(axis=0), 1),
        values[0],
        values[-1],
        high.max(axis=0),
        high.argmax(axis=0) + 1.0,
        low.min(axis=0),
        low.argmin(axis=0) + 1.0,
        total,
    )
    return np.where(ever, np.stack(statistics), np.nan).T
