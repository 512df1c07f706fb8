"""What the seeds of a sweep agree on: means, their intervals, and differences that are paired by seed."""

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from scipy import stats

from tests.helpers.fake_sweeps import fake_sweep
from tightrope.analysis.study.means import FEWEST, course, means
from tightrope.analysis.study.outcomes import outcomes
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.store.dataset import SweepResults

LATE = "dpd30_share_balance"
SPEED = Factor("tighten_speed", "1/month", 0, 1)
EFFECT = 0.004


def correlated(points: int, seeds: int, *, common: float = 0.9, seed: int = 5) -> SweepResults:
    """Baseline and squeeze with the same luck of a seed in both, but for a part of their own; the squeeze adds EFFECT.

    Every point is another trial of the same experiment.
    """
    random = np.random.default_rng(seed)
    luck = random.normal(size=(1, points, seeds))
    own = random.normal(size=(2, points, seeds))
    values = 0.02 + 0.001 * (np.sqrt(common) * luck + np.sqrt(1 - common) * own)
    values[1] += EFFECT
    return fake_sweep(
        {LATE: values}, scenarios=["baseline", "squeeze"], against="baseline", factors=[SPEED],
        points=np.linspace(0, 1, points)[:, np.newaxis],
    )  # fmt: skip


def test_numbers_are_those_of_the_textbook() -> None:
    random = np.random.default_rng(1)
    values = random.normal(0.03, 0.01, (2, 1, 8))
    sweep = fake_sweep({LATE: values}, scenarios=["baseline", "squeeze"], against="baseline")
    base, tight = means(sweep, LATE, "mean", level=0.9).iter_rows(named=True)
    assert (base["scenario"], tight["scenario"]) == ("baseline", "squeeze")
    own = stats.ttest_1samp(values[1, 0], 0).confidence_interval(0.9)
    paired = stats.ttest_rel(values[1, 0], values[0, 0])
    unpaired = stats.ttest_ind(values[1, 0], values[0, 0]).confidence_interval(0.9)
    assert (tight["seeds"], tight["pairs"]) == (8, 8)
    assert tight["mean"] == pytest.approx(values[1].mean())
    assert tight["sd"] == pytest.approx(values[1].std(ddof=1))
    assert (tight["low"], tight["high"]) == pytest.approx(own)
    assert (tight["p05"], tight["p95"]) == pytest.approx(np.quantile(values[1], [0.05, 0.95]))
    assert tight["difference"] == pytest.approx((values[1] - values[0]).mean())
    assert (tight["difference_low"], tight["difference_high"]) == pytest.approx(paired.confidence_interval(0.9))
    width = tight["difference_high"] - tight["difference_low"]
    assert tight["tighter"] == pytest.approx((unpaired.high - unpaired.low) / width)
    assert tight["above"] == pytest.approx((values[1] > values[0]).mean())
    assert base["pairs"] == 0
    assert [base[name] for name in ("difference", "difference_low", "difference_p95", "tighter", "above")] == [None] * 5


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    told = means(correlated(points=2_000, seeds=6), LATE, "mean", level=0.9)
    inside = told.group_by("scenario", maintain_order=True).agg(
        pl.lit(0.02).is_between("low", "high").mean().alias("mean"),
        pl.lit(EFFECT).is_between("difference_low", "difference_high").mean().alias("difference"),
    )
    error = np.sqrt(0.9 * 0.1 / 2_000)
    assert inside["mean"][0] == pytest.approx(0.9, abs=3 * error)
    assert inside["difference"][1] == pytest.approx(0.9, abs=3 * error)


def test_pairs_are_tighter_by_what_the_scenarios_share() -> None:
    paired = means(correlated(points=300, seeds=20), LATE, "mean").filter(scenario="squeeze")
    apart = means(correlated(points=300, seeds=20, common=0.0), LATE, "mean").filter(scenario="squeeze")
    assert paired["tighter"].median() == pytest.approx(1 / np.sqrt(1 - 0.9), rel=0.06)
    assert apart["tighter"].median() == pytest.approx(1, rel=0.06)
    assert (paired["above"] == 1).all()
    assert (paired["difference_low"] > 0).all()


def test_few_seeds_give_no_interval() -> None:
    told = means(correlated(points=1, seeds=FEWEST - 1), LATE, "mean")
    assert told.select("low", "high", "difference_low", "tighter").null_count().row(0) == (2, 2, 2, 2)
    assert told["mean"].null_count() == 0
    assert means(correlated(points=1, seeds=FEWEST), LATE, "mean")["low"].null_count() == 0


