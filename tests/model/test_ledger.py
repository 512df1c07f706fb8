"""Accounts that balance: in random scenarios, in every scenario of the library, in the frames; and faults that show."""

from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from tests.helpers.any_scenario import BOOKS, scenarios
from tests.helpers.markets import market_of, story
from tests.helpers.ranges import strays
from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import FreezeReason, Segment, Status
from tightrope.agents.money import MOST_OWED
from tightrope.model.engine.market import CreditMarket
from tightrope.model.results.columns import BUCKETS, PRODUCTS, schema
from tightrope.model.results.run_results import STORED
from tightrope.scenarios.books.book import Book
from tightrope.scenarios.books.columns import BOOK_COLUMNS, MOST_YUAN
from tightrope.scenarios.engine.records import fields_of
from tightrope.scenarios.files.events import Event
from tightrope.scenarios.files.scenario import library, load_scenario

pytestmark = pytest.mark.slow  # markets of every scenario


@st.composite
def markets(draw: st.DrawFn) -> CreditMarket:
    """A checked market of any parameters, some events, either book."""
    return market_of(
        draw(scenarios()),
        on=draw(BOOKS),
        borrowers=draw(st.integers(100, 400)),
        months=draw(st.integers(6, 18)),
        seed=draw(st.integers(0, 2**32)),
        check=True,
    )


def live_on(market: CreditMarket) -> list[Any]:
    """Live all months of a market; return everybody's records at the opening and after each month."""
    snapshots = [market.people.copy()]
    for _ in range(market.months):
        market.step()
        snapshots.append(market.people.copy())
        assert_records_are_sound(market.people)
        assert_closed_accounts_are_sound(market.people)
    return snapshots


def assert_records_are_sound(people: Any) -> None:
    """What no rule may do to the record of an active borrower."""
    b = people[people["status"] == Status.ACTIVE]
    assert all(np.isfinite(b[name]).all() for name in b.names)
    for field in fields_of(Borrower):
        if field.unit.startswith("fen") or field.unit in ("code", "0/1", "months past due", "count", "0-1"):
            assert (b[field.name] >= 0).all(), field.name
    for name in ("trust", "trust_settled", "literacy", "appetite"):
        assert (b[name] <= 1).all(), name
    assert ((b["score"] >= 350) & (b["score"] <= 950)).all()
    assert (b["withheld"] <= b["limit_cashloan"]).all()
    assert (b["freeze_reason"] < len(FreezeReason)).all() and (b["segment"] < len(Segment)).all()
    assert (b["literacy"] >= b["literacy_own"] - np.float32(1e-6)).all(), "lessons fade to what is one's own"
    assert ((b["business"] >= -0.5) & (b["business"] <= 1)).all()
    assert (b["judged"] == 0).all() and (b["written_off"] == 0).all(), "the law comes after a write-off"
    planned = b["plan"] > 0
    assert (b["holiday"][~planned] == 0).all()
    assert (b["balance_paylater"] + b["balance_cashloan"])[planned].all(), "a plan ends with the debt"
    for product in PRODUCTS:
        overdue, late = b[f"overdue_{product}"], b[f"late_{product}"]
        usual = ~planned & (b["deferral"] == 0)
        assert ((overdue > 0) == (late > 0))[usual].all(), f"{product}: late and in arrears are one thing"
        assert (overdue[planned] == 0).all(), f"{product}: what a plan covers is late, and a plan missed is over"
    assert_outside_debts_are_sound(b)
    assert (b["months_since_late"][np.maximum(b["late_paylater"], b["late_cashloan"]) > 0] == 0).all()


def assert_outside_debts_are_sound(b: Any) -> None:
    """The same of what is owed to other lenders: its parts lie within it, and somebody is owed it."""
    assert (b["outside_short"] <= b["outside_debt"] - b["outside_overdue"]).all()
    assert ((b["outside_overdue"] > 0) == (b["late_outside"] > 0)).all()
    assert (b["outside_debt"] > 0)[b["outside_lenders"] > 0].all()


