"""Calibration: distances by hand, known parameters found again, going on where it stopped, and what is told of it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.helpers.fake_sweeps import fake_sweep
from tests.helpers.made_up_calibration import FACTORS, Made, calibration_of, target
from tightrope.analysis.calibration.calibrating import Calibrated, calibrate
from tightrope.analysis.calibration.identification import Identification
from tightrope.analysis.calibration.outcome import accepted_frame, fitted_scenario, write_outcome
from tightrope.analysis.calibration.space import in_units, spread_points
from tightrope.analysis.calibration.targets import implausibilities, ranked, weighed_distance
from tightrope.analysis.calibration.waves import shown_by
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.scenario import load_scenario

type Numbers = NDArray[np.float64]

TRUTH = np.array([[0.3, 1.2, 0.5]])


def gives(points: Numbers) -> list[Numbers]:
    """The first two parameters, each by itself; the third moves nothing."""
    return [points[:, 0] ** 2 + 0.1, 0.4 * points[:, 1] + 0.2 * points[:, 0]]


def together(points: Numbers) -> list[Numbers]:
    """The first two parameters, their product alone."""
    return [points[:, 0] * points[:, 1], points[:, 2]]


@pytest.fixture(scope="module")
def made() -> Made:
    return Made(gives)


@pytest.fixture(scope="module")
def found(made: Made, tmp_path_factory: pytest.TempPathFactory) -> Calibrated:
    return found_of(tmp_path_factory.mktemp("found"), made)


@pytest.fixture(scope="module")
def told(found: Calibrated) -> Identification:
    return Identification(found)


def found_of(folder: Path, made: Made, **method: Any) -> Calibrated:
    values = np.array(made.gives(TRUTH))[:, 0].tolist()
    found = calibrate(calibration_of([target(n, value) for n, value in enumerate(values)], **method), folder, made)
    assert found is not None
    return found


def test_implausibility_by_hand() -> None:
    """|.5 - .2| / sqrt(.05² + .03² + .04²), and beside it a point that hits and one without a number."""
    targets = [target(0, 0.2, error=0.03, discrepancy=0.04), target(1, 0.6, error=0.1)]
    means = np.array([[0.5, 0.2, np.nan], [0.6, 0.9, 0.6]])
    variances = np.array([[0.05**2] * 3, [0.0] * 3])
    off = implausibilities(targets, means, variances)
    assert off[0, 0] == pytest.approx(0.3 / 0.005**0.5)
    assert off[:, 1] == pytest.approx([0.0, 3.0])
    assert off[:, 2].tolist() == [np.inf, 0.0]
    assert ranked(off, 1)[:2] == pytest.approx([0.3 / 0.005**0.5, 3.0])
    assert ranked(off, 2) == pytest.approx([0.0, 0.0, 0.0])
    assert ranked(off, 3).tolist() == ranked(off, 2).tolist(), "of two the smaller"
    assert weighed_distance(off)[:2] == pytest.approx([0.09 / 0.005, 9.0])


def test_chance_is_parted_into_what_seeds_do_to_all_points_and_to_each() -> None:
    """Two points under two seeds, by hand: the second seed adds 2 to both, and .2 more to the second point."""
    plan = calibration_of([target(0, 1.0)])
    assert plan.sweep.reading
    [name] = plan.sweep.reading.names
    points = np.array([[0.1, 1.0, 0.2], [0.4, 2.0, 0.8]])
    made = fake_sweep({name: [[[1.0, 3.0], [5.0, 7.2]]]}, factors=FACTORS, points=points)
    shown = shown_by(made, plan)
    assert (shown.points == points).all()
    assert shown.means == pytest.approx(np.array([[2.0, 6.1]]))
    assert shown.noise[0] == pytest.approx([(2.0 + 2.42) / 2 / 2] * 2, rel=1e-5)
    assert shown.rough[0] == pytest.approx([4 * 0.05**2 / 2] * 2, rel=1e-5)


def test_known_parameters_are_found_again(told: Identification) -> None:
    rows = told.intervals.rows_by_key("parameter", named=True, unique=True)
    for factor, truth in zip(FACTORS[:2], TRUTH[0], strict=False):
        row = rows[factor.name]
        assert row["low"] < truth < row["high"]
        assert row["known"] > 0.3
        assert abs(row["fitted"] - truth) < 0.1 * (factor.high - factor.low)
    assert told.unknown == ["transparency"]
    assert (told.moments["within"] > 0.3).all()
    assert ((told.moments["fitted"] - told.moments["value"]).abs() < 0.03).all()


@pytest.mark.slow
def test_intervals_hold_the_truth_as_often_as_they_say(tmp_path: Path) -> None:
    """Twenty markets whose parameters are known, seen with the error stated: nine in ten intervals hold them."""
    random, held = np.random.default_rng(1), list[bool]()
    for number, cube in enumerate(spread_points(3, 32, 5)[:20]):
        truth = in_units(FACTORS, cube[np.newaxis])
        seen = [float(value[0] + 0.02 * random.normal()) for value in gives(truth)]
        plan = calibration_of([target(place, value) for place, value in enumerate(seen)])
        found = calibrate(plan, tmp_path / str(number), Made(gives))
        assert found is not None
        rows = Identification(found).intervals
        held += ((rows["low"].to_numpy() <= truth[0]) & (truth[0] <= rows["high"].to_numpy())).tolist()
    assert 0.8 <= np.mean(held) <= 0.98


def test_waves_leave_less_and_less(found: Calibrated, made: Made) -> None:
    first, second = found.told
    assert second.left < first.left < 0.6
    assert second.accepted > first.accepted
    assert [trust.explained > 0.95 for trust in second.trust] == [True, True]
    assert list(made.sweeps) == ["wave-01", "ensemble-of-01", "proof-of-01"]
    assert made.sweeps["ensemble-of-01"].seeds == (1, 2, 3)
    assert made.sweeps["proof-of-01"].seeds == (4, 5, 6, 7)


@pytest.mark.parametrize("sessions", [0, 1, 2])
def test_a_calibration_goes_on_where_it_stopped(
    tmp_path: Path, found: Calibrated, made: Made, sessions: int
) -> None:  # fmt: skip
    gone_on = Made(gives)
    plan = calibration_of([target(n, float(value[0])) for n, value in enumerate(gives(TRUTH))])
    assert calibrate(plan, tmp_path, Made(gives, stops_after=sessions)) is None
    again = found_of(tmp_path, gone_on)
    assert again.best == found.best
    assert list(gone_on.sweeps) == list(made.sweeps)
    for name, sweep in made.sweeps.items():
        assert (gone_on.sweeps[name].ids == sweep.ids).all()


def test_a_calibration_may_be_made_longer_but_not_another(tmp_path: Path) -> None:
    short, long = Made(gives), Made(gives)
    found_of(tmp_path, short)
    found_of(tmp_path, long, waves=2)
    assert (long.sweeps["wave-01"].points == short.sweeps["wave-01"].points).all()
    with pytest.raises(InputError, match="holds a calibration with other targets, points: name another folder"):
        calibrate(calibration_of([target(0, 0.5)], points=32), tmp_path, Made(gives))
    (tmp_path / "mine.txt").touch()
    with pytest.raises(InputError, match=r"holds something else and is never overwritten.*mine\.txt"):
        found_of(tmp_path, long, waves=2)


def test_what_moves_which_is_told(told: Identification) -> None:
    cells = told.moves.rows_by_key(["target", "parameter"], named=True, unique=True)
    assert cells["target-0", "cut_depth"]["share"] > 0.95
    assert cells["target-0", "cut_depth"]["change"] == pytest.approx(0.81, abs=0.05)
    assert cells["target-1", "patience_months"]["share"] > 0.9 > 0.1 > cells["target-1", "cut_depth"]["share"] > 0.01
    assert (told.moves.filter(parameter="transparency")["share"] < 0.01).all()


def test_parameters_that_make_up_for_each_other_are_told(tmp_path: Path) -> None:
    told = Identification(found_of(tmp_path, Made(together), waves=2))
    assert told.alike.select("one", "other").rows() == [("cut_depth", "patience_months")]
    assert told.alike["correlation"][0] < -0.7


def test_too_few_points_are_no_interval(tmp_path: Path) -> None:
    """Moments that no parameters give: nothing is accepted, and what is nearest is told all the same."""
    plan = calibration_of([target(0, 5.0), target(1, 0.1)])
    found = calibrate(plan, tmp_path, Made(gives))
    assert found is not None
    told = Identification(found)
    assert not told.enough
    assert told.intervals["low"].null_count() == told.moments["within"].null_count() + 1 == 3
    assert accepted_frame(told).is_empty()
    assert told.fitted[0] == pytest.approx(0.9, abs=0.05), "as near as it can be"


def test_points_without_a_number_are_left_out(tmp_path: Path) -> None:
    def lost(points: Numbers) -> list[Numbers]:
        return [np.where(points[:, 2] > 0.75, np.nan, row) for row in gives(points)]

    found = found_of(tmp_path, Made(lost))
    assert found.told[0].lost == 16
    assert (Identification(found).accepted[:, 2] <= 0.75).all()


def test_a_moment_that_hardly_any_point_shows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"targets\.target-1: only 0 of 64 points show a number of it"):
        calibrate(
            calibration_of([target(0, 0.2), target(1, 0.5)]), tmp_path,
            Made(lambda points: [points[:, 0], np.full(len(points), np.nan)]),
        )  # fmt: skip


def test_the_accepted_points_are_a_table(found: Calibrated, told: Identification) -> None:
    table = accepted_frame(told)
    assert table.height == len(found.accepted) > 20
    assert table.columns == [
        "point", *(factor.name for factor in FACTORS), "moment target-0", "moment target-1", "implausibility",
        "distance",
    ]  # fmt: skip
    assert (table["implausibility"] <= 3.0).all()
    assert table["distance"].is_sorted()
    for row in table.sample(5, seed=1).iter_rows(named=True):
        point = found.ensemble.points[row["point"]]
        assert [row[factor.name] for factor in FACTORS] == point.tolist()
    assert ((table["moment target-0"] - table["cut_depth"] ** 2 - 0.1).abs() < 0.05).all()


def test_the_fitted_scenario_holds_the_best_point(tmp_path: Path, told: Identification) -> None:
    written = fitted_scenario(told, tmp_path)
    assert written.startswith('base = "baseline"\ntitle = "Made up, fitted"\n')
    values = dict(zip((factor.name for factor in FACTORS), told.fitted.tolist(), strict=True))
    assert all(f"{name} = {value!r}\n" in written for name, value in values.items())


def test_a_scenario_of_ones_own_is_the_base_of_what_was_fitted(tmp_path: Path) -> None:
    """With what was known, bare or under its own table, and from wherever the folder lies."""
    own = tmp_path / "own.toml"
    own.write_text('base = "mild-recession"\n[limits]\ncut_monthly = 0.002\n', encoding="utf-8")
    known = {"network_kind": "none", "collections": {"call_effect": 0.3}}
    plan = replace(calibration_of([target(0, 0.2), target(1, 0.5)]), base=str(own), values=known)
    found = calibrate(plan, tmp_path / "some" / "where", Made(gives))
    assert found is not None
    told = Identification(found)
    write_outcome(told, tmp_path / "some" / "where")
    fitted = load_scenario(tmp_path / "some" / "where" / "fitted.toml")
    assert fitted.events == load_scenario("mild-recession").events
    parameters = fitted.parameters
    assert parameters.limits.cut_monthly == 0.002
    assert (parameters.network.network_kind, parameters.collections.call_effect) == ("none", 0.3)
    assert parameters.limits.cut_depth == told.fitted[0]


def test_intervals_are_those_of_the_accepted_points(told: Identification) -> None:
    row = told.intervals.row(0, named=True)
    ends = np.quantile(accepted_frame(told)["cut_depth"].to_numpy(), [0.05, 0.95])
    assert (row["low"], row["high"]) == pytest.approx(ends)
    assert row["known"] == pytest.approx(1 - (ends[1] - ends[0]) / 0.9 / 0.9)
