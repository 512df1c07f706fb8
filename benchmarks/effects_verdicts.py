"""Whether a mechanism moves what it should: a measure with it on and off under the same seeds, judged by its gaps."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from effects_table import Effect
from numpy.typing import NDArray

__all__ = ["LEAST_SHARE", "Gaps", "Judged", "Verdict", "complaints"]

LEAST_SHARE = 0.05
"""Part of a measure's own level that a reader sees: a twentieth."""
ERRORS = 2.0
"""Standard errors beyond which a change is not taken for chance."""


class Verdict(StrEnum):
    """What became of a measure."""

    MOVES = "moves"
    """In the direction asked for, beyond chance, and to be seen."""
    SMALL = "small"
    """Too small to be told from chance, or to be seen."""
    OTHER_WAY = "moves the other way"
    """Beyond chance and to be seen, against what is asked for."""


@dataclass(frozen=True)
class Gaps:
    """A measure with a mechanism off and on, by seed."""

    off: NDArray[np.float64]
    on: NDArray[np.float64]

    @cached_property
    def mean(self) -> float:
        """Mean over the seeds of on less off."""
        return float((self.on - self.off).mean())

    @cached_property
    def error(self) -> float:
        """Standard error of this mean, between seeds."""
        gaps = self.on - self.off
        return float(gaps.std(ddof=1)) / float(np.sqrt(gaps.size))

    @cached_property
    def share(self) -> float:
        """The mean gap against the measure's own level: the larger of its means off and on. 0 where both are."""
        level = max(abs(float(self.off.mean())), abs(float(self.on.mean())))
        return self.mean / level if level else 0.0

    def certain(self) -> bool:
        """Whether the gap lies beyond chance."""
        return abs(self.mean) > ERRORS * self.error

    def visible(self, least: float | None = None) -> bool:
        """Whether it is to be seen: at least this much or, where no size is stated, a twentieth of the level."""
        return abs(self.share) >= LEAST_SHARE if least is None else abs(self.mean) >= least


@dataclass(frozen=True)
class Judged:
    """One measure of an effect, and what came of it."""

    effect: Effect
    measure: str
    gaps: Gaps

    @property
    def asked(self) -> int:
        """The direction that is asked for: 1 up, -1 down."""
        return self.effect.moves[self.measure]

    @cached_property
    def verdict(self) -> Verdict:
        """Whether the measure moves as it should."""
        if not (self.gaps.certain() and self.gaps.visible(self.effect.least.get(self.measure))):
            return Verdict.SMALL
        return Verdict.MOVES if self.gaps.mean * self.asked > 0 else Verdict.OTHER_WAY

    @property
    def reason(self) -> str:
        """Why it does not move as it should, where it does not and somebody has said why."""
        return "" if self.verdict is Verdict.MOVES else self.effect.because.get(self.measure, "")


def complaints(found: Iterable[Judged]) -> list[str]:
    """Return what is to be mended in the declarations: a reason that is missing, or one that is not needed any more."""
    said = []
    for each in found:
        place = f"{each.effect.id} in {each.effect.scenario}, {each.measure}"
        if each.verdict is Verdict.MOVES and each.measure in each.effect.because:
            said.append(f"{place}: it moves; take the reason away why it does not")
        elif each.verdict is not Verdict.MOVES and not each.reason:
            said.append(f"{place}: {each.verdict}, {each.gaps.mean:+.3g} ({each.gaps.error:.2g}); find out and say why")
    return said
