"""What the platform learns from appeals (E16)."""

import pytest

from tests.helpers.markets import SQUEEZE, live, market_of, parameters, story
from tightrope.agents.heeding import Complaints
from tightrope.agents.scoring import LOWEST

LOUD = {"appeal_monthly": 0.5, "complaints_usual": 0.0005, "heed_speed": 1.0}


def heard(brought: float, granted: float) -> Complaints:
    complaints = Complaints()
    complaints.brought, complaints.granted = brought, granted
    return complaints


def test_appeals_are_remembered_as_slow_means() -> None:
    complaints = heard(0.004, 0.001)
    complaints.hear(parameters(heed_speed=0.25), borrowers=1_000, appeals=8, granted=3)
    assert (complaints.brought, complaints.granted) == pytest.approx((0.005, 0.0015))
    complaints.hear(parameters(heed_speed=1.0), borrowers=0, appeals=0, granted=0)
    assert (complaints.brought, complaints.granted) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("brought", "granted", "pressure", "wrong"),
    [(0.0, 0.0, 0.0, 0.0), (0.003, 0.003, 0.0, 0.0), (0.006, 0.003, 0.5, 0.25), (0.012, 0.024, 0.75, 0.75)],
)
def test_pressure_is_half_at_double_the_usual(brought: float, granted: float, pressure: float, wrong: float) -> None:
    p, complaints = parameters(complaints_usual=0.003), heard(brought, granted)
    assert complaints.pressure(p) == pytest.approx(pressure)
    assert complaints.found_wrong(p) == pytest.approx(wrong)


def test_complaints_move_openness_the_desk_and_the_cut_off() -> None:
    """At double the usual, half of the appeals granted: openness .4 + .3 * .5 * .6, half more desk, 10 points less."""
    values = {"complaints_usual": 0.003, "heed_transparency": 0.3, "heed_desk": 1.0, "heed_cutoff": 40.0}
    market = market_of(story(values), borrowers=100)
    lender, p = market.lender, market.timeline[0]
    lender.complaints = heard(0.006, 0.003)
    lender.prices(1, p, 0.05)
    lender.set_knobs(p)
    lender.staff(p, 1_000, market.history.backlog, market.history.arrivals())
    assert lender.knobs.transparency == pytest.approx(0.4 + 0.3 * 0.5 * 0.6)
    assert lender.places["desk_capacity"] == pytest.approx(1.5 * p.desk_capacity * 1_000)
    assert lender.places["calls_capacity"] == pytest.approx(p.calls_capacity * 1_000)
    assert lender.knobs.risk_cutoff == pytest.approx(p.risk_cutoff - 10.0)


def test_no_cut_off_leaves_the_scale() -> None:
    market = market_of(story({"heed_cutoff": 300.0, "risk_cutoff": 360.0}), borrowers=100)
    market.lender.complaints = heard(1.0, 1.0)
    market.lender.set_knobs(market.timeline[0])
    assert market.lender.knobs.risk_cutoff == LOWEST


def test_a_platform_that_listens_has_fewer_complaints_in_the_end() -> None:
    deaf, heeds = (
        live(story({**LOUD, "heed_transparency": share}, *SQUEEZE), borrowers=3000, months=18).results().months
        for share in (0.0, 1.0)
    )
    assert heeds["appeals"].sum() < deaf["appeals"].sum()
