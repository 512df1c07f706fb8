"""A measure over two factors: means of a grid, and fits to scattered points that say how far they may be trusted."""

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import qmc

from tests.helpers.fake_sweeps import fake_sweep
from tightrope.analysis.study.factors import factors_of, from_units, to_units
from tightrope.analysis.study.response import fit_response
from tightrope.analysis.study.surfaces import STEPS, surface
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.store.dataset import SweepResults

type Numbers = NDArray[np.float64]
type Truth = Callable[[Numbers, Numbers, Numbers], Numbers]

LATE = "dpd30_share_balance"
DEPTH = Factor("cut_depth", "share", 0.0, 0.8)
YEARS = Factor("trust_slow", "1/month", 0.01, 1.0, log=True)
CASES = Factor("agency_capacity", "cases", 0, 10, whole=True)
SCATTERED = [DEPTH, YEARS, CASES]


def smooth(a: Numbers, b: Numbers, c: Numbers) -> Numbers:
    """What is fitted exactly: curved in the first factor, crossed with the second, straight in the third."""
    return 0.05 + 0.02 * a**2 - 0.01 * a * b + 0.004 * c


def jagged(a: Numbers, b: Numbers, c: Numbers) -> Numbers:
    return 0.05 + 0.02 * (np.floor(8 * (a + 1)) % 2) + 0.02 * (np.floor(8 * (b + 1)) % 2) + 0 * c


def scattered(
    truth: Truth = smooth, *, points: int = 64, seeds: int = 5, common: float = 0.002, own: float = 0.0,
    seed: int = 3, **others: Any,
) -> SweepResults:  # fmt: skip
    """A Latin hypercube under ``truth``; each seed moves all points alike by ``common``, and each by ``own``."""
    random = np.random.default_rng(seed)
    drawn = 2 * qmc.LatinHypercube(3, rng=random).random(points) - 1
    where = np.stack([from_units(factor, drawn[:, place]) for place, factor in enumerate(SCATTERED)], axis=1)
    units = drawn.copy()
    units[:, 2] = where[:, 2] / 5 - 1
    values = (
        truth(*units.T)[:, np.newaxis] + common * random.normal(size=seeds) + own * random.normal(size=(points, seeds))
    )
    base = np.broadcast_to(0.01 + common * random.normal(size=seeds), (1, points, seeds))
    return fake_sweep(
        {LATE: np.concatenate([base, values[np.newaxis]])}, scenarios=["baseline", "squeeze"], against="baseline",
        factors=SCATTERED, points=where, design={"kind": "latin-hypercube", "points": points}, **others,
    )  # fmt: skip


def grid(**others: Any) -> tuple[SweepResults, Numbers]:
    """Levels of three factors, one of words, under three seeds."""
    factors = [
        Factor("cut_depth", "share", 0, 0.8, levels=(0.0, 0.4, 0.8)),
        Factor("freeze_rule", "text", 0, 1, levels=(0.0, 1.0), texts=("strict", "lenient")),
        Factor("agency_capacity", "cases", 0, 10, levels=(0.0, 10.0), whole=True),
    ]
    points = np.array(list(product(*(factor.levels for factor in factors))))
    values = np.random.default_rng(4).random((2, len(points), 3))
    sweep = fake_sweep(
        {LATE: values}, scenarios=["baseline", "squeeze"], against="baseline", factors=factors, points=points,
        design={"kind": "grid", "points": len(points)}, **others,
    )  # fmt: skip
    return sweep, values.reshape(2, 3, 2, 2, 3)


def told(sweep: SweepResults, x: str, y: str | None = None, **others: Any) -> Any:
    return surface(sweep, x, y, measure=LATE, statistic="mean", **others)


def test_a_grid_gives_the_means_of_its_own_points() -> None:
    sweep, values = grid()
    found = told(sweep, "freeze_rule", "cut_depth", at={"agency_capacity": 10})
    assert found.fitted is None
    assert found.held == {"agency_capacity": 10}
    assert found.cells.select("x", "y").rows() == list(product(["strict", "lenient"], [0.0, 0.4, 0.8]))
    here = values[1, :, :, 1].swapaxes(0, 1)
    assert found.cells["value"].to_numpy() == pytest.approx(here.mean(axis=-1).ravel())
    half = 4.30265 * here.std(axis=-1, ddof=1).ravel() / np.sqrt(3)
    assert (found.cells["high"] - found.cells["value"]).to_numpy() == pytest.approx(half, rel=1e-5)


def test_the_others_stay_at_their_middle_level() -> None:
    sweep, values = grid()
    found = told(sweep, "agency_capacity", scenario="baseline")
    assert found.held == {"cut_depth": 0.4, "freeze_rule": "strict"}
    assert found.cells["value"].to_numpy() == pytest.approx(values[0, 1, 0].mean(axis=-1))
    assert found.cells.columns == ["x", "seeds", "value", "low", "high"]


