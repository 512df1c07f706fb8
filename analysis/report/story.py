"""A borrower's story as HTML: who it is, the months of both lives side by side, and what stands at the end."""

from html import escape
from pathlib import Path

from tightrope.analysis.charts.events import events_by_month
from tightrope.analysis.charts.figures import check_language
from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.report.first_page import title_of
from tightrope.analysis.report.page import card, figure_card, write_page
from tightrope.analysis.story.picture import LIFE_READING, LIFE_TITLE, life
from tightrope.analysis.story.story import Story
from tightrope.analysis.words.words import Words

__all__ = ["MONTHS_TITLE", "STYLE", "WHO_TITLE", "months_html", "who_html", "write_story"]

STYLE = Path(__file__).with_name("story.css").read_text(encoding="utf-8")
WHO_TITLE = Words("Who it is, and what the events changed", "其人,以及事件带来的改变")
MONTHS_TITLE = Words("Month by month", "逐月经历")
_HERE, _THERE = Words("In the market", "市场中"), Words("In the twin, without the events", "孪生中(无事件)")


def who_html(story: Story, language: str) -> str:
    """Return who the borrower is, how the two lives differ, and what stands at the end."""
    who = f'<p class="story-who">{_text([story.here.who], language)}</p>'
    sentences = "".join(f"<p>{_text([words], language)}</p>" for words in story.end.sentences)
    return f"{who}{sentences}{_facts(story, language)}"


def months_html(story: Story, sheet: Sheet) -> str:
    """Return both lives month by month, with the market's events between; what is alike is told once, over both."""
    language = sheet.language
    events = {month: says for month, says in events_by_month(sheet.results) if month < story.own.height}
    months = sorted({*story.months, *events})
    if not months:
        return f"<p>{sheet.say('Nothing worth telling has happened yet.', '尚无值得一提之事。')}</p>"
    heads = "".join(f"<span>{escape(each.put(language))}</span>" for each in (_HERE, _THERE))
    head = f'<div class="story-heads" aria-hidden="true"><span></span>{heads}</div>'
    told = "".join(_month(story, month, events.get(month, []), language) for month in months)
    return f'{head}<ol class="story-months">{told}</ol>'


def write_story(story: Story, sheet: Sheet, path: Path | str) -> None:
    """Write the story as one page that needs no network, picture and words; InputError where it cannot be written."""
    check_language(sheet.language)
    manifest = sheet.results.manifest
    title = sheet.say(f"Borrower {story.borrower:,}", f"借款人{story.borrower:,}")
    name = title_of(sheet)
    facts = sheet.say(
        f"{name} · {manifest['borrowers']:,} borrowers · book {manifest['book']} · seed {manifest['seed']} · "
        f"{sheet.results.months.height} months",
        f"{name} · {manifest['borrowers']:,}名借款人 · 账本 {manifest['book']} · 种子 {manifest['seed']} · "
        f"{sheet.results.months.height}个月",
    )
    who = card("who", WHO_TITLE.put(sheet.language), who_html(story, sheet.language))
    months = card("months", MONTHS_TITLE.put(sheet.language), months_html(story, sheet))
    picture = figure_card("life", LIFE_TITLE.put(sheet.language), LIFE_READING.put(sheet.language))
    head = f'<header><p class="maker">tightrope</p><h1>{title}</h1><p>{escape(facts)}</p></header>'
    write_page(
        path,
        title=title,
        body=f"<style>{STYLE}</style>{head}{who}{picture}{months}",
        figures={"life": life(sheet, story.own, story.twin, story.here)},
        language=sheet.language,
        version=manifest["tightrope"],
    )


def _text(words: list[Words], language: str) -> str:
    return escape((" " if language == "en" else "").join(each.put(language) for each in words), quote=False)


def _facts(story: Story, language: str) -> str:
    """Return what stands at the end, here and in the twin; what differs is marked."""
    rows = "".join(
        f'<tr{" class=apart" if fact.here != fact.there else ""}><th scope="row">{fact.label.put(language)}</th>'
        f"<td>{fact.here.put(language)}</td><td>{fact.there.put(language)}</td></tr>"
        for fact in story.end.facts
    )
    month = int(story.own["month"][-1])
    end = Words(f"End of month {month}", f"第{month}月末").put(language)
    heads = "".join(f'<th scope="col">{escape(each.put(language))}</th>' for each in (_HERE, _THERE))
    head = f'<thead><tr><th scope="col">{end}</th>{heads}</tr></thead>'
    return f'<table class="story-facts">{head}<tbody>{rows}</tbody></table>'


def _month(story: Story, month: int, events: list[str], language: str) -> str:
    here, there = story.here.of_month(month), story.there.of_month(month)
    when = Words(f"month {month}", f"第{month}月").put(language)
    told = "".join(f'<p class="event">{escape(says, quote=False)}</p>' for says in events)
    if here == there:
        told += f'<p class="both">{_text(here, language)}</p>' if here else ""
    else:
        told += "".join(
            f'<p class="{side}" data-side="{label.put(language)}">{_text(words, language) or "–"}</p>'
            for side, label, words in (("here", _HERE, here), ("there", _THERE, there))
        )
    return f'<li data-month="{month}"><span class="when">{when}</span>{told}</li>'
