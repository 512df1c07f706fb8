"""The cash loan paid off by a cheaper lender: who may have it, from whom, and what it leaves."""

from typing import Any

import pytest

from tests.helpers.lenders import among, lender
from tests.helpers.markets import KEYS, borrower, flows, live, near, parameters, policy, share_of_borrowers
from tightrope.agents.codes import Remedy
from tightrope.agents.pricing import rate_asked
from tightrope.agents.refinancing import may_refinance, refinance

GOOD = {"balance_cashloan": 300_000, "limit_cashloan": 500_000, "instalment": 30_000, "literacy": 0.5}
CHEAP = lender("bank", 1.0, outside_apr=0.06, outside_breakeven_apr=0.04, outside_approval=0.9)
DEAR = lender("rival", 1.0, outside_apr=0.3, outside_breakeven_apr=0.2)


def terms(**knobs: Any) -> Any:
    """A month's policy with one named lender, who asks 8 per cent and lends to everybody up to one month's income."""
    usual = {
        "rivals": 1, "outside_share": 1.0, "outside_apr": 0.08, "outside_approval": 1.0, "outside_record": 0.0,
        "outside_ceiling": 10.0, "outside_size": 1.0, "outside_premium_record": 0.0, "outside_premium_lender": 0.0,
        "outside_breakeven": 0.0, "cashloan_apr": 0.15, "cool_off_months": 2.0, "month": 5,
    }  # fmt: skip
    return policy(**{**usual, **knobs})


@pytest.mark.parametrize(
    ("state", "moved"),
    [
        ({"balance_cashloan": 0}, {}),
        ({"late_paylater": 1}, {}),
        ({"late_outside": 1}, {}),
        ({"locked": 1}, {}),
        ({"plan": 3}, {}),
        ({"mending": Remedy.MENDING}, {}),
        ({}, {"applied_outside": 1}),
        ({}, {"redrew": 1}),
        ({}, {"prepaid": 1_000}),
    ],
    ids=str,
)
def test_only_the_loan_of_somebody_in_good_standing_is_paid_off(
    state: dict[str, int], moved: dict[str, int]
) -> None:  # fmt: skip
    assert may_refinance(borrower(**GOOD), flows())
    b, f = borrower(**{**GOOD, **state}), flows(**moved)
    assert not may_refinance(b, f)
    refinance(b, f, parameters(refinance_monthly=1.0), terms(), KEYS, 1)
    assert f["outside_draws"] == 0 and b["balance_cashloan"] == {**GOOD, **state}["balance_cashloan"]


def test_what_is_lent_goes_into_the_cash_loan_and_a_cool_off_begins() -> None:
    b, f = borrower(**GOOD, income_usual=200_000, cash=7_000), flows(due_cashloan=30_000)
    refinance(b, f, parameters(refinance_monthly=1.0), terms(), KEYS, 1)
    assert (f["outside_draws"], f["prepaid"], f["paid_cashloan"]) == (200_000, 200_000, 200_000)
    assert (b["outside_debt"], b["balance_cashloan"], b["cash"]) == (200_000, 100_000, 7_000)
    assert (b["lender_elsewhere"], f["asked_lender"], f["approved_outside"]) == (1, 1, 1)
    assert (b["instalment"], b["withheld"], b["cool_off"], b["prepaid_month"]) == (10_000, 200_000, 2, 5)


@pytest.mark.parametrize(("apr", "asks"), [(0.129, True), (0.131, False)])
def test_the_gain_must_be_worth_the_trouble(apr: float, asks: bool) -> None:
    b, f = borrower(**GOOD), flows()
    refinance(b, f, parameters(refinance_monthly=1.0, refinance_gain=0.02), terms(outside_apr=apr), KEYS, 1)
    assert bool(f["applied_outside"]) == asks


def test_a_lender_who_refuses_leaves_all_as_it_was() -> None:
    b, f = borrower(**GOOD), flows()
    refinance(b, f, parameters(refinance_monthly=1.0), terms(outside_approval=0.0), KEYS, 1)
    assert f["applied_outside"] and not f["outside_draws"] and not f["prepaid"]
    assert b["balance_cashloan"] == 300_000 and b["cool_off"] == 0


@pytest.mark.parametrize(("literacy", "share"), [(0.0, 0.0), (0.5, 0.2), (1.0, 0.4)])
def test_the_literate_look_at_rates_more_often(literacy: float, share: float) -> None:
    p, q = parameters(refinance_monthly=0.2), terms()

    def asks(i: int) -> bool:
        f = flows()
        refinance(borrower(**{**GOOD, "literacy": literacy}), f, p, q, KEYS, i)
        return bool(f["applied_outside"])

    assert share_of_borrowers(asks) == near(share)


def test_the_rate_asked_for_a_new_loan_is_under_the_cap() -> None:
    b, q = borrower(multi_seen=2.0), terms(outside_premium_lender=0.01)
    assert rate_asked(b, parameters(rate_cap_apr=0.36), q, 1) == pytest.approx(0.1)
    assert rate_asked(b, parameters(rate_cap_apr=0.09), q, 1) == 0.09


def test_the_books_of_a_market_add_up_and_the_cheap_lender_gains_what_the_platform_loses() -> None:
    off, on_ = (
        live(among({"refinance_monthly": chance}, lenders=(CHEAP, DEAR)), borrowers=2_000, months=12, check=True)
        for chance in (0.0, 0.3)
    )
    held, before = (each.results().lenders.filter(lender="bank")["held"][-1] for each in (on_, off))
    assert held > 1.2 * before
    balance, was = (each.results().months["balance_cashloan"][-1] for each in (on_, off))
    assert balance < was
