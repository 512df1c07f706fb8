"""Figures of a calibration: what is left of each parameter's range, which stand in for each other, and the fit."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from tightrope.analysis.calibration.identification import ALIKE, LEVEL, Identification
from tightrope.analysis.calibration.space import in_cube
from tightrope.analysis.calibration.targets import ranked
from tightrope.analysis.charts.style import ON_CELLS, Colour, Plot
from tightrope.analysis.study_charts.factors import DIVERGING
from tightrope.analysis.study_charts.rows import FAINT, ROW, diamonds, ranges, rows_of
from tightrope.analysis.study_charts.sheet import chart
from tightrope.analysis.words.words import Words

__all__ = ["CALIBRATION_FIGURES", "CalibrationFigure", "wave_names"]

_MOST_PAIRED = 4
"""Parameters whose points are drawn against each other."""
_LEAST_SHOWN = 0.01
"""Share of a moment's variance below which a cell is left empty."""


def _say(language: str, key: str, **values: Any) -> str:
    return Words(key, **values).put(language)


def _names(told: Identification) -> list[str]:
    return [factor.name for factor in told.found.plan.factors]


def wave_names(count: int, language: str) -> list[str]:
    """Name so many waves, of which the last is the ensemble."""
    waves = [_say(language, "calibration.wave", number=number) for number in range(1, count)]
    return [*waves, _say(language, "calibration.ensemble")]


def _left(told: Identification, language: str) -> Plot:
    """Where in its range each parameter is, of the accepted points, with the interval and the fitted value."""
    names, found = _names(told), told.found
    kept = 100 * in_cube(found.plan.factors, told.accepted)
    best = 100 * in_cube(found.plan.factors, told.fitted[np.newaxis])[0]
    data: list[Plot] = [
        {
            "type": "violin", "orientation": "h", "x": kept[:, place].tolist(), "y": [name] * len(kept),
            "side": "positive", "points": False, "width": 1.3, "spanmode": "hard",
            "line": {"color": Colour.SKY, "width": 1},
            "showlegend": place == 0, "legendgroup": "accepted", "name": _say(language, "calibration.accepted_points"),
            "hoverinfo": "skip",
        }
        for place, name in enumerate(names)
    ]  # fmt: skip
    if told.enough:
        ends = np.quantile(kept, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0).T
        data.append(ranges(names, ends, _say(language, "calibration.interval", level=100 * LEVEL), Colour.BLUE))
    data.append(diamonds(names, best.tolist(), _say(language, "calibration.fitted")))
    x: Plot = {"title": {"text": _say(language, "calibration.place_in_range"), "standoff": 6}, "range": [-2, 102]}
    x |= {"ticksuffix": " %", "zeroline": False}
    return chart(data, x, rows_of(names), height=190 + ROW * len(names), hovermode="closest", named=True)


def _fit(told: Identification, language: str) -> Plot:
    """What each moment is, in standard deviations from its target: the range, the accepted points, and the best one."""
    rows, plan = told.moments, told.found.plan
    allowed = np.array([np.sqrt(target.variance) for target in plan.targets])
    value = rows["value"].to_numpy()

    def off(*columns: str) -> Any:
        return ((rows.select(columns).to_numpy() - value[:, np.newaxis]) / allowed[:, np.newaxis]).astype(float)

    names = rows["target"].to_list()
    data = [ranges(names, off("range_low", "range_high"), _say(language, "calibration.range_of_target"), FAINT, 16)]
    if told.enough:
        label = _say(language, "calibration.of_accepted", level=100 * LEVEL)
        data.append(ranges(names, off("low", "high"), label, Colour.BLUE))
    data.append(diamonds(names, off("fitted")[:, 0].tolist(), _say(language, "calibration.fitted")))
    x = {"title": {"text": _say(language, "calibration.standard_deviations_off"), "standoff": 6}, "zerolinewidth": 1.5}
    return chart(data, x, rows_of(names), height=190 + ROW * len(names), hovermode="closest", named=True)


