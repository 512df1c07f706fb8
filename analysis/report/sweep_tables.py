"""Tables of a sweep's report: means and differences, runs that are missing, factors, definitions, provenance."""

from html import escape
from typing import Any

import polars as pl

from tightrope.analysis.report.sweep_findings import SweepPage, label
from tightrope.analysis.report.tables import table
from tightrope.analysis.study.headlines import by_row, headline, many_points
from tightrope.analysis.study.means import FEWEST, LEVEL
from tightrope.analysis.study.outcomes import unit_of
from tightrope.analysis.words.margins import Margins
from tightrope.model.results.run_results import FRAMES
from tightrope.scenarios.disk.foreign_frames import collected
from tightrope.scenarios.parameters.table import declared
from tightrope.sweeps.plan.factors import STRENGTH

__all__ = ["definitions", "factors", "headline_table", "missing_runs", "provenance"]

_MOST = 20
"""Missing runs that are named; the data set has them all."""


def headline_table(page: SweepPage) -> str:
    """Return the means of the measures that say most, each above its difference to the scenario compared with."""
    measures = headline(page.results)
    frames = [by_row(page.results, measure, "mean") for measure in measures]
    writers = [Margins(frame, unit_of(measure, "mean")) for frame, measure in zip(frames, measures, strict=True)]
    names = [name for name in page.results.factors if name in frames[0].columns]
    rows = [
        [
            escape(page.title(row[0]["scenario"])) + _setting(row[0], names),
            *(_cell(writer, one) for one, writer in zip(row, writers, strict=True)),
        ]
        for row in zip(*(frame.iter_rows(named=True) for frame in frames), strict=True)
    ]
    head = [page.say("scenario", "情景"), *(escape(label(measure, page.language)) for measure in measures)]
    return table(_how_to_read(page), head, rows, numbers=True)


def _setting(row: dict[str, Any], names: list[str]) -> str:
    told = ", ".join(f"{name} {_short(row[name])}" for name in names)
    return f'<span class="twin">{escape(told)}</span>' if told else ""


def _cell(writer: Margins, row: dict[str, Any]) -> str:
    difference = writer.difference(row).replace("-", "−")
    return writer.mean(row).replace("-", "−") + (f'<span class="twin">{difference}</span>' if difference else "")


def _how_to_read(page: SweepPage) -> str:
    averaged = page.say(" The points of the design are averaged.", "已对设计各点取平均。")
    compared = page.say(
        " Below it the difference to the scenario compared with, at the same point and seed; in brackets where its "
        "interval holds 0; of shares, in percentage points.",
        "下行为在同一点、同一种子下与对照情景之差;括号表示区间含0;比例之差以百分点计。",
    )
    apart = page.say(
        " A scenario that runs for other months than the one compared with has no difference.",
        "与对照情景月数不同的情景不列差异。",
    )
    lengths = set(page.results.manifest["months"])
    return (
        page.say(
            f"Mean over the months and seeds ± half of its {100 * LEVEL:.0f} % interval "
            f"(none for fewer than {FEWEST} seeds).",
            f"对月份与种子的均值±{100 * LEVEL:.0f}%区间的一半(少于{FEWEST}个种子时不给出)。",
        )
        + (compared if page.results.manifest["against"] else "")
        + (apart if page.results.manifest["against"] and len(lengths) > 1 else "")
        + (averaged if many_points(page.results) else "")
    )


def missing_runs(page: SweepPage) -> str:
    """Return the runs that failed, with reasons and the command that shows it, and how many wait; empty if none."""
    runs, say = page.results.runs, page.say
    failed = runs.filter(pl.col("status") == "failed").pipe(collected)
    waiting = runs.filter(pl.col("status") == "waiting").select(pl.len()).pipe(collected).item()
    parts = []
    if waiting:
        words = say(
            f"{waiting:,} runs are waiting: “tightrope sweep run” with the same sweep and --out {page.folder} goes on.",
            f"{waiting:,}次运行待完成:以同一批量文件及--out {page.folder}执行“tightrope sweep run”即可继续。",
        )
        parts.append(f"<p>{escape(words)}</p>")
    if failed.height:
        rows = [
            [
                str(row["run"]), escape(page.title(row["scenario"])), str(row["seed"]),
                escape(row["reason"].splitlines()[0] if row["reason"] else "–"),
                f"<code>{escape(f'tightrope sweep rerun {page.folder} {row["run"]}')}</code>",
            ]
            for row in failed.head(_MOST).iter_rows(named=True)
        ]  # fmt: skip
        head = [say("run", "运行"), say("scenario", "情景"), say("seed", "种子"), say("reason", "原因")]
        caption = say(
            f"{failed.height:,} runs failed and are in no number; the first {len(rows)} of them.",
            f"{failed.height:,}次运行失败,不计入任何数字;以下为前{len(rows)}次。",
        )
        parts.append(table(caption, [*head, say("to see it happen", "重现命令")], rows, numbers=False))
    return "".join(parts)


