"""Numbers over an ensemble, as tables write them: means, bands, and the two parts of a spread."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from tightrope.analysis.words.margins import decimals_for, number

__all__ = ["Bands"]


class Bands:
    """Writes one number of the rows of ``worlds``, all with as many decimals; nothing of what is not known.

    The number is the mean or, with ``difference``, the difference, of which shares are in percentage points.
    """

    def __init__(self, told: pl.DataFrame, unit: str, *, difference: bool = False) -> None:
        self.unit = unit
        self._name, self._before, self._sign = ("difference", "difference_", "+") if difference else ("mean", "", "")
        half = ((told[f"{self._before}high"] - told[f"{self._before}low"]) / 2).median()
        self._decimals = decimals_for(half, unit, 2) if isinstance(half, float) else None

    def cells(self, row: Mapping[str, Any]) -> list[str]:
        """Write the number, its band, and the standard deviations of ignorance and of chance."""
        if row[self._name] is None:
            return [""] * 4
        low, high = self.ends(row)
        parts = (self._written(row[f"{self._before}{part}"], "-") for part in ("ignorance", "chance"))
        return [self._written(row[self._name], self._sign), f"{low} – {high}", *(f"±{part}" for part in parts)]

    def ends(self, row: Mapping[str, Any]) -> tuple[str, str]:
        """Write the two ends of the band."""
        low, high = (self._written(row[f"{self._before}{end}"], self._sign) for end in ("low", "high"))
        return low.removesuffix(" %"), high

    def _written(self, value: float, sign: str) -> str:
        return number(value, self.unit, sign, self._decimals).replace("-", "−")
