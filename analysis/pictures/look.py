"""How a picture looks when it leaves the page it was made for: on a light or dark screen, or in print.

Charts are drawn without a ground, for a page that gives the colour of the text. Alone they need both, and a size. In
print, a figure is as wide as a text column of 16 cm with text of 9 to 10 points, on white and in black; lines get
dashes and areas hatches of their own, so that they are told apart in shades of grey; title and reading sentence are
left to the caption.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from html import escape
from itertools import cycle
from textwrap import shorten, wrap
from typing import Any

from tightrope.analysis.charts.style import Colour, Plot
from tightrope.analysis.pictures.pictures import Picture
from tightrope.analysis.words.words import Words

__all__ = ["FONTS", "THEMES", "Theme", "dressed", "with_words", "without_hatched_bars"]

FONTS = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'


@dataclass(frozen=True)
class Theme:
    """Colours and sizes; lengths are in pixels, 96 of them an inch."""

    ground: str
    text: str
    muted: str
    grid: str
    width: int
    """Of an image."""
    font: float
    smallest: float
    scale: float
    """Dots of a PNG for one pixel."""
    worded: bool
    """Whether title and reading sentence belong into an image."""
    grey: bool
    """Whether it has to survive a copier."""


THEMES = {
    "light": Theme("#ffffff", "#1d2430", "#5a6472", "#e3e6ea", 960, 14, 12, 2, worded=True, grey=False),
    "dark": Theme("#12161c", "#e6eaf0", "#a3adba", "#333c49", 960, 14, 12, 2, worded=True, grey=False),
    "print": Theme("#ffffff", "#000000", "#000000", "#d0d0d0", 605, 13, 12, 3.125, worded=False, grey=True),
}
"""A slide or a page, the same in the dark, and a column of 16 cm at 300 dots an inch."""

_DASHES = (
    "solid", "9px,3px", "6px,2px,2px,2px", "4px,3px", "13px,3px", "10px,2px,2px,2px,2px,2px", "2px,1px",
    "13px,3px,4px,3px", "6px,5px", "8px,2px,3px,2px",
)  # fmt: skip
"""Of the lines of a chart, in their order; dots are left to what a run is compared with."""
_HATCHES = {
    Colour.VERMILION: "x", Colour.GREEN: "\\", Colour.ORANGE: "|", Colour.PURPLE: "-", Colour.SKY: ".",
}  # fmt: skip
_USUAL_FONT = 12.0


def dressed(plot: Plot, theme: Theme) -> Plot:
    """Return a chart with ground, colours and sizes of a theme; the one given stays as it is."""
    plot = _larger(deepcopy(plot), theme)
    if theme.grey:
        colours = dict.fromkeys(trace["line"]["color"] for trace in plot["data"] if _is_plain_line(trace))
        dashes = dict(zip(colours, cycle(_DASHES), strict=False))
        plot["data"] = [_told_apart(trace, dashes) for trace in plot["data"]]
    layout = plot["layout"]
    layout |= {"paper_bgcolor": theme.ground, "plot_bgcolor": theme.ground}
    layout["font"] = {"color": theme.text, "family": FONTS, "size": theme.font}
    layout["hoverlabel"] = {"bgcolor": theme.ground, "font": {"color": theme.text, "family": FONTS}}
    for name, axis in layout.items():
        if name.startswith(("xaxis", "yaxis")) and axis.get("gridcolor"):
            zero = theme.muted if axis.get("zerolinewidth") else theme.grid
            axis |= {"gridcolor": theme.grid, "zerolinecolor": zero}
        if name.startswith(("xaxis", "yaxis")):
            if "title" in axis:
                axis["title"] = {**axis["title"], "font": {"size": theme.font}}
            if theme.grey:
                axis |= {"showline": True, "linecolor": theme.text, "ticks": "outside"}
    return plot


def with_words(picture: Picture, theme: Theme) -> Plot:
    """Return a picture ready to become an image, with its words where the theme wants them."""
    plot = dressed(picture.plot, theme)
    layout = plot["layout"]
    layout |= {"width": theme.width, "height": layout["height"] * theme.font / _USUAL_FONT}
    layout["margin"] = {**layout["margin"], "l": 14, "b": 14}
    if theme.worded:
        _put_words(picture, theme, layout)
    return plot


def without_hatched_bars(plot: Plot) -> Plot:
    """Return a chart whose bars have thin edges in place of hatches, which browsers print too slowly."""
    return {**plot, "data": [_edged(trace) if trace["type"] == "bar" else trace for trace in plot["data"]]}


def _edged(trace: Plot) -> Plot:
    marker = {name: value for name, value in trace["marker"].items() if name != "pattern"}
    return {**trace, "marker": {**marker, "line": {"color": "black", "width": 0.4}}}


def _put_words(picture: Picture, theme: Theme, layout: Plot) -> None:
    """Put title, reading and notes above the chart, and make room for them."""
    across = int(theme.width / theme.font * float(Words("language.letters_in_a_height").put(picture.language)))
    notes = [shorten(note, across, placeholder=" …") for note in picture.notes]
    lines = [*wrap(picture.reading, across), *notes]
    room = 3.0 * theme.font + 1.3 * theme.font * len(lines)
    below = f'<span style="font-size:{theme.font}px;color:{theme.muted}">{"<br>".join(map(escape, lines))}</span>'
    title = wrap(picture.title, int(across / 1.5))
    room += 1.3 * theme.font * (len(title) - 1)
    head = "<br>".join(f'<b style="font-size:{1.3 * theme.font}px">{escape(part)}</b>' for part in title)
    text = f"{head}<br>{below}"
    layout["height"] += room
    layout["margin"]["t"] += room
    place = {"x": 14 / theme.width, "y": 1 - 20 / layout["height"], "yanchor": "top", "yref": "container"}
    layout["title"] = {"text": text, "font": {"size": theme.font}, **place}


def _larger(part: Any, theme: Theme) -> Any:
    """Bring the sizes of letters that a chart names itself to those of a theme."""
    if isinstance(part, list):
        return [_larger(each, theme) for each in part] if part and isinstance(part[0], dict) else part
    if not isinstance(part, dict):
        return part
    sized = {name: _larger(each, theme) for name, each in part.items()}
    for name in ("font", "tickfont", "textfont"):
        if isinstance(sized.get(name), dict) and "size" in sized[name]:
            size = max(sized[name]["size"] * theme.font / _USUAL_FONT, theme.smallest)
            sized[name] = {**sized[name], "size": size}
    return sized


def _is_plain_line(trace: Plot) -> bool:
    line = trace.get("line", {})
    return trace["type"] == "scatter" and "stackgroup" not in trace and bool(line.get("width")) and "dash" not in line


def _told_apart(trace: Plot, dashes: Mapping[str, str]) -> Plot:
    """Give a line the dash of its colour, a bar or an area its hatch, where it has none."""
    marker = trace.get("marker", {})
    if "stackgroup" in trace and trace["line"]["color"] in _HATCHES:
        hatch = {"shape": _HATCHES[trace["line"]["color"]], "size": 5}
        return {**trace, "fillpattern": trace.get("fillpattern", hatch)}
    if trace["type"] == "bar" and marker.get("color") in _HATCHES:
        hatch = {"shape": _HATCHES[marker["color"]], "size": 5}
        edge = {"color": marker["color"], "width": 0.5}
        return {**trace, "marker": {"line": edge, **marker, "pattern": marker.get("pattern", hatch)}}
    if _is_plain_line(trace):
        return {**trace, "line": {**trace["line"], "dash": dashes[trace["line"]["color"]]}}
    return trace
