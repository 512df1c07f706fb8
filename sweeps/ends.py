"""Whether the scenarios of a sweep can be had at the points of its design."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from tightrope.scenarios.complaints import Where
from tightrope.scenarios.errors import InputError, shown
from tightrope.scenarios.intake import is_file
from tightrope.scenarios.scenario import Scenario
from tightrope.sweeps.design_reading import Design
from tightrope.sweeps.document import DesignTable
from tightrope.sweeps.factor_reading import entries, factor_named
from tightrope.sweeps.factors import STRENGTH, Factor
from tightrope.sweeps.living import scenario_at
from tightrope.sweeps.problems import Problems

__all__ = ["check_points"]

_MOST_TRIED = 1_000
"""Scenarios at points of a list; of a longer one, points spread over the file are tried."""


def check_points(
    scenarios: Sequence[Scenario], table: DesignTable | None, design: Design, problems: Problems
) -> None:  # fmt: skip
    """Complain where a scenario is impossible: at a factor's ends, the others at the scenario's own values.

    The points of a list are tried as they are. What only a combination of other designs' values makes impossible comes
    up as a run that fails.
    """
    if any(factor.name == STRENGTH for factor in design.factors) and not any(one.events for one in scenarios):
        says = "design: no scenario of this sweep has events whose strength could vary"
        problems.add(("design", "over", STRENGTH), says)
        return
    for where, label, factors, point in _tried(len(scenarios), table, design):
        for scenario in scenarios:
            try:
                _check_network(scenario_at(scenario, factors, point))
            except InputError as error:
                problems.add_first(where, error, before=f"{label}scenario '{scenario.name}' cannot be had: ")
                break


def _check_network(scenario: Scenario) -> None:
    """Refuse a network whose file is not there."""
    network = scenario.parameters.network
    if network.network_kind == "file" and not is_file(Path(network.network_file)):
        raise InputError(f"network.network_file: there is no file '{shown(network.network_file)}'")


type _Tried = tuple[Where, str, Sequence[Factor], Sequence[float]]


def _tried(scenarios: int, table: DesignTable | None, design: Design) -> Iterator[_Tried]:
    if table is None:
        return iter([(("scenarios",), "", (), ())])
    return _of_list(scenarios, design) if table.kind == "list" else _ends(table, design.factors)


def _ends(table: DesignTable, factors: Sequence[Factor]) -> Iterator[_Tried]:
    """Return each factor at its ends, or at each value of its list, with its place in the document."""
    places = {factor_named(written): where for where, written, _ in entries(table.over, "design", "over")}
    for factor in factors:
        for number in factor.levels or (factor.low, factor.high):
            yield places[factor.name], f"at {factor.name} = {factor.value(number)}, ", [factor], [number]


def _of_list(scenarios: int, design: Design) -> Iterator[_Tried]:
    rows = len(design.points)
    for row in np.unique(np.linspace(0, rows - 1, min(rows, max(2, _MOST_TRIED // scenarios))).astype(int)):
        yield ("design", "file"), f"at point {row + 1} of the file, ", design.factors, design.points[row].tolist()
