"""What the platform asks for its cash loan, by risk and under the cap."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.markets import borrower, flows, live, parameters, policy, story
from tightrope.agents.ageing import age
from tightrope.agents.charging import cashloan_rate, late_charge
from tightrope.agents.lines import draw_cashloan
from tightrope.agents.money import instalment_of

USUAL = policy(cashloan_apr=0.15, late_fee_cashloan_apr=0.18)


@pytest.mark.parametrize(("score", "rate"), [(650.0, 0.15), (550.0, 0.18), (850.0, 0.09), (350.0, 0.24), (950.0, 0.06)])
def test_a_hundred_points_less_cost_so_much_more(score: float, rate: float) -> None:
    assert cashloan_rate(borrower(score=score), parameters(cashloan_risk_slope=0.03), USUAL) == pytest.approx(rate)


@given(st.floats(350, 950, width=32))
def test_one_rate_for_all_is_that_rate_to_the_bit(score: float) -> None:
    b, p = borrower(score=score), parameters(cashloan_risk_slope=0.0, rate_cap_apr=0.36)
    assert cashloan_rate(b, p, USUAL) == USUAL["cashloan_apr"]
    assert late_charge(b, p, USUAL) == USUAL["late_fee_cashloan_apr"]


@given(st.floats(350, 950, width=32), st.floats(0, 1), st.floats(0.15, 0.5))
def test_rate_and_charge_stay_under_the_cap(score: float, slope: float, cap: float) -> None:
    b, p = borrower(score=score), parameters(cashloan_risk_slope=slope, rate_cap_apr=cap)
    rate, charge = cashloan_rate(b, p, USUAL), late_charge(b, p, USUAL)
    assert 0.0 <= rate <= cap and 0.0 <= charge <= 0.18
    assert rate + charge <= cap + 1e-12


def test_instalments_and_interest_go_by_the_borrower_s_own_rate() -> None:
    p, q = parameters(cashloan_risk_slope=0.03, cashloan_term_months=12.0), policy(cashloan_apr=0.15, open_share=1.0)
    b, f = borrower(score=550.0, limit_cashloan=500_000), flows()
    assert draw_cashloan(b, f, p, q, 100_000) == 100_000
    assert b["instalment"] == instalment_of(100_000, cashloan_rate(b, p, q), 12.0)
    age(b, f, p, q)
    assert f["interest_cashloan"] == 1_500, "a twelfth of .18"


def test_pricing_by_risk_asks_more_of_those_who_default() -> None:
    one, by_risk = (
        live(story({"cashloan_risk_slope": slope}), borrowers=12_000, months=36).results() for slope in (0.0, 0.08)
    )
    assert by_risk.months["default_hazard"].sum() > one.months["default_hazard"].sum()
    assert not by_risk.months["interest"].equals(one.months["interest"])
