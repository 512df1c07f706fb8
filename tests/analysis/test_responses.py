"""Answers to shocks: gaps by hand, the band of the seeds, and the sizes that stand beside them."""

import polars as pl
import pytest

from tightrope.analysis.facts.responses import MEASURES, SHOCKS, Measure, Response, course
from tightrope.analysis.study_charts.responses import response_figure
from tightrope.scenarios.files.scenario import library

MOVED = ("late", "defaults", "trust")


def months(*rows: tuple[float, float, float]) -> pl.DataFrame:
    return pl.DataFrame([{"month": n, **dict(zip(MOVED, row, strict=True))} for n, row in enumerate(rows, 1)])


def test_a_gap_is_a_ratio_or_a_difference_over_so_many_months() -> None:
    measures = (Measure("late"), Measure("defaults", over=2), Measure("trust", by_ratio=False))
    calm = months((1, 2, 0.5), (2, 2, 0.5), (4, 0, 0.5))
    shocked = months((1, 2, 0.5), (3, 4, 0.4), (4, 5, 0.25))
    found = course(shocked, calm, 2, measures)
    assert found["after"].to_list() == [0, 1]
    assert found["late"].to_list() == [1.5, 1.0]
    assert found["defaults"].to_list() == [6 / 4, 9 / 2]
    assert found["trust"].to_list() == pytest.approx([-0.1, -0.25])


def test_where_the_calm_market_has_none_there_is_no_ratio() -> None:
    found = course(months((1, 1, 1)), months((0, 1, 1)), 1, (Measure("late"),))
    assert found["late"].to_list() == [None]


def frame(*gaps: float | None) -> pl.DataFrame:
    return pl.DataFrame({"after": range(len(gaps)), **{each.column: gaps for each in MEASURES}})


def test_seeds_without_a_gap_are_left_out_of_the_mean() -> None:
    told = Response(SHOCKS[0], (frame(1.0, None, None), frame(2.0, 3.0, None)))
    assert told.means("trust_mean") == [1.5, 3.0, None]
    assert told.as_record()["new_defaults"] == [[1.0, None, None], [2.0, 3.0, None]]


def test_shocks_are_scenarios_of_the_library_or_values() -> None:
    for shock in SHOCKS:
        assert (shock.scenario in library()) is not bool(shock.values)
        assert shock.known is None or shock.known.measure in {each.column for each in MEASURES}


def test_the_picture_has_a_band_and_a_line_for_each_measure_and_the_known_size() -> None:
    plot = response_figure(Response(SHOCKS[0], (frame(1.0, 2.0, 3.0, 2.0, 1.0), frame(1.0, 4.0, 5.0, 4.0, 1.0))), "en")
    low, high, mean, level = plot["data"][:4]
    assert (low["y"], high["y"], mean["y"]) == ([1, 2, 3, 2, 1], [1, 4, 5, 4, 1], [1, 3, 4, 3, 1])
    assert level["y"][0] == 1.0 and plot["data"][-2]["y"][0] == 0.0, "no difference, of trust, is nought"
    [box] = plot["layout"]["shapes"]
    assert (box["x0"], box["x1"], box["y0"], box["y1"]) == (2.5, 4.5, 1.6, 2.3), "it ends where the run does"
    assert not response_figure(Response(SHOCKS[-1], (frame(1.0),)), "en")["layout"]["shapes"]
