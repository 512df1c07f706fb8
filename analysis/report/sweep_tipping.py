"""The part of a sweep's report on tipping points, feedback and memory, as far as the sweep can tell of them."""

from collections.abc import Mapping
from html import escape
from typing import Any

from tightrope.analysis.compare.differences import MEASURES
from tightrope.analysis.report.sweep_findings import SweepPage, label
from tightrope.analysis.report.tables import table
from tightrope.analysis.study.causes import can_tell_causes
from tightrope.analysis.study.feedback import LOOP, can_tell_feedback, feedback
from tightrope.analysis.study.headlines import headline
from tightrope.analysis.study.hysteresis import drives, hysteresis
from tightrope.analysis.study.outcomes import scenario_names, unit_of
from tightrope.analysis.study.tipping import tipping
from tightrope.analysis.words.margins import number
from tightrope.analysis.words.words import Words
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.factors import STRENGTH

__all__ = ["tipping_points"]

_PEOPLE = "default_hazard"
"""The measure that tightening may worsen, where the sweep has it: people, not money."""
_SHAPES = {", then ": ",后", "rises": "上升", "falls": "下降", "undecided": "未能判定"}


def tipping_points(page: SweepPage) -> str:
    """Return what the sweep tells of doses, of the platform's own loop and of memory; empty where it tells nothing."""
    against = page.results.manifest["against"]
    names = [name for name in scenario_names(page.results) if name != against]
    parts: list[str] = []
    if STRENGTH in page.results.factors and not can_tell_causes(page.results):
        parts += [_told(page, _doses, name) for name in names or [against]]
    if can_tell_feedback(page.results):
        parts += [_told(page, _loop, name) for name in names]
    if against is not None and drives(page.results):
        parts.append(_memory(page))
    return "".join(parts)


def _told(page: SweepPage, tell: Any, scenario: str) -> str:
    """Return what is told of a scenario, or why nothing can be."""
    try:
        return str(tell(page, scenario))
    except InputError as error:
        return f"<p>{escape(page.title(scenario))}: {escape(str(error))}</p>"


def _doses(page: SweepPage, scenario: str) -> str:
    measures = page.results.manifest["measures"]
    measure = _PEOPLE if _PEOPLE in measures else headline(page.results)[0]
    found, say = tipping(page.results, measure, "mean", dose=STRENGTH, scenario=scenario), page.say
    lowest = found.steps["from_dose"].to_numpy().min()
    rows = [
        [
            _setting(row, found.others) or say("all", "全部"), escape(_shape(page, row["shape"])),
            _range(row, "tips") if row["tips_high"] != lowest else say("the lowest", "最低"),
            _range(row, "worst"), str(row["seeds"]),
        ]
        for row in found.curves.iter_rows(named=True)
    ]  # fmt: skip
    head = [
        say("setting", "设定"), say("with more of the dose it", "随剂量增加"), say("tips at", "临界点"),
        say("worst at", "最差点"), say("seeds", "种子数"),
    ]  # fmt: skip
    caption = say(
        f"{label(measure, 'en').capitalize()} under “{page.title(scenario)}”, by the strength of its "
        "events. Tips at: the strength from which on more of it raises the measure; worst at: where it turns down "
        "again; – where there is no such strength within the range. In brackets 95 % intervals.",
        f"“{page.title(scenario)}”下的{label(measure, 'zh')},按事件强度。临界点:自此强度起,再加强会使指标升高;最差点:"
        "此后回落;–表示范围内没有。括号为95%区间。",
    )
    return table(caption, head, rows, numbers=True)


def _shape(page: SweepPage, shape: str) -> str:
    """Put the words for the shape of a curve in the page's language."""
    for english, chinese in _SHAPES.items():
        shape = shape.replace(english, page.say(english, chinese))
    return shape


def _loop(page: SweepPage, scenario: str) -> str:
    found, say = feedback(page.results, scenario=scenario), page.say
    others = [name for name in page.results.factors if name != LOOP]
    rows = [
        [
            _setting(row, [*others, LOOP]),
            _range(row, "gain"),
            number(row["peak"], "0-1"),
            number(row["calm_end"], "0-1"),
        ]
        for row in found.iter_rows(named=True)
        if row["seeds"]
    ]
    head = [
        say("setting", "设定"), say("gain", "增益"), say("peak", "峰值"),
        say("end without the push", "无推动时期末"),
    ]  # fmt: skip
    caption = say(
        f"Tightness of the platform under “{page.title(scenario)}” (0 loose, 1 tight). Gain: the share of all "
        "tightening that its answer to its own late debt has made; – where that is not clear of chance.",
        f"“{page.title(scenario)}”下平台的松紧度(0松1紧)。增益:平台对自身逾期的反应占全部收紧的比例;–表示不能与偶然区分。",
    )
    return table(caption, head, rows, numbers=True)


def _memory(page: SweepPage) -> str:
    say, rows = page.say, []
    told = {_PEOPLE, *(each.column for each in MEASURES)}
    for measure in (name for name in page.results.manifest["measures"] if name in told):
        known = hysteresis(page.results, measure).drop_nulls("largest")
        for row in known.iter_rows(named=True):
            unit = unit_of(measure, "mean")
            numbers = (number(row[name], unit, "+").replace("-", "−") for name in ("largest", "width"))
            shares = (_share(row, name) for name in ("openness", "left_first_year", "left_second_year"))
            name = f"{label(measure, page.language)}: {page.title(row['scenario'])}"
            rows.append([escape(name) + _below(_setting(row, page.results.factors)), *numbers, *shares])
    heads = (
        Words("measure and scenario", "指标与情景"), Words("largest", "最大偏离"), Words("width", "回程减去程"),
        Words("open by", "开口"), Words("left, year 1", "第一年残留"), Words("left, year 2", "第二年残留"),
    )  # fmt: skip
    caption = say(
        "What is remembered when all is taken back. Largest: the most by which the measure is off the calm run (of "
        "shares, in points). Width: on the way down less on the way up, at the same level. Open by: width / largest. "
        "Left: of the largest, in the first and second year after; – where it cannot be told from none. In brackets "
        "95 % intervals.",
        "一切撤回之后留下什么。最大偏离:指标偏离平静运行的最大值(比例以百分点计);回程减去程:同一水平下两程之差;开口:其占最大偏离"
        "之比;残留:撤回后第一、二年仍占最大偏离之比;–表示不能与零区分。括号为95%区间。",
    )
    return table(caption, [words.put(page.language) for words in heads], rows, numbers=True)


def _setting(row: Mapping[str, Any], names: list[str]) -> str:
    parts = (f"{name} {row[name]:.4g}" if isinstance(row[name], float) else f"{name} {row[name]}" for name in names)
    return escape(", ".join(parts))


def _below(text: str) -> str:
    return f'<span class="twin">{text}</span>' if text else ""


def _range(row: Mapping[str, Any], what: str) -> str:
    value = row[f"{what}_at"] if f"{what}_at" in row else row[what]
    return "–" if value is None else f"{value:.2f} ({row[f'{what}_low']:.2f} – {row[f'{what}_high']:.2f})"


def _share(row: Mapping[str, Any], name: str) -> str:
    if row[name] is None:
        return "–"
    return f"{row[name]:.0%} ({row[f'{name}_low']:.0%} – {row[f'{name}_high']:.0%})".replace("-", "−")
