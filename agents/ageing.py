"""A month of what is owed is closed: months past due, interest and fees, memory, why default came (E8, E11)."""

import math

from tightrope.agents.borrower import DEFAULT_MONTHS, NEVER, Borrower
from tightrope.agents.charging import cashloan_rate, late_charge
from tightrope.agents.codes import Cause
from tightrope.agents.flows import Flow
from tightrope.agents.lines import in_arrears, months_late
from tightrope.agents.money import grows_by, share_of
from tightrope.agents.policy import Policy
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, happens
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["age", "months_past_due", "reported_lateness"]


@rule
def months_past_due(before: int, overdue: int, monthly: int, paid: int) -> int:
    """Return the age of the oldest unpaid due: at most a month more than before, less only where old dues were paid.

    Formula:
        0                                                    overdue = 0
        before + 1                                           paid = 0
        max(1, min(before + 1, ceil(overdue / monthly)))     else
    """
    if overdue <= 0:
        return 0
    if paid <= 0:
        return before + 1
    unpaid = int(math.ceil(overdue / max(1, monthly)))
    return max(1, min(before + 1, unpaid))


@rule
def interest_on(b: Borrower, f: Flow, p: Numbers, amount: int, apr: float) -> int:
    """Return a month's interest on ``amount``, fen, less what a hardship plan waives of it (E6).

    Formula:
        interest  = [amount * apr / 12]
        waived    = [interest_waiver * interest]      while a plan runs
    """
    interest = share_of(amount, apr / 12.0)
    if b.plan > 0:
        waived = share_of(interest, p.interest_waiver)
        f.waived += waived
        interest -= waived
    return interest


@rule
def age(b: Borrower, f: Flow, p: Numbers, policy: Policy) -> None:
    """Close the month of both products: lateness counts up or clears, interest and late charges are added (E11).

    Formula:
        late_paylater     = months_past_due, by least_paylater a month      stays, until repaid, while a plan runs or
        late_cashloan     = months_past_due, by instalment a month          payments are put off
                            as if nothing was paid      late_cashloan >= called_months and something stays overdue
        interest_paylater = [policy.paylater_apr / 12 * (balance_paylater - charges)+]      less what a plan waives
        interest_cashloan = [cashloan_rate / 12 * balance_cashloan]                         less what a plan waives
        fees_paylater     = [policy.late_fee_paylater_apr / 12 * overdue_paylater]
        fees_cashloan     = [late_charge / 12 * overdue_cashloan]
        balance          <- balance + interest + fees      neither from non_accrual_months past due on; by grows_by

    A loan that is called ages on with every month, unless all that is past due is paid: an instalment no longer holds
    it. No interest is booked on what is long past due. A new month's charges bear none, so a bill paid in full is free.
    """
    if b.plan == 0 and b.deferral == 0:
        b.late_paylater = months_past_due(b.late_paylater, b.overdue_paylater, f.least_paylater, f.paid_paylater)
        held_by = f.paid_cashloan if b.late_cashloan < p.called_months else 0
        b.late_cashloan = months_past_due(b.late_cashloan, b.overdue_cashloan, b.instalment, held_by)
    else:
        b.late_paylater = b.late_paylater if b.balance_paylater > 0 else 0
        b.late_cashloan = b.late_cashloan if b.balance_cashloan > 0 else 0
    b.paylater_aged = b.late_paylater > f.was_late_paylater
    if b.late_paylater < p.non_accrual_months:
        carried = max(0, b.balance_paylater - f.charges)
        interest = interest_on(b, f, p, carried, policy.paylater_apr)
        fees = share_of(b.overdue_paylater, policy.late_fee_paylater_apr / 12.0)
        f.interest_paylater = grows_by(b.balance_paylater, interest)
        b.balance_paylater += f.interest_paylater
        f.fees_paylater = grows_by(b.balance_paylater, fees)
        b.balance_paylater += f.fees_paylater
    if b.late_cashloan < p.non_accrual_months:
        interest = interest_on(b, f, p, b.balance_cashloan, cashloan_rate(b, p, policy))
        fees = share_of(b.overdue_cashloan, late_charge(b, p, policy) / 12.0)
        f.interest_cashloan = grows_by(b.balance_cashloan, interest)
        b.balance_cashloan += f.interest_cashloan
        f.fees_cashloan = grows_by(b.balance_cashloan, fees)
        b.balance_cashloan += f.fees_cashloan
    remember_lateness(b, f, p, policy)


@rule
def remember_lateness(b: Borrower, f: Flow, p: Numbers, policy: Policy) -> None:
    """Keep the platform's memory of late months, and mark who reaches 90 days past due (default).

    Formula:
        lateness <- (1 - 1 / memory_months) * lateness + 1      the last where in_arrears > 0
        slips    <- (1 - 1 / memory_months) * slips + 1         the last where a due was missed, and in_arrears = 0

    Default is 3 months past due on either product, counted once in a delinquency. Neither a hardship plan nor a
    deferral clears a record: while it runs the account counts as just late, and a default as not yet over. A month of
    it is no late month more.
    """
    late = in_arrears(b)
    kept = 1.0 - 1.0 / p.memory_months
    b.lateness *= kept
    b.slips *= kept
    if late > 0:
        b.lateness += 1.0
        b.months_since_late = 0
    elif b.plan == 0 and months_late(b) == 0:
        b.months_since_late = min(NEVER, b.months_since_late + 1)
        b.ever_defaulted = 0
    if late == 0 and f.missed_paylater + f.missed_cashloan > 0:
        b.slips += 1.0
    if late >= DEFAULT_MONTHS and not b.ever_defaulted:
        b.ever_defaulted = 1
        b.default_month = int(policy.month)
        f.defaulted = 1
        f.default_cause = cause_of_default(b, f)


@rule
def cause_of_default(b: Borrower, f: Flow) -> int:
    """Return why 90 days past due were reached.

    Formula:
        SHORT       the money was not there for three months
        FAILED      else, where the account is locked
        HELD_OUT    else, where the borrower holds out
        FORGOT      else
    """
    if b.unable >= DEFAULT_MONTHS:
        return Cause.SHORT
    if b.locked:
        return Cause.FAILED
    return Cause.HELD_OUT if f.held_out else Cause.FORGOT


@rule
def reported_lateness(b: Borrower, p: Numbers, keys: Keys, i: int) -> float:
    """Return the late months on the platform that reach the bureau: all of a borrower's, or none (E8, D2).

    Formula:
        lateness      with chance bureau_reporting, by a draw kept for good; else 0

    A duty to report is a share of 1.
    """
    if b.lateness > 0.0 and happens(keys, on.REPORTED, i, p.bureau_reporting):
        return b.lateness
    return 0.0
