"""Limits: what score, debts, income and a book entitle to, what a cut leaves, and what nobody counts as a cut."""

import math

import numpy as np
import pytest

from tests.helpers.markets import KEYS, book_row, borrower, flows, market_of, parameters, policy, story
from tightrope.agents.arriving import entitle, grant
from tightrope.agents.endowing import known_limit
from tightrope.agents.limiting import (
    cap_lines,
    chance_of_cut,
    cut_lines,
    cut_or_announce,
    depth_of_cut,
    keep_notice,
    left_by_cut,
    link_lines,
    standing,
    standing_by_score,
)

PLAIN = {"limit_score_slope": 0.0, "limit_debt_slope": 0.0, "verified_lift": 0.0}
"""Neither score nor debts nor proof of income move a limit."""


@pytest.mark.parametrize(
    ("limit", "balance", "kept", "left"),
    [
        (1_000_000, 0, 0.25, 250_000),
        (1_000_000, 100_000, 0.25, 250_000),
        (1_000_000, 600_000, 0.25, 618_000),  # what is owed, and 3 % of room
        (1_000_000, 990_000, 0.25, 1_000_000),  # used in full: nothing to take,
        (1_000_000, 1_200_000, 0.25, 1_000_000),  # and a cut raises nothing
        (50_000, 0, 0.25, 0),  # under 200 yuan a line that is not used is closed,
        (50_000, 10_000, 0.1, 10_300),  # one that is used is not
    ],
)
def test_a_cut_leaves_what_is_owed(limit: int, balance: int, kept: float, left: int) -> None:
    assert left_by_cut(parameters(cut_room=0.03, least_limit_yuan=200.0), limit, balance, kept) == left


@pytest.mark.parametrize(
    ("score", "draw", "depth"),
    [
        (650.0, 0.5, 0.75),
        (650.0, 0.0, 0.55),
        (775.0, 0.5, 0.5),  # of the best scores' limits half is left,
        (550.0, 0.5, 0.95),  # of weak ones next to nothing,
        (450.0, 0.5, 1.0),  # or what is owed alone
        (950.0, 0.0, 0.0),  # and nothing is taken of some
    ],
)
def test_a_cut_is_the_deeper_the_weaker_the_score(score: float, draw: float, depth: float) -> None:
    p = parameters(cut_depth=0.75, cut_depth_slope=0.2, cut_depth_range=0.4)
    assert depth_of_cut(borrower(score=score), p, draw) == pytest.approx(depth)


@pytest.mark.parametrize(
    ("limit", "most", "late", "chance"),
    [
        (600_000, 4.0, 120, 0.01),  # a month of income, as entitled to,
        (300_000, 4.0, 120, 0.01),  # or less: not likelier
        (1_200_000, 4.0, 120, 0.02),  # twice as much: twice as likely,
        (3_000_000, 4.0, 120, 0.04),  # five times: four times and no more
        (3_000_000, 1.0, 120, 0.01),  # off
        (1_200_000, 4.0, 0, 0.03 / 1.03),  # lately late: odds of 1 to 49 are 1.47 times as high
        (3_000_000, 4.0, 0, 0.06125 / 1.06125),  # odds of 1 to 24 likewise
    ],
)
def test_limits_far_above_the_entitlement_are_cut_first(limit: int, most: float, late: int, chance: float) -> None:
    p = parameters(**PLAIN, cut_excess_most=most, cut_late_odds=1.47, cut_late_months=3.0)
    b = borrower(limit_months_paylater=0.25, limit_months_cashloan=0.75, months_since_late=late)
    b["limit_paylater"], b["limit_cashloan"] = limit // 4, 3 * limit // 4
    assert chance_of_cut(b, p, policy(cut_monthly=0.01)) == pytest.approx(chance)


def test_a_cut_of_nothing_is_no_cut() -> None:
    full = {"limit_paylater": 100_000, "balance_paylater": 100_000, "limit_cashloan": 500_000}
    b, f, p = borrower(**full, balance_cashloan=500_000), flows(), parameters()
    assert not cut_lines(b, f, p, 0.25, 0.25)
    assert (b["limit_paylater"], b["limit_cashloan"], f["cut"], f["cut_amount"]) == (100_000, 500_000, 0, 0)
    b = borrower(**full, balance_cashloan=100_000)
    assert cut_lines(b, f, p, 0.25, 0.25)
    assert (b["limit_paylater"], b["limit_cashloan"], f["cut"], f["cut_amount"]) == (100_000, 125_000, 1, 375_000)


@pytest.mark.parametrize("notice", [0.0, 2.0])
@pytest.mark.parametrize(("balance", "hit"), [(500_000, 0.0), (0, 7.0)])
def test_who_can_lose_nothing_loses_no_points_and_is_told_of_nothing(notice: float, balance: int, hit: float) -> None:
    b, f = borrower(limit_cashloan=500_000, balance_cashloan=balance), flows()
    cut_or_announce(b, f, parameters(cut_score_hit=7.0), policy(notice_months=notice), KEYS, 1)
    assert b["score"] == 650.0 - hit
    assert (b["notice_left"] > 0) == (hit > 0 and notice > 0)
    assert (f["cut"] > 0) == (hit > 0 and notice == 0)


