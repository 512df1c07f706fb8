"""Figures of sweeps: drawn of what holds their numbers, refused of what does not, true to the analyses."""

import json
from dataclasses import replace
from functools import cache

import numpy as np
import polars as pl
import pytest

from tests.helpers.many_sweeps import grid, many_sweeps, proof, ramps
from tightrope.analysis.pictures.of_sweeps import Choice, pictures_of_sweep
from tightrope.analysis.pictures.pictures import Picture
from tightrope.analysis.study.hysteresis import drives
from tightrope.analysis.study.means import course, means
from tightrope.analysis.study.paired_courses import paired_courses
from tightrope.analysis.study.tipping import tipping
from tightrope.analysis.study_charts.factors import heat_trace
from tightrope.analysis.study_charts.figures import SWEEP_FIGURES, suited
from tightrope.scenarios.errors import InputError

SWEEPS = cache(many_sweeps)
CASES = list(many_sweeps())


def picture(case: str, choice: Choice | None = None, language: str = "en") -> Picture:
    name = case.partition(":")[0]
    return pictures_of_sweep(SWEEPS()[case], choice, names=[name], language=language).drawn[0]


def test_every_figure_has_a_sweep_to_be_tried_on() -> None:
    assert {case.partition(":")[0] for case in CASES} == set(SWEEP_FIGURES)


@pytest.mark.parametrize("case", CASES)
def test_figures_are_drawn_where_they_suit_and_in_both_languages(case: str) -> None:
    assert case.partition(":")[0] in suited(SWEEPS()[case])
    drawn = {language: picture(case, language=language) for language in ("en", "zh")}
    for language, found in drawn.items():
        assert json.loads(json.dumps(found.plot, allow_nan=False)) == found.plot
        assert found.reading.endswith("." if language == "en" else "。")
    captions = [found.plot["layout"]["annotations"][0]["text"] for found in drawn.values()]
    assert captions[0] != captions[1] and drawn["en"].title != drawn["zh"].title


def test_a_sweep_gives_all_that_suits_it_and_says_what_it_leaves_out() -> None:
    found = pictures_of_sweep(grid())
    names = {each.name for each in found.drawn}
    assert {"fan-default_hazard", "heat_map-trust_mean", "phase_diagram-default_hazard"} <= names
    assert not any(name.startswith("frontier") for name in names)
    results = many_sweeps()["heat_map: fitted"]
    noise = pl.col("value") + pl.Series(np.random.default_rng(2).normal(size=180) * 1e3)
    loud = results.summaries.sort("run").with_columns(pl.col("mean").alias("value")).with_columns(mean=noise)
    with pytest.raises(InputError, match=r"no figure can be drawn.*heat_map, dpd30.*tornado, dpd30"):
        pictures_of_sweep(replace(results, summaries=loud))


@pytest.mark.parametrize(
    ("case", "name", "choice", "says"),
    [
        ("fan", "fann", Choice(), "no figure 'fann', did you mean 'fan'"),
        ("fan", "frontier", Choice(), "is no search, so it has no frontier"),
        ("gaps", "heat_map", Choice(), "needs two factors, and this sweep varies nothing"),
        ("tornado", "phase_diagram", Choice(), "needs the dose and one other factor"),
        ("tornado", "hysteresis", Choice(), "goes up and comes down again"),
        ("tornado", "gaps", Choice(), "compares with no scenario"),
        ("fan", "fan", Choice(at={"strength": 0.33}), "strength: 0.33 is not in the design; there are 0, 0.25"),
        ("fan", "fan", Choice(at={"strenth": 0.5}), "did you mean 'strength'"),
        ("fan", "fan", Choice(["trust_men"]), "did you mean 'trust_mean'"),
        ("fan", "fan", Choice(scenario="regulatory-sqeeze"), "did you mean 'regulatory-squeeze'"),
        ("fan", "heat_map", Choice(x="strenth"), "did you mean 'strength'"),
        ("fan", "phase_diagram", Choice(statistic="men"), "no statistic is called 'men'"),
        ("fan", "fan", Choice(statistic="men"), "no statistic is called 'men'"),
        ("fan", "fan", Choice(["month"]), "'month' is no measure of this sweep"),
        ("fan", "fan", Choice(x="strenth"), "did you mean 'strength'"),
        ("fan", "fan", Choice(y="nope"), "this sweep does not vary 'nope'"),
        ("fan", "fan", Choice(at={"strength": 7.0}), "strength: 7.0 is not in the design"),
    ],
)
def test_what_cannot_be_drawn_is_refused(case: str, name: str, choice: Choice, says: str) -> None:
    with pytest.raises(InputError, match=says):
        pictures_of_sweep(SWEEPS()[case], choice, names=[name])


