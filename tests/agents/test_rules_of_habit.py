"""What a household is used to, and who lives for the day: least spending, and present bias with all that follows."""

import numpy as np
import pytest

from tests.helpers.markets import KEYS, borrower, flows, market_of, near, parameters, policy, share_of_borrowers, story
from tightrope.agents.borrowing import draw_for_dues
from tightrope.agents.codes import Cause, FreezeReason
from tightrope.agents.lines import draw_short
from tightrope.agents.repaying import pay_on_due_date
from tightrope.agents.spending import (
    grow_accustomed,
    habit,
    least_spending,
    lives_for_the_day,
    plan_spending,
    tighten_belt,
)
from tightrope.model.engine.life import arrears, look_for_money, meet_due_date

USED_TO = {"spending_cut_most": 0.2, "subsistence_yuan": 600.0, "subsistence_share": 0.3}
"""A fifth less at once, and 2,400 yuan to live on."""


@pytest.mark.parametrize(
    ("accustomed", "least"), [(0.9, 432_000), (0.6, 288_000), (0.5, 240_000), (0.1, 240_000), (3.0, 600_000)]
)
def test_spending_falls_by_so_much_at_once_and_never_below_subsistence(accustomed: float, least: int) -> None:
    assert least_spending(borrower(accustomed=accustomed), parameters(**USED_TO)) == least


def test_what_is_missing_is_saved_as_far_as_habit_lets() -> None:
    p = parameters(**USED_TO, habit_share=0.9, wealth_spending=0.0, compression=1.0)
    b = borrower(accustomed=0.9)
    assert plan_spending(b, p, 500_000, 0) == 432_000
    assert tighten_belt(b, p, 500_000, 0, 400_000) == 432_000
    b = borrower(accustomed=1.4)
    assert plan_spending(b, p, 500_000, 0) == 540_000, "nobody spends more than wished for being used to it"
    assert b["strain"] == 0.0


def test_a_household_gets_used_to_what_it_spends() -> None:
    p, b = parameters(habit_speed=0.5), borrower(accustomed=1.0)
    course = []
    for _ in range(4):
        grow_accustomed(b, p, 300_000)
        course.append(float(b["accustomed"]))
    assert course == [0.75, 0.625, 0.5625, 0.53125]


@pytest.mark.parametrize(("bias", "share"), [(0.0, 0.8), (0.5, 0.85), (1.0, 0.9)])
def test_who_lives_for_today_spends_more(bias: float, share: float) -> None:
    assert habit(borrower(bias=bias), parameters(habit_share=0.8, bias_habit=0.1)) == pytest.approx(share)


@pytest.mark.parametrize(
    ("bias", "reminder", "chance"),
    [(0.0, 0.0, 0.0), (0.25, 0.0, 0.5), (0.25, 0.2, 0.4), (0.9, 0.0, 1.0), (0.9, 0.2, 0.8), (0.9, 1.0, 0.0)],
)
def test_who_lives_for_the_day_is_short_on_the_due_date(bias: float, reminder: float, chance: float) -> None:
    p = parameters(improvidence=2.0, reminder_effect=reminder)
    assert share_of_borrowers(lambda i: lives_for_the_day(borrower(bias=bias), p, KEYS, i)) == near(chance)


@pytest.mark.parametrize(
    ("product", "drawn"), [("paylater", 50_000), ("cashloan", 0)], ids=["the line is open", "it closed with the due"]
)
def test_who_found_no_money_before_the_due_date_draws_it_after_where_the_line_still_lends(
    product: str, drawn: int
) -> None:
    """The line may still pay a paylater bill that was missed for want of cash; a missed instalment closes it."""
    b = borrower(limit_cashloan=500_000, balance_cashloan=100_000, instalment=50_000, balance_paylater=60_000)
    f = flows(**{f"due_{product}": 50_000, "least_paylater": 50_000 if product == "paylater" else 0})
    p = parameters(
        forget_cashloan_monthly=0.0, forget_paylater_monthly=0.0, distrust_delay_monthly=0.0, cushion=0.0,
        late_wage_monthly=0.0, compare_share=0.0, line_at_due=0.0, short_draw_months=0.0,
    )  # fmt: skip
    meet_due_date(b, f, p, policy(outside_approval=0.0), KEYS, 1)
    assert (f[f"missed_{product}"], f[f"cause_{product}"]) == (50_000, Cause.SHORT)
    assert (f["draws"], b["cash"]) == (drawn, drawn)


