"""Trust lost in a month, beside what that month's record holds of what hurts; and the end of a customer."""

from collections.abc import Callable

from tightrope.agents.codes import Departure, Failure
from tightrope.analysis.story.moments import Event, Events, Row, in_yuan
from tightrope.analysis.words.words import NOTHING, Words

__all__ = ["parting", "trust"]

_TOLD = 0.02
"""Loss of trust in a month that is told."""

_HURTS: tuple[tuple[Callable[[Row], bool], Words], ...] = (
    (lambda row: row["froze"] > 0, Words("story.the_freeze")),
    (lambda row: row["cut"] > 0, Words("story.the_cut_of_the_limits")),
    (lambda row: row["withheld"] > 0, Words("story.the_limit_withheld")),
    (lambda row: row["appeal_answer"] > 1, Words("story.the_answer_to_the_appeal")),
    (lambda row: row["ladder"] > 1, Words("story.the_collections")),
    (lambda row: row["technical"] >= Failure.OUTAGE, Words("story.the_payment_that_failed")),
    (lambda row: row["scam"] > 0, Words("story.the_swindle")),
)


def trust(now: Row, before: Row) -> Events:
    """Tell a fall of trust, beside those of the month's events that are of a kind that hurts, if there are any."""
    lost = before["trust"] - now["trust"]
    if lost < _TOLD:
        return
    hurts = [words for hurt, words in _HURTS if hurt(now)]
    beside = Words("story.in_the_month_of", hurts=hurts) if hurts else Words("story.though_nothing_in_this_record")
    yield Event(
        "trust",
        Words("story.trust_fell_by_to", lost=lost, trust=now["trust"], beside=beside),
    )


def _settled(now: Row) -> Words:
    """Return what somebody paid on leaving, and how much of it the lender to whom they go."""
    paid = now["settled_paylater"] + now["settled_cashloan"]
    if not paid:
        return NOTHING
    new = Words("story.of_it_by_the_new_lender", taken=in_yuan(now["taken_over"])) if now["taken_over"] else NOTHING
    return Words("story.the_last_yuan_paid", settled=in_yuan(paid), taken_over=new)


def parting(now: Row) -> Events:
    """Tell how a customer's time on the platform ends."""
    if now["left"] == Departure.LEFT:
        yield Event("left", Words("story.left_the_platform", paid=_settled(now)))
    elif now["left"]:
        rest = Words("story.nothing_is_left_of_it")
        if now["written_off"] >= 1:
            rest = Words("story.yuan_stay_unpaid", written_off=now["written_off"])
        yield Event("left", Words("story.the_debt_written_off_is", rest=rest))
