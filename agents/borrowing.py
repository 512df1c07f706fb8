"""Drawing on the platform: purchases, rushes; early repayment.

Debt follows limits slowly (Aydin 2022), that of low scores faster (Gross and Souleles 2002; Agarwal et al. 2018): most
of what is drawn only renews what was repaid. *Disappointment* drives what low trust does: a borrower who never trusted
much is not disappointed.
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import Action
from tightrope.agents.exempting import exempt
from tightrope.agents.flows import Flow
from tightrope.agents.lines import carries_over, draw_cashloan, draw_short
from tightrope.agents.money import fen, share_of
from tightrope.agents.persons import person
from tightrope.agents.policy import Policy
from tightrope.agents.suspecting import count_cycle
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, happens, uniform
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["buy_on_credit", "disappointment", "draw_for_dues", "prepay", "redraw", "repay_early", "rush"]


@rule
def disappointment(b: Borrower) -> float:
    """Return how far trust lies below where it settles, as a share of it, 0-1.

    Formula:
        (trust_settled - trust)+ / trust_settled
    """
    if b.trust_settled <= 0.0:
        return 0.0
    return max(0.0, (b.trust_settled - b.trust) / b.trust_settled)


@rule
def affordable_balance(b: Borrower, f: Flow, p: Numbers) -> int:
    """Return the cash loan balance whose instalments, with other dues, a planned purchase may burden.

    Formula:
        monthly = affordable_share * income_usual - due_outside - due_paylater      the last where carries_over
        [instalment_principal_share * cashloan_term_months * monthly]               at least 0
    """
    monthly = p.affordable_share * b.income_usual - f.due_outside - (f.due_paylater if carries_over(b) else 0)
    return max(0, fen(monthly * p.instalment_principal_share * p.cashloan_term_months))


@rule
def buy_on_credit(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> int:
    """Planned purchases draw again most of what is repaid and follow the limit slowly; impulse asks no budget (B4).

    Formula:
        wish    = appetite * limit_cashloan
        aim     = min(wish, affordable_balance)
        renewal = purchase_renewal * due_cashloan                                      balance_cashloan < aim
        month   = limit_speed * ((aim - balance_cashloan)+ + impulse * (1 - literacy) * (wish - balance_cashloan)+)
        size    = purchase_least_size + 2 * (1 - purchase_least_size) * u              1 on average
        wanted  = size * (renewal + month) / purchase_monthly                          with chance purchase_monthly
                = min(aim, size * first_draw_share * aim)                              owes nothing on the cash loan:
                                                                                       with chance first_draw_monthly,
                                                                                       or 1 the month after joined_month
        purchase_unmet = (min(wanted, limit_cashloan) - drawn)+

    Returns the fen drawn, which are spent at once. Only who has work plans a purchase. As wish and aim follow the
    limit, part of a raise is spent, slowly; more by those of little literacy, who ask less what they can afford (C10).
    Newcomers draw what they came for in their first month.
    """
    if b.appetite <= 0.0 or not b.employed:
        return 0
    first = b.balance_cashloan == 0
    chance = p.purchase_monthly
    if first:
        joined = b.joined_month > 0 and policy.month - b.joined_month == 1
        chance = 1.0 if joined else p.first_draw_monthly
    if not happens(keys, on.PURCHASE, i, chance):
        return 0
    wish = fen(b.appetite * b.limit_cashloan)
    aim = min(wish, affordable_balance(b, f, p))
    size = p.purchase_least_size + 2.0 * (1.0 - p.purchase_least_size) * uniform(keys, on.PURCHASE_SIZE, i)
    renewal = p.purchase_renewal * f.due_cashloan if b.balance_cashloan < aim else 0.0
    by_impulse = p.impulse * (1.0 - b.literacy) * max(0, wish - b.balance_cashloan)
    month = renewal + p.limit_speed * (max(0, aim - b.balance_cashloan) + by_impulse)
    wanted = fen(size * month / p.purchase_monthly)
    if first:
        wanted = min(aim, share_of(aim, size * p.first_draw_share))
    drawn = draw_cashloan(b, f, p, policy, wanted)
    f.purchase_unmet = max(0, min(wanted, b.limit_cashloan) - drawn)
    return drawn


@rule
def rush(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Whoever expects a cut empties what is still open, keeping the money: the disappointed, and those warned (C12).

    Formula:
        fear = disappointment + 1      the last while a cut or a freeze is announced: notice_left or freeze_warning > 0
        asks for the whole line with chance min(1, rush_monthly * rush_strength * fear)
    """
    fear = disappointment(b) + (1.0 if b.notice_left > 0 or b.freeze_warning > 0 else 0.0)
    if fear <= 0.0 or p.rush_strength <= 0.0:
        return
    if happens(keys, on.RUSH, i, min(1.0, p.rush_monthly * p.rush_strength * fear)):
        f.rushed = draw_cashloan(b, f, p, policy, b.limit_cashloan) > 0


