"""Every mechanism can be switched off exactly, and moves what it should when it is turned up.

Everything is paired: the same seed, hence the same draws. Off means off, bit for bit: with the strength at zero,
neither the mechanism's other parameters nor its draws nor what it remembers changes anything in the months.
"""

from collections.abc import Callable

import numpy as np
import pytest
from polars.testing import assert_frame_equal

from tests.helpers import (
    mechanisms_access,
    mechanisms_borrowers,
    mechanisms_limits,
    mechanisms_means,
    mechanisms_paylater,
    mechanisms_people,
    mechanisms_platform,
    mechanisms_rivals,
    mechanisms_rules,
)
from tests.helpers.markets import live, story
from tests.helpers.mechanisms import Row, Values, named
from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.streams import month_keys
from tightrope.scenarios.files.events import Event

TABLE: list[Row] = [
    *mechanisms_access.ROWS,
    *mechanisms_limits.ROWS,
    *mechanisms_borrowers.ROWS,
    *mechanisms_means.ROWS,
    *mechanisms_people.ROWS,
    *mechanisms_paylater.ROWS,
    *mechanisms_rules.ROWS,
    *mechanisms_platform.ROWS,
    *mechanisms_rivals.ROWS,
]
IDLE = [pytest.param(row, id=named(row)) for row in TABLE if row.idle or row.draws or row.state]

pytestmark = pytest.mark.slow  # hundreds of markets


@pytest.mark.parametrize("row", IDLE)
def test_zero_strength_is_exactly_off(row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = row.live({}).results().months.drop(row.besides)
    if row.idle:
        assert_frame_equal(row.live(row.idle).results().months.drop(row.besides), plain, check_exact=True)
    if row.state:
        forgetful = row.live({}, each_month=overwrite(row.state)).results().months.drop(row.besides)
        assert_frame_equal(forgetful, plain, check_exact=True)
    if row.draws:
        monkeypatch.setattr("tightrope.model.engine.market.month_keys", redrawn(row.draws))
        assert_frame_equal(row.live({}).results().months.drop(row.besides), plain, check_exact=True)


def overwrite(state: Values) -> Callable[[CreditMarket], None]:
    """Return what forgets a mechanism's memory after every month."""

    def forget(market: CreditMarket) -> None:
        for name, value in state.items():
            market.people[name] = value

    return forget


def redrawn(purposes: tuple[int, ...]) -> Callable[[int, int], on.Keys]:
    """Return keys as ever, but others for some purposes."""

    def keys(seed: int, month: int) -> on.Keys:
        mixed = month_keys(seed, month)
        mixed[list(purposes)] = month_keys(seed + 1000, month)[list(purposes)]
        return mixed

    return keys


@pytest.mark.parametrize("row", TABLE, ids=named)
def test_turned_up_it_moves_what_it_should(row: Row) -> None:
    off, up = (row.sees(row.live(values).results()) for values in ({}, row.up))
    assert (up - off) * row.sign > 0, f"{off} -> {up}"


def test_redrawing_a_purpose_in_use_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison of the first test can fail: other draws of a live mechanism change the months."""
    row = next(row for row in TABLE if row.draws == (on.RUSH,))
    plain = row.live(row.up).results().months
    monkeypatch.setattr("tightrope.model.engine.market.month_keys", redrawn(row.draws))
    assert not row.live(row.up).results().months.equals(plain)


def test_the_table_has_every_row_of_the_catalogue() -> None:
    assert {row.id for row in TABLE} == {
        *(f"A{k}" for k in range(1, 17)),
        *(f"B{k}" for k in range(1, 9)),
        *(f"C{k}" for k in range(1, 31)),
        *("D1", "D2", "D3", "D5", "D6"),  # D4 are events: the tests of these show them
        *(f"E{k}" for k in range(1, 18)),
    }  # fmt: skip


def test_the_stance_tightens_faster_than_it_relaxes() -> None:
    """E1: as long after guidance came as after it went, the stance has moved further on the way up."""
    came, went = Event(month=3, set={"guidance": 0.8}), Event(month=15, set={"guidance": 0.0})
    months = live(story({"delinquency_weight": 0.0}, came, went), borrowers=1000, months=20).results().months
    stance = np.concatenate([[0.0], months["stance"].to_numpy()])
    assert stance[4] - stance[2] > 2 * (stance[14] - stance[16]) > 0
