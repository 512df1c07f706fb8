"""What ``tightrope sweep discover`` prints: the corners in sentences, their limits, and what peeling traded off."""

from typing import Any

from tightrope.analysis.report.discovery_words import corner_words, limit_words
from tightrope.analysis.study.bad_outcomes import Bad
from tightrope.analysis.study.discovery import Discovery, discover, limits_of
from tightrope.analysis.study.discovery_record import as_record
from tightrope.analysis.study.outcomes import unit_of
from tightrope.analysis.study.prim import Step
from tightrope.analysis.words.numbers import percent
from tightrope.analysis.words.words import Words
from tightrope.cli.tables import print_table, say
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["tell_discovery"]

_STEPS = 8
"""Of the path of peeling that are printed."""


def tell_discovery(
    results: SweepResults, measure: str, statistic: str, scenario: str, bad: Bad, language: str, *, difference: bool
) -> dict[str, Any]:
    """Print where a measure is bad under a scenario, and return all that was found, ready for JSON."""
    found = discover(results, measure, statistic, scenario, bad, difference=difference)
    less = f" less {results.manifest['against']}" if difference else ""
    say(f"\n{measure} ({statistic}) under {scenario}{less}")
    for paragraph in corner_words(found, measure, unit_of(measure, statistic), language):
        say(paragraph)
    _print_limits(found, language)
    _print_path(found.boxes[0].path)
    return {"scenario": scenario, "measure": measure, "statistic": statistic, **as_record(found)}


def _print_limits(found: Discovery, language: str) -> None:
    rows = [
        [str(number), limit_words(limit).put(language), f"{limit.quasi_p:.2g}"]
        for number, box in enumerate(found.boxes, 1)
        for limit in limits_of(found, box)
    ]
    if rows:
        heads = [Words(f"sweep.{name}").put(language) for name in ("corner", "limit", "quasi_p")]
        print_table(heads, rows, left=2)


def _print_path(path: list[Step]) -> None:
    """Print steps of the first corner's path, evenly apart, and its last."""
    apart = max((len(path) - 1) // (_STEPS - 1), 1)
    steps = [*path[:-1:apart], path[-1]]
    rows = [[percent(step.coverage), percent(step.density), percent(step.support), str(step.limited)] for step in steps]
    print_table(["coverage", "density", "support", "factors limited"], rows, left=0)
    say(
        "What peeling trades off. Coverage: share of all bad points that is inside; density: share of the points "
        "inside that is bad; support: share of all points that is inside. Quasi-p: how likely chance makes a limit, "
        "were the points there as often bad as without it; it is too sure, as the best of many limits was chosen."
    )
