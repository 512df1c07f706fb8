"""Rules of what looks like arbitrage, of borrowing everywhere, and of a scorecard dealt anew."""

from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.helpers.markets import (
    KEYS,
    borrower,
    flows,
    live,
    market_of,
    near,
    parameters,
    policy,
    share_of_borrowers,
    story,
)
from tightrope.agents.borrowing import prepay, redraw, repay_early
from tightrope.agents.codes import FreezeReason
from tightrope.agents.elsewhere import settle_outside
from tightrope.agents.freezing import review_freeze, upgrade_settled
from tightrope.agents.scoring import HIGHEST, LOWEST, recalibrate, recalibration
from tightrope.agents.suspecting import borrows_everywhere, count_cycle, hold_longer, suspect
from tightrope.scenarios.engine.streams import Keys, month_keys
from tightrope.scenarios.files.events import Event

LIMIT = 800_000
LARGE, SMALL = LIMIT // 10, LIMIT // 10 - 1
"""Just enough to turn a line over at a least share of a tenth, and a fen less."""

# early repayments in cycles


@pytest.mark.parametrize(
    ("month", "before", "amount", "after"),
    [(16, 2, LARGE, (3, 16)), (17, 2, LARGE, (1, 17)), (16, 100, LARGE, (100, 16)), (16, 2, SMALL, (2, 10))],
)
def test_early_repayments_count_together_within_the_window(
    month: int, before: int, amount: int, after: tuple[int, int]
) -> None:
    b = borrower(turnover_month=10, cycles=before, limit_cashloan=LIMIT)
    count_cycle(b, flows(prepaid=amount), parameters(arbitrage_window_months=6.0), policy(month=month))
    assert (b["cycles"], b["turnover_month"]) == after


@pytest.mark.parametrize(
    ("state", "moved", "held"),
    [
        ({"cycles": 3, "turnover_month": 9}, {"prepaid": LARGE}, True),  # the third time
        ({"cycles": 2, "turnover_month": 9}, {"prepaid": LARGE}, False),
        ({"cycles": 3, "turnover_month": 8}, {}, False),  # nothing this month
        ({"cycles": 3, "turnover_month": 8}, {"prepaid": SMALL}, False),  # pocket money
        ({"cycles": 1, "turnover_month": 8}, {"draws": LARGE}, True),  # a loan the month after
        ({"cycles": 1, "turnover_month": 8}, {"draws": SMALL}, False),
        ({"cycles": 1, "turnover_month": 8}, {"redrew": 1}, True),  # or the wish for one
        ({"cycles": 1, "turnover_month": 7}, {"draws": LARGE}, False),
        ({"prepaid_month": 8, "turnover_month": -1000}, {"draws": LARGE}, False),
    ],
    ids=str,
)
def test_what_looks_like_arbitrage(state: dict[str, float], moved: dict[str, float], held: bool) -> None:
    b = borrower(limit_cashloan=LIMIT, **state)
    p = parameters(arbitrage_strength=1.0, arbitrage_cycles=3.0, arbitrage_least_share=0.1)
    suspect(b, flows(**moved), p, policy(month=9), KEYS, 3)
    assert bool(b["suspected"]) is held


@pytest.mark.parametrize(("owed", "share", "turned"), [(LARGE, 0.1, 9), (SMALL, 0.1, -1000), (SMALL, 0.0, 9)])
def test_pocket_money_repaid_early_is_repaid_all_the_same(owed: int, share: float, turned: int) -> None:
    b, f = borrower(cash=9_000_000, balance_cashloan=owed, limit_cashloan=LIMIT, turnover_month=-1000), flows()
    prepay(b, f, parameters(prepay_monthly=1.0, arbitrage_least_share=share), policy(month=9), 0, KEYS, 3)
    assert (f["prepaid"], b["prepaid_month"], b["turnover_month"], b["cycles"]) == (owed, 9, turned, turned > 0)


def test_starting_borrowers_have_turned_over_no_more_than_they_repaid() -> None:
    def opening(share: float) -> Any:
        return market_of(story({"prepay_monthly": 0.3, "arbitrage_least_share": share}), borrowers=3000).people

    some, nobody = opening(0.1), opening(1.0)
    assert (some["turnover_month"] > -12).any() and (some["prepaid_month"] > -12).sum() > some["cycles"].sum()
    assert (nobody["prepaid_month"] == some["prepaid_month"]).all() and not nobody["cycles"].any()


def test_a_suspect_loses_the_line_and_waits_longer() -> None:
    b, f = borrower(suspected=1, cycles=4, withheld=500, cool_off=2, limit_cashloan=1000), flows()
    review_freeze(b, f, parameters(), policy(), False, KEYS, 3)
    assert FreezeReason(f["froze"]).label == FreezeReason(b["freeze_reason"]).label == "arbitrage"
    hold_longer(b, parameters(arbitrage_cool_off_months=3.0))
    assert (b["suspected"], b["cycles"], b["cool_off"]) == (0, 0, 5), "one suspicion counts once"
    hold_longer(b, parameters(arbitrage_cool_off_months=3.0))
    assert b["cool_off"] == 5


