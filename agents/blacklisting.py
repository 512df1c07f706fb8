"""The blacklist that other lenders share: a default with anybody closes all their doors for a while (E13)."""

from tightrope.agents.borrower import DEFAULT_MONTHS, Borrower
from tightrope.agents.lines import months_late
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["blacklist"]


@rule
def blacklist(b: Borrower, p: Numbers, reported: float) -> None:
    """Lenders tell each other who is in default, here or there, and forget it after some months (E13).

    Formula:
        blacklisted <- blacklist_months                               late_outside >= 3, or reported > 0 and
                                                                      late_paylater >= 3 or late_cashloan >= 3
                     = min(blacklisted - 1, blacklist_months)         else, down to 0

    ``reported``: the late months on the platform that reach the bureau. Nobody else lends while ``blacklisted`` > 0.
    """
    if b.late_outside >= DEFAULT_MONTHS or (reported > 0.0 and months_late(b) >= DEFAULT_MONTHS):
        b.blacklisted = int(p.blacklist_months)
    elif b.blacklisted > 0:
        b.blacklisted = min(b.blacklisted - 1, int(p.blacklist_months))
