"""A column of a result: its name, unit, exact definition, the range that its values lie in, and what it is made of.

Most measures of a month are a sum of the month's tally, or one sum over another. Such a column says so, by the names of
the tally's fields: ``"interest_paylater + interest_cashloan"``; ``"last.frozen"`` is of the month before.
"""

from dataclasses import dataclass, replace

from tightrope.scenarios.engine.records import Code

__all__ = ["MONTH", "Column", "code", "count", "mean", "ratio", "share", "text", "yuan"]


@dataclass(frozen=True)
class Column:
    """A column of a result; ``definition`` says what is counted, over what, and at which moment.

    Every value lies from ``low`` to ``high`` or is null; None stands for no bound.
    """

    name: str
    unit: str
    definition: str
    kind: type = float
    """Of the values: float, int, str, a type of NumPy, or Code: words, each held as its place among ``words``."""
    low: float | None = 0.0
    high: float | None = None
    least: int = 0
    """Of what stands beneath the stroke of the definition: where there are fewer, the value is null."""
    words: tuple[str, ...] = ()
    """Which a column of text may hold."""
    above: tuple[str, ...] = ()
    """Fields of the tally whose sum this is, or stands above the stroke; none where a rule of its own makes it."""
    beneath: tuple[str, ...] = ()
    """Fields whose sum stands beneath the stroke; none where there is no stroke."""

    @property
    def reach(self) -> str:
        """The range in words, and of how few there is none; empty for text."""
        if self.kind is str or self.words:
            return ""
        if self.low is None:
            reach = "any number" if self.high is None else f"at most {self.high:,g}"
        else:
            reach = f"{self.low:,g} or more" if self.high is None else f"{self.low:,g} to {self.high:,g}"
        return f"{reach}; null of fewer than {self.least}" if self.least else reach


def count(name: str, definition: str, unit: str = "borrowers", *, of: str = "") -> Column:
    """Return a column of whole numbers."""
    return Column(name, unit, definition, int, above=_terms(of))


def share(name: str, definition: str, *, above: str = "", beneath: str = "") -> Column:
    """Return a column of shares of a whole, 0 to 1: what stands above the stroke is among what stands beneath it."""
    return Column(name, "share", definition, high=1.0, above=_terms(above), beneath=_terms(beneath))


def ratio(
    name: str, definition: str, unit: str = "share", *, low: float | None = 0.0, high: float | None = None,
    least: int = 0, above: str = "", beneath: str = "",
) -> Column:  # fmt: skip
    """Return a column that holds one thing against another, which is no part of it: it may be more than 1."""
    sums = _terms(above), _terms(beneath)
    return Column(name, unit, definition, low=low, high=high, least=least, above=sums[0], beneath=sums[1])


def mean(
    name: str, unit: str, definition: str, *, low: float = 0.0, high: float | None = None, above: str = "",
    beneath: str = "",
) -> Column:  # fmt: skip
    """Return a column of what one of many has on average."""
    return Column(name, unit, definition, low=low, high=high, above=_terms(above), beneath=_terms(beneath))


def yuan(
    name: str, definition: str, unit: str = "yuan", *, low: float | None = 0.0, of: str = "", beneath: str = ""
) -> Column:
    """Return a column of money; the tally holds it in fen."""
    return Column(name, unit, definition, low=low, above=_terms(of), beneath=_terms(beneath))


def text(name: str, definition: str, values: tuple[str, ...]) -> Column:
    """Return a column that holds one of a few words."""
    return Column(name, "text", f"{definition}: {', '.join(values)}.", str, words=values)


def _terms(expression: str) -> tuple[str, ...]:
    return tuple(expression.split(" + ")) if expression else ()


def code(name: str, definition: str, codes: type[Code]) -> Column:
    """Return a column that holds the words of a record's codes."""
    return replace(text(name, definition, codes.labels()), kind=Code)


MONTH = count("month", "Number of the month, from 1.", "month")
