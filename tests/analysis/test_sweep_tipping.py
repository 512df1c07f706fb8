"""Tipping points, feedback and memory, on made-up sweeps whose tipping dose, gain and loop are known."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner, Result
from numpy.typing import ArrayLike
from scipy.stats import t as student

from tests.helpers.fake_sweeps import fake_sweep
from tightrope.analysis.study.drives import calm_from, drive_of
from tightrope.analysis.study.feedback import feedback
from tightrope.analysis.study.hysteresis import drives, faster_and_slower, hysteresis
from tightrope.analysis.study.intervals import draws_of_means, interval
from tightrope.analysis.study.tipping import Tipping, tipping
from tightrope.cli.sweep_tipping import tipping as command
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.scenario import load_scenario as load
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.store import dataset
from tightrope.sweeps.store.dataset import SweepResults

load_scenario = cache(load)
DOSES = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
STRENGTH = Factor("strength", "share", 0, 1, levels=tuple(DOSES))
ELSEWHERE = Factor("outside_approval", "share", 0, 1, levels=(0.3, 0.7))
SEEDS = 12
CHANCE = np.random.default_rng(7)
OF_SEED = CHANCE.normal(0, 0.3, SEEDS)
"""What a seed does to every dose alike: ten times what tells doses apart."""
NOISE = CHANCE.normal(0, 0.01, (len(DOSES), SEEDS))


def doses(curve: ArrayLike, noise: ArrayLike = NOISE, **others: Any) -> SweepResults:
    """One setting whose default follows a curve over the doses."""
    values = 1 + np.asarray(curve)[:, np.newaxis] + OF_SEED + np.asarray(noise)
    return fake_sweep({"default_hazard": values[np.newaxis]}, factors=[STRENGTH], points=DOSES[:, np.newaxis], **others)


def told(results: SweepResults, **others: Any) -> Tipping:
    return tipping(results, "default_hazard", "mean", **{"dose": "strength", "scenario": "baseline"} | others)


# draws


def test_draws_of_one_mean_give_its_student_interval() -> None:
    for seeds in (3, 20):
        values = np.random.default_rng(seeds).normal(5, 2, seeds)
        exact = values.mean() + student.ppf([0.025, 0.975], seeds - 1) * values.std(ddof=1) / seeds**0.5
        assert interval(draws_of_means(values, 40_000), 0.95) == pytest.approx(tuple(exact), rel=0.05)


# the dose and its answer


def test_a_parabola_tips_at_its_vertex() -> None:
    found = told(doses(2 * (DOSES - 0.4) ** 2))
    [curve] = found.curves.to_dicts()
    assert curve["shape"] == "falls, then rises" and curve["seeds"] == SEEDS
    assert curve["tips_at"] == pytest.approx(0.4, abs=0.02)
    assert curve["tips_low"] < curve["tips_at"] < curve["tips_high"] < curve["tips_low"] + 0.05
    assert curve["worst_at"] is None
    assert found.steps["verdict"].to_list() == ["lowers", "lowers", "raises", "raises"]


def test_the_interval_of_the_tipping_dose_holds_it_nineteen_times_of_twenty() -> None:
    chance = np.random.default_rng(5)
    curve = 2 * (DOSES - 0.4) ** 2
    found = [told(doses(curve, chance.normal(0, 0.02, NOISE.shape))).curves.row(0, named=True) for _ in range(60)]
    held = sum(each["tips_low"] <= 0.4 <= each["tips_high"] for each in found)
    assert 52 <= held <= 60, "57 of 60 are to be expected; fewer than 52 in one of a hundred"


def test_steps_are_differences_of_the_same_seeds() -> None:
    results = doses(2 * (DOSES - 0.4) ** 2)
    step = told(results).steps.row(2, named=True)
    exact = (2 * (0.75 - 0.4) ** 2 - 2 * (0.5 - 0.4) ** 2) + (NOISE[3] - NOISE[2])
    half = student.ppf(0.975, SEEDS - 1) * exact.std(ddof=1) / SEEDS**0.5
    assert (step["from_dose"], step["dose"]) == (0.5, 0.75)
    assert step["change"] == pytest.approx(exact.mean())
    assert (step["low"], step["high"]) == pytest.approx((exact.mean() - half, exact.mean() + half))
    assert step["slope"] == pytest.approx(4 * exact.mean())
    assert half < 0.1 * OF_SEED.std(), "what a seed does to all doses drops out"


@pytest.mark.parametrize(
    ("curve", "shape", "tips", "worst"),
    [
        (DOSES, "rises", 0, None),
        (-DOSES, "falls", None, None),
        (-2 * (DOSES - 0.6) ** 2, "rises, then falls", 0, 0.6),
        ([0, -0.5, 0.5, 0.2, 0], "falls, then rises, then falls", 0.17, 0.48),
        (0 * DOSES, "undecided", None, None),
    ],
)
def test_curves_are_told_by_their_shape(curve: Any, shape: str, tips: float | None, worst: float | None) -> None:
    found = told(doses(curve)).curves.row(0, named=True)
    assert found["shape"] == shape
    assert found["tips_at"] == (None if tips is None else pytest.approx(tips, abs=0.1))
    assert found["worst_at"] == (None if worst is None else pytest.approx(worst, abs=0.1))


def test_flat_then_rising_leaves_open_where_it_begins() -> None:
    found = told(doses(np.maximum(0, DOSES - 0.5))).curves.row(0, named=True)
    assert found["shape"] == "rises"
    assert found["tips_low"] == 0 and found["tips_high"] > 0.2


def test_noise_is_rarely_called_anything_but_undecided() -> None:
    chance = np.random.default_rng(3)
    shapes = [
        told(doses(0 * DOSES, chance.normal(0, 0.01, NOISE.shape))).curves["shape"][0] for _ in range(60)
    ]  # fmt: skip
    assert sum(shape != "undecided" for shape in shapes) <= 7, "3 of 60 are to be expected; more than 7 in one of 100"


def test_every_setting_of_the_other_factors_has_its_own_curve() -> None:
    points = [[dose, at] for at in ELSEWHERE.levels for dose in DOSES]
    curves = np.concatenate([DOSES, -DOSES])[:, np.newaxis] + np.tile(OF_SEED + NOISE, (2, 1))
    results = fake_sweep({"default_hazard": curves[np.newaxis]}, factors=[STRENGTH, ELSEWHERE], points=points)
    found = told(results)
    assert found.others == ["outside_approval"]
    assert found.curves.select("outside_approval", "shape").rows() == [(0.3, "rises"), (0.7, "falls")]
    assert found.steps.height == 8
    turned = told(results, dose="outside_approval")
    assert turned.curves["strength"].to_list() == DOSES.tolist()


def test_a_seed_that_lacks_a_dose_is_left_out() -> None:
    assert told(doses(DOSES, failed=[5, SEEDS + 2])).curves["seeds"].to_list() == [SEEDS - 2]
    few = told(doses(DOSES, waiting=range(2, SEEDS)))
    assert few.curves.select("seeds", "shape", "tips_at").row(0) == (2, "undecided", None)
    assert few.steps["low"].null_count() == 4 and few.steps["change"].null_count() == 0
    assert told(doses(DOSES, waiting=range(SEEDS))).curves["seeds"].to_list() == [SEEDS], "one dose less"


@pytest.mark.parametrize(
    ("others", "says"),
    [
        ({"dose": "strenght"}, "does not vary 'strenght', did you mean 'strength'"),
        ({"scenario": "base"}, "no scenario of this sweep is called 'base'"),
    ],
)
def test_what_is_no_dose_is_refused(others: dict[str, str], says: str) -> None:
    with pytest.raises(InputError, match=says):
        told(doses(DOSES), **others)


def test_one_dose_is_too_few() -> None:
    with pytest.raises(InputError, match="a grid over it"):
        told(doses(DOSES, waiting=range(SEEDS, 5 * SEEDS)))


# the loop


LOOP = Factor("delinquency_weight", "stance", 0, 2, levels=(0.0, 1.0, 2.0))
WEIGHTS = np.array(LOOP.levels)
MONTHS = 72
PATH = load_scenario("guidance-up-and-down").timeline(MONTHS)["guidance"][1:]


def scenarios_told(results: SweepResults) -> SweepResults:
    """Put the whole scenarios into a made-up manifest."""
    names = [each["name"] for each in results.manifest["scenarios"]]
    results.manifest["scenarios"] = [load_scenario(name).resolved() for name in names]
    return results


def linear_loop(share: float, *, calm: float = 0.0, **others: Any) -> SweepResults:
    """A stance that takes each month the push and ``share`` x weight of its own last value."""
    push = 0.1 * PATH * np.exp(0.2 * OF_SEED[:, np.newaxis])
    pushed = np.zeros((len(WEIGHTS), SEEDS, MONTHS))
    for month in range(MONTHS):
        before = pushed[:, :, month - 1] if month else 0
        pushed[:, :, month] = push[:, month] + share * WEIGHTS[:, np.newaxis] * before
    own = calm * WEIGHTS[:, np.newaxis, np.newaxis] * np.ones_like(pushed)
    courses = {"stance": np.stack([own, pushed + own])}
    names = ("baseline", "guidance-up-and-down")
    given: Any = {"scenarios": names, "against": "baseline", "factors": [LOOP], "points": WEIGHTS[:, np.newaxis]}
    return scenarios_told(fake_sweep(courses, **given | others))


def test_the_gain_of_a_linear_loop_is_found() -> None:
    found = feedback(linear_loop(0.3), scenario="guidance-up-and-down")
    assert found["delinquency_weight"].to_list() == [1, 2]
    assert found["gain"].to_list() == pytest.approx([0.3, 0.6], abs=1e-5)
    assert found["amplification"].to_list() == pytest.approx([1 / 0.7, 1 / 0.4], rel=1e-5)
    assert found["cut"][0] == pytest.approx(0.1 * PATH.sum() * np.exp(0.2 * OF_SEED).mean(), rel=1e-5)
    assert found["runaway"].to_list() == [0, 0]
    assert (found["gain_low"] <= found["gain"] + 1e-6).all() and (found["gain"] <= found["gain_high"] + 1e-6).all()


def test_what_a_platform_does_unasked_is_no_answer_to_the_push() -> None:
    found = feedback(linear_loop(0.3, calm=0.2), scenario="guidance-up-and-down")
    assert found["gain"].to_list() == pytest.approx([0.3, 0.6], abs=1e-5)
    assert found["calm_end"].to_list() == pytest.approx([0.2, 0.4])


def test_a_stance_that_stays_is_a_runaway() -> None:
    found = feedback(linear_loop(0.5), scenario="guidance-up-and-down")
    assert found["runaway"].to_list() == [0, 1], "at twice .5 nothing is ever forgotten"


def test_an_effect_of_chance_has_no_gain() -> None:
    results = fake_sweep(
        {"stance": np.stack([np.zeros((3, SEEDS, 24)), CHANCE.normal(0, 1, (3, SEEDS, 24))])},
        scenarios=("baseline", "guidance-up-and-down"), against="baseline",
        factors=[LOOP], points=WEIGHTS[:, np.newaxis],
    )  # fmt: skip
    found = feedback(scenarios_told(results), scenario="guidance-up-and-down")
    assert found["gain"].null_count() == 2
    assert found["runaway"].null_count() == 2, "the push lasts to the end"


def test_a_loop_that_was_never_cut_is_refused() -> None:
    with pytest.raises(InputError, match="give it a level 0"):
        feedback(linear_loop(0.3), scenario="guidance-up-and-down", loop="guidance_weight")
    with pytest.raises(InputError, match="no finished runs differ in 'delinquency_weight' alone"):
        feedback(linear_loop(0.3, waiting=range(3 * SEEDS, 4 * SEEDS)), scenario="guidance-up-and-down")
    with pytest.raises(InputError, match="compared with no other scenario"):
        feedback(linear_loop(0.3), scenario="baseline")


# the drive and what is remembered


def test_a_drive_is_read_from_the_manifest() -> None:
    drive = drive_of(load_scenario("guidance-up-and-down").resolved(), 60)
    assert drive and (drive.parameter, drive.extreme) == ("guidance", 1)
    assert drive.force[11:24].tolist() == pytest.approx((np.arange(13) / 12).tolist())
    assert (drive.up, drive.down) == (slice(11, 24), slice(23, 36))
    assert calm_from(load_scenario("guidance-up-and-down").resolved(), 60) == 36
    assert calm_from(load_scenario("regulatory-squeeze").resolved(), 60) == 30


@pytest.mark.parametrize(
    ("name", "months"),
    [("baseline", 60), ("regulatory-squeeze", 60), ("rate-cap", 60), ("guidance-up-and-down", 30)],
)
def test_what_does_not_go_up_and_down_is_no_drive(name: str, months: int) -> None:
    assert drive_of(load_scenario(name).resolved(), months) is None


RAMPS = ("baseline", "guidance-up-and-down", "guidance-up-and-down-slow")
LONG = 108


def ramps(response: Any, **others: Any) -> SweepResults:
    """Courses that answer to the guidance of each scenario, on top of a calm one; seeds answer unlike."""
    each = np.exp(0.2 * OF_SEED)[:, np.newaxis]
    paths = [load_scenario(name).timeline(LONG)["guidance"][1:] for name in RAMPS]
    courses = np.stack([0.5 + OF_SEED[:, np.newaxis] + each * response(path) for path in paths])[:, np.newaxis]
    return scenarios_told(fake_sweep({"stance": courses}, scenarios=RAMPS, **{"against": "baseline"} | others))


def lagged(path: Any, share: float) -> Any:
    """A first-order lag that closes ``share`` of its gap in a month."""
    found = np.zeros(len(path))
    for month in range(1, len(path)):
        found[month] = found[month - 1] + share * (path[month] - found[month - 1])
    return found


def test_what_follows_at_once_draws_no_loop() -> None:
    found = hysteresis(ramps(lambda path: -2 * path), "stance")
    assert found["scenario"].to_list() == list(RAMPS[1:])
    assert found.select("up", "down").rows() == [(12, 12), (36, 36)]
    assert found["width"].to_list() == pytest.approx([0, 0], abs=1e-5)
    assert (found["largest"] < -1.5).all()
    assert found["left_first_year"].to_list() == pytest.approx([0, 0], abs=1e-5)


def test_the_loop_of_a_lag_is_found_and_closes_as_the_ramp_slows() -> None:
    results = ramps(lambda path: lagged(path, 0.3))
    slow = hysteresis(results, "stance").row(1, named=True)
    behind = (1 - 0.3) / 0.3 / 36  # months of a steady lag, at 1/36 of the range a month
    assert slow["width"] == pytest.approx(2 * behind * np.exp(0.2 * OF_SEED).mean(), rel=0.1)
    change = faster_and_slower(results, "stance").row(0, named=True)
    assert (change["faster"], change["slower"], change["verdict"]) == (*RAMPS[1:], "closes")


def test_what_is_never_forgotten_does_not_close() -> None:
    results = ramps(np.maximum.accumulate)
    found = hysteresis(results, "stance")
    assert found["openness"].to_list() == pytest.approx([0.5, 0.5], abs=0.01)
    assert found["left_second_year"].to_list() == pytest.approx([1, 1], abs=1e-5)
    assert abs(faster_and_slower(results, "stance")["change"][0]) < 0.01


def test_a_response_of_chance_has_no_openness() -> None:
    found = hysteresis(ramps(lambda path: CHANCE.normal(0, 1, (SEEDS, len(path)))), "stance")
    assert found["width"].null_count() == 0 and found["width_low"].max() < 0 < found["width_high"].min()  # type: ignore[operator]


def test_too_few_seeds_tell_nothing_of_memory() -> None:
    found = hysteresis(ramps(lambda path: path, waiting=range(2, SEEDS)), "stance")
    assert found["seeds"].to_list() == [2, 2] and found["width"].null_count() == 2


def test_without_a_drive_there_is_no_memory() -> None:
    with pytest.raises(InputError, match="no scenario of this sweep goes up and comes down again"):
        hysteresis(scenarios_told(fake_sweep({"stance": np.ones((1, 1, 3, 24))})), "stance")
    assert list(drives(ramps(lambda path: path))) == list(RAMPS[1:])


# the command


def shown(results: SweepResults, monkeypatch: pytest.MonkeyPatch, *words: str) -> Result:
    monkeypatch.setattr(dataset, "open_sweep", lambda folder, verify: results)
    return CliRunner().invoke(command, ["somewhere", *words])


def test_the_command_shows_the_answer_to_the_dose(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    results = scenarios_told(doses(2 * (DOSES - 0.4) ** 2, failed=[0]))
    told = shown(results, monkeypatch, "--csv", str(tmp_path / "all.csv"))
    assert told.exit_code == 0, told.output
    for part in (r"by dose of 'strength'", r"falls, then rises +0\.[34]\d \(0\.3", r"59 of 60 runs are finished"):
        assert re.search(part, told.output)
    frame = pl.read_csv(tmp_path / "all.csv")
    assert frame["table"].unique().to_list() == ["dose"] and frame.height == 4
    assert {"measure", "dose", "change", "low", "high", "verdict", "tips_at"} <= set(frame.columns)


def test_the_command_shows_loop_and_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told = shown(linear_loop(0.3), monkeypatch, "--measure", "stance", "--csv", str(tmp_path / "all.csv"))
    assert told.exit_code == 0, told.output
    for part in ("delinquency_weight", "0.60 (0.60 to 0.60)", "What is remembered under guidance-up-and-down"):
        assert part in told.output
    assert set(pl.read_csv(tmp_path / "all.csv")["table"]) == {"feedback", "memory"}
    told = shown(ramps(lambda path: lagged(path, 0.3)), monkeypatch)
    assert told.exit_code == 0 and "closes" in told.output and "in 36 months and back in 36" in told.output


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--measure", "stanc"], "did you mean 'stance'"),
        (["--measure", ""], "'' is no measure of this sweep"),
        (["--statistic", "men"], "no statistic is called 'men'"),
        (["--dose", "strenth"], "this sweep does not vary 'strenth'"),
        (["--scenario", ""], "no scenario of this sweep is called ''"),
    ],
)
def test_the_command_refuses_names_that_nothing_has(
    monkeypatch: pytest.MonkeyPatch, words: list[str], says: str
) -> None:
    told = shown(ramps(lambda path: path), monkeypatch, *words)
    assert isinstance(told.exception, InputError) and says in str(told.exception)


def test_the_command_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    told = shown(scenarios_told(fake_sweep({"stance": np.ones((1, 1, 3, 24))})), monkeypatch)
    assert isinstance(told.exception, InputError)
    assert "this sweep varies nothing: for tipping points name the factor" in str(told.exception)
