"""Deferral: for some months a programme asks nobody whom hard times have hit for the payments of either product (D6).

Such programmes came in most countries in 2020, offered by lenders or imposed on them. While one runs nothing is due and
nobody falls later, but interest runs on; so whoever has money to spare goes on paying. When it is over the usual dues
return, and with them the old arrears: nothing was forgiven, and some of those who had lost their work still have none.
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.flows import Flow
from tightrope.agents.lines import bring_back_arrears
from tightrope.agents.money import share_of
from tightrope.agents.persons import person
from tightrope.agents.policy import Policy
from tightrope.agents.repaying import pay_cashloan, pay_paylater
from tightrope.agents.spending import least_spending, planned_dues
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, happens
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["defer", "keep_paying", "resume"]

_APART = 12
"""Months from the end of a deferral to the next, at least."""


@rule
def hit(b: Borrower) -> bool:
    """Whether a borrower is out of work or on furlough."""
    return b.employed == 0 or b.furlough > 0


@rule
def would_be_short(b: Borrower, f: Flow, p: Numbers) -> bool:
    """Whether the month's dues, at the least spending, would leave less than the reserve.

    Formula:
        cash + income - least_spending - planned_dues < deferral_reserve_months * income_usual
    """
    left = b.cash + b.income - least_spending(b, p) - planned_dues(b, f, p)
    return left < share_of(b.income_usual, p.deferral_reserve_months)


@rule
def may_ask(b: Borrower, p: Numbers, policy: Policy, keys: Keys, i: int) -> bool:
    """Whether the programme is for a borrower, who knows of it: a draw kept for good.

    Formula:
        with chance deferral_share                       out of work or on furlough
                    deferral_share * deferral_others     else
        never      a plan runs, in default, or less than 12 months after the last deferral
    """
    if b.plan > 0 or b.ever_defaulted or policy.month - b.deferral_ended < _APART:
        return False
    reach = p.deferral_share if hit(b) else p.deferral_share * p.deferral_others
    return happens(keys, on.DEFERRAL, person(b, i), reach)


@rule
def resume(b: Borrower, p: Numbers, policy: Policy) -> None:
    """A deferral counts down; when it is over the usual dues return, and old arrears with them.

    Formula:
        deferral <- deferral - 1
        at its end, deferral_ended = month, and bring_back_arrears
    """
    if b.deferral == 0:
        return
    b.deferral -= 1
    if b.deferral == 0:
        b.deferral_ended = int(policy.month)
        bring_back_arrears(b, p)


@rule
def defer(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Whoever may ask and would be short puts payments off; meanwhile nothing is due, and arrears stand still.

    Formula:
        deferral = deferral_months      where may_ask, would_be_short, deferral_share > 0, and something is owed
        put_off_paylater = due_paylater,  put_off_cashloan = due_cashloan             deferral > 0
        due_paylater = least_paylater = due_cashloan = overdue_paylater = overdue_cashloan = 0      likewise

    What was past due before stays as late as it was.
    """
    if b.deferral == 0:
        if p.deferral_share <= 0.0 or b.balance_paylater + b.balance_cashloan == 0:
            return
        if not (may_ask(b, p, policy, keys, i) and would_be_short(b, f, p)):
            return
        b.deferral = int(p.deferral_months)
        b.overdue_paylater = 0
        b.overdue_cashloan = 0
    f.put_off_paylater = f.due_paylater
    f.put_off_cashloan = f.due_cashloan
    f.due_paylater = 0
    f.least_paylater = 0
    f.due_cashloan = 0


@rule
def keep_paying(b: Borrower, f: Flow, p: Numbers) -> None:
    """Whoever has more at hand than a reserve pays what is put off all the same, as interest runs on.

    Formula:
        spare = (cash - [deferral_reserve_months * income_usual])+
        pays min(spare, put_off_paylater), then of what is left min(spare, put_off_cashloan)
    """
    spare = max(0, b.cash - share_of(b.income_usual, p.deferral_reserve_months))
    spare -= pay_paylater(b, f, min(spare, f.put_off_paylater))
    pay_cashloan(b, f, min(spare, f.put_off_cashloan))
