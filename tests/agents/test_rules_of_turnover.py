"""Rules of turnover: who leaves and with whose money, who comes instead, and what newcomers want first."""

from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.helpers.markets import KEYS, borrower, flows, live, near, parameters, policy, share_of_borrowers, story
from tightrope.agents.borrowing import buy_on_credit, draws_in_cycles
from tightrope.agents.circumstances import out_at_application
from tightrope.agents.codes import Departure, Remedy, Status
from tightrope.agents.elsewhere import takes_over
from tightrope.agents.persons import person, person_joining
from tightrope.agents.trusting import leave
from tightrope.scenarios.engine.streams import month_keys

CALM = {"leave_distrust": 0.0, "welcome_share": 0.0}


def gone(p: Any, q: Any, i: int = 1, **state: Any) -> tuple[Any, Any]:
    """A borrower and the month's flows, after the chance to leave."""
    b, f = borrower(**state), flows()
    leave(b, f, p, q, KEYS, i)
    return b, f


def test_who_has_the_money_pays_all_and_goes() -> None:
    b, f = gone(parameters(leave_monthly=1.0), policy(), cash=900, balance_paylater=300, balance_cashloan=400)
    assert (f["left"], b["status"]) == (Departure.LEFT, Status.VACANT)
    assert (f["settled_paylater"], f["settled_cashloan"], f["taken_over"]) == (300, 400, 0)
    assert (b["cash"], b["balance_paylater"], b["balance_cashloan"]) == (200, 0, 0)


def test_what_is_lacking_the_next_lender_pays_or_the_borrower_stays() -> None:
    p, owed = parameters(leave_monthly=1.0), {"cash": 100, "balance_paylater": 300, "balance_cashloan": 400}
    b, f = gone(p, policy(outside_approval=1.0), **owed)
    assert (f["left"], f["taken_over"], f["settled_paylater"], f["settled_cashloan"]) == (Departure.LEFT, 600, 300, 400)
    assert (b["cash"], b["balance_cashloan"]) == (0, 0)
    b, f = gone(p, policy(outside_approval=0.0), **owed)
    assert (f["left"], f["taken_over"], f["settled_cashloan"]) == (0, 0, 0)
    assert (b["status"], b["cash"], b["balance_cashloan"]) == (Status.ACTIVE, 100, 400)


@pytest.mark.parametrize(
    "state", [{"locked": 1}, {"overdue_paylater": 1}, {"overdue_cashloan": 1}, {"plan": 1}, {"plan": 24}], ids=str
)
def test_who_is_locked_overdue_or_on_a_plan_stays(state: dict[str, float]) -> None:
    """Money for the debt at hand or not, and however glad another lender would be to take it over."""
    for cash in (900, 0):
        p, q = parameters(leave_monthly=1.0), policy(outside_approval=1.0)
        b, f = gone(p, q, 1, cash=cash, balance_cashloan=500, **state)
        assert (f["left"], f["taken_over"], f["settled_cashloan"]) == (0, 0, 0)
        assert (b["status"], b["cash"], b["balance_cashloan"]) == (Status.ACTIVE, cash, 500)


def test_who_is_done_with_a_plan_may_go() -> None:
    b, f = gone(parameters(leave_monthly=1.0), policy(), cash=900, balance_cashloan=500, plan=0, plan_month=-3)
    assert (f["left"], b["status"]) == (Departure.LEFT, Status.VACANT)


@pytest.mark.parametrize(
    ("state", "chance"),
    [({}, 0.05), ({"trust": 0.3}, 0.05 * (1 + 4 * 0.5)), ({"trust": 0.9, "mending": Remedy.GAVE_UP}, 0.25)],
    ids=str,
)
def test_the_disappointed_leave_sooner(state: dict[str, float], chance: float) -> None:
    p, q = parameters(leave_monthly=0.05, leave_distrust=4.0), policy()
    assert share_of_borrowers(lambda i: bool(gone(p, q, i, **state)[1]["left"])) == near(chance)


def test_the_next_lender_decides_as_other_lenders_do() -> None:
    p, q = parameters(), policy(outside_approval=0.8, outside_ceiling=2.0, outside_record=0.5)
    clean, marked = borrower(), borrower(bureau_record=1.0)
    assert share_of_borrowers(lambda i: takes_over(clean, p, q, 500, KEYS, i)) == near(0.8)
    assert share_of_borrowers(lambda i: takes_over(marked, p, q, 500, KEYS, i)) == near(0.8 * np.exp(-0.5))
    full = borrower(outside_seen=1_199_600)
    sure = policy(outside_approval=1.0, outside_ceiling=2.0)
    assert [takes_over(full, p, sure, debt, KEYS, 1) for debt in (400, 401)] == [True, False]


