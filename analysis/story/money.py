"""Work, income, expenses, friends and swindlers, told of a month."""

from collections.abc import Sequence

from tightrope.analysis.story.moments import Event, Events, Moment, Row
from tightrope.analysis.words.words import Words

__all__ = ["lasting_income", "money"]

_POOR, _RICH = 0.6, 1.6
"""Income of a month that is told, as a share of the usual."""
_DEAR = 0.4
"""Expense that is told, as a share of the usual income."""
_LASTING = 0.2
"""Change of the usual income that is told."""


def money(now: Row, before: Row) -> Events:
    """Tell what a month did to somebody's means."""
    yield from _work(now, before)
    if now["expense"] >= _DEAR * now["income_usual"]:
        yield Event(
            "expense",
            Words("story.unforeseen_expenses_of_yuan", expense=now["expense"]),
        )
    if now["wage_late"]:
        yield Event("wage late", Words("story.the_months_income_came_after"))
    yield from _friends(now)
    if now["uploaded"]:
        yield Event("proved", Words("story.proved_income_to_the_platform"))


def lasting_income(rows: Sequence[Row]) -> list[Moment]:
    """Tell where the usual income has moved far from what was told last."""
    told, moments = rows[0]["income_usual"], []
    for row in rows[1:]:
        usual = row["income_usual"]
        if abs(usual / told - 1) >= _LASTING:
            way = Words("story.risen") if usual > told else Words("story.fallen")
            words = Words("story.usual_income_has_over_time", way=way, usual=usual)
            moments.append(Moment(row["month"], "usual income", words))
            told = usual
    return moments


def _work(now: Row, before: Row) -> Events:
    income, usual = now["income"], now["income_usual"]
    if before["employed"] and not now["employed"]:
        yield Event("work lost", Words("story.lost_work_yuan_came_in", income=income))
    elif now["employed"] and not before["employed"]:
        yield Event("work found", Words("story.found_work_yuan_came_in", income=income))
    elif now["employed"] and not _POOR < income / usual < _RICH:
        kind = Words("story.poor") if income < usual else Words("story.good")
        yield Event(
            "income",
            Words("story.a_month_yuan_came_in", kind=kind, income=income, usual=usual),
        )


def _friends(now: Row) -> Events:
    if now["help_received"] >= 1:
        got = f"{now['help_received']:,.0f}"
        yield Event("helped", Words("story.friends_helped_with_yuan", got=got))
    if now["help_given"] >= 1:
        gave = f"{now['help_given']:,.0f}"
        yield Event("gave help", Words("story.gave_yuan_to_friends_in", gave=gave))
    if now["scam"] >= 1:
        lost = f"{now['scam']:,.0f}"
        words = Words("story.lost_yuan_to_a_swindler", lost=lost)
        yield Event("scam", words)
