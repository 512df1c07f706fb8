"""What several results have in common and what not: measures, facts, events and parameters."""

from collections.abc import Sequence
from html import escape
from typing import Any

from tightrope.analysis.compare import MEASURES, Measure, extreme
from tightrope.analysis.comparison import Compared
from tightrope.analysis.report_tables import table
from tightrope.analysis.theme import Words, events_by_month
from tightrope.analysis.wording import quantity
from tightrope.model.results import Results
from tightrope.scenarios.parameters import declared

__all__ = ["events", "facts_that_differ", "in_sentences", "measures_side_by_side", "parameters_that_differ"]

_LUCK = {
    "seed": Words("seed", "随机种子"),
    "book": Words("book", "初始账户"),
    "borrowers": Words("number of borrowers", "借款人数"),
}
"""What must be the same for the same borrowers to meet the same fate."""
_FACTS = {
    "scenario": Words("scenario", "情景"),
    **_LUCK,
    "months_finished": Words("months finished", "完成月数"),
    "tightrope": Words("made with tightrope", "tightrope版本"),
    "digest": Words("hash of the run", "运行哈希"),
    "started": Words("begun", "开始时间"),
}
_TOLD = 3
"""Measures that are told in sentences."""
_TOLD_APART = 0.005
"""Share of the larger mean up to which means are told as alike."""
_CAUSES = ("stance",)
"""Measures of what the platform does rather than of what comes of it."""


def in_sentences(page: Compared) -> list[str]:
    """Say how the results may be compared, and where they ended farthest apart."""
    say, different = page.say, [name for name in _LUCK if len({_fact(result, name) for result in page.results}) > 1]
    names = say(", ", "、").join(_LUCK[name].put(page.language) for name in different)
    told = [
        say(
            f"They differ in {names}, so that different borrowers met different fates: what differs between them is in "
            "part chance.",
            f"各结果的{names}不同,借款人与命运也不同,差异部分出于偶然。",
        )
        if different
        else say(
            "All are of the same borrowers, who met the same fate: what differs between them is the work of what was "
            "run differently.",
            "各结果的借款人与命运相同,差异完全来自运行的不同。",
        )
    ]
    if len({result.months.height for result in page.results}) > 1:
        last = _shared(page)
        told.append(
            say(
                f"They lasted for different times; they are compared over the {_months(last)} that all have finished.",
                f"各结果长度不同;在均已完成的{last}个月内比较。",
            )
        )
    return [*told, *_farthest(page)]


def _farthest(page: Compared) -> list[str]:
    """Say of the three measures whose means lie farthest apart which result had most and which least."""
    last = _shared(page)
    spread = sorted(((_spread(page, measure), place) for place, measure in enumerate(MEASURES)), reverse=True)
    told: list[str] = []
    for apart, place in spread:
        measure = MEASURES[place]
        if apart <= _TOLD_APART or measure.column in _CAUSES or len(told) == _TOLD:
            continue
        (low, lowest), (high, highest) = min(known := _means(page, measure)), max(known)
        put = [quantity(value, measure.unit, page.language) for value in (high, low)]
        told.append(
            page.say(
                f"{measure.label.en[0].upper()}{measure.label.en[1:]}, mean of {_months(last)}: highest under "
                f"“{highest}” ({put[0]}), lowest under “{lowest}” ({put[1]}).",
                f"{measure.label.zh}({last}个月均值):“{highest}”最高({put[0]}),“{lowest}”最低({put[1]})。",
            )
        )
    return told or [page.say("The means of all headline measures are about alike.", "主要指标的均值相近。")]


def _spread(page: Compared, measure: Measure) -> float:
    """How far apart the means lie, as a share of the one farthest from zero."""
    means = [value for value, _ in _means(page, measure)]
    largest = max(map(abs, means), default=0.0)
    return (max(means) - min(means)) / largest if largest else 0.0


def _means(page: Compared, measure: Measure) -> list[tuple[float, str]]:
    """The mean of each result over the months that all have finished, where it is known, with the result's name."""
    means = (result.months.head(_shared(page))[measure.column].mean() for result in page.results)
    return [(mean, name) for mean, name in zip(means, page.names, strict=True) if isinstance(mean, float)]


def _months(count: int) -> str:
    return f"{count} month{'' if count == 1 else 's'}"


def _shared(page: Compared) -> int:
    """How many months all results have finished."""
    return min(result.months.height for result in page.results)


def _ends(page: Compared, measure: Measure) -> list[float | None]:
    """A measure of each result in the last month that all have finished."""
    last = _shared(page)
    return [result.months[measure.column][last - 1] for result in page.results]


def measures_side_by_side(page: Compared) -> str:
    """Return the end of each measure, above its peak or trough."""
    rows = [[escape(measure.label.put(page.language)), *_cells(page, measure)] for measure in MEASURES]
    last = _shared(page)
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
        values = [_fact(result, name) for result in page.results]
        if len(set(values)) > 1:
            rows.append([words.put(page.language), *map(escape, values)])
        else:
            same.append(f"{words.put(page.language)} {values[0]}")
    joined = page.say("; ", ";").join(same)
    caption = escape(page.say(f"The same in all: {joined}." if same else "", f"各结果相同:{joined}。" if same else ""))
    return table(caption, [page.say("fact", "项目"), *map(escape, page.names)], rows, numbers=False)


def _fact(results: Results, name: str) -> str:
    value = results.manifest[name]
    if name == "scenario":
        value = value["name"]
    return f"{value:,}" if name == "borrowers" else str(value)


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
