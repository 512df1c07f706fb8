"""Which facts each release met: the verdicts kept in ``history.csv``, and what changed from one release to the next.

A release is judged by the facts as they were declared then, so that a verdict may change because the model did or
because the fact did.
"""

import csv
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import NamedTuple

from tightrope.analysis.facts.counting import parted
from tightrope.analysis.facts.fact import MISSED, NOT_SEEN, PASSED
from tightrope.analysis.facts.validation import Validation

__all__ = ["HISTORY", "Release", "Verdict", "read_history", "releases", "verdicts_of", "with_release", "write_history"]

HISTORY = Path(__file__).with_name("history.csv")


class Verdict(NamedTuple):
    """A fact as a release showed it; numbers are texts, as they stand in the file, and blank where not known."""

    release: str
    scenario: str
    book: str
    fact: str
    counts: str
    """``yes`` where the fact is of the scenario's kind of lender, else ``no``."""
    model: str
    error: str
    verdict: str


class Release(NamedTuple):
    """How many facts a release met on a book, and what changed since the one before it on the same."""

    release: str
    scenario: str
    book: str
    met: int
    seen: int
    gained: tuple[str, ...] = ()
    """Numbers of the facts that it meets and the release before it missed."""
    lost: tuple[str, ...] = ()
    """Numbers of the facts that it misses and the release before it met."""


def read_history(file: Path = HISTORY) -> list[Verdict]:
    """Return every verdict kept, the oldest release first."""
    with file.open(encoding="utf-8", newline="") as lines:
        return [Verdict(**row) for row in csv.DictReader(lines)]


def write_history(history: Iterable[Verdict], file: Path = HISTORY) -> None:
    """Write verdicts to a file."""
    with file.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(Verdict._fields)
        table.writerows(history)


def verdicts_of(release: str, told: Validation) -> list[Verdict]:
    """Return what a validation says of every fact, under the name of a release."""
    lived = told.lived
    ours, _ = parted(told.found, lived.platform_kind)
    return [
        Verdict(
            release, lived.scenario, lived.book, row.fact.number, "yes" if row in ours else "no",
            _digits(row.value), _digits(row.error), row.verdict,
        )
        for row in told.found
    ]  # fmt: skip


def _digits(value: float | None) -> str:
    return "" if value is None else f"{value:.4g}"


def with_release(history: Sequence[Verdict], new: Sequence[Verdict], *stale: str) -> list[Verdict]:
    """Return the history with new verdicts at its end, in place of those of the same releases and of ``stale`` ones."""
    gone = {*stale, *(each.release for each in new)}
    return [*(each for each in history if each.release not in gone), *new]


def releases(history: Iterable[Verdict]) -> list[Release]:
    """Tell the releases market by market, each in the order of the history."""

    def market(verdict: Verdict) -> tuple[str, str]:
        return verdict.scenario, verdict.book

    found: list[Release] = []
    for _, of_market in groupby(sorted(history, key=market), key=market):
        told = [list(rows) for _, rows in groupby(of_market, key=lambda each: each.release)]
        found += [_release(told[0], []), *(_release(rows, before) for before, rows in pairwise(told))]
    return found


def _release(rows: Sequence[Verdict], before: Sequence[Verdict]) -> Release:
    """Count what counts, and compare with the release before, as far as both judge a fact."""
    counted = [row.verdict for row in rows if row.counts == "yes" and row.verdict != NOT_SEEN]
    then = {row.fact: row.verdict for row in before}

    def turned(old: str, new: str) -> tuple[str, ...]:
        return tuple(row.fact for row in rows if (then.get(row.fact), row.verdict) == (old, new))

    return Release(
        *rows[0][:3], counted.count(PASSED), len(counted), turned(MISSED, PASSED), turned(PASSED, MISSED)
    )  # fmt: skip
