"""One fen is something: where a rule asks whether there is anything at all, the least amount counts."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.helpers.helping import asked
from tests.helpers.markets import KEYS, borrower, flows, parameters, policy
from tightrope.agents.ageing import months_past_due
from tightrope.agents.approving import borrow_outside
from tightrope.agents.borrowing import buy_on_credit, prepay
from tightrope.agents.codes import Contact, Failure
from tightrope.agents.collecting import collect, pay_paylater_arrears
from tightrope.agents.contact import make_contact
from tightrope.agents.elsewhere import cover_shortage, wish_outside
from tightrope.agents.failing import payment_fails
from tightrope.agents.flows import Flow
from tightrope.agents.forbearance import keep_plan
from tightrope.agents.helping import gift
from tightrope.agents.lines import bills, draw_cashloan
from tightrope.agents.paylater import paylater_wish
from tightrope.agents.raising import raise_at_once
from tightrope.agents.remedies import believe_swindler, lower_outside_debt
from tightrope.agents.repaying import note_missed
from tightrope.agents.spending import charge_paylater, plan_spending, planned_dues
from tightrope.agents.suspecting import hold_longer, turns_over
from tightrope.agents.trusting import leave, own_hurt
from tightrope.scenarios.engine.records import fields_of

type Rule = Callable[..., Any]

GREEDY = {"limit_speed": 1.0, "impulse": 0.0, "purchase_monthly": 1.0, "purchase_least_size": 1.0}
"""The whole gap to the balance aimed at is drawn at once."""
STRANGERS = {"outside_record_weight": 0.0}


def after(rule: Rule, name: str, /, *more: Any, moved: dict[str, float] | None = None, **state: float) -> Any:
    """A field of a borrower, or of the month's flows, after a rule."""
    b, f = borrower(**state), flows(**(moved or {}))
    rule(b, f, *more)
    return (f if name in {field.name for field in fields_of(Flow)} else b)[name]


def cool_off(withheld: int) -> int:
    b = borrower(withheld=withheld, suspected=1, cool_off=1)
    hold_longer(b, parameters(arbitrage_cool_off_months=3))
    return int(b["cool_off"])


def contact(**state: float) -> int:
    b = borrower(**state)
    make_contact(b, parameters(), KEYS, 1)
    return int(b["contact"])


def charge_to_the_aim(b: Any, f: Any) -> None:
    """Put on paylater what is meant to be, of who goes all the way to the balance aimed at."""
    q = policy(paylater_apr=0.0, open_share=1.0)
    charge_paylater(b, f, q, paylater_wish(b, f, parameters(paylater_speed=1.0), q, 500))


def helped(spare: int) -> int:
    """What a friend with so much to spare gives."""
    people, _ = asked(900, [0, spare], help_kept_months=0.0, help_share=1.0)
    return int(people["cash"][0])


