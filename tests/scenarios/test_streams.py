"""Keyed draws: uniform, independent, the same in any order, and blind to policy."""

import ast
import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from tests.helpers.markets import live, story
from tests.helpers.mechanisms import NO_BUSINESS, NO_CONSEQUENCE
from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.engine import streams
from tightrope.scenarios.engine.streams import LASTING, PURPOSES, happens, month_keys, normal_pair, uniform, uniforms
from tightrope.scenarios.files.events import Event

ROOT = Path(__file__).resolve().parents[2]
SURE = 1e-4
"""Least p-value: about one honest generator in ten thousand would fail a single test, and the draws are fixed."""
MANY = 40_000


def draws(seed: int = 1, month: int = 1, purpose: int = streams.INCOME, borrowers: int = MANY) -> NDArray[np.float64]:
    return uniforms(month_keys(seed, month), purpose, 0, borrowers)


def correlation_is_chance(one: NDArray[np.float64], other: NDArray[np.float64]) -> bool:
    """Whether a correlation lies within what independent draws give: |r| sqrt(n) is standard normal."""
    r = float(np.corrcoef(one, other)[0, 1])
    return float(2 * stats.norm.sf(abs(r) * math.sqrt(one.size))) > SURE


# each draw


@pytest.mark.parametrize(("seed", "month", "purpose"), [(1, 1, 0), (2, 1, 0), (1, 600, 5), (2**63, 7, PURPOSES - 1)])
def test_draws_are_uniform(seed: int, month: int, purpose: int) -> None:
    drawn = draws(seed, month, purpose)
    assert drawn.min() >= 0 and drawn.max() < 1
    assert stats.kstest(drawn, "uniform").pvalue > SURE
    assert stats.chisquare(np.bincount((drawn * 256).astype(int), minlength=256)).pvalue > SURE
    last_bits = (drawn * 2.0**53).astype(np.int64) & 0xFF
    assert stats.chisquare(np.bincount(last_bits, minlength=256)).pvalue > SURE


def test_all_draws_of_a_borrower_are_uniform_together() -> None:
    """One borrower's fate is a row across months and purposes: it must look like chance as well."""
    keys = [month_keys(1, month) for month in range(1, 601)]
    drawn_anew = sorted({*range(PURPOSES)} - {*LASTING})
    for borrower in (0, 1, 999_999_999):
        fate = np.array([uniform(k, purpose, borrower) for k in keys for purpose in drawn_anew])
        assert stats.kstest(fate, "uniform").pvalue > SURE


@pytest.mark.parametrize("chance", [0.001, 0.05, 0.5, 0.9])
def test_what_has_a_chance_happens_so_often(chance: float) -> None:
    keys = month_keys(3, 4)
    count = sum(happens(keys, streams.CURE, i, chance) for i in range(MANY))
    assert stats.binomtest(count, MANY, chance).pvalue > SURE


def test_never_is_never_and_always_is_always() -> None:
    keys = month_keys(3, 4)
    assert not any(happens(keys, streams.CURE, i, 0.0) for i in range(MANY))
    assert all(happens(keys, streams.CURE, i, 1.0) for i in range(MANY))


def test_normal_pairs_are_standard_and_independent() -> None:
    keys = month_keys(1, 1)
    drawn = np.array([normal_pair(keys, streams.INCOME, i) for i in range(MANY)])
    for column in drawn.T:
        assert stats.kstest(column, "norm").pvalue > SURE
        moments = [(column**k).mean() for k in (1, 2, 3, 4)]
        spread = [1.0, math.sqrt(2), math.sqrt(15), math.sqrt(96)]  # standard deviation of z, z^2, z^3, z^4
        for found, expected, sd in zip(moments, (0, 1, 0, 3), spread, strict=True):
            assert abs(found - expected) < 4 * sd / math.sqrt(MANY)
    assert correlation_is_chance(drawn[:, 0], drawn[:, 1])
    assert correlation_is_chance(drawn[:, 0] ** 2, drawn[:, 1] ** 2)
    assert np.isfinite(drawn).all()


# between draws


def test_draws_are_independent_across_months_purposes_and_seeds() -> None:
    base = draws()
    others = [
        *(draws(month=month) for month in (0, 2, 3, 12, 13)),
        *(draws(purpose=purpose) for purpose in (0, 1, streams.INCOME + 1, PURPOSES - 1)),
        *(draws(seed=seed) for seed in (0, 2, 2**32, 2**64 - 1)),
    ]
    for other in others:
        assert not np.array_equal(base, other)
        assert correlation_is_chance(base, other)
    for one, two in itertools.combinations(others, 2):
        assert correlation_is_chance(one, two)


