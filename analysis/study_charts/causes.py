"""The figure of what an outcome comes from: each cause's share, and what it does first and last."""

import polars as pl

from tightrope.analysis.charts.style import Colour, Plot
from tightrope.analysis.study.causes import causes
from tightrope.analysis.study_charts.sheet import SweepSheet, chart, over, value_axis

__all__ = ["shares_of_causes"]


def shares_of_causes(sheet: SweepSheet) -> Plot:
    """Draw the share of each cause in a change as a bar, the largest on top, with what it does alone and last."""
    found = causes(sheet.results, sheet.measure, sheet.statistic, sheet.scenario)
    table = found.table.reverse()
    times = over(sheet.unit, difference=True)
    share = _numbers(table, "shapley", times)
    halves = [high - value for high, value in zip(_numbers(table, "shapley_high", times), share, strict=True)]
    bars: Plot = {
        "type": "bar", "orientation": "h", "name": sheet.say("sweep_charts.share_shapley"),
        "y": table["factor"].to_list(), "x": share, "marker": {"color": Colour.BLUE},
        "error_x": {"type": "data", "array": halves, "color": Colour.GREY, "thickness": 1.6, "width": 4},
    }  # fmt: skip
    ends = [
        _dots(table, "alone", sheet.say("sweep_charts.switched_on_first"), "circle-open", times),
        _dots(table, "last", sheet.say("sweep_charts.switched_on_last"), "diamond", times),
    ]
    caption = sheet.say("sweep_charts.from_all_off_to_all")
    across = value_axis(sheet, sheet.say("sweep_charts.what_it_adds"), difference=True)["caption"]
    y = {"caption": caption, "categoryorder": "array", "categoryarray": table["factor"].to_list(), "showgrid": False}
    x = {"zeroline": True, "zerolinewidth": 1.5, "title": {"text": across, "standoff": 6}}
    return chart([bars, *ends], x, y, height=210 + 30 * max(table.height, 4), hovermode="closest", named=True)


def _dots(table: pl.DataFrame, column: str, name: str, symbol: str, times: float) -> Plot:
    return {
        "type": "scatter", "mode": "markers", "name": name, "y": table["factor"].to_list(),
        "x": _numbers(table, column, times), "marker": {"color": Colour.VERMILION, "symbol": symbol, "size": 9},
    }  # fmt: skip


def _numbers(table: pl.DataFrame, column: str, times: float) -> list[float]:
    return [times * value for value in table[column]]
