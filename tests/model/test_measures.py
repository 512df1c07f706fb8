"""Every measure against its definition, computed anew from all records and flows with plain array arithmetic."""

from typing import Any

import numpy as np
import pytest

from tests.helpers.markets import SLUMP, SQUEEZE, market_of, story
from tests.helpers.measures_by_hand import (
    Row,
    accounts,
    collections,
    defaults,
    happenings,
    left_open,
    loss_given_default,
    rare,
    single_flows,
    states,
    trust_lost,
)
from tightrope.agents.codes import Status
from tightrope.model.engine.market import CreditMarket
from tightrope.model.measures.standing import TRUST_BINS, trust_quantile
from tightrope.model.results.columns import FRAMES

DECILES = {f"trust_p{percent}": percent / 100 for percent in range(10, 100, 10)}
FROM_THE_LENDER = {"month", "stance", "capital", "capital_raised", "own_funded_share", "payout"}
FROM_THE_LENDER |= {"outside_stance", "outside_profit"}
"""Columns that are no sums over borrowers; other tests look at them."""
DURING_THE_MONTH = {
    "contact_share",
    "calls_served_share",
    "agency_served_share",
    "legal_served_share",
    "operating_cost",
    "compliance_cost",
}
"""Columns about collections, of which a write-off in the same month leaves no trace in the record."""


RARE = {
    *("missed_failed_share", "missed_wages_share", "missed_held_share", "defaults_held_out", "missed_able_share"),
    *("lump_default_hazard", "default_returned_amount", "gave_up_share"),
    *("multi_seen_mean", "locked_share", "plans_share", "mending_share", "desk_waiting", "friend_freeze_ratio", "lgd"),
    *("lump_raise_share", "restore_months_mean", "reopen_months_mean", "redraw_share", "appeals", "desk_wait_mean"),
    *("appeals_granted_share", "scam_share", "plans_new", "settlements", "plans_broken_share", "forgiven_amount"),
    *("plans_re_aged", "judgements", "garnished_amount", "late_locked_share"),
    *("wallet_blocked_amount", "adviser_fee_amount", "linked_open_share", "linked_open_severe_share"),
    *("outside_writeoff_share", "outside_late_share"),
}
"""Columns of what may not happen in a small market; the tests of tallies make it happen."""


def lived_month(market: CreditMarket) -> tuple[Any, Row]:
    """Live one month; return the records before it and the month's row."""
    before = market.people.copy()
    market.step()
    return before, market.history.rows[-1]


@pytest.mark.parametrize("writeoff_months", [24, 5])
@pytest.mark.parametrize("on", ["synthetic", "taiwan"])
def test_every_measure_is_what_its_definition_says(on: str, writeoff_months: int) -> None:
    busy = {"leave_monthly": 0.02, "start_late_cashloan": 0.02, "prepay_monthly": 0.1, "raise_monthly": 0.3}
    busy |= {"furlough_share": 0.05, "deferral_share": 0.5, "merchant_fee": 0.006}
    scenario = story({**busy, "writeoff_months": writeoff_months, "recovery_months": 4}, *SQUEEZE, *SLUMP)
    market = market_of(scenario, on=on, borrowers=1500, months=12, seed=4, panel=True)
    opening = float(market.people["trust"].astype(float).mean())
    seen: set[str] = set()
    for month in range(1, 13):
        balance = market.balance_before
        losses = market.lender.treasury.losses
        before, row = lived_month(market)
        flows, p = market.flows, market.timeline[month]
        expected = {**states(market.people, month), **happenings(before, market.people, flows)}
        expected |= {**rare(before, market.people, flows, month), **single_flows(flows)}
        expected |= defaults(before, market.people, flows, month)
        expected |= left_open(market.people, p, float(market.lender.policy[0]["linkage"]))
        expected |= trust_lost(before, market.people, market.moods, opening)
        expected["helped_share"] = float((flows["help_received"] > 0).sum() / market._how_many.sum())
        expected["lgd"] = loss_given_default([*market.history.rows[:-1], expected])
        expected |= collections(
            before, market.people, flows, p, float(market.lender.knobs.transparency), market.lender.treasury.short
        )
        operating_cost, capital = row["operating_cost"] or 0.0, row["capital"] or 0.0
        expected |= accounts(expected, flows, balance, capital, operating_cost, losses, p)
        closed = (flows["writeoff_paylater"] + flows["writeoff_cashloan"] > 0).any()
        for name, value in expected.items():
            if not (closed and name in DURING_THE_MONTH):
                found = row[name]
                assert (found is None) == (value is None), f"month {month}: {name}"
                assert found == value or found == pytest.approx(value, rel=1e-7, abs=1e-9), f"month {month}: {name}"
                seen |= {name} if value else set()
        assert_quantiles(row, market.people)
        others = FROM_THE_LENDER | DECILES.keys()
        assert expected.keys() | others == {column.name for column in FRAMES["months"]}
    never = expected.keys() - single_flows(flows).keys() - seen
    assert never <= ({"writeoff_amount", "writeoff_share", "loss_own", "recovery_own"} | DURING_THE_MONTH | RARE)
    assert writeoff_months == 24 or not never & {"writeoff_amount", "loss_own"}
    assert writeoff_months == 5 or not never & DURING_THE_MONTH


