"""Rules of business: what credit adds to the income of the self-employed, and what its lack takes away."""

from typing import Any

import pytest

from tests.helpers.markets import KEYS, borrower, flows, near, parameters, policy, share_of_borrowers
from tightrope.agents.codes import Segment, Status
from tightrope.agents.earning import earn
from tightrope.agents.venturing import run_business, venture
from tightrope.model.engine.life import live_after_write_off

SURE = {"venture_share": 0.5, "venture_success": 1.0, "venture_return_monthly": 0.06, "venture_fade_monthly": 0.1}


def business_after(p: Any, bought: int, **state: float) -> float:
    """What credit does to the business, after a month."""
    b = borrower(**{"segment": Segment.SELF_EMPLOYED, "appetite": 0.5, **state})
    run_business(b, p, bought, KEYS, 1)
    return float(b["business"])


def test_a_venture_pays_on_what_is_put_into_it() -> None:
    assert venture(borrower(), parameters(**SURE), 200_000, KEYS, 1) == pytest.approx(0.06 * 100_000 / 600_000)
    assert venture(borrower(), parameters(**SURE), 0, KEYS, 1) == 0.0
    assert venture(borrower(), parameters(**{**SURE, "venture_success": 0.0}), 200_000, KEYS, 1) == 0.0
    assert venture(borrower(), parameters(**{**SURE, "venture_share": 0.0}), 200_000, KEYS, 1) == 0.0


def test_as_many_ventures_pay_as_declared() -> None:
    p = parameters(venture_success=0.3)
    assert share_of_borrowers(lambda i: venture(borrower(), p, 100_000, KEYS, i) > 0) == near(0.3)


def test_what_it_pays_fades_and_ventures_add_up() -> None:
    p = parameters(**SURE)
    assert business_after(p, 0, business=0.2) == pytest.approx(0.9 * 0.2)
    assert business_after(p, 200_000, business=0.2) == pytest.approx(0.9 * 0.2 + 0.01)


def test_a_closed_line_takes_from_the_business_of_whoever_used_it() -> None:
    p = parameters(stall_monthly=0.02, **SURE)
    assert business_after(p, 0, freeze_reason=1) == pytest.approx(-0.02)
    assert business_after(p, 0, freeze_reason=1, business=0.1) == pytest.approx(0.09 - 0.02)
    assert business_after(p, 0, freeze_reason=1, appetite=0.0) == 0.0, "who never used it misses nothing"
    assert business_after(p, 0, freeze_reason=0, business=-0.1) == pytest.approx(-0.09), "and it comes back"
    assert business_after(parameters(stall_monthly=0.0), 0, freeze_reason=1) == 0.0


@pytest.mark.parametrize(("business", "left"), [(0.2, 0.18), (-0.4, -0.36)])
def test_once_debt_is_written_off_what_credit_did_fades(business: float, left: float) -> None:
    p = parameters(stall_monthly=0.02, **SURE)
    for reason in (0, 1):
        faded = business_after(p, 0, business=business, freeze_reason=reason, status=Status.WRITTEN_OFF)
        assert faded == pytest.approx(left)


def test_a_debtor_written_off_lives_on_with_a_business_that_fades() -> None:
    b = borrower(segment=Segment.SELF_EMPLOYED, status=Status.WRITTEN_OFF, business=0.2, written_off=100_000)
    p = parameters(separation_monthly=0.0, **SURE)
    for month in range(1, 4):
        live_after_write_off(b, flows(), p, policy(month=month), KEYS, 1)
        assert b["business"] == pytest.approx(0.2 * 0.9**month)
    b["employed"] = 0
    live_after_write_off(b, flows(), parameters(finding_monthly=0.01), policy(month=4), KEYS, 1)
    assert b["business"] == 0.0, "it was closed"


def test_it_stays_within_bounds_and_ends_with_the_business() -> None:
    p = parameters(stall_monthly=0.5, **SURE)
    assert business_after(p, 0, freeze_reason=1, business=-0.4) == -0.5
    assert business_after(p, 60_000_000) == 1.0
    assert business_after(p, 200_000, business=0.3, employed=0) == 0.0


@pytest.mark.parametrize("segment", [Segment.SALARIED, Segment.GIG])
def test_others_have_no_business(segment: Segment) -> None:
    p = parameters(stall_monthly=0.5, **SURE)
    assert business_after(p, 200_000, segment=segment, freeze_reason=1) == 0.0


def test_income_is_that_of_the_business() -> None:
    p = parameters(transitory_sd_self_employed=0.0, separation_monthly=0.0, late_wage_monthly=0.0)

    def income(business: float) -> int:
        b, f = borrower(segment=Segment.SELF_EMPLOYED, business=business), flows()
        earn(b, f, p, policy(), KEYS, 1)
        return int(f["income"])

    assert income(-0.25) / income(0.0) == pytest.approx(0.75, abs=1e-5)
    assert income(0.5) / income(0.0) == pytest.approx(1.5, abs=1e-5)