@pytest.mark.parametrize(
    ("state", "drawn", "missed"),
    [
        ({}, 40_000, 0),  # what is lacking, and no more
        ({"cash": 50_000}, 0, 0),
        ({"limit_cashloan": 115_000}, 15_000, 25_000),  # as far as it is open
        ({"freeze_reason": FreezeReason.RISK}, 0, 40_000),
        ({"late_paylater": 1}, 40_000, 0),
    ],
)
def test_on_the_due_date_the_open_line_lends_what_is_lacking(state: dict[str, int], drawn: int, missed: int) -> None:
    b = borrower(
        **{"limit_cashloan": 500_000, "balance_cashloan": 100_000, "instalment": 50_000, "cash": 10_000, **state}
    )
    f, q = flows(due_cashloan=50_000), policy(linkage=0.0)
    p = parameters(
        forget_cashloan_monthly=0.0, distrust_delay_monthly=0.0, late_wage_monthly=0.0, line_at_due=1.0,
        platform_first=0.0, short_draw_months=0.0,
    )  # fmt: skip
    pay_on_due_date(b, f, p, q, KEYS, 1)
    assert (f["draws"], f["short_drawn"], f["missed_cashloan"]) == (drawn, drawn, missed)
    assert f["short_interest"] == int(drawn * float(q["cashloan_apr"]))


@pytest.mark.parametrize(
    ("wanted", "least", "drawn"),
    [
        (40_000, 0.0, 40_000),
        (70_000, 0.0, 50_000),
        (0, 0.0, 0),
        (1_000, 0.05, 30_000),
        (40_000, 0.05, 40_000),
        (1_000, 0.5, 50_000),
        (0, 0.5, 0),
    ],
)
def test_who_is_short_draws_for_the_months_to_come_as_far_as_the_line_is_open_and_it_is_counted(
    wanted: int, least: float, drawn: int
) -> None:
    b, f, q = borrower(limit_cashloan=50_000), flows(short_drawn=1_000, short_interest=10), policy(cashloan_apr=0.1)
    draw_short(b, f, parameters(short_draw_months=least), q, wanted)
    assert (f["draws"], f["short_drawn"], f["short_interest"]) == (drawn, 1_000 + drawn, 10 + drawn // 10)
    assert b["cash"] == drawn


def test_some_do_not_think_of_the_line_on_the_due_date() -> None:
    p, q = parameters(line_at_due=0.7), policy()

    def draws(i: int) -> bool:
        f = flows()
        draw_for_dues(borrower(limit_cashloan=500_000), f, p, q, 1_000, KEYS, i)
        return bool(f["draws"])

    assert share_of_borrowers(draws) == near(0.7)


@pytest.mark.parametrize(
    ("owed", "cash", "asked", "lent"),
    [
        ({"due_outside": 50_000}, 20_000, 0, 30_000),  # what is lacking, and no more
        ({"due_outside": 50_000, "outside_paid": 40_000}, 0, 0, 10_000),
        ({"due_outside": 50_000}, 50_000, 0, 0),  # the money is there: it was forgotten
        ({"due_outside": 50_000}, 0, 1, 0),  # turned down before in the month
        ({}, 0, 0, 0),
    ],
)
def test_what_is_unpaid_and_lacking_is_borrowed_once(owed: dict[str, int], cash: int, asked: int, lent: int) -> None:
    b, f = borrower(cash=cash), flows(applied_outside=asked, **owed)
    p, q = parameters(cushion=0.0), policy(outside_approval=1.0, outside_record=0.0)
    look_for_money(b, f, p, q, KEYS, 1)
    assert (f["outside_draws"], b["cash"]) == (lent, cash + lent)
    assert f["applied_outside"] == int(asked or lent > 0)


def test_own_arrears_count_as_lacking_and_the_own_line_is_asked_first() -> None:
    b, f = borrower(limit_cashloan=500_000, overdue_paylater=7_000, cash=1_000), flows()
    assert arrears(b, f) == 7_000
    look_for_money(b, f, parameters(cushion=0.5, compare_share=0.0, short_draw_months=0.0), policy(), KEYS, 1)
    assert (f["draws"], b["cash"], f["applied_outside"]) == (9_000, 10_000, 0)


def test_a_line_closed_by_a_missed_instalment_pays_no_arrears_and_others_are_asked() -> None:
    b, f = borrower(limit_cashloan=500_000, overdue_paylater=3_000, overdue_cashloan=4_000, cash=1_000), flows()
    assert arrears(b, f) == 7_000
    look_for_money(
        b, f, parameters(cushion=0.5, compare_share=0.0, short_draw_months=0.0), policy(outside_approval=0.0), KEYS, 1
    )
    assert (f["draws"], b["cash"], f["applied_outside"]) == (0, 1_000, 1)


@pytest.mark.parametrize("correlation", [-0.8, 0.0, 0.5])
def test_bias_is_drawn_beside_literacy(correlation: float) -> None:
    """As parameters say: mean, spread, correlation; savings aimed at fall with it."""
    values = {"bias_mean": 0.5, "bias_sd": 0.1, "bias_literacy_correlation": correlation, "bias_savings": 0.9}
    values |= {"buffer_log_sd": 1.0}  # what else parts savings hides little of it
    people = market_of(story(values), borrowers=1000).people
    bias, literacy = np.asarray(people["bias"]), np.asarray(people["literacy"])
    assert bias.mean() == pytest.approx(0.5, abs=0.02)
    assert bias.std() == pytest.approx(0.1, abs=0.01)
    assert np.corrcoef(bias, literacy)[0, 1] == pytest.approx(correlation, abs=0.1)
    aims = np.log(np.asarray(people["buffer_months"]))
    assert np.corrcoef(bias, aims)[0, 1] < -0.1
