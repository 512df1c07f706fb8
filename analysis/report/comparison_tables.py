"""What several results have in common and what not: measures, facts, events and parameters."""

from collections.abc import Sequence
from typing import Any

from tightrope.analysis.charts.events import events_by_month
from tightrope.analysis.compare.differences import MEASURES, Measure, extreme
from tightrope.analysis.compare.several import LUCK, Compared, fact, shared_months
from tightrope.analysis.report.blocks import Block, Inline, Listing, Piece, Table
from tightrope.analysis.words.numbers import quantity
from tightrope.analysis.words.words import Words
from tightrope.scenarios.parameters.table import declared

__all__ = ["events", "facts_that_differ", "measures_side_by_side", "parameters_that_differ"]

_FACTS = {
    "scenario": Words("comparison.scenario"),
    **LUCK,
    "months_finished": Words("comparison.months_finished"),
    "tightrope": Words("comparison.made_with_tightrope"),
    "digest": Words("comparison.hash_of_the_run"),
    "started": Words("comparison.begun"),
}


def _ends(page: Compared, measure: Measure) -> list[float | None]:
    """A measure of each result in the last month that all have finished."""
    last = shared_months(page)
    return [result.months[measure.column][last - 1] for result in page.results]


def measures_side_by_side(page: Compared) -> Table:
    """Return the end of each measure, above its peak or trough."""
    rows = [[measure.label.put(page.language), *_cells(page, measure)] for measure in MEASURES]
    last = shared_months(page)
    caption = page.say("comparison.in_month_beneath_it_the", last=last)
    return Table(caption, [page.say("comparison.measure"), *page.names], rows, numbers=True)


def _cells(page: Compared, measure: Measure) -> list[Inline]:
    cells: list[Inline] = []
    for result, end in zip(page.results, _ends(page, measure), strict=True):
        turn = extreme(result.months, measure.column, highest=measure.peaks)
        below = ""
        if turn:
            value = quantity(turn[0], measure.unit, page.language)
            below = page.say("comparison.value_in_month", value=value, turn=turn[1])
        cells.append(Piece(quantity(end, measure.unit, page.language), below=below))
    return cells


def facts_that_differ(page: Compared, folders: Sequence[str]) -> Table:
    """Return what was run, fact by fact; what is the same in all is said once, above."""
    rows: list[list[Inline]] = [[page.say("comparison.folder"), *(Piece(code=folder) for folder in folders)]]
    same = []
    for name, words in _FACTS.items():
        values = [fact(result, name) for result in page.results]
        if len(set(values)) > 1:
            rows.append([words.put(page.language), *values])
        else:
            same.append(Words("comparison.fact_of_all", name=words, value=values[0]))
    caption = page.say("comparison.the_same_in_all", facts=same) if same else ""
    return Table(caption, [page.say("comparison.fact"), *page.names], rows)


def events(page: Compared) -> list[Block]:
    """Return the events of each result, or that there is none."""
    none = page.say("comparison.no_event")
    parts: list[Block] = []
    for result, name in zip(page.results, page.names, strict=True):
        told = [sentence for _, sentences in events_by_month(result) for sentence in sentences]
        parts.append(Listing(name, told or [none]))
    return parts


def parameters_that_differ(page: Compared) -> Block:
    """Return the parameters, before the first event, that are not the same in all results."""
    values = [
        {
            f"{section}.{name}": value
            for section, own in result.manifest["parameters"].items()
            for name, value in own.items()
        }
        for result in page.results
    ]
    names = list(dict.fromkeys(name for own in values for name in own))
    rows: list[list[Inline]] = [
        [Piece(code=name), *(_plain(own.get(name)) for own in values), _meaning(name)]
        for name in names
        if len({str(own.get(name)) for own in values}) > 1
    ]
    if not rows:
        return page.say("comparison.all_parameters_are_the_same")
    head = [page.say("comparison.parameter"), *page.names, page.say("comparison.meaning")]
    caption = page.say("comparison.values_before_the_first_event")
    return Table(caption, head, rows)


def _meaning(name: str) -> str:
    field = declared().get(name.rpartition(".")[2])
    return (field.description or "") if field else ""


def _plain(value: Any) -> str:
    return "–" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
