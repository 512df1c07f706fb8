"""The report: one page of HTML that holds all it needs, written from a run's numbers."""

import json
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from tightrope.analysis.figures import FIGURES, check_language
from tightrope.analysis.findings import findings
from tightrope.analysis.report_people import TITLE, comparable, people_section
from tightrope.analysis.report_tables import (
    definitions,
    freezes_table,
    in_short,
    parameters,
    provenance,
)
from tightrope.analysis.theme import Sheet, Words, event_sign, events_by_month
from tightrope.model.results import Results

__all__ = ["write_report"]

_ROWS = (
    ("default_rates", "due_date"),
    ("default_by_band",),
    ("freezes",),
    ("trust",),
    ("limits", "use_of_limits"),
    ("roll_rates_paylater", "roll_rates_cashloan"),
    ("vintages", "accounts"),
    ("economy", "outside_debt"),
    ("collections", "queues"),
    ("early_repayers", "way_back"),
    ("hardship", "households"),
)
"""Figures that stand side by side where the screen has room."""

_BOOKS = {
    "synthetic": Words("drawn from documented distributions", "按公开分布抽取"),
    "taiwan": Words("that start as real card accounts of 2005", "以2005年真实信用卡账户为初始状态"),
}


def write_report(results: Results, baseline: Results | None, path: Path | str, language: str = "en") -> None:
    """Write the report of a run, beside its baseline where there is one, as one file of HTML.

    The page needs no network. ``language`` is that of titles and labels, ``"en"`` or ``"zh"``; definitions
    and what events say stay English. InputError for another language.
    """
    check_language(language)
    sheet = Sheet(results, baseline, language)
    here = Path(__file__).parent
    plots = {name: figure.draw(sheet) for name, figure in FIGURES.items()} if results.months.height else {}
    page = Template((here / "report.html").read_text(encoding="utf-8")).substitute(
        language="zh-CN" if language == "zh" else "en",
        version=escape(results.manifest["tightrope"]),
        title=escape(f"{_title(sheet)} – tightrope"),
        style=(here / "report.css").read_text(encoding="utf-8"),
        body=_body(sheet),
        noscript=sheet.say(
            "The charts need JavaScript; nothing comes from a network.", "图表需要启用JavaScript,无需联网。"
        ),
        figures=_inside_script(plots),
        plotly=(files("plotly") / "package_data" / "plotly.min.js").read_text(encoding="utf-8"),
        script=(here / "report.js").read_text(encoding="utf-8"),
    )
    Path(path).write_text(page, encoding="utf-8")


def _inside_script(value: Any) -> str:
    """JSON that no text in it can break out of."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")


def _title(sheet: Sheet) -> str:
    scenario = sheet.results.manifest["scenario"]
    return str(scenario["title_zh"] if sheet.language == "zh" and scenario["title_zh"] else scenario["title"])


def _body(sheet: Sheet) -> str:
    if not sheet.results.months.height:
        return _header(sheet) + sheet.say("<p>No month was finished.</p>", "<p>没有完成任何月份。</p>")
    rows = (f'<section class="row">{"".join(_figure(sheet, name) for name in row)}</section>' for row in _ROWS)
    return "".join((_header(sheet), _overview(sheet), people_section(sheet), *rows, _fine_print(sheet)))


def _header(sheet: Sheet) -> str:
    made = sheet.results.manifest
    stopped = sheet.say(
        f"The run was stopped: {made['months_finished']} of {made['months']} months are finished.",
        f"运行被中止:完成了{made['months']}个月中的{made['months_finished']}个月。",
    )
    return (
        f'<header><p class="maker">tightrope</p><h1>{escape(_title(sheet))}</h1>'
        f"<p>{escape(made['scenario']['description'])}</p><p>{_what_was_run(sheet)}</p>"
        + (f'<p class="warning" role="note">{stopped}</p>' if made["interrupted"] else "")
        + "</header>"
    )


def _what_was_run(sheet: Sheet) -> str:
    made = sheet.results.manifest
    book = _BOOKS.get(made["book"], Words(f"of the book {made['book']}", f"来自账户文件{made['book']}"))
    months, borrowers = made["months_finished"], f"{made['borrowers']:,}"
    run = sheet.say(
        f"{borrowers} borrowers {book.en} were followed for {months} months, month by month, as they met "
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


def _overview(sheet: Sheet) -> str:
    events = "".join(
        f'<li><span class="badge">{event_sign(number)}</span><span>{escape(sentence)}</span></li>'
        for number, (_, sentences) in enumerate(events_by_month(sheet.results))
        for sentence in sentences
    )
    calm = sheet.say("Nothing out of the ordinary: no event happens.", "没有特殊事件。")
    marks = sheet.say("The letters mark these events in the charts.", "图中的字母对应下列事件。")
    happened = f'<p class="aside">{marks}</p><ol class="events">{events}</ol>' if events else f"<p>{calm}</p>"
    cards = "".join(
        f'<li class="card"><span class="number">{escape(finding.number)}</span>'
        f'<span class="label">{escape(finding.label)}</span><p>{escape(finding.sentences)}</p></li>'
        for finding in findings(sheet)
    )
    when, outcome = sheet.say("What happened when", "事件"), sheet.say("What came of it", "结果")
    return (
        f'<section aria-labelledby="events"><h2 id="events">{when}</h2>{happened}</section>'
        f'<section aria-labelledby="found"><h2 id="found">{outcome}</h2>'
        f'<ul class="findings">{cards}</ul><div class="card">{in_short(sheet)}</div></section>{_contents(sheet)}'
    )


def _contents(sheet: Sheet) -> str:
    links = [("people", TITLE.put(sheet.language))] if comparable(sheet) else []
    links += [(name, figure.title.put(sheet.language)) for name, figure in FIGURES.items()]
    links += [(name, words.put(sheet.language)) for name, words in _FINE_PRINT.items()]
    items = "".join(f'<li><a href="#{name}">{escape(title)}</a></li>' for name, title in links)
    return f'<nav aria-label="{sheet.say("Contents", "目录")}"><ul>{items}</ul></nav>'


def _figure(sheet: Sheet, name: str) -> str:
    figure = FIGURES[name]
    title, reading = (escape(words.put(sheet.language)) for words in (figure.title, figure.reading))
    under = freezes_table(sheet) if name == "freezes" else ""
    return (
        f'<figure class="card" id="{name}"><figcaption><h2>{title}</h2><p class="reading">{reading}</p></figcaption>'
        f'<div class="plot" id="plot-{name}" role="img" aria-label="{title}. {reading}"></div>{under}</figure>'
    )


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
    return "".join(
        f'<section class="card words-card" id="{name}"><h2>{words.put(sheet.language)}</h2>{parts[name]}</section>'
        for name, words in _FINE_PRINT.items()
    )
