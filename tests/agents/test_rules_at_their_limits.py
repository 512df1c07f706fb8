"""Limits of what a record can hold: where a count, an amount or a month stops, and that it stops nowhere sooner."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.helpers.markets import KEYS, book, borrower, flows, market_of, parameters, policy, story
from tightrope.agents.ageing import age
from tightrope.agents.borrower import NEVER
from tightrope.agents.codes import Contact, Segment
from tightrope.agents.collecting import collect
from tightrope.agents.earning import earn
from tightrope.agents.limiting import chance_of_cut, entitlement
from tightrope.agents.lines import lenders_behind
from tightrope.agents.money import MOST_OWED, grows_by
from tightrope.agents.suspecting import count_cycle, hold_longer
from tightrope.agents.working import look_for_work, separation
from tightrope.model.engine.market import CreditMarket


@pytest.mark.parametrize(("before", "after"), [(96, 99), (97, 100), (98, 100), (100, 100)])
def test_a_cool_off_grows_to_a_hundred_months(before: int, after: int) -> None:
    b = borrower(cool_off=before, withheld=1, suspected=1)
    hold_longer(b, parameters(arbitrage_cool_off_months=3))
    assert b["cool_off"] == after


@pytest.mark.parametrize(("segment", "factor"), [(Segment.GIG, "gig"), (Segment.SELF_EMPLOYED, "self_employed")])
@pytest.mark.parametrize(("monthly", "chance"), [(0.04, 0.4), (0.2, 1.0)])
def test_the_chance_to_lose_the_work_ends_at_one(segment: int, factor: str, monthly: float, chance: float) -> None:
    p = parameters(
        **{f"separation_factor_{factor}": 10.0, "separation_monthly": monthly, "separation_income_slope": 0.0}
    )
    assert separation(borrower(segment=segment), p) == pytest.approx(chance)


@pytest.mark.parametrize(("spell", "then"), [(118, 119), (119, 120), (120, 120)])
def test_the_months_of_a_search_are_counted_to_ten_years(spell: int, then: int) -> None:
    b = borrower(employed=0, spell=spell, bureau_record=1e6)
    look_for_work(b, parameters(record_finding_weight=1.0), policy(), KEYS, 1)
    assert (b["employed"], b["spell"]) == (0, then)


@pytest.mark.parametrize(("before", "then"), [(NEVER - 2, NEVER - 1), (NEVER - 1, NEVER), (NEVER, NEVER)])
def test_months_without_the_money_for_arrears_are_counted_to_ten_years(before: int, then: int) -> None:
    b = borrower(unable=before, contact=Contact.SILENT, late_paylater=3, balance_paylater=900, overdue_paylater=900)
    collect(b, flows(), parameters(), policy(), KEYS, 1)
    assert b["unable"] == then


def test_a_certain_cut_has_the_odds_of_one_in_a_thousand_left() -> None:
    late = borrower(months_since_late=0)
    assert chance_of_cut(late, parameters(cut_late_odds=4.0), policy(cut_monthly=1.0)) == pytest.approx(4000 / 4001)


def test_incomes_that_are_all_alike_are_drawn_together_by_a_tenth_at_most() -> None:
    market = market_of(story(), borrowers=50)
    market.people["income_usual"], market.people["segment"] = 600_000, 0
    market.lender.know_incomes(market.timeline[0], market.log_incomes())
    assert market.lender.policy["income_pull"][0] == 0.1


def test_the_centre_of_a_segment_is_its_mean_even_for_one_borrower_and_that_of_all_for_nobody() -> None:
    market = market_of(story(), borrowers=50)
    market.people["income_usual"], market.people["segment"] = 600_000, 0
    market.people["segment"][7], market.people["income_usual"][7] = Segment.GIG, 300_000
    market.lender.know_incomes(market.timeline[0], market.log_incomes())
    knobs, of_all = market.lender.policy[0], (49 * math.log(600_000) + math.log(300_000)) / 50
    for segment, centre in (("salaried", math.log(600_000)), ("gig", math.log(300_000)), ("self_employed", of_all)):
        assert knobs[f"income_centre_{segment}"] == pytest.approx(centre, abs=1e-6)


@pytest.mark.parametrize(("before", "after"), [(98, 99), (99, 100), (100, 100)])
def test_cycles_are_counted_to_a_hundred(before: int, after: int) -> None:
    b = borrower(cycles=before, turnover_month=19, limit_cashloan=1000)
    count_cycle(b, flows(prepaid=1000), parameters(), policy(month=20))
    assert b["cycles"] == after


@pytest.mark.parametrize(
    ("debt", "lenders"), [(0, 0), (1, 1), (150_000, 1), (150_001, 2), (15_000_000, 100), (2 * 10**9, 100)]
)
def test_lenders_are_counted_to_a_hundred(debt: int, lenders: int) -> None:
    assert lenders_behind(borrower(), parameters(outside_loan_left_months=0.25), debt) == lenders


@pytest.mark.parametrize(("since", "then"), [(NEVER - 2, NEVER - 1), (NEVER - 1, NEVER), (NEVER, NEVER)])
def test_months_since_late_are_counted_to_never(since: int, then: int) -> None:
    b = borrower(months_since_late=since)
    age(b, flows(), parameters(), policy())
    assert b["months_since_late"] == then


@pytest.mark.parametrize(("drift", "usual"), [(-9.0, 80_000), (9.0, 20_000_000)])
def test_usual_incomes_stay_between_800_and_200_000_yuan(drift: float, usual: int) -> None:
    b = borrower()
    earn(b, flows(), parameters(), policy(income_drift=drift, income_sd=0.0, income_pull=0.0), KEYS, 1)
    assert b["income_usual"] == usual


def test_the_income_of_a_month_is_at_most_200_000_yuan() -> None:
    b, p = borrower(income_usual=20_000_000), parameters(separation_monthly=0.0, transitory_sd_salaried=2.0)
    incomes = []
    for i in range(50):
        earn(b, flows(), p, policy(income_drift=1.0, income_sd=0.0, income_pull=0.0), KEYS, i)
        incomes.append(int(b["income"]))
    assert max(incomes) == 20_000_000 > min(incomes)


def test_nobody_is_entitled_to_more_than_a_million_yuan_a_line() -> None:
    rich = borrower(income_usual=20_000_000, limit_months_cashloan=60.0)
    p, q = parameters(highest_limit_months=60.0), policy(limit_scale=1.0)
    assert entitlement(rich, p, q, 60.0) == 100_000_000


@pytest.mark.parametrize(
    ("debt", "charge", "added"),
    [
        (0, 900, 900),
        (MOST_OWED - 900, 900, 900),
        (MOST_OWED - 899, 900, 899),
        (MOST_OWED, 900, 0),
        (MOST_OWED + 9, 1, 0),
    ],
)
def test_debts_grow_to_ten_and_a_half_million_yuan(debt: int, charge: int, added: int) -> None:
    assert MOST_OWED == 1_050_000_000
    assert grows_by(debt, charge) == added


@pytest.mark.parametrize("below", [0, 5_000_000, 20_000_000])
def test_interest_goes_before_fees_where_a_debt_stops_growing(below: int) -> None:
    p = parameters(non_accrual_months=3)
    q = policy(paylater_apr=0.12, cashloan_apr=0.12, late_fee_paylater_apr=0.12, late_fee_cashloan_apr=0.12)
    debt = MOST_OWED - below
    owed = {"balance_paylater": debt, "balance_cashloan": debt, "overdue_paylater": debt, "overdue_cashloan": debt}
    b, f = borrower(**owed, instalment=debt), flows()
    age(b, f, p, q)
    for name in ("paylater", "cashloan"):
        assert f[f"interest_{name}"] == min(below, debt // 100)
        assert f[f"fees_{name}"] == max(0, min(debt // 100, below - debt // 100))
        assert b[f"balance_{name}"] == min(MOST_OWED, debt + 2 * (debt // 100))


# the starting book


def opening(known: dict[str, float], **values: float) -> Any:
    """The records at the opening of a market whose book knows one row."""
    one = replace(book(), columns={name: np.full(1, value) for name, value in known.items()})
    return CreditMarket(story(values), one, borrowers=100, months=1, seed=1).people


@pytest.mark.parametrize(("cool_off", "kept"), [(0.0, set()), (0.99, set()), (1.0, {0, 1}), (2.0, {0, 1, 2})])
def test_a_book_opens_with_limits_kept_away_as_long_as_the_cool_off(cool_off: float, kept: set[int]) -> None:
    early = {"prepay_monthly": 1.0, "start_able_share": 0.2}  # a fifth of all in each month back
    people = opening({"balance_cashloan": 1e3, "limit_cashloan": 9e3}, **early, cool_off_months=cool_off)
    away = people["withheld"] > 0
    assert set(-people["prepaid_month"][away]) == kept
    assert (people["cool_off"][away] == int(cool_off) + people["prepaid_month"][away]).all()
    assert (people["withheld"][away] == 640_000).all(), "four fifths of the room"


def test_no_account_starts_later_than_eight_months_past_due_or_older_than_thirty_years() -> None:
    late = {"months_past_due_paylater": 9.0, "months_past_due_cashloan": 9.0, "tenure_months": 600.0}
    lines = {"balance_paylater": 1e3, "limit_paylater": 2e3, "balance_cashloan": 1e3, "limit_cashloan": 2e3}
    people = opening({**late, **lines})
    assert (people["late_paylater"] == 8).all() and (people["late_cashloan"] == 8).all()
    assert (people["joined_month"] == -360).all()


@pytest.mark.parametrize("short", [0.0, 1.0])
def test_debt_elsewhere_that_is_drawn_is_at_most_a_year_s_income_and_a_loan_of_a_month(short: float) -> None:
    values = {"outside_share": 1.0, "outside_mean_months": 24.0, "start_short_share": short, "short_size_months": 0.5}
    people = opening({"income": 5e3}, **values)
    assert people["outside_debt"].max() == 12 * 500_000 + short * 250_000 > people["outside_debt"].min()


@pytest.mark.parametrize(
    ("name", "spread", "least", "most"),
    [("literacy", {}, 0.02, 0.98), ("trust_settled", {"trust_sd": 0.3}, 0.05, 0.98)],
)
def test_character_stays_between_its_ends(name: str, spread: dict[str, float], least: float, most: float) -> None:
    mean = "literacy_mean" if name == "literacy" else "trust_mean"
    found = [opening({"income": 5e3}, **spread, **{mean: centre})[name] for centre in (0.0, 1.0)]
    assert found[0].min() == np.float32(least) and found[1].max() == np.float32(most)


@pytest.mark.parametrize(("granted", "total"), [(0.05, 50_000), (60.0, 20_000_000)])
def test_limits_that_are_granted_lie_between_500_and_200_000_yuan(granted: float, total: int) -> None:
    """Of an income of 1,000 yuan a month, or of 100,000."""
    income = 1e3 if total == 50_000 else 1e5
    values = {"limit_income_months": granted, "limit_memory": 0.0, "limit_score_slope": 0.0, "limit_debt_slope": 0.0}
    people = opening({"income": income}, start_headroom=1.0, start_entitled_log_sd=0.0, verified_lift=0.0, **values)
    assert (people["limit_paylater"] + people["limit_cashloan"] == total).all()


@pytest.mark.parametrize(("tenure", "late"), [(0.99, False), (1.0, True)])
def test_a_bill_can_be_late_from_the_first_month_on(tenure: float, late: bool) -> None:
    people = opening({"tenure_months": tenure, "balance_cashloan": 0.0}, start_late_paylater=0.2)
    assert (people["late_paylater"] > 0).any() == late


def test_a_bill_that_nobody_pays_down_opens_at_a_thousand_months_of_charges() -> None:
    """Who pays just the interest would owe without end: of 2 yuan a month about 2,000, within the limit."""
    people = opening(
        {"charges_paylater": 2.0, "limit_paylater": 9e3, "pays_in_full": 0.0, "income": 5e3},
        revolve_minimum_share=0.01, minimum_payer_share=1.0, paylater_apr=0.24,
    )  # fmt: skip
    assert np.median(people["balance_paylater"]) == pytest.approx(200_000, rel=0.05)
