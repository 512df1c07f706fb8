"""Arrears: whoever has the money pays them, but for oversight and unwillingness; why dues are missed, and default."""

import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.markets import KEYS, MANY, borrower, flows, live, near, parameters, policy, share_of_borrowers, story
from tightrope.agents.ageing import age, cause_of_default
from tightrope.agents.codes import Agreement, Cause, Contact, Failure, PaylaterHabit
from tightrope.agents.collecting import clear_arrears, collect, holds_out, pay_a_little
from tightrope.agents.lines import bring_back_arrears
from tightrope.agents.repaying import (
    cause_of_missing,
    cause_of_passing_over,
    forgets,
    note_missed,
    oversight,
    pay_on_due_date,
    paylater_overlooked,
    pays_by_hand,
)
from tightrope.model.engine.life import thirty_days
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.streams import month_keys

NOTHING = {"overlooked": 0.0, "hold_out": 0.0, "hope": 0.0}
"""Nobody overlooks anything, holds out, or hopes."""
OWED = {
    "balance_paylater": 100_000, "overdue_paylater": 20_000, "balance_cashloan": 150_000, "overdue_cashloan": 60_000,
    "instalment": 30_000, "contact": Contact.SILENT,
}  # fmt: skip
"""Arrears of 800 yuan on debts of 2,500, of an income of 6,000."""


def collected(p: Any, i: int = 1, moved: dict[str, float] | None = None, **state: float) -> tuple[Any, Any]:
    """The borrower and the flows of a month in which collections worked on arrears."""
    b, f = borrower(**{**OWED, **state}), flows(**(moved or {}))
    collect(b, f, p, policy(), KEYS, i)
    return b, f


def cleared(b: Any) -> bool:
    """Whether nothing is overdue."""
    return bool(b["overdue_paylater"] == 0 and b["overdue_cashloan"] == 0)


# who has the money pays


@pytest.mark.parametrize("late", [{}, {"late_paylater": 1}, {"late_cashloan": 2}, {"late_paylater": 2}], ids=str)
def test_until_default_whoever_has_the_money_pays_all_of_it(late: Any) -> None:
    b, f = collected(parameters(**NOTHING), cash=80_000, **late)
    assert cleared(b) and b["cash"] == 0
    assert (f["paid_paylater"], f["paid_cashloan"]) == (20_000, 60_000)


@pytest.mark.parametrize("late", [{"late_paylater": 3}, {"late_cashloan": 3}, {"late_cashloan": 8}], ids=str)
def test_in_default_nobody_pays_who_has_no_hope(late: Any) -> None:
    b, f = collected(parameters(**NOTHING), cash=10**7, **late)
    assert (b["cash"], f["paid_paylater"], f["paid_cashloan"]) == (10**7, 0, 0)


@pytest.mark.parametrize(
    ("cash", "paylater", "cashloan"),
    [
        (80_000, 20_000, 60_000),
        (79_999, 20_000, 30_000),  # whole instalments only
        (50_000, 20_000, 30_000),
        (49_999, 20_000, 0),
        (20_000, 20_000, 0),
        (19_999, 19_999, 0),  # paylater comes first, as far as the money goes
        (0, 0, 0),
    ],
)
def test_who_has_too_little_pays_paylater_first_and_then_whole_instalments(
    cash: int, paylater: int, cashloan: int
) -> None:
    b, f = borrower(cash=cash, **OWED), flows(missed_cashloan=30_000)
    clear_arrears(b, f, parameters(overlooked=0.0), 0.0, KEYS, 1)
    assert (f["paid_paylater"], f["paid_cashloan"], b["cash"]) == (paylater, cashloan, cash - paylater - cashloan)
    assert f["cured"] == min(30_000, cashloan), "of what was missed this month"


