"""The due date, lateness, collections, plans and write-off, told of a month."""

from collections.abc import Sequence
from typing import NamedTuple

from tightrope.agents.borrower import DEFAULT_MONTHS
from tightrope.agents.codes import Agreement, Cause, Contact
from tightrope.analysis.story.moments import (
    FAILED,
    STAGES,
    Event,
    Events,
    Moment,
    Row,
    in_yuan,
    late,
)
from tightrope.analysis.words.words import NOTHING, Words

__all__ = ["dues", "recoveries"]


class _Product(NamedTuple):
    """Where the panel holds what was missed of a product, and why, and the words for it."""

    missed: str
    cause: str
    owed: str


_PRODUCTS = (
    _Product("missed_paylater", "cause_paylater", "story.yuan_on_paylater"),
    _Product("missed_cashloan", "cause_cashloan", "story.yuan_on_the_cash_loan"),
)
_CAUSES = {
    Cause.FORGOT: Words("story.forgotten"),
    Cause.LATE_WAGES: Words("story.the_wages_came_late"),
    Cause.HELD_OUT: Words("story.held_back_in_disappointment"),
}
"""Why a due was missed, where the code is all that there is to tell."""
_DEFAULTS = {
    Cause.SHORT: Words("story.the_money_was_never_there"),
    Cause.FAILED: Words("story.the_money_was_there_and_locked"),
    Cause.HELD_OUT: Words("story.the_money_was_there_and_held"),
    Cause.FORGOT: Words("story.the_money_was_there_and_overlooked"),
}


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
    if now["judgement"]:
        yield Event("judgement", Words("story.a_judgement_was_obtained"))


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
    missed = [
        (Words(each.owed, missed=in_yuan(now[each.missed])), _why(now, each))
        for each in _PRODUCTS
        if now[each.missed] > 0
    ]
    if not missed:
        return
    after = NOTHING
    if late(now) == 0 and not now["plan_agreed"] and now["status"] == "active":
        after = Words("story.all_was_paid_within_thirty")
    owed, reasons = zip(*missed, strict=True)
    if len(set(reasons)) == 1:
        yield Event("missed", Words("story.missed_the_due_date", owed=owed, why=reasons[0], after=after))
    else:
        parts = [Words("story.missed_for_this", owed=amount, why=why) for amount, why in missed]
        yield Event("missed", Words("story.missed_the_due_date_for", parts=parts, after=after))


def _why(now: Row, product: _Product) -> Words:
    """Return why a product's due was missed."""
    match now[product.cause]:
        case Cause.FAILED:
            return FAILED[now["technical"]]
        case Cause.SHORT:
            return Words("story.short_of_cash") if now["employed"] else Words("story.short_of_cash_without_work")
        case cause:
            return _CAUSES[cause]


def _lateness(now: Row, before: Row) -> Events:
    was, is_ = late(before), late(now)
    if now["defaulted"]:
        yield Event("default", Words("story.in_default_90_days_past", why=_why_in_default(now)))
    elif is_ > was and is_ <= DEFAULT_MONTHS:
        owed = now["overdue_paylater"] + now["overdue_cashloan"]
        yield Event(
            "late",
            Words("story.days_past_due_now_yuan", days=30 * is_, owed=in_yuan(owed), why=_why_unpaid(now)),
        )
    elif was > is_ and not now["plan_agreed"]:
        if now["re_aged"]:
            yield Event("re-aged", Words("story.the_plan_was_kept"))
        elif is_ == 0:
            yield Event("cured", Words("story.caught_up_after_past_due", was=was))
        else:
            yield Event(
                "cured",
                Words("story.paid_old_dues_from_to", was=30 * was, days=30 * is_),
            )


def _why_in_default(now: Row) -> Words:
    """Return why default came; of arrears older than the record nobody knows whether the money was there once."""
    cause = now["default_cause"]
    if cause != Cause.SHORT and now["unable"] >= now["month"]:
        return Words("story.the_arrears_are_older")
    return _DEFAULTS[cause]


def _why_unpaid(now: Row) -> Words:
    """Return why what was overdue stayed unpaid in the thirty days after the due date."""
    if now["unable"]:
        return Words("story.the_money_for_it_lacked")
    if now["locked"]:
        return Words("story.locked_with_the_money")
    return Words("story.held_out_with_the_money") if now["held_out"] else Words("story.overlooked_with_the_money")


def _collections(now: Row, before: Row) -> Events:
    if not late(now) or now["plan_agreed"] or now["plan"]:
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
    if now["adviser_fee"] > 0:
        yield Event("adviser", Words("story.paid_an_adviser", fee=now["adviser_fee"]))
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
