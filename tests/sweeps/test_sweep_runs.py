"""What a sweep's runs are: how they are numbered, what tells them apart, and what is told of each measure."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.helpers.small_sweeps import small_sweep
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.plan.summing import OWN_STATISTICS, sum_up

SWEEP = small_sweep()


def test_runs_that_cannot_differ_share_a_market() -> None:
    points = [(0.2, 0.5), (0.2, 1.0), (0.4, 1.0)]
    sweep = small_sweep(points=points, seeds=2)
    assert sweep.runs == 12
    market = sweep.markets.reshape(2, 3, 2)
    assert (market[0, 0] == market[0, 1]).all(), "the baseline has no events that could be stronger"
    assert np.unique(market[1]).size == 6
    assert len(sweep.first_runs) == 10
    nothing = small_sweep(points=[(0.2, 0.0)], seeds=1)
    assert len(nothing.first_runs) == 1, "a squeeze without strength is the baseline"


@pytest.mark.parametrize(
    "change",
    [
        {"borrowers": 61},
        {"months": (9, 8)},
        {"seeds": (1, 2, 4)},
        {"points": np.array([[0.2, 0.5], [0.4, 0.9]])},
        {"factors": (Factor("cut_freeze_share", "1", 0, 1), SWEEP.factors[1])},
    ],
)
def test_what_decides_a_runs_numbers_decides_its_identity(change: dict[str, Any]) -> None:
    assert (replace(SWEEP, **change).ids != SWEEP.ids).any()


def test_a_sweep_is_numbered_scenario_by_scenario_point_by_point_seed_by_seed() -> None:
    places = [SWEEP.run(number) for number in range(SWEEP.runs)]
    assert places == sorted(places)
    assert len(set(places)) == SWEEP.runs


def test_statistics_by_hand() -> None:
    rows = np.array([[1, np.nan, np.nan], [4, 2, np.nan], [-2, 6, np.nan]], np.float32)
    told = dict(zip(OWN_STATISTICS, sum_up(rows).T.tolist(), strict=True))
    nan = pytest.approx(np.nan, nan_ok=True)
    assert told == {
        "mean": [1, 4, nan],
        "start": [1, nan, nan],
        "end": [-2, 6, nan],
        "peak": [4, 6, nan],
        "peak_month": [2, 3, nan],
        "trough": [-2, 2, nan],
        "trough_month": [3, 2, nan],
        "total": [3, 8, nan],
    }
