"""Drawing on the platform: purchases, windfalls, rushes; early repayment.

A raise is partly spent (Aydin 2022), more by low scores (Gross and Souleles 2002; Agarwal et al. 2018), and balances
move towards the one aimed at. *Disappointment* drives what low trust does: a borrower who never trusted much is not
disappointed.
"""

from tightrope.agents.borrower import Borrower
from tightrope.agents.flows import Flow
from tightrope.agents.lines import draw_cashloan, room_cashloan
from tightrope.agents.money import fen, share_of
from tightrope.agents.persons import person
from tightrope.agents.policy import Policy
from tightrope.agents.suspecting import count_cycle
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, happens, uniform
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["buy_on_credit", "disappointment", "prepay", "redraw", "rush",
]  # fmt: skip


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
        monthly = affordable_share * income_usual - due_outside - due_paylater      the last of revolvers only
        [instalment_principal_share * cashloan_term_months * monthly]               at least 0
    """
    monthly = p.affordable_share * b.income_usual - f.due_outside - (0 if b.pays_in_full else f.due_paylater)
    return max(0, fen(monthly * p.instalment_principal_share * p.cashloan_term_months))


@rule
def buy_on_credit(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> int:
    """A planned purchase draws towards the balance aimed at; part of a recent raise is spent too (B4).

    Formula:
        temptation = clip((windfall_nil_score - score) / windfall_score_scale, 0, windfall_most)
        impulse    = 1 + impulse * (1 - literacy)                              the parameter of that name
        windfall   = new_room * min(1, windfall_spending * impulse * temptation / windfall_months)
        new_room  <- new_room * (windfall_months - 1) / windfall_months
        aim        = min(appetite * limit_cashloan, affordable_balance)
        closed     = purchase_least_share + (1 - purchase_least_share) * u
        purchase   = closed * (aim - balance_cashloan)+                        with work, with chance purchase_monthly
        wanted     = windfall + purchase

    Returns the fen drawn, which are spent at once. The response to new room falls with the score, in the end to nil,
    and with literacy, for it is an impulse (C10). Without any room the raise is forgotten.
    """
    if room_cashloan(b, policy) == 0:
        b.new_room = 0
        return 0
    wanted = 0
    if b.new_room > 0:
        temptation = min(p.windfall_most, max(0.0, (p.windfall_nil_score - b.score) / p.windfall_score_scale))
        impulse = 1.0 + p.impulse * (1.0 - b.literacy)
        wanted = share_of(b.new_room, min(1.0, p.windfall_spending * impulse * temptation / p.windfall_months))
        b.new_room = share_of(b.new_room, (p.windfall_months - 1.0) / p.windfall_months)
    if b.appetite > 0.0 and b.employed and happens(keys, on.PURCHASE, i, p.purchase_monthly):
        aim = min(fen(b.appetite * b.limit_cashloan), affordable_balance(b, f, p))
        closed = p.purchase_least_share + (1.0 - p.purchase_least_share) * uniform(keys, on.PURCHASE_SIZE, i)
        wanted += share_of(max(0, aim - b.balance_cashloan), closed)
    return draw_cashloan(b, f, p, policy, wanted)


@rule
def rush(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Whoever expects a cut empties what is still open, keeping the money: the disappointed, and those warned (C12).

    Formula:
        fear = disappointment + 1      the last while a cut is announced: notice_left > 0
        asks for the whole line with chance min(1, rush_monthly * rush_strength * fear)
    """
    fear = disappointment(b) + (1.0 if b.notice_left > 0 else 0.0)
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
    """Who repaid early a short time ago may want the money back, draws what is open and keeps it as cash (C5).

    Formula:
        asks for the whole line with chance redraw_monthly      month - prepaid_month within 1 to redraw_months
        chance of cyclers: max(redraw_monthly, cycler_monthly)
    """
    ago = policy.month - b.prepaid_month
    if ago < 1 or ago > p.redraw_months:
        return
    chance = max(p.redraw_monthly, p.cycler_monthly) if draws_in_cycles(p, keys, person(b, i)) else p.redraw_monthly
    if happens(keys, on.REDRAW, i, chance):
        f.redrew = 1
        draw_cashloan(b, f, p, policy, b.limit_cashloan)


@rule
def prepay(b: Borrower, f: Flow, p: Numbers, policy: Policy, dues: int, keys: Keys, i: int) -> None:
    """Those with money to spare may clear the cash loan early; a cool-off then keeps the repaid limit away (C5, A9).

    Formula:
        spare     = cash - dues - [prepay_kept_months * income_usual]
        repays balance_cashloan with chance prepay_monthly      spare >= balance_cashloan
        chance of cyclers: max(prepay_monthly, cycler_monthly)
        withheld <- min(limit_cashloan, withheld + balance_cashloan),   cool_off = policy.cool_off_months

    Nobody does who is late on the loan, locked, or wants the money back this month (``redrew``). Cool-offs count whole
    months; one under a month withholds nothing. Some make a business of it (A10).
    """
    if b.balance_cashloan == 0 or b.late_cashloan > 0 or b.locked or f.redrew:
        return
    spare = b.cash - dues - share_of(b.income_usual, p.prepay_kept_months)
    if spare < b.balance_cashloan:
        return
    chance = max(p.prepay_monthly, p.cycler_monthly) if draws_in_cycles(p, keys, person(b, i)) else p.prepay_monthly
    if not happens(keys, on.PREPAY, i, chance):
        return
    amount = b.balance_cashloan
    b.cash -= amount
    b.balance_cashloan = 0
    b.instalment = 0
    f.due_cashloan = 0
    f.paid_cashloan += amount
    f.prepaid = amount
    count_cycle(b, f, p, policy)
    b.prepaid_month = int(policy.month)
    if policy.cool_off_months >= 1.0:
        b.withheld = min(b.limit_cashloan, b.withheld + amount)
        b.cool_off = int(policy.cool_off_months)
