"""Hardship: plans for what is owed, settlements that forgive part of it, advisers who help to them (E6, C16).

Before collections work on a case. A **plan** covers both products: ``extension_months`` ask for nothing, then what is
owed falls due in equal instalments over ``plan_months``. While it runs nothing can be drawn or charged, and part of the
interest is waived. It clears no record: the account stays as many months past due as it was until ``plan_keep_months``
payments were made (re-ageing), limits are not raised, frozen lines stay shut and nobody is in good standing; a default
is not over before the plan is. A plan ends when payments are missed, mostly two, and lateness goes on from where it
stood. Nobody in contact refuses a plan, but the platform mostly asks whether the income of some months would bear it.

A **settlement** takes part of all that is owed in cash, at once; the rest is forgiven and the account is clear. What is
forgiven before a write-off is a loss of the platform.
"""

from tightrope.agents.borrower import DEFAULT_MONTHS, Borrower
from tightrope.agents.charging import cashloan_rate
from tightrope.agents.codes import Agreement, Contact
from tightrope.agents.contact import chance_of_contact, plan_offer
from tightrope.agents.flows import Flow
from tightrope.agents.lines import bring_back_arrears, in_arrears, months_late, plan_instalment
from tightrope.agents.money import instalment_of, share_of
from tightrope.agents.persons import person
from tightrope.agents.policy import Policy
from tightrope.agents.repaying import pay_cashloan, pay_paylater
from tightrope.agents.spending import least_spending
from tightrope.scenarios.engine import streams as on
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, happens
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["ease", "keep_plan", "settle_old_debt"]


