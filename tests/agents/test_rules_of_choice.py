"""Choice among lenders: whom the short ask first, and where purchases go for which the platform has no room."""

import math
from typing import Any

import pytest

from tests.helpers.markets import (
    KEYS,
    SQUEEZE,
    borrower,
    flows,
    live,
    months_of,
    near,
    parameters,
    policy,
    share_of_borrowers,
    story,
)
from tightrope.agents.approving import expected_approval
from tightrope.agents.borrowing import buy_on_credit
from tightrope.agents.codes import FreezeReason, Remedy
from tightrope.agents.elsewhere import buy_elsewhere, chance_of_other_lender, cover_shortage
from tightrope.agents.lines import may_draw
from tightrope.model.engine.life import look_for_money

type Values = dict[str, float]

WEIGHTS = {
    "compare_share": 0.8, "compare_rate_weight": 3.0, "compare_room_weight": 2.0, "compare_speed_weight": 0.5,
}  # fmt: skip
RATES = {
    "short_apr": 0.36, "cashloan_apr": 0.16, "outside_approval": 0.6, "open_share": 1.0, "outside_record": 0.0,
    "outside_late": 0.1, "outside_jobless": 0.5,
}  # fmt: skip
"""A fifth of a year's interest apart."""
LINE = {"limit_cashloan": 1_000_000}


def chance(
    wanted: int = 100_000, most: int = 50_000, *, state: Values | None = None, rates: Values | None = None,
    **weights: float,
) -> float:  # fmt: skip
    """The chance that somebody who wants so much asks another lender first, who lends half of it."""
    b = borrower(**{**LINE, **(state or {})})
    q = policy(**{**RATES, **(rates or {})})
    return float(
        chance_of_other_lender(b, parameters(**{**WEIGHTS, **weights}), q, wanted, may_draw(b, q, wanted), most)
    )


def logit(*reasons: float) -> Any:
    """What a chance equals by the reasons that speak for the line, of four fifths who compare."""
    return pytest.approx(0.8 / (1.0 + math.exp(sum(reasons))))


def test_the_line_gives_what_there_is_room_for_and_lending_is_open_to() -> None:
    b = borrower(limit_cashloan=100_000, balance_cashloan=30_000)
    given = [may_draw(b, policy(open_share=share), wanted) for share in (1.0, 0.5) for wanted in (50_000, 90_000)]
    assert given == [50_000, 70_000, 25_000, 35_000]
    assert may_draw(borrower(limit_cashloan=100_000, freeze_reason=FreezeReason.RISK), policy(), 50_000) == 0


def test_rate_room_and_speed_speak_for_the_line() -> None:
    """At middling literacy the rate weighs once, half of what is wanted is lent elsewhere, two in five are refused."""
    assert chance() == logit(0.6, 1.0, 0.2)
    assert chance(state={"literacy": 1.0}) == logit(1.2, 1.0, 0.2)
    assert chance(state={"literacy": 0.0}) == logit(1.0, 0.2), "who knows nothing of rates"
    assert chance(most=100_000) == logit(0.6, 0.2), "either covers all"
    assert chance(state={"balance_cashloan": 975_000}) == logit(0.6, -0.5, 0.2), "the line covers a quarter"
    assert chance(rates={"open_share": 0.5}) == logit(0.6, 0.0, 0.2), "or is rationed, and covers half"
    assert chance(rates={"short_apr": 0.16}) == logit(1.0, 0.2), "under a cap that makes rates alike"


def test_who_must_expect_a_refusal_stays_with_the_line() -> None:
    assert chance(state={"late_outside": 1}) == logit(0.6, 1.0, 0.5 * (1 - 0.33))
    assert chance(state={"employed": 0}) == logit(0.6, 1.0, 0.5 * (1 - 0.45))
    assert chance(rates={"outside_approval": 0.0}) == logit(0.6, 1.0, 0.5)


@pytest.mark.parametrize(
    ("literacy", "state", "expected"),
    [
        (0.0, {"late_outside": 1}, 0.6),
        (0.5, {"late_outside": 1}, 0.33),
        (1.0, {"late_outside": 1}, 0.06),
        (1.0, {"employed": 0}, 0.3),
        (1.0, {"employed": 0, "late_outside": 2}, 0.03),
        (1.0, {}, 0.6),
        (1.0, {"bureau_record": 1.0}, 0.6 * math.exp(-1.2)),
        (0.0, {"bureau_record": 1.0}, 0.6),
    ],
)
def test_the_literate_know_how_they_stand(literacy: float, state: Values, expected: float) -> None:
    b = borrower(literacy=literacy, **state)
    assert expected_approval(b, parameters(), policy(**{**RATES, "outside_record": 1.2}), 0) == pytest.approx(expected)


