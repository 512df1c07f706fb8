"""What happens in a month of one borrower's life, as a sentence; and the words for what the panel holds as codes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tightrope.agents.codes import Failure, LadderStage, RaiseChannel
from tightrope.analysis.words.reasons import REASON_WORDS
from tightrope.analysis.words.words import Words

__all__ = [
    "CHANNELS", "DEFAULT_MONTHS", "FAILED", "SEGMENTS", "STAGES", "Event", "Events", "Moment",
    "Row", "joined", "late", "months", "reason", "total_limit",
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
    "salaried": Words("Salaried", "工薪者"),
    "gig": Words("Lives on gig work", "零工"),
    "self-employed": Words("Self-employed", "个体经营者"),
}
STAGES = {
    LadderStage.CALL: Words("calls", "电话催收"),
    LadderStage.AGENCY: Words("an agency", "委外催收"),
    LadderStage.LEGAL: Words("legal steps", "法律催收"),
}
FAILED = {
    Failure.LOCKED: Words("the account was locked and could not be paid on", "账户被锁定,无法还款"),
    Failure.OUTAGE: Words("the platform's systems were down", "平台系统故障"),
    Failure.RULE_CHANGE: Words(
        "the standing order had ended with the old rules of payment", "扣款规则变更,原自动扣款已失效"
    ),
}
CHANNELS = {
    RaiseChannel.WELCOME: Words("as a welcome", "新客礼遇"),
    RaiseChannel.RECORD: Words("for a good record", "记录良好"),
    RaiseChannel.CAMPAIGN: Words("in a campaign", "提额活动"),
    RaiseChannel.APPLICATION: Words("on application", "本人申请"),
}
DEFAULT_MONTHS = 3
"""Months past due from which a borrower is in default."""

_REASONS = tuple(REASON_WORDS.values())


def reason(code: int) -> Words:
    """Return why a line was frozen, by its code from 1 on."""
    return _REASONS[code - 1]


def late(row: Row) -> int:
    """Return how many months the older of the two products is past due."""
    return int(max(row["late_paylater"], row["late_cashloan"]))


def total_limit(row: Row) -> float:
    """Return both limits together, yuan."""
    return float(row["limit_paylater"] + row["limit_cashloan"])


def months(count: int) -> str:
    """Return a number of months in English."""
    return "one month" if count == 1 else f"{count} months"


def joined(parts: Sequence[str]) -> str:
    """Return an English list: a, b and c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


type Events = Iterator[Event]
