"""Whether the scenarios of a sweep can be had at the points of its design."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from tightrope.scenarios.disk.intake import is_file
from tightrope.scenarios.errors import InputError, shown
from tightrope.scenarios.files.complaints import Where
from tightrope.scenarios.files.scenario import Scenario
from tightrope.scenarios.parameters.table import section_of
from tightrope.sweeps.plan.design_reading import Design
from tightrope.sweeps.plan.factor_reading import entries, factor_named
from tightrope.sweeps.plan.factors import STRENGTH, Factor
from tightrope.sweeps.plan.job import scenario_at
from tightrope.sweeps.plan.problems import Problems
from tightrope.sweeps.plan.schema import DesignTable

__all__ = ["check_alike", "check_points"]

_MOST_TRIED = 2_000
"""Scenarios at points of a file, or at values of factors; of more, some that are spread over them are tried."""


def check_points(
    scenarios: Sequence[Scenario], table: DesignTable | None, design: Design, problems: Problems
) -> None:  # fmt: skip
    """Complain where a scenario is impossible: at a factor's ends, the others at the scenario's own values.

    The points of a file are tried as they are. What only a combination of other designs' values makes impossible comes
    up as a run that fails.
    """
    if any(factor.name == STRENGTH for factor in design.factors) and not any(one.events for one in scenarios):
        says = "design: no scenario of this sweep has events whose strength could vary"
        problems.add(("design", "over", STRENGTH), says)
        return
    if table and table.kind == "ensemble":
        check_alike(scenarios, design.factors, ("design", "file"), problems)
    tried = list(_tried(len(scenarios), table, design))
    for turn, (where, label, factors, point) in enumerate(tried):
        for scenario in _in_turn(scenarios, turn, _MOST_TRIED // max(1, len(tried))):
            try:
                _check_network(scenario_at(scenario, factors, point))
            except InputError as error:
                problems.add_first(where, error, before=f"{label}scenario '{scenario.name}' cannot be had: ")
                break


def check_alike(
    scenarios: Sequence[Scenario], factors: Sequence[Factor], where: tuple[str, ...], problems: Problems
) -> None:  # fmt: skip
    """Complain about scenarios that differ in what members give: nothing would be left of the difference."""
    for name in (factor.name for factor in factors):
        first, *others = scenarios
        if other := next((each for each in others if _value(each, name) != _value(first, name)), None):
            both = f"{_value(first, name):g} and {_value(other, name):g}"
            says = (
                f"{'.'.join(where)}: '{first.name}' and '{other.name}' differ in '{name}' ({both}), which every member "
                "of the ensemble sets itself"
            )
            problems.add(where, says, "let the scenarios agree in it, or leave the ensemble out")


def _value(scenario: Scenario, name: str) -> float:
    return float(getattr(getattr(scenario.parameters, section_of()[name]), name))


def _in_turn(scenarios: Sequence[Scenario], turn: int, few: int) -> Iterator[Scenario]:
    """Return the scenarios, or as few as can be tried each time, so that all of them have their turn."""
    count = len(scenarios)
    few = max(1, few)
    if few >= count:
        return iter(scenarios)
    return (scenarios[(turn * few + place) % count] for place in range(few))


def _check_network(scenario: Scenario) -> None:
    """Refuse a network whose file is not there."""
    network = scenario.parameters.network
    if network.network_kind == "file" and not is_file(Path(network.network_file)):
        raise InputError(f"network.network_file: there is no file '{shown(network.network_file)}'")


type _Tried = tuple[Where, str, Sequence[Factor], Sequence[float]]


def _tried(scenarios: int, table: DesignTable | None, design: Design) -> Iterator[_Tried]:
    if table is None:
        return iter([(("scenarios",), "", (), ())])
    if table.kind in ("list", "ensemble"):
        return _of_file(scenarios, design)
    return _ends(scenarios, table, design.factors)


def _ends(scenarios: int, table: DesignTable, factors: Sequence[Factor]) -> Iterator[_Tried]:
    """Return each factor at its ends, or at the values of its list, with its place in the document."""
    places = {factor_named(written): where for where, written, _ in entries(table.over, "design", "over")}
    for factor in factors:
        values = factor.levels or (factor.low, factor.high)
        for number in (values[place] for place in _spread(len(values), scenarios * len(factors))):
            yield places[factor.name], f"at {factor.name} = {factor.value(number)}, ", [factor], [number]


def _of_file(scenarios: int, design: Design) -> Iterator[_Tried]:
    for row in _spread(len(design.points), scenarios):
        yield ("design", "file"), f"at point {row + 1} of the file, ", design.factors, design.points[row].tolist()


def _spread(count: int, times: int) -> list[int]:
    """Return places from first to last of ``count``, so few that all can be tried so many times."""
    few = min(count, max(2, _MOST_TRIED // max(1, times)))
    return [int(place) for place in np.unique(np.linspace(0, count - 1, few).astype(int))]