@pytest.mark.parametrize(("overlooked", "reached"), [(0.4, 0.0), (0.4, 0.5), (1.0, 0.25), (0.3, 1.0), (0.0, 0.0)])
def test_arrears_are_overlooked_as_often_as_declared_less_what_pressure_prevents(
    overlooked: float, reached: float
) -> None:
    p = parameters(overlooked=overlooked)

    def stays(i: int) -> bool:
        b = borrower(cash=80_000, **OWED)
        clear_arrears(b, flows(), p, reached, KEYS, i)
        assert cleared(b) == (b["cash"] == 0)
        return not cleared(b)

    assert share_of_borrowers(stays) == near(overlooked * (1 - reached))


@pytest.mark.parametrize(("contact", "prevented"), [(Contact.IN_CONTACT, 0.5), (Contact.SILENT, 0.2)])
def test_a_reminder_reaches_the_silent_less(contact: int, prevented: float) -> None:
    p = parameters(**{**NOTHING, "overlooked": 0.6}, message_effect=0.5, silent_reach=0.4)
    stays = share_of_borrowers(lambda i: not cleared(collected(p, i, cash=80_000, contact=contact)[0]))
    assert stays == near(0.6 * (1 - prevented))


def test_more_pressure_spares_some_and_harms_nobody() -> None:
    """The same draw decides at every pressure: whom a little of it moves, more of it moves as well."""

    def overlooking(effect: float) -> set[int]:
        p = parameters(**{**NOTHING, "overlooked": 0.5}, message_effect=effect)
        return {i for i in range(300) if not cleared(collected(p, i, cash=80_000)[0])}

    assert overlooking(1.0) < overlooking(0.3) < overlooking(0.0)


# holding out


def holding_out(p: Any, keys: Any = KEYS, **state: float) -> set[int]:
    """The borrowers, of many who owe three months' income, who hold out."""
    usual = {"balance_paylater": 300_000, "balance_cashloan": 1_200_000, "outside_debt": 300_000, "trust": 0.6}
    b = borrower(**{**usual, **state})
    return {i for i in range(MANY) if holds_out(b, p, keys, i)}


def test_the_same_borrowers_hold_out_in_every_month() -> None:
    p = parameters(hold_out=0.2, bureau_reporting=0.0)
    assert holding_out(p) == holding_out(p, month_keys(1, 40)) != holding_out(p, month_keys(2, 1))


@pytest.mark.parametrize(
    ("values", "state", "chance"),
    [
        ({}, {}, 0.05 * 3 * 0.4),
        ({}, {"balance_cashloan": 2_400_000}, 0.05 * 5 * 0.4),
        ({}, {"outside_debt": 1_500_000}, 0.05 * 5 * 0.4),
        ({}, {"balance_paylater": 1_500_000}, 0.05 * 5 * 0.4),
        ({}, {"income_usual": 300_000}, 0.05 * 6 * 0.4),
        ({}, {"trust": 0.0}, 0.05 * 3),
        ({}, {"friends_late": 50}, 0.05 * 3 * 0.4 * 2),
        ({"hold_out_peers": 5.0}, {"friends_late": 100}, 0.05 * 3 * 0.4 * 6),
        ({"bureau_reporting": 0.5}, {}, 0.05 * 3 * 0.4 * 0.7),
        ({"bureau_reporting": 1.0}, {"friends_late": 50}, 0.05 * 3 * 0.4 * 2 * 0.4),
        ({"hold_out_offers": 2.0, "hardship_offer": 0.5}, {}, 0.05 * 3 * 0.4 * 2),
        ({"hold_out": 1.0}, {"trust": 0.0}, 1.0),
    ],
    ids=str,
)
def test_more_hold_out_who_owe_more_are_wronged_in_company_and_unreported(
    values: dict[str, float], state: dict[str, float], chance: float
) -> None:
    usual = {
        "hold_out": 0.05, "hold_out_peers": 2.0, "hold_out_reporting": 0.6, "bureau_reporting": 0.0,
        "hold_out_offers": 0.0,
    }  # fmt: skip
    found = holding_out(parameters(**{**usual, **values}), **state)
    assert len(found) / MANY == near(chance)
    base = holding_out(parameters(**usual))
    assert found <= base if chance < 0.06 else base <= found, "the draw is kept: more is always the same and others"


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"hold_out": 0.0, "hold_out_peers": 20.0}, {"trust": 0.0, "friends_late": 100}),
        ({"hold_out_reporting": 1.0, "bureau_reporting": 1.0}, {"trust": 0.0}),
        ({}, {"trust": 1.0}),
        ({}, {"balance_paylater": 0, "balance_cashloan": 0, "outside_debt": 0, "trust": 0.0}),
    ],
    ids=str,
)
def test_nobody_holds_out_where_there_is_nothing_to_hold_out_for(
    values: dict[str, float], state: dict[str, float]
) -> None:
    assert not holding_out(parameters(**{"hold_out": 1.0, **values}), **state)


