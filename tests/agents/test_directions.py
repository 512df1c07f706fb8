"""What must hold in direction, in paired runs on any calm background; and how a run relates to a larger one."""

import math
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.markets import live, market_of, story
from tests.helpers.mechanisms import NO_BUSINESS, NO_CONSEQUENCE
from tightrope.agents.codes import Status
from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.files.events import Event

CALM = {
    # nature is still
    "separation_monthly": 0.0, "expense_shock_monthly": 0.0, "late_wage_monthly": 0.0, "permanent_sd_annual": 0.0,
    "transitory_sd_salaried": 0.0, "transitory_sd_gig": 0.0, "transitory_sd_self_employed": 0.0,
    # nobody is in trouble at the start, and budgets balance
    "start_late_cashloan": 0.0, "start_late_paylater": 0.0, "start_freeze_factor": 0.0, "start_disappointment": 0.0,
    "outside_share": 0.0, "habit_share": 0.6, "affordable_share": 0.1, "impulse": 0.0, "outside_wish_monthly": 0.0,
    "appetite_mean": 0.4, "revolver_used_most": 0.5,
    # the platform does not tighten, and nobody leaves
    "cut_monthly": 0.0, "cut_monthly_tight": 0.0, "delinquency_weight": 0.0, "cool_off_months": 0.0,
    "prepay_monthly": 0.0, "prepay_part_monthly": 0.0, "cycler_share": 0.0, "leave_monthly": 0.0,
    "lock_monthly": 0.0,
}  # fmt: skip
NOTHING_FORGOTTEN = {"forget_paylater_monthly": 0.0, "forget_cashloan_monthly": 0.0, "distrust_delay_monthly": 0.0}
SEVERAL = settings(max_examples=6)


# a calm market


@SEVERAL
@given(seed=st.integers(0, 2**32), noise=st.sampled_from([0.0, 55.0]))
def test_without_shocks_and_tightening_nothing_goes_wrong(seed: int, noise: float) -> None:
    """But that a score which misjudges people freezes a few for nothing, which hurts them and their friends."""
    trust: list[Any] = []
    market = live(
        story({**CALM, **NOTHING_FORGOTTEN, "score_noise": noise}), borrowers=1000, months=18, seed=seed,
        each_month=lambda market: trust.append(market.people["trust"].copy()),
    )  # fmt: skip
    results = market.results()
    for nothing in ("stance", "day1_share_dues", "dpd30_share_count", "default_hazard", "writeoff_amount", "fees"):
        assert results.months[nothing].sum() == 0, nothing
    assert results.months["balance"].min() > 0  # type: ignore[operator]
    wrong = results.freezes.filter(pl.col("reason") != "risk")
    assert wrong["new"].sum() == 0
    if noise:
        assert results.freezes["new"].sum() < 0.01 * market.people.size, "false positives are few"
    else:
        assert results.freezes["new"].sum() == 0, "whoever is judged rightly is left alone"
        assert (np.diff(trust, axis=0) >= -1e-12).all(), "nobody's trust falls"


@SEVERAL
@given(seed=st.integers(0, 2**32))
def test_in_a_calm_market_only_own_lateness_closes_lines(seed: int) -> None:
    """Bills are forgotten here; whoever misses one held the money."""
    market = live(story(CALM), borrowers=1000, months=18, seed=seed)
    results = market.results()
    assert results.months["day1_share_dues"].min() > 0  # type: ignore[operator]
    of_others = results.freezes.filter(pl.col("reason").is_in(["macro", "guidance", "regulation"]))
    assert of_others["new"].sum() == 0
    late = market.people[np.maximum(market.people["late_paylater"], market.people["late_cashloan"]) > 0]
    arrears = late["overdue_paylater"] + late["overdue_cashloan"]
    assert (late["cash"] >= arrears).all(), "nobody is late for want of money"


# one thing changed