@rule
def ease(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Offer those 30 or more days past due and in contact a settlement or a plan; an adviser asks for a plan, too (E6).

    Formula:
        adviser       seeks_adviser, silent or not: makes the contact and asks for a plan, for adviser_fee
                      in_need, and takes nobody without has_means      the last where plan_scrutiny > 0
        settlement    with chance settlement_offer      90 or more days past due
        plan          with chance plan_offer, or by an adviser      in_need
                      refused with chance plan_scrutiny             not has_means

    A plan is for those who lack the money for their arrears, and for nobody who had one a short time ago. Most are
    asked what they earn before they get one, the same borrowers every time. Nobody knows whether a case will be
    examined, so an adviser goes through income and debts first and turns away whom the platform might refuse. Nothing
    is agreed with an account whose owner has still to prove who it is.
    """
    if in_arrears(b) == 0 or b.contact == Contact.NOT_LATE or b.locked:
        return
    bearable = has_means(b, f, p, policy)
    advised = in_need(b, p, policy) and (bearable or p.plan_scrutiny <= 0.0) and seeks_adviser(b, p, keys, i)
    if advised:
        f.adviser_fee = adviser_fee(b, p)
        b.cash -= f.adviser_fee
        b.contact = Contact.IN_CONTACT
        b.silent_months = 0
    if b.contact != Contact.IN_CONTACT:
        return
    in_default = months_late(b) >= DEFAULT_MONTHS
    if in_default and happens(keys, on.SETTLE, i, p.settlement_offer) and settle(b, f, p):
        return
    if not in_need(b, p, policy):
        return
    if not advised and not happens(keys, on.PLAN, i, plan_offer(p)):
        return
    if bearable or not happens(keys, on.MEANS, person(b, i), p.plan_scrutiny):
        agree_plan(b, f, p, policy)


@rule
def in_need(b: Borrower, p: Numbers, policy: Policy) -> bool:
    """Whether a plan is of use: the money for the arrears is not there, and there was no plan a short time ago.

    Formula:
        cash < overdue_paylater + overdue_cashloan,  month - plan_month >= plan_pause_months
    """
    lacking = b.cash < b.overdue_paylater + b.overdue_cashloan
    return lacking and policy.month - b.plan_month >= p.plan_pause_months


@rule
def adviser_fee(b: Borrower, p: Numbers) -> int:
    """Return what an adviser asks for, fen.

    Formula:
        [adviser_fee_share * (balance_paylater + balance_cashloan)]
    """
    return share_of(b.balance_paylater + b.balance_cashloan, p.adviser_fee_share)


@rule
def seeks_adviser(b: Borrower, p: Numbers, keys: Keys, i: int) -> bool:
    """Whether a borrower in need seeks an adviser who asks for a plan, for a fee (C16).

    Formula:
        with chance min(1, adviser_monthly * 2 * literacy)      cash >= adviser_fee; times adviser_silent of the silent

    The literate know where help is to be had, and whoever hides seeks it less. The fee is paid in advance.
    """
    if b.cash < adviser_fee(b, p):
        return False
    chance = p.adviser_monthly * 2.0 * b.literacy * (p.adviser_silent if b.contact == Contact.SILENT else 1.0)
    return happens(keys, on.ADVISER, i, min(1.0, chance))


@rule
def has_means(b: Borrower, f: Flow, p: Numbers, policy: Policy) -> bool:
    """Whether income would bear a plan: this month's and that of the months before cover all that it must.

    Formula:
        payments  = plan_instalment(balance_paylater, plan_months, policy.paylater_apr)
                  + plan_instalment(balance_cashloan, plan_months, cashloan_rate)
        min(income, income_shown) - least_spending - due_outside >= payments

    One good month bears no plan, nor do good months before work was lost. What others are owed, their arrears with it,
    comes first.
    """
    months = int(p.plan_months)
    payments = plan_instalment(b.balance_paylater, months, policy.paylater_apr, p)
    payments += plan_instalment(b.balance_cashloan, months, cashloan_rate(b, p, policy), p)
    return min(b.income, b.income_shown) - least_spending(b, p) - f.due_outside >= payments


@rule
def agree_plan(b: Borrower, f: Flow, p: Numbers, policy: Policy) -> None:
    """Agree that all that is owed on both products falls due in equal instalments; it stays as late as it is.

    Formula:
        plan = plan_months,   holiday = extension_months
        instalment = plan_instalment(balance_cashloan, plan, cashloan_rate)
    """
    b.overdue_paylater = 0
    b.overdue_cashloan = 0
    b.plan = int(p.plan_months)
    b.holiday = int(p.extension_months)
    b.plan_paid = 0
    b.plan_missed = 0
    b.plan_month = int(policy.month)
    b.instalment = plan_instalment(b.balance_cashloan, b.plan, cashloan_rate(b, p, policy), p)
    f.plan_agreed = Agreement.PLAN


@rule
def keep_plan(b: Borrower, f: Flow, p: Numbers, policy: Policy) -> None:
    """Close a plan's month: it counts down, ends with the debt, or breaks when dues are missed past thirty days.

    Formula:
        plan_missed <- plan_missed + 1      something overdue; then it is spread over the months left
        the plan breaks                     plan_missed >= plan_misses
        re-aged, late_paylater = late_cashloan = unable = 0      plan_paid >= plan_keep_months, or the plan is over
    """
    if f.plan_agreed == Agreement.NONE:  # the month of the agreement is not one of the plan's
        if b.overdue_paylater > 0 or b.overdue_cashloan > 0:
            b.plan_missed += 1
            if b.plan_missed >= p.plan_misses:
                break_plan(b, f, p, policy)
                return
            b.overdue_paylater = 0
            b.overdue_cashloan = 0
            b.plan_paid = 0
        elif b.holiday > 0:
            b.holiday -= 1
        else:
            b.plan -= 1
            b.plan_paid += 1
    if b.balance_paylater == 0 and b.balance_cashloan == 0:
        b.plan = 0
    if b.plan == 0:
        b.holiday = 0
    if b.plan == 0 or b.plan_paid >= p.plan_keep_months:
        f.re_aged = months_late(b) > 0
        b.late_paylater = 0
        b.late_cashloan = 0
        b.unable = 0


@rule
def break_plan(b: Borrower, f: Flow, p: Numbers, policy: Policy) -> None:
    """End a plan that was not kept: the usual dues return, and with them as many of the old ones as stood past due.

    Formula:
        instalment        = instalment_of(balance_cashloan, cashloan_rate, cashloan_term_months)
        least_paylater    = [revolve_minimum_share * balance_paylater]
        overdue_paylater, overdue_cashloan by bring_back_arrears

    Lateness goes on from where it stood.
    """
    b.plan = 0
    b.holiday = 0
    b.instalment = instalment_of(b.balance_cashloan, cashloan_rate(b, p, policy), p.cashloan_term_months)
    f.least_paylater = share_of(b.balance_paylater, p.revolve_minimum_share)
    bring_back_arrears(b, p)
    f.plan_broken = 1


@rule
def settle(b: Borrower, f: Flow, p: Numbers) -> bool:
    """Pay what a settlement asks of both products at once, where the cash is there; the rest is forgiven.

    Formula:
        forgiven = [settlement_discount * balance]
    """
    forgiven_paylater = share_of(b.balance_paylater, p.settlement_discount)
    forgiven_cashloan = share_of(b.balance_cashloan, p.settlement_discount)
    if b.cash < b.balance_paylater - forgiven_paylater + b.balance_cashloan - forgiven_cashloan:
        return False
    pay_paylater(b, f, b.balance_paylater - forgiven_paylater)
    pay_cashloan(b, f, b.balance_cashloan - forgiven_cashloan)
    f.forgiven_paylater = b.balance_paylater
    f.forgiven_cashloan = b.balance_cashloan
    b.balance_paylater = 0
    b.balance_cashloan = 0
    b.overdue_paylater = 0
    b.overdue_cashloan = 0
    b.instalment = 0
    f.plan_agreed = Agreement.SETTLEMENT
    return True


@rule
def settle_old_debt(b: Borrower, f: Flow, p: Numbers, keys: Keys, i: int) -> None:
    """The same for debt written off, where the debtor still talks; a debt settled is pursued no more.

    Formula:
        offered with chance settlement_offer * chance_of_contact
        forgiven = [settlement_discount * written_off]

    Its place is free then.
    """
    if not happens(keys, on.SETTLE, i, p.settlement_offer * chance_of_contact(b, p)):
        return
    forgiven = share_of(b.written_off, p.settlement_discount)
    asked = b.written_off - forgiven
    if b.cash < asked:
        return
    b.cash -= asked
    f.recovered += asked
    f.forgiven_written_off = forgiven
    b.written_off = 0
    f.plan_agreed = Agreement.SETTLEMENT
