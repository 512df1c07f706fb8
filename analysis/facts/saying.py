"""Facts in words: what is accepted, and what the model shows."""

from tightrope.analysis.facts.fact import Fact, Found
from tightrope.analysis.words.words import Words

__all__ = ["accepted", "amount", "shown", "targeted"]

_UNKNOWN = "-"


def accepted(fact: Fact, language: str = "en") -> str:
    """Say which values are accepted: 1.10-1.80 %, at least 2.50 x, over 1.00 x."""
    if fact.low is not None and fact.high is not None:
        low, high = (amount(bound, fact.unit) for bound in (fact.low, fact.high))
        return f"{low.split()[0]}-{high}"
    if fact.low is not None:
        least = amount(fact.low, fact.unit)
        if fact.target is None:
            return Words("validation.over", value=least).put(language)
        return Words("validation.at_least", value=least).put(language)
    if fact.high is not None:
        return Words("validation.at_most", value=amount(fact.high, fact.unit)).put(language)
    return Words("validation.any").put(language)


def targeted(fact: Fact) -> str:
    """Say the value that the evidence names, a dash where it names none."""
    return _UNKNOWN if fact.target is None else amount(fact.target, fact.unit)


def shown(row: Found) -> str:
    """Say the mean and its standard error, as far as they are known."""
    if row.value is None:
        return _UNKNOWN
    value = amount(row.value, row.fact.unit)
    if row.error is None:
        return value
    first, *unit = value.split()
    return " ".join([first, "±", amount(row.error, row.fact.unit).split()[0], *unit])


def amount(value: float, unit: str) -> str:
    """Write a value in the unit of its fact: 1.56 %, 2.50 x, 0.670."""
    if unit == "share":
        return f"{100 * value:.2f} %"
    if unit == "yuan":
        return f"{value:,.0f}"
    return f"{value:,.2f} x" if unit == "x" else f"{value:.3f}"