def _waves(told: Identification, language: str) -> Plot:
    """How implausible the points of each wave are, and the cut-off."""
    found = told.found
    names = wave_names(len(found.told), language)
    data: list[Plot] = []
    for name, shown in zip(names, found.waves.shown, strict=True):
        worst = ranked(found.waves.simulated(shown), 1)
        worst = worst[np.isfinite(worst)]
        data.append({
            "type": "box", "x": [name] * len(worst), "y": worst.tolist(), "name": name, "boxpoints": "all",
            "jitter": 0.5, "pointpos": 0, "marker": {"color": Colour.BLUE, "size": 4, "opacity": 0.5},
            "line": {"color": Colour.GREY, "width": 1.2}, "fillcolor": "rgba(0,0,0,0)", "showlegend": False,
        })  # fmt: skip
    cut = found.plan.method.cut_off
    line = {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": cut, "y1": cut}
    shapes = [{**line, "line": {"color": Colour.VERMILION, "width": 1.5, "dash": "dash"}}]
    y = {"caption": _say(language, "calibration.implausibility_axis", cut=cut), "type": "log", "rangemode": "normal"}
    return chart(data, {"type": "category"}, y, height=400, hovermode="closest", shapes=shapes)


def _moves(told: Identification, language: str) -> Plot:
    """What of each moment each parameter explains on its own, with the direction."""
    names, rows = _names(told), told.moves
    targets = [target.name for target in told.found.plan.targets]
    cells = {(row["target"], row["parameter"]): row for row in rows.iter_rows(named=True)}
    z = [[_signed(cells[target, name]) for target in targets] for name in names]
    text = [
        [f"{100 * value:+.0f}".replace("-", "−") if abs(value) >= _LEAST_SHOWN else "" for value in row] for row in z
    ]
    return _cells(z, text, targets, names, language, "calibration.share_of_variance")


def _signed(row: dict[str, Any]) -> float:
    return float(np.copysign(row["share"], row["change"]))


def _cells(
    z: Sequence[Sequence[float | None]], text: list[list[str]], xs: list[str], ys: list[str], language: str, key: str
) -> Plot:
    trace = {
        "type": "heatmap", "x": xs, "y": ys, "z": z, "text": text, "texttemplate": "%{text}", "xgap": 2, "ygap": 2,
        "textfont": {"size": 11, "color": ON_CELLS}, "colorscale": DIVERGING, "zmin": -1, "zmax": 1,
        "showscale": False, "hovertemplate": "%{y}, %{x}: %{text}<extra></extra>",
    }  # fmt: skip
    x = {"showgrid": False, "tickangle": -35, "automargin": True}
    y = rows_of(ys, _say(language, key))
    return chart([trace], x, y, height=250 + 28 * len(ys), hovermode="closest", named=True)


def _alike(told: Identification, language: str) -> Plot:
    """Rank correlations of the parameters among the accepted points."""
    names = _names(told)
    found = {(row["one"], row["other"]): row["correlation"] for row in told.pairs.iter_rows(named=True)}
    z = [[found.get((one, other), found.get((other, one))) for one in names] for other in names]
    text = [["" if value is None else f"{value:+.2f}".replace("-", "−") for value in row] for row in z]
    return _cells(z, text, names, names, language, "calibration.rank_correlation")


def _pairs(told: Identification, language: str) -> Plot:
    """The points of the parameters that are most alike, two at a time: across one, down another."""
    found, order = told.found, _names(told)
    alike = (name for row in told.pairs.iter_rows(named=True) for name in (row["one"], row["other"]))
    names = sorted(list(dict.fromkeys(alike))[:_MOST_PAIRED], key=order.index)
    before = np.concatenate([shown.points for shown in found.waves.shown[:-1]])
    groups = (
        (before, _say(language, "calibration.points_of_waves"), FAINT, 4),
        (told.accepted, _say(language, "calibration.accepted_points"), Colour.BLUE, 5),
    )
    data: list[Plot] = []
    axes: Plot = {}
    for down, across in np.argwhere(np.tri(len(names), k=-1)).tolist():
        number = len(data) // len(groups) + 1
        here = {"xaxis": f"x{_number(number)}", "yaxis": f"y{_number(number)}", "mode": "markers", "type": "scatter"}
        x, y = (order.index(names[place]) for place in (across, down))
        data += [
            {
                **here, "x": points[:, x].tolist(), "y": points[:, y].tolist(), "name": name, "legendgroup": name,
                "showlegend": number == 1, "marker": {"color": colour, "size": size},
            }
            for points, name, colour, size in groups
        ]  # fmt: skip
        axes |= _panel(number, across, down, names)
    plot = chart(data, {}, {}, height=170 + 130 * (len(names) - 1), hovermode="closest")
    plot["layout"] |= axes
    return plot


def _panel(number: int, across: int, down: int, names: list[str]) -> Plot:
    """Return the axes of one panel of a triangle; names stand at its left and lower side alone."""
    count, gap = len(names) - 1, 0.04
    left, top = across / count, 1 - (down - 1) / count
    common = {"showgrid": False, "zeroline": False, "linecolor": Colour.GREY, "mirror": True, "nticks": 3}
    common |= {"automargin": True, "tickfont": {"size": 9}}
    x, y = (
        {**common, "title": {"text": name if shown else "", "font": {"size": 10}}, "showticklabels": shown}
        for name, shown in ((names[across], down == count), (names[down], across == 0))
    )
    return {
        "xaxis" + _number(number): {**x, "domain": [left, left + 1 / count - gap], "anchor": f"y{_number(number)}"},
        "yaxis" + _number(number): {**y, "domain": [top - 1 / count + gap, top], "anchor": f"x{_number(number)}"},
    }


def _number(number: int) -> str:
    return "" if number == 1 else str(number)


class CalibrationFigure(NamedTuple):
    """A figure of a calibration."""

    title: Words
    reading: Words
    draw: Callable[[Identification, str], Plot]
    suits: Callable[[Identification], bool]
    """Whether the calibration has what it shows."""


def _always(_: Identification) -> bool:
    return True


def _paired(told: Identification) -> bool:
    return told.enough and told.pairs.height > 0


CALIBRATION_FIGURES = {
    "left": CalibrationFigure(Words("calibration.what_is_left"), Words("calibration.how_to_read_left"), _left, _always),
    "fit": CalibrationFigure(Words("calibration.the_fit"), Words("calibration.how_to_read_fit"), _fit, _always),
    "moves": CalibrationFigure(
        Words("calibration.which_moves_which"), Words("calibration.how_to_read_moves"), _moves, _always
    ),
    "alike": CalibrationFigure(
        Words("calibration.stand_in"), Words("calibration.how_to_read_alike", alike=ALIKE), _alike, _paired
    ),
    "pairs": CalibrationFigure(
        Words("calibration.two_at_a_time"), Words("calibration.how_to_read_pairs"), _pairs, _paired
    ),
    "waves": CalibrationFigure(
        Words("calibration.wave_by_wave"), Words("calibration.how_to_read_waves"), _waves, _always
    ),
}
"""The figures of a calibration by name, in the order of its report."""
