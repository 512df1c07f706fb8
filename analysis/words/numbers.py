"""Numbers as people read them."""

__all__ = ["gap", "percent", "quantity", "unit_words", "yuan"]

_SIZES = {
    "en": ((1e9, " billion"), (1e6, " million")),
    "zh": ((1e8, "亿"), (1e4, "万")),
}
_COUNTS = ("borrowers", "cases", "plans", "settlements")
_UNITS = {
    "yuan": "元", "yuan a borrower": "元/人", "months": "月", "month": "月份", "points": "分", "share": "比例",
    "share of limit": "占额度", "share of eligible a month": "占符合条件者/月",
    "share of those below the cut-off a month": "占线下者/月", "0-1": "0至1", "strength 0-1": "强度,0至1",
    "1/year": "每年", "1/year, all-in": "每年,含费用", "cases a borrower a month": "件/人/月",
}  # fmt: skip
_SPACE = "\u00a0"  # keeps a number and its sign on one line


def unit_words(unit: str, language: str) -> str:
    """Name a unit; one that has no Chinese name keeps its English one."""
    return unit if language == "en" else _UNITS.get(unit, unit)


def percent(share: float, sign: str = "") -> str:
    """A share in per cent with the figures that matter: 0.43 %, 4.1 %, 27.3 %; ``sign`` "+" always shows it."""
    return f"{_hundredths(share, sign)}{_SPACE}%".replace("-", "−")


def _hundredths(share: float, sign: str) -> str:
    places = 2 if abs(100 * share) < 0.995 else 1
    return f"{100 * share:{sign}z.{places}f}"


def yuan(amount: float, language: str = "en", sign: str = "") -> str:
    """Money with the figures that matter: 950, 16,300, 4.21 million, −1.30 billion."""
    for size, word in _SIZES[language]:
        if abs(amount) >= size:
            return f"{amount / size:{sign},.2f}{word}".replace("-", "−")
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
        points = "个百分点" if language == "zh" else f"{_SPACE}points"
        return f"{_hundredths(value, '+')}{points}".replace("-", "−")
    if unit.startswith("yuan"):
        return yuan(value, language, "+")
    if unit in _COUNTS:
        return f"{value:+,.0f}".replace("-", "−")
    return f"{value:+z.2f}".replace("-", "−")
