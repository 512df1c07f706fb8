"""Parts of figures in which each row has a name: the axis of names, ranges as bars, and single values."""

from typing import Any

from tightrope.analysis.charts.style import Colour, Plot

__all__ = ["FAINT", "ROW", "diamonds", "ranges", "rows_of"]

FAINT = "rgba(125,133,144,0.25)"
ROW = 34
"""Pixels of a row of names."""


def rows_of(names: list[str], caption: str = "") -> Plot:
    """Make the axis of the rows, the first on top."""
    return {"caption": caption, "categoryorder": "array", "categoryarray": names[::-1], "showgrid": False}


def ranges(names: list[str], ends: Any, label: str, colour: str, width: int = 5) -> Plot:
    """Draw a thick line from end to end in each row; ``ends`` has the shape (rows, 2)."""
    x = [value for low, high in ends for value in (float(low), float(high), None)]
    y = [each for name in names for each in (name, name, None)]
    line = {"color": colour, "width": width}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "name": label, "line": line, "hoverinfo": "x+y"}


def diamonds(names: list[str], values: list[float], label: str) -> Plot:
    """Draw a diamond in each row."""
    marker = {"symbol": "diamond", "size": 11, "color": Colour.VERMILION, "line": {"width": 1, "color": "#ffffff"}}
    return {"type": "scatter", "mode": "markers", "x": values, "y": names, "name": label, "marker": marker}
