"""Every measure against its definition, computed anew from all records and flows with plain array arithmetic."""

from typing import Any

import numpy as np
import pytest

from tests.markets import SLUMP, SQUEEZE, market_of, story
from tightrope.agents.borrower import ACTIVE, VACANT
from tightrope.agents.collecting import AGENCY, CALL, IN_CONTACT, LEGAL, MESSAGE
from tightrope.agents.trusting import GOOD_STANDING_MONTHS
from tightrope.model.columns import FRAMES
from tightrope.model.market import CreditMarket
from tightrope.model.tally_state import TRUST_BINS, trust_quantile

type Row = dict[str, float | None]

FROM_THE_LENDER = {"month", "stance", "unemployment_rate", "capital", "payout"}
"""Columns that are no sums over borrowers; other tests look at them."""
DURING_THE_MONTH = {
    "contact_share",
    "calls_served_share",
    "agency_served_share",
    "legal_served_share",
    "operating_cost",
}
"""Columns about collections, of which a write-off in the same month leaves no trace in the record."""


def share(part: Any, whole: Any) -> float | None:
    total = np.sum(whole)
    return float(np.sum(part) / total) if total else None


def yuan(values: Any) -> float:
    return float(np.sum(values, dtype=np.int64)) / 100


def late_shares(there: Any) -> Row:
    """Late balances and late borrowers, ``there`` being the active."""
    row: Row = {}
    balance = {product: there[f"balance_{product}"].astype(float) for product in ("paylater", "cashloan")}
    for days in (30, 60, 90):
        late = {product: there[f"late_{product}"] >= days // 30 for product in balance}
        row[f"dpd{days}_share_balance"] = share(
            sum(balance[product][late[product]].sum() for product in balance), sum(balance.values())
        )
        row[f"dpd{days}_share_count"] = share(late["paylater"] | late["cashloan"], sum(balance.values()) > 0)
    for product in balance:
        late_balance = balance[product][there[f"late_{product}"] >= 1]
        row[f"dpd30_share_balance_{product}"] = share(late_balance.sum(), balance[product])
    return row


def due_date(before: Any, flows: Any) -> Row:
    fresh = sum(
        (flows[f"due_{product}"] * (before[f"late_{product}"] == 0)).sum() for product in ("paylater", "cashloan")
    )
    missed = flows["missed_paylater"].sum() + flows["missed_cashloan"].sum()
    return {"day1_share_dues": share(missed, fresh), "cure30_share": share(flows["cured"].sum(), missed)}


def states(after: Any, month: int) -> Row:
    """What can be seen at the month's end."""
    there = after[after["status"] == ACTIVE]
    frozen, trust = there["freeze_reason"] > 0, there["trust"]
    limits = there["limit_paylater"].astype(np.int64) + there["limit_cashloan"]
    balance = there["balance_paylater"].astype(np.int64) + there["balance_cashloan"]
    prepaid = month - there["prepaid_month"] < 12
    return {
        "borrowers_active": float(there.size),
        "balance": yuan(balance),
        "balance_paylater": yuan(there["balance_paylater"]),
        "balance_cashloan": yuan(there["balance_cashloan"]),
        "utilisation": share(balance, limits),
        "limit_mean": yuan(limits) / there.size,
        "frozen_share": float(frozen.mean()),
        "frozen_good_standing_share": share(frozen & (there["months_since_late"] >= GOOD_STANDING_MONTHS), frozen),
        "prepay_unrestored_share": share(there["withheld"][prepaid] > 0, prepaid),
        "trust_mean": float(trust.mean()),
        "trust_frozen_mean": share(trust[frozen], frozen),
        "trust_unfrozen_mean": share(trust[~frozen], ~frozen),
        "outside_debt_mean": yuan(there["outside_debt"]) / there.size,
        "out_of_work_share": float((there["employed"] == 0).mean()),
        **late_shares(there),
    }


def happenings(before: Any, after: Any, flows: Any) -> Row:
    """What happened within the month."""
    lived = before["status"] != VACANT
    reviewed = (before["status"] == ACTIVE) & ((after["status"] == ACTIVE) | (flows["left"] == 1))
    frozen_before = (before["status"] == ACTIVE) & (before["freeze_reason"] > 0)
    exposed = (before["status"] == ACTIVE) & (before["balance_paylater"] + before["balance_cashloan"] > 0)
    dues = sum(flows[f"due_{kind}"].astype(np.int64) for kind in ("paylater", "cashloan", "outside"))
    return {
        "default_hazard": share(flows["defaulted"], exposed & (before["ever_defaulted"] == 0)),
        "limit_cut_share": share(flows["cut"], reviewed),
        "limit_raise_share": share(flows["raised"], reviewed),
        "freezes_new_share": share(flows["froze"] > 0, reviewed),
        "reopened_share": share(flows["reopened"] > 0, frozen_before),
        "attrition_share": share(flows["left"] == 1, reviewed),
        "approvals_share": share(flows["joined"], flows["applied"]),
        "payment_to_income": share(dues, flows["income"].astype(np.int64)),
        "rush_share": share(flows["rushed"], lived),
        "income_mean": yuan(flows["income"]) / lived.sum(),
        "spending_mean": yuan(flows["spending"]) / lived.sum(),
        "outside_approval_share": share(flows["outside_draws"] > 0, flows["applied_outside"]),
        "draws_cashloan": yuan(flows["draws"]),
        "charges_paylater": yuan(flows["charges"]),
        "interest": yuan(flows["interest_paylater"]) + yuan(flows["interest_cashloan"]),
        "fees": yuan(flows["fees_paylater"]) + yuan(flows["fees_cashloan"]),
        "writeoff_amount": yuan(flows["writeoff_paylater"]) + yuan(flows["writeoff_cashloan"]),
        "recovery_amount": yuan(flows["recovered"]),
        **due_date(before, flows),
    }


def collections(before: Any, after: Any, flows: Any, p: Any) -> Row:
    there = before["status"] == ACTIVE
    ladder, contact = after["ladder"][there], after["contact"][there]
    cost = p["service_cost_yuan"] * (after["status"] == ACTIVE).sum()
    for stage, name in ((MESSAGE, "message"), (CALL, "call"), (AGENCY, "agency"), (LEGAL, "legal")):
        cost += p[f"{name}_cost"] * (ladder == stage).sum()
    cost += p["case_cost"] * (flows["case_served"] > 0).sum()
    return {
        "contact_share": share(contact == IN_CONTACT, contact > 0),
        "calls_served_share": share(ladder == CALL, flows["stage_due"] == CALL),
        "agency_served_share": share(ladder == AGENCY, flows["stage_due"] == AGENCY),
        "legal_served_share": share(ladder == LEGAL, flows["stage_due"] == LEGAL),
        "operating_cost": float(cost),
    }


def accounts(row: Row, flows: Any, balance_before: float, capital: float, operating_cost: float, p: Any) -> Row:
    """The platform's accounts, from the month's other measures."""
    known = {name: value or 0.0 for name, value in row.items()}
    own, funding = float(p["own_share"]), float(p["funding_cost_apr"]) / 12 * balance_before
    forgiven = float(flows["forgiven_paylater"].sum() + flows["forgiven_cashloan"].sum()) / 100
    loss, recovery = own * (known["writeoff_amount"] + forgiven), own * known["recovery_amount"]
    return {
        "writeoff_share": known["writeoff_amount"] / balance_before,
        "funding_cost": funding,
        "loss_own": loss,
        "recovery_own": recovery,
        "profit": known["interest"] + known["fees"] + recovery - loss - funding - operating_cost,
        "leverage": own * known["balance"] / capital if capital > 0 else None,
    }


def lived_month(market: CreditMarket) -> tuple[Any, Row]:
    """Live one month; return the records before it and the month's row."""
    before = market.people.copy()
    market.step()
    return before, market.history.rows[-1]


@pytest.mark.parametrize("writeoff_months", [24, 5])
@pytest.mark.parametrize("on", ["synthetic", "taiwan"])
def test_every_measure_is_what_its_definition_says(on: str, writeoff_months: int) -> None:
    busy = {"leave_monthly": 0.02, "start_late_cashloan": 0.02, "prepay_monthly": 0.1, "raise_monthly": 0.3}
    scenario = story({**busy, "writeoff_months": writeoff_months, "recovery_months": 4}, *SQUEEZE, *SLUMP)
    market = market_of(scenario, on=on, borrowers=1500, months=12, seed=4, panel=True)
    seen: set[str] = set()
    for month in range(1, 13):
        balance = market.balance_before
        before, row = lived_month(market)
        flows, p = market.flows, market.timeline[month]
        expected = {**states(market.people, month), **happenings(before, market.people, flows)}
        expected |= collections(before, market.people, flows, p)
        operating_cost, capital = row["operating_cost"] or 0.0, row["capital"] or 0.0
        expected |= accounts(expected, flows, balance, capital, operating_cost, p)
        closed = (flows["writeoff_paylater"] + flows["writeoff_cashloan"] > 0).any()
        for name, value in expected.items():
            if not (closed and name in DURING_THE_MONTH):
                found = row[name]
                assert (found is None) == (value is None), f"month {month}: {name}"
                assert found == value or found == pytest.approx(value, rel=1e-9), f"month {month}: {name}"
                seen |= {name} if value else set()
        assert_quantiles(row, market.people)
        others = FROM_THE_LENDER | {"trust_p10", "trust_p50", "trust_p90"}
        assert expected.keys() | others == {column.name for column in FRAMES["months"]}
    never = expected.keys() - seen
    assert never <= (
        {"recovery_amount", "writeoff_amount", "writeoff_share", "loss_own", "recovery_own"} | DURING_THE_MONTH
    )
    assert writeoff_months == 24 or not never & {"writeoff_amount", "loss_own", "recovery_amount"}
    assert writeoff_months == 5 or not never & DURING_THE_MONTH


def assert_quantiles(row: Row, people: Any) -> None:
    """Quantiles come from counts by bins of trust, so they are right to a bin's width."""
    trust = people["trust"][people["status"] == ACTIVE]
    for name, q in (("trust_p10", 0.1), ("trust_p50", 0.5), ("trust_p90", 0.9)):
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


def test_unemployment_follows_the_flows_of_jobs() -> None:
    """Unemployment u moves by s (1 - u) - f u each month, from s / (s + f)."""
    market = market_of(story({}, *SLUMP), borrowers=300, months=12)
    s, f = market.timeline["separation_monthly"], market.timeline["finding_monthly"]
    u = float(s[0] / (s[0] + f[0]))
    for month in range(1, 13):
        _, row = lived_month(market)
        u += float(s[month] * (1 - u) - f[month] * u)
        assert row["unemployment_rate"] == pytest.approx(u)
        assert row["month"] == month


def test_capital_carries_what_is_not_paid_out() -> None:
    market = market_of(story({"payout_share": 0.4}), borrowers=1000, months=12)
    capital, opening = market.lender.capital, market.balance_before
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
