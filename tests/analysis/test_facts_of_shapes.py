"""The facts about a card book's shape, computed by hand on frames small enough to see."""

from typing import Any

import numpy as np
import pytest

from tests.helpers.lives import seen
from tightrope.analysis.facts import shapes
from tightrope.analysis.facts.evidence import FIRST


def account(balance: float = 0.0, limit: float = 1000.0, **more: Any) -> dict[str, Any]:
    """A month of a paylater account that is inactive."""
    return {"balance_paylater": balance, "limit_paylater": limit, **more}


def state(name: str) -> dict[str, Any]:
    """A month of an account in a state."""
    bill = {"before_paylater": 100.0}
    return account(**{
        "inactive": {}, "full": {**bill, "paid_paylater": 100.0}, "revolving": {**bill, "paid_paylater": 5.0},
        "late1": {**bill, "late_paylater": 1}, "late2": {**bill, "late_paylater": 2},
    }[name])  # fmt: skip


def lived(*names: str) -> list[dict[str, Any]]:
    return [state(name) for name in names]


def test_use_is_the_balance_over_the_limit_of_open_accounts() -> None:
    used = (0.0, 0.1, 0.2, 0.9, 0.95, 1.1)
    accounts = [[account(1000 * each)] for each in used]
    evidence = seen(*accounts, [account(500.0, limit=0.0)], [account(500.0, status="written off")])
    assert shapes.use_mean(evidence) == pytest.approx(sum(used) / 6)
    assert shapes.use_median(evidence) == pytest.approx(0.55)
    assert shapes.used_up(evidence) == pytest.approx(2 / 6)
    assert shapes.used_over(evidence) == pytest.approx(1 / 6)


def test_limits_are_those_of_the_first_month() -> None:
    limits = (100.0, 200.0, 800.0)
    evidence = seen(*([account(limit=limit), account(limit=9.0)] for limit in limits))
    assert shapes.limit_spread(evidence) == pytest.approx(np.log(limits).std(ddof=1))
    assert shapes.limit_skew(evidence) == pytest.approx((1100 / 3) / 200)


def test_charges_are_taken_over_the_limit() -> None:
    assert shapes.charges_mean(seen([account(charges=50.0), account()])) == pytest.approx(0.025)


def test_states_are_shares_of_accounts_and_months() -> None:
    evidence = seen(lived("inactive", "full", "full", "revolving"), lived("late1", "revolving", "full", "full"))
    assert shapes.inactive_share(evidence) == pytest.approx(1 / 8)
    assert shapes.paid_in_full_share(evidence) == pytest.approx(4 / 8)
    assert shapes.revolving_share(evidence) == pytest.approx(2 / 8)


def test_half_a_year_is_whole_and_without_exception() -> None:
    evidence = seen(
        lived(*["revolving"] * 6, *["full"] * 6),
        lived(*["revolving"] * 5, "full", *["full"] * 5),  # an exception, and a half that is cut short
        [*lived(*["revolving"] * 5), {"status": "vacant"}],
    )
    assert shapes.always_revolving(evidence) == pytest.approx(1 / 3)
    assert shapes.always_full(evidence) == pytest.approx(1 / 3)
    assert shapes.always_full(seen(lived("full"), first=FIRST)) is None


def test_a_month_s_lateness_is_made_good_goes_on_or_stays() -> None:
    after = ("full", "revolving", "late1", "late2", "late2")
    evidence = seen(*(lived("late1", each) for each in after), [state("late1"), {"status": "vacant"}])
    assert shapes.late_made_good(evidence) == pytest.approx(2 / 5)
    assert shapes.late_goes_on(evidence) == pytest.approx(2 / 5)