def test_who_holds_out_keeps_the_money_until_default_and_the_flow_says_so() -> None:
    p = parameters(**{**NOTHING, "hold_out": 1.0}, bureau_reporting=0.0)
    for late in (0, 1, 2):
        b, f = collected(p, cash=80_000, trust=0.0, late_cashloan=late, outside_debt=600_000)
        assert (b["cash"], f["held_out"], b["unable"]) == (80_000, 1, 0)
        assert collected(p, cash=80_000, trust=1.0, late_cashloan=late)[1]["held_out"] == 0


def test_without_holding_out_nothing_of_it_moves_anything() -> None:
    """Off is exactly off: friends and reports that would move it leave every record as it was."""
    seen = {"held": 0, "defaults": 0, "held defaults": 0}

    def watch(market: Any) -> None:
        seen["held"] += int(market.flows["held_out"].sum())
        seen["defaults"] += int(market.flows["defaulted"].sum())
        seen["held defaults"] += int((market.flows["default_cause"] == Cause.HELD_OUT).sum())

    ways = [
        live(
            story({"hold_out": 0.0, "hold_out_peers": peers, "hold_out_reporting": reporting}),
            borrowers=1000, months=4, each_month=watch, check=True,
        )
        for peers, reporting in ((0.0, 0.0), (20.0, 1.0))
    ]  # fmt: skip
    assert ways[0].people.tobytes() == ways[1].people.tobytes()
    assert seen["defaults"] > 0 == seen["held"] == seen["held defaults"]


# in default


def in_default(p: Any, cash: int, reached: float = 0.0, i: int = 1, **state: float) -> tuple[Any, Any]:
    """The borrower and the flows after what hope there is in default."""
    b, f = borrower(**{**OWED, "late_cashloan": 4, "cash": cash, **state}), flows()
    pay_a_little(b, f, p, reached, KEYS, i)
    return b, f


HOPE = {
    "hope": 1.0, "hope_share": 0.25, "subsistence_yuan": 1_000.0, "subsistence_share": 0.25, "silent_reach": 1.0,
}  # fmt: skip
"""Of an income of 6,000 yuan 2,500 are needed to live on, and a quarter of the rest is paid on each product."""


@pytest.mark.parametrize(
    ("cash", "paylater", "cashloan"),
    [
        (250_000, 0, 0),  # subsistence is kept
        (250_004, 1, 1),
        (290_000, 10_000, 10_000),
        (329_996, 19_999, 19_999),
        (329_999, 20_000, 20_000),
        (330_000, 20_000, 60_000),  # what is spare covers all
        (900_000, 20_000, 60_000),
    ],
)
def test_hope_pays_a_part_of_spare_money_or_all_where_it_covers_all(cash: int, paylater: int, cashloan: int) -> None:
    b, f = in_default(parameters(**HOPE), cash, reached=1.0)
    assert (f["paid_paylater"], f["paid_cashloan"], b["cash"]) == (paylater, cashloan, cash - paylater - cashloan)
    assert b["cash"] >= min(cash, 250_000)


def test_no_more_than_what_is_overdue_is_paid_on_either_product() -> None:
    b, f = in_default(parameters(**HOPE), 329_000, reached=1.0, overdue_paylater=5_000, overdue_cashloan=80_000)
    assert (f["paid_paylater"], f["paid_cashloan"], b["overdue_cashloan"]) == (5_000, 19_750, 60_250)


