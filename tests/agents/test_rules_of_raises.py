"""Rules of lump-sum raises: who gets one, how much, what it does to those raised and to nobody else."""

from typing import Any

import numpy as np
import pytest

from tests.helpers.markets import KEYS, borrower, flows, live, near, parameters, policy, share_of_borrowers, story
from tightrope.agents.codes import RaiseChannel
from tightrope.agents.raising import raise_at_once, review_raises, welcome
from tightrope.scenarios.files.events import Event

NONE = {"welcome_share": 0.0, "record_raise_monthly": 0.0, "campaign_share": 0.0, "apply_raise_monthly": 0.0}
GOOD = {
    "score": 700.0, "months_since_late": 120, "limit_paylater": 300_000, "limit_cashloan": 1_000_000,
    "limit_months_paylater": 0.5, "limit_months_cashloan": 2.0,
}  # fmt: skip
ABOVE = {"limit_months_cashloan": 0.5}
FULL = {"score": 600.0, "balance_cashloan": 950_000}
LONG = {"raised_month": -1000}
ALL = {"record_raise_monthly": 1.0, "apply_raise_monthly": 1.0}


@pytest.mark.parametrize(
    ("state", "values", "channel"),
    [
        ({}, {}, "none"),
        ({}, ALL, "record"),
        ({"score": 649.0}, ALL, "none"),  # 650 points
        ({"months_since_late": 11}, ALL, "none"),  # and a clean year
        (FULL, ALL, "application"),
        ({**FULL, "balance_cashloan": 890_000}, ALL, "none"),  # has room
        ({**FULL, "score": 559.0}, ALL, "none"),  # applies in vain
        ({"raised_month": 9}, ALL, "none"),  # had one within the year
        (ABOVE, ALL, "none"),  # has far more than score and income entitle to
        ({**FULL, **ABOVE}, ALL, "none"),
        (ABOVE, {"campaign_share": 1.0}, "campaign"),
        ({}, {**ALL, "campaign_share": 1.0}, "campaign"),  # campaigns come first,
        ({"raised_month": 9}, {"campaign_share": 1.0}, "campaign"),  # ask nothing,
        ({"score": 400.0, "months_since_late": 3}, {"campaign_share": 1.0}, "campaign"),
        ({}, {"campaign_share": 1.0, "campaign_least_score": 701.0}, "none"),  # or a score
        ({"freeze_reason": 6}, {**ALL, "campaign_share": 1.0}, "none"),
        ({"late_paylater": 1}, {**ALL, "campaign_share": 1.0}, "none"),
        ({"late_cashloan": 1}, {**ALL, "campaign_share": 1.0}, "none"),
        ({"notice_left": 1}, {**ALL, "campaign_share": 1.0}, "none"),
    ],
    ids=str,
)
def test_who_is_raised_and_why(state: dict[str, float], values: dict[str, float], channel: str) -> None:
    b, f = borrower(**{**GOOD, **LONG, **state}), flows()
    review_raises(b, f, parameters(**{**NONE, "raise_score": 560.0, **values}), policy(month=12, stance=0.0), KEYS, 3)
    assert RaiseChannel(f["lump_raise"]).label == channel
    raised = channel != "none"
    assert bool(b["raised_month"] == 12) is raised
    assert bool(b["limit_cashloan"] > 1_000_000) is raised


def test_nobody_is_cut_and_raised_at_once() -> None:
    f = flows(cut=1)
    review_raises(borrower(**GOOD, **LONG), f, parameters(campaign_share=1.0), policy(month=12, stance=0.0), KEYS, 3)
    assert f["lump_raise"] == 0


@pytest.mark.parametrize(("cap", "raised"), [(300_000.0, 5_000_000), (20_000.0, 700_000), (13_000.0, 0), (5_000.0, 0)])
def test_a_raise_stays_under_the_cap(cap: float, raised: int) -> None:
    b, f = borrower(**GOOD, **LONG), flows()
    raise_at_once(b, f, parameters(limit_cap_yuan=cap), policy(month=4), RaiseChannel.CAMPAIGN, 50_000.0)
    assert b["limit_cashloan"] == 1_000_000 + raised
    assert (f["lump_raise"], b["raise_channel"], b["raised_month"]) == ((3, 3, 4) if raised else (0, 0, -1000))


def test_newcomers_are_welcomed_by_the_share_that_the_stance_leaves() -> None:
    p, q = parameters(welcome_share=0.4, welcome_raise_yuan=2_000), policy(stance=0.5)

    def welcomed(i: int) -> bool:
        b, f = borrower(**GOOD), flows()
        welcome(b, f, p, q, KEYS, i)
        assert b["limit_cashloan"] == 1_000_000 + (200_000 if f["lump_raise"] else 0)
        return bool(f["lump_raise"])

    assert share_of_borrowers(welcomed) == near(0.2)


def test_the_stance_stops_all_raises_but_campaigns() -> None:
    p, q = parameters(**{**NONE, **ALL}), policy(month=12, stance=1.0)
    for state in ({}, FULL):
        f = flows()
        review_raises(borrower(**{**GOOD, **LONG, **state}), f, p, q, KEYS, 3)
        assert f["lump_raise"] == 0


# raised and not raised

APART = {
    **NONE, "delinquency_weight": 0.0, "macro_weight": 0.0, "outside_macro_weight": 0.0, "outside_loss_weight": 0.0,
    "network_kind": "none", "own_share": 0.0, "calls_capacity": 1.0, "agency_capacity": 1.0, "legal_capacity": 1.0,
    "desk_capacity": 1.0, "arrive_monthly": 0.0, "heed_speed": 0.0,
}  # fmt: skip
"""Nothing that happens to one borrower reaches another."""


@pytest.fixture(scope="module")
def campaign() -> tuple[Any, Any]:
    """Everybody's record without and with a campaign that raised a third of the borrowers, of whom many spend it."""
    raised = Event(month=3, shape="pulse", months=1, set={"campaign_share": 0.35})
    values = {**APART, "limit_speed": 0.15}
    runs = [live(story(values, *more), borrowers=8000, months=24) for more in ((), (raised,))]
    return runs[0].people, runs[1].people


def test_those_not_raised_are_as_in_the_twin(campaign: tuple[Any, Any]) -> None:
    plain, with_campaign = campaign
    others = with_campaign["raise_channel"] == 0
    assert 0.5 < others.mean() < 0.8
    assert plain[others].tobytes() == with_campaign[others].tobytes()


def test_those_raised_default_more_than_in_the_twin(campaign: tuple[Any, Any]) -> None:
    plain, with_campaign = campaign
    raised = with_campaign["raised_month"] == 3
    defaults = [int((people["default_month"][raised] > 0).sum()) for people in (plain, with_campaign)]
    assert defaults[1] > 1.5 * defaults[0] > 0


# the market


def test_accounts_balance_when_everybody_is_raised() -> None:
    strong = {
        "welcome_share": 1.0, "record_raise_monthly": 0.02, "apply_raise_monthly": 1.0, "campaign_share": 0.02,
        "limit_speed": 1.0, "impulse": 10.0, "leave_monthly": 0.05,
    }  # fmt: skip
    market = live(story(strong), borrowers=500, months=18, check=True)
    seen = np.bincount(market.people["raise_channel"], minlength=len(RaiseChannel))
    assert (seen > 0).all(), dict(zip(RaiseChannel.labels(), seen, strict=True))
    total = market.people["limit_paylater"].astype(np.int64) + market.people["limit_cashloan"]
    assert total.max() <= 1.1 * 100 * 300_000
