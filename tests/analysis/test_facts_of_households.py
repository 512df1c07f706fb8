"""The facts about households, dues, cuts and the time around a default, by hand on frames small enough to see."""

from typing import Any

import polars as pl
import pytest

from tests.helpers.lives import LAST, seen
from tightrope.analysis.facts import before_default, cuts, dues, households, people, recovery, turnover
from tightrope.analysis.facts.evidence import FIRST, fifths

YEAR = 13
"""Months of a year and the one before it."""


def test_fifths_are_taken_month_by_month() -> None:
    frame = pl.DataFrame({"month": [1] * 5 + [2] * 5, "by": [1, 2, 3, 4, 5, 10, 20, 30, 40, 50]})
    lowest, highest = fifths(frame, "by")
    assert lowest["by"].to_list() == [1, 10] and highest["by"].to_list() == [5, 50]


# savings, work, incomes, lenders


def saver(cash: float, income: float = 100.0, **more: Any) -> list[dict[str, Any]]:
    """A borrower in the first month looked at, and in one that is not."""
    return [{"cash": cash, "income_usual": income, **more}, {"cash": 0.0, "income_usual": income}]


def test_savings_are_thin_below_a_month_s_income() -> None:
    evidence = seen(saver(99.0), saver(100.0), saver(300.0), saver(0.0, status="written off"))
    assert households.thin_savings(evidence) == pytest.approx(1 / 3)


def test_thin_savings_are_compared_between_the_fifths_of_income() -> None:
    poor = [saver(0.0 if k < 3 else 99.0, income=10.0) for k in range(4)]
    middle = [saver(0.0, income=50.0)] * 12
    rich = [saver(0.0 if k < 1 else 999.0, income=90.0) for k in range(4)]
    assert households.savings_by_income(seen(*poor, *middle, *rich)) == pytest.approx((3 / 1) / (1 / 3))


def worker(lost: bool, income: float, months: int = YEAR) -> list[dict[str, Any]]:
    """A year of somebody who loses work in its middle, or does not."""
    return [{"employed": int(not (lost and k == 6)), "income_usual": income} for k in range(months)]


def test_lost_work_is_compared_between_the_fifths_of_income() -> None:
    poor = [worker(k < 3, 10.0) for k in range(4)]
    middle = [worker(True, 50.0)] * 11
    rich = [worker(k < 1, 90.0) for k in range(4)]
    gone = [worker(True, 1.0, months=9)] * 9
    idle = [{"employed": 0, "income_usual": 50.0}] * YEAR
    assert households.lost_work_by_income(seen(*poor, *middle, *rich, *gone, idle)) == pytest.approx((3 / 1) / (1 / 3))


def earner(*incomes: float) -> list[dict[str, Any]]:
    return [{"income": 1e6}, *({"income": each} for each in incomes)]


def test_incomes_swing_about_their_mean_of_twelve_months() -> None:
    steady, swinging, wild = earner(*[100.0] * 12), earner(*[50.0, 150.0] * 6), earner(*[0.0, 100.0] * 6)
    spread = 50.0 * (12 / 11) ** 0.5 / 100.0
    assert households.income_swings(seen(steady, swinging, wild)) == pytest.approx(spread)
    assert households.income_swings(seen(earner(1.0, 2.0))) is None


def test_several_lenders_are_counted_among_those_who_owe_the_platform() -> None:
    def owing(balance: float, lenders: int) -> list[dict[str, Any]]:
        return [{"balance_cashloan": balance, "outside_lenders": lenders}]

    assert households.several_lenders(
        seen(owing(5.0, 0), owing(5.0, 1), owing(5.0, 3), owing(0.0, 2))
    ) == pytest.approx(2 / 3)


def test_default_is_compared_between_the_deepest_in_debt_and_the_least_of_those_who_just_borrowed() -> None:
    def indebted(share: float, fell: bool, draws: float = 1.0) -> list[dict[str, Any]]:
        debts = {"balance_paylater": 20 * share, "balance_cashloan": 30 * share, "outside_debt": 50 * share}
        return [{**debts, "income_usual": 100.0, "draws": draws}, {"draws": 1.0}, {"defaulted": int(fell)}]

    most = [indebted(0.9, k < 3) for k in range(4)]
    middle = [indebted(0.5, True)] * 12
    least = [indebted(0.1, k < 1) for k in range(4)]
    others = [indebted(0.0, False, draws=0.0), indebted(2.0, True, draws=0.0)] * 30
    assert people.default_by_debt(seen(*most, *middle, *least, *others)) == pytest.approx((3 / 1) / (1 / 3))


def test_the_mean_on_paylater_is_of_those_who_owe_there() -> None:
    lives = [[{"balance_paylater": balance}] for balance in (0.0, 100.0, 300.0)]
    assert turnover.mean_paylater(seen(*lives, [{"balance_paylater": 9e9, "status": "written off"}])) == 200.0


# dues


def test_dues_are_missed_in_error_for_want_of_money_or_unwillingly() -> None:
    causes = {"forgot": 0.5, "failed": 0.1, "wages": 0.05, "short": 0.3, "held": 0.05}
    early = {f"missed_{cause}_share": [9.0, share, share] for cause, share in causes.items()}
    months = pl.DataFrame({"month": [FIRST - 1, FIRST, FIRST + 1], "prepay_share": [9.0, 0.01, 0.03], **early})
    evidence = seen(months=months)
    assert dues.missed_in_error(evidence) == pytest.approx(0.6)
    assert dues.missed_for_want(evidence) == pytest.approx(0.35)
    assert dues.missed_unwilling(evidence) == pytest.approx(0.05)
    assert dues.repaid_early_share(evidence) == pytest.approx(0.02)


