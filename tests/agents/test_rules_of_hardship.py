"""Hardship: who gets a plan, what it asks and waives, when it breaks; settlements; what a bad record costs."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.markets import KEYS, MANY, borrower, flows, live, near, parameters, policy, share_of_borrowers, story
from tightrope.agents.ageing import age, reported_lateness
from tightrope.agents.borrower import LONG_AGO
from tightrope.agents.codes import Agreement, Contact, LadderStage, Segment, Status
from tightrope.agents.collecting import collect, ladder_stage
from tightrope.agents.contact import make_contact, plan_offer
from tightrope.agents.earning import cost_of_record, earn
from tightrope.agents.failing import payment_fails
from tightrope.agents.forbearance import (
    agree_plan,
    break_plan,
    ease,
    has_means,
    keep_plan,
    seeks_adviser,
    settle_old_debt,
)
from tightrope.agents.lines import bills, plan_instalment, room_cashloan, room_paylater
from tightrope.agents.lines import in_arrears as in_arrears_of
from tightrope.agents.money import instalment_of
from tightrope.agents.repaying import pay_cashloan, pay_on_due_date, pay_paylater
from tightrope.agents.spending import planned_dues
from tightrope.agents.trusting import look_around, troubled
from tightrope.agents.writing_off import stay_late
from tightrope.scenarios.engine.streams import month_keys

OFFERS = {"hardship_offer": 0.0, "adviser_monthly": 0.0, "settlement_offer": 0.0, "plan_scrutiny": 0.0}


def in_arrears(**state: float) -> Any:
    """A borrower two months late on both products, in contact, without money."""
    usual = {
        "balance_paylater": 300_000, "balance_cashloan": 1_200_000, "instalment": 110_000, "late_paylater": 2,
        "late_cashloan": 2, "overdue_paylater": 24_000, "overdue_cashloan": 220_000, "contact": Contact.IN_CONTACT,
        "months_since_late": 0, "lateness": 2.0, "plan_month": LONG_AGO, "limit_paylater": 500_000,
        "limit_cashloan": 2_000_000,
    }  # fmt: skip
    return borrower(**{**usual, **state})


def eased(p: Any, i: int = 1, month: int = 20, **state: float) -> tuple[Any, Any]:
    """The borrower in arrears and the flows of a month in which relief may have been offered."""
    b, f = in_arrears(**state), flows()
    ease(b, f, p, policy(month=month), KEYS, i)
    return b, f


def closed(b: Any, f: Any, p: Any, q: Any) -> None:
    """What closes the month of an account on a plan."""
    keep_plan(b, f, p, q)
    age(b, f, p, q)


# plans


def test_plans_are_offered_as_often_as_declared() -> None:
    p = parameters(**{**OFFERS, "hardship_offer": 0.3})
    assert share_of_borrowers(lambda i: eased(p, i)[1]["plan_agreed"] == Agreement.PLAN) == near(0.3)


@pytest.mark.parametrize(("will", "standard", "chance"), [(0.2, 0.0, 0.2), (0.2, 0.5, 0.6), (0.0, 1.0, 1.0), (0, 0, 0)])
def test_a_standard_of_the_industry_asks_for_offers(will: float, standard: float, chance: float) -> None:
    p = parameters(hardship_offer=will, late_debt_standard=standard)
    assert plan_offer(p) == pytest.approx(chance)


def test_a_standard_treats_all_alike() -> None:
    stages = []
    for standard in (0.0, 1.0):
        p = parameters(late_debt_standard=standard, high_risk_score=520.0, agency_months=2)
        stages.append(ladder_stage(in_arrears(score=500.0, contact=Contact.SILENT), p))
    assert stages == [LadderStage.LEGAL, LadderStage.AGENCY]


@pytest.mark.parametrize(
    "state",
    [
        {"contact": Contact.SILENT},
        {"contact": 0, "late_paylater": 0, "late_cashloan": 0},
        {"late_paylater": 0, "late_cashloan": 0},  # just missed: not yet thirty days
        {"cash": 244_000},  # the arrears could be paid
        {"plan_month": 9},  # eleven months ago
    ],
    ids=str,
)
def test_a_plan_is_for_those_in_contact_late_short_of_money_and_without_one_within_a_year(state: Any) -> None:
    always = parameters(**{**OFFERS, "hardship_offer": 1.0})
    assert eased(always)[1]["plan_agreed"] == Agreement.PLAN
    assert eased(always, plan_month=8)[1]["plan_agreed"] == Agreement.PLAN, "a year ago"
    assert eased(always, **state)[1]["plan_agreed"] == 0


@pytest.mark.parametrize(
    ("contact", "literacy", "chance"),
    [(Contact.IN_CONTACT, 0.5, 0.2), (Contact.IN_CONTACT, 0.9, 0.36), (Contact.SILENT, 0.5, 0.06), (1, 0.0, 0.0)],
)
def test_the_literate_seek_an_adviser_and_the_silent_less(contact: int, literacy: float, chance: float) -> None:
    p = parameters(adviser_monthly=0.2, adviser_silent=0.3, adviser_fee_share=0.0)
    b = in_arrears(contact=contact, literacy=literacy)
    assert share_of_borrowers(lambda i: seeks_adviser(b, p, KEYS, i)) == near(chance)


def test_an_adviser_makes_the_contact_and_obtains_the_plan_for_a_fee() -> None:
    p = parameters(**{**OFFERS, "adviser_monthly": 1.0}, adviser_silent=1.0, adviser_fee_share=0.01)
    b, f = eased(p, contact=Contact.SILENT, silent_months=4, cash=15_000)
    assert (f["plan_agreed"], b["contact"], b["silent_months"]) == (Agreement.PLAN, Contact.IN_CONTACT, 0)
    assert (f["adviser_fee"], b["cash"]) == (15_000, 0)
    b, f = eased(p, contact=Contact.SILENT, cash=14_999)
    assert (f["plan_agreed"], b["contact"], f["adviser_fee"]) == (0, Contact.SILENT, 0), "the fee is not there"


@pytest.mark.parametrize("state", [{"cash": 244_000}, {"plan_month": 9}, {"locked": 1}], ids=str)
def test_nobody_seeks_an_adviser_to_whom_a_plan_is_of_no_use(state: dict[str, int]) -> None:
    p = parameters(**{**OFFERS, "adviser_monthly": 1.0}, adviser_fee_share=0.01)
    assert eased(p, cash=20_000)[1]["adviser_fee"] == 15_000
    assert eased(p, **{"cash": 20_000, **state})[1]["adviser_fee"] == 0


@pytest.mark.parametrize("contact", [Contact.SILENT, Contact.IN_CONTACT])
def test_an_adviser_takes_no_fee_for_a_plan_that_may_be_refused(contact: Contact) -> None:
    fee = {**OFFERS, "adviser_monthly": 1.0, "adviser_fee_share": 0.01}
    for scrutiny, income, plan in ((0.5, 0, 0), (1.0, 0, 0), (1.0, 10**6, 1), (0.5, 10**6, 1), (0.0, 0, 1)):
        p = parameters(**{**fee, "plan_scrutiny": scrutiny}, adviser_silent=1.0)
        for i in range(20):
            b, f = eased(p, i, income=income, income_shown=income, cash=20_000, contact=contact, literacy=0.5)
            assert (f["plan_agreed"], f["adviser_fee"], b["cash"]) == (plan, 15_000 * plan, 20_000 - 15_000 * plan)
            assert b["contact"] == (Contact.IN_CONTACT if plan else contact)


def test_a_plan_asks_for_no_arrears_and_clears_no_record() -> None:
    p = parameters(**{**OFFERS, "hardship_offer": 1.0, "memory_months": 10.0, "plan_months": 12})
    b, f = eased(p, late_cashloan=4, ever_defaulted=1, lateness=4.0)
    closed(b, f, p, policy())
    assert (b["late_paylater"], b["late_cashloan"], b["overdue_paylater"], b["overdue_cashloan"]) == (2, 4, 0, 0)
    assert (b["plan"], b["plan_month"]) == (12, 20)
    assert (b["months_since_late"], b["ever_defaulted"], b["lateness"]) == (0, 1, pytest.approx(4.0 * 0.9))
    b["late_paylater"] = b["late_cashloan"] = 0  # six payments later
    age(b, flows(), p, policy())
    assert (b["months_since_late"], b["ever_defaulted"]) == (0, 1)
    assert room_cashloan(b, policy()) == room_paylater(b) == 0
    b["plan"] = 0
    age(b, flows(), p, policy())
    assert (b["months_since_late"], b["ever_defaulted"]) == (1, 0)
    assert room_cashloan(b, policy()) > 0 < room_paylater(b)


@pytest.mark.parametrize(("holiday", "months", "waiver"), [(0, 1, 0.0), (2, 6, 0.5), (1, 18, 1.0), (0, 60, 0.3)])
def test_a_kept_plan_repays_all_in_equal_instalments(holiday: int, months: int, waiver: float) -> None:
    p = parameters(
        **{**OFFERS, "hardship_offer": 1.0},
        extension_months=holiday, plan_months=months, interest_waiver=waiver, revolve_minimum_share=0.04,
        non_accrual_months=3,
    )  # fmt: skip
    q = policy(month=20, cashloan_apr=0.12, paylater_apr=0.24)
    b, f = eased(p)
    closed(b, f, p, q)
    assert (b["plan"], b["holiday"]) == (months, holiday), "the month of the agreement is none of the plan's"
    asked: list[tuple[int, int]] = []
    while b["plan"] > 0:
        f = flows()
        bills(b, f, p, q)
        owed = {name: int(b[f"balance_{name}"]) for name in ("paylater", "cashloan")}
        assert f["least_paylater"] == f["due_paylater"]
        asked.append((int(f["due_paylater"]), int(f["due_cashloan"])))
        b["cash"] = sum(asked[-1])
        pay_paylater(b, f, int(f["due_paylater"]))
        pay_cashloan(b, f, int(f["due_cashloan"]))
        closed(b, f, p, q)
        waived = 0.0
        for name, apr in (("paylater", 0.24), ("cashloan", 0.12)):
            interest = (owed[name] - int(f[f"paid_{name}"])) * apr / 12
            assert f[f"interest_{name}"] == pytest.approx(interest * (1 - waiver), abs=1.5)
            waived += interest * waiver
        if b["plan"] > 0:
            assert f["waived"] == pytest.approx(waived, abs=2)
    assert len(asked) == holiday + months
    assert asked[:holiday] == [(0, 0)] * holiday
    assert b["balance_paylater"] == b["balance_cashloan"] == 0
    for of_product in zip(*asked[holiday:], strict=True):
        assert max(of_product) - min(of_product) <= 0.1 * max(of_product)  # interest runs on what is left after paying


def test_a_missed_due_breaks_the_plan_and_the_usual_rules_return() -> None:
    p = parameters(cashloan_term_months=12, plan_months=60, plan_misses=1)
    q = policy(month=21, cashloan_apr=0.12)
    b = in_arrears(plan=60, late_paylater=0, late_cashloan=0, overdue_paylater=0, overdue_cashloan=20_000)
    f = flows()
    closed(b, f, p, q)
    assert (b["plan"], b["late_cashloan"], f["plan_broken"]) == (0, 1, 1)
    assert b["instalment"] == pytest.approx(float(b["balance_cashloan"]) / 12, rel=0.07)
    bills(b, f, p, q)
    assert f["due_cashloan"] == b["instalment"]


def on_a_plan(**state: float) -> Any:
    """A borrower late on the cash loan alone, with a plan of a year that asks for 30,000 fen."""
    usual = {
        "balance_paylater": 0, "overdue_paylater": 0, "late_paylater": 0, "balance_cashloan": 360_000,
        "overdue_cashloan": 0, "plan": 12, "plan_month": 19, "instalment": 30_000,
    }  # fmt: skip
    return in_arrears(**{**usual, **state})


KEEPS = {"plan_keep_months": 6, "interest_waiver": 1.0, "non_accrual_months": 3}


def test_what_a_plan_covers_is_past_due_until_it_has_been_kept() -> None:
    p, b = parameters(**KEEPS), on_a_plan(holiday=1, unable=2)
    late = []
    for month in range(20, 28):
        f = flows()
        live_plan_month(b, f, p, policy(month=month, cashloan_apr=0.12))
        late.append(int(b["late_cashloan"]))
        assert f["re_aged"] == (month == 26)
    assert late == [2] * 6 + [0, 0], "a month without dues is no payment"
    assert (b["plan"], b["plan_paid"], b["unable"]) == (5, 7, 0)


@pytest.mark.parametrize(("keep", "months"), [(0, 0), (1, 1), (3, 3)])
def test_as_many_payments_re_age_as_are_asked(keep: int, months: int) -> None:
    p, b = parameters(**{**KEEPS, "plan_keep_months": keep}), in_arrears()
    f = flows()
    agree_plan(b, f, p, policy(month=19))
    closed(b, f, p, policy(month=19))
    b["holiday"] = 0
    passed = 0
    while b["late_cashloan"] > 0:
        passed += 1
        live_plan_month(b, flows(), p, policy(month=19 + passed))
    assert passed == months


def live_plan_month(b: Any, f: Any, p: Any, q: Any) -> None:
    """A month in which the plan's due is paid on the due date."""
    bills(b, f, p, q)
    b["cash"] += int(f["due_paylater"]) + int(f["due_cashloan"])
    pay_on_due_date(b, f, p, q, KEYS, 1)
    assert (b["overdue_paylater"], b["overdue_cashloan"]) == (0, 0)
    closed(b, f, p, q)