@pytest.mark.parametrize(("balance", "cut"), [(500_000, 0), (0, 2)])
def test_an_announced_cut_leaves_what_was_drawn_meanwhile(balance: int, cut: int) -> None:
    b, f = borrower(limit_cashloan=500_000, balance_cashloan=balance, notice_left=1, notice_depth=75), flows()
    keep_notice(b, f, parameters())
    assert (b["limit_cashloan"], f["cut"]) == (500_000 if balance else 125_000, cut)


def test_the_linkage_leaves_what_is_owed() -> None:
    late = {"paylater_aged": 1, "late_paylater": 1, "limit_cashloan": 500_000}
    b, f = borrower(**late, balance_cashloan=500_000), flows()
    link_lines(b, f, parameters(linkage_cut=0.4), policy(linkage=1.0), KEYS, 1)
    assert (b["limit_cashloan"], f["cut"]) == (500_000, 0)


def test_the_cap_does_not_stop_at_what_is_owed() -> None:
    b = borrower(limit_paylater=200_000, limit_cashloan=600_000, balance_paylater=200_000, balance_cashloan=600_000)
    f = flows()
    assert cap_lines(b, f, parameters(limit_cap_yuan=4_000.0)), "and the debt lies above it"
    assert (b["limit_paylater"], b["limit_cashloan"], f["cut_amount"]) == (100_000, 300_000, 400_000)


@pytest.mark.parametrize(("slope", "times"), [(0.0, 1.0), (2.0, math.exp(-1.0))])
def test_debts_lower_what_a_borrower_is_entitled_to(slope: float, times: float) -> None:
    """An instalment of half the income of 6,000 yuan."""
    p = parameters(limit_debt_slope=slope, limit_score_slope=0.0)
    b = borrower(instalment=300_000)
    assert standing(b, p, policy()) == pytest.approx(times)
    assert standing_by_score(b, p) == 1.0


@pytest.mark.parametrize("memory", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("known", [False, True])
def test_an_entitlement_lies_between_book_and_rule(memory: float, known: bool) -> None:
    """The book says two months of income; to somebody of score 750, if it is known to have been granted."""
    b = borrower(score=750.0, limit_paylater=300_000, limit_cashloan=900_000)
    row = book_row(limit_paylater=3_000, limit_cashloan=9_000) if known else book_row()
    p = parameters(**{**PLAIN, "limit_score_slope": 0.7}, limit_memory=memory, limit_income_months=1.5)
    entitle(b, row, p)
    book = 2.0 / math.exp(0.7) if known else 2.0
    months = book**memory * 1.5 ** (1 - memory)
    assert b["limit_months_paylater"] == pytest.approx(months / 4, rel=1e-6)
    assert b["limit_months_cashloan"] == pytest.approx(3 * months / 4, rel=1e-6)


@pytest.mark.parametrize(
    ("row", "total"),
    [
        ({}, math.nan),
        ({"limit_paylater": 1_000.0}, 4_000.0),
        ({"limit_cashloan": 3_000.0}, 4_000.0),
        ({"limit_paylater": 1_000.0, "limit_cashloan": 2_000.0}, 3_000.0),
    ],
    ids=str,
)
def test_a_book_tells_the_total_limit_by_either_line(row: dict[str, float], total: float) -> None:
    told = known_limit(book_row(**row), parameters(paylater_limit_share=0.25))
    assert told == pytest.approx(total, nan_ok=True)


def test_a_line_of_nil_stays_nil() -> None:
    b = borrower(limit_cashloan=600_000)
    entitle(b, book_row(limit_paylater=0, limit_cashloan=6_000), parameters(**PLAIN, limit_memory=1.0))
    assert (b["limit_months_paylater"], b["limit_months_cashloan"]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("scale", "bounds", "total"),
    [
        (1.0, {}, 1_800_000),
        (0.5, {}, 900_000),
        (0.5, {"limit_floor_yuan": 10_000.0}, 1_000_000),
        (1.0, {"limit_ceiling_yuan": 8_000.0}, 800_000),
        (1.0, {"highest_limit_months": 2.0}, 1_200_000),
    ],
)
def test_limits_are_granted_by_income_and_standing(scale: float, bounds: dict[str, float], total: int) -> None:
    """One month and two of an income of 6,000 yuan, at score 650."""
    b = borrower(limit_months_paylater=1.0, limit_months_cashloan=2.0)
    grant(b, parameters(**PLAIN, **bounds), policy(), scale)
    assert (b["limit_paylater"], b["limit_cashloan"]) == pytest.approx((total / 3, 2 * total / 3), abs=1)


def test_a_book_opens_with_limits_that_follow_the_score() -> None:
    people = market_of(story(), borrowers=2_000).people
    months = (people["limit_paylater"] + people["limit_cashloan"]) / people["income_usual"]
    assert np.corrcoef(people["score"], np.log(months))[0, 1] > 0.2
    flat = market_of(story({"limit_score_slope": 0.0, "limit_debt_slope": 0.0}), borrowers=2_000).people
    months = (flat["limit_paylater"] + flat["limit_cashloan"]) / flat["income_usual"]
    assert np.corrcoef(flat["score"], np.log(months))[0, 1] < 0.2
