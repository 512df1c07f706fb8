"""The month's budget: what is spent, what of it goes on paylater, and who is short (C2, B4).

Buffer-stock behaviour (Carroll 1997): households smooth spending around the savings they aim at. Cash is what is at
hand before the month's income. Who is short puts up to the whole plan on paylater, then borrows; what is still missing
is cut from the plan. The unforeseen expense and then the spending are paid as far as the cash goes; with late wages,
spending waits for them.
"""

from tightrope.agents.borrower import DEFAULT_MONTHS, Borrower
from tightrope.agents.flows import Flow
from tightrope.agents.lines import in_arrears, room_paylater
from tightrope.agents.money import fen, share_of
from tightrope.agents.policy import Policy
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import log
from tightrope.scenarios.engine.streams import Keys, happens, uniform
from tightrope.scenarios.parameters.table import Numbers

__all__ = [
    "charge_paylater",
    "grow_accustomed",
    "habit",
    "least_spending",
    "lives_for_the_day",
    "meet_expense",
    "plan_spending",
    "planned_dues",
    "shortage",
    "subsistence",
    "tighten_belt",
]

_LARGEST = 8.0
"""Times the mean that no unforeseen expense exceeds: one in three thousand would."""


@rule
def meet_expense(b: Borrower, p: Numbers, keys: Keys, i: int) -> int:
    """Return the month's unforeseen expense, fen: rare, exponentially distributed.

    Formula:
        [expense_shock_size * income_usual * min(8, -log(1 - u))]      with chance expense_shock_monthly
    """
    if not happens(keys, on.EXPENSE, i, p.expense_shock_monthly):
        return 0
    size = -log(1.0 - uniform(keys, on.EXPENSE_SIZE, i))
    return fen(b.income_usual * p.expense_shock_size * min(size, _LARGEST))


@rule
def planned_dues(b: Borrower, f: Flow, p: Numbers) -> int:
    """Return the payments the borrower plans for, fen: all arrears with them; in default, what others are owed alone.

    Formula:
        dues = due_paylater + overdue_paylater + due_cashloan + overdue_cashloan + due_outside
             = due_outside                in default by in_arrears, without a plan: there is little hope left
    """
    if in_arrears(b) >= DEFAULT_MONTHS:
        return f.due_outside
    return f.due_paylater + b.overdue_paylater + f.due_cashloan + b.overdue_cashloan + f.due_outside


@rule
def subsistence(b: Borrower, p: Numbers) -> int:
    """Return what a household needs to live on for a month, fen: an amount for everybody, and commitments.

    Formula:
        min(subsistence_most * income_usual, subsistence_yuan + subsistence_share * income_usual)
    """
    needs = fen(100.0 * p.subsistence_yuan) + share_of(b.income_usual, p.subsistence_share)
    return min(share_of(b.income_usual, p.subsistence_most), needs)


@rule
def habit(b: Borrower, p: Numbers) -> float:
    """Return what a borrower spends in months without stress, share of usual income; more who lives for today (C20).

    Formula:
        habit_share + bias_habit * bias
    """
    return p.habit_share + p.bias_habit * b.bias


@rule
def least_spending(b: Borrower, p: Numbers) -> int:
    """Return what spending cannot fall below this month, fen: needs, and commitments that only months undo.

    Formula:
        max(subsistence, min(1, (1 - spending_cut_most) * accustomed) * income_usual)
    """
    committed = min(1.0, (1.0 - p.spending_cut_most) * b.accustomed)
    return max(subsistence(b, p), share_of(b.income_usual, committed))


@rule
def grow_accustomed(b: Borrower, p: Numbers, spending: int) -> None:
    """A household gets used to what it spends, within months.

    Formula:
        accustomed <- accustomed + habit_speed * (spending / income_usual - accustomed)
    """
    b.accustomed += p.habit_speed * (spending / b.income_usual - b.accustomed)


@rule
def plan_spending(b: Borrower, p: Numbers, dues: int, expense: int) -> int:
    """Return the month's spending, fen: habit and wealth, compressed when money is short, as far as it can be.

    Formula:
        least    = least_spending
        wish     = clip(habit * income_usual + wealth_spending * (cash - buffer_months * income_usual),
                        subsistence, spending_ceiling * income_usual)
        missing  = wish + dues + expense - cash - income
        spending = wish                                          missing <= 0
                 = min(wish, max(least, wish - compression * missing))      else
        strain   = (wish - spending) / income_usual

    What is given up for want of money is remembered as strain.
    """
    usual = b.income_usual
    gap = b.cash - b.buffer_months * usual
    wished = max(1.0 * subsistence(b, p), habit(b, p) * usual + p.wealth_spending * gap)
    wish = fen(min(p.spending_ceiling * usual, wished))
    missing = wish + dues + expense - b.cash - b.income
    spending = wish
    if missing > 0:
        spending = min(wish, max(least_spending(b, p), wish - share_of(missing, p.compression)))
    b.strain = (wish - spending) / usual
    return spending


@rule
def tighten_belt(b: Borrower, p: Numbers, plan: int, charged: int, missing: int) -> int:
    """Return what is left of the plan when nobody lends: as little as can be, but not below what is charged already.

    Formula:
        left    = min(plan, max(charged, least_spending, plan - missing))
        strain <- strain + (plan - left) / income_usual
    """
    least = max(charged, least_spending(b, p))
    left = min(plan, max(least, plan - missing))
    b.strain += (plan - left) / b.income_usual
    return left


@rule
def charge_paylater(b: Borrower, f: Flow, policy: Policy, amount: int) -> int:
    """Put up to ``amount`` of the month's spending on paylater and return what the line took, fen.

    Formula:
        charge = [policy.open_share * min(amount, room_paylater)]

    The amount is what the borrower means to put on it; for who is short, up to the whole plan.
    """
    charge = share_of(min(amount, room_paylater(b)), policy.open_share)
    if charge > 0:
        b.balance_paylater += charge
        f.charges += charge
        return charge
    return 0


@rule
def lives_for_the_day(b: Borrower, p: Numbers, keys: Keys, i: int) -> bool:
    """Whether somebody who will be short does nothing about it before the due date (C20); a reminder brings some to.

    Formula:
        with chance min(1, improvidence * bias) * (1 - reminder_effect)

    A third of those whom a reminder keeps from a late fee overdraw an account for it (Medina 2021).
    """
    return happens(keys, on.IMPROVIDENT, i, min(1.0, p.improvidence * b.bias) * (1.0 - p.reminder_effect))


@rule
def shortage(b: Borrower, cash_needs: int) -> int:
    """Return what cash and this month's income do not cover, fen (never negative).

    Formula:
        (cash_needs - cash - income)+      cash_needs: spending and purchases not charged, expense and dues
    """
    return max(0, cash_needs - b.cash - b.income)
