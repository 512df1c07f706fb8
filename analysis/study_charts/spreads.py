"""Figures of how people spread: the model's shares by class as bars, the evidence's as diamonds."""

from tightrope.analysis.charts.style import Colour, Plot, axis
from tightrope.analysis.facts.distributions import Spread
from tightrope.analysis.study_charts.sheet import chart
from tightrope.analysis.words.words import Words

__all__ = ["spread_figure"]

_SURE = 2.0
"""Standard errors to either side of a mean that its line reaches."""


def spread_figure(spread: Spread, language: str) -> Plot:
    """Draw the share of each class, with its interval where there are seeds enough to tell."""
    told = spread.distribution
    classes = list(told.classes)
    bars: Plot = {
        "type": "bar", "x": classes, "y": spread.means, "name": Words("validation.model").put(language),
        "marker": {"color": Colour.SKY},
    }  # fmt: skip
    if spread.errors:
        reach = [_SURE * error for error in spread.errors]
        bars["error_y"] = {"type": "data", "array": reach, "color": Colour.GREY, "thickness": 1.5, "width": 4}
    data = [bars]
    if any(share is not None for share in told.elsewhere):
        data.append({
            "type": "scatter", "mode": "markers", "x": classes, "y": list(told.elsewhere),
            "name": Words("validation.evidence").put(language),
            "marker": {"symbol": "diamond", "size": 11, "color": Colour.VERMILION},
        })  # fmt: skip
    x: Plot = {"type": "category", "title": {"text": Words(f"validation.classes_{told.name}").put(language)}}
    return chart(data, x, axis(Words(f"validation.shares_{told.name}").put(language)), height=330)