def test_a_grid_tells_paired_differences_and_counts_seeds() -> None:
    sweep, values = grid(failed=[0])  # the baseline at the first point under the first seed
    found = told(sweep, "cut_depth", at={"agency_capacity": 0}, difference=True)
    assert found.cells["seeds"].to_list() == [2, 3, 3]
    assert found.cells["value"][0] == pytest.approx((values[1] - values[0])[0, 0, 0, 1:].mean())
    assert found.cells["low"][0] is None


def test_a_smooth_course_is_found_with_the_others_at_their_middle() -> None:
    found = told(scattered(), "cut_depth", "trust_slow")
    assert found.fitted.q2 > 0.999
    assert found.held == {"agency_capacity": 5}
    assert found.cells.height == STEPS**2
    a = found.cells["x"].to_numpy() / 0.4 - 1
    b = np.log10(found.cells["y"].to_numpy()) + 1
    assert (found.cells["y"].min(), found.cells["y"].max()) == pytest.approx((0.01, 1))
    shape = found.cells["value"].to_numpy() - smooth(a, b, 0 * a)
    assert np.ptp(shape) < 1e-9, "but for what the seeds do to all points alike"


def test_held_values_move_the_surface() -> None:
    low, high = (told(scattered(), "cut_depth", at={"agency_capacity": cases}).cells["value"] for cases in (0, 10))
    assert (high - low).to_numpy() == pytest.approx(np.full(STEPS, 0.008), abs=1e-9)


def test_whole_factors_are_told_at_whole_numbers() -> None:
    cells = told(scattered(), "agency_capacity").cells
    assert cells["x"].to_list() == [0, 2, 3, 5, 7, 8, 10]


def kinked(a: Numbers, b: Numbers, c: Numbers) -> Numbers:
    """What no polynomial follows: nothing below a threshold, then a rise."""
    return 0.05 + 0.02 * np.maximum(a, 0) + 0.004 * b + 0 * c