@pytest.mark.parametrize(
    ("hope", "debt", "reached", "chance"),
    [
        (0.3, 0, 0.0, 0.3 * math.exp(-5 / 12)),  # 2,500 yuan of 6,000 a month
        (0.3, 600_000, 0.0, 0.3 * math.exp(-17 / 12)),
        (0.3, 0, 0.5, 0.45 * math.exp(-5 / 12)),
        (1.0, 0, 1.0, 1.0),
        (0.0, 0, 1.0, 0.0),
    ],
)
def test_hope_falls_with_all_that_is_owed_and_pressure_helps_it(
    hope: float, debt: int, reached: float, chance: float
) -> None:
    p = parameters(**{**HOPE, "hope": hope})
    paid = share_of_borrowers(lambda i: in_default(p, 300_000, reached, i, outside_debt=debt)[1]["paid_cashloan"] > 0)
    assert paid == near(chance)


@pytest.mark.parametrize(("contact", "chance"), [(Contact.SILENT, 0.2), (Contact.IN_CONTACT, 0.5)])
def test_silence_takes_hope_away(contact: Contact, chance: float) -> None:
    p = parameters(**{**HOPE, "hope": 0.5 * math.exp(5 / 12), "silent_reach": 0.4})
    paid = share_of_borrowers(lambda i: in_default(p, 300_000, 0.0, i, contact=contact)[1]["paid_cashloan"] > 0)
    assert paid == near(chance)


# who lacks the money, and why there is default


@pytest.mark.parametrize(("cash", "unable"), [(79_999, 3), (80_000, 0), (0, 3)])
def test_months_without_the_money_for_all_arrears_are_counted_at_a_stretch(cash: int, unable: int) -> None:
    for late in (1, 5):
        assert collected(parameters(**NOTHING), cash=cash, unable=2, late_cashloan=late)[0]["unable"] == unable


def test_the_count_of_months_without_the_money_ends_with_the_arrears() -> None:
    p = parameters(**NOTHING)
    assert collected(p, unable=2, contact=Contact.NOT_LATE)[0]["unable"] == 0
    assert collected(p, moved={"plan_agreed": Agreement.PLAN}, unable=2)[0]["unable"] == 0


@pytest.mark.parametrize(
    ("unable", "locked", "held_out", "cause"),
    [
        (3, 1, 1, Cause.SHORT),  # whoever cannot pay does not hold out, nor is kept from paying
        (3, 0, 1, Cause.SHORT),
        (3, 0, 0, Cause.SHORT),
        (2, 1, 1, Cause.FAILED),
        (0, 1, 0, Cause.FAILED),
        (2, 0, 1, Cause.HELD_OUT),
        (0, 0, 1, Cause.HELD_OUT),
        (2, 0, 0, Cause.FORGOT),
        (0, 0, 0, Cause.FORGOT),
    ],
)
def test_a_default_is_for_want_of_money_where_it_lacked_for_three_months(
    unable: int, locked: int, held_out: int, cause: int
) -> None:
    assert cause_of_default(borrower(unable=unable, locked=locked), flows(held_out=held_out)) == cause


@pytest.mark.parametrize(
    ("state", "defaulted"),
    [({"late_cashloan": 2}, 1), ({"late_cashloan": 1}, 0), ({"late_cashloan": 2, "ever_defaulted": 1}, 0)],
    ids=str,
)
def test_a_default_has_its_cause_in_the_month_it_is_reached(state: dict[str, float], defaulted: int) -> None:
    b, f = borrower(**{**OWED, "unable": 3, **state}), flows(due_cashloan=30_000)
    age(b, f, parameters(), policy())
    assert (f["defaulted"], f["default_cause"]) == (defaulted, Cause.SHORT if defaulted else Cause.NONE)


# a loan that is called


