"""A figure on the page: its title, how to read it, and a chart that is redrawn in place as the months go by."""

import json
import traceback
from collections.abc import Callable

import solara
import solara.lab

from tightrope.analysis.charts.figures import FIGURES
from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.charts.style import empty
from tightrope.dashboard.market import Pair

__all__ = ["Chart", "FigureCard"]


@solara.component_vue("chart.vue")
def _Plot(name: str, label: str, figure: str, dark: bool, event_pick: Callable[[int], None] | None = None) -> None:
    """Draw a figure given as JSON with the browser's own plotly.js."""


@solara.component
def Chart(name: str, title: str, reading: str, figure: str, on_pick: Callable[[int], None] | None = None) -> None:
    """A figure given as JSON under its title and one sentence on how to read it.

    ``on_pick`` is told the ``customdata`` of a point that the reader clicks.
    """
    dark = bool(solara.lab.use_dark_effective())
    with solara.Div(classes=["dash-card", "dash-figure"]):
        solara.HTML(tag="h2", unsafe_innerHTML=title)
        solara.HTML(tag="p", classes=["dash-reading"], unsafe_innerHTML=reading)
        _Plot(name=name, label=title, figure=figure, dark=dark, event_pick=on_pick)


@solara.component
def FigureCard(name: str, pair: Pair, language: str) -> None:
    """A figure of the report, drawn of the market with its twin dotted and the bands of other worlds."""
    figure = FIGURES[name]
    drawn = solara.use_memo(lambda: _drawn(name, pair, language), [name, pair, language])
    Chart(name, figure.title.put(language), figure.reading.put(language), drawn)


def _drawn(name: str, pair: Pair, language: str) -> str:
    """Return a figure as JSON; one that cannot be drawn says so in its place."""
    try:
        return json.dumps(FIGURES[name].draw(Sheet(pair.own, pair.twin, language, pair.worlds)), allow_nan=False)
    except Exception as error:
        traceback.print_exc()
        return json.dumps(empty(f"{type(error).__name__}: {error}"))
