"""What other lenders ask, by risk (E17): a rate above that for a clean record, under the cap; beyond it they refuse.

Loans in instalments are dearer for whom the bureau shows late, or with many lenders. The cap cuts what is asked first;
where it leaves less than the risk costs, other lenders serve nobody: that is how a cap rations (D2).
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.policy import Policy
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["premium_asked", "rate_asked", "rate_elsewhere", "served_under_cap"]


@rule
def premium_asked(b: Borrower, policy: Policy, lender: int) -> float:
    """Return what another lender asks above its rate for a clean record, by what the bureau shows (E17).

    Formula:
        policy.outside_premium_record[lender] * bureau_record + policy.outside_premium_lender[lender] * multi_seen
    """
    late, lenders = policy.outside_premium_record[lender], policy.outside_premium_lender[lender]
    return late * b.bureau_record + lenders * b.multi_seen


@rule
def rate_asked(b: Borrower, p: Numbers, policy: Policy, lender: int) -> float:
    """Return the yearly rate that another lender asks for a new loan in instalments, under the cap (E17).

    Formula:
        min(policy.outside_apr[lender] + premium_asked, rate_cap_apr)
    """
    return min(policy.outside_apr[lender] + premium_asked(b, policy, lender), p.rate_cap_apr)


@rule
def rate_elsewhere(b: Borrower, p: Numbers, policy: Policy) -> float:
    """Return the yearly rate of what the borrower owes other lenders in instalments, under the cap (E17).

    Formula:
        min(policy.outside_apr[lender_elsewhere] + outside_premium, rate_cap_apr)
    """
    return min(policy.outside_apr[b.lender_elsewhere] + b.outside_premium, p.rate_cap_apr)


@rule
def served_under_cap(b: Borrower, p: Numbers, policy: Policy, lender: int) -> bool:
    """Whether the cap on rates lets another lender ask for what the applicant's risk costs it (D2, E17).

    Formula:
        policy.outside_breakeven[lender] + premium_asked <= rate_cap_apr
    """
    return policy.outside_breakeven[lender] + premium_asked(b, policy, lender) <= p.rate_cap_apr