def assert_closed_accounts_are_sound(people: Any) -> None:
    """After a write-off there is neither a plan nor a lock, and somebody to pay."""
    b = people[people["status"] == Status.WRITTEN_OFF]
    assert (b["written_off"] > 0).all()
    for name in ("plan", "locked", "limit_paylater", "limit_cashloan", "late_paylater", "late_cashloan", "contact"):
        assert (b[name] == 0).all(), name


# in any scenario


@settings(max_examples=60)
@given(market=markets())
def test_every_account_balances_in_any_scenario(market: CreditMarket) -> None:
    check_all_accounts(market)


@pytest.mark.parametrize("on", ["synthetic", "taiwan"])
@pytest.mark.parametrize("name", library())
def test_every_account_balances_in_the_library(name: str, on: str) -> None:
    check_all_accounts(market_of(load_scenario(name), on=on, borrowers=400, months=40, seed=3, check=True))


def test_nobody_arrives_frozen_uncounted() -> None:
    """Where the score that admits lies below the score that freezes, freezes must be counted all the same."""
    lax = story({"admission_score": 350.0, "risk_cutoff": 700.0, "leave_monthly": 0.2})
    check_all_accounts(market_of(lax, borrowers=300, months=6, check=True))


@pytest.mark.parametrize("on", ["synthetic", "taiwan"])
def test_lateness_never_falls_unpaid_when_the_least_payment_rises(on: str) -> None:
    dearer = Event(month=4, set={"revolve_minimum_share": 0.5})
    late = story({"start_late_paylater": 0.1, "overlooked": 0.8}, dearer)
    check_all_accounts(market_of(late, on=on, borrowers=400, months=6, check=True))


def test_an_account_on_a_plan_is_not_written_off() -> None:
    """It stays as old as it was, be that older than what is written off; missed, it goes with the others."""
    offered = {"hardship_offer": 1.0, "plan_scrutiny": 0.0, "start_late_cashloan": 0.2}
    market = market_of(story({**offered, "writeoff_months": 4}), borrowers=400, months=6, check=True)
    old = 0
    for people in live_on(market)[1:]:
        kept = people[people["plan"] > 0]
        old += int((kept["late_cashloan"] >= 4).sum())
    assert old > 0
    assert market.results().months["writeoff_amount"].sum() > 0


def test_a_repayment_of_nothing_is_none() -> None:
    nothing = story({"prepay_part_monthly": 1.0, "prepay_part_share": 0.0, "prepay_monthly": 0.0, "cycler_share": 0.0})
    market = market_of(nothing, borrowers=300, months=3)
    before = market.people["prepaid_month"].copy()
    live_on(market)
    assert (market.people["prepaid_month"] <= before.max()).all()


def test_other_lenders_who_are_wholly_tight_renew_nothing() -> None:
    nobody = story({"outside_macro_weight": 100.0, "outside_tighten_speed": 1.0, "unemployment_normal": 0.0})
    market = market_of(nobody, borrowers=60, months=2, check=True)
    market.people["outside_short"][:] = market.people["outside_debt"]
    market.step()
    assert market.rivals[0].stance == 1.0
    assert market.people["outside_short"].sum() == 0


def test_debts_that_nobody_sees_stay_within_what_a_record_holds() -> None:
    """The bureau hears of nothing for years, and everybody lends."""
    blind = {
        "outside_ceiling_months": 60.0, "outside_size_months": 12.0, "outside_wish_months": 12.0,
        "outside_wish_monthly": 1.0, "outside_start_monthly": 1.0, "bureau_lag_months": 24.0, "outside_approval": 1.0,
        "outside_record_weight": 0.0, "outside_principal_monthly": 0.01, "short_size_months": 12.0, "outside_apr": 1.0,
        "rate_cap_apr": 1.0, "income_median_salaried": 1e6, "income_median_gig": 1e6,
        "income_median_self_employed": 1e6,
    }  # fmt: skip
    market = market_of(story(blind), borrowers=200, months=24, check=True)
    live_on(market)
    assert market.people["outside_debt"].max() > 100_000_000


