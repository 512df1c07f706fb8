"""The part of a sweep's report where a reader moves its factors and sees what an emulator foretells."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from tightrope.analysis.report.blocks import Block, Fold
from tightrope.analysis.report.sweep_drivers import ranked
from tightrope.analysis.report.sweep_findings import SweepPage, label
from tightrope.analysis.study.emulated_indices import emulated_indices
from tightrope.analysis.study.headlines import headline
from tightrope.analysis.study.outcomes import scenario_names, unit_of
from tightrope.analysis.study.ranking import Ranking
from tightrope.analysis.study.scattered import draws_points
from tightrope.analysis.study.sweep_emulator import SweepEmulator, sweep_emulator
from tightrope.analysis.words.margins import decimals_for, number
from tightrope.analysis.words.numbers import unit_words
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.factors import Factor

__all__ = ["Sliders", "sliders"]

_MOST = 4
"""Scenarios that are emulated."""


class Outcome(NamedTuple):
    """A measure under a scenario that is emulated."""

    scenario: str
    measure: str
    fitted: SweepEmulator


class Row(NamedTuple):
    """What the page says of an outcome beside its numbers."""

    measure: str
    scenario: str
    foretold: str
    warning: str
    """Why nothing is foretold; empty where it is."""


class Slider(NamedTuple):
    """A factor that the page moves."""

    name: str
    unit: str


@dataclass(frozen=True)
class Sliders:
    """What the page moves, what it shows, and the numbers that foretell it."""

    factors: list[Slider]
    rows: list[Row]
    data: dict[str, Any]
    """For the page's script, as ``templates/sliders.js`` reads it; outcomes in the order of ``rows``."""
    points: int
    under: list[Block]


def sliders(page: SweepPage) -> Sliders | None:
    """Return the sliders of a sweep that draws its points from ranges of numbers; None where no emulator can be fitted.

    They are those of the measures that say most, under the scenarios beside the one compared with.
    """
    outcomes = list(_outcomes(page)) if draws_points(page.results) else []
    if not outcomes:
        return None
    factors = list(outcomes[0].fitted.factors)
    return Sliders(
        [Slider(each.name, unit_words(each.unit, page.language)) for each in factors],
        [_row(page, each) for each in outcomes],
        _data(factors, outcomes),
        max(len(each.fitted.emulator.values) for each in outcomes),
        _under(page, outcomes),
    )


def _outcomes(page: SweepPage) -> Iterator[Outcome]:
    """Fit an emulator to each measure; those that cannot be fitted are told of by the ranking of the factors."""
    against = page.results.manifest["against"]
    names = scenario_names(page.results)
    names = [name for name in names if name != against] or names
    for name in names[:_MOST]:
        for measure in headline(page.results):
            try:
                yield Outcome(name, measure, sweep_emulator(page.results, measure, "mean", name))
            except InputError:
                continue


def _row(page: SweepPage, outcome: Outcome) -> Row:
    share = 100 * max(outcome.fitted.trust.explained, 0.0)
    warning = "" if outcome.fitted.holds else page.say("sweep.does_not_hold", share=share)
    return Row(
        label(outcome.measure, page.language), page.title(outcome.scenario),
        page.say("sweep.share_foretold", share=share), warning,
    )  # fmt: skip


def _data(factors: list[Factor], outcomes: list[Outcome]) -> dict[str, Any]:
    """Return what the script needs; outcomes at the same points share them."""
    inputs: dict[bytes, int] = {}
    told, points = [], []
    for each in outcomes:
        emulator = each.fitted.emulator
        key = emulator.inputs.tobytes()
        if key not in inputs:
            inputs[key] = len(inputs)
            points.append(emulator.inputs.tolist())
        unit = unit_of(each.measure, "mean")
        told.append(
            {
                **emulator.as_record(), "inputs": inputs[key], "holds": each.fitted.holds,
                "lowest": float(emulator.values.min()), "highest": float(emulator.values.max()),
                "percent": unit.startswith("share"),
            }
        )  # fmt: skip
    ranges = [{"low": each.low, "high": each.high, "log": each.log, "whole": each.whole} for each in factors]
    return {"factors": ranges, "points": points, "outcomes": told}


def _under(page: SweepPage, outcomes: list[Outcome]) -> list[Block]:
    """Return what the emulators say of the factors and of the outcome over all ranges."""
    parts: list[Block] = []
    for each in outcomes:
        if each.fitted.holds:
            found = emulated_indices(each.fitted)
            parts += [_spread(page, each, found), ranked(page, found, each.measure, each.scenario)]
    return [Fold(page.say("sweep.indices_by_the_emulator"), parts)] if parts else []


def _spread(page: SweepPage, outcome: Outcome, found: Ranking) -> str:
    assert found.spread is not None
    mean, low, _, high = (_with_ends(page, row, outcome) for row in found.spread.iter_rows(named=True))
    return page.say(
        "sweep.parts_over_the_ranges", measure=label(outcome.measure, page.language),
        scenario=page.title(outcome.scenario), mean=mean, low=low, high=high,
    )  # fmt: skip


def _with_ends(page: SweepPage, row: dict[str, float], outcome: Outcome) -> str:
    unit = unit_of(outcome.measure, "mean")
    decimals = decimals_for(row["value_high"] - row["value_low"], unit, 2)
    value, low, high = (number(row[f"value{end}"], unit, decimals=decimals) for end in ("", "_low", "_high"))
    return page.say("sweep.value_from_to", value=value, low=low, high=high).replace("-", "−")
