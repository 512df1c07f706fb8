"""Which outcomes of a sweep are bad: those beyond a value, or the worst part of them."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tightrope.scenarios.errors import InputError
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["KINDS", "WORST", "Bad", "usual_bad", "usual_measure"]

type Kind = Literal["above", "below", "highest", "lowest"]
KINDS: tuple[Kind, ...] = ("above", "below", "highest", "lowest")
WORST = 0.1
"""Share of the points that count as bad where nothing is said."""
_SAY_MOST = ("dpd90_share_balance", "default_hazard")
_WORSE_WHEN_LOW = ("trust_mean", "profit")


@dataclass(frozen=True)
class Bad:
    """What counts as bad: more or less than ``number``, or that share of the points which is highest or lowest."""

    kind: Kind
    number: float

    def __post_init__(self) -> None:
        if not np.isfinite(self.number):
            raise InputError(f"--{self.kind}: {self.number} is no number that an outcome can pass; give a finite one")
        if self.kind in ("highest", "lowest") and not 0 < self.number < 1:
            raise InputError(
                f"--{self.kind}: {self.number:g} is no share of the points; give one between 0 and 1, as in 0.1"
            )

    @property
    def above(self) -> bool:
        """Whether more is worse."""
        return self.kind in ("above", "highest")

    def threshold(self, values: NDArray[np.float64]) -> float:
        """Return the value that bad outcomes are beyond; of a share, half-way between the last bad and the next."""
        if self.kind in ("above", "below"):
            return self.number
        ordered = np.sort(values)
        bad = min(max(round(self.number * len(values)), 1), len(values) - 1)
        place = len(values) - bad if self.above else bad
        return float(ordered[place - 1 : place + 1].mean())

    def flags(self, values: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell which outcomes are bad, shape (points,)."""
        limit = self.threshold(values)
        return values > limit if self.above else values < limit


def usual_measure(results: SweepResults) -> str:
    """Return the measure whose bad outcomes are looked for where none is named."""
    there: list[str] = results.manifest["measures"]
    return next((name for name in _SAY_MOST if name in there), there[0])


def usual_bad(measure: str) -> Bad:
    """Return what is bad of a measure where nothing is said: its highest tenth, or its lowest where less is worse."""
    return Bad("lowest" if measure in _WORSE_WHEN_LOW else "highest", WORST)