def test_own_lateness_and_hard_rules_come_before_suspicion() -> None:
    for state, over_cap, reason in (({"late_cashloan": 1}, False, "delinquency"), ({}, True, "regulation")):
        f = flows()
        review_freeze(borrower(suspected=1, **state), f, parameters(late_freeze=1.0), policy(), over_cap, KEYS, 3)
        assert FreezeReason(f["froze"]).label == reason


# regret


@pytest.mark.parametrize(("ago", "wants"), [(0, False), (1, True), (3, True), (4, False), (1000, False)])
def test_who_repaid_early_a_short_time_ago_may_want_it_back(ago: int, wants: bool) -> None:
    b = borrower(prepaid_month=9 - ago, repaid_early=200_000, limit_cashloan=800_000, withheld=300_000)
    f = flows()
    redraw(b, f, parameters(redraw_monthly=1.0), policy(month=9, open_share=1.0), KEYS, 3)
    assert bool(f["redrew"]) is wants
    assert f["draws"] == b["cash"] == (200_000 if wants else 0), "what was repaid, kept as cash"
    assert b["repaid_early"] == (0 if wants else 200_000)


def test_who_wants_money_back_gets_what_is_open_and_wants_the_rest_later() -> None:
    p, q = parameters(redraw_monthly=1.0), policy(month=9, open_share=1.0)
    b, f = borrower(prepaid_month=8, repaid_early=700_000, limit_cashloan=800_000, withheld=300_000), flows()
    redraw(b, f, p, q, KEYS, 3)
    assert (f["draws"], b["repaid_early"]) == (500_000, 200_000)
    b["withheld"] = 0
    redraw(b, f, p, q, KEYS, 3)
    redraw(b, f, p, q, KEYS, 3)
    assert (f["draws"], b["repaid_early"]) == (700_000, 0), "and never more than was repaid"


@pytest.mark.parametrize(("ago", "wanted"), [(3, 150_000), (4, 100_000)])
def test_early_repayments_of_late_add_up(ago: int, wanted: int) -> None:
    b = borrower(balance_cashloan=400_000, limit_cashloan=800_000, repaid_early=50_000, prepaid_month=9 - ago)
    repay_early(b, flows(), parameters(redraw_months=3.0), policy(month=9), 100_000, 1)
    assert (b["repaid_early"], b["prepaid_month"]) == (wanted, 9)


def test_shares_of_regret_and_of_cycles() -> None:
    q = policy(month=9, open_share=1.0)

    def wanted(p: Any) -> float:
        def once(i: int) -> bool:
            f = flows()
            redraw(borrower(prepaid_month=8, repaid_early=1000), f, p, q, KEYS, i)
            return bool(f["redrew"])

        return share_of_borrowers(once)

    assert wanted(parameters(redraw_monthly=0.2, cycler_share=0.0)) == near(0.2)
    assert wanted(parameters(redraw_monthly=0.0, cycler_share=0.3, cycler_monthly=0.5)) == near(0.15)


NO_PREPAYING = {"prepay_monthly": 0.0, "prepay_part_monthly": 0.0}


def test_cyclers_repay_early_again_and_again_and_are_the_same_every_month() -> None:
    p, q = parameters(**NO_PREPAYING, cycler_share=0.3, cycler_monthly=1.0), policy(month=9)

    def repays(i: int, keys: Keys) -> bool:
        f = flows()
        prepay(borrower(cash=9_000_000, balance_cashloan=100_000), f, p, q, 0, keys, i)
        return bool(f["prepaid"])

    one, other = ([repays(i, keys) for i in range(2000)] for keys in (month_keys(1, 4), month_keys(1, 11)))
    assert one == other
    assert 0.25 < np.mean(one) < 0.35


def test_nobody_repays_in_the_month_of_drawing_again() -> None:
    f = flows(redrew=1)
    prepay(borrower(cash=9_000_000, balance_cashloan=100_000), f, parameters(prepay_monthly=1.0), policy(), 0, KEYS, 3)
    assert f["prepaid"] == 0


# many lenders


def test_the_bureau_shows_lenders_and_applications_late() -> None:
    """An application a month is shown as three; all of it first-order, at the bureau's lag."""
    p, q = parameters(bureau_lag_months=2.0, outside_principal_monthly=0.01), policy()
    b = borrower(outside_lenders=4, outside_debt=10**7, multi_seen=0.0)
    seen = []
    for _ in range(12):
        b["outside_lenders"] = 4
        settle_outside(b, flows(applied_outside=1), p, q, KEYS, 1)
        seen.append(float(b["multi_seen"]))
    assert seen[:3] == [3.5, 5.25, 6.125]
    assert seen[-1] == pytest.approx(7.0, abs=0.01)


@pytest.mark.parametrize(("seen", "chance"), [(8.0, 0.0), (8.01, 0.3)])
def test_above_the_threshold_the_line_is_closed_by_chance(seen: float, chance: float) -> None:
    p = parameters(multi_threshold=8.0, multi_strength=0.3)
    closed = share_of_borrowers(lambda i: borrows_everywhere(borrower(multi_seen=seen), p, KEYS, i))
    assert closed == near(chance)


