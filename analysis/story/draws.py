"""What a borrower does before the due date: draws, early repayment, another use of paylater; and locked accounts."""

from tightrope.agents.codes import PaylaterHabit, Queue
from tightrope.analysis.story.moments import Event, Events, Row
from tightrope.analysis.words.words import NOTHING, Words

__all__ = ["draws"]

_LARGE = 0.5
"""Draw that is told, as a share of the usual income."""
_HABITS = {
    PaylaterHabit.REST: Words("story.lays_paylater_aside"),
    PaylaterHabit.FULL: Words("story.clears_the_paylater_bill_each"),
    PaylaterHabit.REVOLVE: Words("story.carries_part_of_the_bill"),
}


def draws(now: Row, before: Row) -> Events:
    """Tell how paylater and the line were used, what was repaid early, and whether the account could be used."""
    yield from _account(now, before)
    yield from _habit(now, before)
    yield from _draws(now)
    yield from _early(now, before)


def _account(now: Row, before: Row) -> Events:
    proved = now["case_served"] == Queue.VERIFICATION
    if not before["locked"] and (now["locked"] or proved):
        words = Words("story.the_account_was_locked_for")
        yield Event("locked", words)
    if proved:
        waited = int(now["case_waited"])
        after = Words("story.after", waited=waited) if waited else NOTHING
        yield Event(
            "unlocked",
            Words("story.identity_was_proved_the_account", after=after),
        )
    elif before["locked"] and not now["locked"] and now["status"] == "active":
        yield Event("unlocked", Words("story.the_account_is_open_again"))


def _habit(now: Row, before: Row) -> Events:
    habit = now["paylater_habit"]
    if habit != before["paylater_habit"] and now["status"] == "active":
        yield Event("habit", _HABITS[habit])


def _draws(now: Row) -> Events:
    drawn = now["draws"]
    if now["rushed"]:
        yield Event(
            "rushed",
            Words("story.drew_yuan_in_a_rush", drawn=drawn),
        )
    elif now["redrew"]:
        did = Words("story.and_drew", drawn=drawn) if drawn else Words("story.and_could_draw_none")
        yield Event(
            "redrew",
            Words("story.wanted_the_money_back_that", did=did),
        )
    elif drawn >= _LARGE * now["income_usual"]:
        yield Event("drew", Words("story.drew_yuan_on_the_cash", drawn=drawn))


def _early(now: Row, before: Row) -> Events:
    if now["prepaid"]:
        more = now["withheld"] - before["withheld"]
        kept = NOTHING
        if more >= 1:
            kept = Words("story.of_the_limit_are_withheld", withheld=now["withheld"], cool_off=now["cool_off"])
        told = f"{now['prepaid']:,.0f}"
        yield Event("prepaid", Words("story.repaid_yuan_early", told=told, kept=kept))
