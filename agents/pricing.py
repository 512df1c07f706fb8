"""What other lenders ask, by risk (E17): a rate above that for a clean record, under the cap; beyond it they refuse.

Loans in instalments are dearer for whom the bureau shows late, or with many lenders. The cap cuts what is asked first;
where it leaves less than the risk costs, other lenders serve nobody: that is how a cap rations (D2).
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.policy import Policy
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["premium_asked", "rate_elsewhere", "served_under_cap"]


@rule
def premium_asked(b: Borrower, p: Numbers) -> float:
    """Return what other lenders ask above their rate for a clean record, by what the bureau shows (E17).

    Formula:
        outside_record_premium * bureau_record + outside_lender_premium * multi_seen
    """
    return p.outside_record_premium * b.bureau_record + p.outside_lender_premium * b.multi_seen


@rule
def rate_elsewhere(b: Borrower, p: Numbers, policy: Policy) -> float:
    """Return the yearly rate of what the borrower owes other lenders in instalments, under the cap (E17).

    Formula:
        min(policy.outside_apr + outside_premium, rate_cap_apr)
    """
    return min(policy.outside_apr + b.outside_premium, p.rate_cap_apr)


@rule
def served_under_cap(b: Borrower, p: Numbers) -> bool:
    """Whether the cap on rates lets other lenders ask for what the applicant's risk costs them (D2, E17).

    Formula:
        outside_breakeven_apr + premium_asked <= rate_cap_apr
    """
    return p.outside_breakeven_apr + premium_asked(b, p) <= p.rate_cap_apr