def test_a_fan_is_the_mean_and_range_of_the_seeds_at_its_point() -> None:
    lower, upper, mean, other = picture("fan", Choice(at={"strength": 0.75})).plot["data"]
    point = 3 * 3 + 1
    told = course(SWEEPS()["fan"], "default_hazard", scenario="regulatory-squeeze", point=point)
    assert (lower["y"], upper["y"], mean["y"]) == tuple(told[name].to_list() for name in ("p05", "p95", "mean"))
    calm = course(SWEEPS()["fan"], "default_hazard", scenario="baseline", point=point)
    assert other["line"]["dash"] == "dot" and other["y"] == calm["mean"].to_list()


def test_gaps_are_points_of_a_hundred_with_their_intervals() -> None:
    told = means(SWEEPS()["gaps"], "frozen_share", "mean").drop_nulls("difference").sort("difference")
    [sure] = picture("gaps").plot["data"]
    assert sure["x"] == pytest.approx((100 * told["difference"]).to_list())
    assert sure["error_x"]["array"] == pytest.approx((100 * (told["difference"] - told["difference_low"])).to_list())


def test_what_may_be_chance_stands_in_brackets() -> None:
    cells = pl.DataFrame(
        {"x": [0.0, 1.0], "y": [2.0, 2.0], "value": [-0.5, 2.0], "low": [-1.5, 1.0], "high": [0.5, 3.0]}
    )
    trace = heat_trace(cells, signed=True)
    assert trace["text"] == [["(−0.50)", "+2.00"]] and (trace["zmin"], trace["zmax"]) == (-2, 2)
    assert heat_trace(cells, signed=False)["text"] == [["−0.50", "2.00"]]


def test_the_heat_map_of_a_difference_is_seed_by_seed() -> None:
    [trace] = picture("heat_map").plot["data"]
    told = means(SWEEPS()["heat_map"], "default_hazard", "mean").filter(scenario="regulatory-squeeze")
    by_place = {
        (row["strength"], row["outside_approval"]): 100 * row["difference"] for row in told.iter_rows(named=True)
    }
    assert trace["z"][2][4] == pytest.approx(by_place[1.0, 0.7])
    assert trace["z"][0][1] == pytest.approx(by_place[0.25, 0.1])


def test_the_triangle_stands_where_the_curve_tips() -> None:
    plot = picture("phase_diagram").plot
    cells, tips = plot["data"][:2]
    told = tipping(SWEEPS()["fan"], "default_hazard", "mean", dose="strength", scenario="regulatory-squeeze").curves
    told = told.drop_nulls("tips_at").sort("outside_approval")
    assert tips["x"] == pytest.approx((4 * told["tips_at"]).to_list()), "five doses from 0 to 1 are columns 0 to 4"
    assert cells["text"][0][0] == "0" and plot["layout"]["xaxis"]["ticktext"] == ["0", "0.25", "0.5", "0.75", "1"]


def test_the_loop_is_the_response_over_the_push() -> None:
    results = ramps()
    up, rest, end = pictures_of_sweep(results, names=["hysteresis"]).drawn[0].plot["data"][:3]
    courses = paired_courses(results, "frozen_share", "guidance-up-and-down")
    response = 100 * (courses.pushed[0] - courses.calm[0]).mean(axis=0)
    force = drives(results)["guidance-up-and-down"].force
    assert up["y"] + rest["y"][1:] == pytest.approx(response.tolist())
    assert up["x"] + rest["x"][1:] == pytest.approx(force.tolist()) and up["x"][-1] == 1
    assert end["y"][0] == pytest.approx(response[-1]) and response[-1] > 1, "something is remembered"


def test_bars_of_a_tornado_are_the_indices() -> None:
    first, total = picture("tornado").plot["data"]
    assert total["y"] == ["idle", "weak", "strong"] and total["x"] == pytest.approx([0, 0.2, 0.8], abs=0.05)
    assert first["x"] == pytest.approx(total["x"], abs=0.05)


def test_the_frontier_marks_the_current_policy_and_the_knee() -> None:
    data = pictures_of_sweep(proof(), names=["frontier"]).drawn[0].plot["data"]
    marked = {(trace["name"], trace["yaxis"]): trace for trace in data}
    assert marked["current policy", "y"]["x"] == pytest.approx([0.03], rel=0.02)
    assert "policy 3" in marked["surely beaten", "y2"]["text"]
    assert marked["balanced (knee)", "y"]["text"] == ["policy 2"]