def test_what_is_renewed_was_not_asked_for() -> None:
    """Renewals outnumber the applicants here, and are no approvals."""
    market = market_of(story({"renewal": 1.0, "renewal_reserve_months": 12.0}), borrowers=300, months=6, panel=True)
    renewed = 0
    for _ in range(market.months):
        market.step()
        f = market.flows
        assert (f["approved_outside"] <= f["applied_outside"]).all()
        assert (f["outside_draws"] > 0)[f["approved_outside"] > 0].all()
        renewed += int(((f["outside_draws"] > 0) & (f["applied_outside"] == 0)).sum())
    assert renewed > 0
    assert not strays("months", market.results().months)


def test_unemployment_that_nobody_can_leave_stays() -> None:
    """Where none of those without work could find any, no chance can be scaled towards what is given."""
    stuck = story({"unemployment_given": 1e-6, "finding_floor": 0.0, "finding_fade_months": 0.1})
    check_all_accounts(market_of(stuck, borrowers=60, months=3, check=True))


MOST_DEAR = {
    "rate_cap_apr": 1.0, "cashloan_apr": 1.0, "paylater_apr": 1.0, "late_fee_apr": 1.0, "outside_apr": 1.0,
    "short_apr": 10.0, "non_accrual_months": 24.0, "writeoff_months": 24.0, "outside_writeoff_months": 24.0,
    "limit_cap_yuan": 1e7, "cashloan_term_months": 1.0,
}  # fmt: skip
"""The highest rates for the longest time: debts grow fortyfold until they are written off."""


@st.composite
def dear_terms(draw: st.DrawFn) -> dict[str, float]:
    """Any number of the dearest terms, with plans and settlements or without."""
    values = {name: most for name, most in MOST_DEAR.items() if draw(st.sampled_from([True, True, False]))}
    if draw(st.booleans()):
        values |= {"hardship_offer": 1.0, "plan_scrutiny": 0.0, "settlement_offer": 1.0, "settlement_discount": 0.95}
    return values


def at_the_highest_amounts(values: dict[str, float]) -> CreditMarket:
    """A checked market of borrowers who owe whole lines of ten million yuan and are rich or poor otherwise."""
    rows, random = 300, np.random.default_rng(5)
    columns = {c.name: np.floor(random.choice([c.low, c.high], rows)) for c in BOOK_COLUMNS}
    for product in PRODUCTS:
        columns[f"limit_{product}"] = columns[f"balance_{product}"] = np.full(rows, MOST_YUAN)
    rich = Book("rich", "made up", rows, columns, np.arange(1, rows + 1) / rows, in_order=True)
    return CreditMarket(story(values), rich, borrowers=rows, months=30, seed=1, check=True)


def test_a_book_at_the_highest_amounts_balances() -> None:
    """Whole numbers of fen must hold the largest debts that a book may bring, grown by interest until written off."""
    check_all_accounts(at_the_highest_amounts({"rate_cap_apr": 0.36, "cashloan_apr": 0.36, "paylater_apr": 0.36}))


@settings(max_examples=10)
@example(values=MOST_DEAR)
@given(values=dear_terms())
def test_no_terms_are_too_dear_for_the_accounts(values: dict[str, float]) -> None:
    """However dear and however long a debt is, no record runs over."""
    market = at_the_highest_amounts(values)
    live_on(market)
    assert max(int(market.people[f"balance_{product}"].max()) for product in PRODUCTS) <= MOST_OWED
    assert not strays("months", market.results().months)


def check_all_accounts(market: CreditMarket) -> None:
    """Live through all months, the ledger watching, and check what the frames say of them."""
    snapshots = live_on(market)
    results = market.results()
    for name in STORED:
        assert getattr(results, name).schema == schema(name)
        assert not strays(name, getattr(results, name)), name
    assert_freezes_add_up(results.freezes, results.months, snapshots[0])
    assert_rolls_start_from_what_was_owed(results.roll_rates, snapshots)
    assert_vintages_hold_together(results.vintages, results.months, snapshots[0])


