"""The events of the market on a line of months, with what each does in words."""

from typing import Any

import solara

from tightrope.analysis.charts.events import event_sign, events_by_month
from tightrope.analysis.charts.style import months_apart
from tightrope.analysis.words.words import Words
from tightrope.dashboard.market import Pair

__all__ = ["Timeline"]

ROOM = 6.0
"""Per cent of the line that a mark takes on the smallest screen: nearer ones stand in rows above each other."""
MOST_ROWS = 3


@solara.component_vue("timeline.vue")
def _Line(
    label: str, done: float, ticks: list[dict[str, Any]], marks: list[dict[str, Any]], rows: int, none: str
) -> None:
    """Draw the line, and beneath it the list of events, which keeps its place as months go by."""


@solara.component
def Timeline(pair: Pair, months: int, language: str) -> None:
    """Where the market stands, what has happened, and what is to come."""
    dated = [each for each in events_by_month(pair.own) if each[0] <= months]
    places = [100 * (month - 0.5) / months for month, _ in dated]
    rows = _rows(places)
    marks = [
        {"sign": event_sign(number), "place": place, "row": row, "says": " ".join(says)}
        | _state(month, pair.month, language)
        for number, ((month, says), place, row) in enumerate(zip(dated, places, rows, strict=True))
    ]
    ticks = range(months_apart(months), months + 1, months_apart(months))
    label = Words("dashboard.month_of", month=pair.month, months=months)
    none = Words("dashboard.no_event_until_one_is")
    with solara.Div(classes=["dash-card", "dash-timeline"]):
        _Line(
            label=label.put(language),
            done=100 * pair.month / months,
            ticks=[{"month": month, "place": 100 * month / months} for month in ticks],
            marks=marks,
            rows=max(rows, default=0),
            none=none.put(language),
        )


def _rows(places: list[float]) -> list[int]:
    """Return the row of each mark: the lowest one with room, or the one whose last mark is farthest."""
    ends = [-ROOM] * MOST_ROWS
    rows = []
    for place in places:
        row = next((row for row, end in enumerate(ends) if place - end >= ROOM), ends.index(min(ends)))
        ends[row] = place
        rows.append(row)
    return rows


def _state(month: int, now: int, language: str) -> dict[str, str]:
    if month <= now:
        state, words = "past", Words("dashboard.begun")
    elif month == now + 1:
        state, words = "next", Words("dashboard.next_month")
    else:
        state, words = "ahead", Words("dashboard.in_months", month=month - now)
    return {"state": state, "when": words.put(language)}