ROWS: list[tuple[str, Callable[[int], Any], Any, Any]] = [
    # what is tried (of so many fen), what comes of one, and of none
    ("a limit kept away is kept for longer", cool_off, 4, 1),
    ("and hurts", lambda v: own_hurt(borrower(withheld=v), flows(), parameters(withheld_hurt=0.1)), 0.1, 0.0),
    ("a raise is drawn", lambda v: after(
        buy_on_credit, "draws", parameters(**GREEDY), policy(), KEYS, 1, appetite=1.0, limit_cashloan=9 + v,
        balance_cashloan=9), 1, 0),
    ("a part of a loan can be repaid early", lambda v: after(
        prepay, "prepaid", parameters(prepay_part_monthly=1.0, prepay_part_share=1.0, prepay_kept_months=0.0), policy(),
        0, KEYS, 1, balance_cashloan=900, cash=v), 1, 0),
    ("a balance below the one aimed at is charged", lambda v: after(
        charge_to_the_aim, "charges", paylater_aim=1.0, limit_paylater=900 + v, balance_paylater=900), 1, 0),
    ("what the own line lacks is asked elsewhere", lambda v: after(
        cover_shortage, "applied_outside", parameters(cushion=0.0, compare_share=0.0), policy(), 100, KEYS, 1,
        limit_cashloan=100 - v), 1, 0),
    ("who owes elsewhere asks there again", lambda v: after(
        wish_outside, "applied_outside", parameters(outside_wish_monthly=1.0, outside_start_monthly=0.0), policy(),
        KEYS, 1, outside_debt=v), 1, 0),
    ("others lend up to their ceiling", lambda v: borrow_outside(
        borrower(outside_seen=2_400_000 - v), flows(), parameters(**STRANGERS),
        policy(outside_approval=1.0, outside_ceiling=4.0), 900, KEYS, 1), 1, 0),
    ("a loan of a month falls due", lambda v: after(
        bills, "due_outside", parameters(outside_principal_monthly=0.01), policy(outside_apr=0.0),
        outside_debt=50_000, outside_short=v), 501, 500),
    ("a loan can be repaid early", lambda v: after(
        prepay, "prepaid", parameters(prepay_monthly=1.0), policy(), 0, KEYS, 1, balance_cashloan=v, cash=900_000),
        1, 0),
    ("who is behind is in contact or silent", lambda v: contact(overdue_paylater=v) > 0, True, False),
    ("on either product", lambda v: contact(overdue_cashloan=v) > 0, True, False),
    ("a case waits while anything is overdue", lambda v: after(
        collect, "queue", parameters(), policy(agency_high=0.0, agency_low=0.0), KEYS, 1, contact=Contact.SILENT,
        late_cashloan=2, balance_cashloan=900, overdue_cashloan=v) > 0, True, False),
    ("a bill that was missed is paid", lambda v: after(
        pay_paylater_arrears, "paid_paylater", moved={"missed_paylater": v}, cash=900, balance_paylater=900), 1, 0),
    ("a payment makes arrears younger", lambda v: months_past_due(3, 300, 100, v), 3, 4),
    ("arrears make an account late", lambda v: months_past_due(0, v, 100, 5), 1, 0),
    ("a plan lasts while anything is owed", lambda v: after(
        keep_plan, "plan", parameters(), policy(), plan=5, balance_cashloan=v), 4, 0),
    ("on either product", lambda v: after(
        keep_plan, "plan", parameters(), policy(), plan=5, balance_paylater=v), 4, 0),
    ("a due can fail", lambda v: after(
        payment_fails, "technical", parameters(outage_share=1.0), KEYS, 1, moved={"due_paylater": v}),
        Failure.OUTAGE, 0),
    ("on either product", lambda v: after(
        payment_fails, "technical", parameters(outage_share=1.0), KEYS, 1, moved={"due_cashloan": v}),
        Failure.OUTAGE, 0),
    ("friends give what they can spare", lambda v: gift(
        borrower(cash=v), parameters(help_kept_months=0.0, help_share=1.0), 900), 1, 0),
    ("and it changes hands", helped, 1, 0),
    ("a line is drawn on", lambda v: after(
        draw_cashloan, "draws", parameters(), policy(), v, limit_cashloan=900), 1, 0),
    ("a lump sum is a raise", lambda v: after(
        raise_at_once, "lump_raise", parameters(), policy(), 3, v / 100), 3, 0),
    ("who misses with the money at hand was able", lambda v: after(
        note_missed, "missed_able", moved={"due_cashloan": v}, cash=900, balance_cashloan=900), 1, 0),
    ("old arrears are planned for", lambda v: planned_dues(
        borrower(overdue_cashloan=v), flows(), parameters()), 1, 0),
    ("on either product", lambda v: planned_dues(
        borrower(overdue_paylater=v), flows(), parameters()), 1, 0),
    ("money that is missing is saved", lambda v: plan_spending(
        borrower(buffer_months=0.0, cash=0), parameters(habit_share=0.9, compression=1.0), 60_000 + v, 0),
        539_999, 540_000),
    ("a purchase goes on paylater", lambda v: after(
        charge_paylater, "charges", policy(), v, limit_paylater=900), 1, 0),
    ("a swindler takes all", lambda v: after(
        believe_swindler, "scam", parameters(scam_monthly=1.0), policy(transparency=0.0), KEYS, 1, freeze_reason=6,
        cash=v, literacy=0.0), 1, 0),
    ("who mends pays debt elsewhere", lambda v: after(
        lower_outside_debt, "outside_paid", parameters(), mending=1, cash=900_000, outside_debt=v), 1, 0),
    ("early repayment is turnover", lambda v: turns_over(
        borrower(limit_cashloan=900), parameters(arbitrage_least_share=0.0), v), True, False),
    ("who is overdue stays", lambda v: after(
        leave, "left", parameters(leave_monthly=1.0), policy(), KEYS, 1, cash=900, overdue_cashloan=v), 0, 1),
    ("on either product", lambda v: after(
        leave, "left", parameters(leave_monthly=1.0), policy(), KEYS, 1, cash=900, overdue_paylater=v), 0, 1),
    ("another lender takes over what is lacking", lambda v: after(
        leave, "taken_over", parameters(leave_monthly=1.0), policy(outside_approval=1.0), KEYS, 1, cash=900,
        balance_cashloan=900 + v), 1, 0),
]  # fmt: skip


@pytest.mark.parametrize(("comes_of", "one", "none"), [pytest.param(*row[1:], id=row[0]) for row in ROWS])
def test_one_fen_is_something(comes_of: Callable[[int], Any], one: Any, none: Any) -> None:
    assert (comes_of(1), comes_of(0)) == (one, none)
