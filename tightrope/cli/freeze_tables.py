"""What ``tightrope freezes`` prints: how good the action was in all, by group, and whom it was unfair to."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from tightrope.analysis.freezes.groups import ALL, FAIR, KIND
from tightrope.analysis.freezes.measures import MEASURES
from tightrope.cli.tables import number, print_table, say

if TYPE_CHECKING:
    from tightrope.analysis.freezes.quality import Quality

__all__ = ["LEAST", "print_quality"]

LEAST = 20
"""Borrowers hit that a group needs to be shown."""
_WHAT = {
    "freeze": "freezes that need not be made",
    "cut": "limit cuts",
    "withheld": "limits withheld after an early repayment",
    "linkage": "late bills held against the cash loan",
    "lock": "locks",
}
_GROUPED = {
    "precision": "precision",
    "recall": "recall",
    "false_positive_rate": "false pos.\na month",
    "default_exempt": "twins\ndefault",
    "default_here": "they\ndefault",
    "harm_default": "wrongly\nhit do",
    "loss_avoided": "loss\navoided",
}
"""Measures of the table of groups, and their headings."""
_FAIRNESS = {
    "false_positive_rate": "false positives",
    "harm_default": "wrongly hit: defaults",
    "harm_spending": "spending lost",
}
"""Measures of the table of ratios, and their headings."""
_JUDGED_BY = (KIND, "score", "limit", "year")
_NAMED = {"score": "score ", "limit": "limits ", "income": "income, ", "tenure": "tenure ", "friends": "friends, "}
"""What stands before the name of a band that does not say what it is of."""

type Row = Mapping[str, Any]


def print_quality(found: "Quality", horizon: int) -> None:
    """Print what was found within so many months of the action."""
    rows = found.summary.filter(pl.col("horizon") == horizon)
    whole = rows.filter(pl.col("by") == ALL)
    about, hits = found.about, int(whole["hits"].sum()) // len(MEASURES)
    seeds = f"seed {about.seeds[0]}" if len(about.seeds) == 1 else f"seeds {about.seeds[0]} to {about.seeds[-1]}"
    say(
        f"{about.scenario}: {_WHAT[about.action]}, from month {about.since} of {about.months}; {about.borrowers:,} "
        f"borrowers, {seeds}. {hits:,} were hit for the first time with {horizon} months to follow."
    )
    if not hits:
        say("Nobody was hit: there is nothing to judge.")
        return
    definitions = {each.name: each.definition for each in MEASURES}
    table = [(definitions[row["measure"]], _with_interval(row), row["unit"]) for row in whole.iter_rows(named=True)]
    print_table(("", "", ""), [(name, value, unit.removeprefix("share").strip()) for name, value, unit in table])
    _print_groups(rows)
    _print_fairness(rows)
    _say_interference(found, rows)


def _with_interval(row: Row, value: str = "value", low: str = "low", high: str = "high") -> str:
    """Write a value and the ends of its interval."""
    if row[value] is None:
        return "-"
    unit = row["unit"] if value == "value" else "x"
    ends = (number(row[end], unit).removesuffix(" %") for end in (low, high))
    return f"{number(row[value], unit)} ({' to '.join(ends)})"


def _print_groups(rows: pl.DataFrame) -> None:
    """Print the groups by what the platform judges by, and by the year."""
    table = [
        (name, hits, *(number(told[measure]["value"], told[measure]["unit"]) for measure in _GROUPED))
        for name, hits, told in _bands(rows, _JUDGED_BY)
    ]
    print_table(("", "hit", *_GROUPED.values()), table)


def _print_fairness(rows: pl.DataFrame) -> None:
    """Print the groups by what the platform is not meant to judge by, each against everybody else."""
    table = [
        (name, hits, *(_with_interval(told[measure], "ratio", "ratio_low", "ratio_high") for measure in _FAIRNESS))
        for name, hits, told in _bands(rows, FAIR)
    ]
    print_table(
        ("against everybody else", "hit", *_FAIRNESS.values()),
        table,
        caption="Ratios, of the group to everybody else, of those who would have paid: how many are hit in a month, "
        "how many of these default, and how much less they spend than their twins.",
    )


def _bands(rows: pl.DataFrame, ways: Sequence[str]) -> Iterator[tuple[str, str, Mapping[str, Row]]]:
    """Yield name, number of hits and measures of every band in which enough were hit."""
    for by in ways:
        own = rows.filter((pl.col("by") == by) & (pl.col("hits") >= LEAST))
        for (band,), measures in own.partition_by("band", as_dict=True, maintain_order=True).items():
            told = {row["measure"]: row for row in measures.iter_rows(named=True)}
            yield f"{_NAMED.get(by, '')}{band}", f"{measures['hits'][0]:,}", told


def _say_interference(found: "Quality", rows: pl.DataFrame) -> None:
    """Say how far those who are exempt together touch each other: by comparing one batch with everybody."""
    about = found.about
    if about.batches == 1:
        say("Everybody was exempt at once: what the exempt do to each other is in all of these numbers.")
        return
    told = {row["measure"]: row for row in rows.filter(pl.col("by") == ALL).iter_rows(named=True)}["interference"]
    apart, low, high, left = (
        number(100 * value, "points", "+", 2)
        for value in (told["value"], told["low"], told["high"], told["value"] / (about.batches - 1))
    )
    say(
        "The exempt touch each other through stance, friends and queues. Were everybody exempt and not one batch of "
        f"{about.batches}, {apart} points more of the twins would pay ({low} to {high}); in proportion, one batch has "
        f"{left} of that in its numbers. {number(about.ties_shared, 'share')} of the ties between friends lie within a "
        "batch. Intervals: 95 %, over borrowers and seeds."
    )
