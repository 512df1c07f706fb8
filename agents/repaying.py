"""The due date: who pays, forgets, holds back or cannot; which debt goes first when money is scarce (C4, C10, C12).

Accounts that are late already wait for the thirty days after the due date. Other lenders are paid now, arrears
included, as far as the cash goes. What a bank is owed is put aside before anything is spent. Where money is scarce the
bank comes before the platform, and the platform before its rivals (Bao and Huang 2021).
"""

from tightrope.agents.borrower import DEFAULT_MONTHS, Borrower
from tightrope.agents.borrowing import disappointment, draw_for_dues
from tightrope.agents.charging import cashloan_rate
from tightrope.agents.codes import Cause
from tightrope.agents.failing import payment_fails
from tightrope.agents.flows import Flow
from tightrope.agents.lines import carries_over, in_arrears
from tightrope.agents.persons import person
from tightrope.agents.policy import Policy
from tightrope.agents.pricing import rate_elsewhere
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, happens
from tightrope.scenarios.parameters.table import Numbers

__all__ = [
    "left_aside", "oversight", "pay_cashloan", "pay_first", "pay_on_due_date", "pay_outside", "pay_paylater",
    "paylater_overlooked", "pays_by_hand", "set_aside_first",
]  # fmt: skip

_PAYLATER, _CASHLOAN, _OUTSIDE, _DEBTS = 0, 1, 2, 3
"""Debts, and how many there are."""
_MORE_THAN_ANY_DUE = 1e10
"""Fen: brings dues far below one, so that they rank among themselves before ``_BEHIND`` is added."""
_BEHIND, _PAID = 10.0, 1e9
"""Ranks behind those of all other debts, more than any rate or scaled due; and of what has been served already."""


@rule
def pay_paylater(b: Borrower, f: Flow, amount: int) -> int:
    """Pay up to ``amount`` on paylater, overdue part first; never more than cash or balance. Returns the fen paid.

    A locked account cannot be paid on (A4).
    """
    if b.locked:
        return 0
    paid = max(0, min(amount, b.cash, b.balance_paylater))
    b.cash -= paid
    b.balance_paylater -= paid
    b.overdue_paylater = max(0, b.overdue_paylater - paid)
    f.paid_paylater += paid
    return paid


@rule
def pay_cashloan(b: Borrower, f: Flow, amount: int) -> int:
    """The same for the cash loan."""
    if b.locked:
        return 0
    paid = max(0, min(amount, b.cash, b.balance_cashloan))
    b.cash -= paid
    b.balance_cashloan -= paid
    b.overdue_cashloan = max(0, b.overdue_cashloan - paid)
    f.paid_cashloan += paid
    return paid


