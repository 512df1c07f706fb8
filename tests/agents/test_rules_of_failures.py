"""Rules of payments that fail, of misses with the money at hand, of trust lost on the spot, and of mistakes."""

import math
from typing import Any

import numpy as np
import pytest

from tests.helpers.markets import KEYS, borrower, flows, live, near, parameters, policy, share_of_borrowers, story
from tightrope.agents.codes import Failure
from tightrope.agents.failing import payment_fails
from tightrope.agents.repaying import pay_by_rank, pay_on_due_date
from tightrope.agents.trusting import feel, resent_failure
from tightrope.scenarios.files.events import Event

ABLE = {"cash": 900_000, "balance_paylater": 100_000, "balance_cashloan": 400_000, "instalment": 40_000}
DUE = {"due_paylater": 100_000, "least_paylater": 4_000, "due_cashloan": 40_000}
NEVER_FORGETS = {"forget_paylater_monthly": 0.0, "forget_cashloan_monthly": 0.0, "distrust_delay_monthly": 0.0}

# why payments fail


@pytest.mark.parametrize(
    ("state", "due", "values", "why"),
    [
        ({}, DUE, {}, 0),
        ({"locked": 1}, DUE, {}, Failure.LOCKED),
        ({"locked": 1}, DUE, {"outage_share": 1.0}, Failure.LOCKED),
        ({}, DUE, {"outage_share": 1.0, "rule_change_share": 1.0}, Failure.OUTAGE),
        ({}, DUE, {"rule_change_share": 1.0}, Failure.RULE_CHANGE),
        ({}, DUE, {"rule_change_share": 1.0, "rule_notice": 1.0}, 0),
        ({}, {}, {"outage_share": 1.0}, 0),  # nothing is due
        ({"late_paylater": 1}, DUE, {"outage_share": 1.0}, Failure.OUTAGE),  # the instalment fails
        ({"late_paylater": 1, "late_cashloan": 1}, DUE, {"outage_share": 1.0}, 0),  # pays later in the month
    ],
    ids=str,
)
def test_why_a_payment_fails(state: dict[str, float], due: dict[str, float], values: Any, why: int) -> None:
    b, f = borrower(**ABLE, **state), flows(**due)
    assert payment_fails(b, f, parameters(**values), KEYS, 3) is (why > 0)
    assert f["technical"] == why


def test_an_outage_hits_a_share_of_payers_and_notice_spares_its_share() -> None:
    def failing(**values: float) -> float:
        p = parameters(**values)
        return share_of_borrowers(lambda i: payment_fails(borrower(**ABLE), flows(**DUE), p, KEYS, i))

    assert failing(outage_share=0.3) == near(0.3)
    assert failing(rule_change_share=0.5, rule_notice=0.6) == near(0.2)


def test_whoever_is_hit_without_notice_is_a_superset() -> None:
    """The told are a share of those hit: notice makes nobody miss who would not have missed without it."""
    p, told = (parameters(rule_change_share=0.5, rule_notice=notice) for notice in (0.0, 0.6))
    for i in range(300):
        spared = not payment_fails(borrower(**ABLE), flows(**DUE), p, KEYS, i)
        assert not (spared and payment_fails(borrower(**ABLE), flows(**DUE), told, KEYS, i))


def test_a_failed_payment_makes_late_whoever_holds_the_money() -> None:
    p, q = parameters(**NEVER_FORGETS, outage_share=1.0), policy()
    b, f = borrower(**ABLE, outside_debt=50_000), flows(**DUE, due_outside=5_000)
    pay_on_due_date(b, f, p, q, KEYS, 3)
    assert (f["missed_paylater"], f["missed_cashloan"], f["missed_able"]) == (100_000, 40_000, 1)
    assert (b["overdue_paylater"], b["overdue_cashloan"], b["cash"]) == (4_000, 40_000, 895_000)
    assert f["outside_paid"] == 5_000, "other lenders are paid"


# with the money at hand


