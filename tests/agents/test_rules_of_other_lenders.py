"""Other lenders: whom they lend to and how much, loans of a month and their renewal, how many lenders are owed."""

import math

import pytest

from tests.helpers.markets import KEYS, borrower, flows, near, parameters, policy, share_of_borrowers
from tightrope.agents.approving import borrow_outside
from tightrope.agents.codes import Remedy
from tightrope.agents.elsewhere import cover_shortage, renew, settle_outside, wish_outside
from tightrope.agents.lines import bills
from tightrope.agents.money import MOST_OWED

# who is lent to


@pytest.mark.parametrize("record_seen", [0.0, 0.5, 2.0])
def test_other_lenders_approve_by_the_record_they_see(record_seen: float) -> None:
    p, q = parameters(), policy(outside_approval=0.7, outside_ceiling=4.0, outside_record=1.2, outside_size=1.0)

    def approved(i: int) -> bool:
        b, f = borrower(bureau_record=record_seen, outside_lenders=2), flows()
        lent = borrow_outside(b, f, p, q, 200_000, KEYS, i)
        assert b["outside_lenders"] == (3 if lent else 2)
        assert lent in (0, 200_000) and f["applied_outside"] == 1
        return lent > 0

    assert share_of_borrowers(approved) == near(0.7 * math.exp(-1.2 * record_seen))


LATE_ANYWHERE = [{"late_paylater": 1}, {"late_cashloan": 1}, {"late_outside": 1}, {"late_outside": 4}]


@pytest.mark.parametrize("left", [0.0, 0.25, 1.0])
@pytest.mark.parametrize("state", [*LATE_ANYWHERE, {"employed": 0}], ids=str)
def test_other_lenders_refuse_most_of_the_late_and_of_the_jobless(state: dict[str, float], left: float) -> None:
    p, q = parameters(), policy(outside_approval=0.8)
    q["outside_jobless" if "employed" in state else "outside_late"] = left

    def lends(i: int, state: dict[str, float] = state) -> bool:
        f = flows()
        lent = borrow_outside(borrower(**state), f, p, q, 100_000, KEYS, i)
        assert f["applied_outside"] == 1
        return lent > 0

    assert share_of_borrowers(lends) == near(0.8 * left)
    assert share_of_borrowers(lambda i: lends(i, {})) == near(0.8), "everybody else is served as ever"


@pytest.mark.parametrize(("seen", "lent"), [(0, 600_000), (2_100_000, 300_000), (2_400_000, 0), (9_000_000, 0)])
def test_other_lenders_lend_up_to_size_and_ceiling(seen: int, lent: int) -> None:
    p, q = parameters(), policy(outside_approval=1.0, outside_ceiling=4.0, outside_size=1.0, outside_record=0.0)
    b = borrower(outside_seen=seen)
    assert borrow_outside(b, flows(), p, q, 5_000_000, KEYS, 3) == lent


# who is short

FIRST = {"compare_share": 0.0, "outside_record_weight": 0.0, "short_draw_months": 0.0}
"""All who are short draw on the line first, and no more than they lack."""


def test_a_shortage_is_covered_by_the_cash_loan_first_and_the_rest_by_a_loan_of_a_month() -> None:
    p, q = parameters(**FIRST, cushion=0.5, short_size_months=1.0), policy(outside_approval=1.0)
    for limit, own, elsewhere in ((500_000, 150_000, 0), (90_000, 90_000, 60_000), (0, 0, 150_000)):
        b, f = borrower(limit_cashloan=limit), flows()
        cover_shortage(b, f, p, q, 100_000, KEYS, 3)
        assert (f["draws"], f["outside_draws"], f["outside_short"]) == (own, elsewhere, elsewhere)
        assert b["cash"] == own + elsewhere
        assert (b["outside_debt"], b["outside_lenders"]) == (elsewhere, int(elsewhere > 0))


