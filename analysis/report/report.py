"""The report of a run, written from its numbers: the first page, then charts, people, definitions and provenance."""

from pathlib import Path

from tightrope.analysis.charts.figures import FIGURES
from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.report.blocks import Block, Card, Figure
from tightrope.analysis.report.first_page import first_page, title_of
from tightrope.analysis.report.page import write_page
from tightrope.analysis.report.people import people_card
from tightrope.analysis.report.tables import definitions, freezes_table, in_short, parameters, provenance
from tightrope.analysis.words.words import check_language
from tightrope.model.results.run_results import Results

__all__ = ["write_report"]

_ROWS = (
    ("default_rates", "due_date"),
    ("default_by_band",),
    ("freezes",),
    ("trust",),
    ("limits", "use_of_limits"),
    ("roll_rates_paylater", "roll_rates_cashloan"),
    ("score_against_outcome", "vintages"),
    ("accounts",),
    ("economy", "outside_debt"),
    ("other_lenders",),
    ("collections", "queues"),
    ("early_repayers", "way_back"),
    ("hardship", "households"),
)
"""Figures that stand side by side where the screen has room."""


def write_report(results: Results, twin: Results | None, path: Path | str, language: str = "en") -> None:
    """Write the report of a run, beside its twin where there is one, as one file of HTML.

    The page needs no network. ``language`` is that of titles and labels, one of ``LANGUAGES``; definitions
    and what events say stay English. InputError for another language, and where the file cannot be written.
    """
    check_language(language)
    sheet = Sheet(results, twin, language)
    finished = results.months.height > 0
    places = {name: _figure(sheet, name) for name in FIGURES} if finished else {}
    write_page(
        path,
        "run.html",
        title=title_of(sheet),
        figures={name: FIGURES[name].draw(sheet) for name in places},
        language=language,
        version=results.manifest["tightrope"],
        first=first_page(sheet),
        in_short=in_short(sheet) if finished else None,
        cards_before=people_card(sheet) if finished else [],
        figures_in_order=list(places.values()),
        rows=[[places[name] for name in row] for row in _ROWS] if finished else [],
        cards_after=_fine_print(sheet) if finished else [],
    )


def _figure(sheet: Sheet, name: str) -> Figure:
    figure, under = FIGURES[name], [freezes_table(sheet)] if name == "freezes" else []
    return Figure(name, figure.title.put(sheet.language), figure.reading.put(sheet.language), under)


def _fine_print(sheet: Sheet) -> list[Card]:
    parts: dict[str, list[Block]] = {
        "definitions": [*definitions(sheet)],
        "parameters": parameters(sheet),
        "provenance": [provenance(sheet)],
    }
    return [Card(name, sheet.say(f"run.title_of_{name}"), blocks) for name, blocks in parts.items()]