@st.composite
def backgrounds(draw: st.DrawFn) -> dict[str, Any]:
    """How the two runs of a pair are made alike: seed, book, and an economy near the declared one."""
    values = {
        "separation_monthly": draw(st.floats(0.0055, 0.0138)),
        "finding_monthly": draw(st.floats(0.26, 0.44)),
        "expense_shock_monthly": draw(st.floats(0.005, 0.03)),
        "buffer_median_months": draw(st.floats(1.0, 3.0)),
        "outside_approval": draw(st.floats(0.4, 0.8)),
        "talk_weight": draw(st.floats(0.0, 0.2)),
        "linkage_strength": draw(st.floats(0.0, 0.8)),
        "leave_monthly": 0.0,  # whoever leaves makes room for somebody else, with another income
        **NO_BUSINESS,  # a business lives on its line
        "settlement_offer": 0.0,  # so does whoever settles an old debt
        "judgement_share": 0.0,  # or has it taken from the wage
        **NO_CONSEQUENCE,  # whoever is late here would lose work for it
    }
    return {
        "values": values,
        "on": draw(st.sampled_from(["synthetic", "taiwan"])),
        "seed": draw(st.integers(0, 2**32)),
        "borrowers": 3000,
        "months": 20,
    }


def pair(background: dict[str, Any], change: dict[str, float], *events: Event) -> tuple[Any, Any, Any, Any]:
    """The frames of a background and of the same with a change: months and freezes of the one, then of the other."""
    world, values = {name: v for name, v in background.items() if name != "values"}, background["values"]
    without = live(story(values, *events), **world).results()
    changed = live(story(values, *events, Event(month=4, set=change)), **world).results()
    return without.months, without.freezes, changed.months, changed.freezes


@SEVERAL
@given(background=backgrounds())
def test_more_unemployment_more_default(background: dict[str, Any]) -> None:
    before, _, after, _ = pair(background, {"separation_monthly": 0.05})
    assert after["unemployment_rate"].mean() > before["unemployment_rate"].mean()
    for rate in ("default_hazard", "dpd30_share_balance", "dpd90_share_count"):
        assert after[rate].mean() > before[rate].mean(), rate


NEVER_TIGHT = {"delinquency_weight": 0.0, "macro_weight": 0.0}
"""A platform that is tight already can tighten no more."""
AT_FIRST = slice(3, 10)
"""The months after a tightening: in time those who lost a line owe less, and some default the more seldom for it."""


@SEVERAL
@given(background=backgrounds())
def test_tightening_at_equal_income_costs_lines_loans_and_punctuality(background: dict[str, Any]) -> None:
    background["values"] |= NEVER_TIGHT
    before, open_lines, after, frozen_lines = pair(background, {"guidance": 1.0})
    assert after["income_mean"].to_list() == pytest.approx(before["income_mean"].to_list(), rel=1e-12)
    assert frozen_lines["new"].sum() > open_lines["new"].sum()
    assert after["draws_cashloan"].sum() < before["draws_cashloan"].sum()
    assert after["limit_mean"][-1] < before["limit_mean"][-1]
    assert after["trust_mean"][-1] < before["trust_mean"][-1]
    assert after["dpd30_share_count"][AT_FIRST].mean() > before["dpd30_share_count"][AT_FIRST].mean()


@pytest.mark.parametrize("on", ["synthetic", "taiwan"])
def test_tightening_brings_defaults_at_first(on: str) -> None:
    """They are few, so it takes many borrowers to see them."""
    background = {"values": NEVER_TIGHT, "on": on, "seed": 1, "borrowers": 20_000, "months": 12}
    before, _, after, _ = pair(background, {"guidance": 1.0})
    for rate in ("default_hazard", "dpd90_share_count"):
        assert after[rate][AT_FIRST].mean() > before[rate][AT_FIRST].mean(), rate


