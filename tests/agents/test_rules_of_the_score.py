"""The score in numbers: what each part earns, alone, and what linkage, cuts and friends take off it."""

import math

import numpy as np
import pytest

from tests.helpers.markets import KEYS, borrower, flows, parameters, policy
from tightrope.agents.arriving import first_score
from tightrope.agents.codes import PaylaterHabit, Segment
from tightrope.agents.limiting import cut_or_announce
from tightrope.agents.scoring import (
    LOWEST,
    debt_to_income,
    habits_and_assets,
    income_missing,
    lack_of_limit,
    misjudgement,
    move_score,
    recalibrate,
    scorecard,
)
from tightrope.scenarios.engine.streams import month_keys

WEIGHTS = ("history_weight", "capacity_weight", "behaviour_weight", "identity_weight")
OLD, HALF_GROWN = {"joined_month": -60}, {"joined_month": -11}
"""A file of two years or more, and one of twelve months in month 1."""


@pytest.mark.parametrize(
    ("part", "state", "earned"),
    [
        ("history", OLD, 0.96),
        ("history", HALF_GROWN, 0.83),
        ("history", {**OLD, "lateness": 2.0}, 0.96 * math.exp(-0.2 * 2.0)),
        ("history", {**OLD, "lateness": 2.0, "bureau_record": 5.0}, 0.96 * math.exp(-0.2 * 3.5)),  # others' count half
        ("history", {**OLD, "lateness": 2.0, "bureau_record": 1.0}, 0.96 * math.exp(-0.2 * 2.0)),
        ("history", {**OLD, "lateness": 2.0, "slips": 4.0}, 0.96 * math.exp(-0.2 * 3.0)),  # a slip counts a quarter
        ("capacity", {}, 1.0),
        ("capacity", {"instalment": 120_000}, math.exp(-2.5 * 0.2)),
        ("capacity", {"balance_paylater": 600_000, "pays_share": 10}, math.exp(-2.5 * 0.1)),
        ("capacity", {"outside_seen": 600_000}, math.exp(-2.5 * 0.12)),
        ("capacity", {"income_shown": 450_000}, 1.0 - 0.8 * 0.25),
        ("capacity", {"income_shown": 900_000}, 1.0),
        ("history", {**OLD, "multi_seen": 3.0}, 0.96 * math.exp(-0.04 * 3.0)),
        ("history", {**OLD, "lateness": 2.0, "multi_seen": 3.0}, 0.96 * math.exp(-0.2 * 2.0 - 0.04 * 3.0)),
        ("behaviour", {"limit_paylater": 1000, "limit_cashloan": 3000}, 1.0),
        ("behaviour", {"limit_paylater": 1000, "limit_cashloan": 3000, "balance_paylater": 2000}, 0.6),
        ("behaviour", {"limit_cashloan": 3000, "balance_paylater": 2000, "balance_cashloan": 9000}, 0.2),
        ("behaviour", {}, 1.0),
        ("identity", OLD, 0.64),
        ("identity", HALF_GROWN, 0.42),
        ("identity", {**OLD, "verified": 1}, 0.94),
        ("identity", {"joined_month": 1}, 0.2),
        ("identity", {**OLD, "segment": Segment.SALARIED}, 0.74),
        ("identity", {**OLD, "segment": Segment.SALARIED, "verified": 1}, 1.0),
        ("identity", {**OLD, "segment": Segment.SELF_EMPLOYED}, 0.64),
    ],
    ids=str,
)
def test_each_part_earns_what_is_written_down(part: str, state: dict[str, float], earned: float) -> None:
    alone = {name: float(name == f"{part}_weight") for name in WEIGHTS}
    numbers = {
        "score_curve": 1.0, "late_month_weight": 0.2, "verified_weight": 0.3, "outside_principal_monthly": 0.1,
        "income_weight": 0.8, "seeking_weight": 0.04, "steady_weight": 0.1, "slip_weight": 0.25,
    }  # fmt: skip
    state = {"segment": Segment.GIG, **state}
    q = policy(outside_apr=0.24)
    assert scorecard(borrower(**state), parameters(**alone, **numbers), q) == pytest.approx(350 + 600 * earned)
    curved = parameters(**alone, **{**numbers, "score_curve": 2.5})
    assert scorecard(borrower(**state), curved, q) == pytest.approx(350 + 600 * earned**2.5)


@pytest.mark.parametrize(("shown", "missing"), [(600_000, 0.0), (150_000, 0.75), (900_000, 0.0), (0, 1.0)])
def test_income_is_missing_as_far_as_it_has_ceased_to_come(shown: int, missing: float) -> None:
    assert income_missing(borrower(income_shown=shown)) == pytest.approx(missing)


def test_debt_to_income_adds_up_all_dues_over_usual_income() -> None:
    b = borrower(instalment=60_000, balance_paylater=300_000, pays_share=10, outside_seen=100_000)
    p, q = parameters(outside_principal_monthly=0.1), policy(outside_apr=0.24)
    assert debt_to_income(b, p, q) == pytest.approx((60_000 + 30_000 + 12_000) / 600_000)


