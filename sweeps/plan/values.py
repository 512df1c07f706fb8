"""Parameters that hold in every run of a sweep."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.complaints import Where, complaints
from tightrope.scenarios.files.overrides import number_named, replaced
from tightrope.scenarios.files.scenario import Scenario
from tightrope.sweeps.plan.factor_reading import entries, wrong_with
from tightrope.sweeps.plan.problems import Problems

__all__ = ["Value", "read_values", "with_values"]


class Value(NamedTuple):
    """What a document gives a parameter, and where."""

    where: Where
    value: Any


def read_values(table: Mapping[str, Any], problems: Problems) -> dict[str, Value]:
    """Return the numbers that a table names, by their parameters or as ``LENDER.parameter``, with the value of each."""
    found: dict[str, Value] = {}
    for where, written, value in entries(table, "values"):
        with problems.gathered(where, at_key=True):
            name = number_named(written)
            if name in found:
                problems.add(where, f"values: '{name}' stands twice", at_key=True)
            if "." in name and (wrong := wrong_with(name, value)):
                raise InputError(f"values.{name}: {wrong}")
            found[name] = Value(where, value)
    return found


def with_values(
    scenarios: tuple[Scenario, ...], values: Mapping[str, Value], problems: Problems
) -> tuple[Scenario, ...]:  # fmt: skip
    """Return the scenarios with the values; what is wrong with a value is said once, whatever the scenario."""
    given = {name: value for name, (_, value) in values.items()}
    usual = {name: value for name, value in given.items() if "." not in name}
    changed = []
    for scenario in scenarios:
        try:
            replaced(scenario.parameters, usual)
        except ValidationError as error:
            for item in complaints(error):
                name = str(item.where[-1])
                where = values[name].where if name in values else ("values",)
                if all(known.where != where for known in problems.here):
                    problems.add(where, item.says, item.hint)
            continue
        try:
            changed.append(scenario.with_values(given))
        except InputError as error:
            problems.add_first(("values",), error, before=f"values: not with scenario '{scenario.name}': ")
    return tuple(changed)
