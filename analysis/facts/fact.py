"""What a fact is, whom it is of, and when a market meets it."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import mean, stdev
from typing import Any

from tightrope.analysis.facts.evidence import Evidence
from tightrope.scenarios.files.schema import PlatformKind

__all__ = ["CARDS", "MISSED", "NEAR_PRIME", "NOT_SEEN", "PASSED", "PRIME", "Fact", "Found"]

MISSED, NOT_SEEN, PASSED = "MISSED", "not seen", "pass"
PRIME: PlatformKind = "prime"
NEAR_PRIME: PlatformKind = "near-prime"
CARDS: PlatformKind = "cards"
_BEYOND_NOISE = 2.0
"""Standard errors that a mean must lie beyond no effect before a direction counts as seen."""


@dataclass(frozen=True)
class Fact:
    """One fact, what is accepted for it (None: no bound), and how it is computed."""

    number: str
    """As in the list of validation targets; a letter tells parts of one apart."""
    kind: str
    """C: parameters may be fitted to it; V: never, it is only compared."""
    says: str
    target: float | None
    """The value that the evidence names; None where it names only a direction."""
    low: float | None
    high: float | None
    unit: str
    """``share``, ``x`` (how many times), ``yuan`` or blank."""
    source: str
    measure: Callable[[Evidence], float | None]
    beyond: float | None = None
    """Where it says a direction: the value of no effect, from which the mean must be told beyond the noise of seeds."""
    lenders: tuple[PlatformKind, ...] = (PRIME, NEAR_PRIME, CARDS)
    """Kinds of lender that it is of; what holds of people holds of all."""
    why: str = ""
    """Why the shipped scenarios miss it; blank where they meet it."""

    def accepts(self, value: float) -> bool:
        """Whether a value is accepted, bounds included; where only a direction is known, the bound itself is not."""
        if self.target is None and value == self.low:
            return False
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True)
class Found:
    """What the model shows of a fact: a value for each seed, their mean and its standard error (None: unknown)."""

    fact: Fact
    values: tuple[float | None, ...]

    @property
    def value(self) -> float | None:
        """Mean over the seeds that show the fact."""
        known = [value for value in self.values if value is not None]
        return mean(known) if known else None

    @property
    def error(self) -> float | None:
        """Standard error of the mean, from the spread between seeds; None for fewer than two."""
        known = [value for value in self.values if value is not None]
        return stdev(known) / math.sqrt(len(known)) if len(known) > 1 else None

    @property
    def verdict(self) -> str:
        """``pass`` or ``MISSED``, by the mean; ``not seen`` where there is none.

        A direction is met only beyond two standard errors; one seed, which has no error, does not show one.
        """
        value, error, beyond = self.value, self.error, self.fact.beyond
        if value is None:
            return NOT_SEEN
        if not self.fact.accepts(value):
            return MISSED
        if beyond is None:
            return PASSED
        if error is None:
            return NOT_SEEN
        return PASSED if abs(value - beyond) > _BEYOND_NOISE * error else MISSED

    @property
    def reason(self) -> str:
        """Why the shipped scenarios miss the fact; blank unless it is missed here, and the reason is known."""
        return self.fact.why if self.verdict == MISSED else ""

    def as_record(self) -> dict[str, Any]:
        """Return the row as plain values, for a JSON file."""
        fact = self.fact
        return {
            "number": fact.number, "kind": fact.kind, "fact": fact.says, "lenders": list(fact.lenders),
            "target": fact.target, "low": fact.low, "high": fact.high, "beyond": fact.beyond, "unit": fact.unit,
            "source": fact.source, "values": list(self.values), "value": self.value, "error": self.error,
            "verdict": self.verdict, "reason": self.reason,
        }  # fmt: skip
