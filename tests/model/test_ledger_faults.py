"""Planted faults: the ledger finds a single missing fen and says in which month and for whom."""

from typing import Any

import numpy as np
import pytest

from tests.helpers.markets import SQUEEZE, live, market_of, story
from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Status
from tightrope.agents.flows import Flow
from tightrope.model.engine import ledger
from tightrope.model.engine.ledger import ACCOUNTS, LedgerError
from tightrope.model.results.columns import PRODUCTS
from tightrope.scenarios.engine.records import fields_of

MOVED = sorted(
    {flow for moved in ACCOUNTS.values() for flows in moved for flow in flows} - {"help_given", "help_received"}
)
"""Flows that move money; of help it is noticed first that what one gives another receives."""


class Month:
    """One month of a squeezed market: what was before, what is after, what moved."""

    def __init__(self) -> None:
        market = market_of(story({"leave_monthly": 0.05}, *SQUEEZE), borrowers=300, months=4, check=True)
        for _ in range(3):
            market.step()
        self.before = market.people.copy()
        market.step()
        self.after, self.flows = market.people.copy(), market.flows.copy()

    def check(self) -> None:
        ledger.check_borrowers(4, 0, self.before, self.after, self.flows)

    def somebody(self, **state: int) -> int:
        """A borrower who stayed and whose record after the month shows this state."""
        fits = self.before["status"] == Status.ACTIVE
        for name, value in state.items():
            fits &= self.after[name] == value
        return int(np.flatnonzero(fits)[7])


@pytest.fixture
def month() -> Month:
    return Month()


def test_an_honest_month_passes(month: Month) -> None:
    month.check()


@pytest.mark.parametrize("missing", [-1, 1])
@pytest.mark.parametrize("flow", MOVED)
def test_a_missing_fen_among_the_flows_is_found(month: Month, flow: str, missing: int) -> None:
    who = month.somebody(status=Status.ACTIVE)
    month.flows[flow][who] += missing
    with pytest.raises(LedgerError, match=rf"month 4: .* does not balance for 1 borrowers: borrower {who} by -?1 fen"):
        month.check()


@pytest.mark.parametrize("missing", [-1, 1])
@pytest.mark.parametrize("account", ACCOUNTS)
def test_a_missing_fen_on_an_account_is_found(month: Month, account: str, missing: int) -> None:
    who = month.somebody(status=Status.ACTIVE)
    month.after[account][who] += missing
    with pytest.raises(LedgerError, match=rf"month 4: .* does not balance for 1 borrowers: borrower {who} by -?1 fen"):
        month.check()


def test_accounts_are_money_of_the_borrower_that_flows_of_money_move() -> None:
    money = {field.name for record in (Borrower, Flow) for field in fields_of(record) if field.unit == "fen"}
    debts = {"balance_paylater", "balance_cashloan", "outside_debt", "outside_fringe", "written_off"}
    assert {*ACCOUNTS} == {"cash", *debts}
    assert {*ACCOUNTS, *MOVED} <= money


def test_help_that_nobody_gave_is_found(month: Month) -> None:
    month.flows["help_received"][month.somebody(status=Status.ACTIVE)] += 1
    with pytest.raises(LedgerError, match=r"month 4: friends gave \d+ fen and received \d+"):
        month.check()


@pytest.mark.parametrize("product", PRODUCTS)
@pytest.mark.parametrize(("late_before", "late_after", "what"), [(0, 2, "one month at most"), (3, 1, "falling unpaid")])
def test_impossible_lateness_is_found(month: Month, product: str, late_before: int, late_after: int, what: str) -> None:
    who = month.somebody(status=Status.ACTIVE)
    month.before[f"late_{product}"][who], month.after[f"late_{product}"][who] = late_before, late_after
    unpaid = month.flows[f"paid_{product}"][who]
    month.before[f"balance_{product}"][who] -= unpaid
    month.before["cash"][who] -= unpaid
    month.flows[f"paid_{product}"][who] = 0
    with pytest.raises(LedgerError, match=f"month 4: {product} lateness, {what}.* borrower {who} "):
        month.check()


@pytest.mark.parametrize("product", PRODUCTS)
def test_arrears_above_the_balance_are_found(month: Month, product: str) -> None:
    who = month.somebody(status=Status.ACTIVE)
    month.after[f"overdue_{product}"][who] = month.after[f"balance_{product}"][who] + 1
    with pytest.raises(LedgerError, match=f"{product} overdue above the balance, .* borrower {who} by 1 fen"):
        month.check()


def test_a_closed_account_that_owes_is_found(month: Month) -> None:
    who = month.somebody(status=Status.ACTIVE)
    month.after["status"][who] = Status.WRITTEN_OFF
    with pytest.raises(LedgerError, match=f"balance of a closed account .* borrower {who} "):
        month.check()


def test_many_faults_are_counted_and_some_are_shown(month: Month) -> None:
    month.after["cash"][month.before["status"] == Status.ACTIVE] += 2
    with pytest.raises(LedgerError) as error:
        month.check()
    assert str(error.value).count("by -2 fen") == 5


def test_a_rule_that_loses_a_fen_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    market = market_of(story({"leave_monthly": 0.0}), borrowers=300, months=3, check=True)
    market.step()
    honest = market._take_stance

    def steal(*arguments: Any) -> None:
        honest(*arguments)
        market.people["cash"][17] -= 1

    monkeypatch.setattr(market, "_take_stance", steal)
    with pytest.raises(LedgerError, match="month 2: cash does not balance for 1 borrowers: borrower 17 by 1 fen"):
        market.step()


def test_a_freeze_without_a_reason_or_a_count_is_found() -> None:
    market = live(story({}, *SQUEEZE), borrowers=500, months=6, check=True)
    counts, before = market.history.freezes[-1], market.history.freezes[-2][..., 1]
    frozen = int(counts[..., 1].sum())
    assert frozen > 0
    ledger.check_freezes(6, before, counts, frozen)
    with pytest.raises(LedgerError, match=f"month 6: the reasons add up to {frozen} frozen lines, counted are"):
        ledger.check_freezes(6, before, counts, frozen + 1)
    for place in range(4):
        wrong = counts.copy()
        wrong[1, 0, place] += 1
        with pytest.raises(LedgerError, match="month 6: frozen lines do not roll forward"):
            ledger.check_freezes(6, before, wrong, frozen)


@pytest.mark.parametrize(
    "account",
    [
        "interest",
        "fees",
        "merchant_fees",
        "recovery_own",
        "funding_cost",
        "loss_own",
        "operating_cost",
        "payout",
        "capital_raised",
        "capital",
    ],
)
def test_a_yuan_missing_from_the_platform_is_found(account: str) -> None:
    market = live(story(), borrowers=300, months=2, check=True)
    before, row = (market.history.rows[k] for k in (0, 1))
    ledger.check_capital(2, before["capital"] or 0.0, row)
    with pytest.raises(LedgerError, match="month 2: capital is"):
        ledger.check_capital(2, before["capital"] or 0.0, {**row, account: (row[account] or 0.0) + 1.0})