@pytest.mark.parametrize(
    ("cash", "able"),
    [(900_000, 1), (44_000, 1), (43_999, 0), (0, 0)],  # the least of the bill, and the instalment
)
def test_able_is_who_holds_the_money_for_all_that_was_missed(cash: int, able: int) -> None:
    b, f = borrower(**{**ABLE, "cash": cash}), flows(**DUE)
    pay_on_due_date(b, f, parameters(**NEVER_FORGETS, outage_share=1.0), policy(), KEYS, 3)
    assert f["missed_able"] == able


def test_who_pays_in_time_or_lacks_the_money_missed_nothing_able() -> None:
    for cash in (900_000, 10_000):
        b, f = borrower(**{**ABLE, "cash": cash}), flows(**DUE)
        pay_on_due_date(b, f, parameters(**NEVER_FORGETS), policy(), KEYS, 3)
        assert f["missed_able"] == 0
        assert (f["missed_cashloan"] > 0) == (cash < 40_000)


# trust


@pytest.mark.parametrize(
    ("why", "hurts"), [(0, False), (Failure.LOCKED, False), (Failure.OUTAGE, True), (Failure.RULE_CHANGE, True)]
)
def test_what_the_platform_does_itself_hurts_at_once(why: int, hurts: bool) -> None:
    p, q = parameters(outage_hurt=0.2, transparency_cushion=0.5), policy(transparency=0.5)
    b = borrower(trust=0.5)
    resent_failure(b, flows(technical=why), p, q)
    assert b["trust"] == pytest.approx(0.5 - (0.2 * 0.75 if hurts else 0.0))


def test_feelings_of_a_freeze_are_as_ever() -> None:
    p, q = parameters(freeze_hurt=0.2), policy(transparency=0.0)
    b = borrower(trust=0.5, freeze_reason=6)
    feel(b, flows(froze=6), p, q)
    assert b["trust"] == pytest.approx(0.3)
    b = borrower(trust=0.5)
    feel(b, flows(), parameters(recovery_monthly=0.1), q)
    assert b["trust"] == pytest.approx(0.5 + 0.1 * 0.1)


# mistakes


@pytest.mark.parametrize(("literacy", "mistaken"), [(1.0, False), (0.0, True)])
def test_a_mistake_turns_the_order_round(literacy: float, mistaken: bool) -> None:
    p = parameters(literate_order=0.0, platform_first=0.0, mistake_monthly=1.0)
    b = borrower(
        cash=250, literacy=literacy, balance_paylater=900, balance_cashloan=900, outside_debt=900, outside_lenders=3
    )
    f = flows()
    pay_by_rank(b, f, p, policy(), 100, 200, 300, KEYS, 3)
    found = int(f["paid_paylater"]), int(f["paid_cashloan"]), int(f["outside_paid"])
    assert found == ((0, 50, 200) if mistaken else (100, 150, 0)), "smallest first, or largest first"


# in the market


def test_an_outage_of_a_month_is_over_after_it() -> None:
    """Many miss, most of them able; nearly all make it good; trust falls that month, and not before."""
    outage = Event(month=6, shape="pulse", months=1, set={"outage_share": 0.4})
    plain, hit = (live(story({}, *events), borrowers=2000, months=12).results().months for events in ((), (outage,)))
    assert hit[:5].equals(plain[:5], null_equal=True)
    missed = (hit["day1_share_dues"] - plain["day1_share_dues"]).to_numpy()
    assert missed[5] > 0.25
    assert missed[6:].max() < 0.02
    assert hit["cure30_share"][5] > 0.7
    trust = (hit["trust_mean"] - plain["trust_mean"]).to_numpy()
    assert trust[5] < -0.01
    assert trust[5] < trust[11] < 0.0, "it comes back, slowly"


def test_accounts_balance_when_everything_fails() -> None:
    values = {"outage_share": 0.5, "rule_change_share": 0.5, "mistake_monthly": 1.0}
    market = live(story(values), borrowers=400, months=12, check=True, panel=True)
    moved = market.panel_frame()
    assert set(np.unique(moved["technical"])) >= {0, Failure.OUTAGE, Failure.RULE_CHANGE}
    assert math.isfinite(market.lender.treasury.capital)