@SEVERAL
@given(background=backgrounds())
def test_more_transparency_trust_falls_less(background: dict[str, Any]) -> None:
    squeeze = Event(month=5, set={"guidance": 0.8})
    hidden, _, open_handed, _ = pair(background, {"transparency": 1.0}, squeeze)
    for trust in ("trust_mean", "trust_p10", "trust_frozen_mean"):
        assert open_handed[trust][-1] > hidden[trust][-1], trust


@SEVERAL
@given(background=backgrounds())
def test_longer_cool_off_leaves_more_unrestored_and_costs_trust(background: dict[str, Any]) -> None:
    before, _, after, _ = pair(background, {"cool_off_months": 9})
    assert after["prepay_unrestored_share"].mean() > before["prepay_unrestored_share"].mean()
    assert after["trust_mean"][-1] < before["trust_mean"][-1]


# one run and a larger one


def effective_size(weights: Any) -> float:
    """How many equal borrowers tell as much as these: (sum w)^2 / sum w^2."""
    weights = weights.astype(np.float64)
    return float(weights.sum() ** 2 / (weights**2).sum())


@pytest.mark.parametrize("on", ["synthetic", "taiwan"])
def test_doubling_the_population_changes_rates_by_sampling_error_alone(on: str) -> None:
    """A rate p of n borrowers, of which the first half is one run and all the other, differs by N(0, p(1-p)/n)."""
    half, whole = (live(story(), on=on, borrowers=n, months=12) for n in (4000, 8000))
    one, other = (market.results().months.row(-1, named=True) for market in (half, whole))
    owed = half.people["balance_paylater"].astype(np.int64) + half.people["balance_cashloan"]
    sizes = dict.fromkeys(("frozen_share", "dpd30_share_count", "unemployment_rate", "limit_raise_share"), 4000.0)
    sizes |= dict.fromkeys(("dpd30_share_balance", "day1_share_dues"), effective_size(owed))
    for rate, size in sizes.items():
        p = other[rate]
        assert abs(one[rate] - p) < 4 * math.sqrt(p * (1 - p) / (2 * size)), rate
    for mean, field in (("trust_mean", "trust"), ("limit_mean", "limit_cashloan"), ("income_mean", "income")):
        spread = whole.people[field].std() / whole.people[field].mean() * other[mean]
        assert abs(one[mean] - other[mean]) < 4 * spread / math.sqrt(2 * 4000), mean


@pytest.mark.parametrize("on", ["synthetic", "taiwan"])
@pytest.mark.parametrize("kind", ["small-world", "scale-free", "blocks", "none"])
def test_a_borrower_starts_alike_in_a_run_of_any_size(on: str, kind: str) -> None:
    small, large = (market_of(story({"network_kind": kind}), on=on, borrowers=n, seed=9) for n in (1000, 3000))
    assert small.people.tobytes() == large.people[:1000].tobytes()


def test_without_friends_a_borrower_lives_alike_in_a_run_of_any_size() -> None:
    """Nothing but the platform's answer to all, and friends, ties one borrower to another."""
    alone = {
        "network_kind": "none", "delinquency_weight": 0.0, "leverage_cap": 1000.0, "calls_capacity": 1.0,
        "agency_capacity": 1.0, "legal_capacity": 1.0, "leave_monthly": 0.0, "desk_capacity": 1.0,
        "macro_weight": 0.0, "outside_macro_weight": 0.0,  # the platform and other lenders see all who are out of work
        "outside_loss_weight": 0.0,  # and these what all of them lost them
        "heed_speed": 0.0,  # the platform hears the complaints of all
        "permanent_sd_annual": 0.0,  # incomes that change are drawn to where the book's incomes lie
    }  # fmt: skip

    def lived(borrowers: int) -> CreditMarket:
        return live(story(alone), borrowers=borrowers, months=12, seed=9)

    small, large = lived(500), lived(1500)
    assert (small.people["status"] == Status.ACTIVE).any()
    assert small.people.tobytes() == large.people[:500].tobytes()
