"""What one borrower lives through in a month: the order of the rules."""

from tightrope.agents.ageing import age
from tightrope.agents.appealing import appeal, review_appeal
from tightrope.agents.borrower import Borrower
from tightrope.agents.borrowing import buy_on_credit, prepay, redraw, rush
from tightrope.agents.codes import Action
from tightrope.agents.collecting import collect
from tightrope.agents.contact import make_contact
from tightrope.agents.deferring import defer, keep_paying, resume
from tightrope.agents.earning import cost_of_record, earn
from tightrope.agents.elsewhere import buy_elsewhere, cover_shortage, renew, settle_outside, wish_outside
from tightrope.agents.enforcing import garnish, garnishment, sue
from tightrope.agents.exempting import exempt
from tightrope.agents.flows import Flow
from tightrope.agents.forbearance import ease, keep_plan, settle_old_debt
from tightrope.agents.freezing import review_freeze, review_withheld
from tightrope.agents.learning import learn
from tightrope.agents.limiting import review_limits
from tightrope.agents.lines import bills
from tightrope.agents.locking import lock, prove_identity, without_wallet
from tightrope.agents.paylater import change_habit, paylater_wish
from tightrope.agents.policy import Policy
from tightrope.agents.raising import review_raises
from tightrope.agents.refinancing import refinance
from tightrope.agents.remedies import believe_swindler, lower_outside_debt, make_up_mind, prove_income
from tightrope.agents.repaying import left_aside, pay_first, pay_on_due_date, pay_outside, set_aside_first
from tightrope.agents.scoring import move_score, recalibrate
from tightrope.agents.selling import lose_sales
from tightrope.agents.spending import (
    charge_paylater,
    grow_accustomed,
    lives_for_the_day,
    meet_expense,
    plan_spending,
    planned_dues,
    shortage,
    tighten_belt,
)
from tightrope.agents.suspecting import hold_longer, suspect
from tightrope.agents.trusting import resent_failure
from tightrope.agents.venturing import run_business
from tightrope.agents.writing_off import recover, stay_late
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys
from tightrope.scenarios.parameters.table import Numbers

__all__ = ["behind", "live_after_write_off", "meet_due_date", "reconsider", "spend_and_borrow", "thirty_days"]


