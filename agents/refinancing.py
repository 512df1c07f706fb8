"""A cheaper lender pays the cash loan off, and the customer stays with the platform: a balance transfer (C18).

Whoever is in good standing can have it, so it takes away the better part of the book. For the platform it is an early
repayment like any other: a cool-off keeps the limit away, and who wants the money back draws again. Whom another lender
takes over on leaving for good is the business of ``trusting``.
"""

from tightrope.agents.approving import borrow_from, late_with_anybody
from tightrope.agents.borrower import Borrower
from tightrope.agents.borrowing import repay_early
from tightrope.agents.charging import cashloan_rate
from tightrope.agents.choosing import lend_in_instalments, lenders_asked
from tightrope.agents.codes import Remedy
from tightrope.agents.flows import Flow
from tightrope.agents.policy import Policy
from tightrope.agents.pricing import rate_asked
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, happens
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["may_refinance", "refinance"]


@rule
def may_refinance(b: Borrower, f: Flow) -> bool:
    """Whether somebody could have the cash loan paid off: in good standing, and nothing asked or repaid this month.

    Formula:
        balance_cashloan > 0, nothing late with anybody, no plan, not locked, not MENDING
        not applied_outside, not redrew, prepaid = 0
    """
    if b.balance_cashloan == 0 or b.locked or b.plan > 0 or b.mending == Remedy.MENDING or late_with_anybody(b):
        return False
    return not (f.applied_outside or f.redrew or f.prepaid > 0)


@rule
def refinance(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Ask a lender who is clearly cheaper for a loan in instalments, and repay the cash loan with what is lent (C18).

    Formula:
        compares rates with chance min(1, 2 * literacy * refinance_monthly)                  may_refinance
        asks lenders_asked' first for balance_cashloan      rate_asked <= cashloan_rate - refinance_gain
        repay_early of what is lent

    The literate look at rates more often, as they do where they choose a lender.
    """
    if not may_refinance(b, f) or not happens(keys, on.REFINANCE, i, min(1.0, 2.0 * b.literacy * p.refinance_monthly)):
        return
    lender, _ = lenders_asked(b, p, policy, b.balance_cashloan, keys, i)
    if rate_asked(b, p, policy, lender) > cashloan_rate(b, p, policy) - p.refinance_gain:
        return
    f.asked_lender = lender
    lent = borrow_from(b, f, p, policy, b.balance_cashloan, lender, keys, i)
    lend_in_instalments(b, f, policy, lent, lender)
    if lent > 0:
        repay_early(b, f, p, policy, lent, i)
