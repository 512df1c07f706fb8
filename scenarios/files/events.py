"""Dated events: a change of declared parameters, from a month on, along a shape.

Events on the same parameter combine in order of date; those of one month in the order of the file,
a base's first. Each acts on the value that the earlier ones leave in that month.

An event that names no lender moves those with numbers of their own as well. Where it sets a number, a lender's own
keeps its proportion to the usual one: all such numbers are chances, rates, months or weights, amounts with a nought.
And an own number stops at the end of its range.
"""

from collections.abc import Mapping, Sequence
from decimal import Context, Decimal
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypedDict

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, Field, model_validator, with_config
from pydantic.fields import FieldInfo

from tightrope.scenarios.parameters.declare import Section
from tightrope.scenarios.parameters.meaning import bounds
from tightrope.scenarios.parameters.others import OWN_NUMBERS, in_proportion
from tightrope.scenarios.parameters.table import PARAMETER_DTYPE, declared, section_of

__all__ = ["LONGEST_RUN", "START_TABLES", "WAYS", "Event", "changeable", "happen", "in_order"]

LONGEST_RUN = 600
"""Months of the longest run; every scenario is checked over all of them."""

START_TABLES = ("network", "population")
"""Tables that describe the start: what they say is used up once the first month begins."""

_START_NUMBERS = ("opening_capital_share",)

_DIGITS = 25
"""Decimal digits of a force, more than a float holds."""

WAYS = ("set", "add", "times")
"""The ways in which an event changes a parameter."""


@cache
def changeable() -> Mapping[str, FieldInfo]:
    """Return the declarations of the parameters that an event may change, by name."""
    start = {name for name, table in section_of().items() if table in START_TABLES} | {*_START_NUMBERS}
    return {name: declared()[name] for name in PARAMETER_DTYPE.names or () if name not in start}


if TYPE_CHECKING:
    type Values = dict[str, float]
    type Amounts = dict[str, float]
else:

    def _numbers_by_name(title: str, *, bounded: bool) -> type:
        keys = {}
        for name, field in changeable().items():
            about = Field(description=field.description, json_schema_extra=field.json_schema_extra, allow_inf_nan=False)
            keys[name] = Annotated[float, *(field.metadata if bounded else ()), about]
        return with_config(ConfigDict(extra="forbid"))(TypedDict(title, keys, total=False))

    Values = _numbers_by_name("Values", bounded=True)
    Amounts = _numbers_by_name("Amounts", bounded=False)


