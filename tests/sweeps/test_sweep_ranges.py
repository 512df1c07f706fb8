"""Ranges of a design: plausible, full or given, and each factor says which."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tightrope.scenarios.errors import InputError
from tightrope.scenarios.parameters.declare import Plausible
from tightrope.scenarios.parameters.lender import SCORE_WEIGHTS
from tightrope.scenarios.parameters.meaning import bounds, plausible_of
from tightrope.scenarios.parameters.table import declared
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.plan.loading import plan_sweep
from tightrope.sweeps.plan.ranges import ends_of
from tightrope.sweeps.plan.schema import Range
from tightrope.sweeps.plan.sweep import Sweep

DRAWABLE = [name for name, field in declared().items() if field.annotation is float and name not in SCORE_WEIGHTS]
KINDS = [{"kind": "latin-hypercube", "points": 7}, {"kind": "sobol", "points": 8}, {"kind": "morris", "points": 2},
         {"kind": "saltelli", "points": 2}]  # fmt: skip


def planned(over: dict[str, Any], **design: Any) -> Sweep:
    design = design or {"kind": "latin-hypercube", "points": 2}
    return plan_sweep(["baseline", "regulatory-squeeze"], borrowers=100, seeds=1, design={**design, "over": over})


def factor(name: str, **given: object) -> Factor:
    return planned({name: given}).factors[0]


def plausible(name: str) -> Plausible:
    likely = plausible_of(declared()[name])
    assert likely
    return likely


@settings(max_examples=20, deadline=None)
@given(st.sets(st.sampled_from(DRAWABLE), min_size=1, max_size=5), st.sampled_from(KINDS))
def test_a_design_that_gives_no_range_draws_what_is_plausible(names: set[str], design: dict[str, Any]) -> None:
    sweep = planned({name: {} for name in sorted(names)}, **design)
    for place, each in enumerate(sweep.factors):
        low, high, _ = plausible(each.name)
        assert (each.low, each.high) == (low, high)
        assert low <= sweep.points[:, place].min() < sweep.points[:, place].max() <= high


def test_every_number_can_be_had_at_the_ends_of_its_plausible_range() -> None:
    """All at once: what one of them made impossible would be refused."""
    sweep = planned({name: {} for name in DRAWABLE})
    assert [each.name for each in sweep.factors] == DRAWABLE


def test_full_is_the_whole_range_of_validity() -> None:
    for name in DRAWABLE:
        whole = ends_of(name, Range(full=True))
        assert (whole.low, whole.high) == bounds(declared()[name]) and whole.origin == "full"


@pytest.mark.parametrize(
    ("given", "low", "high", "origin"),
    [
        ({}, 0.4, 1.2, "plausible, judged: half either way"),
        ({"low": 0.7}, 0.7, 1.2, "low given; high plausible, judged: half either way"),
        ({"high": 0.7}, 0.4, 0.7, "low plausible, judged: half either way; high given"),
        ({"low": 0.7, "high": 3}, 0.7, 3.0, "given"),
        ({"full": True}, 0.0, 5.0, "full"),
        ({"low": 0.7, "full": True}, 0.7, 5.0, "low given; high full"),
        ({"high": 3, "full": True}, 0.0, 3.0, "low full; high given"),
    ],
)
def test_an_end_that_is_not_given_is_completed_and_each_says_where_it_comes_from(
    given: dict[str, Any], low: float, high: float, origin: str
) -> None:
    guidance = factor("guidance_weight", **given)
    assert (guidance.low, guidance.high, guidance.origin) == (low, high, origin)


def test_a_list_is_said_to_be_listed() -> None:
    sweep = planned({"network_kind": ["none", "blocks"], "cut_depth": [0.1, 0.2], "mean_degree": [4, 6]})
    assert [each.origin for each in sweep.factors] == ["listed"] * 3


def test_what_a_factor_says_of_its_range_survives_the_manifest() -> None:
    one = factor("guidance_weight", low=0.7)
    assert Factor.from_json(one.as_json()) == one


@pytest.mark.parametrize("name", SCORE_WEIGHTS)
def test_a_weight_of_the_score_does_not_move_alone(name: str) -> None:
    for said in ({}, {"full": True}, [0.1, 0.3]):
        with pytest.raises(InputError, match=f'{name}: the four weights .* list points that hold all four.*"list"'):
            planned({name: said})


def test_high_beyond_the_plausible_end_is_refused_with_what_to_do() -> None:
    with pytest.raises(InputError, match=r"got 3 and 1.2; the end that is not given is the plausible one: give it"):
        factor("guidance_weight", low=3)
    with pytest.raises(InputError, match=r"got 5 and 5\n"):
        factor("guidance_weight", low=5, full=True)
