"""From which range a number varies: the plausible one, the whole range of validity, or what the file gives."""

from collections.abc import Sequence
from typing import NamedTuple

from tightrope.scenarios.files.scenario import STRONGEST
from tightrope.scenarios.parameters.declare import Plausible
from tightrope.scenarios.parameters.meaning import bounds, plausible_of
from tightrope.scenarios.parameters.table import declaration
from tightrope.sweeps.plan.factors import STRENGTH
from tightrope.sweeps.plan.schema import Range

__all__ = ["Ends", "allowed_range", "ends_of", "plausible_range"]

_STRENGTH = Plausible(0.0, 1.0, "from none to as written")


class Ends(NamedTuple):
    """The two ends of a range, and where they come from."""

    low: float
    high: float
    origin: str


def allowed_range(name: str) -> tuple[float, float]:
    """Return the lowest and the highest value that a number may take as a factor."""
    low, high = (0.0, STRONGEST) if name == STRENGTH else bounds(declaration(name))
    assert low is not None and high is not None
    return float(low), float(high)


def plausible_range(name: str) -> Plausible:
    """Return the range that nobody who knows the field would rule out, and why."""
    likely = _STRENGTH if name == STRENGTH else plausible_of(declaration(name))
    assert likely is not None
    return likely


def ends_of(name: str, given: Range) -> Ends:
    """Return the range that a file gives a number; an end that is not given is the plausible or the full one."""
    likely, whole = plausible_range(name), allowed_range(name)
    usual = whole if given.full else likely[:2]
    low, high = (
        float(end if written is None else written) for written, end in zip((given.low, given.high), usual, strict=True)
    )
    return Ends(low, high, _origin((given.low, given.high), "full" if given.full else f"plausible, {likely.why}"))


def _origin(written: Sequence[float | None], completed: str) -> str:
    """Say where the ends come from, each where they come from two places."""
    low, high = ("given" if end is not None else completed for end in written)
    return low if low == high else f"low {low}; high {high}"
