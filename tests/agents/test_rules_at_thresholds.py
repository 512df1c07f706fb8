"""Rules at their thresholds: the last value on the one side and the first on the other, one record each."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.helpers.markets import KEYS, borrower, flows, parameters, policy
from tightrope.agents.approving import borrow_outside
from tightrope.agents.borrowing import prepay, redraw
from tightrope.agents.codes import Contact, FreezeReason, LadderStage
from tightrope.agents.collecting import ladder_stage, pay_paylater_arrears
from tightrope.agents.earning import cost_of_record
from tightrope.agents.elsewhere import settle_outside, takes_over
from tightrope.agents.flows import Flow
from tightrope.agents.forbearance import ease, settle
from tightrope.agents.freezing import below_cutoff, conditions_met, review_withheld
from tightrope.agents.limiting import (
    cap_lines,
    chance_of_cut,
    cut_lines,
    cut_or_announce,
    raise_lines,
)
from tightrope.agents.lines import bills
from tightrope.agents.locking import hides
from tightrope.agents.pricing import served_under_cap
from tightrope.agents.queueing import queue_of
from tightrope.agents.raising import below_entitlement, review_raises
from tightrope.agents.repaying import note_missed
from tightrope.agents.suspecting import borrows_everywhere, count_cycle, turns_over
from tightrope.agents.trusting import leave, own_hurt, talk
from tightrope.scenarios.engine.records import fields_of

type Happens = Callable[[Any], bool]

MULTI = FreezeReason.MULTI_PLATFORM
LINES = {"limit_paylater": 100_000, "limit_cashloan": 400_000}
LATE = {"late_cashloan": 2, "balance_cashloan": 900_000, "overdue_cashloan": 200_000, "contact": Contact.IN_CONTACT}
TRUST = 0.5
NO_RAISE = {"welcome_share": 0.0, "record_raise_monthly": 0.0, "campaign_share": 0.0, "apply_raise_monthly": 0.0}


def under(value: float) -> float:
    """The next smaller number."""
    return math.nextafter(value, -math.inf)


def over(value: float) -> float:
    """The next larger number."""
    return math.nextafter(value, math.inf)


def under_single(value: float) -> float:
    """The next smaller number of those that a record holds in single precision."""
    return float(np.nextafter(np.float32(value), np.float32(-math.inf)))


def over_single(value: float) -> float:
    """The next larger of them."""
    return float(np.nextafter(np.float32(value), np.float32(math.inf)))


def stage(**state: float) -> int:
    """The collections stage that a case calls for."""
    return ladder_stage(borrower(**state), parameters())


def changed(rule: Callable[..., Any], name: str, /, *more: Any, **state: float) -> bool:
    """Whether a rule changes a field of a borrower in this state, or of the month's flows."""
    b, f = borrower(**state), flows()
    record = f if name in {field.name for field in fields_of(Flow)} else b
    before = record[name]
    rule(b, f, *more)
    return bool(record[name] != before)


# the score, and what it opens and closes