@pytest.mark.parametrize(("late", "paid"), [(1, 0), (2, 0), (2, 10_000), (5, 0)])
def test_a_broken_plan_leaves_off_where_it_began(late: int, paid: int) -> None:
    p = parameters(**KEEPS, cashloan_term_months=12, revolve_minimum_share=0.1, plan_misses=1)
    q = policy(month=22, cashloan_apr=0.0)
    b, f = on_a_plan(late_cashloan=late, unable=late), flows(paid_cashloan=paid)
    b["overdue_cashloan"] = 30_000 - paid
    closed(b, f, p, q)
    assert (b["plan"], b["holiday"], f["plan_broken"], f["re_aged"]) == (0, 0, 1, 0)
    assert b["late_cashloan"] == late + 1
    assert b["instalment"] == 30_000
    assert b["overdue_cashloan"] == late * 30_000 + 30_000 - paid
    assert b["ever_defaulted"] == (late + 1 >= 3)


@pytest.mark.parametrize("misses", [1, 2, 3])
def test_a_plan_ends_at_so_many_missed_payments_and_spreads_the_others_over_what_is_left(misses: int) -> None:
    p, q = parameters(**KEEPS, plan_misses=misses, revolve_minimum_share=0.1), policy(month=22, cashloan_apr=0.0)
    b = on_a_plan(plan_paid=5)
    for missed in range(1, misses):
        f = miss_a_payment(b, p, q)
        assert (b["plan"], b["plan_missed"], f["plan_broken"]) == (12, missed, 0), "the months are counted as paid"
        assert (b["overdue_cashloan"], b["late_cashloan"]) == (0, 2), "as late as before"
        assert b["plan_paid"] == 0, "what re-ages is paid at a stretch"
        if missed == 1:
            live_plan_month(b, flows(), p, q)
            assert (b["plan"], b["plan_paid"], b["balance_cashloan"]) == (11, 1, 330_000)
            b["plan"], b["balance_cashloan"] = 12, 360_000
    f = miss_a_payment(b, p, q)
    assert (b["plan"], f["plan_broken"], b["late_cashloan"]) == (0, 1, 3)


