"""The part of a sweep's report that says what its measures come from, of a grid of mechanisms off and on."""

from collections.abc import Mapping
from html import escape
from typing import Any

from tightrope.analysis.report.sweep_findings import SweepPage, label
from tightrope.analysis.report.tables import table
from tightrope.analysis.study.causes import Causes, can_tell_causes, causes
from tightrope.analysis.study.headlines import headline
from tightrope.analysis.study.outcomes import scenario_names, unit_of
from tightrope.analysis.words.margins import apart, decimals_for, with_margin
from tightrope.scenarios.errors import InputError

__all__ = ["what_it_comes_from"]


def what_it_comes_from(page: SweepPage) -> str:
    """Return the share of each cause in the measures that say most; empty of a sweep that is no such grid."""
    if not can_tell_causes(page.results):
        return ""
    parts: list[str] = []
    for scenario in scenario_names(page.results):
        for measure in headline(page.results):
            try:
                parts.append(_told(page, causes(page.results, measure, "mean", scenario), measure, scenario))
            except InputError as error:
                parts.append(f"<p>{escape(f'{page.title(scenario)}: {error}')}</p>")
    return "".join(parts)


def _told(page: SweepPage, found: Causes, measure: str, scenario: str) -> str:
    say, unit = page.say, unit_of(measure, "mean")
    half = found.change - found.change_low
    decimals = decimals_for(half, unit, 2)
    change = with_margin(found.change, half, unit, "+").replace("-", "−")
    points = say(" percentage points", "个百分点") if unit.startswith("share") else ""
    title = say(
        f"{label(measure, 'en').capitalize()}, “{page.title(scenario)}”: {change}{points} from all off to all on.",
        f"“{page.title(scenario)}”下的{label(measure, 'zh')}:从全部关闭到全部开启变化{change}{points}。",
    )
    reading = say(
        "Share: the mean of what a cause adds over all orders in which the causes may be switched on (Shapley's "
        f"value); first and last: with all others off, and on. Means over {found.seeds} seeds ± their 95 % intervals, "
        "in brackets what may be chance. ",
        f"份额为各成因在所有开启次序下增量的平均(Shapley值);最先、最后指其他成因全部关闭或开启时的增量。{found.seeds}个种子的均值±95%区间,括号内可能为偶然。",
    )
    head = [
        say("cause", "成因"), say("switched on first", "最先开启"), say("switched on last", "最后开启"),
        say("share", "份额"), say("of all", "占比"),
    ]  # fmt: skip
    rows = [
        [
            f"<code>{escape(row['factor'])}</code> {escape(row['off'])} → {escape(row['on'])}",
            *(_number(row, name, unit, decimals) for name in ("alone", "last", "shapley")),
            "–" if row["part"] is None else f"{100 * row['part']:.0f} %".replace("-", "−"),
        ]
        for row in found.table.iter_rows(named=True)
    ]
    pair = found.pairs.row(0, named=True)
    some, other, jointly = pair["factor"], pair["other"], _number(pair, "together", unit, decimals)
    both = say(
        f"Only together, {some} and {other} add {jointly}{points}.",
        f"{some}与{other}仅在共同作用时增加{jointly}{points}。",
    )
    return table(f"<strong>{escape(title)}</strong> {escape(reading + both)}", head, rows, numbers=True)


def _number(row: Mapping[str, Any], name: str, unit: str, decimals: int | None) -> str:
    return apart(row, name, unit, decimals).replace("-", "−")