SCORES: list[tuple[str, Happens, Any, Any]] = [
    (
        "a score below the cut-off",
        lambda v: below_cutoff(borrower(score=v), parameters(), policy(), 470.0, 9.0),
        under_single(470.0),
        470.0,
    ),
    (
        "dues above half of the income",
        lambda v: below_cutoff(borrower(instalment=v), parameters(), policy(), 400.0, 0.5),
        300_001,
        300_000,
    ),
    (
        "a score 20 points above the cut-off opens a line",
        lambda v: conditions_met(borrower(score=v), parameters(), policy(risk_cutoff=470.0), False),
        490.0,
        under_single(490.0),
    ),
    (
        "and brings a limit repaid early back",
        lambda v: changed(
            review_withheld, "withheld", parameters(restore_monthly=1.0, manual_review_share=0.0),
            policy(risk_cutoff=470.0), KEYS, 1, score=v, withheld=5_000,
        ),
        490.0,
        under_single(490.0),
    ),
    (
        "seen to owe no more than the threshold",
        lambda v: conditions_met(
            borrower(freeze_reason=MULTI, multi_seen=v), parameters(multi_threshold=8.0), policy(), False
        ),
        8.0,
        over_single(8.0),
    ),
    (
        "seen to owe more than the threshold closes the line",
        lambda v: borrows_everywhere(borrower(multi_seen=v), parameters(multi_threshold=8, multi_strength=1), KEYS, 1),
        over_single(8.0),
        8.0,
    ),
    (
        "high risk has queues of its own",
        lambda v: queue_of(borrower(score=v), parameters(high_risk_score=560.0), 2) % 2 == 0,
        under_single(560.0),
        560.0,
    ),
    (
        "and, silent, is worked on one stage earlier",
        lambda v: stage(score=v, contact=Contact.SILENT, late_paylater=1) == LadderStage.AGENCY,
        under_single(560.0),
        560.0,
    ),
    ("an agency from two months on", lambda v: stage(late_paylater=v) == LadderStage.AGENCY, 2, 1),
    ("lawyers from four", lambda v: stage(late_cashloan=v) == LadderStage.LEGAL, 4, 3),
    ("a call before", lambda v: stage(late_cashloan=v) == LadderStage.CALL, 1, 0),
]  # fmt: skip

# the past, and what it excuses

PAST: list[tuple[str, Happens, Any, Any]] = [
    (
        "who was late within the year is cut sooner",
        lambda v: chance_of_cut(borrower(months_since_late=v), parameters(), policy(cut_monthly=0.02)) > 0.021,
        11,
        12,
    ),
    (
        "in good standing a freeze hurts in full",
        lambda v: own_hurt(borrower(months_since_late=v), flows(froze=1), parameters(freeze_hurt=0.2)) == 0.2,
        12,
        11,
    ),
    (
        "a bad record costs rent from one late month on",
        lambda v: cost_of_record(borrower(bureau_record=v), parameters(), KEYS, 1) > 0,
        1.0,
        under_single(1.0),
    ),
    (
        "a plan a year ago at least leaves room for another",
        lambda v: changed(
            ease, "plan_agreed", parameters(hardship_offer=1.0, settlement_offer=0.0), policy(month=20), KEYS, 1,
            **LATE, plan_month=v,
        ),
        8,
        9,
    ),
    (
        "nobody gets a plan who can pay",
        lambda v: changed(
            ease, "plan_agreed", parameters(hardship_offer=1.0, settlement_offer=0.0), policy(month=20), KEYS, 1,
            **LATE, cash=v, plan_month=-1000,
        ),
        199_999,
        200_000,
    ),
    (
        "early repayments count together within the window",
        lambda v: cycles_after(v) == 2,
        6,
        7,
    ),
    ("who repaid a month ago may want it back", lambda v: redrawn_after(v), 1, 0),
    ("who repaid three months ago may, four no more", lambda v: redrawn_after(v), 3, 4),
]  # fmt: skip

# amounts

