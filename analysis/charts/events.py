"""The marks of events on a chart over months, and their letters."""

from html import escape
from string import ascii_uppercase
from textwrap import shorten, wrap

from tightrope.analysis.charts.style import Colour, Plot
from tightrope.model.results.run_results import Results

__all__ = ["MARKS_HEIGHT", "event_marks", "event_sign", "events_by_month"]

MARKS_HEIGHT = 22  # pixels that the letters of events need above a chart
_LETTER = 0.055  # part of a narrow chart's width that the letter of an event takes


def events_by_month(results: Results) -> list[tuple[int, list[str]]]:
    """Return the months in which events begin, in order, with the sentences of each."""
    by_month: dict[int, list[str]] = {}
    for event in sorted(results.manifest["events"], key=lambda event: event["month"]):
        by_month.setdefault(event["month"], []).append(event["says"])
    return list(by_month.items())


def event_sign(number: int) -> str:
    """Return the letter that marks the month of an event, the first being number 0."""
    return ascii_uppercase[number] if number < len(ascii_uppercase) else str(number + 1)


def event_marks(results: Results) -> tuple[list[Plot], list[Plot]]:
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