def test_chance_alone_gives_the_interval_of_an_exact_fit() -> None:
    trials, inside = 200, 0
    for trial in range(trials):
        sweep = scattered(points=30, common=0.002, seed=trial)
        middle = told(sweep, "cut_depth", level=0.9).cells.row(STEPS // 2, named=True)
        inside += middle["low"] <= smooth(*np.zeros((3, 1)))[0] <= middle["high"]
    assert inside / trials == pytest.approx(0.9, abs=3 * np.sqrt(0.09 / trials))


def test_intervals_hold_what_a_fit_gets_wrong() -> None:
    random = np.random.default_rng(6)
    inside = []
    for _ in range(100):
        where, unseen = random.uniform(-1, 1, (60, 3)), random.uniform(-1, 1, (100, 3))
        response = fit_response(where, kinked(*where.T)[:, np.newaxis])
        off = np.abs(response.at(unseen)[:, 0] - kinked(*unseen.T))
        inside.append((off <= response.half_width(unseen, 0.9)).mean())
    assert np.mean(inside) == pytest.approx(0.9, abs=0.03)


def test_fits_are_surest_in_the_middle() -> None:
    where = np.random.default_rng(6).uniform(-1, 1, (60, 3))
    response = fit_response(where, kinked(*where.T)[:, np.newaxis])
    middle, corner = response.half_width(np.array([[0.0, 0, 0], [1, 1, 1]]), 0.9)
    assert middle < corner


def test_pairs_tighten_the_surface_of_a_difference() -> None:
    values = np.zeros((2, 30, 6))
    values += 0.01 * np.random.default_rng(1).normal(size=6)
    where = np.linspace(0, 0.8, 30)
    values[1] += 0.1 * where[:, np.newaxis]
    sweep = fake_sweep(
        {LATE: values}, scenarios=["baseline", "squeeze"], against="baseline", factors=[DEPTH],
        points=where[:, np.newaxis], design={"kind": "sobol", "points": 30},
    )  # fmt: skip
    plain, paired = (told(sweep, "cut_depth", difference=each).cells for each in (False, True))
    assert (plain["high"] - plain["low"]).min() > 0.01
    assert (paired["high"] - paired["low"]).max() < 1e-9
    assert paired["value"].to_numpy() == pytest.approx(0.1 * paired["x"].to_numpy())


def test_points_with_missing_runs_are_left_out_of_a_fit() -> None:
    found = told(scattered(failed=[64 * 5, 64 * 5 + 1], waiting=[64 * 5 + 7]), "cut_depth")
    assert found.left_out == 2
    assert found.fitted.points == 62
    assert found.fitted.q2 > 0.999


def test_a_course_with_edges_is_refused_and_a_grid_advised() -> None:
    with pytest.raises(InputError, match=r"foretells \d+ % .*edges or bends.*run a grid"):
        told(scattered(jagged, points=100), "cut_depth", "trust_slow")


def test_what_is_chance_is_refused_and_seeds_advised() -> None:
    with pytest.raises(InputError, match=r"chance makes \d+ % of these differences, so more seeds"):
        told(scattered(lambda a, b, c: 0.05 + 0 * a, own=0.01, points=100), "cut_depth")


def test_leaving_out_is_what_it_says() -> None:
    random = np.random.default_rng(8)
    where = random.uniform(-1, 1, (20, 1))
    values = np.exp(2 * where) + 0.1 * random.normal(size=(20, 1))
    whole = fit_response(where, values)
    off = []
    for place in range(20):
        others = np.arange(20) != place
        line = np.polynomial.Polynomial.fit(where[others, 0], values[others, 0], whole.order)
        off.append(values[place, 0] - line(where[place, 0]))
    assert whole.miss == pytest.approx(np.sqrt(np.mean(np.square(off))))
    assert whole.q2 == pytest.approx(1 - np.sum(np.square(off)) / np.sum((values - values.mean()) ** 2))
    assert whole.q2 < whole.r2
    assert whole.noise is None


def test_noise_is_the_share_that_chance_makes() -> None:
    random = np.random.default_rng(9)
    where = random.uniform(-1, 1, (400, 1))
    own = random.normal(size=(400, 5))
    common = 10 * random.normal(size=5)
    response = fit_response(where, 3 * where + own + common)
    assert response.noise == pytest.approx((1 / 5) / (9 / 3 + 1 / 5), rel=0.15)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"x": "cut_deph"}, "did you mean 'cut_depth'"),
        ({"x": "cut_depth", "y": "cut_depth"}, "x and y are both"),
        ({"x": "cut_depth", "scenario": "squeez"}, "did you mean 'squeeze'"),
        ({"x": "cut_depth", "at": {"trust_slow": 2.0}}, "not covered; give a number from 0.01 to 1"),
        ({"x": "cut_depth", "at": {"trust_slow": "much"}}, "not covered"),
        ({"x": "cut_depth", "level": 0.0}, "level: 0.0"),
        ({"x": "cut_depth", "scenario": "baseline", "difference": True}, "'baseline' has no value"),
    ],
)
def test_what_cannot_be_shown_is_refused(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        told(scattered(), **asked)


def test_grids_refuse_what_they_do_not_hold() -> None:
    with pytest.raises(InputError, match="agency_capacity: 5 is not in the design; there are 0, 10"):
        told(grid()[0], "cut_depth", at={"agency_capacity": 5})
    lenient = [run for run in range(72) if run // 6 % 2]
    with pytest.raises(InputError, match="no finished run has freeze_rule lenient"):
        told(grid(waiting=lenient)[0], "cut_depth", scenario="squeeze", at={"freeze_rule": "lenient"})


def test_listed_values_are_shown_and_what_never_varies_is_passed_over() -> None:
    depth = Factor("cut_depth", "share", 0.2, 0.9, levels=(0.2, 0.5, 0.9))
    still = Factor("trust_slow", "1/month", 0.3, 0.3)
    where = np.column_stack([np.tile(depth.levels, 6), np.full(18, 0.3)])
    values = np.broadcast_to(where[:, :1] ** 2, (1, 18, 2))
    sweep = fake_sweep({LATE: values}, factors=[depth, still], points=where, design={"kind": "list", "points": 18})
    assert told(sweep, "cut_depth").cells["x"].to_list() == [0.2, 0.5, 0.9]
    assert told(sweep, "cut_depth").cells["value"].to_list() == pytest.approx([0.04, 0.25, 0.81])
    with pytest.raises(InputError, match=r"trust_slow is 0\.3 at every point"):
        told(sweep, "trust_slow")


def test_words_are_held_in_a_fit() -> None:
    rule = Factor("freeze_rule", "text", 0, 1, levels=(0.0, 1.0), texts=("strict", "lenient"))
    where = np.column_stack([np.tile(np.linspace(0, 0.8, 12), 2), np.repeat([0.0, 1.0], 12)])
    values = (where[:, 0] * np.where(where[:, 1] == 1, -1, 1)).reshape(1, 24, 1)
    sweep = fake_sweep({LATE: values}, factors=[DEPTH, rule], points=where, design={"kind": "list", "points": 24})
    assert told(sweep, "cut_depth").held == {"freeze_rule": "strict"}
    assert told(sweep, "cut_depth").cells["value"][-1] == pytest.approx(0.8)
    assert told(sweep, "cut_depth", at={"freeze_rule": "lenient"}).cells["value"][-1] == pytest.approx(-0.8)
    with pytest.raises(InputError, match="freeze_rule takes words"):
        told(sweep, "freeze_rule")


def test_too_little_is_refused() -> None:
    with pytest.raises(InputError, match=r"11 points are too few.*needs 12 or more"):
        told(scattered(points=11), "cut_depth")
    with pytest.raises(InputError, match="the same at every point"):
        told(scattered(lambda a, b, c: 0.05 + 0 * a), "cut_depth")
    with pytest.raises(InputError, match="no point has a value under every seed"):
        told(scattered(points=8, waiting=[40], failed=range(46, 80, 5)), "cut_depth")


def test_ranges_become_units_and_back() -> None:
    sweep = scattered()
    assert factors_of(sweep) == {factor.name: factor for factor in SCATTERED}
    units = to_units(sweep.runs.collect(), SCATTERED)
    assert (np.abs(units) <= 1).all()
    back = from_units(YEARS, units[:, 1])
    assert back == pytest.approx(sweep.runs.collect()["trust_slow"].to_numpy())
