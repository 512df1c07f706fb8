"""Several runs in one chart: each line of a figure gets a panel, and each run a line in it."""

from collections.abc import Callable, Mapping
from itertools import cycle
from typing import NamedTuple

from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.charts.style import Colour, Plot
from tightrope.analysis.words.words import TWIN
from tightrope.model.results.run_results import Results
from tightrope.scenarios.errors import InputError

__all__ = ["COLOURS", "check_few", "compared_courses"]

COLOURS = (Colour.BLUE, Colour.VERMILION, Colour.GREEN, Colour.ORANGE, Colour.PURPLE, Colour.SKY)
"""Of runs, in their order."""
_MOST_PANELS = 6
_PANEL_HEIGHT = 200  # pixels


class _Course(NamedTuple):
    """A line of a figure: what it is called, on which axis it stands, and its values."""

    name: str
    axis: str
    x: list[int]
    y: list[float | None]


def check_few(runs: int) -> None:
    """Raise InputError for more runs than can be told apart."""
    if runs > len(COLOURS):
        raise InputError(f"{runs} results are more than can be told apart: name up to {len(COLOURS)}")


def compared_courses(sheet: Sheet, draw: Callable[[Sheet], Plot], runs: Mapping[str, Results]) -> Plot | None:
    """Lay the courses that a figure draws of each run over each other; None where it draws no courses, or too many.

    The sheet's twin is drawn dotted, its run says how many months there are and which events are marked.
    InputError for more runs than there are colours.
    """
    check_few(len(runs))
    drawn = {name: draw(Sheet(run, None, sheet.language)) for name, run in runs.items()}
    shape = next(iter(drawn.values()))
    panels = list(dict.fromkeys((course.name, course.axis) for plot in drawn.values() for course in _courses(plot)))
    if not 1 <= len(panels) <= _MOST_PANELS:
        return None
    data = [
        _line(course, panels.index((course.name, course.axis)), name, colour)
        for (name, plot), colour in zip(drawn.items(), cycle(COLOURS), strict=False)
        for course in _courses(plot)
    ]
    if sheet.twin is not None:
        faint = {"line": {"color": Colour.GREY, "width": 1.5, "dash": "dot"}, "showlegend": False}
        found = _courses(draw(Sheet(sheet.twin, None, sheet.language)))
        data += [
            _line(course, panels.index((course.name, course.axis)), "", Colour.GREY)
            | {**faint, "name": TWIN.put(sheet.language)}
            for course in found
            if (course.name, course.axis) in panels
        ]
    axes = [_axis(shape, name, axis) for name, axis in panels]
    plot = sheet.by_month(data, *axes, height=170 + _PANEL_HEIGHT * len(panels))
    plot["layout"] |= {"hovermode": "x unified"}
    return plot


def _line(course: _Course, panel: int, name: str, colour: str) -> Plot:
    suffix = "" if panel == 0 else str(panel + 1)
    return {
        "type": "scatter", "mode": "lines" if len(course.x) > 1 else "markers", "x": course.x, "y": course.y,
        "yaxis": f"y{suffix}", "name": name, "legendgroup": name, "showlegend": panel == 0,
        "line": {"color": colour, "width": 2.2},
    }  # fmt: skip


def _courses(plot: Plot) -> list[_Course]:
    """Return the lines of a figure over months; where an axis has only stacked parts, their total."""
    if "dtick" not in plot["layout"]["xaxis"]:
        return []
    over = [trace for trace in plot["data"] if trace["type"] in ("scatter", "bar") and None not in trace["x"]]
    lines = [
        _Course(trace["name"], trace.get("yaxis", "y"), trace["x"], trace["y"])
        for trace in over
        if trace["type"] == "scatter" and "stackgroup" not in trace and "fill" not in trace
        and trace["name"] and trace.get("line", {}).get("width") != 0
    ]  # fmt: skip
    told = {course.axis for course in lines}
    stacks: dict[str, list[Plot]] = {}
    for trace in over:
        axis = trace.get("yaxis", "y")
        if axis not in told and (trace["type"] == "bar" or "stackgroup" in trace):
            stacks.setdefault(axis, []).append(trace)
    return lines + [_Course("", axis, parts[0]["x"], _total(parts)) for axis, parts in stacks.items()]


def _total(parts: list[Plot]) -> list[float | None]:
    return [sum(filter(None, month)) for month in zip(*(part["y"] for part in parts), strict=True)]


def _axis(plot: Plot, name: str, axis: str) -> Plot:
    """The axis of a panel, with what is drawn in it before the unit."""
    layout = plot["layout"]
    number = int(axis[1:] or 1) - 1
    caption = layout["annotations"][number]["text"]
    there = layout["yaxis" + axis[1:]]
    same = not name or name.casefold() in caption.casefold()
    plain = {key: value for key, value in there.items() if key not in ("domain", "gridcolor", "zerolinecolor")}
    return {**plain, "caption": caption if same else f"{name} ({caption})"}