@pytest.mark.parametrize("lag", [1, 2, 3, 64, 4096])
def test_neighbours_are_independent(lag: int) -> None:
    drawn = draws()
    assert correlation_is_chance(drawn[:-lag], drawn[lag:])
    grid = np.bincount((drawn[:-lag] * 8).astype(int) * 8 + (drawn[lag:] * 8).astype(int), minlength=64)
    assert stats.chisquare(grid).pvalue > SURE


def test_no_two_keys_are_alike() -> None:
    keys = np.concatenate([month_keys(seed, month) for seed in range(20) for month in range(61)])
    assert keys.size == 20 * 61 * PURPOSES
    assert np.unique(keys).size == 20 * (61 * (PURPOSES - len(LASTING)) + len(LASTING))


def test_lasting_traits_keep_their_number_and_nothing_else_does() -> None:
    same = month_keys(7, 3) == month_keys(7, 40)
    assert set(np.flatnonzero(same)) == set(LASTING)
    assert not (month_keys(7, 3) == month_keys(8, 3)).any()


def purposes() -> dict[str, int]:
    """What is drawn for, by name."""
    constants = {name: value for name, value in vars(streams).items() if name.isupper() and not name.startswith("_")}
    return {name: value for name, value in constants.items() if name not in ("PURPOSES", "LASTING")}


def test_every_purpose_has_its_own_number() -> None:
    assert sorted(purposes().values()) == list(range(PURPOSES))


def test_every_purpose_is_drawn_for() -> None:
    rooms = [path for room in ("agents", "model", "scenarios") for path in (ROOT / room).rglob("*.py")]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in rooms if path.name != "streams.py"]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    used = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    used |= {node.id for node in nodes if isinstance(node, ast.Name)}
    assert not purposes().keys() - used


@given(seed=st.integers(0, 2**64), month=st.integers(0, 600), purpose=st.integers(0, PURPOSES - 1), data=st.data())
def test_the_order_of_drawing_does_not_matter(seed: int, month: int, purpose: int, data: st.DataObject) -> None:
    keys = month_keys(seed, month)
    line = data.draw(st.permutations(range(12)))
    assert {i: uniform(keys, purpose, i) for i in line} == dict(enumerate(uniforms(keys, purpose, 0, 12)))


def test_the_draws_are_those_of_earlier_versions() -> None:
    """Golden: a change here changes every run, and belongs into the changelog."""
    drawn = [uniform(month_keys(1, 1), streams.JOB_LOSS, 0), uniform(month_keys(7, 24), streams.CURE, 12_345)]
    assert drawn == [0.303560678397928, 0.3243117123170084]
    pair = normal_pair(month_keys(42, 60), streams.INCOME, 999_999)
    assert pair == (0.3960565171526676, 1.5657829744088816)


# nature and policy

POLICIES = {
    "guidance": Event(month=2, set={"guidance": 1.0}),
    "limit cap": Event(month=2, set={"limit_cap_income_share": 0.1}),
    "rate cap": Event(month=2, set={"rate_cap_apr": 0.08}),
    "leverage cap": Event(month=2, set={"leverage_cap": 0.5}),
    "cuts": Event(month=2, set={"cut_monthly": 0.5, "cut_depth": 0.9}),
    "freezes": Event(month=2, set={"risk_cutoff": 900, "linkage_strength": 1.0}),
    "collections": Event(month=2, set={"calls_capacity": 0.0, "conduct_limit": 1.0, "agency_effect": 1.0}),
    "cool-off": Event(month=2, set={"cool_off_months": 12, "restore_monthly": 0.0}),
    "transparency": Event(month=2, set={"transparency": 1.0}),
}  # fmt: skip
STEADY = {"leave_monthly": 0.0, **NO_BUSINESS}
"""Nobody leaves, and what happens to a borrower does not reach the business income."""


def fates(*events: Event, **values: float) -> NDArray[np.float64]:
    """Every borrower's work, usual income and income in every month, shape (months, 3, borrowers)."""
    seen: list[list[NDArray[np.float64]]] = []

    def note(market: CreditMarket) -> None:
        seen.append([market.people[name].astype(np.float64) for name in ("employed", "income_usual", "income")])

    live(
        story({**STEADY, **NO_CONSEQUENCE, "settlement_offer": 0.0, **values}, *events),
        each_month=note,
        borrowers=2000,
        months=14,
    )
    return np.array(seen)


@pytest.mark.parametrize("policy", POLICIES)
def test_a_policy_changes_nothing_of_nature(policy: str) -> None:
    assert np.array_equal(fates(POLICIES[policy]), fates())


def test_with_the_passthrough_policy_reaches_business_incomes_alone() -> None:
    tight, calm = (fates(*event, business_passthrough=1.0) for event in ([POLICIES["cuts"]], []))
    assert np.array_equal(tight[:, :2], calm[:, :2])
    assert not np.array_equal(tight[:, 2], calm[:, 2])
