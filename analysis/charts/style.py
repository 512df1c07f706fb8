"""How charts look: colours that colour-blind readers tell apart, lines, panels, and the marks of events.

Everything here is plain dictionaries in plotly's own terms: they cost microseconds, and the report and a live
page can draw the same ones. Backgrounds are transparent and greys are middling, so that a chart sits on a
light or a dark page; the page gives the colour of the text.
"""

import math
from enum import StrEnum
from typing import Any

import polars as pl

__all__ = [
    "ON_CELLS",
    "RISING",
    "Colour",
    "Plot",
    "axis",
    "bars",
    "blend",
    "empty",
    "filled",
    "layout",
    "line",
    "months_apart",
]

type Plot = dict[str, Any]
"""A chart, ``{"data": [...], "layout": {...}}``, or a part of one, ready for plotly."""


class Colour(StrEnum):
    """Okabe and Ito, "Color universal design" (2008), less what vanishes on a page of its shade."""

    BLUE = "#0072B2"
    VERMILION = "#D55E00"
    GREEN = "#009E73"
    ORANGE = "#E69F00"
    SKY = "#56B4E9"
    PURPLE = "#CC79A7"
    GREY = "#7d8590"


RISING = [[0, "#edf4fa"], [1, "#5b9fd0"]]
"""The cells of a heat map, from least to most: light enough for black numbers, and grey enough for a copier."""
ON_CELLS = "#000000"
_GRID = "rgba(128,128,128,0.22)"
_AROUND, _GAP = 170, 38  # pixels around the panels of a chart, and between two of them


def months_apart(last: int) -> int:
    """Return how many months lie between two ticks of an axis that ends with month ``last``: twelve ticks at most."""
    return next(step for step in (1, 2, 3, 6, 12, 24, 60, 120) if last / step <= 12 or step == 120)


def line(frame: pl.DataFrame, column: str, name: str, colour: str, x: str = "month", **more: Any) -> Plot:
    """Draw a column over another as a line; a single point is drawn as a dot."""
    return {
        "type": "scatter",
        "mode": "lines" if frame.height > 1 else "markers",
        "x": frame[x].to_list(),
        "y": _numbers(frame, column),
        "name": name,
        "line": {"color": colour, "width": 2.2},
        **more,
    }


def bars(frame: pl.DataFrame, column: str, name: str, colour: str, **more: Any) -> Plot:
    """Draw a column over the months as bars."""
    y = _numbers(frame, column)
    return {
        "type": "bar",
        "x": frame["month"].to_list(),
        "y": y,
        "name": name,
        "marker": {"color": colour},
        **more,
    }


def filled(trace: Plot) -> Plot:
    """Turn a line into an area that stands on those of the same stack."""
    colour = trace["line"]["color"]
    return {**trace, "line": {"color": colour, "width": 0.6}, "fillcolor": colour}


def _numbers(frame: pl.DataFrame, column: str) -> list[float | None]:
    """A column as plain numbers, None where it is not known."""
    values = frame[column].cast(pl.Float64).to_list()
    return [None if value is None or math.isnan(value) else value for value in values]


def blend(count: int) -> list[str]:
    """Return ``count`` colours from blue over purple to orange, for things that come in an order."""
    stops = [
        tuple(int(colour[place : place + 2], 16) for place in (1, 3, 5))
        for colour in (Colour.BLUE, Colour.PURPLE, Colour.ORANGE)
    ]
    colours = []
    for number in range(count):
        way = 2 * number / max(count - 1, 1)
        first = min(int(way), 1)
        mixed = (round(a + (b - a) * (way - first)) for a, b in zip(stops[first], stops[first + 1], strict=True))
        colours.append("#" + "".join(f"{part:02x}" for part in mixed))
    return colours


def axis(caption: str, kind: str = "share", **more: Any) -> Plot:
    """Make the y axis of a panel with a caption, for shares (shown in per cent), yuan or plain numbers."""
    formats = {
        "share": {"tickformat": ".3~%", "hoverformat": ".2%"},
        "yuan": {"exponentformat": "B", "hoverformat": ",.0f"},
        "number": {"hoverformat": ".3f"},
    }
    return {"caption": caption, "rangemode": "tozero", **formats[kind], **more}


def layout(x: Plot, *axes: Plot, height: int, caption_above: int = 2, **more: Any) -> Plot:
    """Lay out a chart with one panel for each y axis, the first on top, over a common x axis.

    Captions of panels stand above them (the first by so many pixels), not along the axis, which leaves a
    narrow screen its width. The legend is below; where it needs more rows, the panels give way.
    """
    plain = {"gridcolor": _GRID, "zerolinecolor": _GRID, "automargin": True}
    gap = _GAP / (height - _AROUND)
    share = (1 - gap * (len(axes) - 1)) / len(axes)
    below = {"x": 0, "xanchor": "left", "y": -48 / (height - _AROUND), "yanchor": "top"}
    placed, captions = {}, []
    for number, axis in enumerate(axes):
        top = 1 - number * (share + gap)
        shown = {name: value for name, value in axis.items() if name != "caption"}
        placed["yaxis" + _suffix(number)] = {**plain, "domain": [max(top - share, 0), top], **shown}
        captions.append(_note(axis.get("caption", ""), top, above=caption_above if number == 0 else 2))
    return {
        "height": height,
        "margin": {"l": 8, "r": 14, "t": 24 + caption_above, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hovermode": "x unified",
        "legend": {"orientation": "h", "traceorder": "normal", **below},
        "xaxis": {**plain, "anchor": "y" + _suffix(len(axes) - 1), **x},
        **placed,
        "annotations": captions,
        **more,
    }


def _note(text: str, y: float, *, above: int) -> Plot:
    """A caption at the left edge, some pixels above a height of the chart."""
    place = {
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": y,
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": above,
    }
    return {"text": text, "showarrow": False, "font": {"size": 12}, **place}


def _suffix(number: int) -> str:
    """What plotly calls the axes of a panel: x and y, x2 and y2, ..."""
    return "" if number == 0 else str(number + 1)


def empty(message: str) -> Plot:
    """A chart that says why there is nothing to draw."""
    hidden = {"visible": False}
    return {"data": [], "layout": layout(hidden, {**hidden, "caption": message}, height=200)}
