"""Other lenders: loans in instalments, for wishes and purchases, and dear loans of a month for whoever is short.

A loan of a month falls due whole; mostly the same lender renews it, as four in five of such loans are (CFPB 2014), and
the platform's line stays untouched. So debt is rolled over with debt (C3) until supply stops. Each approval is a lender
more, each loan repaid a lender less. Everybody hears of everybody's debts through the bureau, late (E8). What a bank is
owed, first of all creditors (Bao and Huang 2021), is part of what a household is committed to.

What a loan in instalments costs depends on what the bureau shows of the applicant (E17). Whom lenders could only serve
above the cap on rates they refuse: that is how a cap rations. News of late months ends the renewal of loans of a month,
and a default anywhere closes every other lender's door for a while (E13).

Some take the dear loan with room left on the cheaper line (C18): most payday borrowers who also hold a card still have
room on it (Agarwal, Skiba and Tobacman 2009).
"""

from tightrope.agents.ageing import months_past_due, reported_lateness
from tightrope.agents.approving import approval, borrow_outside, expected_approval, late_with_anybody, room_elsewhere
from tightrope.agents.blacklisting import blacklist
from tightrope.agents.borrower import Borrower
from tightrope.agents.charging import cashloan_rate
from tightrope.agents.choosing import borrow_in_instalments, lend, lenders_asked
from tightrope.agents.codes import Remedy
from tightrope.agents.flows import Flow
from tightrope.agents.fringe import settle_fringe
from tightrope.agents.lines import draw_short, may_draw
from tightrope.agents.money import fen, grows_by, share_of
from tightrope.agents.persons import person
from tightrope.agents.policy import Policy
from tightrope.agents.pricing import rate_elsewhere, served_under_cap
from tightrope.agents.spending import shortage
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import exp
from tightrope.scenarios.engine.streams import Keys, happens
from tightrope.scenarios.parameters.table import Numbers

__all__ = [
    "buy_elsewhere",
    "chance_of_other_lender",
    "cover_shortage",
    "renew",
    "settle_outside",
    "takes_over",
    "wish_outside",
]


@rule
def renew(b: Borrower, f: Flow, p: Numbers, policy: Policy, needs: int, keys: Keys, i: int) -> None:
    """The same lenders lend again what falls due on loans of a month, to whoever could not spare it with ease (C3).

    Formula:
        wanted = min(outside_short, (needs + [renewal_reserve_months * income_usual] - cash - income)+)
        chance = policy.renewal * (1 - outside_line_cut * min(1, bureau_record))      by lateness with anybody (E13)
               = 0      late with other lenders, blacklisted > 0, or not served_under_cap

    ``needs``: all that cash and income must cover this month. Renewal fades as other lenders tighten.
    """
    wanted = min(b.outside_short, shortage(b, needs + share_of(b.income_usual, p.renewal_reserve_months)))
    if wanted <= 0 or b.late_outside > 0 or b.blacklisted > 0 or not served_under_cap(b, p, policy, 0):
        return
    if happens(keys, on.RENEWAL, i, policy.renewal * (1.0 - p.outside_line_cut * min(1.0, b.bureau_record))):
        lend_for_a_month(b, f, wanted)


@rule
def lend_for_a_month(b: Borrower, f: Flow, amount: int) -> None:
    """Hand out a loan that falls due whole next month."""
    lend(b, f, amount)
    f.outside_short += amount


@rule
def cover_shortage(b: Borrower, f: Flow, p: Numbers, policy: Policy, missing: int, keys: Keys, i: int) -> None:
    """Whoever is short draws on the cash loan and asks another lender for the rest (C3), or the other way round (C18).

    Formula:
        wanted         = [(1 + cushion * (1 + bias_borrowing * bias)) * missing]
        asked_first      with chance chance_of_other_lender
        another lender lends at most [short_size_months * income_usual], for a month, and is asked once a month
        from the line by draw_short;   short_interest <- short_interest + [policy.short_apr * lent]

    Who asked another lender first takes from the line what was not lent, now or when money is lacking later on.
    """
    wanted = share_of(missing, 1.0 + p.cushion * (1.0 + p.bias_borrowing * b.bias))
    most = share_of(b.income_usual, p.short_size_months)
    own = may_draw(b, policy, wanted)
    may_ask = not f.applied_outside
    first = may_ask and happens(keys, on.COMPARE, i, chance_of_other_lender(b, p, policy, wanted, own, most))
    if first:
        f.asked_first = 1
        own = 0
    lent = 0
    if may_ask and wanted - own > 0:
        lent = borrow_outside(b, f, p, policy, min(most, wanted - own), keys, i)
    draw_short(b, f, p, policy, wanted - lent if first else wanted)
    lend_for_a_month(b, f, lent)
    f.short_lent += lent
    f.short_interest += share_of(lent, policy.short_apr)


