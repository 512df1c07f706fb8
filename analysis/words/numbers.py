"""Numbers as people read them."""

from tightrope.analysis.words.words import Words, catalogue

__all__ = ["gap", "percent", "quantity", "unit_words", "yuan"]

_COUNTS = ("borrowers", "cases", "plans", "settlements")
_SPACE = "\u00a0"  # keeps a number and its sign on one line


def unit_words(unit: str, language: str) -> str:
    """Name a unit; one that has no name in a language keeps its English one."""
    return str(catalogue(language, "units").get(unit, unit))


def percent(share: float, sign: str = "") -> str:
    """A share in per cent with the figures that matter: 0.43 %, 4.1 %, 27.3 %; ``sign`` "+" always shows it."""
    return f"{_hundredths(share, sign)}{_SPACE}%".replace("-", "−")


def _hundredths(share: float, sign: str) -> str:
    places = 2 if abs(100 * share) < 0.995 else 1
    return f"{100 * share:{sign}z.{places}f}"


def yuan(amount: float, language: str = "en", sign: str = "") -> str:
    """Money with the figures that matter: 950, 16,300, 4.21 million, −1.30 billion."""
    for size, word in catalogue(language, "sizes").items():
        if abs(amount) >= float(size):
            return f"{amount / float(size):{sign},.2f}{word}".replace("-", "−")
    return f"{amount:{sign}z,.0f}".replace("-", "−")


def quantity(value: float | None, unit: str, language: str = "en") -> str:
    """A number in the unit of its column: shares in per cent, money in words, a dash where it is not known."""
    if value is None:
        return "–"
    if unit == "share":
        return percent(value)
    if unit.startswith("yuan"):
        return yuan(value, language)
    if unit in _COUNTS:
        return f"{value:,.0f}"
    return f"{value:z.2f}".replace("-", "−")


def gap(value: float | None, unit: str, language: str = "en") -> str:
    """A difference with its sign; between shares in points of a hundred: +2.3 points."""
    if value is None:
        return "–"
    if unit == "share":
        return Words("numbers.points", points=_hundredths(value, "+").replace("-", "−")).put(language)
    if unit.startswith("yuan"):
        return yuan(value, language, "+")
    if unit in _COUNTS:
        return f"{value:+,.0f}".replace("-", "−")
    return f"{value:+z.2f}".replace("-", "−")
