"""What is behind a starting account: how old it is, how late, what was repaid early, what was frozen.

A known fact is taken; the others are drawn from the stock that steady flows leave behind.
"""

from tightrope.agents.ageing import reported_lateness
from tightrope.agents.borrower import DEFAULT_MONTHS, NEVER, Borrower
from tightrope.agents.codes import FreezeReason
from tightrope.agents.endowing import known
from tightrope.agents.money import share_of
from tightrope.agents.policy import Policy
from tightrope.agents.repaying import oversight, paylater_overlooked, pays_by_hand
from tightrope.agents.scoring import debt_to_income
from tightrope.agents.suspecting import turns_over
from tightrope.scenarios.books.columns import BookRow
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import NEXT_TO_NOTHING, exp, log
from tightrope.scenarios.engine.streams import Keys, happens, uniform
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["draw_lateness", "draw_prepaid", "draw_tenure", "freeze_from_before", "remembered_slips"]

_OLDEST_START = 8
"""Months past due that no starting account exceeds: one short of the age at which debts are written off by default."""
_LOOKED_BACK = 12
"""Months back from which early repayments are drawn: a year, as measures look back; cool-offs are long over."""


@rule
def draw_prepaid(b: Borrower, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Some users of the cash loan repaid one early within the last year; the latest still miss the limit.

    Formula:
        ago    = floor(u / (start_able_share * prepay_monthly))      months; 12 or more: none
        repaid = [start_repaid_share * (limit_cashloan - balance_cashloan)+]
        repaid_early = repaid
        withheld = repaid,   cool_off = policy.cool_off_months - ago      ago <= policy.cool_off_months

    It is one cycle, where it turns the line over.
    """
    if b.appetite <= 0.0:
        return
    ago = int(uniform(keys, on.ARRIVE_PREPAID, i) / max(NEXT_TO_NOTHING, p.start_able_share * p.prepay_monthly))
    if ago < _LOOKED_BACK:
        b.prepaid_month = -ago
        repaid = share_of(max(0, b.limit_cashloan - b.balance_cashloan), p.start_repaid_share)
        b.repaid_early = repaid
        if turns_over(b, p, repaid):
            b.turnover_month = -ago
            b.cycles = 1
        if policy.cool_off_months >= 1.0 and ago <= policy.cool_off_months:
            b.withheld = repaid
            b.cool_off = int(policy.cool_off_months) - ago


@rule
def draw_tenure(row: BookRow, p: Numbers, keys: Keys, i: int) -> float:
    """Return the months that a starting account has existed: known, or drawn and not shorter than known lateness.

    Formula:
        tenure = -start_tenure_months * log(1 - u)
    """
    if known(row.tenure_months):
        return float(row.tenure_months)
    tenure = -p.start_tenure_months * log(1.0 - uniform(keys, on.ARRIVE_TENURE, i))
    if known(row.months_past_due_paylater):
        tenure = max(tenure, row.months_past_due_paylater)
    if known(row.months_past_due_cashloan):
        tenure = max(tenure, row.months_past_due_cashloan)
    if known(row.months_since_late) and row.months_since_late < NEVER:
        tenure = max(tenure, row.months_since_late)
    return tenure


@rule
def draw_lateness(b: Borrower, row: BookRow, p: Numbers, tenure: float, keys: Keys, i: int) -> None:
    """Set months past due: known, or drawn from the stock that a steady flow into lateness leaves behind.

    Formula:
        of the cash loan    months_in_stock
        of paylater         as the cash loan; else 1 month with chance start_late_paylater
        overdue_cashloan    = late_cashloan * instalment
        overdue_paylater    = late_paylater * [revolve_minimum_share * balance_paylater]

    Nobody is late for longer than the account has existed.
    """
    draw = uniform(keys, on.ARRIVE_LATE, i)
    months = 0
    if b.balance_cashloan > 0 and not known(row.months_past_due_cashloan):
        months = months_in_stock(draw, p, tenure)
    elif known(row.months_past_due_cashloan):
        months = int(row.months_past_due_cashloan)
    b.late_cashloan = min(_OLDEST_START, months) if b.balance_cashloan > 0 else 0
    b.loan_worst = b.late_cashloan
    paylater = b.late_cashloan
    if known(row.months_past_due_paylater):
        paylater = int(row.months_past_due_paylater)
    elif paylater == 0 and draw > 1.0 - p.start_late_paylater and tenure >= 1.0:
        paylater = 1
    b.late_paylater = min(_OLDEST_START, paylater) if b.balance_paylater > 0 else 0
    b.overdue_cashloan = min(b.balance_cashloan, b.late_cashloan * b.instalment)
    least = max(1, share_of(b.balance_paylater, p.revolve_minimum_share))
    b.overdue_paylater = min(b.balance_paylater, b.late_paylater * least)
    b.ever_defaulted = int(max(b.late_cashloan, b.late_paylater) >= DEFAULT_MONTHS)
    draw_past_lateness(b, row, p, tenure, draw, keys, i)


@rule
def months_in_stock(draw: float, p: Numbers, tenure: float) -> int:
    """Return the months past due on the cash loan that a draw falls upon, in the stock of such loans.

    Formula:
        start_late_cashloan are 1 month late; times start_roll_first 2 months,
        and times start_roll_later for each month more, up to 8

    Fewer of a cash loan's entrants roll on after the first month than later, as in a calm market.
    """
    left = draw
    stock = p.start_late_cashloan
    for k in range(1, _OLDEST_START + 1):
        if k > tenure:
            return 0
        if left < stock:
            return k
        left -= stock
        stock *= p.start_roll_first if k == 1 else p.start_roll_later
    return 0


@rule
def draw_past_lateness(b: Borrower, row: BookRow, p: Numbers, tenure: float, draw: float, keys: Keys, i: int) -> None:
    """Set how long ago the last lateness was, known or from the flow into late paylater bills, and who remembers it.

    Formula:
        since         = (1 - u) / start_late_paylater      months; u: the draw that makes paylater late
        slips         = remembered_slips
        lateness      = months past due + start_lateness_months * exp(-since / memory_months)      unless never late
        bureau_record = start_record_share * reported_lateness

    What is drawn from before the account existed was with others: the bureau may show it, the platform knows of none;
    and as nothing renews that record, the bureau forgets it at its lag.
    """
    late = max(b.late_cashloan, b.late_paylater)
    since = row.months_since_late
    here = True
    if not known(since):
        since = (1.0 - draw) / p.start_late_paylater if p.start_late_paylater > 0.0 else float(NEVER)
        here = since <= tenure
    b.months_since_late = int(min(float(NEVER), since)) if late == 0 else 0
    b.lateness = 1.0 * late
    if b.months_since_late < NEVER:
        b.lateness += p.start_lateness_months * exp(-since / p.memory_months)
    b.slips = remembered_slips(b, p, tenure, keys, i)
    b.bureau_record = p.start_record_share * reported_lateness(b, p, keys, i)
    if not here:
        b.lateness = 1.0 * late
        b.months_since_late = NEVER if late == 0 else 0


@rule
def remembered_slips(b: Borrower, p: Numbers, tenure: float, keys: Keys, i: int) -> float:
    """Return the months with a due missed that the platform remembers of who pays by hand: as many as usual.

    Formula:
        monthly = 1 - (1 - oversight of paylater_overlooked) * (1 - oversight of forget_cashloan_monthly)
                  each where that product is owed
        monthly * memory_months * (1 - exp(-tenure / memory_months))      pays_by_hand; else 0
    """
    if not pays_by_hand(b, p, keys, i):
        return 0.0
    without = 1.0
    if b.balance_paylater > 0:
        without *= 1.0 - oversight(p, paylater_overlooked(b, p))
    if b.balance_cashloan > 0:
        without *= 1.0 - oversight(p, p.forget_cashloan_monthly)
    return (1.0 - without) * p.memory_months * (1.0 - exp(-tenure / p.memory_months))


@rule
def freeze_from_before(b: Borrower, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Freeze the lines of a starting book that would have been frozen in earlier months.

    Formula:
        delinquency    late_cashloan > 0, with chance late_freeze: late_cashloan months ago
        risk           score < risk_cutoff or debt_to_income > debt_to_income_cutoff,
                       with chance min(1, start_freeze_factor * freeze_monthly): start_frozen_months ago
    """
    if b.late_cashloan > 0 and happens(keys, on.LATE_FREEZE, i, p.late_freeze):
        b.freeze_reason = FreezeReason.DELINQUENCY
        b.frozen_month = int(policy.month) - b.late_cashloan
    elif (b.score < p.risk_cutoff or debt_to_income(b, p, policy) > p.debt_to_income_cutoff) and happens(
        keys, on.FREEZE, i, min(1.0, p.start_freeze_factor * p.freeze_monthly)
    ):
        b.freeze_reason = FreezeReason.RISK
        b.frozen_month = int(policy.month) - int(p.start_frozen_months)