@pytest.mark.parametrize(
    ("state", "lack"),
    [
        ({}, 0.0),
        ({"freeze_reason": 6, "frozen_month": 7}, 0.5),
        ({"freeze_reason": 6, "frozen_month": -40}, 1.0),
        ({"prepaid_month": 4}, 0.0),  # nothing is away
        ({"prepaid_month": 4, "withheld": 250_000}, 0.25 * 0.75),
        ({"prepaid_month": 4, "withheld": 250_000, "freeze_reason": 6, "frozen_month": 7}, 0.5),
    ],
    ids=str,
)
def test_a_limit_that_is_away_for_long_takes_points_off(state: dict[str, float], lack: float) -> None:
    """In month 13."""
    b, q = borrower(**OLD, limit_cashloan=1_000_000, **state), policy(month=13)
    assert lack_of_limit(b, q) == pytest.approx(lack)
    plain, counted = (scorecard(b, parameters(lack_weight=weight), q) for weight in (0.0, 40.0))
    assert plain - counted == pytest.approx(40.0 * lack)


@pytest.mark.parametrize(
    ("habit", "cash", "points"),
    [
        (PaylaterHabit.REST, 900_000, 0.0),  # half of three months of 6,000 yuan
        (PaylaterHabit.FULL, 900_000, 15.0),
        (PaylaterHabit.REVOLVE, 900_000, -15.0),
        (PaylaterHabit.REST, 0, -20.0),
        (PaylaterHabit.REST, 9_000_000, 20.0),
    ],
)
def test_habits_and_assets_count_where_a_lender_scores_them(habit: int, cash: int, points: float) -> None:
    b, p, q = (
        borrower(**OLD, paylater_habit=habit, cash=cash),
        parameters(habits_weight=30.0, assets_weight=40.0),
        policy(),
    )
    assert habits_and_assets(b, p) == pytest.approx(points)
    plain = scorecard(b, parameters(), q)
    assert scorecard(b, p, q) - plain == pytest.approx(points)


def test_late_friends_take_points_off_down_to_the_lowest() -> None:
    p, plain, q = parameters(friends_weight=80.0), parameters(), policy()
    b = borrower(**OLD, friends_late=25)
    assert scorecard(b, p, q) == pytest.approx(scorecard(b, plain, q) - 20.0)
    worst = borrower(lateness=60.0, instalment=10**8, friends_late=100)
    assert scorecard(worst, parameters(friends_weight=400.0), q) == LOWEST


@pytest.mark.parametrize(
    ("state", "linkage", "lost"),
    [
        ({"paylater_aged": 1, "late_paylater": 1}, 1.0, 25.0),
        ({"paylater_aged": 1, "late_paylater": 1}, 0.5, 12.5),
        ({"paylater_aged": 1, "late_paylater": 2}, 1.0, 80.0),  # severe by its age
        ({"paylater_aged": 1, "late_paylater": 1, "lateness": 3.0}, 1.0, 80.0),  # or by repetition
        ({"paylater_aged": 1, "late_paylater": 1, "lateness": 2.9}, 1.0, 25.0),
        ({"paylater_aged": 0, "late_paylater": 2}, 1.0, 0.0),
        ({"paylater_aged": 1, "late_paylater": 1}, 0.0, 0.0),
    ],
    ids=str,
)
def test_a_late_paylater_bill_takes_points_as_far_as_products_are_linked(
    state: dict[str, float], linkage: float, lost: float
) -> None:
    p = parameters(
        score_speed=0.0, linkage_score_general=25.0, linkage_score_severe=80.0, linkage_severe_months=2.0
    )  # fmt: skip
    b = borrower(score=600.0, **state)
    move_score(b, p, policy(linkage=linkage))
    assert b["score"] == pytest.approx(600.0 - lost)


@pytest.mark.parametrize(("score", "left"), [(600.0, 593.0), (352.0, LOWEST)])
@pytest.mark.parametrize("notice", [0.0, 2.0])
def test_a_cut_takes_points_announced_or_not(score: float, left: float, notice: float) -> None:
    b = borrower(score=score, limit_cashloan=900_000)
    cut_or_announce(b, flows(), parameters(cut_score_hit=7.0), policy(notice_months=notice), KEYS, 1)
    assert b["score"] == left


def test_what_the_score_misjudges_lasts_and_is_of_its_spread() -> None:
    p = parameters(score_noise=60.0)
    now, later = ([misjudgement(p, keys, i) for i in range(4000)] for keys in (month_keys(1, 3), month_keys(1, 30)))
    assert now == later
    assert np.mean(now) == pytest.approx(0.0, abs=4.0)
    assert np.std(now) == pytest.approx(60.0, rel=0.03)
    assert max(map(abs, now)) <= 60.0 * math.sqrt(3.0)
    assert misjudgement(parameters(score_noise=0.0), KEYS, 1) == 0.0


def test_newcomers_are_misjudged_at_once_and_the_shown_score_at_its_speed() -> None:
    p, q = parameters(score_noise=60.0, score_speed=0.25, recalibration_points=0.0), policy()
    b = borrower(score=600.0)
    wrong = misjudgement(p, KEYS, 1)
    recalibrate(b, p, KEYS, 1)
    assert b["score"] == pytest.approx(600.0 + 0.25 * wrong)
    assert first_score(b, p, q, KEYS, 1) == pytest.approx(scorecard(b, p, q) + wrong)
