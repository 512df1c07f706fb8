"""Trust: how offences cost it, how it comes back, and how friends share it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.markets import borrower, flows, parameters, policy
from tightrope.agents.borrowing import disappointment
from tightrope.agents.codes import Status
from tightrope.agents.trusting import feel, lose_trust, mood, talk


@given(
    trust=st.floats(0, 1, width=32), settled=st.floats(0.05, 0.98), froze=st.integers(0, 6), cut=st.integers(0, 1),
    withheld=st.integers(0, 1), ladder=st.integers(0, 4), hurt=st.floats(0, 1),
)  # fmt: skip
def test_trust_stays_in_its_bounds_and_falls_by_offences(
    trust: float, settled: float, froze: int, cut: int, withheld: int, ladder: int, hurt: float
) -> None:
    p = parameters(freeze_hurt=hurt, cut_hurt=hurt, withheld_hurt=hurt, harsh_hurt=hurt)
    b = borrower(trust=trust, trust_settled=settled, withheld=withheld, ladder=ladder)
    feel(b, flows(froze=froze, cut=cut, cut_amount=1000 * cut), p, policy(transparency=0.0))
    assert 0 <= b["trust"] <= 1
    if hurt > 0 and (froze or cut or withheld or ladder > 1):
        assert b["trust"] <= trust
    else:
        assert min(trust, settled) - 1e-7 <= b["trust"] <= max(trust, settled) + 1e-7


def test_trust_is_lost_faster_than_it_is_won() -> None:
    """After one unexplained freeze it takes more than a year of quiet to win half of the loss back."""
    p, q = parameters(freeze_hurt=0.2, transparency_cushion=0.6, recovery_monthly=0.03), policy(transparency=0.4)
    b = borrower()
    feel(b, flows(froze=1), p, q)
    lost = 0.6 - float(b["trust"])
    assert lost == pytest.approx(0.20 * 4 * 0.6 * 0.4 * (1 - 0.6 * 0.4))
    quiet = 0
    while 0.6 - float(b["trust"]) > lost / 2:
        feel(b, flows(), p, q)
        quiet += 1
    assert quiet == math.ceil(math.log(0.5) / math.log(1 - 0.03)) > 12


def test_an_announced_freeze_hurts_less() -> None:
    p, q = parameters(freeze_hurt=0.2, notice_cushion=0.5), policy(transparency=0.0)
    sudden, told = borrower(), borrower()
    feel(sudden, flows(froze=6), p, q)
    feel(told, flows(froze=6, froze_announced=1), p, q)
    assert 0.6 - told["trust"] == pytest.approx((0.6 - sudden["trust"]) / 2)


def test_nothing_heals_while_the_line_is_frozen() -> None:
    b = borrower(trust=0.25, freeze_reason=6)
    feel(b, flows(), parameters(), policy())
    assert b["trust"] == 0.25


@pytest.mark.parametrize(
    ("moods", "bound", "moved"),
    [
        ([0.0, 0.2, 0.2], 0.25, 0.2),  # both friends are happier by .2
        ([0.0, -0.2, 0.2], 0.25, (-2 * 0.2 + 0.2) / 3),  # the sad one weighs twice
        ([0.0, -0.2, 0.2], 0.1, 0.0),  # too far away to be heard
        ([-0.3, -0.3, -0.3], 0.25, 0.0),
        ([0.0, math.nan, 0.1], 0.25, 0.1),  # an empty place says nothing
    ],
)
def test_friends_are_met_part_of_the_way(moods: list[float], bound: float, moved: float) -> None:
    p = parameters(talk_weight=0.1, negativity=2.0, confidence_bound=bound)
    b = borrower(trust=0.6)
    talk(b, p, np.array(moods, np.float32), np.array([0, 2, 3, 4], np.int32), np.array([1, 2, 0, 0], np.int32), 0)
    assert b["trust"] == pytest.approx(0.6 + 0.1 * moved)


@pytest.mark.parametrize(
    ("trust", "offence", "lost"), [(0.5, 0.1, 0.1), (0.6, 0.1, 0.096), (1.0, 0.1, 0.0), (0.5, 1.0, 0.5)]
)
def test_an_offence_costs_the_undecided_most(trust: float, offence: float, lost: float) -> None:
    b = borrower(trust=trust)
    assert lose_trust(b, parameters(), policy(transparency=0.0), offence)
    assert b["trust"] == pytest.approx(trust - lost)


def test_what_is_no_offence_costs_nothing() -> None:
    b = borrower(trust=0.5)
    assert not lose_trust(b, parameters(), policy(), 0.0)
    assert not lose_trust(b, parameters(transparency_cushion=1.0), policy(transparency=1.0), 0.3)
    assert b["trust"] == 0.5


@pytest.mark.parametrize(
    ("trust", "settled", "fallen"), [(0.25, 0.5, 0.5), (0.5, 0.5, 0.0), (0.75, 0.5, 0.0), (0.0, 0.0, 0.0)]
)
def test_disappointment_is_the_part_of_trust_that_was_lost(trust: float, settled: float, fallen: float) -> None:
    assert disappointment(borrower(trust=trust, trust_settled=settled)) == pytest.approx(fallen)


def test_friends_notice_how_far_trust_lies_from_where_it_settles() -> None:
    assert mood(borrower(trust=0.4, trust_settled=0.6)) == pytest.approx(-0.2)
    assert math.isnan(mood(borrower(status=Status.VACANT)))
