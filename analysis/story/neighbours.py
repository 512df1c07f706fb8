"""What is told of borrowers among their friends: one borrower in a few lines, all of them in a sentence or two."""

from dataclasses import dataclass
from typing import Any

from tightrope.agents.borrower import DEFAULT_MONTHS
from tightrope.analysis.story.moments import late
from tightrope.analysis.words.numbers import percent, yuan
from tightrope.analysis.words.reasons import REASON_WORDS
from tightrope.analysis.words.words import Words, join_sentences

__all__ = ["STANDINGS", "Crowd", "crowd_in_words", "neighbour_in_words", "standing"]

STANDINGS = {
    "on time": Words("network.on_time"),
    "late": Words("network.late_30_days"),
    "default": Words("network.in_default_90_days"),
    "written off": Words("network.written_off"),
    "vacant": Words("network.vacant_place"),
}
"""How an account can stand at a month's end, when whoever is late has been so for thirty days or more."""


@dataclass(frozen=True)
class Crowd:
    """Numbers of all borrowers, and of those drawn; trust of active borrowers, None where there is nobody."""

    borrowers: int
    active: int
    frozen: int
    drawn: int
    communities: int
    drawn_active: int
    drawn_frozen: int
    trust_near_trouble: float | None
    trust_elsewhere: float | None
    lowered: float
    raised: float
    """Parts of the borrowers whose trust friends' talk lowered and raised this month."""
    talk: float
    """What it added to the trust of a borrower on average."""


def standing(row: dict[str, Any]) -> str:
    """Return which of ``STANDINGS`` a borrower's account has."""
    if row["status"] != "active":
        return str(row["status"])
    months = late(row)
    return "default" if months >= DEFAULT_MONTHS else "late" if months > 0 else "on time"


def crowd_in_words(crowd: Crowd, language: str) -> str:
    """Tell how many lines are frozen, and what friends have to do with trust."""
    share, of_all = (
        percent(frozen / max(active, 1))
        for frozen, active in ((crowd.drawn_frozen, crowd.drawn_active), (crowd.frozen, crowd.active))
    )
    parts = [
        Words(
            "network.drawn_are_of_borrowers_in",
            drawn=crowd.drawn,
            borrowers=crowd.borrowers,
            communities=crowd.communities,
            drawn_frozen=crowd.drawn_frozen,
            share=share,
            of_all=of_all,
        )
    ]
    if crowd.trust_near_trouble is not None and crowd.trust_elsewhere is not None:
        near, apart = crowd.trust_near_trouble, crowd.trust_near_trouble - crowd.trust_elsewhere
        key = "network.among_all_with_less" if apart < 0 else "network.among_all_with_more"
        parts.append(Words(key, near=near, apart=abs(apart)))
    if crowd.lowered or crowd.raised:
        parts.append(
            Words(
                "network.talk_among_friends_lowered_the",
                lowered=percent(crowd.lowered),
                raised=percent(crowd.raised),
                talk=_signed(crowd.talk, 4),
            )
        )
    return join_sentences(parts, language)


def neighbour_in_words(row: dict[str, Any], language: str) -> list[str]:
    """Tell of one borrower in a few lines: how the account stands, what is owed, the line, trust and friends."""
    number = Words("network.borrower", borrower=row["borrower"]).put(language)
    state = standing(row)
    if state == "vacant":
        return [number, STANDINGS[state].put(language), _friends(row, language)]
    return [
        number,
        _account(row, state, language),
        *_owed(row, state, language),
        *_line(row, state, language),
        _trust(row, language),
        *_talk(row, language),
        _friends(row, language),
    ]


def _account(row: dict[str, Any], state: str, language: str) -> str:
    days = 30 * late(row)
    if state not in ("late", "default"):
        return STANDINGS[state].put(language)
    key = "network.in_default_days_past_due" if state == "default" else "network.days_past_due"
    return Words(key, days=days).put(language)


def _owed(row: dict[str, Any], state: str, language: str) -> list[str]:
    if state == "written off":
        owed = yuan(row["written_off"], language)
        return [Words("network.yuan_written_off_and_pursued", owed=owed).put(language)]
    lines = []
    for product, words in (("paylater", Words("network.paylater")), ("cashloan", Words("network.cash_loan"))):
        balance, limit = (yuan(row[f"{what}_{product}"], language) for what in ("balance", "limit"))
        lines.append(Words("network.owes_of_yuan", words=words, balance=balance, limit=limit).put(language))
    return lines


def _line(row: dict[str, Any], state: str, language: str) -> list[str]:
    frozen, there = row["freeze_reason"] != "none", row["frozen_twin"]
    if state == "written off" or not (frozen or there):
        return []
    if not frozen:
        return [Words("network.line_open_but_frozen_in").put(language)]
    reason, month = REASON_WORDS[row["freeze_reason"]].put(language), row["frozen_month"]
    since = Words("network.since_month", month=month) if month > 0 else Words("network.from_the_start")
    told = [Words("network.line_frozen", since=since, reason=reason)]
    if there is False:
        told.append(Words("network.line_open_in_the_twin"))
    return [words.put(language) for words in told]


def _trust(row: dict[str, Any], language: str) -> str:
    own, twin = row["trust"], row["trust_twin"]
    if twin is None:
        there = Words("network.nobody_to_compare_with_in")
    elif own == twin:
        there = Words("network.the_same_in_the_twin")
    else:
        apart = _signed(own - twin, 3)
        there = Words("network.in_the_twin", twin=twin, apart=apart)
    here = Words("network.trust", own=own)
    return Words("network.trust_here_and_there", here=here, there=there).put(language)


def _talk(row: dict[str, Any], language: str) -> list[str]:
    if not row["talk"]:
        return []
    moved = _signed(row["talk"], 3)
    return [Words("network.friends_talk_this_month", moved=moved).put(language)]


def _friends(row: dict[str, Any], language: str) -> str:
    friends, troubled = row["friends"], row["friends_in_trouble"]
    if not friends:
        return Words("network.no_friends").put(language)
    if not troubled:
        return Words("network.friends_none_late", friends=friends).put(language)
    return Words("network.so_many_friends", friends=friends, troubled=troubled).put(language)


def _signed(value: float, places: int) -> str:
    return f"{value:+z.{places}f}".replace("-", "−")
