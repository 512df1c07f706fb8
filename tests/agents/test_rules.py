"""Rules of borrowers, where what they must give can be written down: on one record each, compiled as in a run."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.markets import KEYS, borrower, flows, market_of, parameters, policy, story
from tightrope.agents.ageing import age, months_past_due
from tightrope.agents.borrowing import prepay
from tightrope.agents.codes import FreezeReason, PaylaterHabit, Status
from tightrope.agents.contact import chance_of_contact
from tightrope.agents.freezing import review_withheld
from tightrope.agents.lines import (
    bills,
    draw_cashloan,
    in_arrears,
    months_late,
    payment_share,
    room_cashloan,
    room_paylater,
)
from tightrope.agents.money import fen, instalment_of, share_of
from tightrope.agents.repaying import note_missed, pay_by_rank, pay_cashloan, pay_on_due_date, pay_outside, pay_paylater
from tightrope.agents.spending import shortage, tighten_belt
from tightrope.agents.writing_off import recover, write_off

# money


@given(amount=st.integers(-(10**9), 10**9), share=st.floats(0, 1))
def test_a_share_is_right_to_half_a_fen(amount: int, share: float) -> None:
    assert abs(share_of(amount, share) - amount * share) <= 0.5 + 1e-6
    assert share_of(abs(amount), share) <= abs(amount)
    assert fen(amount + 0.5) == amount + 1


@given(amount=st.integers(1, 10**9), apr=st.floats(0, 1), months=st.integers(1, 60))
def test_an_instalment_is_the_annuity_rounded_up(amount: int, apr: float, months: int) -> None:
    rate = apr / 12
    exact = amount * rate / (1 - (1 + rate) ** -months) if rate > 1e-9 else amount / months
    paid = instalment_of(amount, apr, float(months))
    assert exact - 1e-6 * exact <= paid <= exact * (1 + 1e-6) + 1


@given(amount=st.integers(1_000, 10**9), apr=st.floats(0, 1), months=st.integers(1, 60))
def test_a_loan_is_repaid_within_its_term(amount: int, apr: float, months: int) -> None:
    """Interest first, then the instalment, as in a run; rounding of interest may leave a few fen, no more."""
    balance, instalment = amount, instalment_of(amount, apr, float(months))
    for _ in range(months):
        balance += share_of(balance, apr / 12)
        balance -= min(balance, instalment)
    assert balance <= 0.5 * ((1 + apr / 12) ** months - 1) / max(apr / 12, 1 / months) + 1


# lines


def test_a_first_draw_is_repaid_over_the_term() -> None:
    b, f, p, q = borrower(limit_cashloan=2_000_000), flows(), parameters(), policy(month=7)
    assert draw_cashloan(b, f, p, q, 1_200_000) == 1_200_000
    assert (b["balance_cashloan"], b["cash"], f["draws"], b["loan_month"]) == (1_200_000, 1_200_000, 1_200_000, 7)
    assert b["instalment"] == instalment_of(1_200_000, float(q["cashloan_apr"]), float(p["cashloan_term_months"]))


def test_a_later_draw_is_blended_by_amounts() -> None:
    """Half paid back, half drawn anew: the mean of the remaining term and a whole one."""
    p, q = parameters(cashloan_apr=0.0), policy(month=9, cashloan_apr=0.0)
    b = borrower(limit_cashloan=2_000_000, balance_cashloan=600_000, instalment=100_000, loan_month=3)
    assert draw_cashloan(b, flows(), p, q, 600_000) == 600_000
    assert b["instalment"] == math.ceil(1_200_000 / ((6 + float(p["cashloan_term_months"])) / 2))
    assert b["loan_month"] == 3


@given(
    limit=st.integers(0, 10**8),
    owed=st.integers(0, 10**8),
    withheld=st.integers(0, 10**8),
    wanted=st.integers(0, 10**9),
)
def test_nobody_draws_beyond_the_room(limit: int, owed: int, withheld: int, wanted: int) -> None:
    b = borrower(limit_cashloan=limit, balance_cashloan=owed, withheld=withheld, instalment=1000)
    room = room_cashloan(b, policy())
    assert room == max(0, limit - owed - withheld)
    assert draw_cashloan(b, flows(), parameters(), policy(open_share=0.5), wanted) <= min(wanted, room)


@pytest.mark.parametrize(
    ("state", "cashloan", "paylater"),
    [
        ({}, True, True),
        ({"freeze_reason": FreezeReason.RISK}, False, True),
        ({"freeze_reason": FreezeReason.DELINQUENCY}, False, False),
        ({"late_cashloan": 1}, False, False),
        ({"overdue_cashloan": 1}, False, True),  # missed this month: closed at once
        ({"late_paylater": 1}, False, False),
        ({"status": Status.WRITTEN_OFF}, False, False),
        ({"status": Status.VACANT}, False, False),
    ],
    ids=str,
)
def test_what_closes_a_line(state: dict[str, float], cashloan: bool, paylater: bool) -> None:
    b = borrower(limit_cashloan=100_000, limit_paylater=100_000, **state)
    assert (room_cashloan(b, policy(linkage=1.0)) > 0) is cashloan
    assert (room_paylater(b) > 0) is paylater


@pytest.mark.parametrize(("linkage", "room"), [(0.0, 60_000), (0.25, 45_000), (1.0, 0)])
def test_a_late_paylater_bill_closes_the_cash_loan_as_far_as_products_are_linked(linkage: float, room: int) -> None:
    b = borrower(limit_cashloan=100_000, balance_cashloan=40_000, late_paylater=1)
    assert room_cashloan(b, policy(linkage=linkage)) == room


@pytest.mark.parametrize(
    ("state", "paylater", "least", "cashloan", "outside"),
    [
        ({}, 0, 0, 0, 0),
        ({"balance_paylater": 100_000}, 4_000, 4_000, 0, 0),  # a revolver who pays the least
        ({"balance_paylater": 100_000, "pays_share": 6}, 6_000, 4_000, 0, 0),  # and one who pays more
        ({"balance_paylater": 100_000, "paylater_habit": PaylaterHabit.FULL}, 100_000, 4_000, 0, 0),
        ({"balance_paylater": 100_000, "paylater_habit": PaylaterHabit.REST}, 100_000, 4_000, 0, 0),  # the last bill
        (
            {"balance_paylater": 100_000, "overdue_paylater": 50_000, "pays_share": 6},
            3_000,
            2_000,
            0,
            0,
        ),  # arrears are due already
        ({"balance_cashloan": 100_000, "instalment": 9_000}, 0, 0, 9_000, 0),
        ({"balance_cashloan": 5_000, "instalment": 9_000}, 0, 0, 5_000, 0),  # the last one
        ({"balance_cashloan": 100_000, "instalment": 9_000, "overdue_cashloan": 95_000}, 0, 0, 5_000, 0),
        ({"outside_debt": 100_000}, 0, 0, 0, 12_000),  # a tenth and a month of 24 %
        ({"outside_debt": 49_999}, 0, 0, 0, 49_999),  # one last payment
        ({"outside_debt": 100_000, "outside_overdue": 50_000}, 0, 0, 0, 56_000),
    ],
    ids=str,
)
def test_what_is_due(state: dict[str, float], paylater: int, least: int, cashloan: int, outside: int) -> None:
    p = parameters(revolve_minimum_share=0.04, outside_principal_monthly=0.1)
    f = flows()
    bills(borrower(**state), f, p, policy(outside_apr=0.24))
    found = f["due_paylater"], f["least_paylater"], f["due_cashloan"], f["due_outside"]
    assert found == (paylater, least, cashloan, outside)


# lateness


@pytest.mark.parametrize(("paylater", "cashloan", "late"), [(0, 0, 0), (2, 1, 2), (1, 3, 3), (0, 1, 1)])
def test_the_product_that_is_longer_late_counts_and_a_plan_is_worked_on_by_nobody(
    paylater: int, cashloan: int, late: int
) -> None:
    b = borrower(late_paylater=paylater, late_cashloan=cashloan)
    assert months_late(b) == in_arrears(b) == late
    b["plan"] = 6
    assert (months_late(b), in_arrears(b)) == (late, 0)


@pytest.mark.parametrize(
    ("before", "overdue", "monthly", "paid", "after"),
    [
        (0, 0, 100, 100, 0),  # all is paid
        (5, 0, 100, 500, 0),
        (0, 100, 100, 0, 1),  # a first due is missed
        (1, 200, 100, 0, 2),
        (3, 400, 100, 0, 4),
        (3, 300, 100, 100, 3),  # one due comes, one is paid
        (3, 200, 100, 200, 2),
        (3, 100, 100, 300, 1),
        (3, 399, 100, 1, 4),  # a fen makes no month
        (2, 1, 100, 299, 1),
        (4, 10, 100, 0, 5),  # nothing paid, nothing younger
    ],
)
def test_lateness_is_the_age_of_the_oldest_unpaid_due(
    before: int, overdue: int, monthly: int, paid: int, after: int
) -> None:
    assert months_past_due(before, overdue, monthly, paid) == after


@given(st.integers(0, 24), st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**9))
def test_lateness_rises_by_a_month_at_most_and_falls_by_payment_alone(
    before: int, overdue: int, monthly: int, paid: int
) -> None:
    after = months_past_due(before, overdue, monthly, paid)
    assert 0 <= after <= before + 1
    assert (after == 0) == (overdue == 0)
    assert paid > 0 or overdue == 0 or after == before + 1


@given(rate=st.floats(0, 1), fee=st.floats(0, 1), cap=st.floats(0.01, 1), owed=st.integers(0, 10**8))
def test_interest_and_charges_stay_under_the_cap(rate: float, fee: float, cap: float, owed: int) -> None:
    prices = {"cashloan_apr": rate, "paylater_apr": rate, "late_fee_apr": fee, "rate_cap_apr": cap}
    market = market_of(story(prices), borrowers=50)
    b = borrower(
        balance_cashloan=owed, overdue_cashloan=owed, late_cashloan=1,
        balance_paylater=owed, overdue_paylater=owed, late_paylater=1, instalment=owed,
    )  # fmt: skip
    f = flows(due_cashloan=owed, least_paylater=owed)
    age(b, f, parameters(**prices), policy(market))
    for product in ("cashloan", "paylater"):
        charged = int(f[f"interest_{product}"]) + int(f[f"fees_{product}"])
        assert charged <= owed * cap / 12 + 1
        assert abs(charged - owed * min(cap, min(rate, cap) + fee) / 12) <= 1
        assert b[f"balance_{product}"] == owed + charged


def test_no_interest_from_ninety_days() -> None:
    b, f = borrower(balance_cashloan=10_000, overdue_cashloan=9_000, late_cashloan=2, instalment=3_000), flows()
    age(b, f, parameters(), policy())
    assert (b["late_cashloan"], f["interest_cashloan"], f["fees_cashloan"], f["defaulted"]) == (3, 0, 0, 1)


@pytest.mark.parametrize(("charges", "bears"), [(0, 100_000), (40_000, 60_000), (130_000, 0)])
def test_this_month_s_purchases_bear_no_interest(charges: int, bears: int) -> None:
    b, f = borrower(balance_paylater=100_000), flows(charges=charges)
    age(b, f, parameters(), policy(paylater_apr=0.24))
    assert f["interest_paylater"] == bears * 0.02
    assert b["balance_paylater"] == 100_000 + f["interest_paylater"]


def test_a_debt_too_old_is_written_off_with_the_other_product() -> None:
    p = parameters(writeoff_months=6)
    for late, status in ((5, Status.ACTIVE), (6, Status.WRITTEN_OFF), (7, Status.WRITTEN_OFF)):
        b, f = borrower(balance_cashloan=700, late_cashloan=late, balance_paylater=300, limit_cashloan=900), flows()
        write_off(b, f, p, policy())
        assert b["status"] == status
        assert (
            b["written_off"]
            == f["writeoff_cashloan"] + f["writeoff_paylater"]
            == (1000 if status == Status.WRITTEN_OFF else 0)
        )
        assert b["balance_cashloan"] + b["balance_paylater"] + b["written_off"] == 1000


@pytest.mark.parametrize(("plan", "status"), [(0, Status.WRITTEN_OFF), (1, Status.ACTIVE), (18, Status.ACTIVE)])
def test_no_debt_is_written_off_while_a_plan_repays_it(plan: int, status: Status) -> None:
    b, f = borrower(balance_cashloan=700, late_cashloan=12, plan=plan), flows()
    write_off(b, f, parameters(writeoff_months=9), policy())
    assert b["status"] == status
    assert b["balance_cashloan"] + f["writeoff_cashloan"] == 700 and bool(f["writeoff_cashloan"]) == (plan == 0)


# who is paid


@pytest.mark.parametrize(
    ("literate", "platform", "lenders", "paid"),
    [
        (0.0, 0.0, 3, {"paylater": 100, "cashloan": 150, "outside": 0}),  # smallest first: 100, 200, 300
        (1.0, 0.0, 3, {"paylater": 50, "cashloan": 0, "outside": 200}),  # dearest first: 27 %, 15 %, 14.6 %
        (1.0, 0.0, 1, {"paylater": 100, "cashloan": 150, "outside": 0}),  # 300 to one lender is out of reach
        (1.0, 1.0, 3, {"paylater": 100, "cashloan": 150, "outside": 0}),  # dearest of the platform first
    ],
)
def test_scarce_money_goes_down_the_borrower_s_own_order(
    literate: float, platform: float, lenders: int, paid: dict[str, int]
) -> None:
    p = parameters(literate_order=literate, platform_first=platform)
    q = policy(paylater_apr=0.15, cashloan_apr=0.146, outside_apr=0.27)
    b = borrower(
        cash=250, literacy=1.0, trust=1.0, balance_paylater=900, balance_cashloan=900, outside_debt=900,
        outside_lenders=lenders,
    )  # fmt: skip
    f = flows()
    pay_by_rank(b, f, p, q, 100, 200, 300, KEYS, 3)
    assert b["cash"] == 0
    found = {"paylater": f["paid_paylater"], "cashloan": f["paid_cashloan"], "outside": f["outside_paid"]}
    assert found == paid


@pytest.mark.parametrize(
    ("habit", "paylater"), [(PaylaterHabit.REVOLVE, 100), (PaylaterHabit.FULL, 50), (PaylaterHabit.REST, 50)]
)
def test_a_bill_that_is_cleared_each_month_costs_nothing_and_comes_last(habit: int, paylater: int) -> None:
    b = borrower(cash=250, literacy=1.0, balance_paylater=900, balance_cashloan=900, paylater_habit=habit)
    f, p = flows(), parameters(literate_order=1.0, platform_first=0.0)
    pay_by_rank(b, f, p, policy(paylater_apr=0.15, cashloan_apr=0.146), 100, 200, 0, KEYS, 3)
    assert (f["paid_paylater"], f["paid_cashloan"]) == (paylater, 250 - paylater)


@given(
    cash=st.integers(0, 1000), dues=st.tuples(*[st.integers(0, 500)] * 3), lenders=st.integers(0, 5),
    i=st.integers(0, 10**6),
)  # fmt: skip
def test_of_scarce_money_is_left_only_what_serves_no_whole_loan(
    cash: int, dues: tuple[int, int, int], lenders: int, i: int
) -> None:
    b = borrower(cash=cash, balance_paylater=500, balance_cashloan=500, outside_debt=500, outside_lenders=lenders)
    f = flows()
    pay_by_rank(b, f, parameters(), policy(), *dues, KEYS, i)
    paid = [int(f[name]) for name in ("paid_paylater", "paid_cashloan", "outside_paid")]
    left = cash - sum(paid)
    assert left == int(b["cash"]) >= 0
    assert all(p <= due for p, due in zip(paid, dues, strict=True))
    if left > 0 and paid != list(dues):
        assert paid[:2] == list(dues[:2]), "the platform takes any part of its dues"
        assert left < dues[2] / max(1, lenders) + lenders, "a loan's due, but for fen lost in sharing it out"


@pytest.mark.parametrize(
    ("late", "platform_first", "elsewhere"),
    [
        ({"late_cashloan": 1}, 1.0, 300),  # of 1,000 are kept: arrears of 100 and 200, dues of 150 and 250
        ({"late_paylater": 1}, 1.0, 300),
        ({"late_cashloan": 1}, 0.0, 800),  # others first
        ({}, 1.0, 800),  # nothing is late, and all can be paid
    ],
    ids=str,
)
def test_who_puts_the_platform_first_keeps_the_money_for_it(
    late: dict[str, float], platform_first: float, elsewhere: int
) -> None:
    p = parameters(platform_first=platform_first, forget_paylater_monthly=0.0, forget_cashloan_monthly=0.0)
    arrears = {"overdue_paylater": 100, "overdue_cashloan": 200} if late else {}
    b = borrower(
        cash=1000 if late else 5000, trust=1.0, balance_paylater=9000, balance_cashloan=9000, outside_debt=9000,
        **late, **arrears,
    )  # fmt: skip
    dues = {"due_paylater": 150, "least_paylater": 150, "due_cashloan": 250} if not late else {}
    kept = {"least_paylater": 150, "due_cashloan": 250}
    f = flows(**{**kept, **dues}, due_outside=800)
    pay_on_due_date(b, f, p, policy(), KEYS, 3)
    assert f["outside_paid"] == elsewhere


@pytest.mark.parametrize(("pay", "debt"), [
    (pay_paylater, "balance_paylater"), (pay_cashloan, "balance_cashloan"),
])  # fmt: skip
@pytest.mark.parametrize(("cash", "owed", "asked"), [(50, 900, 70), (90, 900, 50), (90, 50, 70), (90, 900, -5)])
def test_a_payment_goes_as_far_as_cash_and_debt_and_tells_how_far(
    pay: Callable[..., int], debt: str, cash: int, owed: int, asked: int
) -> None:
    b, paid = borrower(cash=cash, **{debt: owed}), max(0, min(cash, owed, asked))
    assert pay(b, flows(), asked) == paid
    assert (b["cash"], b[debt]) == (cash - paid, owed - paid)


@pytest.mark.parametrize(
    ("cash", "owed", "lenders", "paid"),
    [
        (9_000, 90_000, 3, 9_000),  # all of it
        (8_999, 90_000, 3, 6_000),  # two loans of 3,000, and nothing of the third
        (6_000, 90_000, 3, 6_000),
        (5_999, 90_000, 3, 3_000),
        (3_000, 90_000, 3, 3_000),
        (2_999, 90_000, 3, 0),
        (8_999, 90_000, 1, 0),  # the only loan is served in full, or not at all
        (9_000, 90_000, 1, 9_000),
        (8_999, 90_000, 0, 0),  # who owes owes somebody
        (5_000, 90_000, 7, 3_855),  # three of seven, of 1,285 each: parts of a fen are lost
        (4_000, 5_000, 2, 2_500),  # no more than is owed
        (5_000, 5_000, 2, 5_000),
        (0, 90_000, 3, 0),
    ],
)
def test_other_lenders_are_paid_loan_by_loan(cash: int, owed: int, lenders: int, paid: int) -> None:
    b = borrower(cash=cash, outside_debt=owed, outside_overdue=4_000, outside_lenders=lenders)
    f = flows(outside_paid=100)
    assert pay_outside(b, f, 9_000) == paid
    assert (b["cash"], b["outside_debt"], f["outside_paid"]) == (cash - paid, owed - paid, 100 + paid)
    assert b["outside_overdue"] == max(0, 4_000 - paid)


def test_nobody_pays_other_lenders_less_than_nothing() -> None:
    b = borrower(cash=90, outside_debt=900, outside_lenders=2)
    assert pay_outside(b, flows(), -5) == 0 and (b["cash"], b["outside_debt"]) == (90, 900)


def test_what_was_repaid_early_pays_no_due() -> None:
    f = flows(due_cashloan=200, paid_cashloan=550, prepaid=400)
    note_missed(borrower(balance_cashloan=900), f)
    assert f["missed_cashloan"] == 50


# early repayment


def test_a_limit_repaid_early_comes_back_after_the_cool_off() -> None:
    p = parameters(prepay_monthly=1.0, restore_monthly=1.0, manual_review_share=0.0)
    q = policy(month=5, cool_off_months=3)
    b = borrower(cash=5_000_000, balance_cashloan=400_000, instalment=40_000, limit_cashloan=900_000)
    f = flows(due_cashloan=40_000)
    prepay(b, f, p, q, 40_000, KEYS, 1)
    assert (b["balance_cashloan"], f["prepaid"], b["prepaid_month"]) == (0, 400_000, 5)
    rooms = [room_cashloan(b, q)]
    for _ in range(5):
        review_withheld(b, flows(), p, q, KEYS, 1)
        rooms.append(room_cashloan(b, q))
    assert rooms == [500_000] * 4 + [900_000] * 2, "three months, and the review that follows them"


@pytest.mark.parametrize(("pays_share", "share"), [(0, 0.04), (3, 0.04), (10, 0.1)])
def test_nobody_plans_to_pay_less_than_the_least(pays_share: int, share: float) -> None:
    assert payment_share(borrower(pays_share=pays_share), parameters(revolve_minimum_share=0.04)) == share


@pytest.mark.parametrize(("needs", "missing"), [(700_000, 0), (700_001, 1), (0, 0)])
def test_short_is_who_lacks_cash_and_income(needs: int, missing: int) -> None:
    assert shortage(borrower(cash=100_000, income=600_000), needs) == missing


@pytest.mark.parametrize(
    ("charged", "missing", "left"),
    [(0, 0, 500_000), (0, 100_000, 400_000), (0, 400_000, 300_000), (350_000, 400_000, 350_000)],
)
def test_the_belt_is_tightened_to_subsistence_and_to_what_was_charged(charged: int, missing: int, left: int) -> None:
    b = borrower(strain=0.1)
    p = parameters(subsistence_yuan=600.0, subsistence_share=0.4)
    assert tighten_belt(b, p, 500_000, charged, missing) == left
    assert b["strain"] == pytest.approx(0.1 + (500_000 - left) / 600_000)


@pytest.mark.parametrize(("cash", "paid"), [(0, 0), (4_000, 4_000), (50_000, 10_000)])
def test_old_debt_is_paid_by_a_share_a_month_as_far_as_the_cash_goes(cash: int, paid: int) -> None:
    b, f = borrower(cash=cash, written_off=100_000, frozen_month=9), flows()
    recover(b, f, parameters(recovery_monthly_share=0.1, recovery_fade=0.0), policy(month=10))
    assert (f["recovered"], b["cash"], b["written_off"]) == (paid, cash - paid, 100_000 - paid)


def test_the_trusting_and_literate_talk_and_all_more_where_plans_are_offered() -> None:
    chances = {"contact_base": 0.1, "contact_trust": 0.2, "contact_literacy": 0.3, "contact_flexibility": 0.05}
    b = borrower(trust=0.6, literacy=0.5)
    assert chance_of_contact(b, parameters(**chances, hardship_offer=0.0)) == pytest.approx(0.37)
    assert chance_of_contact(b, parameters(**chances, hardship_offer=1.0)) == pytest.approx(0.42)
    standard = parameters(**chances, hardship_offer=0.2, late_debt_standard=0.5)
    assert chance_of_contact(b, standard) == pytest.approx(0.37 + 0.05 * 0.6)