def miss_a_payment(b: Any, p: Any, q: Any) -> Any:
    """A month in which nothing of what the plan asks is paid; its flows."""
    f = flows()
    bills(b, f, p, q)
    b["overdue_cashloan"] = int(f["due_cashloan"])
    closed(b, f, p, q)
    return f


def test_a_new_plan_counts_its_misses_anew() -> None:
    b = in_arrears(plan_missed=1)
    agree_plan(b, flows(), parameters(plan_misses=2), policy(month=40))
    assert b["plan_missed"] == 0


def test_a_broken_plan_brings_back_the_least_payments_of_paylater() -> None:
    p, q = parameters(**KEEPS, revolve_minimum_share=0.1), policy(month=22, cashloan_apr=0.0)
    b = on_a_plan(balance_paylater=50_000, late_paylater=1, overdue_paylater=2_000, balance_cashloan=0, late_cashloan=0)
    f = flows(least_paylater=2_000, missed_paylater=0)
    break_plan(b, f, p, q)
    assert (b["overdue_paylater"], f["least_paylater"]) == (2_000 + 5_000, 5_000)
    b = on_a_plan(balance_paylater=50_000, late_paylater=40, overdue_paylater=2_000)
    break_plan(b, f, p, q)
    assert b["overdue_paylater"] == 50_000, "no more is past due than is owed"


