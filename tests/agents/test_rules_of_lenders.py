"""Other lenders one by one: who is asked, who pays whom off, and what is owed to those who lend for a month."""

import math
from typing import Any

import pytest

from tests.helpers.lenders import BANK, RIVAL, among
from tests.helpers.markets import KEYS, MANY, borrower, flows, market_of, near, parameters, policy, share_of_borrowers
from tightrope.agents.approving import approval, borrow_from, borrow_outside, chance_of_approval, room_elsewhere
from tightrope.agents.choosing import (
    appeal_of_lender,
    borrow_in_instalments,
    lend,
    lend_in_instalments,
    lenders_asked,
)
from tightrope.agents.codes import Contact
from tightrope.agents.fringe import settle_fringe
from tightrope.agents.repaying import left_aside, pay_first, pay_on_due_date, set_aside_first
from tightrope.model.engine.life import spend, thirty_days
from tightrope.scenarios.engine.streams import month_keys

FLAT = {"compare_rate_weight": 0.0, "compare_room_weight": 0.0, "compare_speed_weight": 0.0}
"""Nothing speaks for one lender rather than the other, but how well it is known."""

TIMELY = {"forget_paylater_monthly": 0.0, "forget_cashloan_monthly": 0.0, "distrust_delay_monthly": 0.0}
"""Nobody misses a due date with the money for it at hand."""


def terms(*, shares: tuple[float, ...] = (1.0, 1.0), **knobs: Any) -> Any:
    """A month's policy with named lenders, each known so well, who lend to everybody."""
    usual = {"outside_approval": 1.0, "outside_record": 0.0, "outside_ceiling": 10.0, "outside_size": 1.0}
    known = [1.0, *shares, *((6 - len(shares)) * [0.0])]
    return policy(**{**usual, "rivals": len(shares), "outside_share": known, **knobs})


# who is asked


def test_what_speaks_for_a_lender_is_rate_room_approval_and_being_its_customer() -> None:
    p = parameters(
        compare_rate_weight=3.0, compare_room_weight=0.4, compare_speed_weight=0.5, outside_relation_weight=1.5,
    )  # fmt: skip
    q = terms(
        outside_apr=[0, 0.1, 0.2, 0, 0, 0, 0], outside_premium_record=0.0, outside_premium_lender=0.01,
        outside_ceiling=[0, 1.5, 9, 0, 0, 0, 0], outside_approval=[0, 0.4, 0.8, 0, 0, 0, 0],
    )  # fmt: skip
    b = borrower(literacy=0.5, multi_seen=2.0, outside_seen=600_000, outside_debt=1, lender_elsewhere=2)
    first = -3.0 * 0.12 + 0.4 * 300 / 400 + 0.5 * 0.4
    second = -3.0 * 0.22 + 0.4 + 0.5 * 0.8 + 1.5
    assert appeal_of_lender(b, p, q, 400_000, 1) == pytest.approx(first)
    assert appeal_of_lender(b, p, q, 400_000, 2) == pytest.approx(second)
    b["outside_debt"] = 0
    assert appeal_of_lender(b, p, q, 400_000, 2) == pytest.approx(second - 1.5), "who owes nothing is nobody's customer"


@pytest.mark.parametrize("own", [0, 1, 2])
def test_lenders_are_asked_by_how_well_they_are_known_and_whom_one_owes(own: int) -> None:
    p, q = parameters(**FLAT, outside_relation_weight=1.0), terms(shares=(1.0, 3.0))
    b = borrower(lender_elsewhere=own, outside_debt=100_000)
    weights = [1.0 * math.exp(own == 1), 3.0 * math.exp(own == 2)]
    asked = share_of_borrowers(lambda i: lenders_asked(b, p, q, 1_000, KEYS, i)[0] == 2)
    assert asked == near(weights[1] / sum(weights))


def test_the_literate_ask_where_it_is_cheap() -> None:
    p, q = parameters(**{**FLAT, "compare_rate_weight": 10.0}), terms(outside_apr=[0, 0.1, 0.3, 0, 0, 0, 0])
    for literacy in (0.0, 0.5, 1.0):
        b = borrower(literacy=literacy)
        asked = [lenders_asked(b, p, q, 1_000, KEYS, i)[0] for i in range(MANY)]
        assert asked.count(1) / MANY == near(1 / (1 + math.exp(-10 * 2 * literacy * 0.2)))


