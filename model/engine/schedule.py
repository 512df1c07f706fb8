"""The month as a list of stages: what happens in each, and what carries it out.

A stage that borrowers live through calls its rules in ``life``; the passes of ``month`` run them over everybody. The
schedule of the ODD is made of this list and of the calls that stand in those two files.
"""

from collections.abc import Callable
from typing import NamedTuple

from tightrope.agents.arriving import admit, applies
from tightrope.agents.elsewhere import settle_outside
from tightrope.agents.lender import Lender
from tightrope.agents.rivals import OtherLender
from tightrope.agents.treasury import Treasury
from tightrope.agents.trusting import feel, leave, look_around, mood, talk, troubled
from tightrope.agents.writing_off import write_off
from tightrope.model.engine.life import live_after_write_off, meet_due_date, reconsider, spend_and_borrow, thirty_days
from tightrope.model.engine.month import help_friends
from tightrope.model.measures.month_row import month_row

__all__ = ["STAGES", "WRITTEN_OFF", "Stage"]


class Stage(NamedTuple):
    """A stage of the month."""

    what: str
    parts: tuple[Callable[..., object], ...]
    """Rules, and functions that call the rules, in the order of the month."""


STAGES = (
    Stage(
        "economy and regulation move along their dated paths; the platform sets prices and staffs its collections, "
        "other lenders take their stance",
        (Lender.prices, OtherLender.take_stance, Lender.staff, Treasury.ration),
    ),
    Stage("borrowers earn, plan, charge, borrow where they are short, and some repay early", (spend_and_borrow,)),
    Stage("the due date: payments in each borrower's own order; misses", (meet_due_date,)),
    Stage(
        "the thirty days: contact or silence, collections, cures, ageing, write-offs",
        (help_friends, thirty_days, write_off),
    ),
    Stage("the bureau hears; other lenders age their own claims", (settle_outside,)),
    Stage(
        "the platform takes its stance and reviews scores, limits, freezes and withheld limits",
        (Lender.take_stance, reconsider),
    ),
    Stage(
        "trust: own experience, then what friends feel; leaving and joining",
        (feel, mood, troubled, talk, look_around, leave, applies, admit),
    ),
    Stage("measures and the lenders' accounts", (Treasury.close_books, OtherLender.close_books, month_row)),
)
"""The month, from 1. Debts are written off behind stage 5, which does not touch what ``write_off`` reads."""
WRITTEN_OFF = Stage("instead of 2 to 6, once the debt was written off", (live_after_write_off,))
