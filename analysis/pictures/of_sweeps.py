"""Pictures of a sweep: which of its figures, of which measures and under which scenarios."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from types import MappingProxyType
from typing import NamedTuple

from tightrope.analysis.pictures.pictures import Picture, check_figures
from tightrope.analysis.study.factors import Value, covered, factor_named, factors_of
from tightrope.analysis.study.outcomes import (
    check_measure,
    check_scenario,
    check_statistic,
    chosen_scenario,
    progress,
    scenario_names,
)
from tightrope.analysis.study_charts.figures import SWEEP_FIGURES, SweepFigure, suited
from tightrope.analysis.study_charts.sheet import SweepSheet, measure_words
from tightrope.analysis.words.words import check_language
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["Choice", "SweepPictures", "pictures_of_sweep"]

_SAY_MOST = ("frozen_share", "default_hazard", "dpd90_share_balance", "trust_mean", "profit")
_MANY = 6
"""Scenarios from which on each gets its own figure only when it is named."""


class Choice(NamedTuple):
    """What of a sweep is to be drawn; what is left open is chosen by what the sweep holds."""

    measures: Sequence[str] = ()
    statistic: str = "mean"
    scenario: str | None = None
    x: str | None = None
    y: str | None = None
    at: Mapping[str, Value] = MappingProxyType({})


@dataclass
class SweepPictures:
    """Figures of a sweep, and why others were left out."""

    drawn: list[Picture] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def pictures_of_sweep(
    results: SweepResults, choice: Choice | None = None, *, names: Sequence[str] = (), language: str = "en"
) -> SweepPictures:
    """Return the figures that suit a sweep, or those named.

    InputError for unknown names, for a figure named that cannot be drawn, and where none can.
    """
    choice = choice or Choice()
    check_figures(names, list(SWEEP_FIGURES), "a sweep")
    check_language(language)
    _check_choice(results, choice)
    found = SweepPictures()
    for name in names or suited(results):
        figure = SWEEP_FIGURES[name]
        try:
            scenarios = _scenarios(results, figure, choice)
        except InputError as error:
            if names:
                raise
            found.left_out.append(f"{name}: {error}")
            continue
        measures = _measures(results, figure, choice)
        for scenario, measure in product(scenarios, measures):
            sheet = SweepSheet(
                results, measure, choice.statistic, scenario, choice.x, choice.y, choice.at, language
            )  # fmt: skip
            try:
                found.drawn.append(_picture(name, figure, sheet, several=len(scenarios) > 1))
            except InputError as error:
                if names:
                    raise
                found.left_out.append(f"{name}, {measure or scenario}: {error}")
    if not found.drawn:
        reasons = "; ".join(found.left_out) or "a single scenario without a design has only 'fan'"
        raise InputError(f"no figure can be drawn of this sweep: {reasons}")
    return found


def _check_choice(results: SweepResults, choice: Choice) -> None:
    """Refuse what the sweep does not have, whether or not a figure would ask for it."""
    for measure in choice.measures:
        check_measure(results, measure)
    check_statistic(choice.statistic)
    if choice.scenario is not None:
        check_scenario(results, choice.scenario)
    factors = factors_of(results)
    for name in (choice.x, choice.y):
        if name is not None:
            factor_named(name, factors)
    for name, value in choice.at.items():
        covered(factor_named(name, factors), value)


def _scenarios(results: SweepResults, figure: SweepFigure, choice: Choice) -> list[str]:
    """Return the scenarios to draw: the one named, or each beside what they are compared with."""
    names = scenario_names(results)
    if choice.scenario is not None:
        return [chosen_scenario(results, choice.scenario)]
    beside = [name for name in names if name != results.manifest["against"]] or names
    if not figure.by_scenario:
        return beside[:1]
    if len(beside) > _MANY:
        raise InputError(f"it is drawn of one scenario, and there are {len(beside)}: name one with --scenario")
    return beside


def _measures(results: SweepResults, figure: SweepFigure, choice: Choice) -> list[str]:
    """Return the measures to draw: those named, or the one that the figure is usually of, or those that say most."""
    if not figure.by_measure:
        return [""]
    if figure.usual_measure and not choice.measures:
        return [figure.usual_measure(results)]
    there = results.manifest["measures"]
    return list(choice.measures) or [name for name in _SAY_MOST if name in there] or there[:4]


def _picture(name: str, figure: SweepFigure, sheet: SweepSheet, *, several: bool) -> Picture:
    language = sheet.language
    title = figure.title.put(language)
    parts = [name]
    if figure.by_measure:
        title += sheet.say("sweep_charts.colon") + measure_words(sheet.measure, language)
        parts.append(sheet.measure)
    if figure.by_scenario:
        scenario = sheet.scenario_title(sheet.scenario)
        title += sheet.say("sweep_charts.under_scenario", scenario=scenario)
        parts += [sheet.scenario] if several else []
    return Picture("-".join(parts), title, figure.reading.put(language), _notes(sheet), figure.draw(sheet), language)


def _notes(sheet: SweepSheet) -> tuple[str, ...]:
    """Say on how many seeds and borrowers a figure rests, and what is missing."""
    about = sheet.results.manifest
    seeds, borrowers = len(about["seeds"]), f"{about['borrowers']:,}"
    basis = sheet.say("sweep_charts.seeds_of_borrowers", seeds=seeds, borrowers=borrowers)
    held = ", ".join(f"{name} {value}" for name, value in sheet.at.items())
    lacks = progress(sheet.results).note
    return tuple(filter(None, [basis + (f" {held}" if held else ""), lacks]))