def test_borrowing_everywhere_is_a_reason_of_its_own() -> None:
    f = flows()
    review_freeze(borrower(multi_seen=20.0, score=400.0), f, parameters(multi_strength=1.0), policy(), False, KEYS, 3)
    assert FreezeReason(f["froze"]).label == "multi-platform"


# a scorecard dealt anew


def test_a_recalibration_lasts_and_is_standard() -> None:
    p = parameters(recalibration_points=50.0)
    now, later = ([recalibration(p, keys, i) for i in range(4000)] for keys in (month_keys(1, 3), month_keys(1, 30)))
    assert now == later
    assert np.std(now) == pytest.approx(50.0, rel=0.05)
    assert np.mean(now) == pytest.approx(0.0, abs=3.0)


def test_the_shown_score_keeps_to_its_scale() -> None:
    p = parameters(recalibration_points=200.0, score_speed=1.0)
    for score in (LOWEST, HIGHEST):
        for i in range(50):
            b = borrower(score=score)
            recalibrate(b, p, KEYS, i)
            assert LOWEST <= b["score"] <= HIGHEST


@pytest.mark.parametrize(
    ("above", "debt", "reason"),
    [(-10.0, 0, "upgrade"), (10.0, 0, "none"), (-400.0, 0, "risk"), (-10.0, 560_000, "risk")],
)
def test_an_upgrade_is_the_reason_where_the_old_score_would_have_passed(above: float, debt: int, reason: str) -> None:
    p = parameters(recalibration_points=100.0, freeze_monthly=1.0, risk_cutoff=500.0, multi_strength=0.0)
    i = next(i for i in range(100) if -60.0 < recalibration(p, KEYS, i) < -20.0)
    f = flows()
    q = policy(risk_cutoff=500.0)
    review_freeze(borrower(score=max(LOWEST, 500.0 + above), instalment=debt), f, p, q, False, KEYS, i)
    assert FreezeReason(f["froze"]).label == reason


@pytest.mark.parametrize(("settle", "age", "over"), [(4.0, 3.0, False), (4.0, 4.0, True), (0.0, 99.0, False)])
def test_what_an_upgrade_closed_opens_whole_once_it_was_looked_through(settle: float, age: float, over: bool) -> None:
    p = parameters(
        recalibration_points=100.0, freeze_monthly=1.0, risk_cutoff=500.0, multi_strength=0.0, reopen_monthly=0.0,
        upgrade_settle_months=settle,
    )  # fmt: skip
    i = next(i for i in range(100) if -60.0 < recalibration(p, KEYS, i) < -20.0)
    q = policy(risk_cutoff=500.0, scorecard_age=age, month=9)
    assert upgrade_settled(p, q) is over
    frozen, still_open = (
        borrower(score=490.0, limit_cashloan=900, frozen_month=3, freeze_reason=why)
        for why in (FreezeReason.UPGRADE, 0)
    )
    late = borrower(score=490.0, freeze_reason=FreezeReason.UPGRADE, late_paylater=1)
    for b in (frozen, still_open, late):
        review_freeze(b, flows(), p, q, False, KEYS, i)
    assert bool(frozen["freeze_reason"] == 0) is over and frozen["limit_cashloan"] == 900
    assert bool(still_open["freeze_reason"] == 0) is over, "nor is anybody frozen for it any more"
    assert late["freeze_reason"] == FreezeReason.UPGRADE, "something else speaks against an open line"


def test_an_upgrade_churns_limits_at_its_date_and_freezes_the_good() -> None:
    upgrade = Event(month=6, set={"recalibration_points": 200.0})
    plain, new = (live(story({}, *events), borrowers=8000, months=18).results() for events in ((), (upgrade,)))
    assert new.months[:5].equals(plain.months[:5], null_equal=True)
    limits = [r.borrowers["limit_paylater"] + r.borrowers["limit_cashloan"] for r in (plain, new)]
    moved = (limits[1] / limits[0]).to_numpy()
    assert (moved > 1.1).mean() > 0.05 and (moved < 0.9).mean() > 0.05, "dealt anew, in both directions"
    good = [r.freezes.filter(pl.col("reason") == "upgrade")["good_standing_new"].sum() for r in (plain, new)]
    assert good[0] == 0 < good[1]


# in the market


def test_accounts_balance_when_all_draw_and_repay_in_cycles() -> None:
    strong = {
        "prepay_monthly": 0.5, "redraw_monthly": 0.5, "cycler_share": 0.5, "arbitrage_strength": 0.3,
        "multi_strength": 0.3, "multi_threshold": 3.0, "recalibration_points": 100.0, "cool_off_months": 1.0,
    }  # fmt: skip
    results = live(story(strong), borrowers=500, months=18, check=True).results()
    new = dict(results.freezes.group_by("reason").agg(pl.col("new").sum()).iter_rows())
    assert all(new[reason] > 0 for reason in ("arbitrage", "multi-platform", "upgrade"))