def test_a_loan_of_a_month_is_small_and_the_biased_draw_a_larger_cushion() -> None:
    p = parameters(**FIRST, cushion=0.1, bias_borrowing=2.0, short_size_months=0.2)
    for bias, wanted in ((0.0, 110_000), (0.5, 120_000), (1.0, 130_000)):
        b, f = borrower(bias=bias, limit_cashloan=10**6), flows()
        cover_shortage(b, f, p, policy(), 100_000, KEYS, 3)
        assert f["draws"] == wanted
        b, f = borrower(bias=bias), flows()
        cover_shortage(b, f, p, policy(outside_approval=1.0), 100_000, KEYS, 3)
        assert f["outside_draws"] == min(wanted, 120_000)


@pytest.mark.parametrize(("bias", "chance"), [(0.0, 0.2), (0.5, 0.3), (1.0, 0.4)])
def test_who_is_not_short_wishes_for_loans_in_instalments_by_debt_and_bias(bias: float, chance: float) -> None:
    p = parameters(
        outside_wish_monthly=0.2, outside_start_monthly=0.0, bias_borrowing=1.0, outside_wish_months=0.5,
    )  # fmt: skip
    q = policy(outside_approval=1.0, outside_record=0.0)

    def wishes(i: int) -> bool:
        b, f = borrower(bias=bias, outside_debt=1_000), flows()
        wish_outside(b, f, p, q, KEYS, i)
        assert (b["cash"], f["outside_draws"], f["outside_short"]) in ((0, 0, 0), (300_000, 300_000, 0))
        assert b["outside_debt"] == 1_000 + b["cash"]
        return bool(f["applied_outside"])

    assert share_of_borrowers(wishes) == near(chance)
    f = flows()
    wish_outside(borrower(outside_debt=0), f, p, q, KEYS, 1)
    wish_outside(
        borrower(outside_debt=1_000, mending=Remedy.MENDING), f, parameters(outside_wish_monthly=1.0), q, KEYS, 1
    )
    assert f["applied_outside"] == 0, "neither who owes nobody here, nor who puts things in order"


# loans of a month


def test_debt_elsewhere_stops_growing_before_it_leaves_the_record() -> None:
    p, q = parameters(non_accrual_months=24), policy(outside_apr=0.12, short_apr=10.0)
    b, f = borrower(outside_debt=MOST_OWED - 1_000_000, outside_overdue=0), flows(outside_short=200_000_000)
    settle_outside(b, f, p, q, KEYS, 1)
    assert (b["outside_debt"], f["outside_interest"]) == (MOST_OWED, 1_000_000)
    assert b["outside_short"] == 200_000_000 + 1_000_000


@pytest.mark.parametrize("late", [2, 3])
def test_a_loan_of_a_month_falls_due_whatever_else_is_late(late: int) -> None:
    p, q = parameters(non_accrual_months=3), policy(outside_apr=0.12, short_apr=0.24)
    b = borrower(outside_debt=500_000, outside_overdue=50_000, late_outside=late - 1)
    settle_outside(b, flows(due_outside=50_000, outside_short=200_000), p, q, KEYS, 1)
    assert b["late_outside"] == late
    fee = 4_000 if late < 3 else 0  # no interest on what is long past due
    assert (b["outside_short"], b["outside_debt"]) == (200_000 + fee, 500_000 + fee + (3_000 if late < 3 else 0))
    f = flows()
    bills(b, f, parameters(outside_principal_monthly=0.1), policy(outside_apr=0.0))
    rest = int(b["outside_debt"]) - 50_000 - 200_000 - fee
    assert f["due_outside"] == 50_000 + 200_000 + fee + rest // 10


@pytest.mark.parametrize(
    ("cash", "needs", "renewed"),
    [
        (0, 600_000, 100_000),  # all income is spoken for: the loan is lent again
        (250_000, 600_000, 50_000),  # as far as half an income is missing
        (300_000, 600_000, 0),  # who can spare it repays
        (0, 290_000, 0),
    ],
)
def test_the_same_lender_renews_what_could_not_be_spared_with_ease(cash: int, needs: int, renewed: int) -> None:
    p, q = parameters(renewal_reserve_months=0.5), policy(renewal=1.0)
    b, f = borrower(cash=cash, outside_debt=150_000, outside_short=100_000, outside_lenders=3), flows()
    renew(b, f, p, q, needs, KEYS, 3)
    assert (f["outside_draws"], f["outside_short"], b["cash"] - cash) == (renewed,) * 3
    assert (b["outside_debt"], b["outside_lenders"]) == (150_000 + renewed, 3), "no lender is added"
    assert f["applied_outside"] == 0, "and nobody need be asked"


