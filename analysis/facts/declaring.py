"""How a fact is declared: a value with a range, or a direction."""

from collections.abc import Callable, Sequence

from tightrope.analysis.facts.evidence import Evidence
from tightrope.analysis.facts.fact import CARDS, NEAR_PRIME, PRIME, Fact
from tightrope.scenarios.files.schema import PlatformKind

__all__ = ["EVERYBODY", "NUMBER", "SHARE", "TIMES", "YUAN", "direction", "value"]

SHARE, TIMES, NUMBER, YUAN = "share", "x", "", "yuan"
EVERYBODY: tuple[PlatformKind, ...] = (PRIME, NEAR_PRIME, CARDS)


def value(
    number: str, says: str, measure: Callable[[Evidence], float | None], target: float,
    accepted: tuple[float | None, float | None], unit: str, source: str, lenders: Sequence[PlatformKind], *,
    beyond: float | None = None, fitted: bool = False, why: str = "",
) -> Fact:  # fmt: skip
    """Declare a value that the evidence names, accepted from the least to the greatest (None: any).

    ``beyond`` is the value of no effect, where the evidence says a direction as well. Only compared unless ``fitted``.
    """
    low, high = accepted
    kind = "C" if fitted else "V"
    return Fact(number, kind, says, target, low, high, unit, source, measure, beyond, tuple(lenders), why)


def direction(
    number: str, says: str, measure: Callable[[Evidence], float | None], over: float, unit: str, source: str,
    lenders: Sequence[PlatformKind], *, why: str = "",
) -> Fact:  # fmt: skip
    """Declare that something is over a value, of which the evidence says no more; it is only compared."""
    return Fact(number, "V", says, None, over, None, unit, source, measure, over, tuple(lenders), why)
