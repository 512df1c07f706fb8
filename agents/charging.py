"""What the platform asks for its cash loan: one rate for all, or by risk, dearer for low scores, under the cap (E11).

Rates follow the score of the day, for new and old debt alike, as all prices do here.
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.policy import REFERENCE_SCORE, Policy
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["cashloan_rate", "late_charge"]


@rule
def cashloan_rate(b: Borrower, p: Numbers, policy: Policy) -> float:
    """Return the yearly rate of the cash loan for a borrower.

    Formula:
        policy.cashloan_apr + cashloan_risk_slope * (650 - score) / 100      within 0 to rate_cap_apr
    """
    by_risk = p.cashloan_risk_slope * (REFERENCE_SCORE - b.score) / 100.0
    return min(max(0.0, policy.cashloan_apr + by_risk), p.rate_cap_apr)


@rule
def late_charge(b: Borrower, p: Numbers, policy: Policy) -> float:
    """Return the yearly late charge on the cash loan: what the cap leaves above the borrower's own rate.

    Formula:
        min(policy.late_fee_cashloan_apr, rate_cap_apr - cashloan_rate)
    """
    return min(policy.late_fee_cashloan_apr, p.rate_cap_apr - cashloan_rate(b, p, policy))
