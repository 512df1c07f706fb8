"""Scenarios of any kind for Hypothesis: parameters anywhere in their ranges, events of every shape, other lenders."""

from dataclasses import replace

from hypothesis import strategies as st

from tests.helpers.lenders import lender
from tests.helpers.markets import story
from tightrope.scenarios.files.events import Event, changeable
from tightrope.scenarios.files.scenario import Scenario
from tightrope.scenarios.parameters.meaning import bounds
from tightrope.scenarios.parameters.others import MOST_OTHERS, OWN_NUMBERS, OtherLender
from tightrope.scenarios.parameters.table import PARAMETER_DTYPE, declared

__all__ = ["BOOKS", "events", "scenarios", "values_of"]

TIED = {"history_weight", "capacity_weight", "behaviour_weight", "identity_weight", "share_salaried", "share_gig"}
"""Numbers that only certain sums allow."""
NUMBERS = sorted(set(PARAMETER_DTYPE.names or ()) - TIED - {"mean_degree"})
EVENTFUL = sorted(set(changeable()) - TIED)
BOOKS = st.sampled_from(["synthetic", "taiwan"])


def within(name: str) -> st.SearchStrategy[float]:
    """Any value that a parameter may have, its ends more often."""
    low, high = bounds(declared()[name])
    assert low is not None and high is not None
    return st.sampled_from([float(low), float(high)]) | st.floats(low, high, allow_subnormal=False)


def values_of(names: list[str], most: int) -> st.SearchStrategy[dict[str, float]]:
    """Values for some of the parameters named."""
    chosen = st.lists(st.sampled_from(names), min_size=1, max_size=most, unique=True)
    return chosen.flatmap(lambda some: st.fixed_dictionaries({name: within(name) for name in some}))


def events() -> st.SearchStrategy[Event]:
    """Any event of the first year."""
    lasting = st.builds(
        lambda month, shape, months, changes: Event(month=month, shape=shape, months=months, set=changes),
        st.integers(1, 12), st.sampled_from(["ramp", "pulse", "decay"]), st.integers(1, 6), values_of(EVENTFUL, 4),
    )  # fmt: skip
    sudden = st.builds(
        lambda month, changes: Event(month=month, set=changes), st.integers(1, 12), values_of(EVENTFUL, 4)
    )
    return lasting | sudden


def other_lenders() -> st.SearchStrategy[tuple[OtherLender, ...]]:
    """None, or some with any numbers of their own."""
    numbers = st.lists(values_of(list(OWN_NUMBERS), 5), max_size=MOST_OTHERS)
    return numbers.map(lambda all_of: tuple(lender(f"l{k}", 1.0 + k, **own) for k, own in enumerate(all_of)))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """A scenario of any parameters, some events and perhaps other lenders by name."""
    told = story(draw(values_of(NUMBERS, 16)), *draw(st.lists(events(), max_size=3)))
    return replace(told, lenders=draw(other_lenders()))
