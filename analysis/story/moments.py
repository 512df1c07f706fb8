"""What happens in a month of one borrower's life, as a sentence; and the words for what the panel holds as codes."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tightrope.agents.codes import Failure, LadderStage, RaiseChannel
from tightrope.analysis.words.reasons import REASON_WORDS
from tightrope.analysis.words.words import Words

__all__ = [
    "CHANNELS", "FAILED", "SEGMENTS", "STAGES", "Event", "Events", "Moment",
    "Row", "in_yuan", "late", "reason", "total_limit",
]  # fmt: skip

type Row = Mapping[str, Any]
"""One month of a borrower in the columns of the panel."""


class Event(NamedTuple):
    """One thing that happened: its kind, and the sentence."""

    kind: str
    words: Words


class Moment(NamedTuple):
    """An event in its month."""

    month: int
    kind: str
    words: Words


SEGMENTS = {
    "salaried": Words("story.salaried"),
    "gig": Words("story.lives_on_gig_work"),
    "self-employed": Words("story.self_employed"),
}
STAGES = {
    LadderStage.CALL: Words("story.calls"),
    LadderStage.AGENCY: Words("story.an_agency"),
    LadderStage.LEGAL: Words("story.legal_steps"),
}
FAILED = {
    Failure.LOCKED: Words("story.the_account_was_locked_and"),
    Failure.OUTAGE: Words("story.the_platforms_systems_were_down"),
    Failure.RULE_CHANGE: Words("story.the_standing_order_had_ended"),
}
CHANNELS = {
    RaiseChannel.WELCOME: Words("story.as_a_welcome"),
    RaiseChannel.RECORD: Words("story.for_a_good_record"),
    RaiseChannel.CAMPAIGN: Words("story.in_a_campaign"),
    RaiseChannel.APPLICATION: Words("story.on_application"),
}

_HALF = 0.5
_REASONS = tuple(REASON_WORDS.values())


def reason(code: int) -> Words:
    """Return why a line was frozen, by its code from 1 on."""
    return _REASONS[code - 1]


def late(row: Row) -> int:
    """Return how many months the older of the two products is past due."""
    return int(max(row["late_paylater"], row["late_cashloan"]))


def in_yuan(amount: float) -> Words:
    """Return an amount in whole yuan; what would read as none, though it is something, is called less than one."""
    if 0 < amount < _HALF:
        return Words("story.less_than_a_yuan")
    return Words("story.yuan", amount=f"{amount:,.0f}")


def total_limit(row: Row) -> float:
    """Return both limits together, yuan."""
    return float(row["limit_paylater"] + row["limit_cashloan"])


type Events = Iterator[Event]
