"""Morris screening and rank correlation of a sweep: against known answers, with noise, with runs missing."""

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal
from scipy.stats import qmc, rankdata

from tests.helpers.known_answers import (
    MEASURE,
    SHARES,
    by_factor,
    linear,
    morris_points,
    random_points,
    ranked,
    saltelli_points,
    swept,
)  # fmt: skip
from tightrope.analysis.study.crossed import crossed
from tightrope.sweeps.plan.factors import Factor


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


def test_two_texts_are_the_ends_of_a_range() -> None:
    factors = [SHARES[0], Factor("shape", "", 0, 1, texts=("off", "on"))]
    points = random_points(40, 2)
    points[:, 1] = points[:, 1].round()
    found = ranked(swept(linear, factors, points, "list"))
    assert by_factor(found, "prcc")["shape"] < -0.7


@pytest.mark.parametrize(("kind", "same"), [("saltelli", "total"), ("morris", "reading"), ("list", "prcc")])
def test_no_unit_of_the_outcome_changes_a_ranking(kind: str, same: str) -> None:
    points = saltelli_points(SHARES, 16) if kind == "saltelli" else morris_points(SHARES, 12)
    one, other = (
        ranked(swept(lambda x, unit=unit: unit * (5 + linear(x)), SHARES, points, kind, noise=unit / 2))  # type: ignore[misc]
        for unit in (1, 4096)
    )
    assert_frame_equal(one.table.select("factor", same), other.table.select("factor", same), rel_tol=1e-6, abs_tol=2e-3)


@pytest.mark.parametrize("kind", ["saltelli", "morris", "list"])
def test_a_sweep_of_one_factor(kind: str) -> None:
    points = saltelli_points(SHARES[:1], 16) if kind == "saltelli" else morris_points(SHARES[:1], 20)
    found = ranked(swept(lambda x: x[:, 0], SHARES[:1], points, kind))
    assert found.table.row(0)[1] == pytest.approx(1, abs=0.3)
