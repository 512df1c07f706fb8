"""Work, income, spending and misfortune: their means, spreads and frequencies are the declared ones."""

import math
from typing import Any

import numpy as np
import pytest

from tests.helpers.markets import KEYS, borrower, flows, market_of, near, parameters, policy, share_of_borrowers, story
from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Segment
from tightrope.agents.earning import LOG_MIDDLE, IncomeSum, add_log_incomes, earn
from tightrope.agents.spending import meet_expense, plan_spending, planned_dues
from tightrope.scenarios.engine.columns import Columns
from tightrope.scenarios.engine.streams import month_keys

# work and income


def test_log_incomes_are_added_up_by_segment_as_distances_and_squares() -> None:
    people, sums = Columns(Borrower, 3), np.zeros((len(Segment), len(IncomeSum)), np.int64)
    people["income_usual"], people["segment"] = [400_000, 600_000, 200_000], [0, 0, 2]
    add_log_incomes(sums, people)
    one, two, three = (math.log(income) - LOG_MIDDLE for income in people["income_usual"])
    expected = [[2, 1e9 * (one + two), 1e9 * (one**2 + two**2)], [0, 0, 0], [1, 1e9 * three, 1e9 * three**2]]
    assert sums == pytest.approx(np.array(expected), abs=1.1)


def still() -> Any:
    """A policy under which usual incomes stay as they are."""
    return policy(income_pull=0, income_drift=0, income_sd=0)


def test_incomes_are_usual_on_the_mean() -> None:
    """Passing changes of log spread s have mean one; the mean of n lies within 4 sqrt((exp(s^2) - 1) / n) of it."""
    n, s = 4_000, 0.35
    p, q = parameters(separation_monthly=0.0, transitory_sd_salaried=s), still()
    earned = np.empty(n)
    for i in range(n):
        b = borrower()
        earn(b, flows(), p, q, KEYS, i)
        earned[i] = b["income"]
        assert b["income_usual"] == 600_000
    assert abs(earned.mean() / 600_000 - 1) < 4 * math.sqrt((math.exp(s * s) - 1) / n)
    assert np.log(earned).std() == pytest.approx(s, rel=4 / math.sqrt(2 * n))


def test_usual_incomes_drift_by_growth_and_spread_by_a_year() -> None:
    """Over twelve months: mean growth g, log spread s."""
    n, s, g = 2_000, 0.2, 0.06
    values = {"permanent_sd_annual": s, "income_growth_annual": g}
    p, q = parameters(separation_monthly=0.0), policy(market_of(story(values), borrowers=50), income_pull=0)
    keys = [month_keys(5, month) for month in range(1, 13)]
    usual = np.empty(n)
    for i in range(n):
        b = borrower()
        for k in keys:
            earn(b, flows(), p, q, k, i)
        usual[i] = b["income_usual"]
    assert usual.mean() / 600_000 == pytest.approx(1 + g, abs=4 * s / math.sqrt(n))
    assert np.log(usual).std() == pytest.approx(s, rel=4 / math.sqrt(2 * n))


@pytest.mark.parametrize(("strain", "passthrough", "left"), [(0.0, 1.0, 1.0), (0.3, 0.5, 0.85), (5.0, 0.5, 0.5)])
def test_last_month_s_strain_lowers_a_business_income(strain: float, passthrough: float, left: float) -> None:
    p = parameters(
        separation_monthly=0.0,
        transitory_sd_self_employed=0.0,
        business_passthrough=passthrough,
    )
    b, q = borrower(segment=Segment.SELF_EMPLOYED, strain=strain), still()
    earn(b, flows(), p, q, KEYS, 1)
    assert b["income"] == pytest.approx(600_000 * left, abs=1)


@pytest.mark.parametrize(
    ("segment", "factor"), [(Segment.SALARIED, 1.0), (Segment.GIG, 1.5), (Segment.SELF_EMPLOYED, 0.8)]
)
def test_work_is_lost_and_found_as_often_as_declared(segment: int, factor: float) -> None:
    p = parameters(
        separation_monthly=0.04, finding_monthly=0.3, separation_factor_gig=1.5, separation_factor_self_employed=0.8,
        unemployed_income_share=0.4,
    )  # fmt: skip
    q = still()
    for employed, chance in ((1, 0.04 * factor), (0, 0.3)):

        def changes(i: int, employed: int = employed) -> bool:
            b = borrower(segment=segment, employed=employed)
            earn(b, flows(), p, q, KEYS, i)
            assert b["employed"] or b["income"] == 240_000
            return bool(b["employed"] != employed)

        assert share_of_borrowers(changes) == near(chance)


# spending


@pytest.mark.parametrize(
    ("cash", "dues", "spent", "strain"),
    [
        (600_000, 0, 540_000, 0.0),  # habit, the savings aimed at being there
        (1_600_000, 0, 640_000, 0.0),  # a tenth of what is beyond them
        (0, 0, 480_000, 0.0),  # a tenth of what is missing is saved
        (0, 320_000, 380_000, 1 / 6),  # half of the 200,000 missing is given up
        (0, 900_000, 240_000, 0.4),  # down to subsistence, and no further
    ],
)
def test_spending_is_habit_and_wealth_compressed_when_money_is_short(
    cash: int, dues: int, spent: int, strain: float
) -> None:
    p = parameters(habit_share=0.9, wealth_spending=0.1, compression=0.5, subsistence_share=0.4)
    b = borrower(cash=cash, buffer_months=1.0)
    assert plan_spending(b, p, dues, 0) == spent
    assert b["strain"] == pytest.approx(strain)


@pytest.mark.parametrize("late", [{"late_paylater": 2}, {"late_cashloan": 3}, {"late_paylater": 1, "late_cashloan": 4}])
def test_old_arrears_weigh_less_in_the_plan_the_older_they_are(late: dict[str, int]) -> None:
    p = parameters(fatigue=0.7)
    b = borrower(overdue_paylater=100_000, overdue_cashloan=200_000, **late)
    f = flows(due_paylater=5_000, due_cashloan=9_000, due_outside=7_000)
    old = [
        100_000 * math.exp(-0.7 * late.get("late_paylater", 0)),
        200_000 * math.exp(-0.7 * late.get("late_cashloan", 0)),
    ]
    assert planned_dues(b, f, p) == pytest.approx(21_000 + sum(old), abs=1)


def test_unforeseen_expenses_are_rare_and_exponential() -> None:
    """A share q of borrowers meets one, of mean size s, a little less for the largest, which are cut at 8 s."""
    n, q, s = 10_000, 0.1, 0.6
    p = parameters(expense_shock_monthly=q, expense_shock_size=s)
    sizes = np.array([meet_expense(borrower(), p, KEYS, i) for i in range(n)]) / 600_000
    met = sizes[sizes > 0]
    assert met.size / n == pytest.approx(q, abs=4 * math.sqrt(q * (1 - q) / n))
    assert met.mean() == pytest.approx(s * (1 - math.exp(-8)), abs=4 * s / math.sqrt(met.size))
    assert sizes.max() <= 8 * s + 1e-5
