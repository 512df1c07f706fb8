"""From what a file says of its targets to the targets."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from pydantic import ValidationError

from tightrope.analysis.calibration.moments import (
    ColumnMoment,
    FactMoment,
    Moment,
    RollMoment,
    VintageMoment,
    fact_numbered,
)
from tightrope.analysis.calibration.schema import CALIBRATION_WORDS, TargetTable
from tightrope.analysis.calibration.targets import Target
from tightrope.analysis.facts.evidence import FIRST
from tightrope.analysis.facts.facts import FACTS, OF_EXPERIMENTS
from tightrope.model.results.columns import BUCKETS, FRAMES
from tightrope.scenarios.errors import InputError, nearest_or_all, shown, suggestion
from tightrope.scenarios.files.complaints import complaints
from tightrope.sweeps.plan.problems import Problems

__all__ = ["read_targets"]

_KINDS = ("fact", "measure", "roll", "vintage")
_TAKES = {
    "fact": (),
    "measure": ("statistic", "first_month", "last_month"),
    "roll": ("product", "first_month", "last_month"),
    "vintage": ("age", "first_month", "last_month"),
}
"""What each kind of moment takes beside its name."""
_NUMBERS = ("value", "low", "high", "error", "discrepancy")
_QUARTER = 0.25
"""Of the width of a range, the standard error that it stands for: the range is read as two of them either way."""
_DISCREPANCY = 0.05
"""Of a value: what the model may miss, where nothing is said of it."""
_SHORTEST = FIRST + 12
"""Months that a market must live to show facts."""


def read_targets(values: Mapping[str, Any], months: int, problems: Problems) -> tuple[Target, ...]:
    """Return the targets that a document's table ``targets`` names, of markets that live so many months."""
    given = values.get("targets")
    if not isinstance(given, dict) or not given:
        problems.add((), '[targets] is missing: it says what the moments shall be, as in [targets.late] and fact = "1"')
        return ()
    found = []
    for name, table in given.items():
        where = ("targets", name)
        try:
            read = TargetTable.model_validate(table, strict=True)
        except ValidationError as error:
            problems.here += complaints(error, *where, about=CALIBRATION_WORDS)
            continue
        with problems.gathered(where, at_key=True):
            found.append(_target(name, read, months))
    return tuple(found)


def _target(name: str, table: TargetTable, months: int) -> Target:
    label = f"targets.{name}"
    kinds = [kind for kind in _KINDS if getattr(table, kind)]
    if len(kinds) != 1:
        raise InputError(f"{label}: name one moment, by {', '.join(_KINDS[:-1])} or {_KINDS[-1]}; got {len(kinds)}")
    kind = kinds[0]
    if other := sorted(table.model_fields_set - {kind, *_TAKES[kind], *_NUMBERS}):
        takes = ", ".join((*_TAKES[kind], *_NUMBERS))
        raise InputError(f"{label}.{other[0]}: a moment by {kind} has none; beside {kind} it takes {takes}")
    moment = _MAKES[kind](label, table, months)
    return _with_numbers(name, label, table, moment)


def _with_numbers(name: str, label: str, table: TargetTable, moment: Moment) -> Target:
    low, high, value = table.low, table.high, table.value
    if isinstance(moment, FactMoment) and {low, high, value} == {None}:
        fact = fact_numbered(moment.number)
        low, high, value = fact.low, fact.high, fact.target
    if (low is None) != (high is None) and table.error is None:
        raise InputError(f"{label}: one end of the range alone does not say how far off the value may be: give error")
    if value is None and low is not None and high is not None:
        value = (low + high) / 2
    if value is None:
        raise InputError(f"{label}: 'value' is missing: give it, or both low and high")
    error = table.error
    if error is None and low is not None and high is not None:
        error = _QUARTER * (high - low)
    if error is None:
        raise InputError(f"{label}: 'error' is missing: give the standard error of the value, or low and high")
    low, high = value - 2 * error if low is None else low, value + 2 * error if high is None else high
    if not low <= value <= high:
        raise InputError(f"{label}: the value must lie within its range, got {value:g} and {low:g} to {high:g}")
    discrepancy = _DISCREPANCY * abs(value) if table.discrepancy is None else table.discrepancy
    if not error and not discrepancy:
        raise InputError(f"{label}: error and discrepancy are both 0, and no model meets a number exactly: give one")
    return Target(name, moment, value, low, high, error, discrepancy)


def _fact(label: str, table: TargetTable, months: int) -> Moment:
    known = [fact.number for fact in FACTS if fact.number not in OF_EXPERIMENTS]
    if table.fact in OF_EXPERIMENTS:
        raise InputError(
            f"{label}.fact: {table.fact} is shown by markets beside each other, not by one: choose another"
        )
    if table.fact not in known:
        raise InputError(
            f"{label}.fact: 'tightrope validate' has no fact '{shown(table.fact)}'",
            partial(nearest_or_all, table.fact, known),
        )
    if months < _SHORTEST:
        raise InputError(
            f"{label}.fact: facts count from month {FIRST} on, so markets must live {_SHORTEST} months or more, got "
            f"months = {months}"
        )
    return FactMoment(table.fact)


def _measure(label: str, table: TargetTable, months: int) -> Moment:
    known = [column.name for column in FRAMES["months"][1:]]
    if table.measure not in known:
        says = f"{label}.measure: no column of months is called '{shown(table.measure)}'"
        raise InputError(f"{says} ('tightrope columns months' lists them)", partial(suggestion, table.measure, known))
    return ColumnMoment(table.measure, table.statistic, *_window(label, table, months))


def _roll(label: str, table: TargetTable, months: int) -> Moment:
    if len(table.roll) != 2:
        raise InputError(f'{label}.roll: name two buckets, as in ["30-59", "60-89"], got {len(table.roll)}')
    start, end = table.roll
    for bucket, known in ((start, BUCKETS[:-2]), (end, BUCKETS)):
        if bucket not in known:
            raise InputError(
                f"{label}.roll: no bucket is called '{shown(bucket)}'", partial(nearest_or_all, bucket, known)
            )
    return RollMoment(start, end, table.product, *_window(label, table, months))


def _vintage(label: str, table: TargetTable, months: int) -> Moment:
    if table.age is None:
        raise InputError(f"{label}: 'age' is missing: by how many months after it was opened a loan counts")
    if table.age >= months:
        raise InputError(f"{label}.age: no loan becomes {table.age} months old in markets of {months} months")
    return VintageMoment(table.vintage, table.age, *_window(label, table, months - table.age))


def _window(label: str, table: TargetTable, last: int) -> tuple[int, int]:
    """Return the first and the last month that count, within the months 1 to ``last``."""
    window = table.first_month or 1, table.last_month or last
    if not window[0] <= window[1] <= last:
        raise InputError(
            f"{label}: first_month and last_month must be in order, within 1 and {last}, got {window[0]} and "
            f"{window[1]}"
        )
    return window


_MAKES = {"fact": _fact, "measure": _measure, "roll": _roll, "vintage": _vintage}
