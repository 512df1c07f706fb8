"""How charts look: colours that colour-blind readers tell apart, lines, panels, and the marks of events.

Everything here is plain dictionaries in plotly's own terms: they cost microseconds, and the report and a live
page can draw the same ones. Backgrounds are transparent and greys are middling, so that a chart sits on a
light or a dark page; the page gives the colour of the text.
"""

from dataclasses import dataclass
from enum import StrEnum
from html import escape
from string import ascii_uppercase
from textwrap import shorten, wrap
from typing import Any, NamedTuple

import polars as pl

from tightrope.model.results import Results

__all__ = [
    "ON_CELLS", "RISING", "TWIN", "Colour", "Plot", "Sheet", "Words", "axis", "bars", "blend", "empty",
    "event_sign", "events_by_month", "filled",
    "layout", "line", "months_apart",
]  # fmt: skip

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
_MARKS_HEIGHT = 22  # pixels that the letters of events need above a chart
_LETTER = 0.055  # part of a narrow chart's width that the letter of an event takes
_AROUND, _GAP = 170, 38  # pixels around the panels of a chart, and between two of them


class Words(NamedTuple):
    """One text in the languages of the report."""

    en: str
    zh: str

    def put(self, language: str) -> str:
        """Return the text in a language, ``"en"`` or ``"zh"``."""
        return self.zh if language == "zh" else self.en


_BASELINE = Words("baseline", "基准")
TWIN = Words("the twin, without events", "无事件的孪生市场")
"""What a run is compared with that knows the same borrowers and fate, and no events."""


@dataclass(frozen=True)
class Sheet:
    """What a figure draws from: a run, the run it is compared with if any, and the language of its labels."""

    results: Results
    baseline: Results | None = None
    language: str = "en"
    dotted: Words = _BASELINE
    """What the run is compared with is called."""

    def say(self, english: str, chinese: str) -> str:
        """Return the text of the sheet's language."""
        return Words(english, chinese).put(self.language)

    def course(self, column: str, name: str, colour: str, **more: Any) -> list[Plot]:
        """Draw a column of ``months`` as a line and, thin and dotted, the baseline's."""
        return [
            line(self.results.months, column, name, colour, **more),
            *self.faint(column, name, colour, **more),
        ]

    def faint(self, column: str, name: str, colour: str, **more: Any) -> list[Plot]:
        """Draw the baseline's course of a column, if there is a baseline."""
        if self.baseline is None:
            return []
        named = ", ".join(part for part in (name, self.dotted.put(self.language)) if part)
        look = {"line": {"color": colour, "width": 1.3, "dash": "dot"}, "showlegend": False}
        return [line(self.baseline.months, column, named, colour, **{**more, **look})]

    def key_of_dotted(self) -> Plot:
        """Name the dotted lines in the legend."""
        dotted = {"color": Colour.GREY, "width": 1.3, "dash": "dot"}
        name = self.say("dotted: ", "虚线:") + self.dotted.put(self.language)
        return {"type": "scatter", "mode": "lines", "x": [None], "y": [None], "line": dotted, "name": name}

    def by_month(self, data: list[Plot], *axes: Plot, height: int = 440, **more: Any) -> Plot:
        """Put traces over the months, mark the events and name the dotted lines."""
        if any(trace.get("line", {}).get("dash") == "dot" for trace in data):
            data = [*data, self.key_of_dotted()]
        last = max(self.results.months.height, 1)
        month = self.say("month", "月份")
        hover = {"text": self.say("month %{x}", "第%{x}月")}
        x: Plot = {"dtick": months_apart(last), "tick0": 0, "range": [0.4, last + 0.6], "unifiedhovertitle": hover}
        x["title"] = {"text": month, "standoff": 4}
        plot = layout(x, *axes, height=height, caption_above=_MARKS_HEIGHT, **more)
        shapes, notes = _event_marks(self.results)
        plot["annotations"] += notes
        return {"data": data, "layout": {**plot, "shapes": shapes}}


def months_apart(last: int) -> int:
    """Return how many months lie between two ticks of an axis that ends with month ``last``: twelve ticks at most."""
    return next(step for step in (1, 2, 3, 6, 12, 24, 60, 120) if last / step <= 12 or step == 120)


def events_by_month(results: Results) -> list[tuple[int, list[str]]]:
    """Return the months in which events begin, in order, with the sentences of each."""
    by_month: dict[int, list[str]] = {}
    for event in sorted(results.manifest["events"], key=lambda event: event["month"]):
        by_month.setdefault(event["month"], []).append(event["says"])
    return list(by_month.items())


def event_sign(number: int) -> str:
    """Return the letter that marks the month of an event, the first being number 0."""
    return ascii_uppercase[number] if number < len(ascii_uppercase) else str(number + 1)


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
    return frame[column].cast(pl.Float64).fill_nan(None).to_list()


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


def _event_marks(results: Results) -> tuple[list[Plot], list[Plot]]:
    """Lines before the months in which events begin, and their letters, with the sentences on hover.

    Letters that would lie over each other on a small screen share a frame.
    """
    last = results.months.height
    begun = [(number, *event) for number, event in enumerate(events_by_month(results)) if event[0] <= last]
    edge = {"color": Colour.GREY, "width": 1, "dash": "dash"}
    lines: list[Plot] = []
    groups: list[list[tuple[int, int, list[str]]]] = []
    for event in begun:
        ends = {"x0": event[1] - 0.5, "x1": event[1] - 0.5, "y0": 0, "y1": 1}
        lines.append({"type": "line", "xref": "x", "yref": "paper", "line": edge, **ends})
        if groups and event[1] - groups[-1][-1][1] < _LETTER * last:
            groups[-1].append(event)
        else:
            groups.append([event])
    return lines, [_letters(group) for group in groups]


def _letters(group: list[tuple[int, int, list[str]]]) -> Plot:
    """The frame with the letters of events that begin close to each other: number, month and sentences of each."""
    middle = (group[0][1] + group[-1][1]) / 2 - 0.5
    hover = "<br>".join(_broken(sentence) for _, _, sentences in group for sentence in sentences)
    place = {"x": middle, "xref": "x", "y": 1, "yref": "paper", "yanchor": "bottom"}
    frame = {"showarrow": False, "font": {"size": 11}, "bordercolor": Colour.GREY, "borderpad": 2}
    return {"text": " ".join(event_sign(number) for number, _, _ in group), "hovertext": hover, **place, **frame}


def _broken(sentence: str) -> str:
    """The begin of a sentence in lines that fit a small screen; what looks like markup is shown as written."""
    lines = wrap(shorten(sentence, 150, placeholder=" …"), 48)
    return "<br>".join(escape(part, quote=False) for part in lines)
