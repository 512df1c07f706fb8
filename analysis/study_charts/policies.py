"""The figure of a search: what its policies give, two objectives at a time."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tightrope.analysis.charts.style import Colour, Plot, axis
from tightrope.analysis.study.intervals import estimate
from tightrope.analysis.study.policies import CURRENT, Policies, policies_of
from tightrope.analysis.study_charts.sheet import SweepSheet, chart
from tightrope.analysis.words.words import Words, as_it_is
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.search.objectives import Objective

__all__ = ["frontier"]

_OBJECTIVES = {
    "loss": Words("sweep_charts.loss"),
    "wrongly_frozen": Words("sweep_charts.wrongly_frozen"),
    "trust": Words("sweep_charts.trust"),
    "profit": Words("sweep_charts.profit"),
    "lending": Words("sweep_charts.lending"),
    "approvals": Words("sweep_charts.approvals"),
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
        (beaten, sheet.say("sweep_charts.surely_beaten"), "circle-open", 6, Colour.GREY),
        (there, sheet.say("sweep_charts.may_lie_on_the_frontier"), "circle", 8, Colour.BLUE),
        (np.array([policies.knee]), sheet.say("sweep_charts.balanced_knee"), "star", 15, Colour.GREEN),
        (np.array([CURRENT]), sheet.say("sweep_charts.current_policy"), "diamond", 12, Colour.VERMILION),
    )
    return [
        {
            "type": "scatter", "mode": "markers", "name": name, "legendgroup": name, "showlegend": place == 1,
            "x": means[0, which].tolist(), "y": means[place, which].tolist(),
            "yaxis": "y" if place == 1 else f"y{place}",
            "marker": {"symbol": symbol, "size": size, "color": colour, "line": {"width": 1.2}},
            "text": [sheet.say("sweep_charts.policy", each=each) for each in which],
            "hovertemplate": "%{text}: %{x}, %{y}<extra></extra>",
        }
        for which, name, symbol, size, colour in groups
        if which.size
    ]  # fmt: skip


def _axis(sheet: SweepSheet, objective: Objective) -> Plot:
    unit = objective.what.unit
    kind = "share" if unit.startswith("share") else "yuan" if unit.startswith("yuan") else "number"
    plain = as_it_is(replace(objective, bad=False).name.replace("_", " "))
    name, better = _OBJECTIVES.get(objective.measure, plain), sheet.say(f"sweep_charts.{objective.better}_is_better")
    name = Words("ensemble.in_bad_worlds", name=name) if objective.bad else name
    return axis(sheet.say("sweep_charts.name_of_axis", name=name, unit=unit, better=better), kind, rangemode="normal")
