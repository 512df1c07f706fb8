"""The tables of the report: what happened in short, freezes, definitions, parameters, provenance."""

from collections.abc import Iterator
from typing import Any

import polars as pl

from tightrope.analysis.charts.figures import FIGURES
from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.compare.differences import MEASURES, summary
from tightrope.analysis.report.blocks import Block, Facts, Fold, Inline, Piece, Table
from tightrope.analysis.words.numbers import gap, quantity
from tightrope.analysis.words.reasons import REASON_WORDS
from tightrope.model.results.run_results import FRAMES
from tightrope.scenarios.parameters.table import declared, section_of

__all__ = ["definitions", "freezes_by_reason", "freezes_table", "in_short", "parameters", "provenance"]


def in_short(sheet: Sheet) -> Table:
    """Return start, end and peak of what matters most, and how far apart the twin is."""
    say = sheet.say
    months = [say("run.start"), say("run.end"), say("run.peak_or_trough")]
    compared = [say("run.end_of_the_twin"), say("run.widest_difference")]
    head = [say("run.measure"), *months, *(compared if sheet.twin else [])]
    rows = []
    for row in summary(sheet.results, sheet.twin, language=sheet.language).iter_rows(named=True):
        unit, language = row["unit"], sheet.language
        cells: list[Inline] = [row["measure"], *(quantity(row[name], unit, language) for name in ("start", "end"))]
        cells.append(_in_month(sheet, quantity(row["extreme"], unit, language), row["extreme_month"]))
        if sheet.twin:
            cells.append(quantity(row["twin_end"], unit, language))
            cells.append(_in_month(sheet, gap(row["difference"], unit, language), row["difference_month"]))
        rows.append(cells)
    caption = say("run.in_short_first_month_last")
    return Table(caption, head, rows, numbers=True)


def _in_month(sheet: Sheet, number: str, month: int | None) -> Inline:
    return number if month is None else Piece(number, beside=sheet.say("run.month", month=month))


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


def freezes_table(sheet: Sheet) -> Table:
    """Return the freezes of all months by reason, with the total they add up to."""
    say = sheet.say
    counts = freezes_by_reason(sheet.results.freezes)
    total = counts.drop("reason").sum().row(0)
    head = [
        say("run.reason"),
        say("run.frozen_at_the_start"),
        say("run.newly_frozen"),
        say("run.of_these_never_late"),
        say("run.reopened"),
        say("run.left"),
        say("run.frozen_at_the_end"),
    ]
    rows = [
        [REASON_WORDS[reason].put(sheet.language), *(f"{n:,}" for n in rest)] for reason, *rest in counts.iter_rows()
    ]
    caption = say("run.freezes_of_all_months_in")
    return Table(caption, head, rows, numbers=True, total=[say("run.total"), *(f"{n:,}" for n in total)])


def definitions(sheet: Sheet) -> list[Fold]:
    """Return the definitions of the columns that the report draws on."""
    used = {column for figure in FIGURES.values() for column in figure.columns} | {m.column for m in MEASURES}
    head = [sheet.say("run.column"), sheet.say("run.unit"), sheet.say("run.definition")]
    parts = []
    for frame in ("months", "roll_rates", "vintages", "recoveries", "lenders", "freezes", "queues", "bands"):
        columns = [column for column in FRAMES[frame] if frame != "months" or column.name in used]
        rows: list[list[Inline]] = [[Piece(code=column.name), column.unit, column.definition] for column in columns]
        name = Piece(code=f"{frame}.parquet")
        parts.append(Fold(name, [Table(name, head, rows)]))
    return parts


def parameters(sheet: Sheet) -> list[Block]:
    """Return the parameters that differ from their defaults, if any do, and all of them."""
    changed: list[list[Inline]] = []
    every: list[list[Inline]] = []
    for section, values in sheet.results.manifest["parameters"].items():
        for name, value in values.items():
            field = declared().get(name)
            default = "–" if field is None else Piece(code=_plain(field.default))
            extra: Any = field.json_schema_extra if field else None
            unit = extra["unit"] if isinstance(extra, dict) and "unit" in extra else ""
            meaning = (field.description or "") if field else ""
            own = Piece(code=_plain(value), strong=True)
            row: list[Inline] = [Piece(code=f"{section}.{name}"), own, default, unit, meaning]
            every.append(row)
            if field is None or field.default != value:
                changed.append(row)
    changed += (named := list(_of_lenders(sheet)))
    every += named
    say = sheet.say
    head = [
        say("run.parameter"),
        say("run.value"),
        say("run.default"),
        say("run.unit"),
        say("run.meaning"),
    ]
    before = Table(say("run.parameters_that_differ_from_their"), head, changed)
    all_of_them = Table(say("run.all_parameters_before_the_first"), head, every)
    return [
        before if changed else say("run.all_parameters_have_their_defaults"),
        Fold(say("run.all_parameters"), [all_of_them]),
    ]


def _of_lenders(sheet: Sheet) -> Iterator[list[Inline]]:
    """Yield a row for each number that another lender has of its own, with what it is for all the others."""
    for lender in sheet.results.manifest["lenders"]:
        for name in [name for name in lender if name in declared()]:
            field = declared()[name]
            extra: Any = field.json_schema_extra
            usual = sheet.results.manifest["parameters"][section_of()[name]][name]
            own = Piece(code=_plain(lender[name]), strong=True)
            which = Piece(code=f"{lender['name']}.{name}")
            yield [which, own, Piece(code=_plain(usual)), extra["unit"], field.description or ""]


def provenance(sheet: Sheet) -> Facts:
    """Return where the numbers come from: versions, seed, data, time."""
    say, made = sheet.say, sheet.results.manifest
    speed, memory = made["borrower_months_per_second"], made["peak_memory_mb"]
    facts = [
        (say("run.made_with"), f"tightrope {made['tightrope']}"),
        (say("run.begun"), made["started"]),
        (say("run.scenario"), made["scenario"]["name"]),
        (say("run.compared_with"), made["against"] or "–"),
        (say("run.seed"), made["seed"]),
        (say("run.borrowers"), f"{made['borrowers']:,}"),
        (say("run.months"), f"{made['months_finished']} / {made['months']}"),
        (say("run.book"), made["book"]),
        (say("run.data"), made["attribution"] or "–"),
        (say("run.hash_of_the_run"), made["digest"]),
        (
            say("run.accounts_checked_each_month"),
            say("run.yes") if made["checked"] else say("run.no"),
        ),
        (say("run.time"), say("run.seconds_on_threads", seconds=made["seconds"], threads=made["threads"])),
        (say("run.speed"), say("run.borrower_months_a_second", speed=speed) if speed else "–"),
        (say("run.peak_memory"), f"{memory:,.0f} MB" if memory else "–"),
        (say("run.versions"), ", ".join(f"{name} {number}" for name, number in made["versions"].items())),
    ]
    return Facts([(name, str(value)) for name, value in facts])


def _plain(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
