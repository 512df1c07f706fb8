"""Accounts locked for odd operation or half a year's silence, until identity is proved (A4, A13, E7).

While an account is locked nothing can be drawn, charged, repaid early or paid to the platform, nothing is bought with
its wallet, and no limit comes back: dues are missed by those with money too. Other lenders are paid as ever. The line
of an account locked at some time of the month is frozen for identity at the review; one whose owner was quick opens
again a month later.
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Contact, Queue
from tightrope.agents.flows import Flow
from tightrope.agents.lines import months_late
from tightrope.agents.money import share_of
from tightrope.agents.policy import Policy
from tightrope.agents.service import may_come, open_case, taken_up
from tightrope.agents.spending import subsistence
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, happens
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["lock", "prove_identity", "without_wallet"]


@rule
def lock(b: Borrower, p: Numbers, keys: Keys, i: int) -> None:
    """Lock an account before the due date: a new device or wrong passwords, rarer with literacy; or long silence.

    Formula:
        with chance min(1, lock_monthly * 2 * (1 - literacy))    its owner is honest
        with chance silent_lock_monthly                          silent, silent_months + 1 >= silent_lock_months

    So half a year's silence locks in its sixth month. While it is locked nothing is drawn or charged, and nothing can
    be paid to the platform either.
    """
    if b.locked:
        return
    odd = happens(keys, on.LOCK, i, min(1.0, p.lock_monthly * 2.0 * (1.0 - b.literacy)))
    deaf = b.contact == Contact.SILENT and b.silent_months + 1 >= p.silent_lock_months
    if odd or (deaf and happens(keys, on.SILENT_LOCK, i, p.silent_lock_monthly)):
        b.locked = 1


@rule
def without_wallet(b: Borrower, f: Flow, p: Numbers, plan: int) -> int:
    """Return what of the month's spending is left while the wallet is locked: needs are met by other means.

    Formula:
        wallet_blocked = min([wallet_share * plan], (plan - subsistence)+)      locked
        plan - wallet_blocked

    What is not spent stays at hand.
    """
    if not b.locked:
        return plan
    f.wallet_blocked = min(share_of(plan, p.wallet_share), max(0, plan - subsistence(b, p)))
    return plan - f.wallet_blocked


@rule
def hides(b: Borrower) -> bool:
    """Whether somebody in arrears keeps away: late from before, silent, and without the money to clear them.

    Formula:
        silent,  months_late > 0,  cash < overdue_paylater + overdue_cashloan

    Whoever has the money has nothing to hide, and may be in arrears through the lock itself.
    """
    unable = b.cash < b.overdue_paylater + b.overdue_cashloan
    return unable and b.contact == Contact.SILENT and months_late(b) > 0


@rule
def prove_identity(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """The owner of a locked account comes to the desk within the thirty days, unless hiding.

    Formula:
        comes with chance verify_ask_monthly      except who hides

    Once that is settled the account is open again, before collections ask for what was missed, and the silence is
    over. Another case that is open already serves as well, once the desk takes it up.
    """
    if not b.locked:
        return
    if may_come(b, policy) and not hides(b) and happens(keys, on.VERIFY, i, p.verify_ask_monthly):
        open_case(b, f, policy, Queue.VERIFICATION)
    if b.case == Queue.VERIFICATION and taken_up(b, f, policy, keys, i):
        b.silent_months = 0