def test_equal_runs_differ_by_nothing_and_chance_has_no_part_in_it() -> None:
    values = np.broadcast_to(np.array([0.1, 0.2, 0.4]), (2, 1, 3))
    row = means(fake_sweep({LATE: values}, scenarios=["baseline", "twin"], against="baseline"), LATE, "end").row(
        1, named=True
    )
    assert [row[name] for name in ("difference", "difference_low", "difference_high", "tighter", "above")] == [
        0, 0, 0, None, 0,
    ]  # fmt: skip


def test_only_what_is_known_is_counted() -> None:
    values = np.array([[[1.0, 2, 3, np.nan, 5]], [[2.0, 4, np.nan, 5, 9]]])
    sweep = fake_sweep({LATE: values}, scenarios=["baseline", "squeeze"], against="baseline", failed=[0])
    base, tight = means(sweep, LATE, "mean").iter_rows(named=True)
    assert (base["seeds"], base["mean"]) == (3, pytest.approx(10 / 3))
    assert (tight["seeds"], tight["mean"]) == (4, 5)
    assert (tight["pairs"], tight["difference"]) == (2, 3), "seeds 2 and 5 alone are known in both"


def test_pooling_averages_points_before_seeds() -> None:
    sweep = correlated(points=40, seeds=8)
    runs = means(sweep, LATE, "mean")
    pooled = means(sweep, LATE, "mean", pooled=True)
    assert pooled["scenario"].to_list() == ["baseline", "squeeze"]
    assert pooled["mean"].to_list() == pytest.approx(
        [runs.filter(scenario=s)["mean"].mean() for s in pooled["scenario"]]
    )
    by_seed = outcomes(sweep, LATE, "mean", difference=True).group_by("seed").agg(pl.col("value").mean())["value"]
    assert pooled["difference_sd"][1] == pytest.approx(by_seed.std())
    assert pooled["pairs"].to_list() == [0, 8]


def test_pooled_differences_are_those_of_pairs() -> None:
    values = np.array([[[1.0, 1], [5, 5]], [[2.0, 2], [8, 8]]])
    missing = {
        "scenarios": ["baseline", "squeeze"],
        "against": "baseline",
        "factors": [SPEED],
        "points": [[0.0], [1.0]],
    }
    pooled = means(fake_sweep({LATE: values}, failed=[2, 3], **missing), LATE, "mean", pooled=True)  # type: ignore[arg-type]
    assert pooled["difference"].to_list() == [None, 1.0], "the second point has no pair"


def test_a_course_is_told_month_by_month() -> None:
    values = np.random.default_rng(2).normal(size=(2, 3, 7, 4)).astype(np.float32).astype(float)
    factors, points = [SPEED], [[0.0], [0.5], [1.0]]
    sweep = fake_sweep(
        {LATE: values}, scenarios=["baseline", "squeeze"], against="baseline", factors=factors, points=points
    )
    told = course(sweep, LATE)
    assert told.height == 2 * 3 * 4
    assert told.columns[:5] == ["scenario", "point", "tighten_speed", "month", "seeds"]
    assert told["mean"].to_numpy() == pytest.approx(values.mean(axis=2).ravel())
    assert told["p95"].to_numpy() == pytest.approx(np.quantile(values, 0.95, axis=2).ravel())
    assert told["difference"].to_numpy()[12:] == pytest.approx((values[1] - values[0]).mean(axis=1).ravel())
    one = course(sweep, LATE, scenario="squeeze", point=1)
    assert_frame_equal(one, told.filter(scenario="squeeze", point=1))
    assert course(sweep, LATE).equals(told), "the same bits every time"


def test_courses_meet_in_the_months_that_both_have() -> None:
    sweep = fake_sweep({LATE: np.ones((2, 1, 3, 6))}, scenarios=["baseline", "squeeze"], against="baseline")
    shorter = SweepResults(
        sweep.manifest | {"months": [4, 6]},
        sweep.runs,
        sweep.months.filter((pl.col("scenario") == "squeeze") | (pl.col("month") <= 4)),
        sweep.summaries,
    )
    told = course(shorter, LATE, scenario="squeeze")
    assert told["pairs"].to_list() == [3, 3, 3, 3, 0, 0]


def test_what_is_not_there_is_refused() -> None:
    sweep = correlated(points=2, seeds=3)
    with pytest.raises(InputError, match="did you mean 'dpd30_share_balance'"):
        course(sweep, "dpd30_share_balanc")
    with pytest.raises(InputError, match="'trust_mean' is not kept"):
        course(sweep, "trust_mean")
    with pytest.raises(InputError, match="did you mean 'squeeze'"):
        course(sweep, LATE, scenario="squeez")
    with pytest.raises(InputError, match="no run of squeeze at point 7"):
        course(sweep, LATE, scenario="squeeze", point=7)
    with pytest.raises(InputError, match="level: 95"):
        means(sweep, LATE, "mean", level=95)
