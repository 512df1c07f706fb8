"""The part of a sweep's report that says what its measures come from, of a grid of mechanisms off and on."""

from collections.abc import Mapping
from typing import Any

from tightrope.analysis.report.blocks import Block, Inline, Piece, Table
from tightrope.analysis.report.sweep_findings import SweepPage, label
from tightrope.analysis.study.causes import Causes, can_tell_causes, causes
from tightrope.analysis.study.headlines import headline
from tightrope.analysis.study.outcomes import scenario_names, unit_of
from tightrope.analysis.words.margins import apart, decimals_for, with_margin
from tightrope.analysis.words.words import join_sentences
from tightrope.scenarios.errors import InputError

__all__ = ["what_it_comes_from"]


def what_it_comes_from(page: SweepPage) -> list[Block]:
    """Return the share of each cause in the measures that say most; empty of a sweep that is no such grid."""
    if not can_tell_causes(page.results):
        return []
    parts: list[Block] = []
    for scenario in scenario_names(page.results):
        for measure in headline(page.results):
            try:
                parts.append(_told_of_measure(page, causes(page.results, measure, "mean", scenario), measure, scenario))
            except InputError as error:
                parts.append(f"{page.title(scenario)}: {error}")
    return parts


def _told_of_measure(page: SweepPage, found: Causes, measure: str, scenario: str) -> Table:
    say, unit = page.say, unit_of(measure, "mean")
    half = found.change - found.change_low
    decimals = decimals_for(half, unit, 2)
    change = with_margin(found.change, half, unit, "+").replace("-", "−")
    points = say("sweep.percentage_points") if unit.startswith("share") else ""
    title = say(
        "sweep.from_all_off_to_all",
        measure=label(measure, page.language),
        scenario=page.title(scenario),
        change=f"{change}{points}",
    )
    reading = say("sweep.share_the_mean_of_what", seeds=found.seeds)
    head = [
        say("sweep.cause"), say("sweep.switched_on_first"), say("sweep.switched_on_last"),
        say("sweep.share"), say("sweep.of_all"),
    ]  # fmt: skip
    rows: list[list[Inline]] = [
        [
            Piece(code=row["factor"], text=f"{row['off']} → {row['on']}"),
            *(_number(row, name, unit, decimals) for name in ("alone", "last", "shapley")),
            "–" if row["part"] is None else f"{100 * row['part']:.0f} %".replace("-", "−"),
        ]
        for row in found.table.iter_rows(named=True)
    ]
    pair = found.pairs.row(0, named=True)
    some, other, jointly = pair["factor"], pair["other"], _number(pair, "together", unit, decimals)
    both = say("sweep.only_together_and_add", some=some, other=other, jointly=jointly, points=points)
    return Table(join_sentences([reading, both], page.language), head, rows, numbers=True, title=title)


def _number(row: Mapping[str, Any], name: str, unit: str, decimals: int | None) -> str:
    return apart(row, name, unit, decimals).replace("-", "−")