def test_nobody_works_on_a_plan_that_is_kept() -> None:
    p, q = parameters(), policy(month=22)
    assert in_arrears_of(on_a_plan()) == 0 < in_arrears_of(on_a_plan(plan=0))
    b, f = on_a_plan(cash=10**6, late_cashloan=5), flows()
    make_contact(b, p, KEYS, 1)
    collect(b, f, p, q, KEYS, 1)
    assert (b["contact"], b["ladder"], f["stage_due"], b["cash"]) == (0, 0, 0, 10**6)
    assert ladder_stage(on_a_plan(late_cashloan=5), p) == LadderStage.MESSAGE
    b, f = on_a_plan(late_cashloan=5), flows(due_cashloan=30_000, due_outside=7)
    assert planned_dues(b, f, p) == 30_007
    b["plan"] = 0
    assert planned_dues(b, f, p) == 7


def test_what_a_plan_asks_is_paid_within_the_thirty_days_too() -> None:
    p, q = parameters(overlooked=0.0, hold_out=0.0), policy(month=22)
    b, f = on_a_plan(cash=40_000, late_cashloan=5, overdue_cashloan=30_000), flows(due_cashloan=30_000)
    make_contact(b, p, KEYS, 1)
    collect(b, f, p, q, KEYS, 1)
    assert (b["cash"], b["overdue_cashloan"], b["ladder"]) == (10_000, 0, LadderStage.MESSAGE)


