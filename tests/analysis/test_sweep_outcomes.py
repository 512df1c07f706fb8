"""One number for each run of a sweep, and what is said of those that have none."""

import numpy as np
import polars as pl
import pytest

from tests.helpers.fake_sweeps import fake_sweep
from tightrope.analysis.study.outcomes import Progress, check_scenario, outcomes, progress, unit_of
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.store.dataset import STATISTICS, SweepResults

SPEED = Factor("tighten_speed", "1/month", 0, 1)
LATE = np.arange(2 * 3 * 4 * 5, dtype=float).reshape(2, 3, 4, 5)


def two_scenarios(**others: object) -> SweepResults:
    kept: dict[str, object] = {"scenarios": ["baseline", "squeeze"], "against": "baseline", "factors": [SPEED]}
    return fake_sweep({"dpd30_share_balance": LATE}, points=[[0.0], [0.5], [1.0]], **(kept | others))  # type: ignore[arg-type]


def test_there_is_one_row_for_each_finished_run() -> None:
    found = outcomes(two_scenarios(failed=[1], waiting=[23]), "dpd30_share_balance", "end")
    assert found.columns == ["run", "scenario", "point", "seed", "tighten_speed", "value"]
    assert found["run"].to_list() == [0, *range(2, 23)]
    assert found.row(5, named=True) == {
        "run": 6, "scenario": "baseline", "point": 1, "seed": 3, "tighten_speed": 0.5, "value": LATE[0, 1, 2, 4],
    }  # fmt: skip


@pytest.mark.parametrize("statistic", STATISTICS)
def test_every_statistic_is_what_its_name_says(statistic: str) -> None:
    seed = LATE[1, 2, 3]
    expected = {
        "mean": seed.mean(), "start": seed[0], "end": seed[-1], "peak": seed.max(), "peak_month": 5,
        "trough": seed.min(), "trough_month": 1, "total": seed.sum(), "area": seed.sum() - LATE[0, 2, 3].sum(),
    }  # fmt: skip
    assert outcomes(two_scenarios(), "dpd30_share_balance", statistic)["value"][-1] == pytest.approx(
        expected[statistic]
    )


def test_what_is_not_known_stays_so() -> None:
    found = outcomes(two_scenarios(), "dpd30_share_balance", "area")
    assert found.filter(pl.col("value").is_null())["scenario"].unique().to_list() == ["baseline"]


def test_differences_pair_point_and_seed() -> None:
    found = outcomes(two_scenarios(failed=[0, 14]), "dpd30_share_balance", "mean", difference=True)
    assert found["scenario"].unique().to_list() == ["squeeze"]
    assert found["run"].to_list() == [13, *range(15, 24)], "without its pair or its numbers, a run is left out"
    assert found["value"].to_list() == [60.0] * 10, "all of LATE[1] - LATE[0]"


def test_scenarios_of_another_length_are_not_compared() -> None:
    sweep = two_scenarios()
    sweep.manifest["months"] = [5, 6]
    with pytest.raises(InputError, match="no two runs that are compared"):
        outcomes(sweep, "dpd30_share_balance", "total", difference=True)


def test_missing_runs_are_counted_and_told() -> None:
    whole, broken = two_scenarios(), two_scenarios(failed=[1, 2], waiting=[23])
    assert (progress(whole), progress(whole).note) == (Progress(24, 0, 0), "")
    assert progress(broken) == Progress(21, 2, 1)
    assert progress(broken).note == "21 of 24 runs are finished (2 failed, 1 not run yet); only these are counted"


@pytest.mark.parametrize(
    ("measure", "statistic", "parts"),
    [
        ("dpd30_share_balanc", "mean", ["dpd30_share_balanc", "did you mean 'dpd30_share_balance'"]),
        ("trust_mean", "mean", ["trust_mean", "kept month by month", "measures"]),
        ("dpd30_share_balance", "peek", ["peek", "did you mean 'peak'"]),
    ],
)
def test_unknown_names_are_met_with_what_there_is(measure: str, statistic: str, parts: list[str]) -> None:
    sweep = two_scenarios()
    sweep.manifest["columns"].append("trust_mean")
    with pytest.raises(InputError) as refusal:
        outcomes(sweep, measure, statistic)
    for part in parts:
        assert part in str(refusal.value)


def test_what_cannot_be_told_is_refused() -> None:
    with pytest.raises(InputError, match="compares with none"):
        outcomes(two_scenarios(against=None), "dpd30_share_balance", "area")
    with pytest.raises(InputError, match="compares with no scenario"):
        outcomes(two_scenarios(against=None), "dpd30_share_balance", "mean", difference=True)
    with pytest.raises(InputError, match="an area is a difference already"):
        outcomes(two_scenarios(), "dpd30_share_balance", "area", difference=True)
    with pytest.raises(InputError, match="no run of this sweep is finished"):
        outcomes(two_scenarios(waiting=range(24)), "dpd30_share_balance", "mean")
    with pytest.raises(InputError, match="did you mean 'squeeze'"):
        check_scenario(two_scenarios(), "squeeeze")


def test_units_follow_the_column_and_the_statistic() -> None:
    assert unit_of("dpd30_share_balance", "peak") == "share"
    assert unit_of("writeoff_amount", "total") == "yuan, sum over months"
    assert unit_of("writeoff_amount", "peak_month") == "month"
