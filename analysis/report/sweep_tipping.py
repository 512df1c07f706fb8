"""The part of a sweep's report on tipping points, feedback and memory, as far as the sweep can tell of them."""

from collections.abc import Callable, Mapping
from typing import Any

from tightrope.analysis.compare.differences import MEASURES
from tightrope.analysis.report.blocks import Block, Inline, Piece, Table
from tightrope.analysis.report.sweep_findings import SweepPage, label
from tightrope.analysis.study.causes import can_tell_causes
from tightrope.analysis.study.feedback import LOOP, can_tell_feedback, feedback
from tightrope.analysis.study.headlines import headline
from tightrope.analysis.study.hysteresis import drives, hysteresis
from tightrope.analysis.study.outcomes import scenario_names, unit_of
from tightrope.analysis.study.tipping import tipping
from tightrope.analysis.words.margins import number
from tightrope.analysis.words.words import Words
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.factors import STRENGTH

__all__ = ["tipping_points"]

_PEOPLE = "default_hazard"
"""The measure that tightening may worsen, where the sweep has it: people, not money."""


def tipping_points(page: SweepPage) -> list[Block]:
    """Return what the sweep tells of doses, of the platform's own loop and of memory; empty where it tells nothing."""
    against = page.results.manifest["against"]
    names = [name for name in scenario_names(page.results) if name != against]
    parts: list[Block] = []
    if STRENGTH in page.results.factors and not can_tell_causes(page.results):
        parts += [_told_of_scenario(page, _doses, name) for name in names or [against]]
    if can_tell_feedback(page.results):
        parts += [_told_of_scenario(page, _loop, name) for name in names]
    if against is not None and drives(page.results):
        parts.append(_memory(page))
    return parts


def _told_of_scenario(page: SweepPage, tell: Callable[[SweepPage, str], Table], scenario: str) -> Block:
    """Return what is told of a scenario, or why nothing can be."""
    try:
        return tell(page, scenario)
    except InputError as error:
        return f"{page.title(scenario)}: {error}"


def _doses(page: SweepPage, scenario: str) -> Table:
    measures = page.results.manifest["measures"]
    measure = _PEOPLE if _PEOPLE in measures else headline(page.results)[0]
    found, say = tipping(page.results, measure, "mean", dose=STRENGTH, scenario=scenario), page.say
    lowest = found.steps["from_dose"].to_numpy().min()
    rows = [
        [
            _setting(row, found.others) or say("sweep.all"), _shape(page, row["shape"]),
            _range(row, "tips") if row["tips_high"] != lowest else say("sweep.the_lowest"),
            _range(row, "worst"), str(row["seeds"]),
        ]
        for row in found.curves.iter_rows(named=True)
    ]  # fmt: skip
    head = [
        say("sweep.setting"), say("sweep.with_more_of_the_dose"), say("sweep.tips_at"),
        say("sweep.worst_at"), say("sweep.number_of_seeds"),
    ]  # fmt: skip
    caption = say("sweep.by_the_strength_of_its", measure=label(measure, page.language), scenario=page.title(scenario))
    return Table(caption, head, rows, numbers=True)


def _shape(page: SweepPage, shape: str) -> str:
    """Put the words for the shape of a curve in the page's language."""
    parts = [Words(f"sweep.shape_{part}") for part in shape.split(", then ")]
    return page.say("sweep.shapes_in_turn", shapes=parts)


def _loop(page: SweepPage, scenario: str) -> Table:
    found, say = feedback(page.results, scenario=scenario), page.say
    others = [name for name in page.results.factors if name != LOOP]
    rows = [
        [
            _setting(row, [*others, LOOP]),
            _range(row, "gain"),
            number(row["peak"], "0-1"),
            number(row["calm_end"], "0-1"),
        ]
        for row in found.iter_rows(named=True)
        if row["seeds"]
    ]
    head = [
        say("sweep.setting"), say("sweep.gain"), say("sweep.peak"),
        say("sweep.end_without_the_push"),
    ]  # fmt: skip
    caption = say("sweep.tightness_of_the_platform_under", scenario=page.title(scenario))
    return Table(caption, head, rows, numbers=True)


def _memory(page: SweepPage) -> Table:
    say = page.say
    rows: list[list[Inline]] = []
    told = {_PEOPLE, *(each.column for each in MEASURES)}
    for measure in (name for name in page.results.manifest["measures"] if name in told):
        known = hysteresis(page.results, measure).drop_nulls("largest")
        for row in known.iter_rows(named=True):
            unit = unit_of(measure, "mean")
            numbers = (number(row[name], unit, "+").replace("-", "−") for name in ("largest", "width"))
            shares = (_share(row, name) for name in ("openness", "left_first_year", "left_second_year"))
            name = f"{label(measure, page.language)}: {page.title(row['scenario'])}"
            rows.append([Piece(name, below=_setting(row, page.results.factors)), *numbers, *shares])
    heads = (
        Words("sweep.measure_and_scenario"), Words("sweep.largest"), Words("sweep.width"),
        Words("sweep.open_by"), Words("sweep.left_first_year"), Words("sweep.left_second_year"),
    )  # fmt: skip
    caption = say("sweep.what_is_remembered_when_all")
    return Table(caption, [words.put(page.language) for words in heads], rows, numbers=True)


def _setting(row: Mapping[str, Any], names: list[str]) -> str:
    parts = (f"{name} {row[name]:.4g}" if isinstance(row[name], float) else f"{name} {row[name]}" for name in names)
    return ", ".join(parts)


def _range(row: Mapping[str, Any], what: str) -> str:
    value = row[f"{what}_at"] if f"{what}_at" in row else row[what]
    return "–" if value is None else f"{value:.2f} ({row[f'{what}_low']:.2f} – {row[f'{what}_high']:.2f})"


def _share(row: Mapping[str, Any], name: str) -> str:
    if row[name] is None:
        return "–"
    return f"{row[name]:.0%} ({row[f'{name}_low']:.0%} – {row[f'{name}_high']:.0%})".replace("-", "−")