@pytest.mark.parametrize(
    ("late", "overdue", "paid", "then"),
    [
        (1, 30_000, 30_000, 1),  # one due came, one was paid
        (2, 60_000, 30_000, 3),  # called: an instalment no longer holds it
        (2, 30_000, 60_000, 3),  # nor do two
        (2, 1, 89_999, 3),
        (2, 0, 90_000, 0),  # all that was past due
        (5, 60_000, 30_000, 6),
        (5, 0, 120_000, 0),
    ],
)
@pytest.mark.parametrize("called", [2.0, 24.0])
def test_of_a_loan_that_is_called_only_all_that_is_past_due_stops_the_clock(
    late: int, overdue: int, paid: int, then: int, called: float
) -> None:
    owed = {"balance_cashloan": 200_000, "overdue_cashloan": overdue, "instalment": 30_000, "late_cashloan": late}
    b = borrower(**owed)
    age(b, flows(paid_cashloan=paid), parameters(called_months=called), policy())
    assert b["late_cashloan"] == (then if called == 2.0 else min(then, math.ceil(overdue / 30_000)))


@pytest.mark.parametrize("relief", [{"plan": 12}, {"deferral": 2}], ids=str)
def test_a_called_loan_ages_no_further_while_a_plan_or_a_deferral_runs(relief: dict[str, int]) -> None:
    b = borrower(balance_cashloan=200_000, instalment=30_000, late_cashloan=2, **relief)
    age(b, flows(), parameters(called_months=1.0), policy())
    assert b["late_cashloan"] == 2


@given(st.integers(1, 8), st.integers(0, 200_000), st.integers(0, 200_000))
def test_no_loan_is_younger_for_being_called_and_paylater_never_is(late: int, overdue: int, paid: int) -> None:
    def aged(called: float) -> tuple[int, int]:
        arrears = {"balance_cashloan": 200_000, "overdue_cashloan": overdue, "late_cashloan": late}
        arrears |= {"balance_paylater": 200_000, "overdue_paylater": overdue, "late_paylater": late}
        b = borrower(**arrears, instalment=30_000)
        moved = flows(paid_cashloan=paid, paid_paylater=paid, least_paylater=30_000)
        age(b, moved, parameters(called_months=called), policy())
        return int(b["late_cashloan"]), int(b["late_paylater"])

    (called, bill), (kept, same) = aged(2.0), aged(24.0)
    assert called >= kept and bill == same
    assert (called == 0) == (kept == 0) == (overdue == 0)


# why a due is missed


def test_a_failed_payment_comes_before_holding_back_and_that_before_forgetting() -> None:
    for holds_back, fails, forgotten in itertools.product((False, True), repeat=3):
        first = [fails, holds_back, forgotten, True].index(True)
        found = cause_of_passing_over(holds_back, fails, forgotten)
        assert found == (Cause.FAILED, Cause.HELD_OUT, Cause.FORGOT, Cause.NONE)[first]


@pytest.mark.parametrize(
    ("passed_over", "late_wage", "cash", "cause"),
    [
        (Cause.FORGOT, 1, 0, Cause.FORGOT),  # the money was not asked for
        (Cause.FAILED, 0, 0, Cause.FAILED),
        (Cause.HELD_OUT, 0, 0, Cause.HELD_OUT),
        (Cause.NONE, 1, 10_000, Cause.LATE_WAGES),
        (Cause.NONE, 1, 9_999, Cause.SHORT),  # a fen less than the due, wages and all
        (Cause.NONE, 0, 10_000, Cause.SHORT),
    ],
)
def test_what_was_not_passed_over_waits_for_wages_or_lacks_the_money(
    passed_over: int, late_wage: int, cash: int, cause: int
) -> None:
    b = borrower(cash=cash, income=600_000)
    assert cause_of_missing(b, flows(wage_late=late_wage), passed_over, 610_000) == cause


