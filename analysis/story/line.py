"""The platform's review of limits and line, and the answers of its service desk, told of a month."""

from tightrope.agents.codes import Answer, Cut, Queue, Remedy
from tightrope.analysis.story.moments import (
    CHANNELS,
    Event,
    Events,
    Row,
    late,
    reason,
    total_limit,
)  # fmt: skip
from tightrope.analysis.words.words import NOTHING, Words

__all__ = ["line", "standing"]

_GOOD_STANDING = 12
"""Months without 30 days of lateness that make good standing."""


def line(now: Row, before: Row) -> Events:
    """Tell what the month's review did to limits and line, and what came of it."""
    yield from _restored(now)
    yield from _limits(now, before)
    yield from _desk(now)
    yield from _freeze(now, before)
    if now["freeze_reason"] != "none" and now["mending"] != before["mending"]:
        if now["mending"] == Remedy.MENDING:
            yield Event("mends", Words("story.sets_out_to_put_things"))
        elif now["mending"]:
            yield Event("gave up", Words("story.gives_up_on_the_frozen"))


def standing(row: Row) -> Words:
    """Return how somebody stood when a line was frozen."""
    since = int(row["months_since_late"])
    if late(row):
        return Words("story.while_days_past_due", late=30 * late(row))
    if since >= _GOOD_STANDING:
        return Words("story.though_in_good_standing")
    return Words("story.after_being_30_days_late", since=since)


def _restored(now: Row) -> Events:
    if now["restored"]:
        away = int(now["restored"])
        words = Words("story.the_limit_repaid_early_came", away=away)
        yield Event("restored", words)


def _limits(now: Row, before: Row) -> Events:
    total, taken = f"{total_limit(now):,.0f}", f"{now['cut_amount']:,.0f}"
    if now["cut"]:
        how = Words("story.without_notice") if now["cut"] == Cut.UNANNOUNCED else Words("story.as_announced")
        yield Event(
            "cut",
            Words("story.limits_cut_by_yuan_to", taken=taken, how=how, total=total),
        )
    if now["notice_left"] > before["notice_left"]:
        depth, left = now["notice_depth"], int(now["notice_left"])
        yield Event(
            "notice",
            Words("story.a_cut_of_the_limits", depth=depth, left=left),
        )
    if now["raised"] or now["lump_raise"]:
        how = NOTHING
        if now["lump_raise"]:
            channel = CHANNELS[now["lump_raise"]]
            how = Words("story.with_a_lump_sum", channel=channel)
        yield Event("raised", Words("story.limits_raised_to_yuan_in", how=how, total=total))


def _freeze(now: Row, before: Row) -> Events:
    if now["froze"]:
        why, stood = reason(now["froze"]), standing(now)
        yield Event(
            "frozen",
            Words("story.the_cash_loan_line_was", why=why, stood=stood, balance_cashloan=now["balance_cashloan"]),
        )
    if now["reopened"]:
        frozen, why = int(now["frozen_for"]), reason(now["reopened"])
        appeal = Words("story.on_appeal") if now["appeal_answer"] == Answer.GRANTED else NOTHING
        limit, earlier = now["limit_cashloan"], before["limit_cashloan"]
        changed = f"{limit:,.0f}" != f"{earlier:,.0f}"
        was = Words("story.yuan_before", limit=earlier) if changed else NOTHING
        yield Event(
            "opened",
            Words("story.the_line_frozen_for_opened", frozen=frozen, why=why, appeal=appeal, limit=limit, before=was),
        )


def _desk(now: Row) -> Events:
    if now["case_arrived"] == Queue.APPEAL:
        yield Event("appealed", Words("story.appealed_against_the_freeze"))
    elif now["case_arrived"] == Queue.RESTORATION:
        yield Event("review", Words("story.the_limit_repaid_early_waits"))
    if now["appeal_answer"]:
        answer = Words("story.refused")
        if now["appeal_answer"] == Answer.GRANTED:
            answer = Words("story.granted")
        elif now["appeal_answer"] == Answer.PHRASES:
            answer = Words("story.answered_with_phrases")
        waited = int(now["case_waited"])
        yield Event(
            "answered",
            Words("story.the_appeal_was_after", answer=answer, waited=waited),
        )
    if now["case_withdrawn"] == Queue.APPEAL:
        yield Event("lapsed", Words("story.the_appeal_lapsed_unanswered"))
