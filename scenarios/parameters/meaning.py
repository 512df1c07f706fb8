"""What a parameter means, in words made from its declaration."""

import math
from typing import Any

from pydantic.fields import FieldInfo

from tightrope.scenarios.parameters.declare import Plausible

__all__ = ["bounds", "decimals_of", "meaning", "number_in_words", "plausible_of", "span_in_words"]


def bounds(field: FieldInfo) -> tuple[float | None, float | None]:
    """Return the lowest and the highest value that a field accepts, None where it has no such limit."""
    low = next((rule.ge for rule in field.metadata if hasattr(rule, "ge")), None)
    return low, next((rule.le for rule in field.metadata if hasattr(rule, "le")), None)


def plausible_of(field: FieldInfo) -> Plausible | None:
    """Return the plausible range of a declared number, None for what is no number of the model."""
    extra: Any = field.json_schema_extra
    if not extra or "plausible" not in extra:
        return None
    low, high = extra["plausible"]
    return Plausible(low, high, extra["plausible_why"])


def meaning(field: FieldInfo) -> str:
    """Return what a field is, its unit, its range and what of that is plausible, in one line."""
    words = [" ".join((field.description or "").split())]
    if isinstance(field.json_schema_extra, dict):
        words.append(f"Unit: {field.json_schema_extra['unit']}.")
    low, high = bounds(field)
    if low is not None and high is not None:
        likely = plausible_of(field)
        within = f", plausibly {span_in_words(likely.low, likely.high)}" if likely else ""
        words.append(f"From {span_in_words(low, high)}{within}.")
    return " ".join(words)


def span_in_words(low: float, high: float) -> str:
    """Write a range as its two ends."""
    return f"{number_in_words(low)} to {number_in_words(high)}"


def number_in_words(value: float, decimals: int | None = None) -> str:
    """Write a number with thousands separators and, unless told how many, the decimals that it needs."""
    return f"{value:,.{decimals_of(value) if decimals is None else decimals}f}"


def decimals_of(*values: float) -> int:
    """Return the fewest decimals that show every value to within a five hundredth of itself."""
    return next((n for n in range(9) if all(math.isclose(round(v, n), v, rel_tol=0.002) for v in values)), 9)
