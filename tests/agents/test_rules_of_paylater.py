"""Paylater left alone, cleared or carried over: who changes, what each puts on it, and how a book opens."""

from typing import Any

import numpy as np
import pytest

from tests.helpers.markets import (
    KEYS,
    MANY,
    SLUMP,
    book_row,
    borrower,
    flows,
    live,
    market_of,
    near,
    parameters,
    policy,
    share_of_borrowers,
    story,
)
from tightrope.agents.arriving import draw_balances
from tightrope.agents.codes import PaylaterHabit, Status
from tightrope.agents.endowing import draw_paylater_aim, draw_paylater_share
from tightrope.agents.lines import bills, carries_over
from tightrope.agents.paylater import change_habit, has_to_spare, leaves_revolving, paylater_wish, settled_habit

REST, FULL, REVOLVE = PaylaterHabit.REST, PaylaterHabit.FULL, PaylaterHabit.REVOLVE
CHANCES = {
    "habit_change": 1.0, "full_to_rest": 0.1, "full_to_revolve": 0.2, "strain_to_revolve": 0.5,
    "revolve_to_full": 0.3, "rest_to_full": 0.05, "rest_to_revolve": 0.15, "full_kept_months": 0.5,
}  # fmt: skip
RICH = {"cash": 400_000, "balance_paylater": 100_000}
"""Savings that clear the balance and leave half a month of 6,000 yuan."""


def after(i: int, p: Any, **state: float) -> int:
    """The habit of a borrower after a month's chance to change it."""
    b = borrower(**state)
    change_habit(b, p, KEYS, i)
    return int(b["paylater_habit"])


@pytest.mark.parametrize(
    ("state", "chances"),
    [
        ({"paylater_habit": FULL}, {REST: 0.1, REVOLVE: 0.2, FULL: 0.7}),
        ({"paylater_habit": FULL, "strain": 0.4}, {REST: 0.1, REVOLVE: 0.4, FULL: 0.5}),  # want of money
        ({"paylater_habit": REST}, {FULL: 0.05, REVOLVE: 0.15, REST: 0.8}),
        ({"paylater_habit": REST, "strain": 0.4}, {FULL: 0.05, REVOLVE: 0.35, REST: 0.6}),
        ({"paylater_habit": REVOLVE, **RICH}, {FULL: 0.3, REVOLVE: 0.7}),
        ({"paylater_habit": REVOLVE, **RICH, "strain": 0.01}, {REVOLVE: 1.0}),
        ({"paylater_habit": REVOLVE, **RICH, "cash": 399_999}, {REVOLVE: 1.0}),
        ({"paylater_habit": FULL, "late_paylater": 1}, {FULL: 1.0}),
        ({"paylater_habit": REST, "plan": 6}, {REST: 1.0}),
    ],
    ids=str,
)
def test_each_habit_is_left_for_the_others_by_its_chances(state: dict[str, float], chances: dict[int, float]) -> None:
    p = parameters(**CHANCES)
    found = np.bincount([after(i, p, **state) for i in range(MANY)], minlength=3) / MANY
    for habit in PaylaterHabit:
        assert found[habit] == near(chances.get(habit, 0.0)), habit


@pytest.mark.parametrize(("change", "left"), [(0.0, 0.0), (0.5, 0.15), (2.0, 0.6)])
def test_all_chances_move_together(change: float, left: float) -> None:
    p = parameters(**{**CHANCES, "habit_change": change})
    assert share_of_borrowers(lambda i: after(i, p, paylater_habit=FULL) != FULL) == near(left)


@pytest.mark.parametrize(
    ("state", "able"),
    [
        ({}, True),
        ({"cash": 399_999}, False),
        ({"balance_paylater": 100_001}, False),
        ({"strain": 0.001}, False),
    ],
)
def test_a_balance_is_cleared_out_of_savings_that_leave_something(state: dict[str, float], able: bool) -> None:
    assert has_to_spare(borrower(**{**RICH, **state}), parameters(full_kept_months=0.5)) is able


@pytest.mark.parametrize(
    ("habit", "carries", "due"), [(REST, False, 100_000), (FULL, False, 100_000), (REVOLVE, True, 6_000)]
)
def test_only_who_carries_over_is_asked_for_a_part(habit: int, carries: bool, due: int) -> None:
    b, f = borrower(paylater_habit=habit, balance_paylater=100_000, pays_share=6), flows()
    bills(b, f, parameters(revolve_minimum_share=0.04), policy())
    assert (carries_over(b), f["due_paylater"], f["least_paylater"]) == (carries, due, 4_000)


@pytest.mark.parametrize(
    ("state", "plan", "wish"),
    [
        ({"paylater_habit": FULL}, 200_000, 50_000),  # a quarter of the plan
        ({"paylater_habit": REST}, 200_000, 0),
        ({}, 200_000, 5_000 - 1_000 + 20_000),  # what was paid less interest, and a tenth of what the aim is away
        ({}, 20_000, 20_000),  # not beyond the plan
        ({"balance_paylater": 300_000}, 200_000, 5_000 - 3_000),  # at the aim
        ({"balance_paylater": 400_000}, 200_000, 0),  # above it nothing more
    ],
    ids=str,
)
def test_what_is_put_on_paylater_is_a_habit_or_moves_a_balance_to_its_aim(
    state: dict[str, float], plan: int, wish: int
) -> None:
    b = borrower(**{
        "balance_paylater": 100_000, "limit_paylater": 600_000, "paylater_aim": 0.5, "paylater_share": 0.25, **state,
    })  # fmt: skip
    p, q = parameters(paylater_speed=0.1), policy(paylater_apr=0.12)
    assert paylater_wish(b, flows(due_paylater=5_000), p, q, plan) == wish


