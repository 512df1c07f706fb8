"""Rules by which lines are frozen, opened, cut, raised and rationed, one by one."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.markets import (
    KEYS,
    MANY,
    borrower,
    flows,
    market_of,
    near,
    parameters,
    policy,
    share_of_borrowers,
    story,
)
from tightrope.agents.borrowing import rush
from tightrope.agents.codes import FreezeReason, Remedy
from tightrope.agents.freezing import open_line, review_freeze
from tightrope.agents.limiting import chance_of_cut, entitled_total, entitlement, raise_lines, review_limits, standing

# freezes

CERTAIN = {"late_freeze": 1.0, "freeze_monthly": 1.0, "linkage_severe_months": 2.0}
SEVERE = {"late_paylater": 2}
POOR = {"score": 400.0}
MIDDLING = {"score": 520.0}  # above the loose cut-off of 455, below the tight one of 575


@pytest.mark.parametrize(
    ("state", "over_cap", "knobs", "reason"),
    [
        ({}, False, {}, "none"),
        ({"late_cashloan": 1, **SEVERE, **POOR}, True, {}, "delinquency"),  # own lateness comes first,
        ({**SEVERE, **POOR}, True, {}, "linkage"),  # then the other product,
        (POOR, True, {}, "regulation"),  # then hard rules,
        (POOR, False, {"macro_part": 1.0}, "risk"),  # then risk that the loose stance sees too,
        (MIDDLING, False, {"macro_part": 1.0}, "macro"),  # and last whatever made the stance tight
        (MIDDLING, False, {"guidance_part": 1.0}, "guidance"),
        (MIDDLING, False, {}, "risk"),
        ({"late_paylater": 1}, False, {}, "none"),  # a short lateness is not severe,
        ({"late_paylater": 1, "lateness": 3.0}, False, {}, "linkage"),  # unless it is repeated
        ({"instalment": 560_000}, False, {}, "risk"),  # dues of 93 % of income
    ],
    ids=str,
)
def test_a_line_is_frozen_for_one_reason(
    state: dict[str, float], over_cap: bool, knobs: dict[str, float], reason: str
) -> None:
    p = parameters(**CERTAIN, risk_cutoff=455.0, debt_to_income_cutoff=0.85)
    q = policy(month=8, linkage=1.0, risk_cutoff=575.0, debt_to_income_cutoff=0.85, **knobs)
    b, f = borrower(**state), flows()
    review_freeze(b, f, p, q, over_cap, KEYS, 3)
    assert FreezeReason(b["freeze_reason"]).label == FreezeReason(f["froze"]).label == reason
    assert b["frozen_month"] == (8 if reason != "none" else 0)


def test_the_stance_s_parts_share_the_freezes_it_causes() -> None:
    p, q = parameters(**CERTAIN), policy(risk_cutoff=575.0, macro_part=0.5, guidance_part=0.3)
    found = []
    for i in range(MANY):
        b = borrower(**MIDDLING)
        review_freeze(b, flows(), p, q, False, KEYS, i)
        found.append(FreezeReason(b["freeze_reason"]).label)
    assert [found.count(reason) / MANY for reason in ("macro", "guidance", "risk")] == [near(0.5), near(0.3), near(0.2)]


FROZEN = {"limit_cashloan": 1_000_000, "withheld": 900_000, "score": 700.0, "frozen_month": 10, "months_since_late": 12}


@pytest.mark.parametrize(
    ("state", "over_cap", "month", "opens"),
    [
        ({"freeze_reason": 6}, False, 12, False),  # watched for three months,
        ({"freeze_reason": 6}, False, 13, True),
        ({"freeze_reason": 1}, False, 18, False),  # or nine
        ({"freeze_reason": 1}, False, 19, True),
        ({"freeze_reason": 2}, False, 18, False),
        ({"freeze_reason": 2}, False, 19, True),
        ({"freeze_reason": 6}, True, 30, False),
        ({"freeze_reason": 6, "late_paylater": 1}, False, 30, False),
        ({"freeze_reason": 6, "late_cashloan": 1}, False, 30, False),
        ({"freeze_reason": 6, "score": 470.0}, False, 30, False),  # 20 points above the cut-off are asked for
        ({"freeze_reason": 6, "score": 475.0}, False, 30, True),
        ({"freeze_reason": 6, "instalment": 560_000}, False, 30, False),
        ({"freeze_reason": 1, "months_since_late": 8}, False, 30, False),  # watched from the last late month on
    ],
    ids=str,
)
def test_a_line_opens_when_its_conditions_are_met(
    state: dict[str, float], over_cap: bool, month: int, opens: bool
) -> None:
    p = parameters(observation_months=3, severe_observation_months=9, reopen_monthly=1.0, reopen_limit_share=0.6)
    q = policy(month=month, risk_cutoff=455.0, debt_to_income_cutoff=0.85)
    b, f = borrower(**{**FROZEN, **state}), flows()
    review_freeze(b, f, p, q, over_cap, KEYS, 3)
    assert f["reopened"] == (state["freeze_reason"] if opens else 0)
    assert bool(b["freeze_reason"] == 0) is opens
    assert b["limit_cashloan"] == (600_000 if opens else 1_000_000), "with a part of its limit"
    assert b["withheld"] <= b["limit_cashloan"]


@pytest.mark.parametrize(("frozen_month", "months"), [(2, 7), (9, 1)])
def test_an_open_line_has_part_of_its_limit_and_nothing_to_mend(frozen_month: int, months: int) -> None:
    frozen = {"freeze_reason": FreezeReason.RISK, "mending": Remedy.MENDING, "withheld": 900_000}
    b, f = borrower(frozen_month=frozen_month, limit_cashloan=1_000_000, **frozen), flows()
    open_line(b, f, policy(month=9), 0.6)
    assert (f["reopened"], f["frozen_for"]) == (FreezeReason.RISK, months)
    assert (b["freeze_reason"], b["mending"]) == (FreezeReason.NONE, Remedy.NONE)
    assert (b["limit_cashloan"], b["withheld"]) == (600_000, 600_000)


# limits


@pytest.mark.parametrize(
    ("score", "since", "times"), [(650.0, 120, 1.0), (450.0, 120, math.exp(0.7)), (650.0, 3, None)]
)
def test_the_chance_of_a_cut(score: float, since: int, times: float | None) -> None:
    p, q = parameters(cut_score_slope=0.35, cut_late_odds=4.0), policy(cut_monthly=0.02)
    chance = chance_of_cut(borrower(score=score, months_since_late=since), p, q)
    if times is None:  # four times the odds of somebody never late
        assert chance / (1 - chance) == pytest.approx(4 * 0.02 / 0.98)
    else:
        assert chance == pytest.approx(0.02 * times)


@settings(max_examples=50)
@given(monthly=st.floats(0, 1), score=st.floats(350, 950), since=st.integers(0, 120), odds=st.floats(1, 50))
def test_a_chance_of_a_cut_is_a_chance(monthly: float, score: float, since: int, odds: float) -> None:
    p, q = parameters(cut_late_odds=odds), policy(cut_monthly=monthly)
    assert 0 <= chance_of_cut(borrower(score=score, months_since_late=since), p, q) <= 1


def test_a_raise_gives_back_part_of_the_gap() -> None:
    p, q = parameters(raise_step=0.35, highest_limit_months=6.0), policy(limit_scale=1.0)
    entitled = {"limit_months_paylater": 0.5, "limit_months_cashloan": 1.5}
    b, f = borrower(limit_paylater=100_000, limit_cashloan=400_000, **entitled), flows()
    lines = [entitlement(b, p, q, months) for months in entitled.values()]
    assert lines == [300_000, 900_000]  # half a month and one and a half of 6,000 yuan, at score 650
    raise_lines(b, f, p, q)
    assert b["limit_paylater"] + b["limit_cashloan"] == 500_000 + 245_000
    assert b["limit_cashloan"] == 400_000 + 183_750
    assert f["raised"] == 1


@pytest.mark.parametrize(
    ("state", "raised"),
    [
        ({}, True),
        ({"score": 559.0}, False),  # the score must reach 560,
        ({"score": 560.0}, True),
        ({"months_since_late": 5}, False),  # half a year must be clean,
        ({"months_since_late": 6}, True),
        ({"freeze_reason": 6}, False),  # and the line open
        ({"paylater_aged": 1, "late_paylater": 1}, False),  # nobody is cut and raised at once
    ],
    ids=str,
)
def test_who_is_raised(state: dict[str, float], raised: bool) -> None:
    p = parameters(raise_score=560.0, cut_monthly=0.0, limit_score_slope=0.0)
    q = policy(linkage=1.0, limit_scale=1.0, raise_monthly=1.0, cut_monthly=0.0)
    b, f = (
        borrower(**{"limit_paylater": 100_000, "limit_cashloan": 400_000, "limit_months_cashloan": 2.0, **state}),
        flows(),
    )
    review_limits(b, f, p, q, KEYS, 3)
    assert bool(f["raised"]) is raised


@pytest.mark.parametrize("cap_yuan", [5_400.0, 0.0])
def test_no_raise_passes_the_cap(cap_yuan: float) -> None:
    p, q = parameters(raise_step=1.0, limit_cap_yuan=cap_yuan), policy(limit_scale=1.0)
    b, f = borrower(limit_paylater=100_000, limit_cashloan=400_000, limit_months_cashloan=3.0), flows()
    raise_lines(b, f, p, q)
    assert b["limit_paylater"] + b["limit_cashloan"] == 500_000, "the gap to the cap is too small to bother"
    assert f["raised"] == 0


@pytest.mark.parametrize(
    ("score", "verified", "times"), [(650.0, 0, 1.0), (650.0, 1, 1.2), (750.0, 0, math.e), (550.0, 1, 1.2 / math.e)]
)
def test_standing_rises_with_the_score_and_with_proof(score: float, verified: int, times: float) -> None:
    p = parameters(limit_score_slope=1.0, verified_lift=0.2)
    assert standing(borrower(score=score, verified=verified), p, policy()) == pytest.approx(times)


@pytest.mark.parametrize(
    ("scale", "most", "total"), [(1.0, 12.0, 1_200_000), (0.5, 12.0, 600_000), (1.0, 1.0, 600_000)]
)
def test_both_lines_together_keep_under_the_most_months_of_income(scale: float, most: float, total: int) -> None:
    b = borrower(limit_months_paylater=0.5, limit_months_cashloan=1.5)
    assert entitled_total(b, parameters(highest_limit_months=most), policy(limit_scale=scale)) == total


@pytest.mark.parametrize(
    ("state", "drawn"),
    [({}, 0), ({"trust": 0.0}, 90_000), ({"notice_left": 1}, 90_000), ({"trust": 0.0, "late_cashloan": 1}, 0)],
)
def test_who_expects_a_cut_empties_the_line(state: dict[str, float], drawn: int) -> None:
    p = parameters(rush_monthly=1.0, rush_strength=1.0)
    b, f = borrower(limit_cashloan=100_000, balance_cashloan=10_000, instalment=1_000, **state), flows()
    rush(b, f, p, policy(), KEYS, 3)
    assert (b["cash"], f["draws"], f["rushed"]) == (drawn, drawn, drawn > 0)


def test_rushes_are_as_frequent_as_disappointment_makes_them() -> None:
    p, q = parameters(rush_monthly=0.4, rush_strength=1.0), policy()

    def rushed(i: int) -> bool:
        b, f = borrower(limit_cashloan=100_000, trust=0.3), flows()
        rush(b, f, p, q, KEYS, i)
        return bool(f["rushed"])

    assert share_of_borrowers(rushed) == near(0.4 * 0.5)


# prices and ration


@pytest.mark.parametrize("cap", [0.36, 0.2, 0.1])
def test_prices_keep_under_the_cap(cap: float) -> None:
    market = market_of(story({"rate_cap_apr": cap}), borrowers=50)
    p, q = market.timeline[0], market.lender.policy[0]
    market.lender.prices(3, p, 0.04)
    for product in ("cashloan", "paylater"):
        assert q[f"{product}_apr"] == min(p[f"{product}_apr"], cap)
        assert q[f"{product}_apr"] + q[f"late_fee_{product}_apr"] <= cap + 1e-12


# newcomers


def test_newcomers_reach_the_score_that_the_stance_asks_for() -> None:
    """E10's gate: of vacant places refilled, nobody is below it, and fewer come where trust is low."""
    market = market_of(story({"leave_monthly": 0.3, "arrive_monthly": 1.0, "admission_score": 600.0}), borrowers=2000)
    market.step()
    for _ in range(3):
        before = market.people["status"].copy()
        market.step()
        new = (before == 0) & (market.people["status"] == 1)
        assert new.any()
        assert (market.people["score"][new] >= market.lender.policy["admission_score"][0]).all()
        assert (market.people["joined_month"][new] == market.month).all()
        for nothing in ("balance_paylater", "balance_cashloan", "late_paylater", "written_off", "freeze_reason"):
            assert not market.people[nothing][new].any(), nothing
    assert np.isfinite(market.people["trust"]).all()
