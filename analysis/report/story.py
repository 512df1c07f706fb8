"""A borrower's story as HTML: who it is, the months of both lives side by side, and what stands at the end."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tightrope.analysis.charts.events import events_by_month
from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.report.blocks import Figure
from tightrope.analysis.report.first_page import title_of
from tightrope.analysis.report.page import TEMPLATES, render, write_page
from tightrope.analysis.story.picture import LIFE_READING, LIFE_TITLE, life
from tightrope.analysis.story.story import Story
from tightrope.analysis.words.words import Words, check_language, join_sentences

__all__ = ["MONTHS_TITLE", "STYLE", "WHO_TITLE", "months_html", "who_html", "write_story"]

STYLE = (TEMPLATES / "story.css").read_text(encoding="utf-8")
WHO_TITLE = Words("story.who_it_is_and_what")
MONTHS_TITLE = Words("story.month_by_month")


@dataclass(frozen=True)
class _Month:
    """What is told of a month: the market's events, and both lives, which may be alike."""

    month: int
    events: list[str]
    here: str
    there: str
    alike: bool


@dataclass(frozen=True)
class _Fact:
    """A fact at the end, here and in the twin, and whether the two are apart."""

    label: str
    here: str
    there: str
    apart: bool


def who_html(story: Story, language: str) -> str:
    """Return who the borrower is, how the two lives differ, and what stands at the end."""
    return render("story_who.html", language, **_who(story, language))


def months_html(story: Story, sheet: Sheet) -> str:
    """Return both lives month by month."""
    return render("story_months.html", sheet.language, months=_months(story, sheet))


def write_story(story: Story, sheet: Sheet, path: Path | str) -> None:
    """Write the story as one page that needs no network, picture and words; InputError where it cannot be written."""
    check_language(sheet.language)
    manifest = sheet.results.manifest
    title = sheet.say("story.borrower", borrower=story.borrower)
    name = title_of(sheet)
    facts = sheet.say(
        "story.borrowers_book_seed_months",
        name=name,
        borrowers=manifest["borrowers"],
        book=manifest["book"],
        seed=manifest["seed"],
        height=sheet.results.months.height,
    )
    write_page(
        path,
        "story.html",
        title=title,
        figures={"life": life(sheet, story.own, story.twin, story.here)},
        language=sheet.language,
        version=manifest["tightrope"],
        facts=facts,
        picture=Figure("life", LIFE_TITLE.put(sheet.language), LIFE_READING.put(sheet.language)),
        months=_months(story, sheet),
        **_who(story, sheet.language),
    )


def _who(story: Story, language: str) -> dict[str, Any]:
    return {
        "who": story.here.who.put(language),
        "conclusion": [words.put(language) for words in story.end.sentences],
        "last_month": int(story.own["month"][-1]),
        "facts_at_the_end": [
            _Fact(fact.label.put(language), fact.here.put(language), fact.there.put(language), fact.here != fact.there)
            for fact in story.end.facts
        ],
    }


def _months(story: Story, sheet: Sheet) -> list[_Month]:
    """Return the months in which something happened to the borrower or to the market."""
    events = {month: says for month, says in events_by_month(sheet.results) if month < story.own.height}
    return [_month(story, month, events.get(month, []), sheet.language) for month in sorted({*story.months, *events})]


def _month(story: Story, month: int, events: list[str], language: str) -> _Month:
    here, there = (join_sentences(life.of_month(month), language) for life in (story.here, story.there))
    return _Month(month, events, here, there, alike=here == there)