@rule
def spend_and_borrow(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """The first half of the month: income, the budget, purchases on credit, and where missing money comes from."""
    if not exempt(policy, i, Action.LOCK):
        lock(b, p, keys, i)
    believe_swindler(b, f, p, policy, keys, i)
    earn(b, f, p, policy, keys, i)
    change_habit(b, p, keys, i)
    resume(b, p, policy)
    bills(b, f, p, policy)
    defer(b, f, p, policy, keys, i)
    set_aside_first(b, f, policy, keys, i)
    expense = meet_expense(b, p, keys, i) + cost_of_record(b, p, keys, i)
    dues = planned_dues(b, f, p)
    rush(b, f, p, policy, keys, i)
    redraw(b, f, p, policy, keys, i)
    plan = without_wallet(b, f, p, plan_spending(b, p, dues, expense))
    bought = buy_on_credit(b, f, p, policy, keys, i)
    charged = charge_paylater(b, f, policy, paylater_wish(b, f, p, policy, plan))
    if b.outside_short > 0:
        renew(b, f, p, policy, plan + bought - charged + expense + dues, keys, i)
    missing = shortage(b, plan + bought - charged + expense + dues)
    refused, before = 0, plan
    if missing > 0:
        refused = min(missing, plan - charged)
        more = charge_paylater(b, f, policy, refused)
        refused -= more
        charged += more
        missing -= more
    if missing > 0 and not lives_for_the_day(b, p, keys, i):
        cover_shortage(b, f, p, policy, missing, keys, i)
        plan = tighten_belt(b, p, plan, charged, shortage(b, plan + bought - charged + expense + dues))
    elif missing == 0:
        bought += buy_elsewhere(b, f, p, policy, bought, keys, i)
        if not f.applied_outside:
            wish_outside(b, f, p, policy, keys, i)
    if refused > 0 or f.purchase_unmet > 0:
        lose_sales(b, f, before - plan, refused)
    run_business(b, p, bought, keys, i)
    grow_accustomed(b, p, plan)
    if not f.wage_late:
        b.cash += b.income
    pay_expense(b, f, expense)
    f.spending_plan = plan + bought - charged
    f.spending = charged
    spend(b, f)
    prepay(b, f, p, policy, dues, keys, i)
    if missing == 0:
        refinance(b, f, p, policy, keys, i)
    suspect(b, f, p, policy, keys, i)


@rule
def pay_expense(b: Borrower, f: Flow, expense: int) -> None:
    """Pay what must be paid beside the spending, as far as the cash goes."""
    f.expense = min(expense, b.cash)
    b.cash -= f.expense


@rule
def spend(b: Borrower, f: Flow) -> None:
    """Spend what is planned as far as the cash goes that is not set aside; the rest waits for wages that come late."""
    spent = min(f.spending_plan, max(0, b.cash - left_aside(f)))
    b.cash -= spent
    f.spending_plan -= spent
    f.spending += spent


@rule
def meet_due_date(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """The due date: payments in the borrower's own order, and what a failed one does to trust."""
    pay_on_due_date(b, f, p, policy, keys, i)
    if b.deferral > 0:
        keep_paying(b, f, p)
    if not f.wage_late:
        look_for_money(b, f, p, policy, keys, i)
    resent_failure(b, f, p, policy)
    lower_outside_debt(b, f, p)


@rule
def look_for_money(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """Whoever lacks money for what is unpaid borrows now, unless another lender was asked already, after the line."""
    lacking = arrears(b, f) - b.cash
    if lacking > 0 and (f.asked_first or not f.applied_outside):
        cover_shortage(b, f, p, policy, lacking, keys, i)


@rule
def thirty_days(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """The thirty days after the due date: late wages, contact or silence, collections, ageing.

    Those in contact may be offered a plan or a settlement before anybody presses.
    """
    if f.wage_late:
        b.cash += b.income
        spend(b, f)
        look_for_money(b, f, p, policy, keys, i)
    pay_first(b, f)
    make_contact(b, p, keys, i)
    prove_identity(b, f, p, policy, keys, i)
    ease(b, f, p, policy, keys, i)
    collect(b, f, p, policy, keys, i)
    pay_outside(b, f, f.due_outside - f.outside_paid)
    if b.plan > 0:
        keep_plan(b, f, p, policy)
    age(b, f, p, policy)
    learn(b, f, p, keys, i)


@rule
def live_after_write_off(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """A written-off debtor earns, spends within means, serves other lenders and pays a little of the old debt.

    After a judgement a part of the wage goes to that debt first.
    """
    earn(b, f, p, policy, keys, i)
    bills(b, f, p, policy)
    set_aside_first(b, f, policy, keys, i)
    run_business(b, p, 0, keys, i)
    expense = cost_of_record(b, p, keys, i)
    sue(b, f, p, policy, keys, i)
    taken = garnishment(b, p)
    f.spending_plan = plan_spending(b, p, f.due_outside + taken, expense)
    grow_accustomed(b, p, f.spending_plan)
    b.cash += b.income
    garnish(b, f, taken)
    pay_expense(b, f, expense)
    spend(b, f)
    recover(b, f, p, policy)
    settle_old_debt(b, f, p, keys, i)
    pay_on_due_date(b, f, p, policy, keys, i)
    stay_late(b, p)
    settle_outside(b, f, p, policy, keys, i)


@rule
def arrears(b: Borrower, f: Flow) -> int:
    """Return all that is still unpaid after the due date, to whomever, fen."""
    return b.overdue_paylater + b.overdue_cashloan + f.due_outside - f.outside_paid


@rule
def behind(b: Borrower, f: Flow) -> bool:
    """Whether something due is still unpaid after the due date."""
    return arrears(b, f) > 0


@rule
def reconsider(b: Borrower, f: Flow, p: Numbers, policy: Policy, keys: Keys, i: int) -> None:
    """The review of one borrower, and what a closed line makes the borrower do."""
    prove_income(b, f, p, keys, i)
    move_score(b, p, policy)
    recalibrate(b, p, keys, i)
    over_cap = review_limits(b, f, p, policy, keys, i)
    review_freeze(b, f, p, policy, over_cap, keys, i)
    review_raises(b, f, p, policy, keys, i)
    hold_longer(b, p)
    review_withheld(b, f, p, policy, keys, i)
    review_appeal(b, f, p, policy, over_cap, keys, i)
    if b.freeze_reason > 0:
        make_up_mind(b, p, policy, keys, i)
        appeal(b, f, p, policy, keys, i)
