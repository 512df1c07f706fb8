"""Sobol' indices of a sweep: against known answers, with noise of seeds, with runs missing."""

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray
from polars.testing import assert_frame_equal
from SALib.analyze import sobol as salib
from scipy.stats import sobol_indices

from tests.helpers.fake_sweeps import fake_sweep
from tests.helpers.known_answers import (
    ANGLES,
    MEASURE,
    SHARES,
    Numbers,
    by_factor,
    ishigami,
    linear,
    problem,
    ranked,
    saltelli_points,
    swept,
)  # fmt: skip
from tightrope.analysis.study.crossed import share_of_noise
from tightrope.analysis.study.intervals import half_widths
from tightrope.analysis.study.ranking import Ranking
from tightrope.analysis.study.sensitivity import sensitivity
from tightrope.scenarios.errors import InputError


def test_sobol_indices_of_the_ishigami_function() -> None:
    found = ranked(swept(ishigami, ANGLES, saltelli_points(ANGLES, 1024), "saltelli"))
    assert by_factor(found, "first") == pytest.approx({"one": 0.3139, "two": 0.4424, "three": 0}, abs=0.02)
    assert by_factor(found, "total") == pytest.approx({"one": 0.5576, "two": 0.4424, "three": 0.2437}, abs=0.02)
    assert found.table["factor"].to_list() == ["one", "two", "three"]
    assert (found.rows, found.left_out, found.seeds) == (1024, 0, 3)
    assert found.noise == pytest.approx(0, abs=1e-12)
    assert found.explained == pytest.approx(0.7563, abs=0.03)


def test_without_noise_they_are_those_of_scipy() -> None:
    points = saltelli_points(ANGLES, 64)
    found = ranked(swept(ishigami, ANGLES, points, "saltelli"))
    blocks = ishigami(points).reshape(64, 5).T
    known = sobol_indices(func={"f_A": blocks[:1], "f_B": blocks[-1:], "f_AB": blocks[1:-1, np.newaxis]}, n=64)
    assert list(by_factor(found, "first").values()) == pytest.approx(sorted_as(found, known.first_order))
    assert list(by_factor(found, "total").values()) == pytest.approx(sorted_as(found, known.total_order))


def sorted_as(found: Ranking, values: Numbers) -> list[float]:
    order = [[factor.name for factor in ANGLES].index(name) for name in found.table["factor"]]
    return [float(np.ravel(values)[place]) for place in order]


def test_pairs_of_factors_where_the_design_has_them() -> None:
    points = saltelli_points(ANGLES, 512, second_order=True)
    found = ranked(swept(ishigami, ANGLES, points, "saltelli", design={"second_order": True}))
    known = salib.analyze(problem(ANGLES), ishigami(points), calc_second_order=True, num_resamples=2)["S2"]
    assert found.pairs is not None
    pairs = {(one, other): value for one, other, value in found.pairs.select("factor", "other", "second").iter_rows()}
    assert next(iter(pairs)) == ("one", "three")
    assert pairs["one", "three"] == pytest.approx(0.2437, abs=0.05)
    assert pairs["one", "three"] == pytest.approx(known[0, 2], abs=0.01)
    assert pairs["one", "two"] == pytest.approx(known[0, 1], abs=0.01)


def test_noise_of_seeds_is_no_effect() -> None:
    points = saltelli_points(SHARES, 512)
    found = ranked(swept(linear, SHARES, points, "saltelli", noise=1.0, seeds=4))
    variance = (16 + 4) / 12
    assert found.noise == pytest.approx(0.25 / (variance + 0.25), rel=0.15)
    assert by_factor(found, "total") == pytest.approx({"strong": 0.8, "weak": 0.2, "idle": 0}, abs=0.06)
    idle = found.table.row(by_predicate=pl.col("factor") == "idle", named=True)
    assert idle["total_low"] < 0 < idle["total_high"] < 0.15
    assert idle["first_low"] < 0 < idle["first_high"] < 0.15


