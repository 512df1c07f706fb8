"""The page of a validation: what is met and missed, model beside data in pictures, and every fact in a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import fmean
from typing import Any

from tightrope.analysis.facts import of_book, of_cards, of_changes, of_people
from tightrope.analysis.facts.counting import met, parted
from tightrope.analysis.facts.distributions import Spread
from tightrope.analysis.facts.fact import MISSED, NOT_SEEN, PASSED, Found
from tightrope.analysis.facts.history import read_history, releases
from tightrope.analysis.facts.responses import MEASURES, Measure, Response
from tightrope.analysis.facts.saying import accepted, shown, targeted
from tightrope.analysis.facts.validation import Validation
from tightrope.analysis.report.blocks import Block, Card, Facts, Figure, Inline, Piece, Table
from tightrope.analysis.report.page import write_page
from tightrope.analysis.study_charts.facts import facts_figure
from tightrope.analysis.study_charts.responses import response_figure
from tightrope.analysis.study_charts.spreads import spread_figure
from tightrope.analysis.words.words import Words, check_language
from tightrope.scenarios.engine.compiled import sources_digest
from tightrope.scenarios.files.schema import PlatformKind

__all__ = ["write_validation"]

_VERDICTS = {PASSED: "validation.met", MISSED: "validation.missed", NOT_SEEN: "validation.not_seen"}
_GROUPS = {"book": of_book.FACTS, "cards": of_cards.FACTS, "people": of_people.FACTS, "changes": of_changes.FACTS}
"""The figures, and the facts that each shows."""
_AFTER = (0, 2, 5, 11, 23, 35)
"""Months after the start of a shock whose gaps stand in the table."""


@dataclass(frozen=True)
class _Page:
    """A validation, and the language in which it is told."""

    told: Validation
    kind: PlatformKind | None
    language: str

    def say(self, key: str, /, **values: Any) -> str:
        """Return the text of the page's language."""
        return Words(key, **values).put(self.language)

    @property
    def groups(self) -> dict[str, list[Found]]:
        """The facts that were seen, figure by figure: those that count, and those of other lenders."""
        ours, others = parted([row for row in self.told.found if row.verdict != NOT_SEEN], self.kind)
        drawn = {name: [row for row in ours if row.fact in facts] for name, facts in _GROUPS.items()}
        return {name: rows for name, rows in {**drawn, "others": others}.items() if rows}


def write_validation(
    told: Validation, path: Path, *, kind: PlatformKind | None = None, language: str = "en"
) -> None:  # fmt: skip
    """Write the page of a validation as one file of HTML that needs no network, whole or not at all.

    ``kind`` is the kind of lender whose facts count, all where it is None. InputError for an unknown language, and
    where the file cannot be written.
    """
    check_language(language)
    page = _Page(told, kind, language)
    say = page.say
    figures = {name: facts_figure(rows, language) for name, rows in page.groups.items()}
    figures |= {each.distribution.name: spread_figure(each, language) for each in told.spreads}
    figures |= {each.shock.name: response_figure(each, language) for each in told.responses}
    write_page(
        path, "validation.html", title=say("validation.title"), language=language, version=version("tightrope"),
        figures=figures, what_was_run=_what_was_run(page), sentences=_sentences(page),
        facts=[Figure(it, say(f"validation.group_{it}"), say(f"validation.reading_{it}")) for it in page.groups],
        spreads=[_of_spread(page, each) for each in told.spreads],
        responses=[_of_response(page, each) for each in told.responses],
        more=[
            *_answers(page),
            Card("table", say("validation.all_facts"), _tables(page)),
            Card("history", say("validation.by_release"), [_history(page)]),
            Card("provenance", say("validation.where_this_comes_from"), [_provenance(page)]),
        ],
    )  # fmt: skip


def _what_was_run(page: _Page) -> str:
    lived = page.told.lived
    return page.say(
        "validation.what_was_run", scenario=lived.scenario, book=lived.book, borrowers=lived.borrowers,
        months=lived.months, seeds=lived.seeds,
    )  # fmt: skip


def _sentences(page: _Page) -> list[tuple[str, str]]:
    """Return how much is met of the facts that count, each number under its name, and which are not."""
    ours, _ = parted(page.told.found, page.kind)
    say = page.say
    missed = [f"{row.fact.says} ({row.fact.number})" for row in ours if row.verdict == MISSED]
    unseen = [row.fact.number for row in ours if row.verdict == NOT_SEEN]
    of = say(f"validation.facts_{(page.kind or 'all').replace('-', '_')}")
    told = [
        (of, _count(page, ours)),
        (say("validation.kind_c"), _count(page, ours, "C")),
        (say("validation.kind_v"), _count(page, ours, "V")),
        (say("validation.missed"), say("validation.these", names=missed) if missed else say("validation.none")),
    ]
    if unseen:
        told.append((say("validation.not_seen"), say("validation.why_unseen", names=unseen)))
    return told


