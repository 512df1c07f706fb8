"""What is counted of default: who may reach it and does, what is owed then, and what comes of it."""

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Cause, Status
from tightrope.agents.flows import Flow
from tightrope.model.measures.tally import Tally
from tightrope.scenarios.engine.compiled import rule

__all__ = ["count_default", "count_start", "in_default"]

WATCHED_MONTHS = 24
"""Months for which borrowers are followed after a lump-sum raise, a default, or a plan that ended one."""
_PLAN_AFTER_DEFAULT = 12
"""Months from reaching default within which a plan counts as agreed because of it."""
_REPAID_RECENTLY = 12
"""Months for which an early repayment is recent."""


@rule
def in_default(b: Borrower, month: int) -> bool:
    """Whether a borrower is in default as ``month`` begins: 90 days past due were reached and are not settled yet.

    A plan settles nothing by being agreed: who leaves default by a plan is followed until two years after it.
    """
    if b.ever_defaulted:
        return True
    waited, ago = b.plan_month - b.default_month, month - b.plan_month
    by_plan: bool = 0 <= waited < _PLAN_AFTER_DEFAULT and ago <= WATCHED_MONTHS
    return by_plan


@rule
def count_start(t: Tally, b: Borrower, f: Flow, month: int) -> None:
    """Count who may default this month or want repaid money back, and note what the record will not tell at its end."""
    t.prepaid_before += 0 < month - b.prepaid_month <= _REPAID_RECENTLY
    f.was_in_default = in_default(b, month)
    if (b.balance_paylater > 0 or b.balance_cashloan > 0) and not b.ever_defaulted:
        t.exposed += 1
        t.exposed_raised += month - b.raised_month <= WATCHED_MONTHS


@rule
def count_default(t: Tally, b: Borrower, f: Flow, month: int) -> None:
    """Count who reaches default and what is owed then, what comes of it later, and what its bearers earn."""
    if f.defaulted:
        t.defaulted += 1
        t.defaulted_raised += month - b.raised_month <= WATCHED_MONTHS
        if not f.was_in_default:
            t.entered_default += 1
            t.defaulted_short += f.default_cause == Cause.SHORT
            t.defaulted_held_out += f.default_cause == Cause.HELD_OUT
            t.defaulted_balance += b.balance_paylater + b.balance_cashloan
    t.default_paid += f.recovered
    if f.was_in_default:
        t.default_paid += f.paid_paylater + f.paid_cashloan
        if b.status == Status.ACTIVE and not in_default(b, month + 1):
            t.default_returned += b.balance_paylater + b.balance_cashloan
    if 0 < month - b.default_month <= WATCHED_MONTHS:
        t.income_defaulted += f.income
        t.income_usual_defaulted += b.income_usual
