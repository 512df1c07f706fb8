"""How a life in the market differs from the same life in the twin: since when, in what, and what stands at the end."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import polars as pl

from tightrope.analysis.story.moments import Row, in_yuan, late, total_limit
from tightrope.analysis.words.reasons import REASON_WORDS
from tightrope.analysis.words.words import Words, as_it_is

__all__ = ["End", "Fact", "ending"]

_STATUSES = {
    "active": Words("story.customer"),
    "written off": Words("story.written_off"),
    "vacant": Words("story.gone"),
}
_WORK = Words("story.out_of_work"), Words("story.in_work")


class Fact(NamedTuple):
    """One fact of a month, here and in the twin."""

    label: Words
    here: Words
    there: Words


class End(NamedTuple):
    """The conclusion: sentences, and the facts at the end side by side."""

    sentences: tuple[Words, ...]
    facts: tuple[Fact, ...]


def _yuan(name: str) -> Callable[[Row], Words]:
    return lambda row: in_yuan(row[name])


def _frozen(row: Row) -> Words:
    why = row["freeze_reason"]
    if row["status"] != "active" or why == "none":
        return Words("story.no")
    words = REASON_WORDS[why]
    return Words("story.yes", words=words)


_FACTS: tuple[tuple[Words, Callable[[Row], Words]], ...] = (
    (Words("story.account"), lambda row: _STATUSES[row["status"]]),
    (Words("story.line_frozen"), _frozen),
    (Words("story.limits"), lambda row: in_yuan(total_limit(row))),
    (Words("story.days_past_due"), lambda row: as_it_is(f"{30 * late(row)}")),
    (Words("story.owed_on_paylater"), _yuan("balance_paylater")),
    (Words("story.owed_on_the_cash_loan"), _yuan("balance_cashloan")),
    (Words("story.written_off_and_unpaid"), _yuan("written_off")),
    (Words("story.owed_elsewhere"), _yuan("outside_debt")),
    (Words("story.trust"), lambda row: as_it_is(f"{row['trust']:.2f}")),
    (Words("story.score"), lambda row: as_it_is(f"{row['score']:.0f}")),
    (Words("story.work"), lambda row: _WORK[row["employed"]]),
    (Words("story.income"), _yuan("income")),
    (Words("story.cash_at_hand"), _yuan("cash")),
)


def ending(own: pl.DataFrame, twin: pl.DataFrame) -> End:
    """Set the two lives beside each other."""
    here, there = own.rows(named=True), twin.rows(named=True)
    facts = _facts(here[-1], there[-1])
    if own.equals(twin, null_equal=True):
        same = Words("story.no_difference_the_events_have")
        return End((same,), facts)
    return End((_parting(here, there), _since(here, there), _at_the_end(here[-1], there[-1], facts)), facts)


def _facts(here: Row, there: Row) -> tuple[Fact, ...]:
    return tuple(Fact(label, _one_difference(here, put), _one_difference(there, put)) for label, put in _FACTS)


def _one_difference(row: Row, put: Callable[[Row], Words]) -> Words:
    """Return a fact of a month; of a vacant place there is none but that."""
    return put(row) if row["status"] != "vacant" or put is _FACTS[0][1] else as_it_is("–")


def _parting(here: Sequence[Row], there: Sequence[Row]) -> Words:
    """Tell the first month in which facts differ that are shown, and which."""
    for own, twin in zip(here, there, strict=True):
        apart = [fact for fact in _facts(own, twin) if fact.here != fact.there][:3]
        if apart:
            facts = [
                Words("story.here_and_in_the_twin", fact=fact.label, here=fact.here, there=fact.there) for fact in apart
            ]
            return Words("story.the_two_lives_part_in", month=own["month"], facts=facts)
    return Words("story.the_two_lives_differ_in")


_COUNTED: tuple[tuple[Words, Callable[[Row], bool]], ...] = (
    (
        Words("story.the_line_was_frozen"),
        lambda row: row["status"] == "active" and row["freeze_reason"] != "none",
    ),
    (
        Words("story.something_was_30_or_more"),
        lambda row: row["status"] == "active" and late(row) > 0,
    ),
)


def _since(here: Sequence[Row], there: Sequence[Row]) -> Words:
    """Tell in how many months the line was frozen and debts were late, here and there."""
    counts = []
    for label, holds in _COUNTED:
        own, twin = (sum(holds(row) for row in rows[1:]) for rows in (here, there))
        counts.append(Words("story.so_many_months_here", what=label, here=own, there=twin))
    return Words("story.of_months", months=len(here) - 1, counts=counts)


def _at_the_end(here: Row, there: Row, facts: tuple[Fact, ...]) -> Words:
    if "vacant" not in (here["status"], there["status"]) and here["joined_month"] != there["joined_month"]:
        return Words("story.at_the_end_somebody_else")
    if all(fact.here == fact.there for fact in facts):
        return Words("story.at_the_end_nothing_that")
    names = [fact.label for fact in facts if fact.here != fact.there]
    return Words("story.at_the_end_there_is", facts=names)
