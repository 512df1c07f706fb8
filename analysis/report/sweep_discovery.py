"""The part of a sweep's report that says in which corner of its ranges outcomes are bad."""

from tightrope.analysis.report.blocks import Block, Inline, Table
from tightrope.analysis.report.discovery_words import corner_words, limit_words
from tightrope.analysis.report.sweep_findings import SweepPage, label
from tightrope.analysis.study.bad_outcomes import usual_bad, usual_measure
from tightrope.analysis.study.discovery import Discovery, discover, limits_of
from tightrope.analysis.study.outcomes import scenario_names, unit_of
from tightrope.analysis.study.scattered import draws_points
from tightrope.scenarios.errors import InputError

__all__ = ["where_it_goes_badly"]

_MOST = 4
"""Scenarios that are told of; ``tightrope sweep discover`` tells of all."""


def where_it_goes_badly(page: SweepPage) -> list[Block]:
    """Return where the share of late debt is highest; empty of a sweep that draws no points from ranges."""
    if not draws_points(page.results):
        return []
    against = page.results.manifest["against"]
    names = scenario_names(page.results)
    names = [name for name in names if name != against] or names
    parts: list[Block] = []
    for name in names[:_MOST]:
        parts += _told_of(page, name)
    return parts


def _told_of(page: SweepPage, scenario: str) -> list[Block]:
    measure = usual_measure(page.results)
    try:
        found = discover(page.results, measure, "mean", scenario, usual_bad(measure))
    except InputError as error:
        of = [f"{label(measure, page.language)}, {page.title(scenario)}"]
        return [page.say("sweep.nothing_can_be_told_of", of=of, reason=str(error))]
    paragraphs = corner_words(found, label(measure, page.language), unit_of(measure, "mean"), page.language)
    opening = page.say("sweep.told_under_scenario", scenario=page.title(scenario), told=paragraphs[0])
    return [opening, *paragraphs[1:], *_limits(page, found, scenario)]


def _limits(page: SweepPage, found: Discovery, scenario: str) -> list[Table]:
    rows: list[list[Inline]] = [
        [str(number), limit_words(limit).put(page.language), f"{limit.quasi_p:.2g}"]
        for number, box in enumerate(found.boxes, 1)
        for limit in limits_of(found, box)
    ]
    heads = [page.say(f"sweep.{name}") for name in ("corner", "limit", "quasi_p")]
    caption = page.say("sweep.limits_of_the_corners", scenario=page.title(scenario))
    return [Table(caption, heads, rows)] if rows else []
