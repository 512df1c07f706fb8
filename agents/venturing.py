"""What credit does for a small business: ventures that pay or fail, and what a closed line takes from it (C19).

Small firms earn some 5 % a month on capital that they are given (de Mel, McKenzie and Woodruff 2008), yet small loans
hardly raise profits on average (Banerjee, Karlan and Zinman 2015): many ventures fail, and the debt remains.
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import FreezeReason, Segment, Status
from tightrope.agents.money import share_of
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, happens
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["run_business", "venture"]

_LEAST, _MOST = -0.5, 1.0
"""Shares of usual income below and above which credit takes a business nowhere: within the record's range."""


@rule
def venture(b: Borrower, p: Numbers, bought: int, keys: Keys, i: int) -> float:
    """Return what a venture adds to a business's income from now on, of usual income: nothing where it fails.

    Formula:
        venture_return_monthly * [venture_share * bought] / income_usual      with chance venture_success
    """
    invested = share_of(bought, p.venture_share)
    if invested == 0 or not happens(keys, on.VENTURE, i, p.venture_success):
        return 0.0
    return p.venture_return_monthly * invested / b.income_usual


@rule
def run_business(b: Borrower, p: Numbers, bought: int, keys: Keys, i: int) -> None:
    """The self-employed put part of what they buy on credit into the business; without the line it runs down.

    Formula:
        business <- (1 - venture_fade_monthly) * business + venture - stalled      within -0.5 to 1
        stalled   = stall_monthly      line frozen, with appetite for it; no more once written off
        business <- 0                  without work: it was closed

    What a venture pays fades, and so does what a closed line took, once it is open again or gone for good: the business
    finds its way without.
    """
    if b.segment != Segment.SELF_EMPLOYED:
        return
    if not b.employed:
        b.business = 0.0
        return
    frozen = b.freeze_reason != FreezeReason.NONE and b.status == Status.ACTIVE
    stalled = p.stall_monthly if frozen and b.appetite > 0.0 else 0.0
    business = (1.0 - p.venture_fade_monthly) * b.business + venture(b, p, bought, keys, i) - stalled
    b.business = min(_MOST, max(_LEAST, business))