@pytest.mark.parametrize(
    ("state", "chance"),
    [
        ({}, 0.8),
        ({"bureau_record": 0.5}, 0.8 * 0.7),  # news of half a late month
        ({"bureau_record": 1.0}, 0.8 * 0.4),
        ({"bureau_record": 3.0}, 0.8 * 0.4),  # three take no more away than one
        ({"late_outside": 1}, 0.0),
        ({"blacklisted": 1}, 0.0),
        ({"multi_seen": 20.0}, 0.0),  # too dear for the cap
    ],
    ids=str,
)
def test_renewal_fades_with_bad_news_and_ends_with_lateness(state: dict[str, float], chance: float) -> None:
    p, q = (
        parameters(outside_line_cut=0.6),
        policy(renewal=0.8, outside_premium_lender=0.01, outside_premium_record=0.0),
    )

    def renewed(i: int) -> bool:
        f = flows()
        renew(borrower(outside_debt=100, outside_short=100, **state), f, p, q, 10**6, KEYS, i)
        return bool(f["outside_short"] > 0)

    assert share_of_borrowers(renewed) == near(chance)


def test_a_loan_of_a_month_bears_its_own_rate_and_falls_due_whole() -> None:
    p, q = parameters(outside_principal_monthly=0.1), policy(outside_apr=0.24, short_apr=0.36)
    b = borrower(outside_debt=1_000_000, outside_lenders=1)
    settle_outside(b, flows(outside_short=200_000), p, q, KEYS, 1)
    assert (b["outside_short"], b["outside_debt"]) == (206_000, 1_022_000)
    f = flows()
    bills(b, f, p, q)
    assert f["due_outside"] == 206_000 + round(0.12 * 816_000)
    settle_outside(b, flows(), p, q, KEYS, 1)
    assert b["outside_short"] == 0, "what is not lent again is not of a month any more"


# how many lenders


@pytest.mark.parametrize(
    ("before", "again", "ended"),
    [(100, 0, 1), (100, 100, 0), (0, 100, 0), (0, 0, 0)],
)
def test_a_loan_of_a_month_that_is_repaid_is_a_lender_less(before: int, again: int, ended: int) -> None:
    p = parameters(outside_principal_monthly=0.0101)
    b = borrower(outside_debt=10**6, outside_lenders=4, outside_short=before)
    settle_outside(b, flows(outside_short=again), p, policy(), KEYS, 7)
    assert b["outside_lenders"] == 4 - ended


@pytest.mark.parametrize(("lenders", "chance"), [(2, 0.2), (5, 0.5)])
def test_loans_in_instalments_end_after_their_time(lenders: int, chance: float) -> None:
    p = parameters(outside_principal_monthly=0.1)

    def ends(i: int, due: int = 0) -> bool:
        b = borrower(outside_debt=10**6, outside_lenders=lenders)
        settle_outside(b, flows(due_outside=due), p, policy(), KEYS, i)
        return bool(b["outside_lenders"] < lenders)

    assert share_of_borrowers(ends) == near(chance)
    assert share_of_borrowers(lambda i: ends(i, 1)) == 0, "none while anything is overdue"


@pytest.mark.parametrize(("debt", "lenders", "left"), [(0, 3, 0), (1, 1, 1), (10**6, 1, 1)])
def test_somebody_is_owed_as_long_as_anything_is(debt: int, lenders: int, left: int) -> None:
    b = borrower(outside_debt=debt, outside_lenders=lenders)
    settle_outside(b, flows(), parameters(outside_principal_monthly=1.0), policy(outside_apr=0.0), KEYS, 1)
    assert b["outside_lenders"] == left
