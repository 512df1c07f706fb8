"""What several results have in common and what not: measures, facts, events and parameters."""

from collections.abc import Sequence
from html import escape
from typing import Any

from tightrope.analysis.charts.events import events_by_month
from tightrope.analysis.compare.differences import MEASURES, Measure, extreme
from tightrope.analysis.compare.several import LUCK, Compared, fact, shared_months
from tightrope.analysis.report.tables import table
from tightrope.analysis.words.numbers import quantity
from tightrope.analysis.words.words import Words
from tightrope.scenarios.parameters.table import declared

__all__ = ["events", "facts_that_differ", "measures_side_by_side", "parameters_that_differ"]

_FACTS = {
    "scenario": Words("scenario", "情景"),
    **LUCK,
    "months_finished": Words("months finished", "完成月数"),
    "tightrope": Words("made with tightrope", "tightrope版本"),
    "digest": Words("hash of the run", "运行哈希"),
    "started": Words("begun", "开始时间"),
}


def _ends(page: Compared, measure: Measure) -> list[float | None]:
    """A measure of each result in the last month that all have finished."""
    last = shared_months(page)
    return [result.months[measure.column][last - 1] for result in page.results]


def measures_side_by_side(page: Compared) -> str:
    """Return the end of each measure, above its peak or trough."""
    rows = [[escape(measure.label.put(page.language)), *_cells(page, measure)] for measure in MEASURES]
    last = shared_months(page)
    caption = page.say(
        f"In month {last}; beneath it the highest or lowest value of all months, and its month.",
        f"第{last}月;下行为全部月份的最高或最低值及其月份。",
    )
    return table(caption, [page.say("measure", "指标"), *map(escape, page.names)], rows, numbers=True)


def _cells(page: Compared, measure: Measure) -> list[str]:
    cells = []
    for result, end in zip(page.results, _ends(page, measure), strict=True):
        turn = extreme(result.months, measure.column, highest=measure.peaks)
        below = ""
        if turn:
            value = quantity(turn[0], measure.unit, page.language)
            below = f'<span class="twin">{page.say(f"{value} (month {turn[1]})", f"{value}(第{turn[1]}月)")}</span>'
        cells.append(quantity(end, measure.unit, page.language) + below)
    return cells


def facts_that_differ(page: Compared, folders: Sequence[str]) -> str:
    """Return what was run, fact by fact; what is the same in all is said once, above."""
    rows = [[page.say("folder", "文件夹"), *(f"<code>{escape(folder)}</code>" for folder in folders)]]
    same = []
    for name, words in _FACTS.items():
        values = [fact(result, name) for result in page.results]
        if len(set(values)) > 1:
            rows.append([words.put(page.language), *map(escape, values)])
        else:
            same.append(f"{words.put(page.language)} {values[0]}")
    joined = page.say("; ", ";").join(same)
    caption = escape(page.say(f"The same in all: {joined}." if same else "", f"各结果相同:{joined}。" if same else ""))
    return table(caption, [page.say("fact", "项目"), *map(escape, page.names)], rows, numbers=False)


def events(page: Compared) -> str:
    """Return the events of each result, or that there is none."""
    none = page.say("no event", "无事件")
    parts = []
    for result, name in zip(page.results, page.names, strict=True):
        told = [sentence for _, sentences in events_by_month(result) for sentence in sentences]
        items = "".join(f"<li>{escape(sentence)}</li>" for sentence in told) or f"<li>{none}</li>"
        parts.append(f"<h3>{escape(name)}</h3><ul>{items}</ul>")
    return "".join(parts)


def parameters_that_differ(page: Compared) -> str:
    """Return the parameters, before the first event, that are not the same in all results."""
    values = [
        {
            f"{section}.{name}": value
            for section, own in result.manifest["parameters"].items()
            for name, value in own.items()
        }
        for result in page.results
    ]
    names = list(dict.fromkeys(name for own in values for name in own))
    rows = [
        [f"<code>{escape(name)}</code>", *(escape(_plain(own.get(name))) for own in values), escape(_meaning(name))]
        for name in names
        if len({str(own.get(name)) for own in values}) > 1
    ]
    if not rows:
        return f"<p>{page.say('All parameters are the same before the first event.', '首个事件之前参数全部相同。')}</p>"
    head = [page.say("parameter", "参数"), *map(escape, page.names), page.say("meaning", "含义")]
    caption = page.say("Values before the first event.", "首个事件之前的取值。")
    return table(caption, head, rows, numbers=False)


def _meaning(name: str) -> str:
    field = declared().get(name.rpartition(".")[2])
    return (field.description or "") if field else ""


def _plain(value: Any) -> str:
    return "–" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