@rule
def pay_outside(b: Borrower, f: Flow, amount: int) -> int:
    """The same for other lenders: of several loans alike as many are served in full as the cash reaches for.

    Formula:
        paid = amount                                                       cash >= amount
             = floor(cash * lenders / amount) * floor(amount / lenders)     else
        lenders = max(1, outside_lenders * amount / due_outside)            rounded: of a part of the dues, those unpaid
    """
    paid = max(0, min(amount, b.outside_debt))
    if paid > b.cash:
        lenders = max(1, int(b.outside_lenders * paid / max(paid, f.due_outside) + 0.5))
        paid = int(b.cash * lenders / paid) * (paid // lenders)
    b.cash -= paid
    b.outside_debt -= paid
    b.outside_overdue = max(0, b.outside_overdue - paid)
    f.outside_paid += paid
    return paid


@rule
def set_aside_first(b: Borrower, f: Flow, policy: Policy, keys: Keys, i: int) -> None:
    """What falls due to a lender who comes before everything else, as a bank does, is not for spending (C4).

    Formula:
        set_aside = (due_outside - outside_fringe)+      with chance policy.outside_first[lender_elsewhere],
                                                         by a draw kept for good
                  = 0                                    else, and in default with anybody

    Who owes a bank and a platform lets the platform wait, and nothing is too dear to be cut for it: where money ends,
    groceries fall by a sixth (Ganong and Noel 2019). Whose record is lost has no such reason any more.
    """
    if max(in_arrears(b), b.late_outside) >= DEFAULT_MONTHS:
        return
    if happens(keys, on.FIRST_CREDITOR, person(b, i), policy.outside_first[b.lender_elsewhere]):
        f.set_aside = max(0, f.due_outside - b.outside_fringe)


@rule
def pay_first(b: Borrower, f: Flow) -> None:
    """Pay what is set aside and not paid yet, as far as the cash goes."""
    pay_outside(b, f, left_aside(f))


@rule
def left_aside(f: Flow) -> int:
    """Return what is set aside and not paid yet, fen.

    Formula:
        (set_aside - outside_paid)+
    """
    return max(0, f.set_aside - f.outside_paid)


@rule
def pays_by_hand(b: Borrower, p: Numbers, keys: Keys, i: int) -> bool:
    """Whether somebody pays each bill by hand, where others have it taken from an account: a lasting habit (C10).

    Formula:
        with chance min(1, 2 * (1 - literacy) * by_hand_share)      by a draw kept for good

    Of cards paid by hand one in five is late in a month, however long it has been held, of the others hardly any
    (Gathergood et al. 2021). What somebody learns may move them to a standing order while it lasts.
    """
    return happens(keys, on.BY_HAND, i, min(1.0, 2.0 * (1.0 - b.literacy) * p.by_hand_share))


@rule
def oversight(p: Numbers, chance: float) -> float:
    """Return the chance that who pays by hand overlooks a due which ``chance`` of all of middling literacy overlook.

    Formula:
        min(1, chance / by_hand_share) * (1 - reminder_effect)
    """
    return min(1.0, chance / p.by_hand_share) * (1.0 - p.reminder_effect)


@rule
def paylater_overlooked(b: Borrower, p: Numbers) -> float:
    """Return how many of middling literacy overlook a paylater bill: fewer of those who carry a debt over.

    Formula:
        forget_paylater_monthly      times revolver_forgetting where carries_over
    """
    return p.forget_paylater_monthly * (p.revolver_forgetting if carries_over(b) else 1.0)


@rule
def forgets(b: Borrower, p: Numbers, chance: float, purpose: int, keys: Keys, i: int) -> bool:
    """Whether a due date is missed, whatever the money at hand: by those alone who pay by hand.

    Formula:
        with chance oversight      pays_by_hand
    """
    return pays_by_hand(b, p, keys, person(b, i)) and happens(keys, purpose, i, oversight(p, chance))


@rule
def puts_platform_first(b: Borrower, p: Numbers, keys: Keys, i: int) -> bool:
    """Whether the platform is served before other lenders this month, by trust (C4, C12).

    Formula:
        with chance platform_first * trust      one draw for all that it decides in a month
    """
    return happens(keys, on.PLATFORM_FIRST, i, p.platform_first * b.trust)


@rule
def rank(
    b: Borrower, p: Numbers, policy: Policy, debt: int, due: int, dearest_first: bool, platform_first: bool
) -> float:
    """Return the place of a debt in the borrower's order of payment; the lowest is paid first.

    Formula:
        -apr      dearest first: policy.paylater_apr, 0 unless carries_over; cashloan_rate; rate_elsewhere
        due       else: smallest first
        behind    other lenders, where the platform comes first
    """
    apr = rate_elsewhere(b, p, policy)
    if debt == _PAYLATER:
        apr = policy.paylater_apr if carries_over(b) else 0.0
    elif debt == _CASHLOAN:
        apr = cashloan_rate(b, p, policy)
    own_order = -apr if dearest_first else due / _MORE_THAN_ANY_DUE
    behind = _BEHIND if platform_first and debt == _OUTSIDE else 0.0
    return own_order + behind


@rule
def pay_on_due_date(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Accounts not late before, or on a plan, pay what is due as far as they remember, are willing, and have the money.

    Formula:
        a due is passed over      where payments fail                                      both products
                                  with chance distrust_delay_monthly * disappointment      both products
                                  with chance forget_cashloan_monthly                      cash loan (forgets)
                                  with chance paylater_overlooked                          paylater (forgets)
        arrears     = overdue_paylater + least_paylater + overdue_cashloan + due_cashloan
        outside    <= (cash - arrears)+                           late on the platform, which comes first
        due_paylater <- min(due_paylater, least_paylater)         cash does not cover all that is to be paid

    Who comes first is paid first (``set_aside``). Late accounts wait for the thirty days after the due date, when
    collections work on them; who puts the platform first keeps the money for that. Where the money does not reach, the
    standing order on paylater falls to the least payment and an open line is drawn on (``draw_for_dues``); then debts
    are served in the borrower's own order: dearest or smallest first by literacy, the platform before other lenders by
    trust. Other lenders are paid even where payments to the platform fail.
    """
    pay_first(b, f)
    holds_back = happens(keys, on.DELAY, i, p.distrust_delay_monthly * disappointment(b))
    fails = payment_fails(b, f, p, keys, i)
    paylater = f.due_paylater
    forgotten = forgets(b, p, paylater_overlooked(b, p), on.FORGET_PAYLATER, keys, i)
    f.cause_paylater = cause_of_passing_over(holds_back, fails, forgotten)
    if (b.late_paylater > 0 and b.plan == 0) or f.cause_paylater != Cause.NONE:
        paylater = 0
    cashloan = f.due_cashloan
    forgotten = forgets(b, p, p.forget_cashloan_monthly, on.FORGET_CASHLOAN, keys, i)
    f.cause_cashloan = cause_of_passing_over(holds_back, fails, forgotten)
    if (b.late_cashloan > 0 and b.plan == 0) or f.cause_cashloan != Cause.NONE:
        cashloan = 0
    outside = f.due_outside - f.outside_paid
    if in_arrears(b) > 0 and puts_platform_first(b, p, keys, i):
        arrears = b.overdue_paylater + f.least_paylater + b.overdue_cashloan + f.due_cashloan
        outside = min(outside, max(0, b.cash - arrears))

    if paylater + cashloan + outside > b.cash:
        paylater = min(paylater, f.least_paylater)
        draw_for_dues(b, f, p, policy, paylater + cashloan + outside - b.cash, keys, i)
        f.due_paylater = min(f.due_paylater, f.least_paylater)
        pay_by_rank(b, f, p, policy, paylater, cashloan, outside, keys, i)
    else:
        pay_paylater(b, f, paylater)
        pay_cashloan(b, f, cashloan)
        pay_outside(b, f, outside)
    note_missed(b, f)


@rule
def cause_of_passing_over(holds_back: bool, fails: bool, forgotten: bool) -> int:
    """Return why a due is passed over on the due date, whatever the money at hand."""
    if fails:
        return Cause.FAILED
    if holds_back:
        return Cause.HELD_OUT
    return Cause.FORGOT if forgotten else Cause.NONE


@rule
def cause_of_missing(b: Borrower, f: Flow, passed_over: int, lacking: int) -> int:
    """Return why a due was missed: as it was passed over, else for want of money, which late wages may bring.

    Formula:
        passed_over     the cause of that
        LATE_WAGES      wage_late and cash + income >= lacking
        SHORT           else
    """
    if passed_over != Cause.NONE:
        return passed_over
    return Cause.LATE_WAGES if f.wage_late and b.cash + b.income >= lacking else Cause.SHORT


@rule
def pay_by_rank(
    b: Borrower, f: Flow, p: Numbers, policy: Policy, paylater: int, cashloan: int, outside: int, keys: Keys, i: int
) -> None:
    """Serve the three debts in the borrower's order until the money is gone; some, in panic, the wrong way round.

    Formula:
        dearest_first      with chance literate_order * literacy; else the smallest due goes first
        order turned round with chance mistake_monthly * (1 - literacy)
    """
    dearest_first = happens(keys, on.ORDER, i, p.literate_order * b.literacy)
    platform_first = puts_platform_first(b, p, keys, i)
    way = -1.0 if happens(keys, on.MISTAKE, i, p.mistake_monthly * (1.0 - b.literacy)) else 1.0
    first = way * rank(b, p, policy, _PAYLATER, paylater, dearest_first, platform_first)
    second = way * rank(b, p, policy, _CASHLOAN, cashloan, dearest_first, platform_first)
    third = way * rank(b, p, policy, _OUTSIDE, outside, dearest_first, platform_first)
    for _ in range(_DEBTS):
        if first <= second and first <= third:
            pay_paylater(b, f, paylater)
            first = _PAID
        elif second <= third:
            pay_cashloan(b, f, cashloan)
            second = _PAID
        else:
            pay_outside(b, f, outside)
            third = _PAID


@rule
def note_missed(b: Borrower, f: Flow) -> None:
    """Turn what was not paid on the due date into arrears; note it as missed where the account was not late before.

    Formula:
        missed_paylater = due_paylater - paid_paylater             paid_paylater < least_paylater
        overdue_paylater = least_paylater - paid_paylater          likewise
        missed_cashloan = due_cashloan - (paid_cashloan - prepaid)
        missed_able     = cash >= all that is lacking

    A paylater bill is missed when less than its least was paid, an instalment when less than all of it was. Who still
    has the money for all that was missed was able to pay it (C10).
    """
    lacking = 0
    if b.late_paylater > 0:
        b.overdue_paylater = min(b.balance_paylater, b.overdue_paylater + max(0, f.least_paylater - f.paid_paylater))
    elif f.paid_paylater < f.least_paylater:
        f.missed_paylater = f.due_paylater - f.paid_paylater
        b.overdue_paylater = f.least_paylater - f.paid_paylater
        lacking = b.overdue_paylater
    unpaid = max(0, f.due_cashloan - (f.paid_cashloan - f.prepaid))
    if b.late_cashloan == 0:
        f.missed_cashloan = unpaid
        lacking += unpaid
    b.overdue_cashloan = min(b.balance_cashloan, b.overdue_cashloan + unpaid)
    f.missed_able = lacking > 0 and b.cash >= lacking
    f.cause_paylater = cause_of_missing(b, f, f.cause_paylater, lacking) if f.missed_paylater > 0 else Cause.NONE
    f.cause_cashloan = cause_of_missing(b, f, f.cause_cashloan, lacking) if f.missed_cashloan > 0 else Cause.NONE
