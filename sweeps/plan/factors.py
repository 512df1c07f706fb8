"""What a sweep varies: a parameter of the market, or the strength of a scenario's events."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["STRENGTH", "Factor"]

STRENGTH = "strength"
"""The factor that is no parameter: how strong all events of a scenario are, 0 for none, 1 for as written."""


@dataclass(frozen=True)
class Factor:
    """One thing that varies from point to point of a design, between ``low`` and ``high``.

    A design's points are numbers. Of a parameter that holds a text, ``texts`` are the values that it takes, and a
    point's number is the place in it.
    """

    name: str
    unit: str
    low: float
    high: float
    levels: tuple[float, ...] = ()
    """The values of a grid; empty where a design draws from the range."""
    whole: bool = False
    log: bool = False
    """Whether the range is covered evenly in the logarithm."""
    texts: tuple[str, ...] = ()
    origin: str = "listed"
    """Where the values come from: listed one by one, or the ends of the range, in words."""

    def as_json(self) -> dict[str, Any]:
        """Return the factor ready for JSON."""
        return {**vars(self), "levels": list(self.levels), "texts": list(self.texts)}

    @classmethod
    def from_json(cls, about: Mapping[str, Any]) -> "Factor":
        """Return the factor that ``as_json`` described."""
        return cls(**{**about, "levels": tuple(about["levels"]), "texts": tuple(about["texts"])})

    def value(self, number: float) -> float | int | str:
        """Return what a scenario takes for a point's number."""
        if self.texts:
            return self.texts[int(number)]
        return int(number) if self.whole else float(number)
