"""The blacklist that other lenders share: a default with anybody closes all their doors for a while (E13)."""

from tightrope.agents.borrower import DEFAULT_MONTHS, Borrower
from tightrope.agents.lines import months_late
from tightrope.agents.policy import Policy
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["blacklist", "blacklisted"]


@rule
def blacklisted(b: Borrower, p: Numbers, policy: Policy) -> bool:
    """Whether other lenders still hold a default against the borrower, with whomever it was (E13).

    Formula:
        policy.month - blacklisted_month < blacklist_months
    """
    return p.blacklist_months > 0.0 and policy.month - b.blacklisted_month < p.blacklist_months


@rule
def blacklist(b: Borrower, p: Numbers, policy: Policy, reported: float) -> None:
    """Lenders tell each other who is in default, here or there, or has just been written off elsewhere (E13).

    Formula:
        blacklisted_month = month      late_outside >= 3, or late_paylater or late_cashloan >= 3 and reported > 0

    ``reported``: the late months on the platform that reach the bureau.
    """
    if b.late_outside >= DEFAULT_MONTHS or (reported > 0.0 and months_late(b) >= DEFAULT_MONTHS):
        b.blacklisted_month = int(policy.month)
