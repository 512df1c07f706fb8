"""Furloughs: who is sent home, for how long, on what part of the pay, and what the state makes up for."""

import pytest

from tests.helpers.markets import KEYS, borrower, flows, live, near, parameters, policy, share_of_borrowers, story
from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Segment
from tightrope.agents.earning import earn
from tightrope.agents.working import furlough
from tightrope.scenarios.files.events import Event

STEADY = {
    "separation_monthly": 0.0, "transitory_sd_salaried": 0.0, "transitory_sd_gig": 0.0,
    "transitory_sd_self_employed": 0.0, "permanent_sd_annual": 0.0, "bonus_months": 0.0,
}  # fmt: skip
STILL = policy(income_pull=0, income_drift=0, income_sd=0)


def earning(b: Borrower, i: int = 0, /, **values: float) -> int:
    """The income of a month."""
    earn(b, flows(), parameters(**STEADY, **values), STILL, KEYS, i)
    return b.income


@pytest.mark.parametrize(
    ("segment", "income", "chance"),
    [
        (Segment.SALARIED, 700_000, 0.1),
        (Segment.GIG, 700_000, 0.2),
        (Segment.SELF_EMPLOYED, 700_000, 0.3),
        (Segment.SALARIED, 350_000, 0.2),
        (Segment.SALARIED, 1_400_000, 0.05),
        (Segment.SELF_EMPLOYED, 140_000, 1.0),
    ],
)
def test_low_incomes_and_loose_work_are_sent_home_more(segment: Segment, income: int, chance: float) -> None:
    p = parameters(
        furlough_share=0.1, furlough_income_slope=1.0, furlough_factor_gig=2.0, furlough_factor_self_employed=3.0,
        income_median_salaried=7_000,
    )  # fmt: skip
    assert furlough(borrower(segment=segment, income_usual=income), p) == pytest.approx(chance)


def test_as_many_are_sent_home_as_declared() -> None:
    values = {"furlough_share": 0.3, "furlough_income_slope": 0.0, "furlough_loss": 0.5}
    assert share_of_borrowers(lambda i: earning(borrower(), i, **values) < 600_000) == near(0.3)


@pytest.mark.parametrize(("segment", "months"), [(Segment.SALARIED, 3), (Segment.GIG, 3), (Segment.SELF_EMPLOYED, 5)])
def test_a_furlough_lasts_for_its_months_and_takes_its_part_of_the_pay(segment: Segment, months: int) -> None:
    b = borrower(segment=segment)
    sent = {"furlough_share": 1.0, "furlough_income_slope": 0.0, "furlough_factor_self_employed": 1.0}
    lasts = {"furlough_months": 3.0, "furlough_months_self_employed": 5.0}
    home = {"furlough_loss": 0.6, "furlough_share": 0.0}
    incomes = [earning(b, **{**sent, **lasts, "furlough_loss": 0.6}), *(earning(b, **home) for _ in range(6))]
    assert incomes == [240_000] * months + [600_000] * (7 - months)


@pytest.mark.parametrize(("share", "income"), [(0.0, 240_000), (0.5, 420_000), (1.0, 600_000)])
def test_a_transfer_makes_up_for_its_share_of_the_loss(share: float, income: int) -> None:
    assert earning(borrower(furlough=2), furlough_loss=0.6, transfer_share=share) == income


@pytest.mark.parametrize(("share", "income"), [(0.0, 180_000), (0.5, 390_000), (1.0, 600_000)])
def test_a_transfer_also_reaches_those_without_work(share: float, income: int) -> None:
    values = {"unemployed_income_share": 0.3, "unemployed_floor_yuan": 0.0, "finding_monthly": 0.01}
    assert earning(borrower(employed=0), transfer_share=share, **values) == income


def test_whoever_loses_the_work_is_on_no_furlough_any_more() -> None:
    p = parameters(separation_monthly=0.5)
    left = [
        b for i in range(40) for b in [borrower(furlough=3)] if earn(b, flows(), p, STILL, KEYS, i) or not b.employed
    ]
    assert left
    assert all(b.furlough == 0 for b in left)


def test_without_furloughs_nothing_about_them_matters() -> None:
    ways = [
        live(story({"furlough_loss": loss, "furlough_factor_gig": factor}), borrowers=400, months=6)
        for loss, factor in ((0.1, 1.0), (0.9, 3.0))
    ]
    assert (ways[0].people["furlough"] == 0).all()
    assert ways[0].people.tobytes() == ways[1].people.tobytes()


def test_a_furlough_makes_dues_missed_for_want_of_money_and_a_transfer_undoes_it() -> None:
    sent = {"furlough_share": 0.3, "furlough_loss": 0.9}
    calm, home, helped = (
        live(story({}, Event(month=3, shape="pulse", months=3, set=change)), borrowers=6_000, months=9)
        for change in ({"furlough_share": 0.0}, sent, {**sent, "transfer_share": 1.0})
    )
    short = [
        sum((row["missed_short_share"] or 0.0) * (row["day1_share_dues"] or 0.0) for row in market.history.rows[3:5])
        for market in (calm, home, helped)
    ]
    assert short[1] > 1.2 * short[0]
    assert short[2] - short[0] < 0.1 * (short[1] - short[0])
