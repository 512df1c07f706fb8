"""Numbers read off a market beside the columns of its months, while it lives and at its end."""

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tightrope.model.engine.market import CreditMarket
from tightrope.sweeps.plan.job import Reading

__all__ = ["read_off"]


def read_off(market: CreditMarket, reading: Reading) -> NDArray[np.float32]:
    """Live all months of a market and read it: columns whose last month holds the numbers, shape (months, names).

    NaN in the other months, and where there is no number.
    """
    panel = list(_panel(market, reading))
    found = reading.read(market.results(), pl.concat(panel) if panel else pl.DataFrame())
    columns = np.full((market.months, len(reading.names)), np.nan, np.float32)
    columns[-1] = [np.nan if value is None else value for value in found]
    return columns


def _panel(market: CreditMarket, reading: Reading) -> Iterator[pl.DataFrame]:
    """Live the months, and return of each the part of the panel that is read."""
    for month in range(1, market.months + 1):
        market.step()
        if reading.panel and month >= reading.first:
            yield market.panel_frame(reading.panel)