def _count(page: _Page, found: Sequence[Found], kind: str = "") -> str:
    known = met(found, kind)
    return page.say("validation.so_many", met=known.met, count=known.seen)


def _tables(page: _Page) -> list[Block]:
    ours, others = parted(page.told.found, page.kind)
    tables: list[Block] = [_table(page, ours, page.say("validation.how_to_read_table"))]
    return [*tables, _table(page, others, page.say("validation.of_another_lender"))] if others else tables


def _table(page: _Page, found: Sequence[Found], caption: str) -> Table:
    """Return a row for each fact; why one is missed stands beneath its name."""
    head = [
        page.say(f"validation.{key}") for key in ("fact", "target", "accepted", "model", "verdict", "kind", "source")
    ]
    rows: list[list[Inline]] = [
        [
            Piece(row.fact.says, code=row.fact.number, below=row.reason), targeted(row.fact),
            accepted(row.fact, page.language), shown(row), page.say(_VERDICTS[row.verdict]), row.fact.kind,
            row.fact.source,
        ]
        for row in found
    ]  # fmt: skip
    return Table(caption, head, rows, numbers=True)


def _of_spread(page: _Page, spread: Spread) -> Figure:
    told = spread.distribution
    source = page.say("validation.beside", source=told.source) if told.source else page.say("validation.nothing_beside")
    return Figure(told.name, page.say(f"validation.title_{told.name}"), source)


def _of_response(page: _Page, response: Response) -> Figure:
    name, known = response.shock.name, response.shock.known
    beside = page.say("validation.beside", source=known.source) if known else page.say("validation.nothing_beside")
    return Figure(name, page.say(f"validation.shock_{name}"), beside)


def _answers(page: _Page) -> list[Card]:
    """Return the answers to shocks in numbers, nothing where none were asked for."""
    tables = [_gaps(page, each) for each in page.told.responses]
    how_to_read = page.say("validation.how_to_read_gaps")
    return [Card("gaps", page.say("validation.gaps"), [how_to_read, *tables])] if tables else []


def _gaps(page: _Page, response: Response) -> Table:
    """Return the mean gap of every measure to the twin, so many months after a shock began."""
    head = [page.say("validation.months_after"), *(str(after) for after in _AFTER)]
    rows: list[list[Inline]] = [
        [page.say(f"validation.gap_{measure.column}"), *(_gap(response, measure, after) for after in _AFTER)]
        for measure in MEASURES
    ]
    return Table(page.say(f"validation.shock_{response.shock.name}"), head, rows, numbers=True)


def _gap(response: Response, measure: Measure, after: int) -> Inline:
    """Write a mean gap, the least and the greatest of the seeds beneath it; a dash where the run is over."""
    gaps = response.gaps(measure.column)[after] if after < len(response.after) else []
    if not gaps:
        return "–"
    form = "{:.2f}" if measure.by_ratio else "{:+z.3f}"
    mean, least, most = (form.format(value).replace("-", "−") for value in (fmean(gaps), min(gaps), max(gaps)))
    return Piece(mean, below=f"{least} – {most}")


def _history(page: _Page) -> Table:
    """Return how many facts each release met, and what changed from one to the next."""
    say = page.say
    head = [say(f"validation.{key}") for key in ("release", "scenario", "book", "met", "gained", "lost")]
    rows: list[list[Inline]] = [
        [
            each.release, each.scenario, each.book, say("validation.so_many", met=each.met, count=each.seen),
            ", ".join(each.gained), ", ".join(each.lost),
        ]
        for each in releases(read_history())
    ]  # fmt: skip
    return Table(say("validation.how_to_read_history"), head, rows)


def _provenance(page: _Page) -> Facts:
    told, say = page.told.lived, page.say
    values = ", ".join(f"{name} = {value}" for name, value in told.values.items())
    return Facts([
        (say("validation.made_with"), f"tightrope {version('tightrope')}"),
        (say("validation.sources_of_the_model"), sources_digest()),
        (say("validation.scenario"), told.scenario),
        (say("validation.book"), told.book),
        (say("validation.seeds"), f"1–{told.seeds}" if told.seeds > 1 else "1"),
        (say("validation.values"), values or say("validation.as_declared")),
    ])  # fmt: skip