def test_a_plan_holds_the_count_of_months_without_the_money() -> None:
    p, q = parameters(), policy(month=22)
    kept, cured = on_a_plan(unable=2, contact=0), on_a_plan(plan=0, unable=2, contact=0)
    for b in (kept, cured):
        collect(b, flows(), p, q, KEYS, 1)
    assert (kept["unable"], cured["unable"]) == (2, 0)


def test_a_plan_s_due_can_fail_and_another_late_one_cannot() -> None:
    p = parameters(outage_share=1.0)
    for plan, fails in ((12, True), (0, False)):
        assert payment_fails(on_a_plan(plan=plan), flows(due_cashloan=1), p, KEYS, 1) == fails


@pytest.mark.parametrize(("income", "enough"), [(400_000, True), (399_999, False)])
def test_a_plan_is_for_those_whose_income_would_bear_it(income: int, enough: bool) -> None:
    p = parameters(
        plan_months=10, interest_waiver=1.0, subsistence_yuan=1000, subsistence_share=0.0, subsistence_most=1.0,
        hardship_offer=1.0, adviser_monthly=0.0, plan_scrutiny=1.0,
    )  # fmt: skip
    b = in_arrears(
        balance_paylater=500_000, balance_cashloan=1_500_000, income=income, income_shown=10**6, outside_overdue=60_000
    )
    f = flows(due_outside=100_000)  # 1,000 yuan to live on, 2,000 to repay, 1,000 to others with what is late there
    assert has_means(b, f, p, policy(month=20)) == enough
    b["income"], b["income_shown"] = b["income_shown"], b["income"]  # the months before count as much as this one
    assert has_means(b, f, p, policy(month=20)) == enough
    ease(b, f, p, policy(month=20), KEYS, 1)
    assert (f["plan_agreed"] == Agreement.PLAN) == enough