def test_a_factor_that_nothing_depends_on_has_no_index_at_all() -> None:
    found = ranked(swept(linear, SHARES, saltelli_points(SHARES, 32), "saltelli"))
    last = found.table.row(-1, named=True)
    assert last["factor"] == "idle"
    assert [value for name, value in last.items() if name != "factor"] == pytest.approx([0] * 6, abs=1e-12)


def test_a_base_row_with_a_missing_run_is_left_out_as_a_whole() -> None:
    points = saltelli_points(SHARES, 32)
    found = ranked(swept(linear, SHARES, points, "saltelli", failed=[15 * 3 + 1], waiting=[len(points) * 3 - 1]))
    whole = np.delete(points, [*range(15, 20), *range(155, 160)], axis=0)
    assert (found.rows, found.left_out) == (30, 2)
    assert_frame_equal(found.table, ranked(swept(linear, SHARES, whole, "saltelli")).table)


@pytest.mark.slow
def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    random = np.random.default_rng(3)
    rows, seeds, hits = 20, 5, []
    for _ in range(100):
        values = random.normal(size=(rows, 1)) + random.normal(size=seeds) / 2 + random.normal(size=(rows, seeds)) / 2

        def mean(at: NDArray[np.intp], chosen: NDArray[np.intp], values: Numbers = values) -> Numbers:
            return np.array([values[np.ix_(at, chosen)].mean()])

        hits.append(abs(values.mean()) <= half_widths(mean, rows, seeds)[0])
    assert 0.91 <= np.mean(hits) <= 0.99


@pytest.mark.slow
def test_intervals_of_indices_hold_the_truth() -> None:
    hits = []
    for seed in range(25):
        random = np.random.default_rng(seed)
        a, b = random.random((2, 48, 2))
        points = np.stack([a, np.column_stack([b[:, 0], a[:, 1]]), np.column_stack([a[:, 0], b[:, 1]]), b], axis=1)
        found = ranked(swept(linear, SHARES[:2], points.reshape(-1, 2), "saltelli", noise=0.3, seeds=4))
        hits += [low <= true <= high for true, low, high in zip(
            (0.8, 0.2), found.table["total_low"], found.table["total_high"], strict=True
        )]  # fmt: skip
    assert 0.88 <= np.mean(hits) <= 1


def test_a_difference_is_taken_point_by_point_and_seed_by_seed() -> None:
    points = saltelli_points(SHARES, 64)
    shared = 10 * points[:, 2:] + np.random.default_rng(1).normal(size=(len(points), 3))
    values = np.stack([shared, shared + linear(points)[:, np.newaxis]])
    results = fake_sweep(
        {MEASURE: values}, scenarios=["baseline", "squeeze"], against="baseline", factors=SHARES, points=points,
        design={"kind": "saltelli"},
    )  # fmt: skip
    level = sensitivity(results, MEASURE, "mean", "squeeze")
    effect = sensitivity(results, MEASURE, "mean", "squeeze", difference=True)
    assert level.table["factor"][0] == "idle"
    assert by_factor(effect, "total") == pytest.approx({"strong": 0.8, "weak": 0.2, "idle": 0}, abs=0.05)
    area = sensitivity(results, MEASURE, "area", "squeeze")
    assert np.allclose(area.table["total"], effect.table["total"])
    for words, statistic, scenario in (
        ("name another scenario", "mean", "baseline"),
        ("an area is a difference", "area", "squeeze"),
    ):
        with pytest.raises(InputError, match=words):
            sensitivity(results, MEASURE, statistic, scenario, difference=True)


def test_the_share_of_noise_leaves_out_what_seeds_add_everywhere() -> None:
    random = np.random.default_rng(2)
    values = random.normal(size=(400, 1)) + 100 * random.normal(size=4) + random.normal(size=(400, 4))
    assert share_of_noise(values) == pytest.approx(0.2, abs=0.03)
