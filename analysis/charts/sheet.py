"""What a figure of a run is drawn from, and the courses that it draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from tightrope.analysis.charts.events import MARKS_HEIGHT, event_marks
from tightrope.analysis.charts.style import Colour, Plot, layout, line, months_apart
from tightrope.analysis.words.words import TWIN, Words, title_in
from tightrope.model.results.run_results import Results

__all__ = ["Sheet"]

_BAND = {"low": 0.05, "high": 0.95}
"""Parts of the other worlds that lie below a band's ends."""


@dataclass(frozen=True)
class Sheet:
    """What a figure draws from: a run, its twin if there is one, and the language of its labels."""

    results: Results
    twin: Results | None = None
    language: str = "en"
    worlds: Sequence[pl.DataFrame] = ()
    """The ``months`` of the same run in other worlds that may be the true one."""

    def say(self, key: str, /, **values: Any) -> str:
        """Return the text of the sheet's language."""
        return Words(key, **values).put(self.language)

    def course(self, column: str, name: str, colour: str, **more: Any) -> list[Plot]:
        """Draw a column of ``months`` as a line on its band and, thin and dotted, the twin's."""
        return [
            *self.band(column, colour, **more),
            line(self.results.months, column, name, colour, **more),
            *self.faint(column, name, colour, **more),
        ]

    def band(self, column: str, colour: str, **more: Any) -> list[Plot]:
        """Draw where a column lies in nine of ten of the other worlds, if there are any."""
        if not self.worlds:
            return []
        of_month = pl.col(column).fill_nan(None)
        ends = (
            pl.concat([world.select("month", column) for world in self.worlds])
            .group_by("month")
            .agg(*(of_month.quantile(part, "linear").alias(end) for end, part in _BAND.items()))
            .sort("month")
        )
        edge: Plot = {**more, "line": {"width": 0, "color": colour}, "hoverinfo": "skip", "showlegend": False}
        low, high = (line(ends, end, "", colour, **edge) for end in _BAND)
        return [low, {**high, "fill": "tonexty", "fillcolor": _faded(colour)}]

    def key_of_band(self) -> Plot:
        """Name the bands in the legend."""
        name = self.say("charts.band_of_worlds", worlds=len(self.worlds))
        square = {"symbol": "square", "size": 12, "color": _faded(Colour.GREY)}
        return {"type": "scatter", "mode": "markers", "x": [None], "y": [None], "marker": square, "name": name}

    def faint(self, column: str, name: str, colour: str, **more: Any) -> list[Plot]:
        """Draw the twin's course of a column, if there is a twin."""
        return [] if self.twin is None else [self.dot(self.twin.months, column, name, colour, **more)]

    def dot(self, frame: pl.DataFrame, column: str, name: str, colour: str, **more: Any) -> Plot:
        """Draw a column of the twin's, thin and dotted."""
        named = ", ".join(part for part in (name, TWIN.put(self.language)) if part)
        look = {"line": {"color": colour, "width": 1.3, "dash": "dot"}, "showlegend": False}
        return line(frame, column, named, colour, **{**more, **look})

    def key_of_dotted(self) -> Plot:
        """Name the dotted lines in the legend."""
        dotted = {"color": Colour.GREY, "width": 1.3, "dash": "dot"}
        return {"type": "scatter", "mode": "lines", "x": [None], "y": [None], "line": dotted, "name": self.dotted()}

    def dotted(self) -> str:
        """Say which twin is dotted: the same scenario without its events, or another."""
        assert self.twin is not None
        scenario = self.twin.manifest["scenario"]
        if scenario["name"] == self.results.manifest["scenario"]["name"] and not self.twin.manifest["events"]:
            return self.say("charts.dotted_without_events")
        return self.say("charts.dotted_under", name=title_in(self.language, scenario))

    def by_month(self, data: list[Plot], *axes: Plot, height: int = 440, **more: Any) -> Plot:
        """Put traces over the months, mark the events and name the dotted lines."""
        if any(trace.get("line", {}).get("dash") == "dot" for trace in data):
            data = [*data, self.key_of_dotted()]
        if self.worlds and any(trace.get("fill") == "tonexty" for trace in data):
            data = [*data, self.key_of_band()]
        last = max(self.results.months.height, 1)
        month = self.say("charts.month")
        hover = {"text": self.say("charts.month_x")}
        x: Plot = {"dtick": months_apart(last), "tick0": 0, "range": [0.4, last + 0.6], "unifiedhovertitle": hover}
        x["title"] = {"text": month, "standoff": 4}
        plot = layout(x, *axes, height=height, caption_above=MARKS_HEIGHT, **more)
        shapes, notes = event_marks(self.results)
        plot["annotations"] += notes
        return {"data": data, "layout": {**plot, "shapes": shapes}}


def _faded(colour: str) -> str:
    """A colour through which what lies beneath is seen."""
    return f"{colour}2e"