TIMELY = {
    "forget_paylater_monthly": 0.0, "forget_cashloan_monthly": 0.0, "distrust_delay_monthly": 0.0, "outage_share": 0.0,
}  # fmt: skip
FORGETFUL = {
    "by_hand_share": 0.5, "forget_paylater_monthly": 0.5, "forget_cashloan_monthly": 0.5, "reminder_effect": 0.0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("values", "state", "late_wage", "cause"),
    [
        ({}, {"cash": 0}, 0, Cause.SHORT),
        ({}, {"cash": 0}, 1, Cause.LATE_WAGES),
        ({}, {"cash": 0, "income": 29_999}, 1, Cause.SHORT),
        (FORGETFUL, {}, 0, Cause.FORGOT),
        ({**FORGETFUL, "distrust_delay_monthly": 1.0}, {"trust": 0.0}, 0, Cause.HELD_OUT),
        ({**FORGETFUL, "distrust_delay_monthly": 1.0, "outage_share": 1.0}, {"trust": 0.0}, 0, Cause.FAILED),
        (FORGETFUL, {"literacy": 1.0}, 0, Cause.NONE),  # paid
    ],
    ids=str,
)
def test_both_products_are_told_why_their_due_was_missed(
    values: dict[str, float], state: dict[str, float], late_wage: int, cause: int
) -> None:
    owed = {"paylater_habit": PaylaterHabit.FULL, "balance_paylater": 90_000, "balance_cashloan": 90_000}
    b = borrower(**{"cash": 900_000, "literacy": 0.0, **owed, **state})
    f = flows(due_paylater=10_000, least_paylater=10_000, due_cashloan=20_000, wage_late=late_wage)
    pay_on_due_date(b, f, parameters(**{**TIMELY, **values}), policy(), KEYS, 1)
    assert (f["cause_paylater"], f["cause_cashloan"]) == (cause, cause)
    assert (f["missed_paylater"], f["missed_cashloan"]) == ((0, 0) if cause == Cause.NONE else (10_000, 20_000))
    assert f["technical"] == (Failure.OUTAGE if cause == Cause.FAILED else Failure.NONE)


def test_each_product_has_a_cause_of_its_own_and_none_where_it_was_late_before() -> None:
    f = flows(due_cashloan=300, due_paylater=100, least_paylater=100, paid_paylater=100, cause_paylater=Cause.FORGOT)
    note_missed(borrower(balance_cashloan=900, balance_paylater=900), f)
    assert (f["cause_paylater"], f["cause_cashloan"]) == (Cause.NONE, Cause.SHORT)
    f = flows(due_cashloan=300, due_paylater=100, least_paylater=100, cause_paylater=Cause.FAILED)
    note_missed(borrower(balance_cashloan=900, balance_paylater=900, late_cashloan=1), f)
    assert (f["cause_paylater"], f["cause_cashloan"]) == (Cause.FAILED, Cause.NONE)


@pytest.mark.parametrize(
    ("chance", "literacy", "reminder", "forgotten"),
    [(0.3, 0.5, 0.0, 0.3), (0.3, 0.5, 0.4, 0.18), (0.3, 0.0, 0.4, 0.36), (0.3, 1.0, 0.0, 0.0), (0.3, 0.5, 1.0, 0.0)],
)
def test_reminders_save_a_share_of_the_due_dates_forgotten(
    chance: float, literacy: float, reminder: float, forgotten: float
) -> None:
    p, b = parameters(by_hand_share=0.4, reminder_effect=reminder), borrower(literacy=literacy)
    found = share_of_borrowers(lambda i: forgets(b, p, chance, on.FORGET_CASHLOAN, KEYS, i))
    assert found == near(forgotten)


def test_an_oversight_is_of_those_alone_who_pay_by_hand_and_reminders_prevent_some() -> None:
    """Of all .06, so of the three in ten who pay by hand .2, a quarter of which reminders prevent; at most all."""
    assert oversight(parameters(by_hand_share=0.3, reminder_effect=0.25), 0.06) == pytest.approx(0.15)
    assert oversight(parameters(by_hand_share=0.3, reminder_effect=0.0), 0.9) == 1.0


