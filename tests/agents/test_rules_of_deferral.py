"""Deferral: who may put payments off, what is due meanwhile, who goes on paying, and what the end brings back."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from tests.helpers.markets import KEYS, borrower, flows, live, near, parameters, policy, share_of_borrowers, story
from tightrope.agents.ageing import age
from tightrope.agents.borrower import LONG_AGO
from tightrope.agents.deferring import defer, keep_paying, resume
from tightrope.agents.lines import bills, in_arrears
from tightrope.scenarios.files.events import Event

FOR_ALL = {"deferral_share": 1.0, "deferral_others": 1.0, "deferral_months": 3.0}


def owing(**state: float) -> Any:
    """A borrower who owes on both products and has never put anything off."""
    usual = {
        "balance_cashloan": 600_000, "instalment": 60_000, "balance_paylater": 200_000, "deferral_ended": LONG_AGO,
        "income": 300_000,
    }  # fmt: skip
    return borrower(**{**usual, **state})


def deferred(
    i: int = 0, state: Mapping[str, float] | None = None, values: Mapping[str, float] | None = None, month: int = 20
) -> Any:
    """The same borrower after a month's chance to put payments off."""
    b = owing(**(state or {}))
    defer(b, flows(due_cashloan=60_000), *terms(month, **(values or FOR_ALL)), KEYS, i)
    return b


@cache
def terms(month: int, **values: float) -> tuple[Any, Any]:
    """The programme's parameters, and the policy of the month."""
    return parameters(**values), policy(month=month)


@pytest.mark.parametrize(
    ("state", "chance"),
    [({"employed": 0}, 0.6), ({"furlough": 2}, 0.6), ({}, 0.3), ({"employed": 0, "late_cashloan": 2}, 0.6)],
)
def test_as_many_may_put_payments_off_as_know_of_the_programme(state: dict[str, float], chance: float) -> None:
    values = {"deferral_share": 0.6, "deferral_others": 0.5}
    assert share_of_borrowers(lambda i: deferred(i, state, values).deferral > 0) == near(chance)


@pytest.mark.parametrize("month", [2, 9])
def test_who_knows_of_it_does_so_for_good(month: int) -> None:
    values = {"deferral_share": 0.5}
    first = [deferred(i, {"employed": 0}, values).deferral for i in range(50)]
    assert first == [deferred(i, {"employed": 0}, values, month).deferral for i in range(50)]
    assert len(set(first)) == 2


@pytest.mark.parametrize(
    "state",
    [
        {"balance_cashloan": 0, "balance_paylater": 0},
        {"plan": 4},
        {"ever_defaulted": 1, "late_cashloan": 3},
        {"deferral_ended": 9},
    ],
)
def test_some_are_not_let_in(state: dict[str, float]) -> None:
    assert deferred(state={"employed": 0, **state}).deferral == 0


def test_a_year_after_the_last_deferral_there_may_be_another() -> None:
    assert deferred(state={"deferral_ended": 8}).deferral == 3


@pytest.mark.parametrize(("cash", "months"), [(239_999, 3), (240_000, 0)])
def test_who_would_keep_the_reserve_does_not_ask(cash: int, months: int) -> None:
    lean = {"subsistence_yuan": 0.0, "subsistence_share": 0.3, "spending_cut_most": 1.0}
    values = {**FOR_ALL, **lean, "deferral_reserve_months": 0.5}
    assert deferred(state={"cash": cash, "income": 300_000}, values=values).deferral == months


def test_without_a_programme_nothing_is_put_off() -> None:
    assert deferred(state={"employed": 0}, values={"deferral_share": 0.0, "deferral_others": 1.0}).deferral == 0