# how a book opens


def test_savings_make_it_likelier_that_carrying_over_ends() -> None:
    p = parameters(revolve_to_full=0.2, start_spare_months=3.0)
    assert leaves_revolving(borrower(buffer_months=1.0), p) == pytest.approx(0.05)
    assert leaves_revolving(borrower(buffer_months=3.0), p) == pytest.approx(0.1)
    assert leaves_revolving(borrower(buffer_months=0.0), parameters(start_spare_months=0.0)) == 0.0


def test_the_opening_s_habits_are_those_that_their_chances_settle_at() -> None:
    """Where as many take up each habit as leave it, its share times what leaves it is what comes."""
    p = parameters(**CHANCES, start_spare_months=2.0)
    b = borrower(buffer_months=2.0)
    drawn = [settled_habit(b, p, (k + 0.5) / 100_000) for k in range(100_000)]
    rest, full, revolve = np.bincount(drawn) / len(drawn)
    assert full * (0.1 + 0.2) == pytest.approx(rest * 0.05 + revolve * 0.15, abs=1e-4)
    assert rest * (0.05 + 0.15) == pytest.approx(full * 0.1, abs=1e-4)


def test_where_nobody_changes_everybody_clears_the_bill() -> None:
    never = dict.fromkeys(
        ("full_to_rest", "full_to_revolve", "revolve_to_full", "rest_to_full", "rest_to_revolve"), 0.0
    )
    assert settled_habit(borrower(buffer_months=1.0), parameters(**never), 0.999) == FULL


@pytest.mark.parametrize(
    ("habit", "cells", "aim"),
    [
        (REVOLVE, {}, 0.55),  # half of 1.1
        (REVOLVE, {"balance_paylater": 400}, 0.4),
        (REVOLVE, {"balance_paylater": 4_000}, 1.1),  # at most
        (REVOLVE, {"charges_paylater": 20}, 0.5),  # a balance of 500 yuan of which 5 % is paid, 1 % being interest
        (FULL, {"balance_paylater": 400, "charges_paylater": 20}, 0.55),  # says nothing of carrying over
    ],
    ids=str,
)
def test_what_a_book_shows_of_a_carried_balance_is_what_is_aimed_at(
    habit: int, cells: dict[str, float], aim: float
) -> None:
    b = borrower(paylater_habit=habit, limit_paylater=100_000, pays_share=5)
    p = parameters(revolver_used_most=1.1, paylater_apr=0.12)
    assert draw_paylater_aim(b, book_row(**cells), p, 0.5) == pytest.approx(aim)
    assert draw_paylater_aim(borrower(), book_row(**cells), p, 0.5) == pytest.approx(0.55), "without a limit"


@pytest.mark.parametrize(("habit", "share"), [(FULL, 0.25), (REST, 0.25), (REVOLVE, 0.2)])
def test_known_charges_are_the_habit_of_who_clears_the_bill(habit: int, share: float) -> None:
    p = parameters(paylater_spending_share=0.2, paylater_spending_log_variance=0.0, habit_share=0.8)
    b = borrower(paylater_habit=habit)
    assert draw_paylater_share(b, book_row(charges_paylater=1_200), p, 0.7) == pytest.approx(share)
    assert draw_paylater_share(b, book_row(), p, 0.7) == pytest.approx(0.2)


@pytest.mark.parametrize(("habit", "owed"), [(REST, 0), (FULL, 120_000), (REVOLVE, 60_000)])
def test_a_book_opens_with_the_balance_that_each_habit_leaves(habit: int, owed: int) -> None:
    b = borrower(paylater_habit=habit, limit_paylater=200_000, paylater_share=0.25, paylater_aim=0.3)
    draw_balances(b, book_row(), parameters(habit_share=0.8), policy(), KEYS, 1)
    assert b["balance_paylater"] == owed
    b = borrower(paylater_habit=habit, limit_paylater=50_000, paylater_share=0.25, paylater_aim=1.1)
    draw_balances(b, book_row(), parameters(habit_share=0.8), policy(), KEYS, 1)
    assert b["balance_paylater"] == min(owed, 50_000), "within the limit"


# the market


def habits(market: Any) -> Any:
    """The shares of the three habits among the active."""
    people = market.people
    of = people["paylater_habit"][people["status"] == Status.ACTIVE]
    return np.bincount(of, minlength=3) / of.size


def test_habits_open_as_a_calm_market_lives_them() -> None:
    opening = habits(market_of(story(), borrowers=10_000))
    lived = habits(live(story(), borrowers=10_000, months=36))
    assert lived == pytest.approx(opening, abs=0.03)


def test_hard_times_make_people_carry_their_bills_over() -> None:
    calm, hard = (habits(live(story({}, *events), borrowers=5_000, months=18)) for events in ((), SLUMP))
    assert hard[REVOLVE] > calm[REVOLVE] + 0.02
    assert hard[FULL] < calm[FULL]
