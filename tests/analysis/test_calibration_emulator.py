"""The emulator, the space that it knows, and the points that are chosen by it, against what is known of them."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tightrope.analysis.calibration.ensemble import draw_ensemble
from tightrope.analysis.calibration.proposing import judge_space, propose
from tightrope.analysis.calibration.space import in_cube, in_units, spread_points
from tightrope.analysis.study.emulator import Emulator, emulate
from tightrope.sweeps.plan.factors import Factor

type Numbers = NDArray[np.float64]

POINTS = spread_points(3, 64, 1)
ELSEWHERE = spread_points(3, 512, 2)
NOISE = 0.03


def hilly(cube: Numbers) -> Numbers:
    """Moved by the first two parameters, and by the third not at all."""
    return np.asarray(np.sin(3 * cube[:, 0]) + 2 * cube[:, 1] ** 2 + 3)


def of_hills(noise: float = NOISE) -> Emulator:
    values = hilly(POINTS) + noise * np.random.default_rng(1).normal(size=len(POINTS))
    return emulate(POINTS, values, np.full(len(POINTS), noise**2))


def test_a_known_function_is_foretold_and_how_well_is_known() -> None:
    emulator = of_hills()
    foretold = emulator.at(ELSEWHERE)
    off = np.abs(foretold.mean - hilly(ELSEWHERE))
    assert off.mean() < NOISE < 0.1 * hilly(ELSEWHERE).std()
    assert 0.9 < (off < 1.96 * np.sqrt(foretold.variance)).mean() <= 1
    assert emulator.trust().explained > 0.99
    assert emulator.lengths[2] > 2 * emulator.lengths[:2].max(), "what moves nothing changes over long ways"


def test_without_noise_it_goes_through_the_points() -> None:
    emulator = of_hills(0.0)
    assert emulator.at(POINTS).mean == pytest.approx(hilly(POINTS), abs=0.01)
    assert 100 * emulator.at(POINTS).variance.max() < emulator.at(ELSEWHERE + 1).variance.mean()


def test_a_point_is_foretold_from_the_others_as_if_it_had_not_been_run() -> None:
    """The formula against leaving each point out by hand, with the level and the scale of all of them."""
    whole, off, within = of_hills(), [], []
    for place in range(len(POINTS)):
        rest = np.delete(np.arange(len(POINTS)), place)
        fewer = Emulator(POINTS[rest], whole.values[rest], whole.noise[rest], whole.size, whole.lengths)
        foretold = fewer.at(POINTS[place : place + 1])
        off.append(float(whole.values[place] - foretold.mean[0]))
        within.append(abs(off[-1]) <= 1.96 * float(np.sqrt(foretold.variance[0] + NOISE**2)))
    explained = 1 - np.sum(np.square(off)) / np.sum((whole.values - whole.values.mean()) ** 2)
    assert whole.trust().explained == pytest.approx(explained, abs=1e-3)
    assert whole.trust().within == pytest.approx(np.mean(within), abs=0.05)


def test_nothing_but_noise_is_not_foretold() -> None:
    values = np.random.default_rng(3).normal(size=len(POINTS))
    assert emulate(POINTS, values, np.full(len(POINTS), 1.0)).trust().explained < 0.3


def test_a_moment_that_never_moves_is_emulated_too() -> None:
    same = emulate(POINTS, np.full(len(POINTS), 0.25), np.zeros(len(POINTS)))
    assert same.at(ELSEWHERE).mean == pytest.approx(0.25)


def test_the_last_bits_of_the_values_choose_no_other_emulator() -> None:
    whole = of_hills()
    other = emulate(POINTS, whole.values * (1 + 1e-13), whole.noise)
    assert (other.size, other.lengths.tolist()) == (whole.size, whole.lengths.tolist())


def test_points_go_to_the_units_and_back() -> None:
    factors = (Factor("a", "", -2.0, 6.0), Factor("b", "", 0.01, 1.0, log=True))
    units = in_units(factors, np.array([[0.0, 0.0], [0.5, 0.5], [1.0, 1.0], [1 / 3, 0.25]]))
    assert units[:3].tolist() == [[-2.0, 0.01], [2.0, 0.1], [6.0, 1.0]]
    assert units[3].tolist() == [0.666667, 0.0316228], "a few digits, as they are written down"
    assert in_cube(factors, units)[3] == pytest.approx([1 / 3, 0.25], abs=1e-6)


def distance(cube: Numbers) -> Numbers:
    return np.asarray(np.linalg.norm(cube - 0.6, axis=1))


@pytest.mark.parametrize("near", [0.5, 0.2, 0.05, 0.01])
def test_proposals_fill_what_is_not_ruled_out_however_little_it_is(near: float) -> None:
    """A ball around one place, of which at last no point of the first ones is part."""
    space = judge_space(distance, 5, 1)
    found = propose(space, distance, 100, near, 1)
    assert found.shape == (100, 5)
    assert (distance(found) <= near).all()
    assert (found.std(axis=0) > 0.2 * near).all(), "spread over the ball"
    assert len(np.unique(found, axis=0)) == 100
    assert (propose(space, distance, 100, near, 1) == found).all()


def test_where_all_is_ruled_out_the_least_implausible_are_proposed() -> None:
    def never(cube: Numbers) -> Numbers:
        return 4 + distance(cube)

    found = propose(judge_space(never, 5, 1), never, 100, 3.0, 1)
    assert found.shape == (100, 5)
    assert distance(found).max() < 0.3


def test_an_ensemble_is_as_frequent_as_it_is_likely() -> None:
    """A normal likelihood of known means, spreads and correlation, cut off by nothing but, in one corner, the cube."""
    covariance = 0.01 * np.array([[1.0, 0.6, 0.0], [0.6, 1.0, 0.0], [0.0, 0.0, 9.0]])
    inverse, middle = np.linalg.inv(covariance), np.array([0.5, 0.4, 0.0])

    def likelihood(cube: Numbers) -> Numbers:
        return np.asarray(-0.5 * np.einsum("ij,jk,ik->i", cube - middle, inverse, cube - middle))

    drawn = draw_ensemble(ELSEWHERE, likelihood, 2000, 1)
    assert drawn.shape == (2000, 3)
    assert ((drawn >= 0) & (drawn <= 1)).all()
    assert drawn[:, :2].mean(axis=0) == pytest.approx(middle[:2], abs=0.01)
    assert drawn[:, :2].std(axis=0) == pytest.approx([0.1, 0.1], rel=0.1)
    assert float(np.asarray(np.corrcoef(drawn.T))[0, 1]) == pytest.approx(0.6, abs=0.06)
    assert drawn[:, 2].mean() == pytest.approx(0.3 * np.sqrt(2 / np.pi), rel=0.1), "half of a normal one"
    assert (draw_ensemble(ELSEWHERE, likelihood, 2000, 1) == drawn).all()


def test_an_ensemble_never_leaves_what_is_not_ruled_out() -> None:
    def likelihood(cube: Numbers) -> Numbers:
        return np.where(distance(cube) <= 0.15, 0.0, -np.inf)

    near = propose(judge_space(distance, 5, 1), distance, 400, 0.15, 1)
    drawn = draw_ensemble(near, likelihood, 100, 1)
    assert (distance(drawn) <= 0.15).all()
    assert distance(drawn).mean() == pytest.approx(0.15 * 5 / 6, rel=0.1), "as in a ball of five dimensions"