def test_who_carries_a_bill_over_overlooks_it_less() -> None:
    p = parameters(forget_paylater_monthly=0.1, revolver_forgetting=0.4)
    full, carried = (borrower(paylater_habit=habit) for habit in (PaylaterHabit.FULL, PaylaterHabit.REVOLVE))
    assert paylater_overlooked(full, p) == pytest.approx(0.1)
    assert paylater_overlooked(carried, p) == pytest.approx(0.04)


def test_who_pays_by_hand_forgets_month_after_month_and_nobody_else_ever() -> None:
    p, b = parameters(by_hand_share=0.3, reminder_effect=0.0), borrower(literacy=0.4)
    by_hand = [pays_by_hand(b, p, KEYS, i) for i in range(MANY)]
    assert np.mean(by_hand) == near(0.36)
    months = [month_keys(1, month) for month in range(12)]
    forgot = [sum(forgets(b, p, 0.15, on.FORGET_CASHLOAN, keys, i) for keys in months) for i in range(MANY)]
    assert not any(times for times, hand in zip(forgot, by_hand, strict=True) if not hand)
    assert np.mean([times for times, hand in zip(forgot, by_hand, strict=True) if hand]) == pytest.approx(6, rel=0.05)


def test_what_is_learned_moves_some_to_a_standing_order_and_nobody_back() -> None:
    p = parameters(by_hand_share=0.3)
    taught = [
        (pays_by_hand(borrower(literacy=0.4), p, KEYS, i), pays_by_hand(borrower(literacy=0.5), p, KEYS, i))
        for i in range(MANY)
    ]
    assert (True, False) in taught and (False, True) not in taught


@pytest.mark.parametrize(
    ("missed", "late", "slips"),
    [
        ({"missed_paylater": 900}, {}, 3.0),
        ({"missed_cashloan": 900}, {}, 3.0),
        ({}, {}, 2.0),
        ({"missed_cashloan": 900}, {"balance_cashloan": 90_000, "overdue_cashloan": 900}, 2.0),
    ],
    ids=str,
)
def test_a_due_made_good_within_thirty_days_is_remembered_as_a_slip(
    missed: dict[str, int], late: dict[str, int], slips: float
) -> None:
    b = borrower(slips=2.5, **late)
    age(b, flows(**missed), parameters(memory_months=5.0), policy())
    assert b["slips"] == pytest.approx(slips)
    assert b["lateness"] == (1.0 if late else 0.0), "what passes thirty days is a late month instead"


@pytest.mark.parametrize(
    ("habit", "chance"), [(PaylaterHabit.FULL, 0.4), (PaylaterHabit.REST, 0.4), (PaylaterHabit.REVOLVE, 0.1)]
)
def test_who_carries_a_debt_over_looks_at_the_bill(habit: int, chance: float) -> None:
    numbers = {
        "forget_paylater_monthly": 0.4,
        "by_hand_share": 0.5,
        "revolver_forgetting": 0.25,
        "reminder_effect": 0.0,
    }
    p = parameters(**{**TIMELY, **numbers})

    def forgotten(i: int) -> bool:
        b = borrower(cash=900_000, paylater_habit=habit, balance_paylater=90_000, balance_cashloan=90_000)
        f = flows(due_paylater=10_000, least_paylater=10_000, due_cashloan=20_000)
        pay_on_due_date(b, f, p, policy(), KEYS, i)
        assert f["paid_cashloan"] == 20_000
        return bool(f["cause_paylater"] == Cause.FORGOT)

    assert share_of_borrowers(forgotten) == near(chance)