def test_one_good_month_shows_no_means() -> None:
    steady = {"transitory_sd_salaried": 0.0, "separation_monthly": 0.0, "scar_fade_monthly": 0.0, "bonus_months": 0.0}
    for months, weight in ((1.0, 1.0), (3.0, 0.5), (4.0, 0.4)):
        p = parameters(**steady, plan_income_months=months)
        b = borrower(income_usual=500_000, employed=1, income_shown=300_000, shock=0.0)
        earn(b, flows(), p, policy(income_pull=0, income_drift=0, income_sd=0), KEYS, 1)
        assert b["income"] == 500_000
        assert b["income_shown"] == pytest.approx(300_000 + weight * 200_000, abs=1)


def test_pay_slips_are_shown_of_as_many_months_as_are_asked_for() -> None:
    market = live(story({"plan_income_months": 1.0, "bonus_months": 0.0}), borrowers=400, months=6)
    assert (market.people["income_shown"] == market.people["income"]).all(), "the last one alone"
    market = live(story({"plan_income_months": 6.0, "bonus_months": 0.0}), borrowers=1000, months=12)
    there = market.people["status"] == Status.ACTIVE
    shown, income = (
        market.people[name][there] / market.people["income_usual"][there] for name in ("income_shown", "income")
    )
    assert shown.std() < 0.9 * income.std() and abs(shown.mean() - income.mean()) < 0.03


def test_not_everybody_s_means_are_examined() -> None:
    p = parameters(**{**OFFERS, "hardship_offer": 1.0, "plan_scrutiny": 0.7})
    agreed = {i for i in range(MANY) if eased(p, i, income=0)[1]["plan_agreed"]}
    assert len(agreed) / MANY == near(0.3)


# settlements


@given(
    cash=st.integers(0, 3_000_000), paylater=st.integers(0, 10**6), cashloan=st.integers(1, 10**6),
    discount=st.floats(0, 0.95), late=st.integers(3, 8),
)  # fmt: skip
def test_a_settlement_is_paid_at_once_or_not_at_all(
    cash: int, paylater: int, cashloan: int, discount: float, late: int
) -> None:
    p = parameters(**{**OFFERS, "settlement_offer": 1.0}, settlement_discount=discount)
    b, f = eased(p, cash=cash, balance_paylater=paylater, balance_cashloan=cashloan, late_cashloan=late)
    asked = (paylater + cashloan) * (1 - discount)
    if cash >= asked + 1:
        assert f["plan_agreed"] == Agreement.SETTLEMENT
    if f["plan_agreed"] == Agreement.SETTLEMENT:
        assert cash - int(b["cash"]) == pytest.approx(asked, abs=1)
        assert cash - int(b["cash"]) == int(f["paid_paylater"]) + int(f["paid_cashloan"])
        assert int(f["paid_paylater"]) + int(f["forgiven_paylater"]) == paylater
        assert int(f["paid_cashloan"]) + int(f["forgiven_cashloan"]) == cashloan
        age(b, f, p, policy())
        assert b["balance_paylater"] == b["balance_cashloan"] == b["late_paylater"] == b["late_cashloan"] == 0
        assert b["ever_defaulted"] == 0
    else:
        assert (b["cash"], b["balance_paylater"], b["balance_cashloan"]) == (cash, paylater, cashloan)


