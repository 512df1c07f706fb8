"""What a shut line costs merchants (E14)."""

import pytest

from tests.helpers.markets import borrower, flows, live, story
from tightrope.agents.selling import lose_sales


@pytest.mark.parametrize(
    ("state", "moved", "given_up", "refused", "lost"),
    [
        ({"limit_cashloan": 900}, {"purchase_unmet": 500}, 0, 0, 500),
        ({"limit_cashloan": 900}, {"purchase_unmet": 500, "bought_elsewhere": 200}, 0, 0, 300),
        ({"limit_cashloan": 900, "balance_cashloan": 700}, {"purchase_unmet": 500}, 0, 0, 200),
        ({"limit_cashloan": 900, "balance_cashloan": 900}, {"purchase_unmet": 500}, 0, 0, 0),  # full, not shut
        ({"limit_paylater": 900}, {}, 300, 500, 300),
        ({"limit_paylater": 900}, {}, 500, 300, 300),
        ({"limit_paylater": 900, "balance_paylater": 800}, {}, 500, 300, 100),
        ({"limit_paylater": 900, "balance_paylater": 950}, {}, 500, 300, 0),
    ],
    ids=str,
)
def test_what_an_open_line_would_have_lent_is_lost(
    state: dict[str, float], moved: dict[str, float], given_up: int, refused: int, lost: int
) -> None:
    f = flows(**moved)
    lose_sales(borrower(**state), f, given_up, refused)
    assert f["sales_lost"] == lost


def test_open_lines_lose_no_sales() -> None:
    """Where nobody is frozen, late, locked or kept waiting, every purchase within the limits is made."""
    free = {
        "freeze_monthly": 0.0, "multi_strength": 0.0, "arbitrage_strength": 0.0, "late_freeze": 0.0,
        "linkage_strength": 0.0, "cool_off_months": 0.0, "lock_monthly": 0.0, "silent_lock_monthly": 0.0,
    }  # fmt: skip
    shut, open_ = (
        live(story(values), borrowers=2000, months=6).results().months["sales_lost_amount"].to_numpy().sum()
        for values in ({}, free)
    )
    assert 0.0 <= open_ < 0.7 * shut
