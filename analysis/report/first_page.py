"""The first page of a run's report: what was asked, what happened, five numbers, and what they leave open."""

from html import escape

from tightrope.analysis.charts.events import event_sign, events_by_month
from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.compare.caveats import caveats_of_run
from tightrope.analysis.compare.findings import findings, in_one_sentence
from tightrope.analysis.words.words import Words

__all__ = ["first_page", "title_of"]

_BOOKS = {
    "synthetic": Words("drawn from documented distributions", "按公开分布抽取"),
    "taiwan": Words("that start as real card accounts of 2005", "以2005年真实信用卡账户为初始状态"),
}


def first_page(sheet: Sheet) -> str:
    """Return the first page; of a run without a finished month, what was asked and that nothing came of it."""
    if not sheet.results.months.height:
        return _asked(sheet) + sheet.say("<p>No month was finished.</p>", "<p>没有完成任何月份。</p>")
    return f'<div class="first-page">{_asked(sheet)}{_happened(sheet)}{_answer(sheet)}{_open(sheet)}</div>'


def title_of(sheet: Sheet) -> str:
    """Return the scenario's title in the language of the report."""
    scenario = sheet.results.manifest["scenario"]
    return str(scenario["title_zh"] if sheet.language == "zh" and scenario["title_zh"] else scenario["title"])


def _asked(sheet: Sheet) -> str:
    made = sheet.results.manifest
    stopped = sheet.say(
        f"The run was stopped: {made['months_finished']} of {made['months']} months are finished.",
        f"运行被中止:完成了{made['months']}个月中的{made['months_finished']}个月。",
    )
    return (
        f'<header><p class="maker">tightrope</p><h1>{escape(title_of(sheet))}</h1>'
        f"<p>{escape(made['scenario']['description'])}</p><p>{_what_was_run(sheet)}</p>"
        + (f'<p class="warning" role="note">{stopped}</p>' if made["interrupted"] else "")
        + "</header>"
    )


def _what_was_run(sheet: Sheet) -> str:
    made = sheet.results.manifest
    book = _BOOKS.get(made["book"], Words(f"of the book {made['book']}", f"来自账户文件{made['book']}"))
    months, borrowers = made["months_finished"], f"{made['borrowers']:,}"
    followed = f"{months} month{'' if months == 1 else 's, month by month,'}"
    run = sheet.say(
        f"{borrowers} borrowers {book.en} were followed for {followed} as they met "
        "a platform that lends through a paylater line and a cash loan.",
        f"对{borrowers}名借款人({book.zh})逐月模拟{months}个月;平台提供先享后付与现金贷两种产品。",
    )
    if sheet.baseline is None:
        return escape(run)
    name = sheet.baseline.manifest["scenario"]["title"]
    name_zh = sheet.baseline.manifest["scenario"]["title_zh"] or name
    paired = sheet.say(
        f" Thin dotted lines show the same borrowers under “{name}”: every draw of fate is the same, so what "
        "differs is the effect of the events and settings alone.",
        f"细虚线为同一批借款人在“{name_zh}”下的结果:所有随机抽取相同,差异完全来自事件与设定。",
    )
    return escape(run + paired)


def _happened(sheet: Sheet) -> str:
    events = "".join(
        f'<li><span class="badge">{event_sign(number)}</span><span>{escape(sentence)}</span></li>'
        for number, (_, sentences) in enumerate(events_by_month(sheet.results))
        for sentence in sentences
    )
    calm = sheet.say("Nothing out of the ordinary: no event happens.", "没有特殊事件。")
    marks = sheet.say("The letters mark these events in the charts.", "图中的字母对应下列事件。")
    happened = f'<p class="aside">{marks}</p><ol class="events">{events}</ol>' if events else f"<p>{calm}</p>"
    when = sheet.say("What happened when", "事件")
    return f'<section aria-labelledby="events"><h2 id="events">{when}</h2>{happened}</section>'


def _answer(sheet: Sheet) -> str:
    cards = "".join(
        f'<li class="card"><span class="number">{escape(finding.number)}</span>'
        f'<span class="label">{escape(finding.label)}</span><p>{escape(finding.sentences)}</p></li>'
        for finding in findings(sheet)
    )
    outcome = sheet.say("What came of it", "结果")
    return (
        f'<section aria-labelledby="found"><h2 id="found">{outcome}</h2><p class="words">{in_one_sentence(sheet)}</p>'
        f'<ul class="findings">{cards}</ul></section>'
    )


def _open(sheet: Sheet) -> str:
    told = caveats_of_run(sheet.results.manifest, sheet.language, compared=sheet.baseline is not None)
    text = (" " if sheet.language == "en" else "").join(told)
    title = sheet.say("What this does not say", "本报告没有说明什么")
    return f'<section aria-labelledby="open"><h2 id="open">{title}</h2><p class="words">{escape(text)}</p></section>'
