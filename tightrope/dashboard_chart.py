"""A figure on the page: its title, how to read it, and a chart that is redrawn in place as the months go by."""

import json

import solara

from tightrope.analysis.figures import FIGURES
from tightrope.analysis.theme import Sheet, Words
from tightrope.dashboard_market import Pair

__all__ = ["FigureCard"]

TWIN = Words("the twin, without events", "无事件的孪生市场")


@solara.component_vue("dashboard_chart.vue")
def _Plot(name: str, label: str, figure: str, dark: bool) -> None:
    """Draw a figure given as JSON with the browser's own plotly.js."""


@solara.component
def FigureCard(name: str, pair: Pair, language: str) -> None:
    """A figure of the report, drawn of the market with its twin dotted."""
    figure = FIGURES[name]

    def drawn() -> str:
        return json.dumps(figure.draw(Sheet(pair.own, pair.twin, language, TWIN)), allow_nan=False)

    title = figure.title.put(language)
    with solara.Div(classes=["dash-card", "dash-figure"]):
        solara.HTML(tag="h2", unsafe_innerHTML=title)
        _Plot(name, title, solara.use_memo(drawn, [name, pair, language]), bool(solara.lab.use_dark_effective()))
        solara.HTML(tag="p", classes=["dash-reading"], unsafe_innerHTML=figure.reading.put(language))
