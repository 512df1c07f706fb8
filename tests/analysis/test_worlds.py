"""What is known over an ensemble: the two parts of a spread are found again where they are known."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.helpers.fake_sweeps import fake_sweep
from tightrope.analysis.study.worlds import Parts, band, margin, over_ensemble, parts, worlds, worlds_by_month
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.store.dataset import SweepResults

LATE = "dpd90_share_balance"
DESIGN = {"kind": "ensemble", "points": 4, "ensemble": "four", "calibration": "small"}
FACTOR = Factor("patience_months", "months", 1.0, 4.0)


def made_up(members: int, seeds: int, *, of_members: float, of_seeds: float, rest: float) -> NDArray[np.float64]:
    """Values of shape (members, seeds) around 10, of known standard deviations."""
    random = np.random.default_rng(7)
    a, b, e = (random.normal(size=size) for size in ((members, 1), (1, seeds), (members, seeds)))
    return np.asarray(10 + of_members * a + of_seeds * b + rest * e)


def sweep_of(values: NDArray[np.float64], **more: object) -> SweepResults:
    """A sweep of a baseline and others, values of shape (scenarios, members, seeds)."""
    names = ["baseline", "squeeze", "calm"][: len(values)]
    members = values.shape[1]
    points = np.linspace(1, 4, members)[:, np.newaxis]
    usual = {"against": "baseline", "design": {**DESIGN, "points": members}}
    return fake_sweep({LATE: values}, scenarios=names, factors=[FACTOR], points=points, **{**usual, **more})  # type: ignore[arg-type]


# the two parts


@pytest.mark.parametrize(
    ("of_members", "of_seeds", "rest"), [(2.0, 0.5, 0.5), (0.5, 2.0, 1.0), (1.0, 0.0, 3.0), (0.0, 1.0, 0.0)]
)
def test_known_parts_are_found_again(of_members: float, of_seeds: float, rest: float) -> None:
    found = parts(made_up(400, 300, of_members=of_members, of_seeds=of_seeds, rest=rest))
    assert found.ignorance == pytest.approx(of_members, rel=0.1, abs=0.1)
    assert found.chance == pytest.approx(np.hypot(of_seeds, rest), rel=0.1)


def test_chance_passes_for_no_ignorance_however_few_the_seeds() -> None:
    found = parts(made_up(400, 2, of_members=0.0, of_seeds=0.0, rest=1.0))
    assert found.ignorance < 0.3, "means over two seeds scatter by 0.7"
    apart = np.array([[1.0, 3.0], [2.0, 4.0]])  # what a seed adds, it adds in both members
    assert parts(apart) == pytest.approx((0.5**0.5, 2**0.5))


def test_the_share_of_ignorance_is_that_of_the_variance() -> None:
    assert Parts(3.0, 4.0).share == pytest.approx(9 / 25)
    assert Parts(0.0, 0.0).share is None


def test_the_band_holds_nine_of_ten() -> None:
    assert band(np.arange(101.0).reshape(1, 101)) == (5.0, 95.0)


# what is beyond chance


def test_of_worlds_without_an_effect_one_in_twenty_seems_to_have_one() -> None:
    random = np.random.default_rng(1)
    beyond = 0.0
    for _ in range(300):
        values = 0.5 * random.normal(size=(1, 3)) + random.normal(size=(40, 3))
        beyond += float((np.abs(values.mean(axis=1)) > margin(values)).mean()) / 300
    assert beyond == pytest.approx(0.05, abs=0.02)


def test_few_seeds_that_move_all_members_alike_ask_for_more() -> None:
    alike = margin(made_up(40, 3, of_members=1.0, of_seeds=1.0, rest=0.01))
    apart = margin(made_up(40, 3, of_members=1.0, of_seeds=0.0, rest=1.0))
    chance = [parts(made_up(40, 3, of_members=1.0, of_seeds=b, rest=e)).chance for b, e in ((1.0, 0.01), (0.0, 1.0))]
    assert alike / chance[0] == pytest.approx(4.303 / 3**0.5, rel=0.01), "Student's t of two degrees of freedom"
    assert apart / chance[1] == pytest.approx(1.99 / 3**0.5, rel=0.01), "of about eighty"
    assert margin(np.ones((4, 2))) == 0.0


# of a sweep


def test_each_scenario_is_told_with_its_difference_world_by_world() -> None:
    base = 0.02 + made_up(4, 3, of_members=0.001, of_seeds=0.0005, rest=0.0) / 1000
    moves = np.array([0.01, 0.008, 0.0, -0.004])[:, np.newaxis]
    noise = np.random.default_rng(2).normal(size=(4, 3)) * 1e-5
    results = sweep_of(np.array([base, base + moves + noise, base]))
    assert over_ensemble(results)
    first, squeeze, calm = worlds(results, LATE, "mean").iter_rows(named=True)
    assert (first["scenario"], first["members"], first["seeds"]) == ("baseline", 4, 3)
    assert first["mean"] == pytest.approx(base.mean()) and first["difference"] is None and first["raised"] is None
    assert (first["low"], first["high"]) == pytest.approx(band(base))
    assert (squeeze["raised"], squeeze["lowered"]) == (2, 1)
    assert squeeze["difference"] == pytest.approx(0.0035, rel=0.01)
    assert (squeeze["difference_low"], squeeze["difference_high"]) == pytest.approx(band(moves + noise))
    assert squeeze["difference_ignorance"] == pytest.approx(moves.std(ddof=1), rel=0.01)
    assert squeeze["difference_chance"] == pytest.approx(1e-5, rel=0.6)
    assert (calm["difference"], calm["raised"], calm["lowered"]) == (0.0, 0, 0)


def test_members_that_lack_a_seed_are_left_out() -> None:
    values = np.zeros((2, 4, 2)) + np.arange(4.0)[:, np.newaxis]
    results = sweep_of(values, failed=[0], waiting=[15])
    own, other = worlds(results, LATE, "mean").iter_rows(named=True)
    assert (own["members"], own["mean"]) == (3, 2.0)
    assert (other["members"], other["mean"]) == (3, 1.0)
    assert other["difference"] == 0.0


def test_scenarios_of_another_length_have_no_difference_and_too_few_members_tell_nothing() -> None:
    values = np.zeros((2, 4, 2)) + np.arange(4.0)[:, np.newaxis]
    results = sweep_of(values)
    results.manifest["months"] = [1, 2]
    assert worlds(results, LATE, "mean")["difference"].null_count() == 2
    with pytest.raises(InputError, match="fewer than 2 members of the ensemble have all their seeds"):
        worlds(sweep_of(values[:1], waiting=[1, 3, 5]), LATE, "mean")


def test_months_have_a_band_of_all_runs_and_one_of_the_members_means() -> None:
    values = np.zeros((1, 3, 2, 2))
    values[0, :, :, 0] = [[0.0, 2.0], [1.0, 3.0], [2.0, 4.0]]
    told = worlds_by_month(sweep_of(values), LATE, "baseline").row(0, named=True)
    assert told["month"] == 1 and told["mean"] == 2.0
    assert (told["low"], told["high"]) == (pytest.approx(0.25), pytest.approx(3.75))
    assert (told["world_low"], told["world_high"]) == (pytest.approx(1.1), pytest.approx(2.9))
