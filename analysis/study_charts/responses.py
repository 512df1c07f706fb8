"""Figures of answers to shocks: the gap to the twin without the shock, over the seeds, beside sizes that are known."""

from typing import Any

from tightrope.analysis.charts.style import Colour, Plot, axis, months_apart
from tightrope.analysis.facts.responses import MEASURES, Known, Measure, Response
from tightrope.analysis.study_charts.sheet import chart
from tightrope.analysis.words.words import Words

__all__ = ["response_figure"]

_BAND = "rgba(0,114,178,0.18)"
_KNOWN = "rgba(230,159,0,0.35)"


def response_figure(response: Response, language: str) -> Plot:
    """Draw a panel for each measure: the mean of the seeds as a line, from the least to the greatest as a band."""
    data = [trace for place, each in enumerate(MEASURES) for trace in _panel(response, each, place, language)]
    axes = [_axis(each, language) for each in MEASURES]
    last = response.after[-1]
    x = {"title": {"text": _say(language, "validation.months_after"), "standoff": 4}, "dtick": months_apart(last)}
    known = response.shock.known
    shapes = [_box(known, last)] if known else []
    if known:
        data.append(_legend_of_box(language))
    return chart(data, {**x, "range": [-0.6, last + 0.6]}, *axes, height=820, shapes=shapes)


def _say(language: str, key: str) -> str:
    return Words(key).put(language)


def _axis(measure: Measure, language: str) -> Plot:
    return axis(_say(language, f"validation.gap_{measure.column}"), "number", rangemode="normal")


def _panel(response: Response, measure: Measure, place: int, language: str) -> list[Plot]:
    """Return the band and the line of a measure."""
    gaps = response.gaps(measure.column)
    here: Plot = {"type": "scatter", "mode": "lines", "x": response.after, "yaxis": "y" + _suffix(place)}
    edge: dict[str, Any] = {**here, "line": {"width": 0, "color": Colour.BLUE}, "hoverinfo": "skip"}
    first = place == 0
    return [
        {**edge, "y": [min(each, default=None) for each in gaps], "showlegend": False},
        {
            **edge, "y": [max(each, default=None) for each in gaps], "fill": "tonexty", "fillcolor": _BAND,
            "name": _say(language, "validation.of_all_seeds"), "showlegend": first,
        },
        {
            **here, "y": response.means(measure.column), "line": {"color": Colour.BLUE, "width": 2.2},
            "name": _say(language, "validation.mean_of_seeds"), "showlegend": first,
        },
        {
            **here, "y": [1.0 if measure.by_ratio else 0.0] * len(gaps), "hoverinfo": "skip", "showlegend": False,
            "line": {"color": Colour.GREY, "width": 1, "dash": "dot"},
        },
    ]  # fmt: skip


def _suffix(place: int) -> str:
    return "" if place == 0 else str(place + 1)


def _box(known: Known, last: int) -> Plot:
    """Return the box of a known size, as far as the run reaches, in the panel of its measure."""
    place = [each.column for each in MEASURES].index(known.measure)
    (first, end), (low, high) = known.months, known.times
    across = {"x0": first - 0.5, "x1": min(end, last) + 0.5, "y0": low, "y1": high}
    axes = {"xref": "x", "yref": "y" + _suffix(place)}
    return {
        "type": "rect",
        **axes,
        **across,
        "fillcolor": _KNOWN,
        "line": {"width": 2, "color": Colour.ORANGE},
        "layer": "below",
    }


def _legend_of_box(language: str) -> Plot:
    """Return a mark that is drawn nowhere and names the box in the legend."""
    marker = {"symbol": "square", "size": 12, "color": _KNOWN}
    name = _say(language, "validation.known_size")
    return {"type": "scatter", "mode": "markers", "x": [None], "y": [None], "name": name, "marker": marker}
