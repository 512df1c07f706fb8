"""The report of several results side by side: headline measures, what differs in what was run, courses together."""

from collections.abc import Sequence
from html import escape
from itertools import chain
from pathlib import Path

from tightrope.analysis.charts.style import Colour, Plot, axis, layout, line, months_apart
from tightrope.analysis.compare.differences import MEASURES, Measure
from tightrope.analysis.compare.several import Compared, distinct_names, in_sentences
from tightrope.analysis.report.blocks import Card, Figure
from tightrope.analysis.report.comparison_tables import (
    events,
    facts_that_differ,
    measures_side_by_side,
    parameters_that_differ,
)
from tightrope.analysis.report.page import write_page
from tightrope.analysis.words.words import check_language
from tightrope.model.results.run_results import Results
from tightrope.scenarios.errors import InputError

__all__ = ["check_count", "write_comparison"]

_COLOURS = (Colour.BLUE, Colour.VERMILION, Colour.GREEN, Colour.ORANGE, Colour.PURPLE, Colour.SKY)
"""Of the results, in their order."""
_DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
"""Of the same, for print without colours."""


def write_comparison(
    results: Sequence[Results], path: Path | str, *, folders: Sequence[str], language: str = "en"
) -> None:
    """Write the report of two to six results side by side as one file of HTML, whole or not at all.

    They may differ in all that can be run; the report says in what. ``folders`` tell results of one scenario apart.
    InputError for fewer or more results, one without a finished month, an unknown language, and where the file cannot
    be written.
    """
    check_language(language)
    _check(results, folders)
    page = Compared(tuple(results), distinct_names(results, folders, language), language)
    say = page.say
    cards = (
        Card("measures", say("comparison.headline_measures"), [measures_side_by_side(page)]),
        Card("facts", say("comparison.what_was_run_differently"), [facts_that_differ(page, folders)]),
        Card("events", say("comparison.what_happened_when"), events(page)),
        Card("parameters", say("comparison.parameters_that_differ"), [parameters_that_differ(page)]),
    )
    write_page(
        path,
        "comparison.html",
        title=say("comparison.results_side_by_side", results=len(results)),
        figures={measure.column: _course(page, measure) for measure in MEASURES},
        language=language,
        version=results[0].manifest["tightrope"],
        sentences=in_sentences(page),
        cards=cards,
        courses=[_figure(page, measure) for measure in MEASURES],
    )


def check_count(results: int) -> None:
    """Raise InputError unless so many results can be told side by side."""
    if not 2 <= results <= len(_COLOURS):
        raise InputError(f"{results} results cannot be told side by side: name 2 to {len(_COLOURS)}")


def _check(results: Sequence[Results], folders: Sequence[str]) -> None:
    check_count(len(results))
    for result, folder in zip(results, folders, strict=True):
        if result.months.is_empty():
            raise InputError(f"{folder}: no month was finished, so there is nothing to compare: leave it out")


def _figure(page: Compared, measure: Measure) -> Figure:
    reading = page.say("comparison.each_line_is_one_result")
    return Figure(measure.column, measure.label.put(page.language), reading)


def _course(page: Compared, measure: Measure) -> Plot:
    """Draw a measure of every result over the months."""
    data = [
        line(result.months, measure.column, escape(name), colour, line={"color": colour, "width": 2.2, "dash": dash})
        for result, name, colour, dash in zip(page.results, page.names, _COLOURS, _DASHES, strict=False)
    ]
    last = max(chain.from_iterable(result.months["month"] for result in page.results))
    x: Plot = {"title": {"text": page.say("comparison.month"), "standoff": 4}, "dtick": months_apart(last), "tick0": 0}
    x["range"] = [0.4, last + 0.6]
    unit = measure.unit
    kind = "share" if unit == "share" else "yuan" if unit.startswith("yuan") else "number"
    return {"data": data, "layout": layout(x, axis(measure.label.put(page.language), kind), height=380)}