def test_the_late_can_only_ask_whom_they_owe_and_nobody_twice() -> None:
    p, q = parameters(**FLAT), terms()
    late = borrower(lender_elsewhere=1, outside_debt=1, late_outside=1)
    assert {lenders_asked(late, p, q, 1_000, KEYS, i) for i in range(50)} == {(1, 0)}
    assert {lenders_asked(borrower(), p, q, 1_000, KEYS, i) for i in range(50)} == {(1, 2), (2, 1)}
    alone = lenders_asked(borrower(), p, policy(rivals=0), 1_000, KEYS, 1)
    assert alone == (0, 0), "where none is named, none is told apart"


def test_the_next_to_be_asked_is_who_would_be_asked_were_the_first_not_there() -> None:
    p = parameters(**FLAT)
    three, two = terms(shares=(3.0, 2.0, 1.0)), terms(shares=(1e-9, 2.0, 1.0))
    for i in range(100):
        first, then = lenders_asked(borrower(), p, three, 1_000, KEYS, i)
        assert 0 < first != then > 0
        if first == 1:
            assert lenders_asked(borrower(), p, two, 1_000, KEYS, i)[0] == then


def test_who_wants_nothing_asks_by_how_well_lenders_are_known() -> None:
    p, q = parameters(compare_room_weight=50.0, compare_rate_weight=50.0), terms(shares=(2.0, 1.0))
    assert share_of_borrowers(lambda i: lenders_asked(borrower(), p, q, 0, KEYS, i)[0] == 1) == near(2 / 3)


def test_likings_last_and_a_debt_at_the_start_is_with_whom_one_likes() -> None:
    p, q = parameters(**FLAT), terms(shares=(2.0, 1.0))
    asked = [lenders_asked(borrower(), p, q, 1_000, KEYS, i)[0] for i in range(100)]
    assert asked == [lenders_asked(borrower(), p, q, 0, KEYS, i)[0] for i in range(100)]
    assert share_of_borrowers(lambda i: lenders_asked(borrower(), p, q, 0, KEYS, i)[0] == 1) == near(2 / 3)
    assert lenders_asked(borrower(), p, policy(rivals=0), 0, KEYS, 1)[0] == 0


# who lends, and pays the other off


def test_another_lender_pays_off_what_is_owed_in_instalments() -> None:
    q = terms(outside_premium_record=0.0, outside_premium_lender=0.02)
    owed = {"outside_debt": 500_000, "outside_fringe": 200_000, "outside_short": 150_000, "outside_lenders": 4}
    b, f = borrower(**owed, lender_elsewhere=1, outside_premium=0.5, multi_seen=2.0), flows(outside_short=100_000)
    b["outside_debt"] += 100_000
    lend_in_instalments(b, f, q, 50_000, 2)
    assert (b["lender_elsewhere"], f["lender_before"], f["refinanced"]) == (2, 1, 300_000)
    assert (b["outside_debt"], b["outside_fringe"], b["cash"]) == (650_000, 200_000, 50_000)
    assert b["outside_lenders"] == 3, "that loan is over"
    assert b["outside_premium"] == pytest.approx(0.04), "the new lender's terms hold for all of it"


def test_more_from_the_same_lender_pays_nobody_off() -> None:
    q = terms(outside_premium_record=0.0, outside_premium_lender=0.02)
    b, f = borrower(outside_debt=300_000, lender_elsewhere=2, outside_premium=0.1, multi_seen=2.0), flows()
    lend_in_instalments(b, f, q, 100_000, 2)
    assert (f["refinanced"], f["lender_before"]) == (0, 0)
    assert b["outside_premium"] == pytest.approx((300 * 0.1 + 100 * 0.04) / 400)


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_who_is_refused_may_ask_one_more(share: float) -> None:
    p = parameters(**FLAT, outside_second_share=share)
    q = terms(shares=(1e3, 1e-3), outside_approval=[0, 0, 1, 0, 0, 0, 0])  # the first is asked, and lends to nobody

    def second(i: int) -> bool:
        b, f = borrower(), flows()
        lent = borrow_in_instalments(b, f, p, q, 100_000, KEYS, i)
        assert f["asked_lender"] == 1 and f["asked_next"] == (2 if lent else 0) == b["lender_elsewhere"]
        assert lent == f["outside_draws"] == b["cash"] == b["outside_debt"]
        return lent > 0

    assert share_of_borrowers(second) == near(share)


