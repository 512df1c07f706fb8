"""Paylater from month to month: left alone, cleared each month, or carried over; and how much is put on it.

Card accounts move between these states all the time: of those who pay in full, a fourth do something else a month
later; those who carry a balance over rarely stop, for they need the money to clear it.
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import PaylaterHabit
from tightrope.agents.flows import Flow
from tightrope.agents.lines import carries_over
from tightrope.agents.money import share_of
from tightrope.agents.policy import Policy
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import NEXT_TO_NOTHING
from tightrope.scenarios.engine.streams import Keys, uniform
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["change_habit", "has_to_spare", "paylater_wish", "settled_habit"]


@rule
def has_to_spare(b: Borrower, p: Numbers) -> bool:
    """Whether savings would clear the paylater balance and leave something, and nothing was given up last month.

    Formula:
        cash >= balance_paylater + [full_kept_months * income_usual]   and   strain = 0
    """
    return b.strain <= 0.0 and b.cash >= b.balance_paylater + share_of(b.income_usual, p.full_kept_months)


@rule
def change_habit(b: Borrower, p: Numbers, keys: Keys, i: int) -> None:
    """Take paylater up, lay it down, begin to carry the bill over, or clear it; want of money leads to carrying over.

    Formula:
        strained        = strain_to_revolve * strain
        rest -> full      with chance habit_change * rest_to_full
        rest -> revolve   with chance habit_change * (rest_to_revolve + strained)
        full -> rest      with chance habit_change * full_to_rest
        full -> revolve   with chance habit_change * (full_to_revolve + strained)
        revolve -> full   with chance habit_change * revolve_to_full                 where has_to_spare

    One draw decides. Nobody changes while late on paylater or on a plan.
    """
    if p.habit_change <= 0.0 or b.late_paylater > 0 or b.plan > 0:
        return
    draw = uniform(keys, on.HABIT, i) / p.habit_change
    strained = p.strain_to_revolve * b.strain
    if carries_over(b):
        if draw < p.revolve_to_full and has_to_spare(b, p):
            b.paylater_habit = PaylaterHabit.FULL
    elif b.paylater_habit == PaylaterHabit.FULL:
        if draw < p.full_to_rest:
            b.paylater_habit = PaylaterHabit.REST
        elif draw < p.full_to_rest + p.full_to_revolve + strained:
            b.paylater_habit = PaylaterHabit.REVOLVE
    elif draw < p.rest_to_full:
        b.paylater_habit = PaylaterHabit.FULL
    elif draw < p.rest_to_full + p.rest_to_revolve + strained:
        b.paylater_habit = PaylaterHabit.REVOLVE


@rule
def paylater_wish(b: Borrower, f: Flow, p: Numbers, policy: Policy, plan: int) -> int:
    """Return how much of the month's planned spending the borrower means to put on paylater, fen.

    Formula:
        [paylater_share * plan]                                                                      clears the bill
        due_paylater - [policy.paylater_apr / 12 * balance_paylater] + [paylater_speed * gap]        carries_over
                                                  gap = paylater_aim * limit_paylater - balance_paylater
        0                                                                                            leaves it alone

    Within nil and the plan. Who carries a balance over charges what was paid off it, and so moves it towards the one
    aimed at.
    """
    if carries_over(b):
        gap = share_of(b.limit_paylater, b.paylater_aim) - b.balance_paylater
        kept = f.due_paylater - share_of(b.balance_paylater, policy.paylater_apr / 12.0)
        return max(0, min(plan, kept + share_of(gap, p.paylater_speed)))
    return share_of(plan, b.paylater_share) if b.paylater_habit == PaylaterHabit.FULL else 0


@rule
def leaves_revolving(b: Borrower, p: Numbers) -> float:
    """Return the chance a month that a starting borrower stops carrying a balance over; savings make it likelier.

    Formula:
        revolve_to_full * buffer_months / (buffer_months + start_spare_months)
    """
    return p.revolve_to_full * b.buffer_months / max(NEXT_TO_NOTHING, b.buffer_months + p.start_spare_months)


@rule
def settled_habit(b: Borrower, p: Numbers, draw: float) -> int:
    """Return the habit that a draw falls upon, where as many take up each as leave it.

    Formula:
        full    = 1
        rest    = full_to_rest / (rest_to_full + rest_to_revolve)
        revolve = (full_to_revolve + rest * rest_to_revolve) / leaves_revolving
        each as likely as its part of the sum
    """
    rest = p.full_to_rest / max(NEXT_TO_NOTHING, p.rest_to_full + p.rest_to_revolve)
    revolve = (p.full_to_revolve + rest * p.rest_to_revolve) / max(NEXT_TO_NOTHING, leaves_revolving(b, p))
    place = draw * (1.0 + rest + revolve)
    if place < 1.0:
        return PaylaterHabit.FULL
    return PaylaterHabit.REST if place < 1.0 + rest else PaylaterHabit.REVOLVE
