"""What a search has found, in words and two tables."""

from collections.abc import Sequence

import click
import numpy as np
from numpy.typing import NDArray

from tightrope.analysis.frontier import best_improvement, compared, estimate
from tightrope.policies import CURRENT, Policies
from tightrope.scenarios.wording import number_in_words
from tightrope.sweeps.objectives import Objective
from tightrope.tables import print_table

__all__ = ["conclude"]

_SHOWN = 12
"""Policies of the frontier in the tables, beside the current one; ``--csv`` writes all."""


def conclude(policies: Policies) -> None:
    """Print what each policy gives and what it changes, the current one first, and how to read it."""
    about, chosen = policies.about, policies.about["design"]["search"]
    rows = [CURRENT, *_chosen(policies)]
    click.echo(
        f"{chosen['trials']} policies were tried in {', '.join(s['name'] for s in about['scenarios'])}; "
        f"{len(policies.beaten) - 1} stood out and were proved under {len(about['seeds'])} fresh seeds, "
        f"{about['borrowers']:,} borrowers each.\n"
        f"{int((~policies.beaten[1:]).sum())} of them may lie on the frontier: none is beaten in everything, beyond "
        f"chance. {_standing(policies)}\n\nWhat they give, and the difference to the current policy:"
    )
    measures = (*policies.objectives, *policies.beside)
    print_table(
        ["policy", *(_heading(policies, place, each) for place, each in enumerate(measures))],
        _gives(policies, rows, measures),
    )
    click.echo("What they are:")
    print_table(["policy", *policies.knobs.columns], _is(policies, rows))
    click.echo("\n".join([*_improvements(policies), "", _how_to_read(policies, len(rows) - 1)]))


def _chosen(policies: Policies) -> list[int]:
    """Return which policies of the frontier to show: the best in each objective, the balanced one, others between."""
    there = policies.frontier[policies.frontier != CURRENT]
    means = policies.sought.mean(axis=2)[:, there]
    best = [int((each if low else -each).argmin()) for each, low in zip(means, policies.lower, strict=True)]
    knee = np.flatnonzero(there == policies.knee).tolist()
    spread = np.linspace(0, there.size - 1, min(_SHOWN, there.size)).round().astype(int).tolist() if there.size else []
    kept = list(dict.fromkeys([*best, *knee, *spread]))[:_SHOWN] if there.size else []
    return [int(there[place]) for place in sorted(kept)]


def _heading(policies: Policies, place: int, measure: Objective) -> str:
    if place >= len(policies.objectives):
        return f"{measure.name}\n({_unit(measure)})"
    return f"{measure.name}\n({_unit(measure)}, {measure.better} is better)"


def _unit(measure: Objective) -> str:
    unit = measure.what.unit
    return f"%{unit.removeprefix('share')}" if unit.startswith("share") else unit


def _gives(policies: Policies, rows: Sequence[int], measures: Sequence[Objective]) -> list[list[str]]:
    own, differs = estimate(policies.values), compared(policies.values)
    return [
        [_name(policies, row), *(_cell(each, own.mean[k, row], differs.mean[k, row], differs.half[k, row], row)
                                 for k, each in enumerate(measures))]
        for row in rows
    ]  # fmt: skip


def _name(policies: Policies, row: int) -> str:
    return "current" if row == CURRENT else f"{row}, balanced" if row == policies.knee else str(row)


def _cell(measure: Objective, mean: float, difference: float, half: float, row: int) -> str:
    own = _number(measure, mean)
    return own if row == CURRENT else f"{own}\n{_number(measure, difference, sign='+')} ±{_number(measure, half)}"


def _number(measure: Objective, value: float, sign: str = "") -> str:
    unit = measure.what.unit
    if not np.isfinite(value):
        return "-"
    if unit.startswith("share"):
        return f"{100 * value:{sign}.2f}"
    return f"{value:{sign},.0f}" if unit.startswith("yuan") else f"{value:{sign}.3f}"


def _is(policies: Policies, rows: Sequence[int]) -> list[list[str]]:
    knobs = policies.knobs.to_numpy()
    return [[_name(policies, row), *(number_in_words(float(f"{x:.3g}")) for x in knobs[row])] for row in rows]


def _standing(policies: Policies) -> str:
    if policies.beaten[CURRENT]:
        return "The current policy is surely beaten."
    return "The current policy may lie there too."


def _improvements(policies: Policies) -> list[str]:
    """Say for each objective how far the current policy can be bettered at no cost in the others."""
    told = []
    for place, objective in enumerate(policies.objectives):
        found = best_improvement(policies.sought, policies.lower, place)
        if found is None:
            told.append(f"{objective.name}: no policy betters it without worsening another objective.")
            continue
        unit = _unit(objective).replace("%", "points of percent", 1)
        told.append(
            f"{objective.name}: policy {found.policy} betters it by {_number(objective, found.by)} "
            f"±{_number(objective, found.half)} {unit} and worsens no other objective."
        )
    return told


def _how_to_read(policies: Policies, shown: int) -> str:
    there: NDArray[np.intp] = policies.frontier[policies.frontier != CURRENT]
    left_out = f" {there.size - shown} more lie between those shown: --csv has all." if there.size > shown else ""
    keep = ", ".join(
        f"{share:.0%} of its {name}" for name, share in policies.about["design"]["search"]["keep"].items()
    )  # fmt: skip
    kept = f" Searched were policies that keep {keep}." if keep else ""
    return (
        "How to read it: go down the first table from policy to policy; each pays for what it gains in one objective "
        f"with another. ± is the 95 % interval of the difference over {len(policies.about['seeds'])} seeds, paired: "
        "a difference smaller than that may be chance. 'balanced' gives up least, all objectives weighing alike."
        f"{kept}{left_out}"
    )
