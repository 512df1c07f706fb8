"""The part of the report that tells whom the run happened to."""

import math
from typing import Any

import polars as pl

from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.compare.groups import GROUPS, LEAST, Fortunes, first_event, fortunes
from tightrope.analysis.report.blocks import Card, Inline, Piece, Table
from tightrope.analysis.words.numbers import percent, quantity
from tightrope.analysis.words.words import join_sentences

__all__ = ["people_card"]

_SURE = 2.0
"""Standard errors from which a gap is told as one."""
_LABELS = {group.name: group.label for group in GROUPS}
_EVEN = {group.name for group in GROUPS if group.even}
_EVERYBODY = GROUPS[0].name


def people_card(sheet: Sheet) -> list[Card]:
    """Return sentences and table; nothing without a twin that lasted as long and has enough of the same people."""
    if sheet.twin is None or sheet.twin.months.height != sheet.results.months.height:
        return []
    found = fortunes(sheet.results, sheet.twin)
    if found.groups.is_empty():
        return []
    told = _in_words(sheet, found)
    return [Card("people", sheet.say("run.who_it_happened_to"), [told, _table(sheet, found.groups)])]


def _in_words(sheet: Sheet, found: Fortunes) -> str:
    """Who was frozen though the twin left them alone, whose defaults differ most, and who cannot be compared."""
    say, start = sheet.say, first_event(sheet.results)
    told = {row["group"]: row for row in found.groups.iter_rows(named=True)}
    everybody = told[_EVERYBODY]
    parts = [say("run.people_are_on_the_book", people=everybody["people"])]
    frozen, blameless = told.get("frozen here only"), told.get("frozen here only, never late there")
    if frozen:
        of_these = blameless["people"] if blameless else 0
        few = say("run.people_counted", people=of_these) if blameless else say("run.fewer_than", least=LEAST)
        share = percent(frozen["people"] / everybody["people"])
        parts.append(say("run.so_many_frozen_here_only", start=start, frozen=frozen["people"], share=share, few=few))
    parts.append(say("run.of_all", defaults=_defaults(sheet, everybody)))
    sure = [told[group.name] for group in GROUPS[1:] if group.even and group.name in told]
    sure = [row for row in sure if _beyond_chance(row) >= _SURE]
    if sure:
        widest = max(sure, key=lambda row: abs(row["defaulted"] - row["defaulted_twin"]))
        name, size = _LABELS[widest["group"]].put(sheet.language), f"{widest['people']:,}"
        parts.append(say("run.the_widest_gap_beyond_chance", name=name, size=size, defaults=_defaults(sheet, widest)))
    here, there = found.gone
    parts.append(say("run.not_compared_people_whom_only", there=there, here=here))
    return join_sentences(parts, sheet.language)


def _defaults(sheet: Sheet, row: dict[str, Any]) -> str:
    return sheet.say(
        "run.defaulted_since_against_of_their",
        defaulted=row["defaulted"],
        defaulted_twin=row["defaulted_twin"],
        only_here=row["only_here"],
        only_there=row["only_there"],
    )


def _beyond_chance(row: dict[str, Any]) -> float:
    """How many standard errors lie between the defaults of people here and in the twin (McNemar)."""
    apart = row["only_here"] + row["only_there"]
    return abs(row["only_here"] - row["only_there"]) / math.sqrt(apart) if apart else 0.0


def _table(sheet: Sheet, rows: pl.DataFrame) -> Table:
    """Return the groups, each number with that of the same people in the twin beneath."""
    say, start = sheet.say, first_event(sheet.results)
    head = [
        say("run.at_the_end"),
        say("run.people"),
        say("run.defaulted_since"),
        say("run.written_off"),
        say("run.mean_trust"),
        say("run.owed_elsewhere_yuan"),
        say("run.usable_cash_loan_limit_yuan"),
    ]
    caption = say("run.groups_of_people_each_number", start=start, least=LEAST)
    shown = [row for row in rows.iter_rows(named=True) if row["group"] == _EVERYBODY or _differs(row)]
    return Table(caption, head, [_cells(sheet, row) for row in shown], numbers=True)


_MEASURES = ("defaulted", "written_off", "trust", "outside_debt", "open_line")


def _differs(row: dict[str, Any]) -> bool:
    return any(row[name] != row[f"{name}_twin"] for name in _MEASURES) or row["only_here"] > 0


def _cells(sheet: Sheet, row: dict[str, Any]) -> list[Inline]:
    def count(name: str) -> str:
        return f"{row[name]:,} ({percent(row[name] / row['people'])})"

    def mean(name: str) -> str:
        unit = "0-1" if name.startswith("trust") else "yuan"
        return quantity(row[name], unit, sheet.language)

    star = "" if row["group"] in _EVEN else " *"
    cells: list[Inline] = [_LABELS[row["group"]].put(sheet.language) + star, f"{row['people']:,}"]
    for name in _MEASURES:
        put = count if name in ("defaulted", "written_off") else mean
        cells.append(Piece(put(name), below=put(f"{name}_twin")))
    return cells
