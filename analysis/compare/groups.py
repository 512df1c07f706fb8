"""Whom a run happened to: groups of people at its end, and how the same people fared in the twin.

Both runs share every draw of fate, so a person of the run is in the twin as well: whoever holds the same place on
the book and joined it in the same month. What differs between the two is what the run did to that person. Only those
whom both runs still have on the book at the end can be compared; the others are counted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

from tightrope.agents.borrower import NEVER
from tightrope.agents.codes import RaiseChannel
from tightrope.analysis.words.reasons import REASON_WORDS
from tightrope.analysis.words.words import Words
from tightrope.model.results.run_results import Results

__all__ = ["GROUPS", "LEAST", "Fortunes", "Group", "first_event", "fortunes"]

LEAST = 20
"""People that a group needs to be told of."""

_ALL = pl.lit(value=True)
_HERE, _TWIN = "", "_twin"
_MEANS = ("trust", "outside_debt", "open_line")
_NEEDED = (
    "borrower", "status", "joined_month", "default_month", "months_since_late", "late_paylater", "contact",
    "plan_month", "frozen_month", "freeze_reason", "withheld", "mending", "locked", "raised_month", "raise_channel",
    "prepaid_month", "limit_cashloan", "outside_debt", "trust",
)  # fmt: skip
"""Columns of the borrowers that groups and measures are made of."""


@dataclass(frozen=True)
class Group:
    """People who belong together at the end.

    ``those`` picks them, each beside the same person in the twin, given the first event and the end.
    """

    name: str
    label: Words
    those: Callable[[int, int], pl.Expr]
    even: bool = True
    """Whether people belong by what both runs, or a draw, did to them; else the twin may be kinder for that alone."""


def _since(column: str, month: int, side: str = _HERE) -> pl.Expr:
    return pl.col(f"{column}{side}") >= month


def _late_since(month: int, end: int, side: str) -> pl.Expr:
    return pl.col(f"months_since_late{side}") <= end - month


def _never_late_there(month: int, end: int) -> pl.Expr:
    """Whether they were in good standing in the twin from the first event to the end."""
    return pl.col("months_since_late_twin") >= min(NEVER, end - month + 12)


def _frozen_only(month: int, side: str, other: str) -> pl.Expr:
    return _since("frozen_month", month, side) & ~_since("frozen_month", month, other)


def _code(column: str, value: int) -> Callable[[int, int], pl.Expr]:
    return lambda month, end: (pl.col(column) == value) & (pl.col("status") == "active")


def _raised(channel: str, side: str = _HERE) -> Callable[[int, int], pl.Expr]:
    code = RaiseChannel.labels().index(channel)
    return lambda month, end: _since("raised_month", month, side) & (pl.col(f"raise_channel{side}") == code)


def _closed_for(reason: str) -> Callable[[int, int], pl.Expr]:
    return lambda month, end: (pl.col("freeze_reason") == reason) & (pl.col("status") == "active")


_CHANNEL_WORDS = {
    "welcome": Words("groups.welcome"),
    "record": Words("groups.record"),
    "campaign": Words("groups.campaign"),
    "application": Words("groups.application"),
}

GROUPS = (
    Group("everybody", Words("groups.everybody"), lambda month, end: _ALL),
    Group(
        "frozen in neither",
        Words("groups.line_frozen_in_neither_run"),
        lambda month, end: ~_since("frozen_month", month) & ~_since("frozen_month", month, _TWIN),
    ),
    *(Group(f"raised: {name}", words, _raised(name)) for name, words in _CHANNEL_WORDS.items()),
    Group(
        "raised there only: campaign",
        Words("groups.raised_at_once_by_a"),
        lambda month, end: _raised("campaign", _TWIN)(month, end) & ~_since("raised_month", month),
    ),
    Group(
        "repaid early in both",
        Words("groups.repaid_early_since_in_both"),
        lambda month, end: _since("prepaid_month", month) & _since("prepaid_month", month, _TWIN),
    ),
    Group(
        "late in both",
        Words("groups.late_30_or_more_days"),
        lambda month, end: _late_since(month, end, _HERE) & _late_since(month, end, _TWIN),
    ),
    Group(
        "defaulted in both",
        Words("groups.defaulted_since_in_both_runs"),
        lambda month, end: _since("default_month", month) & _since("default_month", month, _TWIN),
    ),
    Group(
        "frozen here only",
        Words("groups.line_frozen_since_not_so"),
        lambda month, end: _frozen_only(month, _HERE, _TWIN),
        even=False,
    ),
    Group(
        "frozen here only, never late there",
        Words("groups.of_these_never_late_in"),
        lambda month, end: _frozen_only(month, _HERE, _TWIN) & _never_late_there(month, end),
        even=False,
    ),
    Group(
        "frozen there only",
        Words("groups.line_frozen_since_in_the"),
        lambda month, end: _frozen_only(month, _TWIN, _HERE),
        even=False,
    ),
    Group(
        "plan",
        Words("groups.agreed_a_hardship_plan_since"),
        lambda month, end: _since("plan_month", month),
        even=False,
    ),
    *(
        Group(
            f"closed now: {reason}",
            Words("groups.line_closed_at_the_end", words=words),
            _closed_for(reason),
            even=False,
        )
        for reason, words in REASON_WORDS.items()
    ),
    *(
        Group(name, words, _code(column, value), even=False)
        for name, words, column, value in (
            ("mending", Words("groups.frozen_at_the_end_putting"), "mending", 1),
            ("gave up", Words("groups.frozen_at_the_end_given"), "mending", 2),
            ("locked", Words("groups.account_locked_at_the_end"), "locked", 1),
            ("silent", Words("groups.in_arrears_at_the_end"), "contact", 1),
            ("in contact", Words("groups.in_arrears_at_the_end_in"), "contact", 2),
        )
    ),
    Group(
        "late on paylater",
        Words("groups.late_30_or_more_days_on"),
        lambda month, end: (pl.col("late_paylater") > 0) & (pl.col("status") == "active"),
        even=False,
    ),
)
"""Every group, in the order of the table; a person may be in several."""


def first_event(results: Results) -> int:
    """Return the month of the first event, 1 where there is none."""
    return min((int(event["month"]) for event in results.manifest["events"]), default=1)


@dataclass(frozen=True)
class Fortunes:
    """How the same people fared in a run and in its twin.

    ``groups`` has one row for each of ``GROUPS`` with at least ``LEAST`` people. Columns: group; people; defaulted
    (reached 90 days past due since the first event), defaulted_twin, only_here and only_there (defaulted in just the
    one run, or just in the twin); written_off at the end; mean trust; mean outside_debt, yuan; mean open_line, yuan:
    the cash loan limit that can be used, 0 where frozen, locked or written off; each of these also in the twin.

    ``gone`` says of how many people, on the book before the first event, only one run knows the end: this one, the
    other. The other run lost them: they left, or were written off so long ago that they are pursued no more.
    """

    groups: pl.DataFrame
    gone: tuple[int, int]


def fortunes(results: Results, twin: Results) -> Fortunes:
    """Return how the people of the run fared, and the same people in the twin.

    Both are gone through side by side, some borrowers at a time, so that neither needs to be laid out as a whole.
    """
    start, end = first_event(results), results.months.height
    sums, known = [], [0, 0]
    for here, there in _side_by_side(results.in_slices(), twin.in_slices()):
        people = _pairs(here, there)
        sums += [_summed(group, people.filter(group.those(start, end)), start) for group in GROUPS]
        matched = people.filter(pl.col("joined_month") < start).height
        for place, side in enumerate((here, there)):
            since_before = (pl.col("status") != "vacant") & (pl.col("joined_month") < start)
            known[place] += side.filter(since_before).height - matched
    return Fortunes(_groups(pl.concat(sums)), (known[0], known[1]))


def _side_by_side(
    one: Iterator[pl.DataFrame], other: Iterator[pl.DataFrame]
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Yield the columns needed here of two frames that come in slices, as many rows of the one as of the other."""
    streams = [(frame.select(_NEEDED) for frame in slices) for slices in (one, other)]
    held = [next(stream, None) for stream in streams]
    while (left := held[0]) is not None and (right := held[1]) is not None:
        rows = min(left.height, right.height)
        yield left.head(rows), right.head(rows)
        rest = (left.slice(rows), right.slice(rows))
        held = [next(stream, None) if side.is_empty() else side for side, stream in zip(rest, streams, strict=True)]


