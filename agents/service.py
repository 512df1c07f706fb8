"""The service desk: one open case a borrower, taken up in the order of arrival as far as the staff goes (E3).

One desk works on proofs of identity, manual reviews of limits and appeals. Proofs come, and where there is a place are
settled, within the thirty days; reviews and appeals come with the platform's review and are settled from the next on.
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Queue
from tightrope.agents.flows import Flow
from tightrope.agents.policy import Policy
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, uniform

__all__ = ["lapse", "may_come", "open_case", "taken_up"]


@rule
def may_come(b: Borrower, policy: Policy) -> bool:
    """Whether a case may be opened: one at a time, and one a month."""
    return b.case == Queue.NONE and b.case_month < policy.month


@rule
def open_case(b: Borrower, f: Flow, policy: Policy, kind: Queue) -> None:
    """Let a case come to the desk, to wait from this month on."""
    b.case = kind
    b.case_month = int(policy.month)
    f.case_arrived = kind


@rule
def taken_up(b: Borrower, f: Flow, policy: Policy, keys: Keys, i: int) -> bool:
    """Whether the desk settles the borrower's case this month: proofs of identity first, then the others.

    Formula:
        case_month + u < policy.desk_identity      proofs of identity
        case_month + u < policy.desk               else

    Whoever stands at the desk proves identity with it, so that a locked account is open again (E7).
    """
    upto = policy.desk_identity if b.case == Queue.VERIFICATION else policy.desk
    if b.case_month + uniform(keys, on.DESK, i) >= upto:
        return False
    f.case_served = b.case
    f.case_waited = int(policy.month) - b.case_month
    b.case = Queue.NONE
    b.locked = 0
    return True


@rule
def lapse(b: Borrower, f: Flow) -> None:
    """Withdraw an open case: its reason is gone, or the borrower is.

    An appeal lapses when the line opens or its holder gives up; a manual review when the line is frozen, the score
    falls short or a new cool-off begins; any case when the borrower leaves or is written off.
    """
    if b.case != Queue.NONE:
        f.case_withdrawn = b.case
        b.case = Queue.NONE
