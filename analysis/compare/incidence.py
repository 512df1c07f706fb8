"""Who bore what a run did: freezes by standing, measures by income segment, profit by line of the accounts."""

import polars as pl

from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.compare.groups import first_event
from tightrope.analysis.words.numbers import gap, percent
from tightrope.analysis.words.words import Words
from tightrope.model.results.run_results import FRAMES, Results

__all__ = ["who_bore_it"]

FEWEST = 500
"""Borrowers that a segment needs to be told of: fewer are too much chance."""
_APART = 1.5
"""Times by which the gap of the segment hit hardest is wider than that of the one hit least, if they are told apart."""
_SEGMENTS = {
    "salaried": Words("incidence.the_salaried"),
    "gig": Words("incidence.gig_workers"),
    "self-employed": Words("incidence.the_self_employed"),
}
_LINES = {
    "interest": Words("incidence.interest"),
    "fees": Words("incidence.fees"),
    "recovery_own": Words("incidence.recoveries"),
    "funding_cost": Words("incidence.the_cost_of_funding"),
    "loss_own": Words("incidence.losses"),
    "operating_cost": Words("incidence.running_costs"),
}


def who_bore_it(sheet: Sheet, column: str) -> str:
    """Return the sentence on who bore the difference from the twin in a measure; empty where nothing tells."""
    if sheet.twin is None or sheet.results.months.height != sheet.twin.months.height:
        return ""
    if column == "profit":
        return _by_line(sheet, sheet.twin)
    standing = _by_standing(sheet, sheet.twin) if column == "frozen_share" else ""
    return standing + _by_segment(sheet, sheet.twin, column)


def _by_standing(sheet: Sheet, twin: Results) -> str:
    """How many of the freezes beyond the twin's fell on borrowers in good standing."""
    start = first_event(sheet.results)
    ours, theirs = (
        run.freezes.filter(pl.col("month") >= start).select(pl.col("new", "good_standing_new").sum()).row(0)
        for run in (sheet.results, twin)
    )
    more, good = (int(own) - int(other) for own, other in zip(ours, theirs, strict=True))
    if more <= 0 or not 0 <= good <= more:
        return ""
    return sheet.say("incidence.there_were_more_freezes_than", more=more, good=percent(good / more))


def _by_segment(sheet: Sheet, twin: Results, column: str) -> str:
    """Which income segment was hit hardest and which least, as means since the first event."""
    if column not in {each.name for each in FRAMES["bands"]} or column == "balance":  # a sum: large segments have more
        return ""
    gaps = _gaps(sheet.results, twin, column)
    if gaps.height < 2:
        return ""
    hardest, least = gaps.row(-1, named=True), gaps.row(0, named=True)
    unit, language = next(each.unit for each in FRAMES["bands"] if each.name == column), sheet.language
    told = [(_SEGMENTS[row["band"]].put(language), gap(row["apart"], unit, language)) for row in (hardest, least)]
    (most, most_gap), (few, few_gap) = told
    start = first_event(sheet.results)
    if most_gap == few_gap or abs(hardest["apart"]) < _APART * abs(least["apart"]):
        return sheet.say("incidence.all_income_segments_moved_about")
    return sheet.say(
        "incidence.on_average_from_month_on", start=start, most=most, most_gap=most_gap, few=few, few_gap=few_gap
    )


def _gaps(results: Results, twin: Results, column: str) -> pl.DataFrame:
    """Return band and apart, the mean gap of each large segment since the first event; the widest last."""
    large = pl.col("kind").eq("segment") & (pl.col("borrowers") >= FEWEST)
    after = pl.col("month") >= first_event(results)
    ours, theirs = (run.bands.filter(large, after).select("month", "band", column) for run in (results, twin))
    both = ours.join(theirs, on=["month", "band"], suffix=" of the twin")
    apart = (pl.col(column) - pl.col(f"{column} of the twin")).mean()
    gaps = both.group_by("band", maintain_order=True).agg(apart=apart).drop_nulls()
    return gaps.sort(pl.col("apart").abs(), maintain_order=True)


def _by_line(sheet: Sheet, twin: Results) -> str:
    """Which line of the accounts made most of the difference in profit."""
    lines = {name: float(sheet.results.months[name].sum()) - float(twin.months[name].sum()) for name in _LINES}
    name = max(lines, key=lambda line: abs(lines[line]))
    if not lines[name]:
        return ""
    words, apart = _LINES[name].put(sheet.language), gap(lines[name], "yuan", sheet.language)
    return sheet.say("incidence.of_its_accounts_over_all", words=words, apart=apart)
