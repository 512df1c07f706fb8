"""The part of the report that tells whom the run happened to."""

import math
from typing import Any

import polars as pl

from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.compare.groups import GROUPS, LEAST, first_event, fortunes, gone, pairs
from tightrope.analysis.report.tables import table
from tightrope.analysis.words.numbers import percent, quantity
from tightrope.analysis.words.words import Words
from tightrope.model.results.run_results import Results

__all__ = ["TITLE", "comparable", "people_section"]

TITLE = Words("Who it happened to", "影响了哪些人")
_SURE = 2.0
"""Standard errors from which a gap is told as one."""
_LABELS = {group.name: group.label for group in GROUPS}
_EVEN = {group.name for group in GROUPS if group.even}
_EVERYBODY = GROUPS[0].name


def comparable(sheet: Sheet) -> bool:
    """Whether there is a baseline that lasted as long, with enough of the same people on the book."""
    other = sheet.baseline
    if other is None or other.months.height != sheet.results.months.height:
        return False
    return pairs(sheet.results, other).height >= LEAST


def people_section(sheet: Sheet) -> str:
    """Return heading, sentences and table; nothing where no baseline allows it."""
    if sheet.baseline is None or not comparable(sheet):
        return ""
    rows = fortunes(sheet.results, sheet.baseline)
    return (
        f'<section class="card words-card" id="people"><h2>{TITLE.put(sheet.language)}</h2>'
        f"<p>{_in_words(sheet, sheet.baseline, rows)}</p>{_table(sheet, rows)}</section>"
    )


def _in_words(sheet: Sheet, baseline: Results, rows: pl.DataFrame) -> str:
    """Who was frozen though the baseline left them alone, whose defaults differ most, and who cannot be compared."""
    say, start = sheet.say, first_event(sheet.results)
    told = {row["group"]: row for row in rows.iter_rows(named=True)}
    everybody = told[_EVERYBODY]
    parts = [
        say(
            f"{everybody['people']:,} people are on the book at the end of both runs, so that each can be "
            "set beside a twin with the same fate.",
            f"两次运行期末均在册者共{everybody['people']:,}人,每人都可与命运相同的“孪生”对照。",
        )
    ]
    frozen, blameless = told.get("frozen here only"), told.get("frozen here only, never late there")
    if frozen:
        of_these = blameless["people"] if blameless else 0
        few = say(f"fewer than {LEAST}", f"不足{LEAST}人") if not blameless else f"{of_these:,}"
        parts.append(
            say(
                f"From month {start} on, {frozen['people']:,} of them "
                f"({percent(frozen['people'] / everybody['people'])}) had their line frozen here and not in the "
                f"baseline; {few} of these were never late there.",
                f"自第{start}月起,其中{frozen['people']:,}人({percent(frozen['people'] / everybody['people'])})"
                f"在本次被冻结而基准中未被冻结;这些人中{few}{'人' if blameless else ''}在基准中从未逾期。",
            )
        )
    parts.append(say(f"Of all, {_defaults(sheet, everybody)}.", f"全体中,{_defaults(sheet, everybody)}。"))
    sure = [told[group.name] for group in GROUPS[1:] if group.even and group.name in told]
    sure = [row for row in sure if _beyond_chance(row) >= _SURE]
    if sure:
        widest = max(sure, key=lambda row: abs(row["defaulted"] - row["defaulted_twin"]))
        name, size = _LABELS[widest["group"]].put(sheet.language), f"{widest['people']:,}"
        parts.append(
            say(
                f"The widest gap beyond chance is in the group “{name}”: of {size} people, {_defaults(sheet, widest)}.",
                f"超出偶然的最大差距在“{name}”:这{size}人中,{_defaults(sheet, widest)}。",
            )
        )
    here, there = gone(sheet.results, baseline)
    parts.append(
        say(
            f"Not compared: {there:,} people whom only the baseline and {here:,} whom only this run still has on the "
            "book; the other lost them, because they left or their debt is pursued no more.",
            f"无法对照者:仅基准仍在册的{there:,}人与仅本次仍在册的{here:,}人;另一方中他们已离开或债务不再追讨。",
        )
    )
    return (" " if sheet.language == "en" else "").join(parts)


def _defaults(sheet: Sheet, row: dict[str, Any]) -> str:
    return sheet.say(
        f"{row['defaulted']:,} defaulted since, against {row['defaulted_twin']:,} of their twins "
        f"({row['only_here']:,} only here, {row['only_there']:,} only in the baseline)",
        f"此后{row['defaulted']:,}人违约,其孪生为{row['defaulted_twin']:,}人"
        f"(仅本次{row['only_here']:,}人,仅基准{row['only_there']:,}人)",
    )


def _beyond_chance(row: dict[str, Any]) -> float:
    """How many standard errors lie between the defaults of people and of their twins (McNemar)."""
    apart = row["only_here"] + row["only_there"]
    return abs(row["only_here"] - row["only_there"]) / math.sqrt(apart) if apart else 0.0


def _table(sheet: Sheet, rows: pl.DataFrame) -> str:
    """Return the groups, each number with that of the same people in the baseline beneath."""
    say, start = sheet.say, first_event(sheet.results)
    head = [
        say("at the end", "期末分组"),
        say("people", "人数"),
        say("defaulted since", "此后违约"),
        say("written off", "已核销"),
        say("mean trust", "平均信任"),
        say("owed elsewhere, yuan", "外部负债(元)"),
        say("usable cash loan limit, yuan", "可用现金贷额度(元)"),
    ]
    caption = say(
        f"Groups of people, each number above that of the same people in the baseline. Since: from month {start} on. "
        f"A person may be in several groups; those under {LEAST} people, and those whom nothing sets apart from their "
        "twins, are left out. In groups with a star, this run's own course decides who belongs, so that twins may fare "
        "better for that alone: whoever falls into arrears is frozen for it.",
        f"各组人数及结果,下行小字为同一批人在基准中的结果。“此后”指第{start}月起。一人可属多组;少于{LEAST}人或与孪生毫无差别的组"
        "未列出。带星号的组由本次运行的经过决定归属,孪生可能仅因此而更好:例如逾期者因逾期而被冻结。",
    )
    shown = [row for row in rows.iter_rows(named=True) if row["group"] == _EVERYBODY or _differs(row)]
    return table(caption, head, [_cells(sheet, row) for row in shown], numbers=True)


_MEASURES = ("defaulted", "written_off", "trust", "outside_debt", "open_line")


def _differs(row: dict[str, Any]) -> bool:
    return any(row[name] != row[f"{name}_twin"] for name in _MEASURES) or row["only_here"] > 0


def _cells(sheet: Sheet, row: dict[str, Any]) -> list[str]:
    def count(name: str) -> str:
        return f"{row[name]:,} ({percent(row[name] / row['people'])})"

    def mean(name: str) -> str:
        unit = "0-1" if name.startswith("trust") else "yuan"
        return quantity(row[name], unit, sheet.language)

    star = "" if row["group"] in _EVEN else " *"
    cells = [_LABELS[row["group"]].put(sheet.language) + star, f"{row['people']:,}"]
    for name in _MEASURES:
        put = count if name in ("defaulted", "written_off") else mean
        cells.append(f'{put(name)}<span class="twin">{put(f"{name}_twin")}</span>')
    return cells