@rule
def draws_in_cycles(p: Numbers, keys: Keys, i: int) -> bool:
    """Whether the borrower draws and repays in cycles, for what turnover may bring: a lasting trait (A10).

    Formula:
        with chance cycler_share      by a draw kept for good
    """
    return happens(keys, on.CYCLER, i, p.cycler_share)


@rule
def redraw(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Who repaid early a short time ago may want the money back, draws as much and keeps it as cash (C5).

    Formula:
        asks for repaid_early with chance redraw_monthly      month - prepaid_month within 1 to redraw_months
        chance of cyclers: max(redraw_monthly, cycler_monthly)
        repaid_early <- repaid_early - drawn
    """
    ago = policy.month - b.prepaid_month
    if ago < 1 or ago > p.redraw_months or b.repaid_early == 0:
        return
    chance = max(p.redraw_monthly, p.cycler_monthly) if draws_in_cycles(p, keys, person(b, i)) else p.redraw_monthly
    if happens(keys, on.REDRAW, i, chance):
        f.redrew = 1
        b.repaid_early -= draw_cashloan(b, f, p, policy, b.repaid_early)


@rule
def draw_for_dues(b: Borrower, f: Flow, p: Numbers, policy: Policy, lacking: int, keys: Keys, i: int) -> None:
    """Who lacks money for what falls due mostly draws it from an open line on the day, however improvident (C20).

    Formula:
        draw_short of lacking      with chance line_at_due

    On cards a third to more than half of what is open a year before a default is drawn by then; here about a third.
    """
    if lacking > 0 and happens(keys, on.LINE_AT_DUE, i, p.line_at_due):
        draw_short(b, f, p, policy, lacking)


@rule
def prepay(b: Borrower, f: Flow, p: Numbers, policy: Policy, dues: int, keys: Keys, i: int) -> None:
    """Those with money to spare may clear the cash loan early, or repay a part of it (C5, C15).

    Formula:
        spare  = cash - dues - [prepay_kept_months * income_usual]
        whole  = balance_cashloan                 with chance prepay_monthly               spare >= balance_cashloan
                 chance of cyclers: max(prepay_monthly, cycler_monthly)
        part   = min(balance_cashloan, [prepay_part_share * spare])
                                                  with chance prepay_part_monthly          spare > 0, not the whole

    Nobody does who is late on the loan, locked, or wants the money back this month (``redrew``). Some make a business
    of it (A10).
    """
    if b.balance_cashloan == 0 or b.late_cashloan > 0 or b.locked or f.redrew:
        return
    spare = b.cash - dues - share_of(b.income_usual, p.prepay_kept_months)
    if spare <= 0:
        return
    if spare >= b.balance_cashloan:
        chance = max(p.prepay_monthly, p.cycler_monthly) if draws_in_cycles(p, keys, person(b, i)) else p.prepay_monthly
        if happens(keys, on.PREPAY, i, chance):
            repay_early(b, f, p, policy, b.balance_cashloan, i)
            return
    part = min(b.balance_cashloan, share_of(spare, p.prepay_part_share))
    if part > 0 and happens(keys, on.PREPAY_PART, i, p.prepay_part_monthly):
        repay_early(b, f, p, policy, part, i)


@rule
def repay_early(b: Borrower, f: Flow, p: Numbers, policy: Policy, amount: int, i: int) -> None:
    """Repay ``amount`` of the cash loan before it is due; a cool-off then keeps that much of the limit away (A9, C15).

    Formula:
        balance_cashloan <- balance_cashloan - amount
        instalment       <- in proportion
        due_cashloan     <- min(due_cashloan, balance_cashloan)
        repaid_early     <- min(limit_cashloan, repaid_early + amount)      repaid before within redraw_months
                         <- min(limit_cashloan, amount)                     else
        withheld         <- min(limit_cashloan, withheld + amount)
        cool_off          = policy.cool_off_months

    Cool-offs count whole months; one under a month withholds nothing, and nothing is withheld from who is exempt.
    """
    left = b.balance_cashloan - amount
    b.instalment = share_of(b.instalment, left / b.balance_cashloan)
    b.cash -= amount
    b.balance_cashloan = left
    f.due_cashloan = min(f.due_cashloan, left)
    f.paid_cashloan += amount
    f.prepaid = amount
    count_cycle(b, f, p, policy)
    before = b.repaid_early if policy.month - b.prepaid_month <= p.redraw_months else 0
    b.repaid_early = min(b.limit_cashloan, before + amount)
    b.prepaid_month = int(policy.month)
    if policy.cool_off_months >= 1.0 and not exempt(policy, i, Action.WITHHELD):
        b.withheld = min(b.limit_cashloan, b.withheld + amount)
        b.cool_off = int(policy.cool_off_months)
