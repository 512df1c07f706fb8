"""Family and friends: who asks, who gives, how much, and that no fen is made or lost."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.helping import asked
from tests.helpers.markets import (
    KEYS,
    MANY,
    borrower,
    flows,
    live,
    near,
    parameters,
    policy,
    share_of_borrowers,
    story,
)
from tightrope.agents.codes import Status
from tightrope.agents.earning import earn
from tightrope.agents.helping import gift, help_asked, lean, patience
from tightrope.scenarios.engine.streams import month_keys


def test_who_asks_asks_for_what_is_lacking() -> None:
    p = parameters(help_monthly=1.0, patience_months=60.0)
    b = borrower(overdue_paylater=30_000, overdue_cashloan=50_000, cash=10_000)
    assert help_asked(b, flows(), p, KEYS, 1) == 70_000
    assert help_asked(b, flows(due_outside=40_000, outside_paid=15_000), p, KEYS, 1) == 95_000
    assert help_asked(b, flows(wage_late=1), p, KEYS, 1) == 0, "the wages are coming"
    sometimes = parameters(help_monthly=0.3)
    assert share_of_borrowers(lambda i: help_asked(b, flows(), sometimes, KEYS, i) > 0) == near(0.3)


def test_the_patience_of_friends_is_exponential_and_lasts() -> None:
    p = parameters(patience_months=1.5)
    ends = [patience(p, KEYS, i) for i in range(MANY)]
    assert ends == [patience(p, month_keys(1, 40), i) for i in range(MANY)]
    assert np.mean(ends) == pytest.approx(1.5, abs=4 * 1.5 / math.sqrt(MANY))
    for months in (0.3, 1.5, 4.5):
        assert share_of_borrowers(lambda i, months=months: ends[i] > months) == near(math.exp(-months / 1.5))  # type: ignore[misc]
    assert [patience(parameters(patience_months=3.0), KEYS, i) for i in range(9)] == [2 * end for end in ends[:9]]


@pytest.mark.parametrize(
    ("left", "given_up"), [(10.0, 70_000), (0.2, 70_000), (0.1, 60_000), (0.0, 0), (-3.0, 0)]
)  # left: months of an income of 6,000 yuan
def test_who_has_had_as_much_as_friends_have_patience_for_gets_no_more(left: float, given_up: int) -> None:
    p = parameters(help_monthly=1.0, patience_months=20.0)
    b = borrower(overdue_cashloan=70_000, leaned=patience(p, KEYS, 5) - left)
    assert patience(p, KEYS, 5) > 10
    assert help_asked(b, flows(), p, KEYS, 5) == pytest.approx(given_up, abs=1)


def test_friends_without_patience_are_not_asked() -> None:
    p = parameters(help_monthly=1.0, patience_months=0.0)
    b = borrower(overdue_paylater=30_000, overdue_cashloan=50_000)
    assert not any(help_asked(b, flows(), p, KEYS, i) for i in range(MANY))


def test_what_was_received_is_remembered_and_fades() -> None:
    b = borrower(leaned=0.5)
    lean(b, 150_000)
    assert b["leaned"] == pytest.approx(0.75)
    for fade, left in ((0.1, 0.675), (0.0, 0.675), (1.0, 0.0)):
        earn(b, flows(), parameters(patience_fade=fade), policy(), KEYS, 1)
        assert b["leaned"] == pytest.approx(left)


@given(cash=st.integers(0, 10**8), wanted=st.integers(0, 10**7))
def test_a_friend_gives_a_share_of_what_lies_above_the_savings_kept(cash: int, wanted: int) -> None:
    p = parameters(help_kept_months=2.0, help_share=0.25)
    given_up = gift(borrower(cash=cash), p, wanted)
    assert 0 <= given_up <= wanted
    assert given_up == min(wanted, int(max(0, cash - 1_200_000) * 0.25 + 0.5))


@pytest.mark.parametrize("state", [{"overdue_paylater": 1}, {"overdue_cashloan": 1}, {"status": Status.WRITTEN_OFF}])
def test_who_is_behind_gives_nothing(state: dict[str, float]) -> None:
    assert gift(borrower(cash=10**8, **state), parameters(help_kept_months=0.0), 1000) == 0


def test_friends_without_an_account_help_as_well() -> None:
    """A platform that shrinks takes nobody's friends away."""
    assert (
        gift(borrower(cash=4_000, status=Status.VACANT), parameters(help_kept_months=0.0, help_share=0.5), 5_000)
        == 2_000
    )


def test_friends_are_asked_one_after_the_other_until_it_is_enough() -> None:
    people, kept = asked(80_000, [0, 100_000, 0, 100_000], help_kept_months=0.0, help_share=0.5)
    assert people["cash"].tolist()[0] == 80_000 == kept["help_received"][0] == kept["help_given"].sum()
    assert sorted(people["cash"][[1, 3]]) == [50_000, 70_000]
    assert people["leaned"][0] == pytest.approx(80_000 / 600_000), "what came of both"
    assert not people["leaned"][1:].any(), "who gives is owed no thanks"


def test_help_reaches_those_behind_and_is_paid_by_friends() -> None:
    values = {"help_kept_months": 0.5, "help_share": 0.5, "expense_shock_monthly": 0.05}
    ways = [live(story({**values, "help_monthly": chance}), borrowers=3000, check=True) for chance in (0.0, 1.0)]
    assert (ways[0].flows["help_received"] == 0).all()
    flows_then = ways[1].flows
    assert flows_then["help_received"].sum() == flows_then["help_given"].sum() > 0
    late = [int((market.people["late_cashloan"] > 0).sum()) for market in ways]
    assert late[1] < late[0]