def assert_quantiles(row: Row, people: Any) -> None:
    """Quantiles come from counts by bins of trust, so they are right to a bin's width."""
    trust = people["trust"][people["status"] == Status.ACTIVE]
    for name, q in DECILES.items():
        near = np.quantile(trust, [max(0.0, q - 1 / trust.size), q + 1 / trust.size])
        value = row[name]
        assert value is not None and near[0] - 1 / TRUST_BINS <= value <= near[1] + 1 / TRUST_BINS


def test_a_quantile_of_bins_lies_in_its_bin() -> None:
    bins = np.zeros(10, np.int64)
    bins[[2, 7]] = [30, 70]
    assert trust_quantile(bins, 0.15) == pytest.approx(0.25)
    assert trust_quantile(bins, 0.30) == pytest.approx(0.3)
    assert trust_quantile(bins, 0.65) == pytest.approx(0.75)
    assert trust_quantile(bins, 1.0) == pytest.approx(0.8)
    assert np.isnan(trust_quantile(np.zeros(10, np.int64), 0.5))


def out_of_work(people: Any) -> float:
    there = people[people["status"] == Status.ACTIVE]
    return float((there["employed"] == 0).mean())


def test_the_platform_acts_on_the_unemployment_of_the_month_before() -> None:
    market = market_of(story({}, *SLUMP), borrowers=300, months=12)
    for month in range(1, 13):
        before, row = lived_month(market)
        assert market.unemployment == pytest.approx(out_of_work(before))
        assert row["unemployment_rate"] == pytest.approx(out_of_work(market.people))
        assert row["month"] == month
    assert market.unemployment > 0.1, "the slump is seen"


def test_capital_carries_what_is_not_paid_out() -> None:
    market = market_of(story({"payout_share": 0.4}), borrowers=1000, months=12)
    capital, opening = market.lender.treasury.capital, market.balance_before
    assert capital == pytest.approx(float(market.timeline[0]["opening_capital_share"]) * opening)
    for _ in range(12):
        _, row = lived_month(market)
        profit, payout = row["profit"] or 0.0, row["payout"] or 0.0
        assert payout == pytest.approx(0.4 * max(0.0, profit))
        capital += profit - payout
        assert row["capital"] == pytest.approx(capital)


def test_an_empty_market_has_no_shares() -> None:
    """Everybody leaves and nobody comes: shares of nothing are unknown, and the accounts still balance."""
    deserted = {"leave_monthly": 1.0, "arrive_monthly": 0.0, "cashloan_user_share": 0.0, "outside_share": 0.0}
    settled = {
        "start_late_paylater": 0.0,
        "forget_paylater_monthly": 0.0,
        "separation_monthly": 0.0,
        "late_wage_monthly": 0.0,
    }
    market = market_of(
        story({**deserted, **settled, "buffer_median_months": 30.0}), borrowers=200, months=9, check=True
    )
    for _ in range(9):
        _, row = lived_month(market)
    assert row["borrowers_active"] == 0
    for column in ("trust_mean", "dpd30_share_balance", "utilisation", "frozen_share"):
        assert row[column] is None
    months = market.results().months
    assert months["trust_p50"][-1] is None
