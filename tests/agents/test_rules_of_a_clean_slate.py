"""What is wiped when a place changes hands, a debt is written off or settled, a plan agreed: all of it, and no more."""

from typing import Any

import pytest

from tests.helpers.markets import borrower, flows, parameters, policy
from tightrope.agents.arriving import clear
from tightrope.agents.borrower import LONG_AGO, Borrower
from tightrope.agents.codes import Status
from tightrope.agents.forbearance import agree_plan, settle
from tightrope.agents.writing_off import write_off
from tightrope.scenarios.engine.records import fields_of

FIELDS = tuple(field.name for field in fields_of(Borrower))
FULL = dict.fromkeys(FIELDS, 7)
"""A record in which nothing is empty."""
NEVER_YET = ("prepaid_month", "turnover_month", "default_month", "raised_month", "plan_month", "deferral_ended")
DRAWN = {
    "trust", "trust_settled", "score", "lateness", "slips", "bureau_record", "literacy", "literacy_own", "bias",
    "buffer_months", "accustomed", "appetite", "paylater_share", "paylater_aim", "limit_months_paylater",
    "limit_months_cashloan", "income_usual", "income", "income_shown", "limit_paylater", "limit_cashloan",
    "outside_seen", "outside_lenders", "joined_month", "months_since_late", "segment", "employed", "pays_share",
    "verified", "loan_worst", "ever_defaulted", "spell", "shock", "scar", "leaned",
}  # fmt: skip
"""What every arrival draws or derives anew."""
MEANT_FOR = {"case_month", "queue_month", "notice_depth", "warned_reason"}
"""What says something only beside an open case, a queue or a notice."""


RUNS = {"plan": 0, "deferral": 0}
"""Nothing is written off while one of these runs."""


def changes(b: Any) -> dict[str, float]:
    """What differs from the full record."""
    return {name: b[name] for name in FIELDS if b[name] != FULL[name]}


def test_a_place_is_empty_before_somebody_takes_it() -> None:
    b = borrower(**FULL)
    clear(b)
    emptied = dict.fromkeys(set(FIELDS) - DRAWN - MEANT_FOR - {"status"}, 0)
    assert changes(b) == {**emptied, **dict.fromkeys(NEVER_YET, LONG_AGO), "status": Status.VACANT}


def test_a_write_off_closes_the_account_and_keeps_the_person() -> None:
    b, f = borrower(**{**FULL, "late_cashloan": 9, "queue": 4, "status": Status.ACTIVE, **RUNS}), flows()
    write_off(b, f, parameters(writeoff_months=9), policy(month=20))
    wiped = {
        "balance_paylater", "balance_cashloan", "overdue_paylater", "overdue_cashloan", "instalment", "late_paylater",
        "late_cashloan", "limit_paylater", "limit_cashloan", "withheld", "contact",
        "silent_months", "ladder", "locked",
        "mending", "queue", "case",
    }  # fmt: skip
    assert changes(b) == {
        **dict.fromkeys(wiped, 0),
        **RUNS,  # as before
        "written_off": 14,
        "status": Status.WRITTEN_OFF,
        "frozen_month": 20,
    }
    assert (f["writeoff_paylater"], f["writeoff_cashloan"], f["queue_withdrawn"], f["case_withdrawn"]) == (7, 7, 4, 7)


def test_a_settlement_leaves_nothing_owed() -> None:
    b, f = borrower(**{**FULL, "cash": 100, "balance_paylater": 60, "balance_cashloan": 40, "locked": 0}), flows()
    assert settle(b, f, parameters(settlement_discount=0.25))
    wiped = ("balance_paylater", "balance_cashloan", "overdue_paylater", "overdue_cashloan", "instalment", "locked")
    assert changes(b) == {**dict.fromkeys(wiped, 0), "cash": 25}
    paid = (f["paid_paylater"], f["paid_cashloan"], f["forgiven_paylater"], f["forgiven_cashloan"], f["plan_agreed"])
    assert paid == (45, 30, 15, 10, 2)


@pytest.mark.parametrize("months", [6, 18])
def test_a_plan_asks_for_no_arrears_and_divides_the_debt(months: int) -> None:
    b, f = borrower(**{**FULL, "balance_cashloan": 36_000}), flows()
    agree_plan(b, f, parameters(plan_months=months, extension_months=2, interest_waiver=1.0), policy(month=20))
    arrears = {"overdue_paylater": 0, "overdue_cashloan": 0}
    assert changes(b) == {
        **arrears, "plan": months, "holiday": 2, "plan_paid": 0, "plan_missed": 0, "plan_month": 20,
        "instalment": 36_000 // months, "balance_cashloan": 36_000,
    }  # fmt: skip
    assert f["plan_agreed"] == 1