# frames


def assert_freezes_add_up(freezes: pl.DataFrame, months: pl.DataFrame, opening: Any) -> None:
    """Stock before + new - reopened - left = stock, by reason and segment; the reasons add up to the frozen share."""
    stock = np.zeros((len(FreezeReason), len(Segment)), np.int64)
    there = opening[opening["status"] == Status.ACTIVE]
    np.add.at(stock, (there["freeze_reason"], there["segment"]), 1)
    before = {
        (reason, name): stock[r, s]
        for r, reason in enumerate(FreezeReason.labels())
        for s, name in enumerate(Segment.labels())
    }
    assert freezes.height == months.height * (len(FreezeReason) - 1) * len(Segment)
    for row in freezes.iter_rows(named=True):
        place = row["reason"], row["segment"]
        assert row["stock"] == before[place] + row["new"] - row["reopened"] - row["left"], row
        assert 0 <= row["good_standing_new"] <= row["new"]
        before[place] = row["stock"]
    by_month = freezes.group_by("month", maintain_order=True).agg(pl.sum("new", "stock"))
    frozen = months["frozen_share"].fill_null(0) * months["borrowers_active"]
    np.testing.assert_allclose(by_month["stock"], frozen, rtol=1e-12)
    assert_frame_equal(
        by_month.select(frozen=pl.col("new") > 0), months.select(frozen=pl.col("freezes_new_share").fill_null(0) > 0)
    )


def assert_rolls_start_from_what_was_owed(roll_rates: pl.DataFrame, snapshots: list[Any]) -> None:
    """What leaves each bucket in a month is what lay in it at the end of the month before."""
    expected: dict[tuple[int, str, str], tuple[int, float]] = {}
    for month, people in enumerate(snapshots[:-1], 1):
        for product in PRODUCTS:
            owing = people[(people["status"] == Status.ACTIVE) & (people[f"balance_{product}"] > 0)]
            bucket = np.minimum(owing[f"late_{product}"], 9)
            for place in np.unique(bucket):
                owed = owing[f"balance_{product}"][bucket == place].astype(np.int64)
                expected[month, product, BUCKETS[place]] = owed.size, owed.sum() / 100
    moved = roll_rates.group_by("month", "product", "from_bucket").agg(pl.sum("borrowers"), pl.sum("balance"))
    found = {(m, p, b): (count, balance) for m, p, b, count, balance in moved.iter_rows()}
    assert found.keys() == expected.keys()
    for key, (count, balance) in expected.items():
        assert found[key][0] == count, key
        assert found[key][1] == pytest.approx(balance), key


def assert_vintages_hold_together(vintages: pl.DataFrame, months: pl.DataFrame, opening: Any) -> None:
    """Shares cumulate the new cases, later stages follow earlier ones, and the amounts are all that was ever lent."""
    lent = opening["balance_cashloan"].astype(np.int64).sum() / 100 + (months["draws_cashloan"].sum() or 0)
    whole = vintages.unique(["vintage", "loans", "amount"])
    assert whole["vintage"].is_unique().all()
    assert whole["amount"].sum() == pytest.approx(lent)
    last = months["month"].max()
    for (vintage,), rows in vintages.group_by("vintage"):
        ages = rows.sort("age")
        assert ages["age"].to_list() == list(range(0 if vintage else 1, last - vintage + 1))
        for what in ("dpd30", "dpd90", "writeoff"):
            shares = ages[f"{what}_new"].cum_sum() / ages["loans"]
            np.testing.assert_allclose(shares, ages[f"{what}_share"], rtol=1e-12)
        assert (ages["writeoff_share"] <= 1).all()
        if vintage:  # the opening book's loans may have been late before
            assert (ages["dpd90_share"] <= ages["dpd30_share"]).all()
