"""The two credit lines: what may still be drawn, what is due, what a draw changes.

Where the leverage cap binds, all get the same share of the amounts they ask for, on paylater as on the cash loan.
"""

import math

from tightrope.agents.borrower import Borrower
from tightrope.agents.charging import cashloan_rate
from tightrope.agents.codes import FreezeReason, PaylaterHabit, Status
from tightrope.agents.flows import Flow
from tightrope.agents.money import instalment_of, share_of
from tightrope.agents.policy import Policy
from tightrope.agents.pricing import rate_elsewhere
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.parameters.table import Numbers

__all__ = [
    "MOST_LENDERS",
    "bills",
    "bring_back_arrears",
    "carries_over",
    "draw_cashloan",
    "draw_short",
    "in_arrears",
    "lenders_behind",
    "may_draw",
    "months_late",
    "payment_share",
    "plan_instalment",
    "room_cashloan",
    "room_paylater",
    "severely_late",
]

MOST_LENDERS = 100
"""Lenders at which counting stops: the record holds no more than 127."""


@rule
def room_cashloan(b: Borrower, policy: Policy) -> int:
    """Return what may be drawn on the cash loan now, fen: nothing while frozen, behind or locked, or a plan runs.

    Formula:
        free = (limit_cashloan - balance_cashloan - withheld)+
             = 0      freeze_reason, late_cashloan > 0, overdue_cashloan > 0, locked, plan > 0
        [(1 - policy.linkage) * free]      late_paylater > 0
        free                               else

    A late paylater bill closes it for as long, as far as the products are linked (A3).
    """
    if b.status != Status.ACTIVE or b.freeze_reason != FreezeReason.NONE:
        return 0
    if b.late_cashloan > 0 or b.overdue_cashloan > 0 or b.locked or b.plan > 0:
        return 0
    free = max(0, b.limit_cashloan - b.balance_cashloan - b.withheld)
    return share_of(free, 1.0 - policy.linkage) if b.late_paylater > 0 else free


@rule
def room_paylater(b: Borrower) -> int:
    """Return what may be charged to paylater now, fen: nothing while late, locked or on a plan.

    Formula:
        (limit_paylater - balance_paylater)+
        0      late_cashloan > 0, late_paylater > 0, locked, plan > 0; freeze_reason is delinquency

    A freeze for delinquency closes it too; a freeze for any other reason leaves it open.
    """
    if b.status != Status.ACTIVE or b.freeze_reason == FreezeReason.DELINQUENCY:
        return 0
    if months_late(b) > 0 or b.locked or b.plan > 0:
        return 0
    return max(0, b.limit_paylater - b.balance_paylater)


@rule
def months_late(b: Borrower) -> int:
    """Return the months past due on the platform: those of the product that is longer late.

    Formula:
        max(late_paylater, late_cashloan)
    """
    return max(b.late_paylater, b.late_cashloan)


@rule
def in_arrears(b: Borrower) -> int:
    """Return the months past due that are worked on: none while a plan runs, or while payments are put off.

    Formula:
        months_late
        0      plan > 0, deferral > 0
    """
    return 0 if b.plan > 0 or b.deferral > 0 else months_late(b)


@rule
def bring_back_arrears(b: Borrower, p: Numbers) -> None:
    """The usual dues return where they were put off, and with them as many of the old ones as stand past due.

    Formula:
        overdue_paylater <- min(balance_paylater, overdue_paylater + late_paylater * [revolve_minimum_share
                                                                                      * balance_paylater])
        overdue_cashloan <- min(balance_cashloan, overdue_cashloan + late_cashloan * instalment)

    Whatever was paid meanwhile has made them smaller.
    """
    least = share_of(b.balance_paylater, p.revolve_minimum_share)
    b.overdue_paylater = min(b.balance_paylater, b.overdue_paylater + b.late_paylater * least)
    b.overdue_cashloan = min(b.balance_cashloan, b.overdue_cashloan + b.late_cashloan * b.instalment)


@rule
def severely_late(b: Borrower, p: Numbers) -> bool:
    """Whether a paylater bill is late for long, or not for the first time (A3).

    Formula:
        late_paylater >= linkage_severe_months, or late_paylater > 0 and lateness >= linkage_severe_lateness
    """
    repeated = b.late_paylater > 0 and b.lateness >= p.linkage_severe_lateness
    return b.late_paylater >= p.linkage_severe_months or repeated


@rule
def lenders_behind(b: Borrower, p: Numbers, debt: float) -> int:
    """Return how many other lenders stand behind a debt, fen, by what a loan has left on average.

    Formula:
        min(100, ceil(debt / (outside_loan_left_months * income_usual)))
    """
    return min(MOST_LENDERS, int(math.ceil(debt / (p.outside_loan_left_months * b.income_usual))))


@rule
def may_draw(b: Borrower, policy: Policy, wanted: int) -> int:
    """Return what the cash loan would give now of what is wanted, fen.

    Formula:
        [policy.open_share * min(wanted, room_cashloan)]
    """
    return share_of(min(wanted, room_cashloan(b, policy)), policy.open_share)