@rule
def chance_of_other_lender(b: Borrower, p: Numbers, policy: Policy, wanted: int, own: int, most: int) -> float:
    """Return the chance that who is short asks another lender first: a logit of rates, room and speed (C18).

    Formula:
        chance = compare_share / (1 + exp(cheaper + larger + surer))
               = 0      own = 0 or most = 0
        cheaper = compare_rate_weight * 2 * literacy * (policy.short_apr - cashloan_rate)
        larger  = compare_room_weight * (own / wanted - min(1, most / wanted))
        surer   = compare_speed_weight * (1 - expected_approval)

    Each term is what speaks for the line: it costs less, covers more of what is wanted, and asks nobody anew.
    ``own``: what the line would give of it; ``most``: what another lender lends for a month. Rates weigh little with
    those of little literacy.
    """
    if own <= 0 or most <= 0:
        return 0.0
    cheaper = p.compare_rate_weight * 2.0 * b.literacy * (policy.short_apr - cashloan_rate(b, p, policy))
    larger = p.compare_room_weight * (own / wanted - min(1.0, most / wanted))
    surer = p.compare_speed_weight * (1.0 - expected_approval(b, p, policy, 0))
    return p.compare_share / (1.0 + exp(cheaper + larger + surer))


@rule
def buy_elsewhere(b: Borrower, f: Flow, p: Numbers, policy: Policy, bought: int, keys: Keys, i: int) -> int:
    """Ask another lender for a planned purchase that the platform had no room for (C18). Returns the fen lent for it.

    Formula:
        asks for min(purchase_unmet, ([appetite * limit_cashloan] - balance_cashloan - outside_debt)+)
        with chance purchase_elsewhere * purchase_unmet / (purchase_unmet + bought)      plan = 0, not late with anybody

    ``bought``: what the platform gave for it; a small remainder sends few elsewhere. What other lenders are owed
    already fills a part of what the borrower wishes to owe. What is lent is repaid in instalments and spent at once.
    Who is short asks for that instead, and who puts things in order asks nobody (C8).
    """
    if f.purchase_unmet == 0 or b.mending == Remedy.MENDING or b.plan > 0 or late_with_anybody(b):
        return 0
    gap = fen(b.appetite * b.limit_cashloan) - b.balance_cashloan - b.outside_debt
    wanted = min(f.purchase_unmet, gap)
    if wanted <= 0:
        return 0
    chance = p.purchase_elsewhere * f.purchase_unmet / (f.purchase_unmet + bought)
    if not happens(keys, on.PURCHASE_ELSEWHERE, i, chance):
        return 0
    lent = borrow_in_instalments(b, f, p, policy, wanted, keys, i)
    f.bought_elsewhere = lent
    return lent


