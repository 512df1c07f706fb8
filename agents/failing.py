"""Payments that fail on the due date although the borrower does nothing wrong (A4, A8, D3)."""

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Failure
from tightrope.agents.flows import Flow
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, happens
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["payment_fails"]


@rule
def payment_fails(b: Borrower, f: Flow, p: Numbers, keys: Keys, i: int) -> bool:
    """Whether payments to the platform fail on the due date, whatever money is there; the flow notes why.

    Formula:
        1 locked account
        2 outage            with chance outage_share
        3 rule change       with chance rule_change_share * (1 - rule_notice)

    The account is locked, the platform's systems are down, or the standing order has ended with the rules of payment
    and nobody said so in time; ``technical`` notes the first of these that holds. Both products are missed. Who has the
    money may make the due good within the thirty days, as after forgetting. Accounts late before pay later in the month
    and notice nothing, but for those on a plan, who pay on its due dates.
    """
    if not b.locked and p.outage_share <= 0.0 and p.rule_change_share <= 0.0:
        return False
    waits_paylater = b.late_paylater > 0 and b.plan == 0
    waits_cashloan = b.late_cashloan > 0 and b.plan == 0
    if (f.due_paylater == 0 or waits_paylater) and (f.due_cashloan == 0 or waits_cashloan):
        return False
    if b.locked:
        f.technical = Failure.LOCKED
    elif happens(keys, on.OUTAGE, i, p.outage_share):
        f.technical = Failure.OUTAGE
    elif happens(keys, on.RULE_CHANGE, i, p.rule_change_share * (1.0 - p.rule_notice)):
        f.technical = Failure.RULE_CHANGE
    return f.technical != Failure.NONE