@pytest.mark.parametrize(
    "state", [{"late_paylater": 2, "late_cashloan": 2}, {"contact": Contact.SILENT}, {"locked": 1}], ids=str
)
def test_only_a_default_in_contact_is_settled(state: dict[str, int]) -> None:
    p = parameters(**{**OFFERS, "settlement_offer": 1.0})
    assert eased(p, cash=10**7, late_cashloan=3)[1]["plan_agreed"] == Agreement.SETTLEMENT
    assert eased(p, **{"cash": 10**7, "late_cashloan": 3, **state})[1]["plan_agreed"] == 0


def test_debt_written_off_is_settled_by_those_who_still_talk_and_have_the_money() -> None:
    p = parameters(
        settlement_offer=0.5, settlement_discount=0.4, contact_base=0.3, contact_trust=0.5, contact_literacy=0.2,
        contact_flexibility=0.0,
    )  # fmt: skip

    def settles(i: int, cash: int = 70_000) -> bool:
        b, f = borrower(status=Status.WRITTEN_OFF, written_off=100_000, cash=cash), flows(recovered=500)
        settle_old_debt(b, f, p, KEYS, i)
        if b["written_off"] > 0:
            return False
        assert (b["cash"], f["recovered"], f["forgiven_written_off"]) == (cash - 60_000, 60_500, 40_000)
        return True

    assert share_of_borrowers(settles) == near(0.5 * (0.3 + 0.5 * 0.6 + 0.2 * 0.5))
    assert not any(settles(i, 59_999) for i in range(200))


# what a bad record costs


@pytest.mark.parametrize("record", [0.0, 2.0, 10.0])
def test_a_bad_record_makes_work_harder_to_find_and_to_keep(record: float) -> None:
    p = parameters(
        separation_monthly=0.04, finding_monthly=0.3, separation_factor_gig=1.5, record_finding_weight=0.1,
        record_separation_weight=0.2,
    )  # fmt: skip
    q = policy(income_pull=0)
    chances = {1: 0.06 * (1 + 0.2 * record), 0: 0.3 * math.exp(-0.1 * record)}
    for employed, chance in chances.items():

        def changes(i: int, employed: int = employed) -> bool:
            b = borrower(segment=Segment.GIG, employed=employed, bureau_record=record)
            earn(b, flows(), p, q, KEYS, i)
            return bool(b["employed"] != employed)

        assert share_of_borrowers(changes) == near(chance)


def test_a_bad_record_costs_a_share_of_income() -> None:
    p = parameters(record_rent_share=0.05, move_monthly=0.0)
    costs = [cost_of_record(borrower(bureau_record=record), p, KEYS, 1) for record in (0.0, 0.99, 1.0, 9.0)]
    assert costs == [0, 0, 30_000, 30_000]


def test_a_bad_record_asks_for_a_deposit_of_those_who_move() -> None:
    p = parameters(record_rent_share=0.0, record_deposit_months=0.5, move_monthly=0.2)
    costs = [cost_of_record(borrower(bureau_record=1.0), p, KEYS, i) for i in range(MANY)]
    assert set(costs) == {0, 300_000} and np.mean(np.array(costs) > 0) == near(0.2)
    assert all(cost_of_record(borrower(bureau_record=0.99), p, KEYS, i) == 0 for i in range(50))


def test_debt_that_is_pursued_is_late_every_month() -> None:
    p, b = parameters(memory_months=10.0), borrower(lateness=6.0)
    stay_late(b, p)
    assert b["lateness"] == pytest.approx(6.0 * 0.9 + 1.0)