def test_each_lender_has_terms_of_its_own() -> None:
    q = terms(
        outside_approval=[0, 0.2, 0.9, 0, 0, 0, 0], outside_record=[0, 2.0, 0.5, 0, 0, 0, 0],
        outside_size=[0, 0.5, 1.0, 0, 0, 0, 0], outside_blacklisted=[0, 0.0, 0.5, 0, 0, 0, 0],
    )  # fmt: skip
    p, b = parameters(), borrower(bureau_record=1.0)
    assert approval(b, p, q, 1) == pytest.approx(0.2 * math.exp(-2))
    assert approval(b, p, q, 2) == pytest.approx(0.9 * math.exp(-0.5))
    marked = borrower(blacklisted=3)
    assert [approval(marked, p, q, k) for k in (1, 2)] == [0.0, pytest.approx(0.45)]
    lent = {borrow_from(borrower(), flows(), p, q, 10**6, 2, KEYS, i) for i in range(50)}
    assert lent == {0, 600_000}
    assert borrow_outside(borrower(), flows(), p, q, 10**6, KEYS, 1) == 0, "those who lend for a month have theirs"


def test_each_lender_thinks_its_own_of_the_late_and_the_jobless_and_of_what_is_owed() -> None:
    q = terms(
        outside_approval=0.8, outside_late=[0, 0.0, 0.5, 0, 0, 0, 0], outside_jobless=[0, 0.5, 1.0, 0, 0, 0, 0],
        outside_ceiling=[0, 1.0, 2.0, 0, 0, 0, 0],
    )  # fmt: skip
    p, b = parameters(), borrower(late_outside=1, employed=0, outside_seen=700_000)
    assert [chance_of_approval(b, p, q, k) for k in (1, 2)] == [0.0, pytest.approx(0.4)]
    assert [chance_of_approval(borrower(employed=0), p, q, k) for k in (1, 2)] == pytest.approx([0.4, 0.8])
    assert [room_elsewhere(b, q, k) for k in (1, 2)] == [-100_000, 500_000]


def test_what_is_lent_is_owed_and_at_hand() -> None:
    b, f = borrower(outside_debt=10, cash=1), flows(outside_draws=5)
    lend(b, f, 100)
    assert (b["outside_debt"], b["cash"], f["outside_draws"]) == (110, 101, 105)


# who comes before all else


@pytest.mark.parametrize(
    ("state", "kept"),
    [
        ({}, 30_000),  # what the fringe is owed is not the bank's
        ({"lender_elsewhere": 2}, 0),
        ({"lender_elsewhere": 0}, 0),
        ({"outside_fringe": 60_000}, 0),
        ({"late_cashloan": 2, "late_outside": 2}, 30_000),
        ({"late_cashloan": 3}, 0),  # a record that is lost need not be kept
        ({"late_outside": 3}, 0),
    ],
    ids=str,
)
def test_what_is_due_to_a_bank_is_set_aside_until_default(state: dict[str, int], kept: int) -> None:
    b, f = borrower(**{"lender_elsewhere": 1, "outside_fringe": 20_000, **state}), flows(due_outside=50_000)
    set_aside_first(b, f, terms(outside_first=[0, 1.0, 0, 0, 0, 0, 0]), KEYS, 1)
    assert f["set_aside"] == kept


def test_it_is_set_aside_by_a_share_of_who_owes_it_and_by_the_same_each_month() -> None:
    b, q = borrower(lender_elsewhere=1), terms(outside_first=[0, 0.7, 0, 0, 0, 0, 0])

    def kept(i: int, month: int) -> bool:
        f = flows(due_outside=50_000)
        set_aside_first(b, f, q, month_keys(1, month), i)
        return bool(f["set_aside"])

    assert share_of_borrowers(lambda i: kept(i, 1)) == near(0.7)
    assert all(kept(i, 1) == kept(i, 2) for i in range(100))


