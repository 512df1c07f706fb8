"""What is behind a starting account, and debts elsewhere that somebody arrives with: known, or drawn as declared."""

import math
from typing import Any

import numpy as np
import pytest

from tests.helpers.markets import KEYS, MANY, book_row, borrower, near, parameters, policy, share_of_borrowers
from tightrope.agents.circumstances import draw_outside
from tightrope.agents.codes import FreezeReason, PaylaterHabit
from tightrope.agents.past import draw_lateness, draw_prepaid, draw_tenure, freeze_from_before, remembered_slips


def test_a_known_age_is_taken_and_others_are_drawn_about_their_mean() -> None:
    p = parameters(start_tenure_months=40.0)
    assert draw_tenure(book_row(tenure_months=7), p, KEYS, 1) == 7
    drawn = [draw_tenure(book_row(), p, KEYS, i) for i in range(MANY)]
    assert np.mean(drawn) == pytest.approx(40, abs=4 * 40 / np.sqrt(MANY))
    late = [draw_tenure(book_row(months_past_due_cashloan=6), p, KEYS, i) for i in range(MANY)]
    assert min(late) == 6, "nobody is late for longer than the account has existed"


@pytest.mark.parametrize(
    ("known", "tenure", "late", "overdue"),
    [
        ({"months_past_due_cashloan": 2}, 50.0, 2, 20_000),
        ({"months_past_due_cashloan": 20}, 50.0, 8, 80_000),  # the oldest that a start may be
        ({"months_past_due_cashloan": 0}, 50.0, 0, 0),
        ({}, 0.0, 0, 0),  # an account of today is not late
    ],
    ids=str,
)
def test_known_lateness_is_taken_with_what_is_overdue_for_it(
    known: dict[str, float], tenure: float, late: int, overdue: int
) -> None:
    b = borrower(balance_cashloan=300_000, instalment=10_000)
    draw_lateness(b, book_row(**known), parameters(start_late_cashloan=0.2), tenure, KEYS, 1)
    assert (b["late_cashloan"], b["overdue_cashloan"]) == (late, overdue)
    assert b["ever_defaulted"] == int(late >= 3)


def test_lateness_that_is_not_known_comes_as_often_as_the_flow_leaves_it() -> None:
    p = parameters(start_late_cashloan=0.1, start_roll_first=0.5, start_roll_later=0.0, start_late_paylater=0.0)

    def months(i: int) -> int:
        b = borrower(balance_cashloan=300_000, instalment=10_000)
        draw_lateness(b, book_row(), p, 50.0, KEYS, i)
        return int(b["late_cashloan"])

    assert share_of_borrowers(lambda i: months(i) == 1) == near(0.1)
    assert share_of_borrowers(lambda i: months(i) == 2) == near(0.05)


@pytest.mark.parametrize(
    ("owed", "monthly"),
    [
        ({}, 0.0),
        ({"balance_cashloan": 9_000}, 0.2),
        ({"balance_paylater": 9_000, "paylater_habit": PaylaterHabit.FULL}, 0.3),
        ({"balance_paylater": 9_000, "paylater_habit": PaylaterHabit.REVOLVE}, 0.15),
        ({"balance_paylater": 9_000, "paylater_habit": PaylaterHabit.FULL, "balance_cashloan": 9_000}, 0.44),
    ],
    ids=str,
)
def test_of_who_pays_by_hand_the_platform_remembers_as_many_slips_as_usual(
    owed: dict[str, int], monthly: float
) -> None:
    p = parameters(
        by_hand_share=0.5, forget_cashloan_monthly=0.125, forget_paylater_monthly=0.1875, revolver_forgetting=0.5,
        reminder_effect=0.2, memory_months=18.0,
    )  # fmt: skip
    careless, careful = borrower(literacy=0.0, **owed), borrower(literacy=1.0, **owed)
    assert remembered_slips(careless, p, 9.0, KEYS, 1) == pytest.approx(monthly * 18 * (1 - math.exp(-0.5)))
    assert remembered_slips(careful, p, 9.0, KEYS, 1) == remembered_slips(careless, p, 0.0, KEYS, 1) == 0


def test_some_users_repaid_early_within_the_year_and_the_latest_miss_the_limit_still() -> None:
    p = parameters(start_able_share=0.5, prepay_monthly=0.02, start_repaid_share=0.5)
    q = policy(cool_off_months=3)

    def repaid(i: int) -> Any:
        b = borrower(appetite=0.5, limit_cashloan=400_000, balance_cashloan=100_000, prepaid_month=-1000)
        draw_prepaid(b, p, q, KEYS, i)
        return b

    people = [repaid(i) for i in range(MANY)]
    ago = -np.array([int(b["prepaid_month"]) for b in people])
    assert (ago < 12).mean() == near(12 * 0.5 * 0.02)
    for b, months in zip(people, ago, strict=True):
        assert b["repaid_early"] == (150_000 if months < 12 else 0)
        assert (b["withheld"], b["cool_off"]) == ((150_000, 3 - months) if months <= 3 else (0, 0))
    idle = borrower(appetite=0.0, prepaid_month=-1000)
    draw_prepaid(idle, p, q, KEYS, 3)
    assert idle["prepaid_month"] == -1000, "who does not use the loan repaid none"