def factors(page: SweepPage) -> str:
    """Return what the design varied, with ranges, meaning and source; empty where it varied nothing."""
    rows = [_factor(page, factor) for factor in page.results.manifest["factors"]]
    heads = (("factor", "因素"), ("range", "范围"), ("unit", "单位"), ("meaning", "含义"), ("source", "依据"))
    caption = page.say(
        "What varied from point to point. Sources: H read in a source, M transplanted, D derived or fitted, L of low "
        "confidence, A assumed.",
        "各点之间变动的因素。依据:H为文献所载,M为移植,D为推导或拟合,L为可信度低,A为假设。",
    )
    return table(caption, [page.say(*head) for head in heads], rows, numbers=False) if rows else ""


def _factor(page: SweepPage, factor: dict[str, Any]) -> list[str]:
    field = declared().get(factor["name"])
    extra: Any = field.json_schema_extra if field else None
    source = str(extra.get("source", "–")) if isinstance(extra, dict) else "–"
    meaning = (field.description or "") if field else ""
    if factor["name"] == STRENGTH:
        meaning = page.say("How strong the events are: 0 none, 1 as written.", "事件强度:0为无,1为原样。")
    ends = ", ".join(map(str, factor["texts"])) or ", ".join(map(_short, factor["levels"]))
    ends = ends or f"{factor['low']:g} – {factor['high']:g}"
    ends += page.say(", in the logarithm", ",按对数") if factor["log"] else ""
    return [f"<code>{escape(factor['name'])}</code>", *map(escape, (ends, factor["unit"], meaning, source))]


def definitions(page: SweepPage) -> str:
    """Return the definitions of the measures, and what the scenarios are."""
    say, about = page.say, page.results.manifest
    columns = [column for column in FRAMES["months"] if column.name in about["measures"]]
    rows = [[f"<code>{escape(c.name)}</code>", escape(c.unit), escape(c.definition)] for c in columns]
    measures = table(
        say("Measures of the sweep.", "本次批量运行的指标。"),
        [say("measure", "指标"), say("unit", "单位"), say("definition", "定义")],
        rows,
        numbers=False,
    )
    told = [
        [escape(page.title(each["name"])), f"<code>{escape(each['name'])}</code>", str(months),
         escape(each.get("description", ""))]
        for each, months in zip(about["scenarios"], about["months"], strict=True)
    ]  # fmt: skip
    heads = [say("title", "标题"), say("name", "名称"), say("months", "月数"), say("what it is", "说明")]
    scenarios = table(say("Scenarios.", "情景。"), heads, told, numbers=False)
    titles = say("Measures", "指标"), say("Scenarios", "情景")
    return (
        f"<details open><summary>{titles[0]}</summary>{measures}</details>"
        f"<details><summary>{titles[1]}</summary>{scenarios}</details>"
    )


def provenance(page: SweepPage) -> str:
    """Return where the numbers come from: versions, seeds, design, data."""
    say, about = page.say, page.results.manifest
    design = ", ".join(f"{key} {value}" for key, value in about["design"].items())
    facts = [
        (say("made with", "程序"), f"tightrope {about['tightrope']}"),
        (say("sources of the model", "模型源码摘要"), about["model"]),
        (say("hash of the sweep", "批量运行哈希"), about.get("digest", "–")),
        (say("folder", "文件夹"), page.folder),
        (say("seeds", "随机种子"), ", ".join(map(str, about["seeds"]))),
        (say("design", "设计"), design),
        (say("compared with", "对照"), about["against"] or "–"),
        (say("book", "初始账户"), f"{about['book']['name']} ({about['book']['digest']})"),
        (say("data", "数据来源"), about["book"]["attribution"] or "–"),
        (
            say("accounts checked each month", "逐月核对账目"),
            say("yes", "是") if about["check"] else say("no", "否"),
        ),
    ]
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{escape(str(value))}</dd>" for name, value in facts) + "</dl>"


def _short(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
