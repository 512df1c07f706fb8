"""Debt that follows limits slowly, loans taken up, and early repayment of a part."""

from typing import Any

import pytest

from tests.helpers.markets import KEYS, borrower, flows, live, months_of, near, parameters, policy, share_of_borrowers
from tests.helpers.markets import story as story_of
from tightrope.agents.borrowing import affordable_balance, buy_on_credit, prepay, repay_early
from tightrope.agents.codes import PaylaterHabit

EVEN = {
    "purchase_monthly": 1.0, "purchase_least_size": 1.0, "purchase_renewal": 0.8, "limit_speed": 0.05, "impulse": 0.0,
    "first_draw_monthly": 1.0, "first_draw_share": 0.5, "affordable_share": 0.5,
}  # fmt: skip
"""Planned purchases of the same size every month."""
LOAN = {"appetite": 0.9, "limit_cashloan": 1_000_000, "balance_cashloan": 500_000, "instalment": 50_000}


def bought(values: dict[str, float], state: dict[str, float] | None = None, i: int = 1) -> int:
    """What a month's planned purchase draws, where an instalment of 500 yuan is due."""
    p, q = parameters(**{**EVEN, **values}), policy(open_share=1.0)
    return int(buy_on_credit(borrower(**{**LOAN, **(state or {})}), flows(due_cashloan=50_000), p, q, KEYS, i))


@pytest.mark.parametrize(
    ("values", "state", "drawn"),
    [
        ({}, {}, 40_000 + 20_000),  # four fifths of the instalment, and a twentieth of the 400,000 to the aim
        ({}, {"limit_cashloan": 1_200_000}, 40_000 + 29_000),  # the aim follows the limit
        ({"limit_speed": 0.0}, {"limit_cashloan": 1_200_000}, 40_000),
        ({"purchase_renewal": 0.0}, {}, 20_000),
        ({"impulse": 1.0}, {}, 40_000 + 20_000 + 10_000),  # literacy .5
        ({"impulse": 1.0}, {"literacy": 1.0}, 40_000 + 20_000),
        ({"impulse": 1.0, "limit_speed": 0.0}, {}, 40_000),
        ({"impulse": 1.0, "affordable_share": 0.02}, {}, 10_000),  # which asks for no budget
        ({"impulse": 1.0}, {"balance_cashloan": 900_000}, 0),
        ({}, {"balance_cashloan": 899_999}, 40_000),  # what is renewed may pass the aim,
        ({}, {"balance_cashloan": 900_000}, 0),  # but nothing is bought above it,
        ({}, {"balance_cashloan": 899_999, "limit_cashloan": 900_000, "appetite": 1.0}, 1),  # and never over the limit
        ({}, {"employed": 0}, 0),
        ({}, {"appetite": 0.0}, 0),
        ({"affordable_share": 0.02}, {}, 0),  # dues would burden too much
        ({}, {"balance_cashloan": 0}, 450_000),  # a loan is taken up: half of the aim at once
        ({"first_draw_share": 1.0, "purchase_least_size": 0.0}, {"balance_cashloan": 0, "appetite": 0.0}, 0),
        ({"first_draw_monthly": 0.0}, {"balance_cashloan": 0}, 0),
        ({"purchase_monthly": 0.0}, {}, 0),
    ],
    ids=str,
)
def test_purchases_renew_what_was_repaid_and_close_a_little_of_the_gap(
    values: dict[str, float], state: dict[str, float], drawn: int
) -> None:
    assert bought(values, state) == drawn


def test_a_loan_taken_up_is_at_most_the_balance_aimed_at() -> None:
    uneven = {"first_draw_share": 1.0, "purchase_least_size": 0.0}
    drawn = [bought(uneven, {"balance_cashloan": 0}, i) for i in range(200)]
    assert max(drawn) == 900_000
    assert 0 < min(drawn) < 100_000


@pytest.mark.parametrize(("monthly", "least"), [(1.0, 0.2), (0.25, 0.5), (0.5, 1.0)])
def test_lumpy_purchases_come_to_the_same_in_the_long_run(monthly: float, least: float) -> None:
    values = {"purchase_monthly": monthly, "purchase_least_size": least}
    drawn = [bought(values, None, i) for i in range(2000)]
    assert sum(amount > 0 for amount in drawn) / 2000 == pytest.approx(monthly, abs=0.05)
    assert sum(drawn) / 2000 == pytest.approx(60_000, rel=0.15)
    assert min(amount for amount in drawn if amount) >= int(least * 60_000 / monthly)


@pytest.mark.parametrize(("habit", "monthly"), [(PaylaterHabit.REVOLVE, 50_000), (PaylaterHabit.FULL, 80_000)])
def test_dues_leave_less_to_afford_and_a_bill_that_is_cleared_is_none(habit: int, monthly: int) -> None:
    p = parameters(affordable_share=0.15, instalment_principal_share=0.9, cashloan_term_months=12)
    b, f = borrower(paylater_habit=habit), flows(due_outside=10_000, due_paylater=30_000)
    assert affordable_balance(b, f, p) == monthly * 0.9 * 12
    assert affordable_balance(b, flows(due_outside=90_001), p) == 0


# early repayment in part


