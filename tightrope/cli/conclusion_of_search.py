"""What a search has found, in words and two tables."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope.analysis.study.frontier import Improvement, best_improvement, compared
from tightrope.analysis.study.intervals import estimate
from tightrope.analysis.study.means import LEVEL
from tightrope.analysis.study.policies import CURRENT, Policies
from tightrope.cli.tables import console, print_table
from tightrope.scenarios.parameters.meaning import number_in_words
from tightrope.sweeps.search.objectives import MEASURES, Objective

__all__ = ["conclude"]

_SHOWN = 7
"""Policies of the frontier in the tables, beside the current one; ``--csv`` writes all."""
_NEAR = 0.1
"""Share of a knob's range that counts as its end."""


def conclude(policies: Policies) -> None:
    """Print what each policy gives and what it is, the current one first, and how to read it."""
    found = [best_improvement(policies.sought, policies.lower, place) for place in range(len(policies.objectives))]
    rows = [CURRENT, *_chosen(policies, [each.policy for each in found if each])]
    _say(_what_was_done(policies), "", "What they give, and the difference to the current policy:")
    measures = (*policies.objectives, *policies.beside)
    print_table(["policy", *(_heading(policies, each) for each in measures)], _gives(policies, rows, measures))
    _say("What they are:")
    print_table(["knob", *(_name(policies, row) for row in rows)], _is(policies, rows))
    improvements = map(_improvement, policies.objectives, found)
    _say(*improvements, *_at_ends(policies), "", _how_to_read(policies, rows))


def _say(*lines: str) -> None:
    for line in lines:
        console().print(line, highlight=False, markup=False)


def _what_was_done(policies: Policies) -> str:
    about, tried = policies.about, policies.about["design"]["search"]["trials"]
    where = ", ".join(scenario["name"] for scenario in about["scenarios"])
    may = int((~policies.beaten[1:]).sum())
    current = "is surely beaten by one of them" if policies.beaten[CURRENT] else "may lie there as well"
    return (
        f"{tried:,} policies were tried in {where}. The {len(policies.beaten) - 1} best were run once more under "
        f"{len(about['seeds'])} fresh seeds, {about['borrowers']:,} borrowers each: {may} may lie on the frontier, "
        f"since no policy beats them beyond chance. The current policy {current}."
    )


def _chosen(policies: Policies, improvements: Sequence[int]) -> list[int]:
    """Return which policies to show: the balanced one, those that better the current one, and others between."""
    there = policies.frontier[policies.frontier != CURRENT]
    first = [policy for policy in (policies.knee, *improvements) if policy != CURRENT]
    ends = _best(policies, there)
    spread = there[np.linspace(0, there.size - 1, min(_SHOWN, there.size)).round().astype(int)].tolist()
    shown = list(dict.fromkeys([*first, *ends, *spread]))[:_SHOWN]
    return sorted(shown, key=lambda policy: (policies.sought[0, policy].mean(), policy), reverse=not policies.lower[0])


def _best(policies: Policies, among: NDArray[np.intp]) -> list[int]:
    """Return the policy that is best in each objective."""
    means = policies.sought.mean(axis=2)[:, among]
    places = ((each if low else -each).argmin() for each, low in zip(means, policies.lower, strict=True) if among.size)
    return [int(among[place]) for place in places]


def _heading(policies: Policies, measure: Objective) -> str:
    sought = f", {measure.better} is better" if measure in policies.objectives else ""
    return f"{_words(measure)}\n({_unit(measure)}{sought})"


def _words(measure: Objective) -> str:
    return measure.name.replace("_", " ") if measure.measure in MEASURES else measure.name


def _unit(measure: Objective) -> str:
    unit = measure.what.unit
    return f"%{unit.removeprefix('share')}" if unit.startswith("share") else unit