@pytest.mark.parametrize(
    "state",
    [
        {"limit_cashloan": 0},
        {"freeze_reason": FreezeReason.RISK},
        {"balance_cashloan": 1_000_000},
        {"late_cashloan": 1},
        {"locked": 1},
    ],
    ids=str,
)
def test_without_room_there_is_no_choice(state: Values) -> None:
    assert chance(state=state) == 0.0


def test_nor_where_nobody_compares_or_nobody_lends_for_a_month() -> None:
    assert chance(compare_share=0.0) == chance(most=0) == chance(rates={"open_share": 0.0}) == 0.0


ALIKE = {
    "compare_share": 1.0, "compare_rate_weight": 0.0, "compare_room_weight": 0.0, "compare_speed_weight": 0.0,
    "cushion": 0.0, "short_size_months": 0.1, "short_draw_months": 0.0,
}  # fmt: skip
"""Every second one asks another lender first, who lends 600 yuan."""


@pytest.mark.parametrize("approved", [False, True])
def test_who_asks_another_lender_first_takes_the_rest_from_the_line(approved: bool) -> None:
    p, q = parameters(**ALIKE), policy(**{**RATES, "outside_approval": float(approved)})

    def first(i: int) -> bool:
        b, f = borrower(**LINE), flows()
        cover_shortage(b, f, p, q, 100_000, KEYS, i)
        lent = 60_000 if f["asked_first"] and approved else 0
        assert (f["outside_short"], f["outside_draws"], f["draws"]) == (lent, lent, 100_000 - lent)
        assert (f["short_lent"], f["short_drawn"], b["cash"]) == (lent, 100_000 - lent, 100_000)
        assert f["short_interest"] == lent * 0.36 + (100_000 - lent) * 0.16
        assert f["applied_outside"] == f["asked_first"], "what the line covers needs nobody else"
        return bool(f["asked_first"])

    assert share_of_borrowers(first) == near(0.5)


def test_a_line_that_does_not_reach_is_drawn_before_or_after() -> None:
    p, q = parameters(**ALIKE), policy(**{**RATES, "outside_approval": 1.0})
    for i in range(30):
        b, f = borrower(limit_cashloan=70_000), flows()
        cover_shortage(b, f, p, q, 100_000, KEYS, i)
        parts = (60_000, 40_000) if f["asked_first"] else (30_000, 70_000)
        assert (f["short_lent"], f["short_drawn"]) == parts
        assert (f["applied_outside"], b["outside_lenders"]) == (1, 1), "nobody is asked twice"


@pytest.mark.parametrize(("first", "drawn"), [(1, 50_000), (0, 0)])
def test_what_is_lacking_later_comes_from_the_line_that_was_passed_over(first: int, drawn: int) -> None:
    b, f = borrower(**LINE), flows(applied_outside=1, asked_first=first, due_outside=50_000)
    look_for_money(b, f, parameters(**ALIKE), policy(**{**RATES, "outside_approval": 1.0}), KEYS, 1)
    assert (f["draws"], f["short_drawn"], f["outside_draws"]) == (drawn, drawn, 0)


def test_the_less_literate_pay_more() -> None:
    """In a market where all are of one mind about rates, those who mind them pay less for what they are short of."""
    people = {"literacy_sd": 0.01, "compare_share": 1.0}
    months = [months_of(story({**people, "literacy_mean": mean}), borrowers=3000) for mean in (0.1, 0.9)]
    costs = [float(each["short_rate_mean"].sum()) for each in months]
    assert costs[0] > costs[1]


# purchases

WISH = {
    "purchase_monthly": 1.0, "purchase_least_size": 1.0, "purchase_renewal": 0.8, "limit_speed": 0.05, "impulse": 0.0,
    "affordable_share": 0.5,
}  # fmt: skip
LOAN = {"appetite": 0.9, "limit_cashloan": 1_000_000, "balance_cashloan": 500_000, "instalment": 50_000}