@pytest.mark.parametrize(
    ("cash", "paylater", "cashloan", "outside"),
    [
        (33_000, 10_000, 20_000, 3_000),  # the whole bill
        (32_999, 2_000, 20_000, 3_000),  # the standing order falls to the least payment
        (25_000, 2_000, 20_000, 3_000),
        (24_999, 2_000, 19_999, 3_000),  # smallest first
    ],
)
def test_where_the_money_does_not_reach_the_standing_order_falls_to_the_least(
    cash: int, paylater: int, cashloan: int, outside: int
) -> None:
    b = borrower(
        cash=cash, paylater_habit=PaylaterHabit.FULL, balance_paylater=90_000, balance_cashloan=90_000,
        outside_debt=90_000,
    )  # fmt: skip
    f = flows(due_paylater=10_000, least_paylater=2_000, due_cashloan=20_000, due_outside=3_000)
    p = parameters(**TIMELY, literate_order=0.0, platform_first=0.0, mistake_monthly=0.0)
    pay_on_due_date(b, f, p, policy(), KEYS, 1)
    assert (f["paid_paylater"], f["paid_cashloan"], f["outside_paid"]) == (paylater, cashloan, outside)
    assert f["due_paylater"] == paylater
    assert f["cause_paylater"] == Cause.NONE
    assert f["cause_cashloan"] == (Cause.NONE if cashloan == 20_000 else Cause.SHORT)


@pytest.mark.parametrize(("late", "paylater", "cashloan"), [("late_paylater", 0, 20_000), ("late_cashloan", 10_000, 0)])
def test_who_is_late_on_a_product_waits_with_it_for_the_thirty_days(late: str, paylater: int, cashloan: int) -> None:
    b = borrower(cash=900_000, balance_paylater=90_000, balance_cashloan=90_000, **{late: 1})
    f = flows(due_paylater=10_000, least_paylater=10_000, due_cashloan=20_000)
    pay_on_due_date(b, f, parameters(**TIMELY), policy(), KEYS, 1)
    assert (f["paid_paylater"], f["paid_cashloan"]) == (paylater, cashloan)
    assert f["cause_paylater"] == f["cause_cashloan"] == Cause.NONE, "of what was late before nothing is newly missed"


# other lenders within the thirty days


@pytest.mark.parametrize(
    ("state", "moved", "outside"),
    [
        ({"cash": 90_000}, {}, 40_000),  # nothing was late
        ({"cash": 0, "income": 90_000}, {"wage_late": 1}, 40_000),
        ({"cash": 90_000}, {"outside_paid": 15_000}, 25_000),  # the rest of it
        ({"cash": 30_000}, {}, 30_000),  # as far as the money goes: three loans of four
        ({"cash": 29_999}, {}, 20_000),  # no part of a loan
        ({"cash": 39_999, "outside_lenders": 1}, {}, 0),
        ({**OWED, "cash": 100_000}, {}, 20_000),  # the platform first
        ({**OWED, "cash": 80_000}, {}, 0),
        ({**OWED, "cash": 10**6, "late_cashloan": 3}, {}, 40_000),  # even in default
    ],
    ids=str,
)
def test_other_lenders_too_are_paid_within_the_thirty_days(
    state: dict[str, float], moved: dict[str, float], outside: int
) -> None:
    b = borrower(**{"outside_debt": 500_000, "outside_overdue": 40_000, "outside_lenders": 4, **state})
    f = flows(**{"due_outside": 40_000, **moved})
    before = int(f["outside_paid"])
    thirty_days(b, f, parameters(**NOTHING, hardship_offer=0.0), policy(), KEYS, 1)
    assert f["outside_paid"] - before == outside
    assert b["outside_debt"] == 500_000 - outside


@pytest.mark.parametrize(
    ("late", "overdue", "paylater", "cashloan"),
    [
        (0, 0, 0, 0),
        (2, 0, 8_000, 60_000),  # two leasts of 4 % of 100,000, two instalments
        (2, 5_000, 13_000, 65_000),  # beside what is overdue already
        (90, 0, 100_000, 200_000),  # no more than is owed
    ],
)
def test_old_arrears_come_back_with_the_usual_dues(late: int, overdue: int, paylater: int, cashloan: int) -> None:
    b = borrower(
        balance_paylater=100_000, balance_cashloan=200_000, instalment=30_000, late_paylater=late, late_cashloan=late,
        overdue_paylater=overdue, overdue_cashloan=overdue,
    )  # fmt: skip
    bring_back_arrears(b, parameters(revolve_minimum_share=0.04))
    assert (b["overdue_paylater"], b["overdue_cashloan"]) == (paylater, cashloan)
