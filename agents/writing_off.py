"""Debt that is written off: when, what is still recovered of it, and what it does to a record (E5, E8)."""

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Contact, LadderStage, Remedy, Status
from tightrope.agents.flows import Flow
from tightrope.agents.lines import in_arrears
from tightrope.agents.money import share_of
from tightrope.agents.policy import Policy
from tightrope.agents.queueing import step_back
from tightrope.agents.service import lapse
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import exp
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["recover", "stay_late", "write_off"]


@rule
def write_off(b: Borrower, f: Flow, p: Numbers, policy: Policy) -> None:
    """Write off a debt that is too old, and with it the other product (cross default); the account is closed.

    Formula:
        in_arrears >= writeoff_months      so none while a plan runs
    """
    if in_arrears(b) < p.writeoff_months:
        return
    f.writeoff_paylater = b.balance_paylater
    f.writeoff_cashloan = b.balance_cashloan
    b.written_off = b.balance_paylater + b.balance_cashloan
    b.balance_paylater = 0
    b.balance_cashloan = 0
    b.overdue_paylater = 0
    b.overdue_cashloan = 0
    b.instalment = 0
    b.late_paylater = 0
    b.late_cashloan = 0
    b.status = Status.WRITTEN_OFF
    b.frozen_month = int(policy.month)
    b.limit_paylater = 0
    b.limit_cashloan = 0
    b.withheld = 0
    b.contact = Contact.NOT_LATE
    b.silent_months = 0
    b.ladder = LadderStage.NONE
    b.locked = 0
    b.mending = Remedy.NONE
    step_back(b, f)
    lapse(b, f)


@rule
def recover(b: Borrower, f: Flow, p: Numbers, policy: Policy) -> None:
    """A written-off debtor pays a little of what is left of the debt each month, from what is at hand (E5).

    Formula:
        share     = recovery_monthly_share * exp(-recovery_fade * (month - frozen_month))
        recovered = min([share * written_off], cash)      nothing was taken from the wage

    The older a debt, the fewer of those who owe it are still reached. It is paid before other lenders are, out of the
    cash left after spending; after ``recovery_months`` the place is vacant.
    """
    if f.garnished > 0:
        return
    share = p.recovery_monthly_share * exp(-p.recovery_fade * (policy.month - b.frozen_month))
    asked = min(b.written_off, share_of(b.written_off, share))
    paid = max(0, min(asked, b.cash))
    f.recovered += paid
    b.cash -= paid
    b.written_off -= paid


@rule
def stay_late(b: Borrower, p: Numbers) -> None:
    """Every month in which written-off debt is pursued is a late month more (E8).

    Formula:
        lateness <- lateness + 1 - lateness / memory_months
    """
    b.lateness += 1.0 - b.lateness / p.memory_months
