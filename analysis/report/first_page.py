"""The first page of a run's report: what was asked, what happened, five numbers, and what they leave open."""

from dataclasses import dataclass

from tightrope.analysis.charts.events import event_sign, events_by_month
from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.compare.caveats import caveats_of_run
from tightrope.analysis.compare.findings import Finding, findings, in_one_sentence
from tightrope.analysis.words.words import Words, join_sentences, title_in

__all__ = ["FirstPage", "first_page", "title_of"]

_BOOKS = {
    "synthetic": Words("run.drawn_from_documented_distributions"),
    "taiwan": Words("run.that_start_as_real_card"),
    "taiwan-cards": Words("run.that_start_as_real_card"),
}


@dataclass(frozen=True)
class FirstPage:
    """What the first page tells."""

    description: str
    what_was_run: str
    stopped: str
    """That the run was stopped early; empty where it was not."""
    events: list[tuple[str, str]]
    """The sign and the sentence of each event."""
    in_one_sentence: str
    findings: list[Finding]
    caveats: str


def first_page(sheet: Sheet) -> FirstPage:
    """Return what the first page tells; of a run without a finished month, only what was asked counts."""
    made = sheet.results.manifest
    caveats = caveats_of_run(made, sheet.language, compared=sheet.twin is not None)
    finished = sheet.results.months.height > 0
    return FirstPage(
        description=made["scenario"]["description"],
        what_was_run=_what_was_run(sheet),
        stopped=_stopped(sheet) if made["interrupted"] else "",
        events=[
            (event_sign(number), sentence)
            for number, (_, sentences) in enumerate(events_by_month(sheet.results))
            for sentence in sentences
        ],
        in_one_sentence=in_one_sentence(sheet) if finished else "",
        findings=findings(sheet),
        caveats=join_sentences(caveats, sheet.language),
    )


def title_of(sheet: Sheet) -> str:
    """Return the scenario's title in the language of the report."""
    return title_in(sheet.language, sheet.results.manifest["scenario"])


def _stopped(sheet: Sheet) -> str:
    made = sheet.results.manifest
    return sheet.say("run.the_run_was_stopped_of", months_finished=made["months_finished"], months=made["months"])


def _what_was_run(sheet: Sheet) -> str:
    made = sheet.results.manifest
    book = _BOOKS.get(made["book"], Words("run.of_the_book", book=made["book"]))
    run = sheet.say(
        "run.borrowers_were_followed_for_as", borrowers=made["borrowers"], book=book, months=made["months_finished"]
    )
    if sheet.twin is None:
        return run
    name = title_in(sheet.language, sheet.twin.manifest["scenario"])
    return join_sentences([run, Words("run.thin_dotted_lines_show_the", name=name)], sheet.language)