@rule
def draw_cashloan(b: Borrower, f: Flow, p: Numbers, policy: Policy, wanted: int) -> int:
    """Draw on the cash loan as far as room and the platform's leverage allow; returns the fen drawn.

    Formula:
        amount            = may_draw
        running           = min(cashloan_term_months, balance_cashloan / instalment)
        left              = (running * balance_cashloan + cashloan_term_months * amount) / (balance_cashloan + amount)
        balance_cashloan <- balance_cashloan + amount
        instalment        = instalment_of(balance_cashloan, cashloan_rate, left)

    Old and new debt are repaid in equal instalments over their mean remaining term, weighted by balance.
    """
    amount = may_draw(b, policy, wanted)
    if amount <= 0:
        return 0
    left = p.cashloan_term_months
    if b.balance_cashloan == 0:
        b.loan_month = int(policy.month)
        b.loan_worst = 0
    else:
        running = min(p.cashloan_term_months, b.balance_cashloan / max(1, b.instalment))
        left = (running * b.balance_cashloan + left * amount) / (b.balance_cashloan + amount)
    b.balance_cashloan += amount
    b.instalment = instalment_of(b.balance_cashloan, cashloan_rate(b, p, policy), max(1.0, left))
    b.cash += amount
    f.draws += amount
    return amount


@rule
def draw_short(b: Borrower, f: Flow, p: Numbers, policy: Policy, wanted: int) -> None:
    """Draw on the cash loan for want of money, for the months to come as well, and count what that costs.

    Formula:
        drawn           = draw_cashloan of max(wanted, [short_draw_months * income_usual])      wanted > 0
        short_drawn    <- short_drawn + drawn
        short_interest <- short_interest + [cashloan_rate * drawn]
    """
    if wanted <= 0:
        return
    drawn = draw_cashloan(b, f, p, policy, max(wanted, share_of(b.income_usual, p.short_draw_months)))
    f.short_drawn += drawn
    f.short_interest += share_of(drawn, cashloan_rate(b, p, policy))


@rule
def carries_over(b: Borrower) -> bool:
    """Whether the borrower pays a part of the paylater bill and owes the rest, by present habit.

    Formula:
        paylater_habit is revolve
    """
    return b.paylater_habit == PaylaterHabit.REVOLVE


@rule
def payment_share(b: Borrower, p: Numbers) -> float:
    """Return the share of the paylater bill paid by who carries a part over: by habit, never under the least.

    Formula:
        max(pays_share / 100, revolve_minimum_share)
    """
    return max(b.pays_share / 100.0, p.revolve_minimum_share)


@rule
def bills(b: Borrower, f: Flow, p: Numbers, policy: Policy) -> None:
    """Say what is due this month: paylater's bill of last month's balance, the instalment, other lenders' share.

    Formula:
        fresh          = balance_paylater - overdue_paylater
        least_paylater = [revolve_minimum_share * fresh]      pays this or falls late
        due_paylater   = [payment_share * fresh]              carries_over: the standing order
                       = fresh                                else
        due_cashloan   = min(instalment, balance_cashloan - overdue_cashloan)
        rate           = outside_principal_monthly + rate_elsewhere / 12
        due_outside    = outside_overdue + short + [rate * (outside_debt - outside_overdue - short)]
                         short = min(outside_short, outside_debt - outside_overdue)
                       = outside_debt                         outside_debt < outside_last_payment_yuan

    Where a hardship plan runs, it says what the platform asks instead.
    """
    bill = b.balance_paylater
    least = share_of(bill - b.overdue_paylater, p.revolve_minimum_share)
    f.least_paylater = least
    f.due_paylater = bill - b.overdue_paylater
    if carries_over(b):
        f.due_paylater = share_of(bill - b.overdue_paylater, payment_share(b, p))
    f.due_cashloan = min(b.instalment, b.balance_cashloan - b.overdue_cashloan)
    rate = p.outside_principal_monthly + rate_elsewhere(b, p, policy) / 12.0
    current = b.outside_debt - b.outside_overdue
    short = min(b.outside_short, current)
    f.due_outside = min(b.outside_debt, b.outside_overdue + short + share_of(current - short, rate))
    if b.outside_debt < 100.0 * p.outside_last_payment_yuan:
        f.due_outside = b.outside_debt
    if b.plan > 0:
        bill_plan(b, f, p, policy)


@rule
def plan_instalment(balance: int, months: int, apr: float, p: Numbers) -> int:
    """Return the equal payment, fen, that repays ``balance`` over the months of a plan, at its lower interest (E6).

    Formula:
        instalment_of(balance, apr * (1 - interest_waiver), months)
    """
    return instalment_of(balance, apr * (1.0 - p.interest_waiver), max(1.0, 1.0 * months))


@rule
def bill_plan(b: Borrower, f: Flow, p: Numbers, policy: Policy) -> None:
    """Say what a hardship plan asks this month: nothing at first, then the instalment of each product (E6).

    Formula:
        instalment     = plan_instalment(balance_cashloan, plan, cashloan_rate)
        due_cashloan   = min(instalment, balance_cashloan)
        due_paylater   = min(balance_paylater, plan_instalment(balance_paylater, plan, policy.paylater_apr))
        least_paylater = due_paylater
        nothing is due while holiday > 0

    It is worked out anew each month over ``plan``, the months left.
    """
    due = 0
    b.instalment = plan_instalment(b.balance_cashloan, b.plan, cashloan_rate(b, p, policy), p)
    if b.holiday == 0:
        due = min(b.balance_paylater, plan_instalment(b.balance_paylater, b.plan, policy.paylater_apr, p))
    f.due_paylater = due
    f.least_paylater = due
    f.due_cashloan = 0 if b.holiday > 0 else min(b.instalment, b.balance_cashloan)