def test_a_newcomer_is_somebody_else() -> None:
    """What a person keeps for good belongs to the person: whoever takes the place starts with draws of one's own."""
    assert person(borrower(joined_month=-7), 5) == person(borrower(joined_month=0), 5) == 5
    assert person(borrower(joined_month=3), 5) == person_joining(3, 5) != 5
    numbers = {person_joining(month, i) for month in range(1, 601) for i in (0, 1, 999_999)}
    assert len(numbers) == 1800 and max(numbers) < 2**31
    p, keys = parameters(cycler_share=0.3), month_keys(1, 40)
    old = [draws_in_cycles(p, keys, person(borrower(), i)) for i in range(1000)]
    new = [draws_in_cycles(p, keys, person(borrower(joined_month=12), i)) for i in range(1000)]
    both = sum(a and b for a, b in zip(old, new, strict=True))
    assert sum(new) / 1000 == near(0.3) and both / 1000 == near(0.09)


@pytest.mark.parametrize(("segment", "factor"), [(0, 1.0), (1, 2.0), (2, 0.5)])
def test_fewer_newcomers_are_without_work_than_of_those_who_are_there(segment: int, factor: float) -> None:
    p = parameters(
        share_salaried=0.5, share_gig=0.3, separation_factor_gig=2.0, separation_factor_self_employed=0.5,
        separation_monthly=0.05, arrive_jobless=0.5,
    )  # fmt: skip
    mean = 0.5 * 1.0 + 0.3 * 2.0 + 0.2 * 0.5
    b = borrower(segment=segment)
    assert out_at_application(b, p, policy(unemployment=0.06)) == pytest.approx(0.5 * 0.06 * factor / mean)
    assert out_at_application(b, p, policy(unemployment=1.0)) <= 1.0


def first_draw(p: Any, **state: float) -> tuple[int, Any]:
    """What a newcomer draws in the seventh month, and the flows."""
    usual = {"joined_month": 6, "appetite": 0.5, "limit_cashloan": 400_000, "score": 700.0}
    b, f = borrower(**{**usual, **state}), flows()
    return buy_on_credit(b, f, p, policy(month=7), KEYS, 1), f


def test_newcomers_draw_what_they_came_for_in_their_first_month() -> None:
    p = parameters(first_draw_share=0.6, first_draw_monthly=0.0, purchase_least_size=1.0, purchase_monthly=1e-9)
    drawn, f = first_draw(p)
    assert drawn == f["draws"] == 120_000, "six tenths of the half of the limit that is aimed at"
    others: list[dict[str, float]] = [
        {"joined_month": 5}, {"joined_month": 7}, {"employed": 0}, {"appetite": 0.0}, {"balance_cashloan": 1},
    ]  # fmt: skip
    assert [first_draw(p, **state)[0] for state in others] == [0] * len(others)
    assert first_draw(parameters(first_draw_share=0.0))[0] == 0
    q, b = policy(month=1), borrower(joined_month=0, appetite=0.5, limit_cashloan=400_000)
    assert buy_on_credit(b, flows(), p, q, KEYS, 1) == 0, "the opening book has drawn before"


def test_newcomers_come_to_be_what_old_customers_are() -> None:
    """Turnover changes who is there, not what is there: limits and debts neither grow nor fade with it.

    A book opens with limits a tenth below those at which it settles within three years.
    """
    market = live(story(CALM | {"leave_monthly": 0.02}), borrowers=10_000, months=60)
    people = market.people
    there = np.array(people["status"]) == Status.ACTIVE
    assert (np.array(people["joined_month"])[there] > 0).mean() > 0.6, "most places have changed hands"
    months = market.results().months.with_columns(owed=pl.col("balance") / pl.col("borrowers_active"))
    for start, limits, owed in ((0, 0.15, 0.15), (35, 0.03, 0.06)):
        assert months["limit_mean"][-1] == pytest.approx(months["limit_mean"][start], rel=limits)
        assert months["owed"][-1] == pytest.approx(months["owed"][start], rel=owed)


def test_nobody_comes_and_goes_where_nobody_leaves() -> None:
    market = live(story({"leave_monthly": 0.0}), borrowers=1000, months=6)
    assert market.results().months["attrition_share"].to_list() == [0.0] * 6


def test_who_leaves_takes_the_accounts_along() -> None:
    """Money is conserved where a debt is taken over: the ledger checks every account."""
    market = live(story({**CALM, "leave_monthly": 0.3, "arrive_monthly": 1.0}), borrowers=2000, months=6, check=True)
    assert market.results().months["attrition_share"].sum() > 1.0
