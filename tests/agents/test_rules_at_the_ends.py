"""A market lives at both ends of every parameter's range: no rule divides by nothing there, or makes a NaN."""

import numpy as np
import pytest

from tests.helpers.markets import book, story
from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.parameters.meaning import bounds
from tightrope.scenarios.parameters.table import PARAMETER_DTYPE, declared

pytestmark = pytest.mark.slow

TOGETHER = {
    **{name: {"share_salaried": 0.0, "share_gig": 0.0} for name in ("share_salaried", "share_gig")},
    **{
        name: {"history_weight": 0.0, "capacity_weight": 0.0, "behaviour_weight": 0.0, "identity_weight": 0.0}
        for name in ("history_weight", "capacity_weight", "behaviour_weight", "identity_weight")
    },
}
"""Numbers that add up to at most one, or to one."""


def at(name: str, end: float) -> dict[str, float]:
    """The parameters with one at an end; the weights beside it make way for it, or take what it leaves."""
    given = {**TOGETHER.get(name, {}), name: end}
    if name.endswith("_weight") and name in TOGETHER and end < 1:
        given["history_weight" if name != "history_weight" else "capacity_weight"] = 1.0 - end
    return given


@pytest.mark.parametrize("name", PARAMETER_DTYPE.names or ())
def test_a_market_lives_at_both_ends(name: str) -> None:
    for end in bounds(declared()[name]):
        assert end is not None
        market = CreditMarket(story(at(name, end)), book(), borrowers=40, months=3, seed=1)
        for _ in range(3):
            market.step()
        unknown = [field for field in market.people.names if not np.isfinite(market.people[field].astype(float)).all()]
        assert not unknown, f"{name} = {end}"
