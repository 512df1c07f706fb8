"""The due date, lateness, collections, plans and write-off, told of a month."""

from collections.abc import Sequence

from tightrope.agents.codes import Agreement, Contact
from tightrope.analysis.story.moments import (
    DEFAULT_MONTHS,
    FAILED,
    STAGES,
    Event,
    Events,
    Moment,
    Row,
    late,
)
from tightrope.analysis.words.words import NOTHING, Words

__all__ = ["dues", "recoveries"]


def dues(now: Row, before: Row) -> Events:
    """Tell what a month's dues came to."""
    yield from _missed(now, before)
    if now["status"] == "written off" and before["status"] == "active":
        lost = now["writeoff_paylater"] + now["writeoff_cashloan"]
        yield Event(
            "written off",
            Words("story.written_off_yuan_the_account", lost=lost),
        )
    else:
        yield from _lateness(now, before)
        yield from _collections(now, before)
    yield from _plans(now, before)


def recoveries(rows: Sequence[Row]) -> list[Moment]:
    """Tell the first payment on debt written off, and the last of them with the sum."""
    paid = [row for row in rows if row["recovered"] >= 1]
    if not paid:
        return []
    first, last = paid[0], paid[-1]
    words = Words("story.began_to_pay_on_the", recovered=first["recovered"])
    moments = [Moment(first["month"], "recovered", words)]
    if len(paid) > 1:
        total = f"{sum(row['recovered'] for row in paid):,.0f}"
        left = f"{last['written_off']:,.0f}"
        words = Words("story.has_paid_yuan_on_the", total=total, left=left)
        moments.append(Moment(last["month"], "recovered", words))
    return moments


def _missed(now: Row, before: Row) -> Events:
    products = (("missed_paylater", "story.yuan_on_paylater"), ("missed_cashloan", "story.yuan_on_the_cash_loan"))
    missed = [Words(key, missed=now[name]) for name, key in products if now[name] > 0]
    if not missed:
        return
    why = _why(now)
    after = NOTHING
    if late(now) == 0 and not now["plan_agreed"] and now["status"] == "active":
        after = Words("story.all_was_paid_within_thirty")
    yield Event(
        "missed",
        Words("story.missed_the_due_date", owed=missed, why=why, after=after),
    )


def _why(now: Row) -> Words:
    """Return why a due date was missed, as far as the month's record tells."""
    if now["technical"]:
        return FAILED[now["technical"]]
    if now["missed_able"]:
        return Words("story.the_money_was_at_hand")
    if now["wage_late"]:
        return Words("story.the_money_did_not_reach_before")
    if not now["employed"]:
        return Words("story.out_of_work_the_money")
    return Words("story.the_money_did_not_reach")


def _lateness(now: Row, before: Row) -> Events:
    was, is_ = late(before), late(now)
    if now["defaulted"]:
        yield Event("default", Words("story.in_default_90_days_past"))
    elif is_ > was and is_ <= DEFAULT_MONTHS:
        owed = now["overdue_paylater"] + now["overdue_cashloan"]
        yield Event(
            "late",
            Words("story.days_past_due_now_yuan", days=30 * is_, owed=owed),
        )
    elif was > is_ and not now["plan_agreed"]:
        if is_ == 0:
            yield Event("cured", Words("story.caught_up_after_past_due", was=was))
        else:
            yield Event(
                "cured",
                Words("story.paid_old_dues_from_to", was=30 * was, days=30 * is_),
            )


def _collections(now: Row, before: Row) -> Events:
    if not late(now) or now["plan_agreed"]:
        return
    stage = STAGES.get(now["ladder"])
    silent = now["contact"] == Contact.SILENT
    state = Words("story.the_borrower_is_silent") if silent else Words("story.the_borrower_is_in_contact")
    newly = (now["ladder"], now["contact"]) != (before["ladder"], before["contact"]) or not late(before)
    if newly and stage:
        yield Event("collections", Words("story.collections", stage=stage, state=state))
    elif newly and now["contact"] != before["contact"]:
        yield Event("collections", Words("story.contact_has_changed", state=state))


def _plans(now: Row, before: Row) -> Events:
    if now["plan_agreed"] == Agreement.PLAN:
        rest = NOTHING
        if now["holiday"]:
            rest = Words("story.the_first_without_dues", holiday=now["holiday"])
        yield Event(
            "plan",
            Words("story.a_hardship_plan_was_agreed", plan=now["plan"], rest=rest),
        )
    elif now["plan_agreed"] == Agreement.SETTLEMENT:
        names = ("forgiven_paylater", "forgiven_cashloan", "forgiven_written_off")
        forgiven = sum(now[name] for name in names)
        yield Event("settled", Words("story.a_settlement_yuan_were_forgiven", forgiven=forgiven))
    if now["plan_broken"]:
        yield Event("plan broken", Words("story.fell_behind_on_the_plan"))
    elif before["plan"] and not now["plan"] and now["status"] == "active":
        yield Event("plan done", Words("story.the_hardship_plan_is_done"))
