"""The platform's review of limits and line, and the answers of its service desk, told of a month."""

from tightrope.agents.codes import Answer, Cut, Queue, Remedy
from tightrope.analysis.story.moments import (
    CHANNELS,
    Event,
    Events,
    Row,
    late,
    months,
    reason,
    total_limit,
)  # fmt: skip
from tightrope.analysis.words.words import Words

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
            yield Event("mends", Words("Sets out to put things in order for the line.", "着手整改以恢复额度。"))
        elif now["mending"]:
            yield Event("gave up", Words("Gives up on the frozen line.", "放弃恢复被冻结的额度。"))


def standing(row: Row) -> Words:
    """Return how somebody stood when a line was frozen."""
    since = int(row["months_since_late"])
    if late(row):
        return Words(f"while {30 * late(row)} days past due", f"当时逾期{30 * late(row)}天")
    if since >= _GOOD_STANDING:
        return Words("though in good standing", "当时信用良好")
    return Words(f"{months(since)} after being 30 days late last", f"距上次逾期30天{since}个月")


def _restored(now: Row) -> Events:
    if now["restored"]:
        away = int(now["restored"])
        words = Words(f"The limit repaid early came back after {months(away)}.", f"提前还款的额度在{away}个月后恢复。")
        yield Event("restored", words)


def _limits(now: Row, before: Row) -> Events:
    total, taken = f"{total_limit(now):,.0f}", f"{now['cut_amount']:,.0f}"
    if now["cut"]:
        how = (
            Words("without notice", "未事先通知")
            if now["cut"] == Cut.UNANNOUNCED
            else Words("as announced", "按此前通知")
        )
        yield Event(
            "cut",
            Words(
                f"Limits cut by {taken} yuan {how.en}, to {total} in total.",
                f"额度下调{taken}元({how.zh}),合计{total}元。",
            ),
        )
    if now["notice_left"] > before["notice_left"]:
        depth, left = now["notice_depth"], int(now["notice_left"])
        yield Event(
            "notice",
            Words(
                f"A cut of the limits by {depth} % in {months(left)} was announced.",
                f"获通知:{left}个月后额度下调{depth}%。",
            ),
        )
    if now["raised"] or now["lump_raise"]:
        how = Words("", "")
        if now["lump_raise"]:
            channel = CHANNELS[now["lump_raise"]]
            how = Words(f", with a lump sum {channel.en}", f"(含一次性提额:{channel.zh})")
        yield Event(
            "raised", Words(f"Limits raised{how.en}, to {total} yuan in total.", f"额度上调{how.zh},合计{total}元。")
        )


def _freeze(now: Row, before: Row) -> Events:
    if now["froze"]:
        why, stood = reason(now["froze"]), standing(now)
        yield Event(
            "frozen",
            Words(
                f"The cash loan line was frozen ({why.en}), {stood.en}; {now['balance_cashloan']:,.0f} owed on it.",
                f"现金贷额度被冻结({why.zh}),{stood.zh};现金贷欠款{now['balance_cashloan']:,.0f}元。",
            ),
        )
    if now["reopened"]:
        frozen, why = int(now["frozen_for"]), reason(now["reopened"])
        appeal = Words(", on appeal", "(申诉成功)") if now["appeal_answer"] == Answer.GRANTED else Words("", "")
        limits = f"{before['limit_cashloan']:,.0f}", f"{now['limit_cashloan']:,.0f}"
        now_worth = "" if limits[0] == limits[1] else f", {limits[0]} yuan before"
        zh_worth = "" if limits[0] == limits[1] else f"(此前{limits[0]}元)"
        yield Event(
            "opened",
            Words(
                f"The line, frozen for {months(frozen)} ({why.en}), opened again{appeal.en}; its limit is now "
                f"{limits[1]}{now_worth}.",
                f"被冻结{frozen}个月({why.zh})的额度恢复{appeal.zh};现为{limits[1]}元{zh_worth}。",
            ),
        )


def _desk(now: Row) -> Events:
    if now["case_arrived"] == Queue.APPEAL:
        yield Event("appealed", Words("Appealed against the freeze.", "就冻结提出申诉。"))
    elif now["case_arrived"] == Queue.RESTORATION:
        yield Event(
            "review", Words("The limit repaid early waits for a manual review.", "提前还款的额度等待人工审核。")
        )
    if now["appeal_answer"]:
        answer = Words("refused", "被驳回")
        if now["appeal_answer"] == Answer.GRANTED:
            answer = Words("granted", "获批准")
        elif now["appeal_answer"] == Answer.PHRASES:
            answer = Words("answered with phrases", "只得到敷衍答复")
        waited = int(now["case_waited"])
        yield Event(
            "answered",
            Words(f"The appeal was {answer.en} after {months(waited)}.", f"申诉等待{waited}个月后{answer.zh}。"),
        )
    if now["case_withdrawn"] == Queue.APPEAL:
        yield Event("lapsed", Words("The appeal lapsed unanswered.", "申诉未获处理即失效。"))