class Event(Section):
    """A dated change of parameters, given as new values (set), amounts (add) or factors (times)."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [way]} for way in WAYS]})

    month: int = Field(ge=1, le=LONGEST_RUN)
    """Month in which the event begins; the first month of a run is 1."""
    shape: Literal["step", "ramp", "pulse", "decay"] = "step"
    """step: in full force from its month on. ramp: in equal parts over `months` months, the first part in its
    month, then in full force. pulse: in full force for `months` months, its own the first, then over. decay:
    in full force in its month, then fading, so that half is left after every `months` months."""
    months: int = Field(default=1, ge=1, le=LONGEST_RUN)
    """Length of a ramp or pulse, half-life of a decay, in months; a step has none."""
    set: Values = Field(default_factory=dict)
    """Parameters and the values they move to."""
    add: Amounts = Field(default_factory=dict)
    """Parameters and what is added to each."""
    times: Amounts = Field(default_factory=dict)
    """Parameters and what each is multiplied by."""
    lender: str = ""
    """The one other lender whose numbers move, by its name in [[lenders]]; without it everybody's move, a lender's own
    in the same proportion."""
    why: str = ""
    """The author's own words: reason or source."""

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        given = [way for way in WAYS if way in self.model_fields_set]
        if len(given) != 1:
            has = " and ".join(given) or "none"
            raise ValueError(f"an event needs exactly one of set, add and times, this one has {has}")
        if not getattr(self, given[0]):
            raise ValueError(f"'{given[0]}' names no parameter: write for example set = {{ guidance = 0.5 }}")
        if self.lender and (others := [name for name in self.changes if name not in OWN_NUMBERS]):
            raise ValueError(f"a lender has no '{others[0]}' of its own: leave 'lender' out, or name what it has")
        lasts = "months" in self.model_fields_set
        if self.shape == "step" and lasts:
            raise ValueError("a step has no 'months': leave it out, or choose another shape")
        if self.shape != "step" and not lasts:
            what = "half-life" if self.shape == "decay" else "length"
            raise ValueError(f"a {self.shape} needs 'months', its {what}")
        return self

    @property
    def way(self) -> str:
        """How the event changes its parameters: set, add or times."""
        return next(way for way in WAYS if getattr(self, way))

    @property
    def changes(self) -> dict[str, float]:
        """The parameters that the event changes, with the value, amount or factor of each."""
        changes: dict[str, float] = getattr(self, self.way)
        return changes

    def target(self, name: str, before: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what a parameter moves to, at full force, from the values ``before``; same shape."""
        amount = self.changes[name]
        if self.way == "set":
            return np.full_like(before, amount)
        return before + amount if self.way == "add" else before * amount

    def own_target(
        self, name: str, before: NDArray[np.float64], usual: NDArray[np.float64]
    ) -> NDArray[np.float64]:  # fmt: skip
        """Return what a lender's own number moves to where the event moves everybody's; same shape as ``before``.

        Formula:
            target                             before = usual, so it has no number of its own
            in_proportion                      set
            before + amount                    add
            before * amount                    times
            own numbers within their range

        ``usual`` are the values of everybody else before the event.
        """
        together = self.target(name, before)
        if self.way == "set":
            return np.where(before == usual, together, in_proportion(name, before, usual, together))
        return np.where(before == usual, together, np.clip(together, *bounds(declared()[name])))

    def force(self, months: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return how far the event is in force in each month, from 0 (not at all) to 1, same shape."""
        age = np.maximum(months - self.month, 0)
        begun = np.ones(months.shape)
        if self.shape == "ramp":
            begun = np.minimum((age + 1) / self.months, 1.0)
        elif self.shape == "pulse":
            begun = np.where(age < self.months, 1.0, 0.0)
        elif self.shape == "decay":
            begun = np.array([_halved(int(each), self.months) for each in age])
        return np.where(months < self.month, 0.0, begun)


@cache
def _halved(age: int, months: int) -> float:
    """Return what is left after ``age`` months of what halves every so many: 0.5 ** (age / months).

    It is computed in decimal, which gives the same digits on every system, as powers of floats do not.
    """
    decimal = Context(prec=_DIGITS)
    return float(decimal.power(Decimal("0.5"), decimal.divide(Decimal(age), Decimal(months))))


def in_order(events: Sequence[Event]) -> list[int]:
    """Return the places of the events in order of date."""
    return sorted(range(len(events)), key=lambda place: events[place].month)


def happen(
    events: Sequence[Event], rows: NDArray[Any], lender: str = "", usual: dict[str, NDArray[np.float64]] | None = None
) -> list[tuple[int, str, NDArray[np.float64]]]:  # fmt: skip
    """Move ``rows``, one ``PARAMETER_DTYPE`` record for each month from 0, along the events.

    Given a ``lender``'s name, the rows are its own, and ``usual`` everybody else's values of what a lender may have of
    its own, which are moved as well; events of one other lender move its own rows alone.

    Returns, in the order in which they were applied, each event's place, a parameter it moved and what the
    values of that parameter would be without it, shape (len(rows),).
    """
    months, usual = np.arange(len(rows)), usual or {}
    moves = []
    for place in in_order(events):
        event = events[place]
        if event.lender not in ("", lender):
            continue
        force = event.force(months)
        for name in event.changes:
            before = rows[name].copy()
            with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # what overflows is out of range
                if event.lender or name not in usual:
                    rows[name] = _moved(before, event.target(name, before), force)
                else:
                    rows[name] = _moved(before, event.own_target(name, before, usual[name]), force)
                    usual[name] = _moved(usual[name], event.target(name, usual[name]), force)
            moves.append((place, name, before))
    return moves


def _moved(
    before: NDArray[np.float64], target: NDArray[np.float64], force: NDArray[np.float64]
) -> NDArray[np.float64]:  # fmt: skip
    """Return how far values have come from ``before`` to their target by a force of 0 to 1; same shape."""
    moved = (1 - force) * before + force * target
    within: NDArray[np.float64] = np.clip(moved, np.minimum(before, target), np.maximum(before, target))
    return within
