"""The report of a run, written from its numbers: the first page, then charts, people, definitions and provenance."""

from html import escape
from pathlib import Path

from tightrope.analysis.charts.figures import FIGURES, check_language
from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.report.first_page import first_page, title_of
from tightrope.analysis.report.page import card, figure_card, write_page
from tightrope.analysis.report.people import TITLE, comparable, people_section
from tightrope.analysis.report.tables import definitions, freezes_table, in_short, parameters, provenance
from tightrope.analysis.words.words import Words
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
    ("collections", "queues"),
    ("early_repayers", "way_back"),
    ("hardship", "households"),
)
"""Figures that stand side by side where the screen has room."""


def write_report(results: Results, baseline: Results | None, path: Path | str, language: str = "en") -> None:
    """Write the report of a run, beside its baseline where there is one, as one file of HTML.

    The page needs no network. ``language`` is that of titles and labels, ``"en"`` or ``"zh"``; definitions
    and what events say stay English. InputError for another language, and where the file cannot be written.
    """
    check_language(language)
    sheet = Sheet(results, baseline, language)
    plots = {name: figure.draw(sheet) for name, figure in FIGURES.items()} if results.months.height else {}
    version = results.manifest["tightrope"]
    write_page(path, title=title_of(sheet), body=_body(sheet), figures=plots, language=language, version=version)


def _body(sheet: Sheet) -> str:
    if not sheet.results.months.height:
        return first_page(sheet)
    short = f'<div class="card">{in_short(sheet)}</div>'
    rows = (f'<section class="row">{"".join(_figure(sheet, name) for name in row)}</section>' for row in _ROWS)
    return "".join((first_page(sheet), _contents(sheet), short, people_section(sheet), *rows, _fine_print(sheet)))


def _contents(sheet: Sheet) -> str:
    links = [("people", TITLE.put(sheet.language))] if comparable(sheet) else []
    links += [(name, figure.title.put(sheet.language)) for name, figure in FIGURES.items()]
    links += [(name, words.put(sheet.language)) for name, words in _FINE_PRINT.items()]
    items = "".join(f'<li><a href="#{name}">{escape(title)}</a></li>' for name, title in links)
    return f'<nav aria-label="{sheet.say("Contents", "目录")}"><ul>{items}</ul></nav>'


def _figure(sheet: Sheet, name: str) -> str:
    figure, under = FIGURES[name], freezes_table(sheet) if name == "freezes" else ""
    return figure_card(name, figure.title.put(sheet.language), figure.reading.put(sheet.language), under)


_FINE_PRINT = {
    "definitions": Words("Definitions", "定义"),
    "parameters": Words("Parameters", "参数"),
    "provenance": Words("Where this comes from", "来源"),
}


def _fine_print(sheet: Sheet) -> str:
    changed, every = parameters(sheet)
    as_declared = f"<p>{sheet.say('All parameters have their defaults.', '全部参数为默认值。')}</p>"
    folded = f"<details><summary>{sheet.say('All parameters', '全部参数')}</summary>{every}</details>"
    parts = {
        "definitions": definitions(sheet),
        "parameters": (changed or as_declared) + folded,
        "provenance": provenance(sheet),
    }
    return "".join(card(name, words.put(sheet.language), parts[name]) for name, words in _FINE_PRINT.items())