def repaid(values: dict[str, float], state: dict[str, float], dues: int = 0, i: int = 1) -> tuple[Any, Any]:
    """A borrower and the month's flows after the chance to repay early."""
    b, f = borrower(**{"balance_cashloan": 400_000, "instalment": 40_000, "limit_cashloan": 900_000, **state}), flows()
    off = {"prepay_monthly": 0.0, "cycler_share": 0.0, "prepay_kept_months": 0.5, "prepay_part_share": 0.5}
    prepay(b, f, parameters(**{**off, **values}), policy(month=5, cool_off_months=2.0), dues, KEYS, i)
    return b, f


@pytest.mark.parametrize(
    ("values", "state", "dues", "amount"),
    [
        ({"prepay_part_monthly": 1.0}, {"cash": 500_000}, 0, 100_000),  # half of what is above half a month's 300,000
        ({"prepay_part_monthly": 1.0}, {"cash": 500_000}, 40_000, 80_000),
        ({"prepay_part_monthly": 1.0, "prepay_part_share": 1.0}, {"cash": 500_000}, 0, 200_000),
        ({"prepay_part_monthly": 1.0}, {"cash": 9_000_000}, 0, 400_000),  # the half is more than is owed
        ({"prepay_part_monthly": 1.0}, {"cash": 300_000}, 0, 0),
        ({"prepay_part_monthly": 0.0}, {"cash": 9_000_000}, 0, 0),
        ({"prepay_part_monthly": 1.0, "prepay_monthly": 1.0}, {"cash": 700_000}, 0, 400_000),  # the whole comes first
        ({"prepay_part_monthly": 1.0, "prepay_monthly": 1.0}, {"cash": 699_999}, 0, 200_000),
        ({"prepay_part_monthly": 1.0}, {"cash": 500_000, "late_cashloan": 1}, 0, 0),
        ({"prepay_part_monthly": 1.0}, {"cash": 500_000, "locked": 1}, 0, 0),
    ],
    ids=str,
)
def test_a_part_of_the_spare_money_repays_a_part(
    values: dict[str, float], state: dict[str, float], dues: int, amount: int
) -> None:
    b, f = repaid(values, state, dues)
    assert (f["prepaid"], f["paid_cashloan"], b["balance_cashloan"]) == (amount, amount, 400_000 - amount)
    assert b["cash"] == state["cash"] - amount
    assert (b["withheld"], b["cool_off"]) == ((amount, 2) if amount else (0, 0)), "what was repaid is kept away"


def test_the_instalments_of_what_is_left_are_lower_in_proportion() -> None:
    b, f = borrower(balance_cashloan=400_000, instalment=40_000, limit_cashloan=900_000, cash=900_000), flows()
    f["due_cashloan"] = 40_000
    repay_early(b, f, parameters(), policy(month=7, cool_off_months=0.0), 300_000, 1)
    assert (b["balance_cashloan"], b["instalment"], f["due_cashloan"]) == (100_000, 10_000, 40_000)
    assert (b["prepaid_month"], b["withheld"], b["cycles"]) == (7, 0, 1)
    repay_early(b, f, parameters(), policy(month=7), 90_000, 1)
    assert (b["instalment"], f["due_cashloan"]) == (1_000, 10_000), "nothing is due beyond what is owed"


@pytest.mark.parametrize("chance", [0.1, 0.4])
def test_a_part_is_repaid_by_its_chance(chance: float) -> None:
    values = {"prepay_part_monthly": chance}
    found = share_of_borrowers(lambda i: bool(repaid(values, {"cash": 500_000}, 0, i)[1]["prepaid"]))
    assert found == near(chance)


# the market


def test_early_repayments_are_counted_whole_and_in_part() -> None:
    whole = {"prepay_monthly": 0.2, "prepay_part_monthly": 0.0}
    both = {"prepay_monthly": 0.2, "prepay_part_monthly": 0.2}
    only, mixed = (months_of(story_of(values), borrowers=1000, months=6) for values in (whole, both))
    assert only["prepay_part_share"].max() == 0.0
    assert 0.2 < mixed["prepay_part_share"].mean() < 0.9  # type: ignore[operator]
    assert mixed["prepay_share"].mean() > only["prepay_share"].mean() + 0.02  # type: ignore[operator]


def test_debt_follows_a_limit_slowly() -> None:
    """Of a rise for everybody a tenth is owed after a quarter of a year, and more after a year."""

    def owed(rise: float, months: int) -> tuple[float, float]:
        def given(market: Any) -> None:
            if market.month == 2 and rise:
                market.people["limit_cashloan"] += (rise * market.people["limit_cashloan"]).astype("int32")

        still = {"raise_monthly": 0.0, "cut_monthly": 0.0}
        people = live(story_of(still), borrowers=3000, months=months, each_month=given).people
        return float(people["balance_cashloan"].sum(dtype=float)), float(people["limit_cashloan"].sum(dtype=float))

    found = []
    for months in (5, 14):
        (before, limit), (after, higher) = owed(0.0, months), owed(0.2, months)
        found.append((after - before) / (higher - limit))
    assert 0.05 < found[0] < 0.2
    assert found[0] + 0.03 < found[1] < 0.5