AMOUNTS: list[tuple[str, Happens, Any, Any]] = [
    (
        "limits more than a tenth above the cap are cut",
        lambda v: changed(cap_lines, "limit_cashloan", parameters(limit_cap_yuan=10_000), limit_cashloan=v),
        1_100_001,
        1_100_000,
    ),
    (
        "a balance more than a tenth above the cap is told",
        lambda v: cap_lines(borrower(balance_cashloan=v), flows(), parameters(limit_cap_yuan=10_000)),
        1_100_001,
        1_100_000,
    ),
    (
        "a raise is worth it from more than a tenth on",
        lambda v: changed(
            raise_lines, "limit_cashloan", parameters(limit_cap_yuan=v), policy(limit_scale=1.0), **LINES,
            limit_months_cashloan=3.0,
        ),
        5_500.01,
        5_500.0,
    ),
    (
        "a raise asks for limits below five quarters of the entitlement",
        lambda v: below_entitlement(
            borrower(limit_cashloan=v, limit_months_cashloan=1.0), parameters(), policy(limit_scale=1.0)
        ),
        749_999,
        750_000,
    ),
    ("a limit cut below 200 yuan is closed", lambda v: limit_after_cut(v) == 0, 19_999, 20_000),
    ("a small debt elsewhere is due at once", lambda v: due_outside(v) == v, 49_999, 50_000),
    (
        "turnover is a tenth of the line",
        lambda v: turns_over(borrower(limit_cashloan=1_000_000), parameters(), v),
        100_000,
        99_999,
    ),
    (
        "who has the loan, the dues and half an income may repay early",
        lambda v: prepaid(cash=v)["prepaid_month"] == 5,
        740_000,
        739_999,
    ),
    ("a cool-off of a month keeps the limit", lambda v: prepaid(cool_off=v)["withheld"] > 0, 1.0, under(1.0)),
    ("notice of a month puts a cut off", lambda v: cut_with_notice(v)["notice_left"] > 0, 1.0, under(1.0)),
    ("a settlement asks for the rest at once", lambda v: settled(v), 540_000, 539_999),
    ("who leaves can pay all that is owed", lambda v: changed(
        leave, "left", parameters(leave_monthly=1.0), policy(outside_approval=0.0), KEYS, 1, cash=v,
        balance_paylater=300, balance_cashloan=400), 700, 699),
    ("another lender takes over what leaves room for it", lambda v: takes_over(
        borrower(income_usual=100, outside_seen=10), parameters(),
        policy(outside_approval=1.0, outside_ceiling=2.0), v, KEYS, 1), 190, 191),
    ("other lenders break even at the cap", lambda v: served_under_cap(
        borrower(), parameters(rate_cap_apr=0.36), policy(outside_breakeven=v), 0), 0.36, over(0.36)),
    ("default elsewhere is after three months", lambda v: after_settling(v) == 9, 2, 1),
    ("able is who has what was missed", lambda v: missed_able(v) == 1, 300, 299),
    ("who has the arrears does not hide", lambda v: hides(
        borrower(cash=v, overdue_paylater=100, overdue_cashloan=200, contact=Contact.SILENT, late_cashloan=1)),
        299, 300),
    ("the forgetful pay the whole bill", lambda v: arrears_paid(v) == 500, 700, 699),
    ("other lenders know a hundred lenders at most", lambda v: borrow_outside(
        borrower(outside_lenders=v), flows(), parameters(), policy(outside_approval=1.0), 5_000, KEYS, 1) > 0, 99, 100),
    ("a friend is heard as far as the bound", lambda v: trust_after_talk(v) > TRUST, 0.25, over_single(0.25)),
]  # fmt: skip

# who is raised at once

RAISES: list[tuple[str, Happens, Any, Any]] = [
    (
        "a campaign reaches its least score",
        lambda v: raised({"campaign_share": 1.0}, score=v),
        500.0,
        under_single(500.0),
    ),
    (
        "a good record is a score of 650",
        lambda v: raised({"record_raise_monthly": 1.0}, score=v),
        650.0,
        under_single(650.0),
    ),
    ("and a clean year", lambda v: raised({"record_raise_monthly": 1.0}, months_since_late=v), 12, 11),
    ("and a year since the last raise", lambda v: raised({"record_raise_monthly": 1.0}, raised_month=v), 8, 9),
    (
        "nine tenths of the line in use make borrowers apply",
        lambda v: raised({"apply_raise_monthly": 1.0}, balance_cashloan=v),
        360_001,
        360_000,
    ),
    (
        "who applies needs the score for raises",
        lambda v: raised({"apply_raise_monthly": 1.0}, balance_cashloan=400_000, score=v),
        560.0,
        under_single(560.0),
    ),
]


