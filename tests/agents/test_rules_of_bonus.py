"""The bonus of the year's end: who is paid one, when, how much, and what usual income and pay slips make of it."""

import math

import numpy as np
import pytest

from tests.helpers.markets import KEYS, MANY, borrower, flows, near, parameters, policy
from tightrope.agents.bonus import month_of_bonus, pay_of_month
from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Segment
from tightrope.agents.earning import earn
from tightrope.scenarios.engine.streams import month_keys

STEADY = {
    "separation_monthly": 0.0, "transitory_sd_salaried": 0.0, "transitory_sd_gig": 0.0, "finding_monthly": 0.01,
    "bonus_log_sd": 0.0,
}  # fmt: skip


def a_year(b: Borrower, i: int, months: float, first: int = 1) -> list[float]:
    """What somebody is paid in the twelve months from one on."""
    p = parameters(bonus_months=months, bonus_log_sd=0.0)
    return [pay_of_month(b, p, policy(month=m), month_keys(3, m), i) for m in range(first, first + 12)]


@pytest.mark.parametrize(("months", "regular", "with_bonus"), [(1.0, 12 / 13, 24 / 13), (4.0, 0.75, 3.75), (0.0, 1, 1)])
def test_a_year_s_pay_is_twelve_times_the_usual_whatever_comes_at_once(
    months: float, regular: float, with_bonus: float
) -> None:
    for i in range(10):
        year = a_year(borrower(), i, months)
        assert sum(year) == pytest.approx(12.0)
        assert sorted(year) == pytest.approx([regular] * 11 + [with_bonus])


def test_bonuses_come_from_december_to_february_in_the_same_month_every_year() -> None:
    came = []
    for i in range(MANY):
        month = month_of_bonus(borrower(), month_keys(3, 1), i)
        came.append(month)
        if i < 20:
            year = a_year(borrower(), i, 1.0, first=13)
            assert year.index(max(year)) == (month - 1) % 12, "0 is December, 1 January, 2 February"
    assert [came.count(month) / MANY for month in range(3)] == [near(1 / 3)] * 3


def test_good_years_and_bad_ones_make_the_bonus_on_the_mean() -> None:
    p, sd = parameters(bonus_months=2.0, bonus_log_sd=0.5), 0.5
    paid = [pay_of_month(borrower(), p, policy(month=1), KEYS, i) for i in range(3 * MANY)]
    luck = np.array([(each * 14 / 12 - 1) / 2 for each in paid if each > 12 / 14 + 1e-9])
    assert np.log(luck).std() == pytest.approx(sd, rel=4 / math.sqrt(2 * luck.size))
    assert luck.mean() == pytest.approx(1.0, abs=4 * math.sqrt((math.exp(sd * sd) - 1) / luck.size))


@pytest.mark.parametrize("segment", [Segment.GIG, Segment.SELF_EMPLOYED])
def test_only_the_salaried_are_paid_one(segment: Segment) -> None:
    assert a_year(borrower(segment=segment), 1, 4.0) == [1.0] * 12


def test_pay_slips_count_a_bonus_by_the_twelfth_and_who_is_out_of_work_goes_without() -> None:
    p = parameters(**STEADY, bonus_months=1.0, unemployed_income_share=0.3, unemployed_floor_yuan=0.0)
    works, idle = borrower(income_shown=600_000), borrower(employed=0, income_shown=180_000)
    incomes = []
    for month in range(1, 13):
        q = policy(month=month, income_pull=0.0, income_drift=0.0, income_sd=0.0, finding_scale=0.0)
        for b in (works, idle):
            earn(b, flows(), p, q, month_keys(3, month), 1)
        incomes.append(int(works.income))
        assert (works.income_shown, idle.income_shown, idle.income) == (600_000, 180_000, 180_000)
    assert sorted(incomes) == pytest.approx([600_000 * 12 / 13] * 11 + [600_000 * 24 / 13], abs=1)