def _pairs(here: pl.DataFrame, there: pl.DataFrame) -> pl.DataFrame:
    """Return borrowers of the run, each beside the same person in the twin (columns that end in ``_twin``)."""
    both = here.join(there, on="borrower", how="inner", suffix=_TWIN)
    on_book = (pl.col("status") != "vacant") & (pl.col("status_twin") != "vacant")
    return both.filter(on_book & (pl.col("joined_month") == pl.col("joined_month_twin")))


def _summed(group: Group, people: pl.DataFrame, start: int) -> pl.DataFrame:
    measures = [*_measures(start, _HERE), *_measures(start, _TWIN), *_apart(start)]
    return people.select(pl.lit(group.name).alias("group"), pl.len().alias("people"), *measures)


def _groups(sums: pl.DataFrame) -> pl.DataFrame:
    """Return the groups of which there is enough to tell, sums of amounts turned into means."""
    whole = sums.group_by("group", maintain_order=True).sum().filter(pl.col("people") >= LEAST)
    return whole.with_columns(pl.col(f"{name}{side}") / pl.col("people") for name in _MEANS for side in (_HERE, _TWIN))


def _measures(start: int, side: str) -> list[pl.Expr]:
    """How the people of a side fared, added up."""
    usable = (pl.col(f"status{side}") == "active") & (pl.col(f"freeze_reason{side}") == "none")
    line = pl.col(f"limit_cashloan{side}") - pl.col(f"withheld{side}")
    amounts = {
        "trust": pl.col(f"trust{side}"),
        "outside_debt": pl.col(f"outside_debt{side}"),
        "open_line": pl.when(usable & (pl.col(f"locked{side}") == 0)).then(line).otherwise(0.0),
    }
    return [
        _since("default_month", start, side).sum().alias(f"defaulted{side}"),
        (pl.col(f"status{side}") == "written off").sum().alias(f"written_off{side}"),
        *(amounts[name].cast(pl.Float64).sum().alias(f"{name}{side}") for name in _MEANS),
    ]


def _apart(start: int) -> list[pl.Expr]:
    here, there = _since("default_month", start), _since("default_month", start, _TWIN)
    return [(here & ~there).sum().alias("only_here"), (there & ~here).sum().alias("only_there")]