def _gives(policies: Policies, rows: Sequence[int], measures: Sequence[Objective]) -> list[list[str]]:
    own, differs = estimate(policies.values), compared(policies.values)
    return [
        [
            _name(policies, row),
            *(
                _number(each, own.mean[place, row])
                if row == CURRENT
                else f"{_number(each, own.mean[place, row])}\n"
                f"{_number(each, differs.mean[place, row], '+')} ±{_number(each, differs.half[place, row])}"
                for place, each in enumerate(measures)
            ),
        ]
        for row in rows
    ]


def _is(policies: Policies, rows: Sequence[int]) -> list[list[str]]:
    return [
        [knob.name, *(number_in_words(float(f"{knob[row]:.{3 if knob[row] >= 100 else 2}g}")) for row in rows)]
        for knob in policies.knobs.iter_columns()
    ]


def _name(policies: Policies, row: int) -> str:
    return "current" if row == CURRENT else f"{row}\nbalanced" if row == policies.knee else str(row)


def _number(measure: Objective, value: float, sign: str = "") -> str:
    unit = measure.what.unit
    if not np.isfinite(value):
        return "-"
    if unit.startswith("share"):
        return f"{100 * value:{sign}.2f}"
    return f"{value:{sign},.0f}" if unit.startswith("yuan") else f"{value:{sign}.3f}"


def _improvement(objective: Objective, found: Improvement | None) -> str:
    """Say how far the current policy can be bettered at no cost in the other objectives."""
    if found is None:
        return f"{_words(objective)}: no policy betters it without worsening another objective."
    unit = _unit(objective)
    unit = " percentage points" if unit.startswith("%") else "" if unit == "0-1" else f" {unit}"
    by, half = _number(objective, found.by), _number(objective, found.half)
    return (
        f"{_words(objective)}: policy {found.policy} betters it by {by} ±{half}{unit}, and worsens no other objective."
    )


def _at_ends(policies: Policies) -> list[str]:
    """Name the knobs that most policies of the frontier turn as far as the search allows."""
    told = []
    there = policies.frontier[policies.frontier != CURRENT].tolist()
    for factor in policies.about["factors"]:
        low, high = factor["low"], factor["high"]
        turned = (policies.knobs[factor["name"]].gather(there) - low) / (high - low)
        for end, near in ((low, turned < _NEAR), (high, turned > 1 - _NEAR)):
            if near.sum() > len(there) / 2:
                told.append(f"{factor['name']} ({end:g})")
    if not told:
        return []
    return [f"At an end of the range in most of these policies: {', '.join(told)}. What lies beyond was not searched."]


def _over_worlds(search: dict[str, Any]) -> list[str]:
    """Say what the worlds are in which policies were tried; nothing where there was but one."""
    if (worlds := search.get("worlds")) is None:
        return []
    bad, hold = (f"{100 * worlds[name]:g} %" for name in ("bad", "hold"))
    return [
        f"Every policy was run in {worlds['members']} worlds of the ensemble '{worlds['ensemble']}'. Numbers are means "
        f"over them; of bad worlds, what {bad} of the worlds are no worse than. What must be kept must be in {hold}."
    ]


def _how_to_read(policies: Policies, rows: Sequence[int]) -> str:
    search, seeds = policies.about["design"]["search"], len(policies.about["seeds"])
    keep = ", ".join(f"{100 * share:g} % of {name}" for name, share in search["keep"].items())
    left_out = len(set(policies.frontier.tolist()) - set(rows))
    return " ".join(
        [
            "How to read it: go down the first table from policy to policy; each pays for what it gains in one",
            f"objective with another. ± is the {100 * LEVEL:g} % interval of the paired difference over {seeds} seeds:",
            "a smaller difference may be chance. 'balanced' gives up least, all objectives weighing alike.",
            *([f"The search left out policies that do not keep, of the current one, {keep}."] if keep else []),
            *_over_worlds(search),
            *([f"{left_out} more policies may lie on the frontier: --csv has them all."] if left_out else []),
        ]
    )
