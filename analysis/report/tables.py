"""The tables of the report: what happened in short, freezes, definitions, parameters, provenance."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import polars as pl

from tightrope.analysis.charts.figures import FIGURES
from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.compare.differences import MEASURES, summary
from tightrope.analysis.words.numbers import gap, quantity
from tightrope.analysis.words.reasons import REASON_WORDS
from tightrope.model.results.run_results import FRAMES
from tightrope.scenarios.parameters.table import declared

__all__ = ["definitions", "freezes_by_reason", "freezes_table", "in_short", "parameters", "provenance"]


def table(
    caption: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: bool,
    total: Sequence[str] = (),
) -> str:
    """Return a table with a caption; the first cell of a row is its heading, the others may be numbers."""
    style = ' class="number-cell"' if numbers else ""
    first, *others = head
    titles = f'<th scope="col">{first}</th>' + "".join(f'<th scope="col"{style}>{title}</th>' for title in others)
    foot = f"<tfoot>{_row(total, style)}</tfoot>" if total else ""
    return (
        f'<div class="scroll"><table><caption><span>{caption}</span></caption><thead><tr>{titles}</tr></thead>'
        f"<tbody>{''.join(_row(row, style) for row in rows)}</tbody>{foot}</table></div>"
    )


def _row(cells: Sequence[str], style: str) -> str:
    first, *others = cells
    return f'<tr><th scope="row">{first}</th>' + "".join(f"<td{style}>{cell}</td>" for cell in others) + "</tr>"


def in_short(sheet: Sheet) -> str:
    """Return start, end and peak of what matters most, and how far apart the baseline is."""
    say = sheet.say
    months = [say("start", "期初"), say("end", "期末"), say("peak or trough", "峰值或谷值")]
    compared = [say("end of the baseline", "基准期末"), say("widest difference", "最大差异")]
    head = [say("measure", "指标"), *months, *(compared if sheet.baseline else [])]
    rows = []
    for row in summary(sheet.results, sheet.baseline, language=sheet.language).iter_rows(named=True):
        unit, language = row["unit"], sheet.language
        cells = [row["measure"], *(quantity(row[name], unit, language) for name in ("start", "end"))]
        cells.append(_in_month(sheet, quantity(row["extreme"], unit, language), row["extreme_month"]))
        if sheet.baseline:
            cells.append(quantity(row["baseline_end"], unit, language))
            cells.append(_in_month(sheet, gap(row["difference"], unit, language), row["difference_month"]))
        rows.append(cells)
    caption = say(
        "In short: first month, last month, and the month that stands out.", "概览:首月、末月与最突出的月份。"
    )
    return table(caption, head, rows, numbers=True)


def _in_month(sheet: Sheet, number: str, month: int | None) -> str:
    if month is None:
        return number
    return f'{number} <span class="month">{sheet.say(f"(month {month})", f"(第{month}月)")}</span>'


def freezes_by_reason(freezes: pl.DataFrame) -> pl.DataFrame:
    """Return reason, start, new, good_standing_new, reopened, left, end: counts over all months.

    In each row start + new - reopened - left = end.
    """
    by_month = freezes.group_by("reason", "month").agg(pl.exclude("segment").sum()).sort("month")
    before = pl.col("stock") - pl.col("new") + pl.col("reopened") + pl.col("left")
    flows = [pl.col(name).sum() for name in ("new", "good_standing_new", "reopened", "left")]
    rows = by_month.group_by("reason").agg(before.first().alias("start"), *flows, pl.col("stock").last().alias("end"))
    order = list(REASON_WORDS)
    return rows.sort(pl.col("reason").replace_strict(order, range(len(order)), return_dtype=pl.Int64))


def freezes_table(sheet: Sheet) -> str:
    """Return the freezes of all months by reason, with the total they add up to."""
    say = sheet.say
    counts = freezes_by_reason(sheet.results.freezes)
    total = counts.drop("reason").sum().row(0)
    head = [
        say("reason", "原因"),
        say("frozen at the start", "期初冻结"),
        say("newly frozen", "新增"),
        say("of these never late", "其中信用良好"),
        say("reopened", "恢复"),
        say("left", "离开"),
        say("frozen at the end", "期末冻结"),
    ]
    rows = [
        [REASON_WORDS[reason].put(sheet.language), *(f"{n:,}" for n in rest)] for reason, *rest in counts.iter_rows()
    ]
    caption = say(
        "Freezes of all months, in borrowers. In each row start + new − reopened − left = end; each freeze has "
        "one reason, so the rows add up to the total. Never late: not 30 days late in the twelve months before.",
        "全部月份的冻结人数。每行:期初+新增−恢复−离开=期末;每次冻结只有一个原因,各行之和即合计。信用良好:此前十二个月未逾期30天。",
    )
    return table(caption, head, rows, numbers=True, total=[say("total", "合计"), *(f"{n:,}" for n in total)])


def definitions(sheet: Sheet) -> str:
    """Return the definitions of the columns that the report draws on."""
    used = {column for figure in FIGURES.values() for column in figure.columns} | {m.column for m in MEASURES}
    head = [sheet.say("column", "列"), sheet.say("unit", "单位"), sheet.say("definition", "定义")]
    parts = []
    for frame in ("months", "roll_rates", "vintages", "freezes", "queues", "bands"):
        columns = [column for column in FRAMES[frame] if frame != "months" or column.name in used]
        rows = [[_code(column.name), escape(column.unit), escape(column.definition)] for column in columns]
        defined = table(_code(f"{frame}.parquet"), head, rows, numbers=False)
        parts.append(f"<details><summary>{_code(f'{frame}.parquet')}</summary>{defined}</details>")
    return "".join(parts)


def parameters(sheet: Sheet) -> tuple[str, str]:
    """Return two tables: the parameters that differ from their defaults (empty if none), and all."""
    changed, every = [], []
    for section, values in sheet.results.manifest["parameters"].items():
        for name, value in values.items():
            field = declared().get(name)
            default = "–" if field is None else _code(_plain(field.default))
            extra: Any = field.json_schema_extra if field else None
            unit = extra["unit"] if isinstance(extra, dict) and "unit" in extra else ""
            meaning = (field.description or "") if field else ""
            row = [
                _code(f"{section}.{name}"),
                f"<strong>{_code(_plain(value))}</strong>",
                default,
                escape(unit),
                escape(meaning),
            ]
            every.append(row)
            if field is None or field.default != value:
                changed.append(row)
    say = sheet.say
    head = [
        say("parameter", "参数"),
        say("value", "取值"),
        say("default", "默认值"),
        say("unit", "单位"),
        say("meaning", "含义"),
    ]
    different = say("Parameters that differ from their defaults.", "与默认值不同的参数。")
    all_of_them = say("All parameters before the first event.", "首个事件之前的全部参数。")
    return table(different, head, changed, numbers=False) if changed else "", table(
        all_of_them, head, every, numbers=False
    )


def provenance(sheet: Sheet) -> str:
    """Return where the numbers come from: versions, seed, data, time."""
    say, made = sheet.say, sheet.results.manifest
    speed, memory = made["borrower_months_per_second"], made["peak_memory_mb"]
    facts = [
        (say("made with", "程序"), f"tightrope {made['tightrope']}"),
        (say("begun", "开始时间"), made["started"]),
        (say("scenario", "情景"), made["scenario"]["name"]),
        (say("compared with", "对照"), made["against"] or "–"),
        (say("seed", "随机种子"), made["seed"]),
        (say("borrowers", "借款人数"), f"{made['borrowers']:,}"),
        (say("months", "月数"), f"{made['months_finished']} / {made['months']}"),
        (say("book", "初始账户"), made["book"]),
        (say("data", "数据来源"), made["attribution"] or "–"),
        (say("hash of the run", "运行哈希"), made["digest"]),
        (
            say("accounts checked each month", "逐月核对账目"),
            say("yes", "是") if made["checked"] else say("no", "否"),
        ),
        (say("time", "用时"), f"{made['seconds']:.1f} s, {made['threads']} threads"),
        (say("speed", "速度"), f"{speed:,.0f} borrower-months/s" if speed else "–"),
        (say("peak memory", "内存峰值"), f"{memory:,.0f} MB" if memory else "–"),
        (say("versions", "版本"), ", ".join(f"{name} {number}" for name, number in made["versions"].items())),
    ]
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{escape(str(value))}</dd>" for name, value in facts) + "</dl>"


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _code(text: str) -> str:
    return f"<code>{escape(text)}</code>"