def cycles_after(months: int) -> int:
    b = borrower(limit_cashloan=1000, turnover_month=20 - months, cycles=1)
    count_cycle(b, flows(prepaid=1000), parameters(arbitrage_window_months=6), policy(month=20))
    return int(b["cycles"])


def redrawn_after(months: int) -> bool:
    f = flows()
    redraw(
        borrower(prepaid_month=20 - months, repaid_early=1000),
        f,
        parameters(redraw_monthly=1.0),
        policy(month=20),
        KEYS,
        1,
    )
    return bool(f["redrew"])


def limit_after_cut(left: int) -> int:
    b = borrower(limit_cashloan=left)
    cut_lines(b, flows(), parameters(), 1.0, 1.0)
    return int(b["limit_cashloan"])


def after_settling(late: int) -> int:
    """The months on the blacklist of who is late elsewhere for one month more."""
    b = borrower(outside_debt=10**6, outside_overdue=500_000, late_outside=late)
    settle_outside(b, flows(due_outside=600_000), parameters(blacklist_months=9), policy(), KEYS, 1)
    return int(b["blacklisted"])


def due_outside(debt: int) -> int:
    f = flows()
    bills(borrower(outside_debt=debt), f, parameters(), policy())
    return int(f["due_outside"])


def prepaid(cash: int = 10**7, cool_off: float = 2.0) -> Any:
    """A borrower of 400,000 fen who would repay early, dues of 40,000 beside."""
    b = borrower(cash=cash, balance_cashloan=400_000, limit_cashloan=900_000, prepaid_month=-1000)
    prepay(b, flows(), parameters(prepay_monthly=1.0), policy(month=5, cool_off_months=cool_off), 40_000, KEYS, 1)
    return b


def cut_with_notice(months: float) -> Any:
    b = borrower(**LINES)
    cut_or_announce(b, flows(), parameters(), policy(notice_months=months), KEYS, 1)
    return b


def settled(cash: int) -> bool:
    b = borrower(cash=cash, balance_cashloan=600_000, balance_paylater=300_000, late_cashloan=4)
    return bool(settle(b, flows(), parameters(settlement_discount=0.4)))


def missed_able(cash: int) -> int:
    f = flows(due_cashloan=200, due_paylater=100, least_paylater=100)
    note_missed(borrower(cash=cash, balance_cashloan=900, balance_paylater=900), f)
    return int(f["missed_able"])


def arrears_paid(cash: int) -> int:
    """Of a bill of 500 whose least was 100, beside 200 overdue on the cash loan."""
    f = flows(missed_paylater=500)
    pay_paylater_arrears(borrower(cash=cash, overdue_paylater=100, balance_paylater=900, overdue_cashloan=200), f)
    return int(f["paid_paylater"])


def trust_after_talk(gap: float) -> float:
    b, ties, moods = borrower(trust=TRUST), np.array([1, 0], np.int32), np.array([0.0, gap], np.float32)
    talk(b, parameters(confidence_bound=0.25), moods, np.array([0, 1, 2], np.int32), ties, 0)
    return float(b["trust"])


def raised(channel: dict[str, float], **state: float) -> bool:
    usual = {**LINES, "score": 660.0, "limit_months_cashloan": 3.0, "raised_month": -1000}
    p = parameters(**{**NO_RAISE, "campaign_least_score": 500.0, "raise_score": 560.0, **channel})
    f = flows()
    review_raises(borrower(**{**usual, **state}), f, p, policy(month=20, stance=0.0, limit_scale=1.0), KEYS, 1)
    return bool(f["lump_raise"])


@pytest.mark.parametrize(
    ("happens", "yes", "no"),
    [pytest.param(*row[1:], id=row[0]) for row in (*SCORES, *PAST, *AMOUNTS, *RAISES)],
)
def test_a_rule_turns_at_its_threshold(happens: Happens, yes: Any, no: Any) -> None:
    assert happens(yes)
    assert not happens(no)