@rule
def wish_outside(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Somebody who is not short asks other lenders all the same: mostly who owes them already (C3).

    Formula:
        asks for [outside_wish_months * income_usual]
        with chance min(1, (1 + bias_borrowing * bias) * outside_wish_monthly)       outside_debt > 0
        with chance min(1, (1 + bias_borrowing * bias) * outside_start_monthly)      else

    What is lent is repaid in instalments. Who puts things in order asks nobody (C8).
    """
    if b.mending == Remedy.MENDING:
        return
    chance = p.outside_wish_monthly if b.outside_debt > 0 else p.outside_start_monthly
    if not happens(keys, on.OUTSIDE_WISH, i, min(1.0, (1.0 + p.bias_borrowing * b.bias) * chance)):
        return
    wanted = share_of(b.income_usual, p.outside_wish_months)
    borrow_in_instalments(b, f, p, policy, wanted, keys, i)


@rule
def takes_over(b: Borrower, p: Numbers, policy: Policy, debt: int, keys: Keys, i: int) -> bool:
    """Whether another lender takes a debt over from somebody who moves there, as it decides on every applicant.

    Formula:
        with chance approval, by the one whom the borrower asks (lenders_asked)
        debt <= room_elsewhere
    """
    lender, _ = lenders_asked(b, p, policy, debt, keys, i)
    return debt <= room_elsewhere(b, policy, lender) and happens(keys, on.TAKEN_OVER, i, approval(b, p, policy, lender))


@rule
def settle_outside(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Close the month with other lenders: arrears, interest, write-off in the end; the bureau hears (E8).

    Formula:
        outside_overdue   = (due_outside - outside_paid)+
        rate              = outside_principal_monthly + rate_elsewhere / 12
        late_outside      = months_past_due, by [rate * outside_debt] a month
        short             = min(what was lent for a month, outside_debt - outside_overdue)
        fee               = [policy.short_apr / 12 * short]                               late_outside <
                                                                                          non_accrual_months
        outside_interest  = fee + [rate_elsewhere / 12 * (outside_debt - short)]      likewise; by grows_by
        outside_short     = short + fee
        settle_fringe      by short, fee, rate_elsewhere / 12                         likewise, else at 0
        outside_writeoff  = outside_debt                                  late_outside >= outside_writeoff_months
        heard             = 1 / max(1, bureau_lag_months)
        applications      = application_months where applied_outside
        late_anywhere     = reported_lateness + 1      the last where late_outside > 0
        multi_seen       <- multi_seen + heard * (outside_lenders + applications - multi_seen)
        bureau_record    <- bureau_record + heard * (late_anywhere - bureau_record)
        outside_seen     <- outside_seen + [heard * (outside_debt - outside_seen)]

    The bureau hears with a first-order lag, of a default at once (``blacklist``). An application counts as
    ``application_months`` months of one, so that who applies every month is shown with as many at a time.
    """
    b.outside_overdue = max(0, f.due_outside - f.outside_paid)
    apr = rate_elsewhere(b, p, policy)
    rate = p.outside_principal_monthly + apr / 12.0
    b.late_outside = months_past_due(b.late_outside, b.outside_overdue, share_of(b.outside_debt, rate), f.outside_paid)
    close_loans(b, f, p, keys, i)
    short = min(f.outside_short, b.outside_debt - b.outside_overdue)
    b.outside_short = short
    fee = 0
    if b.late_outside < p.non_accrual_months:
        fee = grows_by(b.outside_debt, share_of(short, policy.short_apr / 12.0))
        interest = share_of(b.outside_debt - short, apr / 12.0)
        f.outside_interest = grows_by(b.outside_debt, fee + interest)
        b.outside_short = short + fee
        b.outside_debt += f.outside_interest
    settle_fringe(b, f, short, fee, apr / 12.0 if b.late_outside < p.non_accrual_months else 0.0)
    reported = reported_lateness(b, p, keys, person(b, i))
    blacklist(b, p, reported)
    if b.late_outside >= p.outside_writeoff_months:
        f.outside_writeoff = b.outside_debt
        f.fringe_writeoff = b.outside_fringe
        b.outside_fringe = 0
        b.outside_debt = 0
        b.outside_overdue = 0
        b.outside_short = 0
        b.outside_lenders = 0
        b.outside_premium = 0.0
        b.late_outside = 0

    heard = 1.0 / max(1.0, p.bureau_lag_months)
    applications = p.application_months if f.applied_outside else 0.0
    b.multi_seen += heard * (b.outside_lenders + applications - b.multi_seen)
    late_anywhere = reported + (1.0 if b.late_outside > 0 else 0.0)
    b.bureau_record += heard * (late_anywhere - b.bureau_record)
    b.outside_seen += fen(heard * (b.outside_debt - b.outside_seen))


@rule
def close_loans(b: Borrower, f: Flow, p: Numbers, keys: Keys, i: int) -> None:
    """A lender less where a loan of a month was repaid, or where the last instalment of some loan was due.

    Formula:
        ended            = 1      outside_short > 0 before, nothing overdue, and nothing lent for a month now
                         + 1      with chance min(1, outside_principal_monthly * outside_lenders), nothing overdue
        outside_lenders <- max(1, outside_lenders - ended)      at least 1 while anything is owed; else 0
    """
    if b.outside_debt == 0:
        b.outside_lenders = 0
    elif b.outside_overdue == 0:
        ended = 1 if b.outside_short > 0 and f.outside_short == 0 else 0
        if happens(keys, on.LOAN_ENDS, i, min(1.0, p.outside_principal_monthly * b.outside_lenders)):
            ended += 1
        b.outside_lenders = max(1, b.outside_lenders - ended)
    b.outside_short = 0
