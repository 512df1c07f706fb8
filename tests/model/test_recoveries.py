"""What came back of defaulted debt, by the month of the default."""

import numpy as np
import polars as pl
import pytest

from tests.helpers.markets import SLUMP, borrower, flows, live, market_of, story
from tightrope.agents.codes import Status
from tightrope.model.measures.recoveries import RECOVERY_COUNTS, count_recovery

WRITTEN_OFF = {"status": Status.WRITTEN_OFF}


@pytest.mark.parametrize(
    ("state", "moved", "counted"),
    [
        ({"balance_cashloan": 900}, {"defaulted": 1}, {"borrowers": 1, "amount": 900}),
        ({"balance_cashloan": 800, "ever_defaulted": 1}, {"was_in_default": 1, "paid_cashloan": 100}, {"paid": 100}),
        (
            {"balance_cashloan": 500, "balance_paylater": 70}, {"was_in_default": 1, "paid_cashloan": 300},
            {"paid": 300, "returned": 570},
        ),
        (WRITTEN_OFF, {"was_in_default": 1, "writeoff_cashloan": 900}, {"written_off": 900}),
        (WRITTEN_OFF, {"recovered": 40}, {"recovered": 40}),
        ({"balance_cashloan": 900}, {"paid_cashloan": 50}, {}),  # long out of default
        ({"balance_cashloan": 900, "default_month": -3}, {"was_in_default": 1, "paid_cashloan": 50}, {}),
    ],
    ids=str,
)  # fmt: skip
def test_what_comes_of_a_default_is_counted_by_its_month(
    state: dict[str, float], moved: dict[str, float], counted: dict[str, int]
) -> None:
    recoveries = np.zeros((13, len(RECOVERY_COUNTS)), np.int64)
    count_recovery(recoveries, borrower(**{"default_month": 5, **state}), flows(**moved), 9)
    assert {n: int(k) for n, k in zip(RECOVERY_COUNTS, recoveries[5], strict=True) if k} == counted
    assert recoveries.sum() == recoveries[5].sum()


def total(column: pl.Series) -> float:
    return float(column.to_numpy().sum())


def test_recoveries_hold_together() -> None:
    """Defaults and returns are those of the months, and shares add up."""
    market = live(story({"writeoff_months": 5.0}, *SLUMP), borrowers=3000, months=18)
    found, months = market.results().recoveries, market.results().months
    entered = found.filter(pl.col("age") == 0)
    assert entered["amount"].sum() == pytest.approx(months["new_default_amount"].sum(), rel=0.02)
    assert entered["borrowers"].sum() >= months["new_defaults"].sum() > 0
    assert total(found["returned"]) <= total(months["default_returned_amount"]) + 0.001
    came = total(found["paid"]) + total(found["recovered"])
    assert came <= total(months["default_paid_amount"]) + 0.001
    for (_,), rows in found.group_by("default_month"):
        assert rows["age"].to_list() == list(range(rows.height))
        back = (rows["paid"] + rows["returned"] + rows["recovered"]).cum_sum() / rows["amount"]
        assert rows["back_share"].to_list() == pytest.approx(back.to_list())


def test_before_the_first_month_nothing_has_come_back() -> None:
    assert market_of(story(), borrowers=100).results().recoveries.is_empty()