def test_debts_elsewhere_are_known_or_drawn_and_never_beyond_a_year_s_income() -> None:
    p = parameters(outside_mean_months=0.4, outside_loan_left_months=0.25, start_short_share=0.0)
    b = borrower()
    draw_outside(b, book_row(outside_debt=4_000, outside_lenders=2), p, policy(), 0.5, KEYS, 1)
    assert (b["outside_debt"], b["outside_seen"], b["outside_lenders"], b["multi_seen"]) == (400_000, 400_000, 2, 2)
    people = [borrower() for _ in range(MANY)]
    for i, each in enumerate(people):
        draw_outside(each, book_row(), p, policy(), 0.5, KEYS, i)
    debts = np.array([int(each["outside_debt"]) for each in people]) / 600_000
    assert (debts > 0).mean() == near(0.5)
    assert debts[debts > 0].mean() == pytest.approx(0.4, abs=0.02) and debts.max() <= 12
    halves = math.gamma(1.6) * debts[debts > 0] / 0.4 < math.log(2) ** 0.6
    assert halves.mean() == pytest.approx(0.5, abs=0.05), "the power of an exponential that it is drawn as"
    assert all(each["outside_lenders"] == np.ceil(debt / 0.25) for each, debt in zip(people, debts, strict=True))
    assert all(each["outside_short"] == 0 for each in people), "none of them falls due whole"


def owing(i: int, share: float, known: Any = None, **state: float) -> Any:
    """A borrower as a book opens, who owes nobody but perhaps a loan of a month."""
    b = borrower(**state)
    p = parameters(start_short_share=share, short_size_months=0.25)
    draw_outside(b, known or book_row(), p, policy(), 0.0, KEYS, i)
    return b


@pytest.mark.parametrize(("share", "cash"), [(0.3, 0), (0.3, 299_999), (1.0, 0)])
def test_some_of_those_with_little_money_owe_a_loan_of_a_month_already(share: float, cash: int) -> None:
    people = [owing(i, share, cash=cash) for i in range(MANY)]
    owe = [b for b in people if b["outside_short"] > 0]
    assert len(owe) / MANY == near(share)
    for b in owe:
        assert b["outside_short"] == b["outside_debt"] == b["outside_seen"] == 150_000, "a quarter of 6,000 yuan"
        assert b["outside_lenders"] == b["multi_seen"] == 1, "one lender more"
    for b in people:
        assert b["outside_short"] or not (b["outside_debt"] or b["outside_lenders"] or b["multi_seen"])


def test_nobody_else_owes_a_loan_of_a_month() -> None:
    assert owing(1, 1.0, cash=300_000)["outside_short"] == 0, "half a month's income at hand is enough"
    told = book_row(outside_debt=0)
    assert owing(1, 1.0, told)["outside_debt"] == 0, "a debt that the book knows is all there is"
    assert not any(owing(i, 0.0)["outside_short"] for i in range(MANY)), "off"


def test_a_loan_of_a_month_comes_on_top_of_other_debts() -> None:
    shared = {"outside_mean_months": 0.4, "short_size_months": 0.25}
    with_them, without = (parameters(**shared, start_short_share=share) for share in (1.0, 0.0))
    for i in range(20):
        more, less = borrower(), borrower()
        draw_outside(more, book_row(), with_them, policy(), 1.0, KEYS, i)
        draw_outside(less, book_row(), without, policy(), 1.0, KEYS, i)
        assert more["outside_debt"] - less["outside_debt"] == 150_000 == more["outside_short"]
        assert more["outside_lenders"] - less["outside_lenders"] == 1


@pytest.mark.parametrize(
    ("state", "chance", "reason", "ago"),
    [
        ({"late_cashloan": 2}, 0.4, FreezeReason.DELINQUENCY, 2),
        ({"score": 400.0}, 0.3, FreezeReason.RISK, 4),  # three months of a chance of a tenth
        ({}, 0.0, FreezeReason.NONE, 0),
    ],
    ids=str,
)
def test_lines_are_frozen_as_earlier_months_would_have(
    state: dict[str, float], chance: float, reason: FreezeReason, ago: int
) -> None:
    p = parameters(
        late_freeze=0.4, start_freeze_factor=3.0, freeze_monthly=0.1, start_frozen_months=4, risk_cutoff=500.0
    )

    def frozen(i: int) -> bool:
        b = borrower(**state)
        freeze_from_before(b, p, policy(month=0), KEYS, i)
        if b["freeze_reason"] != FreezeReason.NONE:
            assert (b["freeze_reason"], b["frozen_month"]) == (reason, -ago)
        return bool(b["freeze_reason"] != FreezeReason.NONE)

    assert share_of_borrowers(frozen) == near(chance)
