"""Facts over an ensemble: how far each goes from world to world, and in how many worlds it is met."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tightrope.analysis.calibration.moments import FactMoment, Moments
from tightrope.analysis.facts.fact import PASSED, Fact, Found
from tightrope.analysis.facts.facts import FACTS, OF_EXPERIMENTS
from tightrope.analysis.study.worlds import Known, known
from tightrope.sweeps.search.objectives import Measure, measured
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["Held", "facts_held", "reading_of_facts"]

_OF_ONE_MARKET = tuple(fact for fact in FACTS if fact.number not in OF_EXPERIMENTS)
"""Facts that a market shows by itself: the others would ask for ten more markets of every world."""


@dataclass(frozen=True)
class Held:
    """A fact, held against every world of an ensemble."""

    fact: Fact
    known: Known
    """In the fact's unit; its members are the worlds in which every seed shows the fact."""
    met: int
    """In how many of them the mean over seeds is accepted, as of one world alone."""

    def as_record(self) -> dict[str, Any]:
        """Return the row as plain values, for a JSON file."""
        fact = self.fact
        return {
            "number": fact.number, "kind": fact.kind, "fact": fact.says, "target": fact.target, "low": fact.low,
            "high": fact.high, "unit": fact.unit, "source": fact.source, "worlds": self.known.members,
            "mean": self.known.mean, "band": [self.known.low, self.known.high], "ignorance": self.known.ignorance,
            "chance": self.known.chance, "met": self.met,
        }  # fmt: skip


def reading_of_facts() -> Moments:
    """Return what reads off a market every fact that it shows by itself."""
    return Moments(tuple((fact.number, FactMoment(fact.number)) for fact in _OF_ONE_MARKET))


def facts_held(results: SweepResults) -> list[Held]:
    """Return every fact that a market shows by itself, from a sweep over an ensemble that was read for them."""
    last = [Measure("", "", (name,), pl.col(name).last()) for name in reading_of_facts().names]
    values = measured(results, last)[:, 0]
    return [_held(fact, own) for fact, own in zip(_OF_ONE_MARKET, values, strict=True)]


def _held(fact: Fact, values: NDArray[np.float64]) -> Held:
    whole = values[np.isfinite(values).all(axis=1)].tolist()
    return Held(fact, known(values), sum(Found(fact, tuple(world)).verdict == PASSED for world in whole))