def test_the_bureau_hears_of_the_same_borrowers_in_every_month() -> None:
    p = parameters(bureau_reporting=0.3)
    once, later = (
        {i for i in range(500) if reported_lateness(borrower(lateness=2.0), p, keys, i) == 2.0}
        for keys in (month_keys(3, 1), month_keys(3, 40))
    )
    assert once == later
    assert share_of_borrowers(lambda i: reported_lateness(borrower(lateness=2.0), p, KEYS, i) > 0) == near(0.3)
    assert reported_lateness(borrower(), parameters(bureau_reporting=1.0), KEYS, 1) == 0.0


# friends


@pytest.mark.parametrize(
    ("troubles", "seen"),
    [([0, 0, 0], 0), ([1, 0, 0], 33), ([1, 1, 0], 67), ([1, 1, 1], 100), ([-1, -1, 1], 100), ([-1, -1, -1], 0)],
)
def test_friends_who_are_late_are_counted_among_those_there_are(troubles: list[int], seen: int) -> None:
    b = borrower(friends_late=50)
    look_around(b, np.array([0, *troubles], np.int8), np.array([0, 3], np.int32), np.array([1, 2, 3], np.int32), 0)
    assert b["friends_late"] == seen


def test_trouble_is_lateness_on_either_product_or_debt_written_off() -> None:
    states: list[dict[str, int]] = [
        {},
        {"late_paylater": 1},
        {"late_cashloan": 2},
        {"status": Status.WRITTEN_OFF},
        {"status": Status.VACANT},
    ]
    assert [troubled(borrower(**state)) for state in states] == [0, 1, 1, 1, -1]


# the whole market


def test_a_market_full_of_hardship_balances() -> None:
    strong = {
        "hardship_offer": 1.0, "adviser_monthly": 0.3, "adviser_fee_share": 0.02,
        "settlement_offer": 1.0, "settlement_discount": 0.9,
        "extension_months": 2, "plan_months": 6, "start_late_cashloan": 0.03, "start_late_paylater": 0.05,
        "separation_monthly": 0.05, "writeoff_months": 4, "friends_weight": 200.0, "record_rent_share": 0.2,
        "record_finding_weight": 1.0, "admission_distrust": 300.0, "bureau_reporting": 1.0,
    }  # fmt: skip
    happened = dict.fromkeys(("plan_broken", "forgiven_cashloan", "forgiven_written_off", "waived", "adviser_fee"), 0)

    def watch(market: Any) -> None:
        for name in happened:
            happened[name] += int(market.flows[name].sum())
        there = market.people["status"] == Status.WRITTEN_OFF
        assert not (market.people["written_off"][there] == 0).any(), "a debt settled frees its place"

    live(story(strong), borrowers=600, months=18, check=True, each_month=watch)
    assert all(happened.values()), happened


def test_every_borrower_s_record_shows_how_many_friends_are_late() -> None:
    market = live(story({"start_late_cashloan": 0.03, "leave_monthly": 0.05}), borrowers=5000, months=1)
    before, network = market.people.copy(), market.network
    late = (before["late_paylater"] > 0) | (before["late_cashloan"] > 0) | (before["status"] == Status.WRITTEN_OFF)
    stayed = before["joined_month"] < 1
    seen = 0
    for i in np.flatnonzero(stayed & (before["status"] != Status.VACANT)):
        circle = network.friends[network.starts[i] : network.starts[i + 1]]
        if stayed[circle].all() and (before["status"][circle] != Status.VACANT).all():
            assert abs(100 * late[circle].sum() / circle.size - before["friends_late"][i]) <= 0.5
            seen += before["friends_late"][i] > 0
    assert seen > 100


def test_a_plan_repays_in_equal_parts_at_the_interest_that_is_not_waived() -> None:
    assert plan_instalment(120_000, 12, 0.12, parameters(interest_waiver=1.0)) == 10_000
    assert plan_instalment(120_000, 12, 0.12, parameters(interest_waiver=0.5)) == instalment_of(120_000, 0.06, 12.0)
    assert plan_instalment(120_000, 0, 0.0, parameters()) == 120_000, "all at once when the months are over"
