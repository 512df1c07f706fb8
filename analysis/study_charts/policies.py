"""The figure of a search: what its policies give, two objectives at a time."""

import numpy as np
from numpy.typing import NDArray

from tightrope.analysis.charts.style import Colour, Plot, axis
from tightrope.analysis.study.intervals import estimate
from tightrope.analysis.study.policies import CURRENT, Policies, policies_of
from tightrope.analysis.study_charts.sheet import SweepSheet, chart
from tightrope.analysis.words.words import Words
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.search.objectives import Objective

__all__ = ["frontier"]

_OBJECTIVES = {
    "loss": Words("loss", "损失"),
    "wrongly_frozen": Words("wrongly frozen", "误冻结"),
    "trust": Words("trust", "信任"),
    "profit": Words("profit", "利润"),
    "lending": Words("lending", "贷款余额"),
    "approvals": Words("approvals", "通过率"),
}


def frontier(sheet: SweepSheet) -> Plot:
    """Every proved policy, by its first objective across and each other one down."""
    if "search" not in sheet.results.manifest["design"]:
        raise InputError("this sweep is no search, so it has no frontier: name the folder of 'tightrope sweep search'")
    policies = policies_of(sheet.results)
    if len(policies.objectives) < 2:
        raise InputError("this search has one objective, so there is no frontier to draw: seek at least two")
    means = estimate(policies.sought).mean
    others = range(1, len(policies.objectives))
    data = [trace for place in others for trace in _panel(sheet, policies, means, place)]
    axes = [_axis(sheet, policies.objectives[place]) for place in others]
    across = _axis(sheet, policies.objectives[0])
    x = {key: value for key, value in across.items() if key != "caption"}
    x["title"] = {"text": across["caption"], "standoff": 6}
    return chart(data, x, *axes, height=170 + 270 * len(axes), hovermode="closest")


def _panel(sheet: SweepSheet, policies: Policies, means: NDArray[np.float64], place: int) -> list[Plot]:
    there = np.flatnonzero(~policies.beaten)
    beaten = np.flatnonzero(policies.beaten)
    groups = (
        (beaten, sheet.say("surely beaten", "确定被超越"), "circle-open", 6, Colour.GREY),
        (there, sheet.say("may lie on the frontier", "可能在前沿上"), "circle", 8, Colour.BLUE),
        (np.array([policies.knee]), sheet.say("balanced (knee)", "均衡(拐点)"), "star", 15, Colour.GREEN),
        (np.array([CURRENT]), sheet.say("current policy", "现行政策"), "diamond", 12, Colour.VERMILION),
    )
    return [
        {
            "type": "scatter", "mode": "markers", "name": name, "legendgroup": name, "showlegend": place == 1,
            "x": means[0, which].tolist(), "y": means[place, which].tolist(),
            "yaxis": "y" if place == 1 else f"y{place}",
            "marker": {"symbol": symbol, "size": size, "color": colour, "line": {"width": 1.2}},
            "text": [sheet.say(f"policy {each}", f"政策{each}") for each in which],
            "hovertemplate": "%{text}: %{x}, %{y}<extra></extra>",
        }
        for which, name, symbol, size, colour in groups
        if which.size
    ]  # fmt: skip


def _axis(sheet: SweepSheet, objective: Objective) -> Plot:
    unit = objective.what.unit
    kind = "share" if unit.startswith("share") else "yuan" if unit.startswith("yuan") else "number"
    plain = objective.name.replace("_", " ")
    name = _OBJECTIVES.get(objective.measure, Words(plain, plain)).put(sheet.language)
    better = sheet.say(f"{objective.better} is better", "越低越好" if objective.better == "lower" else "越高越好")
    return axis(
        f"{name} ({unit}), {better}" if sheet.language == "en" else f"{name}({unit}),{better}", kind, rangemode="normal"
    )
