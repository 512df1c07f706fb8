"""Every value of every column lies in the range that is declared for it, whatever the scenario; else it is null."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.any_scenario import BOOKS, scenarios
from tests.helpers.markets import live, market_of, months_of, story
from tests.helpers.ranges import strays
from tightrope.model.engine.market import CreditMarket
from tightrope.model.results.column import Column
from tightrope.model.results.columns import FRAMES, schema
from tightrope.model.results.run_results import STORED
from tightrope.scenarios.files.events import Event

FEW = 8
"""Borrowers who may be too few for six friends each."""


@st.composite
def markets(draw: st.DrawFn) -> CreditMarket:
    """A market of any parameters, some events and either book, of a handful of borrowers or of many."""
    borrowers = draw(st.integers(5, 400) | st.sampled_from([1500, 3000]))
    scenario = draw(scenarios())
    if borrowers < FEW:
        scenario = scenario.with_values({"mean_degree": 2})
    months = draw(st.integers(1, 30))
    return market_of(
        scenario, on=draw(BOOKS), borrowers=borrowers, months=months, seed=draw(st.integers(0, 2**32)), panel=True
    )


@pytest.mark.slow
@settings(max_examples=60)
@given(market=markets())
def test_every_value_is_in_its_range_or_null(market: CreditMarket) -> None:
    panels = []
    for _ in range(market.months):
        market.step()
        panels.append(market.panel_frame())
    results = market.results()
    for name in STORED:
        assert not strays(name, getattr(results, name)), name
    assert not strays("panel", pl.concat(panels))


def test_a_value_out_of_its_range_is_found() -> None:
    frame = pl.DataFrame([[None]] * len(FRAMES["vintages"]), schema=schema("vintages"))
    assert strays("vintages", frame.with_columns(loans=pl.lit(-1), dpd30_share=pl.lit(1.1))) == {
        "loans": [-1],
        "dpd30_share": [1.1],
    }


@pytest.mark.parametrize(
    ("column", "reach"),
    [
        (Column("profit", "yuan", "", low=None), "any number"),
        (Column("lgd", "share", "", low=None, high=1.0, least=30), "at most 1; null of fewer than 30"),
        (Column("balance", "yuan", ""), "0 or more"),
        (Column("trust_decline", "0-1", "", low=-1.0, high=1.0), "-1 to 1"),
        (Column("leverage", "x", "", high=1000.0), "0 to 1,000"),
        (Column("band", "text", "", words=("low", "high")), ""),
    ],
)
def test_a_range_reads_as_words(column: Column, reach: str) -> None:
    assert column.reach == reach


# what was out of bounds, or said nothing


def test_limits_cut_to_nothing_are_used_in_full() -> None:
    months = months_of(story({}, Event(month=3, set={"limit_cap_yuan": 0.0})), borrowers=300, months=8)
    assert months["limit_mean"][-1] == 0
    assert months["balance"][-1] > 0
    assert months["utilisation"][1] < 0.5
    assert months["utilisation"][-1] == 1


def test_those_who_want_money_back_are_among_those_who_repaid_early() -> None:
    eager = story({"redraw_monthly": 1.0, "prepay_monthly": 1.0, "leave_monthly": 0.9, "arrive_monthly": 1.0})
    months = months_of(eager, borrowers=60, months=12)
    wanting = months["redraw_share"].drop_nulls()
    assert wanting.len() > 0
    assert 0.9 < max(wanting.to_list()) <= 1  # they were more than all, counted against those left at the month's end


def test_the_loss_given_default_of_few_defaults_is_not_known() -> None:
    few, many = (live(story(), borrowers=count, months=14).results().months for count in (40, 3000))
    assert many["lgd"][:11].null_count() == 11
    for months in (few, many):
        of_a_year = months["new_defaults"].rolling_sum(12)
        known = months["lgd"].is_not_null()
        assert (known == (of_a_year >= 30).fill_null(value=False)).all()
    assert few["lgd"].null_count() == 14
    assert many["lgd"][-1] is not None


def test_freezes_of_few_lines_are_not_compared() -> None:
    calm, tight = story(), story({}, Event(month=2, set={"guidance": 1.0}))
    assert months_of(calm, borrowers=100, months=4)["friend_freeze_ratio"].null_count() == 4
    assert months_of(tight, borrowers=5000, months=6)["friend_freeze_ratio"][-1] is not None


@pytest.mark.parametrize(("capital", "known"), [(1e6, True), (1.0, False), (-1e6, False)])
def test_nothing_is_measured_against_a_capital_that_is_gone(capital: float, known: bool) -> None:
    free = {"service_cost_yuan": 0.0, "funding_cost_apr": 0.0, "own_share": 1.0, "raise_capital_monthly": 0.0}
    free |= {"cashloan_apr": 0.0, "paylater_apr": 0.0, "late_fee_apr": 0.0}  # nothing is earned either
    free |= {"start_late_cashloan": 0.0, "start_late_paylater": 0.0, "message_cost": 0.0, "case_cost": 0.0}
    free |= {"complaint_cost": 0.0, "explain_cost": 0.0, "rule_cost": 0.0}
    market = market_of(story(free), borrowers=500, months=1)
    market.lender.treasury.capital = capital
    market.step()
    row = market.history.rows[-1]
    assert row["capital"] == pytest.approx(capital)
    assert (row["leverage"] is not None) == known


def test_dues_are_no_share_of_no_income() -> None:
    idle = {"separation_monthly": 0.5, "finding_monthly": 0.01, "finding_floor": 0.0, "start_jobless_kept": 0.0}
    poor = {"unemployed_income_share": 0.0, "unemployed_floor_yuan": 0.0}
    factors = {"separation_factor_gig": 5.0, "separation_factor_self_employed": 5.0}
    months = months_of(story({**idle, **poor, **factors}), borrowers=200, months=12)
    assert months["payment_to_income"][0] is not None
    assert months["income_mean"][-1] < 100
    assert months["payment_to_income"][-1] is None
