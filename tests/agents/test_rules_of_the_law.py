"""The law after a write-off: who is sued, what of a wage is taken, and what becomes of the debt."""

import math
from typing import Any

import pytest

from tests.helpers.markets import KEYS, borrower, flows, live, near, parameters, policy, share_of_borrowers, story
from tightrope.agents.codes import Status
from tightrope.agents.enforcing import garnish, garnishment, sue
from tightrope.agents.writing_off import recover
from tightrope.model.engine.life import live_after_write_off

TO_LIVE_ON = {"subsistence_yuan": 1000, "subsistence_share": 0.25, "subsistence_most": 1.0}
"""1,000 yuan and a quarter: of 6,000 yuan, 2,500."""


def debtor(**state: float) -> Any:
    """Somebody with work whose debt of 20,000 yuan was written off in month 9."""
    return borrower(**{"status": Status.WRITTEN_OFF, "written_off": 2_000_000, "frozen_month": 9, **state})


def sued(i: int, p: Any, month: int = 10, **state: float) -> bool:
    b, f = debtor(**state), flows()
    sue(b, f, p, policy(month=month), KEYS, i)
    if f["judgement"]:
        assert b["judged"] == 1
    return bool(f["judgement"])


def test_judgements_are_obtained_as_often_as_declared() -> None:
    p = parameters(judgement_share=0.2)
    assert share_of_borrowers(lambda i: sued(i, p)) == near(0.2)


def test_nobody_is_sued_later_or_for_less_than_it_costs() -> None:
    p = parameters(judgement_share=1.0, judgement_cost=500)
    assert sued(1, p)
    assert sued(1, p, written_off=50_001) and not sued(1, p, written_off=50_000)
    assert not any(sued(1, p, month) for month in range(11, 40))


def test_what_is_asked_shrinks_with_the_months_since_the_write_off() -> None:
    def asked(month: int, fade: float) -> int:
        b, f = debtor(cash=10**7), flows()
        recover(b, f, parameters(recovery_monthly_share=0.01, recovery_fade=fade), policy(month=month))
        return int(f["recovered"])

    assert [asked(month, 0.0) for month in (10, 20, 33)] == [20_000] * 3
    assert asked(9 + 12, 0.1) == round(20_000 * math.exp(-1.2))
    assert asked(10, 0.1) > asked(11, 0.1) > asked(33, 0.1) > 0


@pytest.mark.parametrize(
    ("state", "taken"),
    [
        ({}, 87_500),  # a quarter of 3,500 yuan
        ({"written_off": 80_000}, 80_000),
        ({"judged": 0}, 0),
        ({"employed": 0}, 0),
        ({"income": 250_000}, 0),
        ({"income": 100_000}, 0),
    ],
)
def test_a_share_of_the_wage_above_subsistence_is_taken(state: dict[str, int], taken: int) -> None:
    p = parameters(**TO_LIVE_ON, garnish_share=0.25)
    assert garnishment(debtor(**{"judged": 1, **state}), p) == taken


def test_what_is_taken_is_recovered_and_nothing_is_asked_beside() -> None:
    b, f = debtor(judged=1, cash=100_000), flows()
    garnish(b, f, 30_000)
    recover(b, f, parameters(recovery_monthly_share=0.01, recovery_fade=0.0), policy(month=10))
    assert (b["cash"], b["written_off"], f["recovered"], f["garnished"]) == (70_000, 1_970_000, 30_000, 30_000)
    b, f = debtor(judged=1, employed=0, cash=100_000), flows()
    garnish(b, f, 0)
    recover(b, f, parameters(recovery_monthly_share=0.01, recovery_fade=0.0), policy(month=10))
    assert (f["recovered"], f["garnished"]) == (20_000, 0), "who has no wage is asked as before"


def test_the_wage_is_taken_before_it_is_spent() -> None:
    p = parameters(**TO_LIVE_ON, garnish_share=1.0, judgement_share=0.0, settlement_offer=0.0)
    ways = {}
    for judged in (0, 1):
        b, f = debtor(judged=judged, segment=0, income_usual=600_000), flows()
        live_after_write_off(b, f, p, policy(), KEYS, 1)
        ways[judged] = b, f
    (free, lived), (bound, saved) = ways.values()
    assert saved["garnished"] == saved["recovered"] > lived["recovered"]
    assert saved["spending"] < lived["spending"]
    assert bound["cash"] >= 0 <= free["cash"]
    assert bound["strain"] > free["strain"]


def test_a_market_full_of_lawsuits_balances() -> None:
    happened = {"judgement": 0, "garnished": 0}

    def watch(market: Any) -> None:
        for name in happened:
            happened[name] += int(market.flows[name].sum())
        there = market.people["status"] == Status.ACTIVE
        assert not market.people["judged"][there].any()

    strong = {
        "judgement_share": 0.5, "garnish_share": 1.0, "start_late_cashloan": 0.05, "writeoff_months": 4,
        "settlement_offer": 0.3, "recovery_months": 6,
    }  # fmt: skip
    live(story(strong), borrowers=600, months=18, check=True, each_month=watch)
    assert all(happened.values()), happened