def test_nothing_is_due_while_it_runs_and_interest_goes_on() -> None:
    b, f, p = owing(late_cashloan=1, overdue_cashloan=60_000), flows(), parameters(**FOR_ALL)
    bills(b, f, p, policy())
    asked = f.due_paylater, f.due_cashloan
    defer(b, f, p, policy(), KEYS, 0)
    assert (f.put_off_paylater, f.put_off_cashloan) == asked == (8_000, 60_000)
    assert (b.overdue_cashloan, in_arrears(b)) == (0, 0)
    assert (f.due_paylater, f.least_paylater, f.due_cashloan) == (0, 0, 0)
    age(b, f, p, policy(cashloan_apr=0.12, paylater_apr=0.06))
    assert (b.late_paylater, b.late_cashloan, b.lateness, b.balance_cashloan) == (0, 1, 0.0, 606_000)
    assert (b.balance_paylater, f.fees_cashloan) == (201_000, 0)


def test_what_was_late_stays_as_late_and_is_in_good_standing_no_sooner() -> None:
    late, clear = deferred(state={"late_paylater": 2, "months_since_late": 0}), deferred(state={"months_since_late": 4})
    for b in (late, clear):
        age(b, flows(), parameters(), policy())
    assert (late.late_paylater, late.months_since_late, clear.months_since_late) == (2, 0, 5)


@pytest.mark.parametrize(
    ("cash", "paid"), [(0, (0, 0)), (600_000, (0, 0)), (610_000, (10_000, 0)), (650_000, (20_000, 30_000)),
                       (900_000, (20_000, 60_000))],
)  # fmt: skip
def test_who_has_more_than_a_reserve_goes_on_paying(cash: int, paid: tuple[int, int]) -> None:
    b, f = owing(cash=cash), flows(put_off_paylater=20_000, put_off_cashloan=60_000)
    keep_paying(b, f, parameters(deferral_reserve_months=1.0))
    assert (f.paid_paylater, f.paid_cashloan) == paid
    assert b.cash == cash - sum(paid)


def test_a_deferral_lasts_for_its_months_and_brings_the_arrears_back() -> None:
    late = {"late_cashloan": 1, "overdue_cashloan": 60_000, "late_paylater": 2, "overdue_paylater": 40_000}
    b, left = deferred(state=late), [3]
    for month in (21, 22, 23):
        resume(b, parameters(revolve_minimum_share=0.1), policy(month=month))
        left.append(b.deferral)
    assert left == [3, 2, 1, 0]
    assert (b.overdue_cashloan, b.overdue_paylater, b.deferral_ended) == (60_000, 40_000, 23)
    assert (b.late_cashloan, b.late_paylater, in_arrears(b)) == (1, 2, 2)


def test_arrears_that_come_back_are_no_more_than_what_is_owed() -> None:
    b = owing(late_cashloan=2, balance_cashloan=70_000, late_paylater=1, balance_paylater=0, deferral=1)
    resume(b, parameters(), policy(month=20))
    assert (b.overdue_cashloan, b.overdue_paylater) == (70_000, 0)


def test_deferral_keeps_the_furloughed_from_falling_late_while_it_runs() -> None:
    home = {"furlough_share": 0.3, "furlough_loss": 0.9, "furlough_months": 3.0}
    without, with_it = (
        live(story({}, Event(month=3, shape="pulse", months=1, set={**home, **more})), borrowers=6_000, months=9)
        for more in ({}, {"deferral_share": 1.0})
    )
    late = [[row["dpd30_share_count"] or 0.0 for row in market.history.rows] for market in (without, with_it)]
    assert late[0][:2] == late[1][:2]
    assert late[1][4] < 0.8 * late[0][4]
    put_off_by = [row["deferred_share"] or 0.0 for row in with_it.history.rows]
    assert put_off_by[1] == put_off_by[5] == 0.0
    assert min(put_off_by[2:5]) > 0.1
    resumed = [row["deferral_late_share"] for row in with_it.history.rows]
    assert resumed[7] is None
    assert 0.0 < (resumed[8] or 0.0) < 0.5