@pytest.mark.parametrize(
    ("state", "drawn", "unmet"),
    [
        ({}, 60_000, 0),
        ({"freeze_reason": FreezeReason.MACRO}, 0, 60_000),
        ({"withheld": 460_000}, 40_000, 20_000),
        ({"locked": 1}, 0, 60_000),
        ({"appetite": 0.5}, 0, 0),  # there is room, but no wish
        ({"appetite": 0.5, "freeze_reason": FreezeReason.MACRO}, 0, 0),
        ({"employed": 0, "freeze_reason": FreezeReason.MACRO}, 0, 0),
    ],
    ids=str,
)
def test_what_is_wanted_and_finds_no_room_is_unmet(state: Values, drawn: int, unmet: int) -> None:
    b, f = borrower(**{**LOAN, **state}), flows(due_cashloan=50_000)
    q = policy(open_share=1.0)
    assert (buy_on_credit(b, f, parameters(**WISH), q, KEYS, 1), f["purchase_unmet"]) == (drawn, unmet)


def test_lending_that_is_rationed_leaves_a_part_unmet_and_none_is_larger_than_the_line() -> None:
    b, f = borrower(**LOAN), flows(due_cashloan=50_000)
    buy_on_credit(b, f, parameters(**WISH), policy(open_share=0.75), KEYS, 1)
    assert (f["draws"], f["purchase_unmet"]) == (45_000, 15_000)
    b, f = borrower(**{**LOAN, "balance_cashloan": 1_000}), flows()
    buy_on_credit(b, f, parameters(**{**WISH, "impulse": 10.0, "limit_speed": 1.0}), policy(open_share=1.0), KEYS, 1)
    assert f["draws"] + f["purchase_unmet"] == 1_000_000


def asked_elsewhere(
    state: Values, i: int = 1, share: float = 1.0, unmet: int = 60_000, bought: int = 0
) -> tuple[Any, Any]:
    """A borrower and the month's flows after a purchase that found no room was asked of others, who lend to all."""
    b, f = borrower(**{**LOAN, **state}), flows(purchase_unmet=unmet)
    p, q = parameters(purchase_elsewhere=share), policy(outside_approval=1.0, outside_record=0.0, outside_size=0.5)
    lent = buy_elsewhere(b, f, p, q, bought, KEYS, i)
    assert (f["bought_elsewhere"], f["outside_draws"], f["outside_short"], b["cash"]) == (lent, lent, 0, lent)
    return b, f


@pytest.mark.parametrize(
    ("state", "unmet", "lent"),
    [
        ({}, 60_000, 60_000),
        ({}, 0, 0),
        ({}, 350_000, 300_000),  # half a month's income at most
        ({"outside_debt": 380_000}, 60_000, 20_000),  # owing 900,000 in all is what is wished for
        ({"outside_debt": 400_000}, 60_000, 0),
        ({"late_paylater": 1}, 60_000, 0),
        ({"late_outside": 1}, 60_000, 0),
        ({"plan": 5}, 60_000, 0),
        ({"mending": Remedy.MENDING}, 60_000, 0),
        ({"mending": Remedy.GAVE_UP}, 60_000, 60_000),
    ],
    ids=str,
)
def test_another_lender_is_asked_for_it(state: Values, unmet: int, lent: int) -> None:
    b, f = asked_elsewhere(state, unmet=unmet)
    assert (f["bought_elsewhere"], f["applied_outside"], b["outside_lenders"]) == (lent, *(2 * [int(lent > 0)]))


@pytest.mark.parametrize(
    ("share", "bought", "chance"), [(0.0, 0, 0.0), (0.3, 0, 0.3), (0.8, 60_000, 0.4), (1.0, 0, 1.0)]
)
def test_by_a_share_of_those_who_find_no_room(share: float, bought: int, chance: float) -> None:
    """Fewer the more of it the platform gave."""
    asked = share_of_borrowers(lambda i: bool(asked_elsewhere({}, i, share, bought=bought)[1]["applied_outside"]))
    assert asked == near(chance)


def test_a_freeze_here_shows_as_applications_elsewhere() -> None:
    """Paired: lines are closed or not, purchases go elsewhere or not; what is got there is spent, and all balances."""

    def applied(share: float, *events: Any) -> tuple[float, float]:
        market = live(story({"purchase_elsewhere": share}, *events), borrowers=3000, check=True)
        months = market.results().months
        return float(months["outside_applied_share"].sum()), float(months["unmet_elsewhere_share"].sum())

    (calm, calm_met), (tight, tight_met) = applied(0.8), applied(0.8, *SQUEEZE)
    (calm_off, met), (tight_off, tight_off_met) = applied(0.0), applied(0.0, *SQUEEZE)
    assert met == tight_off_met == 0.0 < min(calm_met, tight_met)
    assert tight - calm > 1.5 * (tight_off - calm_off)