def test_what_is_set_aside_is_not_spent_and_goes_to_the_bank_before_anybody_else() -> None:
    p = parameters(literate_order=0.0, platform_first=1.0, line_at_due=0.0, **TIMELY)
    b = borrower(cash=100_000, trust=1.0, outside_debt=900_000, balance_cashloan=900_000)
    f = flows(spending_plan=90_000, due_outside=30_000, set_aside=30_000, due_cashloan=20_000)
    spend(b, f)
    assert (f["spending"], f["spending_plan"]) == (70_000, 20_000)
    pay_on_due_date(b, f, p, policy(), KEYS, 1)
    assert (f["outside_paid"], f["paid_cashloan"], b["cash"]) == (30_000, 0, 0)


@pytest.mark.parametrize(("cash", "paid"), [(0, 0), (10_000, 0), (90_000, 25_000)])  # one loan is served whole
def test_what_is_left_aside_is_paid_where_the_cash_reaches(cash: int, paid: int) -> None:
    b, f = borrower(cash=cash, outside_debt=900_000, outside_lenders=1), flows(set_aside=30_000, outside_paid=5_000)
    assert left_aside(f) == 25_000
    pay_first(b, f)
    assert (f["outside_paid"], b["cash"], left_aside(f)) == (5_000 + paid, cash - paid, 25_000 - paid)
    pay_first(b, flows(set_aside=30_000, outside_paid=40_000))
    assert b["cash"] == cash - paid, "more was paid than was set aside"


def test_of_wages_that_come_late_the_bank_has_its_part_before_arrears_are_cleared() -> None:
    b = borrower(
        income=60_000, outside_debt=900_000, balance_cashloan=900_000, overdue_cashloan=50_000, instalment=10_000,
        contact=Contact.SILENT,
    )  # fmt: skip
    f = flows(wage_late=1, spending_plan=40_000, due_outside=30_000, set_aside=30_000)
    thirty_days(b, f, parameters(overlooked=0.0, hold_out=0.0), policy(), KEYS, 1)
    assert (f["outside_paid"], f["spending"], f["paid_cashloan"]) == (30_000, 30_000, 0)


# loans of a month, and the books


@pytest.mark.parametrize(
    ("paid", "left"),
    [(0, 200_000), (250_000, 100_000), (500_000, 0), (600_000, 0)],  # of 500,000 due, 200,000 of them to the fringe
)
def test_the_fringe_gets_its_part_of_what_is_paid(paid: int, left: int) -> None:
    new, interest = 50_000, 10_000
    b = borrower(outside_debt=900_000 - paid + new + interest, outside_fringe=200_000)
    f = flows(due_outside=500_000, outside_paid=paid, outside_short=new, outside_interest=interest)
    settle_fringe(b, f, new, 1_500, 0.01)
    assert f["fringe_interest"] == 1_500 + left // 100
    assert b["outside_fringe"] == left + new + f["fringe_interest"]
    assert f["fringe_paid"] == 200_000 - left


def test_what_is_paid_where_only_the_fringe_is_owed_is_the_fringe_s() -> None:
    """What has become interest on arrears is not all due, as in instalments."""
    b = borrower(outside_debt=2_000, outside_fringe=102_000)
    f = flows(due_outside=100_200, outside_paid=100_000)
    settle_fringe(b, f, 0, 0, 0.0)
    assert (b["outside_fringe"], f["fringe_paid"]) == (2_000, 100_000)


def test_who_never_borrowed_for_a_month_owes_the_fringe_nothing() -> None:
    b, f = borrower(outside_debt=100_000), flows(due_outside=10_000, outside_paid=10_000, outside_interest=1_000)
    settle_fringe(b, f, 0, 0, 0.01)
    assert (b["outside_fringe"], f["fringe_paid"], f["fringe_interest"]) == (0, 0, 0)


def test_those_who_lend_for_a_month_live_with_more_losses() -> None:
    told = among(
        {
            "outside_loss_weight": 0.1, "fringe_loss_appetite": 0.1, "outside_loss_appetite": 0.02,
            "outside_macro_weight": 0.0, "outside_funding_weight": 0.0, "outside_tighten_speed": 1.0,
        }
    )  # fmt: skip
    market = market_of(told, borrowers=50)
    for rival in market.rivals:
        rival.losses = 0.04
        rival.take_stance(market.timeline[0], 0.0)
    assert [rival.name for rival in market.rivals] == ["fringe", BANK.name, RIVAL.name]
    assert [rival.stance for rival in market.rivals] == pytest.approx([0.0, 0.1, 0.1])
