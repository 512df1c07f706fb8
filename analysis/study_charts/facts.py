"""Figures of a validation: what the model shows of each fact beside what is accepted, each on a scale of its own."""

from collections.abc import Sequence
from textwrap import wrap

from tightrope.analysis.charts.style import Colour, Plot
from tightrope.analysis.facts.fact import PASSED, Fact, Found
from tightrope.analysis.facts.saying import accepted, amount, shown
from tightrope.analysis.study_charts.rows import FAINT, ROW, ranges, rows_of
from tightrope.analysis.study_charts.sheet import chart
from tightrope.analysis.words.words import Words

__all__ = ["facts_figure"]

_SURE = 2.0
"""Standard errors to either side of a mean that its line reaches."""
_EDGE = 1.0
"""How far beyond the accepted range the picture reaches, in widths of the range; what lies farther is at its edge."""
_BAR = 14
"""Pixels of a bar's height; the bounds stand below it."""
_ROW = ROW + 14
_NAME = 26
"""Characters of a line of a fact's name."""


def facts_figure(rows: Sequence[Found], language: str) -> Plot:
    """Draw a row for each fact, all of them seen: the accepted range as a bar, the mean and its interval as a dot."""
    names = [_name(row.fact) for row in rows]
    data = [
        ranges(names, [_bar(row) for row in rows], _say(language, "validation.accepted"), FAINT, _BAR),
        _ends(names, rows),
        _targets(names, rows, language),
        *(_dots(names, rows, language, met=met) for met in (True, False)),
    ]
    data[0]["hoverinfo"] = "skip"
    x = {"range": [-_EDGE - 0.1, 1 + _EDGE + 0.1], "showgrid": False, "zeroline": False, "showticklabels": False}
    y = {**rows_of(names), "range": [-0.7, len(names) - 0.4]}
    return chart(data, x, y, height=150 + _ROW * len(rows), hovermode="closest", named=True)


def _say(language: str, key: str) -> str:
    return Words(key).put(language)


def _name(fact: Fact) -> str:
    return "<br>".join(wrap(f"{fact.number} · {fact.says}", _NAME))


def _scale(row: Found) -> tuple[float, float]:
    """Return where a row's scale has 0 and 1: the accepted range.

    Where one end is open, it is put twice as far from the other as the target is, or a little beyond the value.
    """
    fact, value = row.fact, row.value or 0.0
    if fact.low is not None and fact.high is not None:
        return fact.low, fact.high
    bound = fact.low if fact.low is not None else fact.high or 0.0
    reach = 2.0 * abs((value if fact.target is None else fact.target) - bound) or 1.0
    return (bound, bound + reach) if fact.low is not None else (bound - reach, bound)


def _placed(row: Found, value: float) -> float:
    """Return where a value stands in the picture, at the nearer edge where it lies beyond."""
    low, high = _scale(row)
    return min(max((value - low) / (high - low), -_EDGE), 1 + _EDGE)


def _bar(row: Found) -> tuple[float, float]:
    """Return the ends of the accepted range in the picture; an open end is at the edge."""
    return (-_EDGE if row.fact.low is None else 0.0), (1 + _EDGE if row.fact.high is None else 1.0)


def _ends(names: list[str], rows: Sequence[Found]) -> Plot:
    """Write the bounds of each accepted range under its ends, a line lower than the bar."""
    bounds = [
        (name, place, "<br>" + amount(value, row.fact.unit))
        for name, row in zip(names, rows, strict=True)
        for place, value in ((0.0, row.fact.low), (1.0, row.fact.high))
        if value is not None
    ]
    y, x, text = (list(each) for each in zip(*bounds, strict=True))
    return {
        "type": "scatter", "mode": "text", "x": x, "y": y, "text": text, "textposition": "bottom center",
        "textfont": {"size": 9, "color": Colour.GREY}, "showlegend": False, "hoverinfo": "skip",
    }  # fmt: skip


def _targets(names: list[str], rows: Sequence[Found], language: str) -> Plot:
    """Mark the value that the evidence names."""
    known = [(name, row, row.fact.target) for name, row in zip(names, rows, strict=True)]
    placed = [(name, _placed(row, target)) for name, row, target in known if target is not None]
    return {
        "type": "scatter", "mode": "markers", "y": [name for name, _ in placed], "x": [place for _, place in placed],
        "name": _say(language, "validation.target"), "hoverinfo": "skip",
        "marker": {"symbol": "line-ns-open", "size": 15, "color": Colour.GREY, "line": {"width": 2}},
    }  # fmt: skip


def _dots(names: list[str], rows: Sequence[Found], language: str, *, met: bool) -> Plot:
    """Draw the means of the facts that are met, or missed, each with its interval; a triangle lies beyond the edge."""
    shown_here = [(name, row) for name, row in zip(names, rows, strict=True) if (row.verdict == PASSED) is met]
    places = [_placed(row, row.value or 0.0) for _, row in shown_here]
    colour = Colour.BLUE if met else Colour.VERMILION
    marker = {"size": 10, "color": colour, "symbol": [_symbol(place, met=met) for place in places]}
    above, below = ([_reach(row, sign) for _, row in shown_here] for sign in (1, -1))
    bars: Plot = {"type": "data", "array": above, "arrayminus": below, "color": colour, "thickness": 1.8, "width": 4}
    return {
        "type": "scatter", "mode": "markers", "x": places, "y": [name for name, _ in shown_here], "marker": marker,
        "error_x": bars, "name": _say(language, "validation.met" if met else "validation.missed"),
        "text": [f"{row.fact.number}: {shown(row)} ({accepted(row.fact, language)})" for _, row in shown_here],
        "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip


def _symbol(place: float, *, met: bool) -> str:
    if place <= -_EDGE:
        return "triangle-left"
    if place >= 1 + _EDGE:
        return "triangle-right"
    return "circle" if met else "diamond"


def _reach(row: Found, sign: int) -> float:
    """Return how far the interval reaches to one side of the mean in the picture."""
    value, error = row.value or 0.0, row.error or 0.0
    return abs(_placed(row, value + sign * _SURE * error) - _placed(row, value))
