"""Scenario discovery: which corner of what a sweep varies makes its bad outcomes (Bryant and Lempert 2010).

A point of the design is bad where its outcome, the mean over seeds, is. Boxes (``prim``) say in which ranges of a few
factors the bad points lie; those after the first are looked for among the points that it leaves. A tree
(``decision_tree``) tells the same another way, and is a check on it.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tightrope.analysis.study.bad_outcomes import Bad
from tightrope.analysis.study.box_columns import Column, columns_of
from tightrope.analysis.study.decision_tree import Node, grow_tree
from tightrope.analysis.study.factors import Value
from tightrope.analysis.study.prim import Box, find_box
from tightrope.analysis.study.scattered import scattered
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["FEWEST_BAD", "FEWEST_POINTS", "Discovery", "Limit", "discover", "limits_of"]

type Numbers = NDArray[np.float64]
type Flags = NDArray[np.bool_]

FEWEST_POINTS = 40
FEWEST_BAD = 5
"""Points that are bad, and that are not, without which no box is looked for."""
_MOST_BOXES = 3


@dataclass(frozen=True, eq=False)
class Discovery:
    """Where the bad points of a sweep lie."""

    bad: Bad
    threshold: float
    """What bad outcomes are beyond."""
    columns: list[Column]
    places: Numbers
    """Where points stand in the columns, shape (points, columns), from 0 to 1."""
    flags: Flags
    """Which of them are bad, shape (points,)."""
    seeds: int
    left_out: int
    """Points of which a run is missing."""

    @cached_property
    def boxes(self) -> list[Box]:
        """The first among all points, each other among those in none before it; until chance could make the next."""
        boxes: list[Box] = []
        left = np.ones(len(self.flags), bool)
        while len(boxes) < _MOST_BOXES and _enough(self.flags[left]):
            box = find_box(self.places[left], self.flags[left])
            if boxes and box.may_be_chance:
                break
            boxes.append(box)
            if box.may_be_chance:
                break
            left &= ~box.limits.hold(self.places)
        return boxes

    @cached_property
    def tree(self) -> Node:
        """The tree of all points."""
        return grow_tree(self.places, self.flags)


@dataclass(frozen=True)
class Limit:
    """What a box says of a factor: its values lie from ``low`` to ``high``, or are the word, or are not that word."""

    factor: str
    unit: str
    low: Value | None
    """None where the box is open on this side, as is ``high``."""
    high: Value | None
    text: str | None
    quasi_p: float

    @property
    def excluded(self) -> bool:
        """Whether the factor takes any word but that one."""
        return self.text is not None and self.low is None


def discover(
    results: SweepResults, measure: str, statistic: str, scenario: str, bad: Bad, *, difference: bool = False
) -> Discovery:
    """Find the boxes in which a statistic of a measure is bad under a scenario.

    With ``difference`` it is the difference to the scenario that the sweep compares with, at the same point and seed.
    InputError for unknown names, a sweep whose points are not scattered, fewer than ``FEWEST_POINTS`` whole points, and
    fewer than ``FEWEST_BAD`` that are bad, or that are not.
    """
    points = scattered(results, measure, statistic, scenario, fewest_seeds=1, difference=difference)
    values = points.means
    if len(values) < FEWEST_POINTS:
        raise InputError(
            f"{len(values)} points of this sweep are whole, and at least {FEWEST_POINTS} are needed to tell a corner "
            "from chance: finish the sweep, or give its design more points"
        )
    flags = bad.flags(values)
    _check_some(flags, measure, bad, values)
    columns, places = columns_of(points.factors, points.positions)
    return Discovery(
        bad, bad.threshold(values), columns, places, flags, points.values.shape[1], points.left_out
    )  # fmt: skip


def limits_of(found: Discovery, box: Box) -> list[Limit]:
    """Return what a box says of each factor that it limits, in the factors' own values, the surest first."""
    said = []
    for place in sorted(box.quasi_p, key=box.quasi_p.__getitem__):
        column = found.columns[place]
        low, high = (_end(column, float(ends[place])) for ends in box.limits)
        said.append(Limit(column.factor.name, column.factor.unit, low, high, column.text, box.quasi_p[place]))
    return said


def _end(column: Column, place: float) -> Value | None:
    if not np.isfinite(place):
        return None
    return place if column.text is not None else column.value(place)


def _enough(flags: Flags) -> bool:
    """Tell whether enough points are bad, and not bad, for a box."""
    return bool(min(flags.sum(), (~flags).sum()) >= FEWEST_BAD)


def _check_some(flags: Flags, measure: str, bad: Bad, values: Numbers) -> None:
    """Refuse outcomes of which too few, or nearly all, are bad."""
    if _enough(flags):
        return
    count = int(flags.sum())
    if bad.kind in ("above", "below"):
        raise InputError(
            f"{measure} is {bad.kind} {bad.number:g} at {count} of {len(flags)} points, and at least {FEWEST_BAD} must "
            f"be and {FEWEST_BAD} not be: it goes from {values.min():.4g} to {values.max():.4g}, so name another value"
        )
    raise InputError(
        f"the {bad.kind} {100 * bad.number:g} % of {len(flags)} points are {count}, and at least {FEWEST_BAD} must be "
        f"bad and {FEWEST_BAD} not be: name another share, or give the design more points"
    )
