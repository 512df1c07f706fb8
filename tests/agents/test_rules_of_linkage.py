"""What a late paylater bill does to the cash loan: graded by the strength, by two degrees of lateness (A3)."""

import numpy as np
import pytest

from tests.helpers.markets import KEYS, borrower, flows, months_of, parameters, policy, story
from tightrope.agents.limiting import link_lines, linked
from tightrope.agents.lines import severely_late
from tightrope.scenarios.engine.streams import month_keys

LATE = {"start_late_paylater": 0.1, "overlooked": 0.3}
"""A market in which bills stay late though the money is there."""


@pytest.mark.parametrize(
    ("state", "severe"),
    [
        ({"late_paylater": 1}, False),
        ({"late_paylater": 2}, True),
        ({"late_paylater": 1, "lateness": 3.0}, True),
        ({"late_paylater": 0, "lateness": 9.0}, False),
    ],
    ids=str,
)
def test_what_is_severe(state: dict[str, float], severe: bool) -> None:
    assert (
        severely_late(borrower(**state), parameters(linkage_severe_months=2.0, linkage_severe_lateness=3.0)) == severe
    )


@pytest.mark.parametrize(
    ("state", "left"),
    [
        ({"late_paylater": 1}, 600_000),
        ({"late_paylater": 1, "lateness": 3.0}, 200_000),  # late again
        ({"late_paylater": 2}, 200_000),  # becomes severe
        ({"late_paylater": 3}, 1_000_000),  # was so before
        ({"late_paylater": 1, "paylater_aged": 0}, 1_000_000),
    ],
    ids=str,
)
def test_the_linked_lose_limit_when_a_bill_becomes_late_and_when_it_becomes_severe(
    state: dict[str, float], left: int
) -> None:
    p = parameters(linkage_cut=0.4, linkage_cut_severe=0.8, linkage_severe_months=2.0, linkage_severe_lateness=3.0)
    b = borrower(**{"limit_cashloan": 1_000_000, "paylater_aged": 1, **state})
    link_lines(b, flows(), p, policy(linkage=1.0), KEYS, 1)
    assert b["limit_cashloan"] == left
    link_lines(b, flows(), p, policy(linkage=0.0), KEYS, 1)
    assert b["limit_cashloan"] == left, "products kept apart"


def test_the_same_borrowers_are_linked_every_month_and_stay_so_as_the_strength_grows() -> None:
    b, early, late = borrower(), month_keys(7, 1), month_keys(7, 40)
    for i in range(200):
        weak, strong = (linked(b, policy(linkage=strength), early, i) for strength in (0.3, 0.6))
        assert strong >= weak
        assert linked(b, policy(linkage=0.3), late, i) == weak


@pytest.mark.slow
def test_all_that_linkage_does_grows_smoothly_with_its_strength() -> None:
    """Eleven steps, the same draws: each measure moves one way, and no step is a fifth of the way."""
    seen = []
    for strength in np.linspace(0.0, 1.0, 11):
        months = months_of(story({**LATE, "linkage_strength": float(strength)}), borrowers=12_000, months=12)
        seen.append([months[name].mean() for name in ("linked_open_share", "limit_cut_share", "score_mean")])
    steps = np.diff(np.array(seen, float), axis=0)
    way = steps.sum(axis=0)
    assert way[0] < 0 < way[1]
    assert way[2] < 0
    assert (steps / way >= -0.01).all()
    assert (steps / way).max() < 0.2
