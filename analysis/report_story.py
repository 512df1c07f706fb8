"""A borrower's story as HTML: who it is, the months of both lives side by side, and what stands at the end."""

from html import escape
from pathlib import Path

from tightrope.analysis.figures import check_language
from tightrope.analysis.figures_story import LIFE_READING, LIFE_TITLE, life
from tightrope.analysis.report_page import card, figure_card, write_page
from tightrope.analysis.story import Story
from tightrope.analysis.theme import Sheet, Words

__all__ = ["STYLE", "story_html", "write_story"]

STYLE = Path(__file__).with_name("story.css").read_text(encoding="utf-8")
_HERE, _THERE = Words("In the market", "市场中"), Words("In the twin, without the events", "孪生中(无事件)")


def story_html(story: Story, language: str) -> str:
    """Return the story in words; months in which both lives are alike are told once, over both columns."""
    who = f'<p class="story-who">{_text([story.here.who], language)}</p>'
    sentences = "".join(f"<p>{_text([words], language)}</p>" for words in story.end.sentences)
    return f"{who}{sentences}{_facts(story, language)}{_chronicle(story, language)}"


def write_story(story: Story, sheet: Sheet, path: Path | str) -> None:
    """Write the story as one page that needs no network, picture and words; InputError where it cannot be written."""
    check_language(sheet.language)
    manifest = sheet.results.manifest
    scenario = manifest["scenario"]
    title = sheet.say(f"Borrower {story.borrower:,}", f"借款人{story.borrower:,}")
    name = (scenario["title_zh"] if sheet.language == "zh" else "") or scenario["title"]
    facts = sheet.say(
        f"{name} · {manifest['borrowers']:,} borrowers · book {manifest['book']} · seed {manifest['seed']} · "
        f"{sheet.results.months.height} months",
        f"{name} · {manifest['borrowers']:,}名借款人 · 账本 {manifest['book']} · 种子 {manifest['seed']} · "
        f"{sheet.results.months.height}个月",
    )
    words = card("story", sheet.say("The story", "经历"), story_html(story, sheet.language))
    picture = figure_card("life", LIFE_TITLE.put(sheet.language), LIFE_READING.put(sheet.language))
    head = f'<header><p class="maker">tightrope</p><h1>{title}</h1><p>{escape(facts)}</p></header>'
    write_page(
        path,
        title=title,
        body=f"<style>{STYLE}</style>{head}{words}{picture}",
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
    return f'<table class="story-facts"><thead><tr><th scope="col">{end}</th>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _chronicle(story: Story, language: str) -> str:
    if not story.months:
        return f"<p>{Words('Nothing worth telling has happened yet.', '尚无值得一提之事。').put(language)}</p>"
    heads = "".join(f"<span>{escape(each.put(language))}</span>" for each in (_HERE, _THERE))
    months = "".join(_month(story, month, language) for month in story.months)
    return (
        f'<div class="story-heads" aria-hidden="true"><span></span>{heads}</div><ol class="story-months">{months}</ol>'
    )


def _month(story: Story, month: int, language: str) -> str:
    here, there = story.here.of_month(month), story.there.of_month(month)
    when = Words(f"month {month}", f"第{month}月").put(language)
    if here == there:
        told = f'<p class="both">{_text(here, language)}</p>'
    else:
        told = "".join(
            f'<p class="{side}" data-side="{label.put(language)}">{_text(words, language) or "–"}</p>'
            for side, label, words in (("here", _HERE, here), ("there", _THERE, there))
        )
    return f'<li data-month="{month}"><span class="when">{when}</span>{told}</li>'
