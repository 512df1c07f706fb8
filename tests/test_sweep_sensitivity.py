"""Sensitivity of a sweep's outcome: against known answers, with noise of seeds, with runs missing, in a terminal."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner, Result
from numpy.typing import NDArray
from polars.testing import assert_frame_equal
from SALib.analyze import sobol as salib
from SALib.sample import morris as trajectories
from SALib.sample import sobol as saltelli
from scipy.stats import qmc, rankdata, sobol_indices

from tests.fake_sweeps import fake_sweep
from tightrope import cli
from tightrope.analysis.crossed import crossed, share_of_noise
from tightrope.analysis.half_widths import half_widths
from tightrope.analysis.ranking import Ranking
from tightrope.analysis.sensitivity import sensitivity
from tightrope.scenarios.book import open_book
from tightrope.scenarios.compiled import sources_digest
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.scenario import load_scenario
from tightrope.sweeps import dataset
from tightrope.sweeps.dataset import SweepResults
from tightrope.sweeps.factors import Factor
from tightrope.sweeps.living import Kit, Task, live

type Numbers = NDArray[np.float64]
type Rule = Callable[[Numbers], Numbers]

MEASURE = "dpd30_share_balance"
ANGLES = [Factor(name, "", -np.pi, np.pi) for name in ("one", "two", "three")]
SHARES = [Factor(name, "share", 0, 1) for name in ("strong", "weak", "idle")]


def ishigami(x: Numbers) -> Numbers:
    return np.asarray(np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0]))


def linear(x: Numbers) -> Numbers:
    return 4 * x[:, 0] - 2 * x[:, 1]


def saltelli_points(factors: list[Factor], rows: int, *, second_order: bool = False) -> Numbers:
    return np.asarray(saltelli.sample(_problem(factors), rows, calc_second_order=second_order, seed=1))


def morris_points(factors: list[Factor], rows: int) -> Numbers:
    return np.asarray(trajectories.sample(_problem(factors), rows, seed=1))


def _problem(factors: list[Factor]) -> dict[str, Any]:
    names = [factor.name for factor in factors]
    return {"num_vars": len(names), "names": names, "bounds": [[factor.low, factor.high] for factor in factors]}


def swept(
    rule: Rule, factors: list[Factor], points: Numbers, kind: str, *, seeds: int = 3, noise: float = 0.0, **others: Any
) -> SweepResults:  # fmt: skip
    """A sweep of one scenario: what the rule says, what a seed adds everywhere, and noise of each run."""
    random = np.random.default_rng(7)
    values = rule(points)[:, np.newaxis] + random.normal(size=seeds) + noise * random.normal(size=(len(points), seeds))
    design = {"kind": kind, "points": len(points), **others.pop("design", {})}
    return fake_sweep({MEASURE: values[np.newaxis]}, factors=factors, points=points, design=design, **others)


def ranked(results: SweepResults, **choices: Any) -> Ranking:
    return sensitivity(results, MEASURE, "mean", "baseline", **choices)


def by_factor(found: Ranking, column: str) -> dict[str, Any]:
    return dict(found.table.select("factor", column).iter_rows())


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
    known = salib.analyze(_problem(ANGLES), ishigami(points), calc_second_order=True, num_resamples=2)["S2"]
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


@pytest.mark.parametrize(("kind", "same"), [("saltelli", "total"), ("morris", "reading"), ("list", "prcc")])
def test_no_unit_of_the_outcome_changes_a_ranking(kind: str, same: str) -> None:
    points = saltelli_points(SHARES, 16) if kind == "saltelli" else morris_points(SHARES, 12)
    one, other = (
        ranked(swept(lambda x, unit=unit: unit * (5 + linear(x)), SHARES, points, kind, noise=unit / 2))  # type: ignore[misc]
        for unit in (1, 4096)
    )
    assert_frame_equal(one.table.select("factor", same), other.table.select("factor", same), rel_tol=1e-6, abs_tol=2e-3)


def test_a_base_row_with_a_missing_run_is_left_out_as_a_whole() -> None:
    points = saltelli_points(SHARES, 32)
    found = ranked(swept(linear, SHARES, points, "saltelli", failed=[15 * 3 + 1], waiting=[len(points) * 3 - 1]))
    whole = np.delete(points, [*range(15, 20), *range(155, 160)], axis=0)
    assert (found.rows, found.left_out) == (30, 2)
    assert_frame_equal(found.table, ranked(swept(linear, SHARES, whole, "saltelli")).table)


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    random = np.random.default_rng(3)
    rows, seeds, hits = 20, 5, []
    for _ in range(100):
        values = random.normal(size=(rows, 1)) + random.normal(size=seeds) / 2 + random.normal(size=(rows, seeds)) / 2

        def mean(at: NDArray[np.intp], chosen: NDArray[np.intp], values: Numbers = values) -> Numbers:
            return np.array([values[np.ix_(at, chosen)].mean()])

        hits.append(abs(values.mean()) <= half_widths(mean, rows, seeds)[0])
    assert 0.91 <= np.mean(hits) <= 0.99


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


def test_morris_on_effects_that_are_known() -> None:
    factors = [
        Factor("straight", "", 10, 30), Factor("against", "", 1e-3, 10, log=True), Factor("meets", "", 0, 1),
        Factor("met", "", 0, 1), Factor("idle", "", 0, 1),
    ]  # fmt: skip
    unit = morris_points([Factor(factor.name, "", 0, 1) for factor in factors], 40)
    points = unit.copy()
    points[:, 0] = 10 + 20 * unit[:, 0]
    points[:, 1] = 1e-3 * 1e4 ** unit[:, 1]
    found = ranked(
        swept(
            lambda x: x[:, 0] / 5 - np.log10(x[:, 1]) + 6 * (x[:, 2] - 0.5) * (x[:, 3] - 0.5), factors, points, "morris"
        )
    )
    assert by_factor(found, "mu")["straight"] == pytest.approx(4)
    assert by_factor(found, "mu")["against"] == pytest.approx(-4)
    assert by_factor(found, "mu_star")["against"] == pytest.approx(4)
    assert by_factor(found, "sigma")["straight"] == pytest.approx(0, abs=1e-6)
    assert by_factor(found, "sigma")["meets"] > 0.8
    assert abs(by_factor(found, "mu")["meets"]) < by_factor(found, "mu_star")["meets"]
    assert by_factor(found, "reading") == {
        "straight": "nearly linear", "against": "nearly linear", "meets": "interacting or non-linear",
        "met": "interacting or non-linear", "idle": "negligible",
    }  # fmt: skip
    assert set(found.table["factor"][:2]) == {"straight", "against"}
    assert found.table["factor"][-1] == "idle"


def test_morris_knows_what_noise_alone_would_give() -> None:
    found = ranked(swept(linear, SHARES, morris_points(SHARES, 40), "morris", noise=0.8, seeds=4))
    idle = found.table.row(by_predicate=pl.col("factor") == "idle", named=True)
    alone = np.sqrt(2 / np.pi) * np.sqrt(2) * 0.8 / np.sqrt(4) / (2 / 3)
    assert idle["noise"] == pytest.approx(alone, rel=0.15)
    assert idle["mu_star"] == pytest.approx(alone, rel=0.35)
    assert idle["mu_low"] < 0 < idle["mu_high"]
    assert idle["reading"] == "lost in noise"
    assert by_factor(found, "sigma")["strong"] < 0.5
    assert by_factor(found, "mu_star")["strong"] == pytest.approx(4, abs=0.3)


def test_a_trajectory_with_a_missing_run_is_left_out_as_a_whole() -> None:
    found = ranked(swept(linear, SHARES, morris_points(SHARES, 6), "morris", failed=[0]))
    assert (found.rows, found.left_out) == (5, 1)
    assert by_factor(found, "mu")["strong"] == pytest.approx(4)


def test_partial_rank_correlation_accounts_for_the_other_factors() -> None:
    points = np.random.default_rng(5).random((80, 3))
    points[:, 1] = (points[:, 0] + points[:, 1]) / 2  # correlated with the first
    results = swept(linear, SHARES, points, "list", noise=0.3)
    found = by_factor(ranked(results), "prcc")
    ranks = rankdata(
        np.column_stack([points, crossed(results, MEASURE, "mean", "baseline").values.mean(axis=1)]), axis=0
    )
    for place, factor in enumerate(SHARES):
        others = np.column_stack([np.delete(ranks[:, :3], place, axis=1), np.ones(80)])
        left = ranks[:, [place, 3]] - others @ np.linalg.lstsq(others, ranks[:, [place, 3]])[0]
        assert found[factor.name] == pytest.approx(np.corrcoef(left.T)[0, 1])


@pytest.mark.parametrize("kind", ["latin-hypercube", "sobol", "grid"])
def test_rank_correlation_of_scattered_points(kind: str) -> None:
    levels = np.linspace(0, 1, 4)
    points = {
        "latin-hypercube": qmc.LatinHypercube(3, rng=1).random(100),
        "sobol": qmc.Sobol(3, rng=1).random(64),
        "grid": np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(-1, 3),
    }[kind]
    found = ranked(swept(lambda x: np.exp(linear(x)), SHARES, points, kind, noise=0.5))
    assert found.table["factor"].to_list() == ["strong", "weak", "idle"]
    assert by_factor(found, "prcc_low")["strong"] > 0.8
    assert by_factor(found, "prcc_high")["weak"] < -0.5
    assert by_factor(found, "prcc_low")["idle"] < 0 < by_factor(found, "prcc_high")["idle"]
    assert 0.8 < found.explained < 1


def test_an_outcome_that_follows_one_factor_exactly() -> None:
    points = np.random.default_rng(5).random((40, 3))
    found = ranked(swept(lambda x: x[:, 0] ** 3, SHARES, points, "list"))
    assert by_factor(found, "prcc") == pytest.approx({"strong": 1, "weak": 0, "idle": 0}, abs=1e-6)


def random_points(count: int = 60, factors: int = 3) -> Numbers:
    return np.random.default_rng(1).random((count, factors))


TEXTS = [*SHARES[:2], Factor("shape", "", 0, 2, texts=("a", "b", "c"))]
SAME = np.column_stack([random_points(), random_points()[:, 0]])[:, [0, 1, 3]]
REFUSALS: Mapping[str, tuple[str, Callable[[], SweepResults]]] = {
    "one seed": ("at least 3 seeds", lambda: swept(linear, SHARES, random_points(), "list", seeds=1)),
    "two seeds": ("has 2: run it with more", lambda: swept(linear, SHARES, random_points(), "list", seeds=2)),
    "no factor": ("varies no factor", lambda: fake_sweep({MEASURE: np.zeros((1, 1, 3))})),
    "few rows": ("8 of 8 base rows", lambda: swept(linear, SHARES, saltelli_points(SHARES, 8), "saltelli")),
    "few trajectories": ("3 of 3 trajectories", lambda: swept(linear, SHARES, morris_points(SHARES, 3), "morris")),
    "few points": ("needs at least 20", lambda: swept(linear, SHARES, random_points(19), "sobol")),
    "no Saltelli": ("as its Saltelli design says", lambda: swept(linear, SHARES, random_points(), "saltelli")),
    "no Morris": ("as its Morris design says", lambda: swept(linear, SHARES, random_points(), "morris")),
    "still": ("same at every point", lambda: swept(lambda x: 0 * x[:, 0], SHARES, random_points(), "list")),
    "noise": ("little more than chance", lambda: swept(linear, SHARES, random_points(), "list", noise=50)),
    "texts": ("'shape' takes texts that have no order", lambda: swept(linear, TEXTS, 2 * random_points(), "list")),
    "one value": ("'idle' has one value", lambda: swept(linear, SHARES, random_points() * [1, 1, 0], "list")),
    "together": ("varies only together", lambda: swept(linear, SHARES, SAME, "list")),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS)
def test_what_cannot_be_told_is_refused(case: str) -> None:
    words, make = REFUSALS[case]
    with pytest.raises(InputError, match=words):
        ranked(make())


def test_two_texts_are_the_ends_of_a_range() -> None:
    factors = [SHARES[0], Factor("shape", "", 0, 1, texts=("off", "on"))]
    points = random_points(40, 2)
    points[:, 1] = points[:, 1].round()
    found = ranked(swept(linear, factors, points, "list"))
    assert by_factor(found, "prcc")["shape"] < -0.7


def test_the_share_of_noise_leaves_out_what_seeds_add_everywhere() -> None:
    random = np.random.default_rng(2)
    values = random.normal(size=(400, 1)) + 100 * random.normal(size=4) + random.normal(size=(400, 4))
    assert share_of_noise(values) == pytest.approx(0.2, abs=0.03)


def test_a_real_market_is_ruled_by_what_should_rule_it() -> None:
    factors = [
        Factor("guidance", "strength", 0, 1), Factor("freeze_monthly", "share", 0, 1),
        Factor("late_fee_apr", "share a year", 0, 0.36),
    ]  # fmt: skip
    points = morris_points(factors, 4)
    measures = ("frozen_share", "stance")
    kit = Kit(
        sources_digest(),
        (load_scenario("baseline"),),
        (8,),
        tuple(factors),
        open_book("synthetic"),
        200,
        measures,
        False,
    )
    lived = [[live(Task(0, 0, tuple(point), seed), kit).rows for seed in (1, 2, 3)] for point in points]
    courses = {name: np.array(lived)[np.newaxis, ..., place] for place, name in enumerate(measures)}
    results = fake_sweep(courses, factors=factors, points=points, design={"kind": "morris"})
    frozen = sensitivity(results, "frozen_share", "end", "baseline").table
    assert frozen["factor"][-1] == "late_fee_apr"
    assert frozen["reading"][-1] in ("negligible", "lost in noise")
    assert frozen["mu"][:2].min() > 0  # type: ignore[operator]
    stance = sensitivity(results, "stance", "mean", "baseline").table
    assert stance["factor"][0] == "guidance" and stance["mu_low"][0] > 0.3
    assert stance["reading"][1:].to_list() == ["negligible", "negligible"]


def command(results: SweepResults, monkeypatch: pytest.MonkeyPatch, *words: str | Path) -> Result:
    monkeypatch.setattr(dataset, "open_sweep", lambda folder: results)
    return CliRunner().invoke(cli.main, ["sweep", "sensitivity", "some/folder", *map(str, words)])


def test_the_command_tells_sobol_indices(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    points = saltelli_points(ANGLES, 64, second_order=True)
    results = swept(ishigami, ANGLES, points, "saltelli", design={"second_order": True}, failed=[0])
    answer = command(results, monkeypatch, "--csv", tmp_path / "all.csv")
    assert answer.exit_code == 0, answer.output
    told = " ".join(answer.stdout.split())
    assert "What drives 'dpd30_share_balance' (mean) under baseline: Sobol' indices from 63 base rows" in told
    assert "(1 left out as runs of theirs are missing), 3 seeds" in told
    assert "one -3.14159 to 3.14159 #" in told
    assert "one x three" in told and "1,535 of 1,536 runs are finished (1 failed)" in told
    whole = pl.read_csv(tmp_path / "all.csv")
    assert whole.height == 6 and {"scenario", "factor", "total_low", "other", "second"} <= set(whole.columns)


def test_the_command_tells_morris_in_the_measures_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    results = swept(lambda x: linear(x) / 100, SHARES, morris_points(SHARES, 8), "morris")
    answer = command(results, monkeypatch, "--statistic", "end")
    assert answer.exit_code == 0, answer.output
    told = " ".join(answer.stdout.split())
    assert "Morris screening from 8 trajectories, 3 seeds" in told
    assert "strong 0 to 1 share ########## 4.00 % 0.00 % +4.00 0.00 % nearly linear" in told
    assert "weak 0 to 1 share ##### 2.00 % 0.00 % -2.00" in told


def test_the_command_takes_scenarios_in_turn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    points = random_points(30)
    values = np.stack([place * linear(points)[:, np.newaxis] + points[:, :1] + np.zeros(3) for place in range(3)])
    results = fake_sweep(
        {MEASURE: values}, scenarios=["baseline", "squeeze", "boom"], against="baseline", factors=SHARES, points=points,
        design={"kind": "latin-hypercube"},
    )  # fmt: skip
    each = command(results, monkeypatch, "--csv", tmp_path / "a.csv")
    less = command(results, monkeypatch, "--difference", "--measure", MEASURE)
    assert each.exit_code == less.exit_code == 0, less.output
    assert pl.read_csv(tmp_path / "a.csv")["scenario"].unique(maintain_order=True).to_list() == [
        "baseline", "squeeze", "boom",
    ]  # fmt: skip
    assert less.stdout.count("What drives") == 2 and "under squeeze less baseline" in less.stdout
    assert command(results, monkeypatch, "--statistic", "area").stdout.count("What drives") == 2
    assert command(results, monkeypatch, "--scenario", "boom").stdout.count("What drives") == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--measure", "dpd30_share_balanc"], "did you mean 'dpd30_share_balance'?"),
        (["--statistic", "pek"], "did you mean 'peak'?"),
        (["--scenario", "basline"], "did you mean 'baseline'?"),
        (["--difference"], "compares its scenarios with none"),
    ],
)
def test_the_command_refuses_in_one_line(words: list[str], message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = command(swept(linear, SHARES, random_points(), "list"), monkeypatch, *words)
    assert answer.exit_code == 2
    assert message in answer.stderr and "Traceback" not in answer.output
