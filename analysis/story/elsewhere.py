"""Loans of other lenders, told of a month: asked for, lent, rolled over, late, written off."""

from collections.abc import Sequence
from itertools import pairwise

from tightrope.analysis.story.lenders import are_named, called, creditors, owed, parted
from tightrope.analysis.story.moments import Event, Events, Moment, Row, in_yuan
from tightrope.analysis.words.words import NOTHING, Words

__all__ = ["elsewhere", "rolled_over"]


def elsewhere(now: Row, before: Row) -> Events:
    """Tell a month's dealings with other lenders; both rows have their names."""
    if now["outside_draws"] >= 1 and not _renewed(now, before):
        if now["asked_next"]:
            yield Event("asked elsewhere", Words("story.was_refused_by", lender=called(now["asked_lender"])))
        yield Event("borrowed elsewhere", _borrowed(now, before))
    elif now["applied_outside"]:
        yield Event("asked elsewhere", Words("story.asked_and_got_nothing", asked=_asked(now)))
    if now["outside_writeoff"] >= 1:
        yield Event("elsewhere", _written_off(now))
    elif now["late_outside"] and not before["late_outside"]:
        yield Event("elsewhere", Words("story.fell_a_month_behind_with", whom=creditors(now)))
    elif before["late_outside"] and not now["late_outside"]:
        yield Event("elsewhere", Words("story.caught_up_with", whom=creditors(before)))


def rolled_over(rows: Sequence[Row]) -> list[Moment]:
    """Tell loans of a month lent again by the same lender: of months in a row the first, and the last with how many."""
    moments: list[Moment] = []
    months = 0
    for before, now in pairwise(rows):
        if not _renewed(now, before):
            moments += _last_renewal(before, months)
            months = 0
            continue
        months += 1
        if months == 1:
            words = Words("story.a_loan_of_a_month_rolled", whence=_whence(now), drawn=in_yuan(now["outside_draws"]))
            moments.append(Moment(now["month"], "rolled over", words))
    return [*moments, *_last_renewal(rows[-1], months)]


def _renewed(now: Row, before: Row) -> bool:
    """Whether what was lent elsewhere is a loan of a month lent again: nobody else lent, and one fell due."""
    return bool(now["outside_draws"] >= 1 and not now["approved_outside"] and before["outside_short"] > 0)


def _last_renewal(row: Row, months: int) -> list[Moment]:
    if months <= 1:
        return []
    drawn = in_yuan(row["outside_draws"])
    words = Words("story.rolled_over_in_a_row", whence=_whence(row), months=months, drawn=drawn)
    return [Moment(row["month"], "rolled over", words)]


def _whence(row: Row) -> Words:
    """Return where a loan of a month comes from."""
    if not are_named(row):
        return Words("story.elsewhere")
    return Words("story.from_lender", lender=called(row["month_lender"]))


def _borrowed(now: Row, before: Row) -> Words:
    drawn = now["outside_draws"]
    if not are_named(now):
        return Words("story.borrowed_yuan_elsewhere_and_now", drawn=drawn, owed=now["outside_debt"])
    loans = [
        Words("story.loan_from", amount=in_yuan(part), lender=called(name), paid_off=_paid_off(now, name))
        for name, part in parted(now, drawn, _lent_for_a_month(now, before)).items()
    ]
    return Words("story.borrowed_from", loans=loans, owes=owed(now))


def _lent_for_a_month(now: Row, before: Row) -> float:
    """Return the yuan lent for a month, by the account of who lends so.

    Formula:
        outside_fringe - outside_fringe before + fringe_paid + fringe_writeoff - fringe_interest
    """
    grown = now["outside_fringe"] - before["outside_fringe"]
    return round(float(grown + now["fringe_paid"] + now["fringe_writeoff"] - now["fringe_interest"]), 2)


def _paid_off(now: Row, lender: str | None) -> Words:
    """Return whose loan the lender has paid off."""
    if lender != now["lender_elsewhere"] or now["refinanced"] == 0:
        return NOTHING
    return Words("story.which_paid_off", amount=in_yuan(now["refinanced"]), lender=called(now["lender_before"]))


def _asked(now: Row) -> Words:
    """Return who was asked, in order; who has no number of its own lends for a month, or stands for all."""
    if not are_named(now):
        return Words("story.another_lender")
    first = called(now["asked_lender"] or now["month_lender"])
    return Words("story.first_then", first=first, then=called(now["asked_next"])) if now["asked_next"] else first


def _written_off(now: Row) -> Words:
    gone = now["outside_writeoff"]
    if not are_named(now):
        return Words("story.other_lenders_wrote_off_yuan", gone=f"{gone:,.0f}")
    parts = parted(now, gone, now["fringe_writeoff"])
    claims = [Words("story.amount_by", amount=in_yuan(part), lender=called(name)) for name, part in parts.items()]
    return Words("story.debts_written_off_elsewhere", claims=claims)
