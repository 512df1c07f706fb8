"""Deferral: for some months a programme asks nobody whom hard times have hit for the payments of either product (D6).

Such programmes came in 2020 in most countries, offered by lenders or imposed on them. While one runs nothing is due and
nobody falls later, but interest runs on; who has money to spare goes on paying, for that. When it is over the usual dues
return, and with them the old arrears: nothing was forgiven, and of those who had lost their work some still have none.
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.flows import Flow
from tightrope.agents.money import share_of
from tightrope.agents.persons import person
from tightrope.agents.policy import Policy
from tightrope.agents.repaying import pay_cashloan, pay_paylater
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, happens
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["defer", "keep_paying", "put_off"]

_APART = 12
"""Months from the end of a deferral to the next, at least."""


@rule
def hit(b: Borrower) -> bool:
    """Whether a borrower is out of work or on furlough."""
    return b.employed == 0 or b.furlough > 0


@rule
def asks_for_deferral(b: Borrower, p: Numbers, policy: Policy, keys: Keys, i: int) -> bool:
    """Whether somebody is let into the programme, and knows of it: a draw kept for good.

    Formula:
        with chance deferral_share                       out of work or on furlough
                    deferral_share * deferral_others     else
        never      nothing is owed, a plan runs, in default, or less than 12 months after the last deferral
    """
    if b.balance_paylater + b.balance_cashloan == 0 or b.plan > 0 or b.ever_defaulted:
        return False
    if policy.month - b.deferral_ended < _APART:
        return False
    reach = p.deferral_share if hit(b) else p.deferral_share * p.deferral_others
    return happens(keys, on.DEFERRAL, person(b, i), reach)


@rule
def defer(b: Borrower, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Payments may be put off from this month on; a deferral that runs counts down, and its end brings arrears back.

    Formula:
        deferral <- deferral_months, overdue_paylater = overdue_cashloan = 0      where asks_for_deferral
        deferral <- deferral - 1                                                  while it runs
        at its end, deferral_ended = month:
        overdue_paylater = min(balance_paylater, late_paylater * [revolve_minimum_share * balance_paylater])
        overdue_cashloan = min(balance_cashloan, late_cashloan * instalment)

    What was past due before stays as late as it was.
    """
    if b.deferral > 0:
        b.deferral -= 1
        if b.deferral == 0:
            b.deferral_ended = int(policy.month)
            least = share_of(b.balance_paylater, p.revolve_minimum_share)
            b.overdue_paylater = min(b.balance_paylater, b.late_paylater * least)
            b.overdue_cashloan = min(b.balance_cashloan, b.late_cashloan * b.instalment)
    elif p.deferral_share > 0.0 and asks_for_deferral(b, p, policy, keys, i):
        b.deferral = int(p.deferral_months)
        b.overdue_paylater = 0
        b.overdue_cashloan = 0


@rule
def put_off(b: Borrower, f: Flow) -> None:
    """While a deferral runs nothing is due on either product; what else would be is noted.

    Formula:
        put_off_paylater = due_paylater,  put_off_cashloan = due_cashloan
        due_paylater = least_paylater = due_cashloan = 0
    """
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