def test_the_lowest_scores_miss_due_dates_more_often() -> None:
    low = [[{"score": 400.0, "missed_paylater": float(k < 2)}] for k in range(4)]
    middle = [[{"score": 600.0, "missed_cashloan": 5.0}]] * 12
    high = [[{"score": 800.0, "missed_cashloan": 9.0 * (k < 1), "missed_paylater": 9.0 * (k < 1)}] for k in range(4)]
    assert dues.missed_by_score(seen(*low, *middle, *high)) == pytest.approx((2 / 4) / (1 / 4))


def loan(*late: int, balance: float = 100.0) -> list[dict[str, Any]]:
    """A cash loan's months past due, from the first month looked at."""
    return [{"late_cashloan": months, "balance_cashloan": balance} for months in late]


def test_debts_go_on_by_their_balance() -> None:
    evidence = seen(loan(1, 2), loan(1, 1), loan(1, 0, balance=200.0), loan(2, 3), loan(2, 2), loan(2, 1), loan(1))
    assert dues.goes_on_to_60(evidence) == pytest.approx(100 / 400)
    assert dues.goes_on_to_90(evidence) == pytest.approx(100 / 300)


def test_what_is_90_to_179_days_late_is_a_part_of_both_products() -> None:
    evidence = seen(
        [{"late_paylater": 3, "balance_paylater": 10.0, "late_cashloan": 2, "balance_cashloan": 20.0}],
        [{"late_paylater": 6, "balance_paylater": 30.0, "late_cashloan": 5, "balance_cashloan": 40.0}],
        [{"late_paylater": 4, "balance_paylater": 99.0, "status": "written off"}],
    )
    assert dues.late_90_to_179_share(evidence) == pytest.approx(50.0 / 100.0)


# cuts


def cut(score: float, before: float, after: float, **more: Any) -> list[dict[str, Any]]:
    """A cut from a limit of 1,000 yuan, ``before`` of which is used, after which ``after`` is."""
    owed = 1000.0 * before
    first = {"score": score, "balance_cashloan": owed, "limit_cashloan": 1000.0}
    return [first, {"score": score, "balance_cashloan": owed, "limit_cashloan": owed / after, "cut": 1, **more}]


def test_the_use_after_a_cut_is_told_apart_for_the_top_scores() -> None:
    low = [cut(500.0, 0.4, after) for after in (0.8, 0.9, 1.0)]
    uncut = [cut(500.0, 0.4, 0.5, cut=0)] * 9
    top = [cut(800.0, before, after) for before, after in ((0.1, 0.2), (0.2, 0.4), (0.4, 0.6))]
    evidence = seen(*low, *uncut, *top)
    assert cuts.use_after_cut(evidence) == pytest.approx(0.9)
    assert cuts.top_scores_use_after_cut(evidence) == pytest.approx(0.4 / 0.2)
    assert cuts.use_after_cut(seen(*uncut)) is None


# around a default


def defaulter(balances: dict[int, float], limit: float = 1000.0, at: int = 20) -> list[dict[str, Any]]:
    """A borrower who defaults ``at`` months after the first, and what was owed so many months before it."""
    return [
        {"limit_paylater": limit, "balance_paylater": balances.get(at - k, 0.0), "defaulted": int(k == at)}
        for k in range(at + 1)
    ]


def test_use_rises_over_the_last_four_months_in_which_nothing_is_late() -> None:
    rising, falling = defaulter({7: 300.0, 3: 500.0}), defaulter({7: 500.0, 3: 400.0})
    evidence = seen(rising, falling, defaulter({3: 900.0}, at=6), defaulter({3: 900.0}, limit=0.0))
    assert before_default.use_rises(evidence) == pytest.approx((0.2 - 0.1) / 2), "those followed so long, with a limit"
    assert before_default.use_rises(seen()) is None


def test_what_was_unused_a_year_before_is_drawn_in_part() -> None:
    some, more = defaulter({12: 400.0, 0: 700.0}), defaulter({12: 800.0, 0: 900.0})
    full = defaulter({12: 1000.0, 0: 5000.0})
    assert before_default.drawn_of_unused(seen(some, more, full)) == pytest.approx((300.0 + 100.0) / (600.0 + 200.0))
    assert before_default.drawn_of_unused(seen(full)) is None


def test_recoveries_of_the_first_year_are_held_against_those_of_the_second() -> None:
    def paying(after: dict[int, dict[str, float]], first: int = 0) -> list[dict[str, Any]]:
        months = range(-first, LAST - FIRST + 1 - first)
        return [{"defaulted": int(k == 0), "balance_cashloan": 100.0, **after.get(k, {})} for k in months]

    early = paying({0: {"paid_cashloan": 90.0}, 1: {"paid_cashloan": 10.0}, 12: {"paid_paylater": 20.0}})
    late = paying({13: {"recovered": 5.0}, 24: {"recovered": 10.0}, 25: {"recovered": 70.0}})
    recent = paying({1: {"paid_cashloan": 999.0}}, first=13)
    assert recovery.first_year_over_second(seen(early, late, recent)) == pytest.approx(30.0 / 15.0)
    assert recovery.first_year_over_second(seen(early)) is None
