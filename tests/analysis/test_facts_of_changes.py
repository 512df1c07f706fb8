"""The facts about changes, by hand on months made up, and the markets that show them."""

from typing import Any

import polars as pl
import pytest

from tests.helpers.lives import LAST, seen
from tightrope.analysis.facts import changes, creditors
from tightrope.analysis.facts.changes import CHANGED, DELAY, Change
from tightrope.analysis.facts.evidence import FIRST, STRAINED, Evidence
from tightrope.api.changes import changed_scenarios
from tightrope.scenarios.files.scenario import load_scenario

PANDEMIC, RECESSION, TAUGHT = 26, 25, 28
"""First month of each, and after the lessons."""


def months(last: int = LAST, **columns: dict[int, float]) -> pl.DataFrame:
    """Months in which every column is 100, but where a value is given."""
    lived = range(1, last + 1)
    names = ("dpd30_share_balance", "dpd90_share_balance", "day1_share_dues", "writeoff_amount", "balance", "profit")
    return pl.DataFrame(
        {"month": lived, **{name: [columns.get(name, {}).get(month, 100.0) for month in lived] for name in names}}
    )


def between(first: int, last: int, value: float) -> dict[int, float]:
    return dict.fromkeys(range(first, last + 1), value)


def beside(change: Change, last: int = LAST, **columns: dict[int, float]) -> Evidence:
    """A calm market, and one that differs from it in some months."""
    return seen(months=months(last), changed={change: months(last, **columns)})


def test_the_pandemic_s_late_debt_is_that_of_the_fourth_to_the_sixth_month() -> None:
    late = {**between(PANDEMIC, PANDEMIC + 9, 900.0), PANDEMIC + 3: 150.0, PANDEMIC + 4: 200.0, PANDEMIC + 5: 250.0}
    evidence = beside(Change.PANDEMIC, dpd30_share_balance=late)
    assert changes.late_in_pandemic(evidence) == pytest.approx(2.0)
    short = beside(Change.PANDEMIC, last=PANDEMIC + 4, dpd30_share_balance=late)
    assert changes.late_in_pandemic(short) is None, "not all of the months are lived"


def test_dues_are_missed_at_once_and_debt_is_late_later() -> None:
    evidence = beside(
        Change.PANDEMIC,
        day1_share_dues={PANDEMIC - 1: 900.0, PANDEMIC: 140.0, PANDEMIC + 1: 160.0, PANDEMIC + 2: 900.0},
        dpd30_share_balance={PANDEMIC - 1: 900.0, PANDEMIC + 4: 300.0, PANDEMIC + 5: 200.0, PANDEMIC + 12: 900.0},
    )
    assert changes.misses_at_once(evidence) == pytest.approx(1.5)
    assert changes.month_of_most_late(evidence) == 5.0
    assert changes.month_of_most_late(beside(Change.PANDEMIC, last=PANDEMIC + 10)) is None


def test_a_recession_is_looked_at_in_the_last_of_nine_quarters() -> None:
    late = between(RECESSION + 24, RECESSION + 26, 170.0)
    assert changes.late_after_recession(beside(Change.RECESSION, dpd30_share_balance=late)) == pytest.approx(1.7)
    assert changes.late_after_recession(beside(Change.RECESSION, last=RECESSION + 25)) is None


def test_deferrals_are_followed_up_where_there_are_any() -> None:
    late: list[float | None] = [None] * PANDEMIC + [0.2, 0.4] + [None] * (LAST - PANDEMIC - 2)
    changed = {Change.DEFERRAL: pl.DataFrame({"month": range(1, LAST + 1), "deferral_late_share": late})}
    assert changes.unresumed_deferrals(seen(changed=changed)) == pytest.approx(0.3)


def test_lessons_lower_missed_dues_for_a_time() -> None:
    missed = {**between(TAUGHT, TAUGHT + 11, 96.0), **between(TAUGHT + 24, LAST, 99.0)}
    evidence = beside(Change.EDUCATION, day1_share_dues=missed)
    assert changes.education_effect(evidence) == pytest.approx(0.04)
    assert changes.education_left(evidence) == pytest.approx(0.25)
    assert changes.education_left(beside(Change.EDUCATION, last=TAUGHT + 12, day1_share_dues=missed)) is None


def test_reminders_move_missed_dues_more_than_defaults() -> None:
    doubled = months(day1_share_dues=between(CHANGED, LAST, 90.0), dpd90_share_balance=between(CHANGED, LAST, 98.0))
    halved = months(day1_share_dues=between(CHANGED, LAST, 106.0), dpd90_share_balance=between(CHANGED, LAST, 102.0))
    changed = {Change.REMINDERS_DOUBLED: doubled, Change.REMINDERS_HALVED: halved}
    evidence = seen(months=months(), changed=changed)
    assert changes.doubled_reminders(evidence) == pytest.approx(0.10)
    assert changes.halved_reminders(evidence) == pytest.approx(0.06)
    assert changes.reminders_reach_defaults(evidence) == pytest.approx(0.04 / 0.16)


def test_strictness_is_weighed_by_what_it_costs_and_saves() -> None:
    def since(value: float) -> dict[int, float]:
        return {CHANGED - 1: 9e9, **between(CHANGED, LAST, value)}

    pipeline = {CHANGED - 1: 9e9, **between(CHANGED, CHANGED + 11, 900.0), **between(CHANGED + 12, LAST, 72.0)}
    owed = {CHANGED - 1: 9e9, **between(CHANGED, LAST - 12, 80.0), **between(LAST - 11, LAST, 50.0)}
    changed = {
        Change.STRICT: months(writeoff_amount=pipeline, balance=owed, profit=since(70.0)),
        Change.RECESSION: months(profit=since(-30.0)),
        Change.LAX_IN_RECESSION: months(profit=since(-20.0)),
        Change.STRICT_DOOR_IN_RECESSION: months(profit=since(10.0)),
        Change.STRICT_IN_RECESSION: months(profit=since(-60.0)),
    }
    evidence = seen(months=months(), changed=changed)
    assert changes.strict_writeoffs(evidence) == pytest.approx(0.1), "what was lost before goes on for a year"
    assert changes.strict_balance(evidence) == pytest.approx((24 * 20 + 12 * 50) / 3600)
    assert changes.strict_profit(evidence) == pytest.approx(0.3)
    assert changes.strict_profit_in_recession(evidence) == pytest.approx(0.3)
    none = {**changed, Change.STRICT_DOOR_IN_RECESSION: months(profit=since(-50.0))}
    assert changes.strict_profit_in_recession(seen(months=months(), changed=none)) == pytest.approx(-0.1)


# who is paid first


def debtors(here: int, there: int, of: int, **more: Any) -> list[list[dict[str, Any]]]:
    """Borrowers who owe the platform and the bank; so many are late with the first and the other."""
    both = {"balance_paylater": 5.0, "outside_debt": 5.0, "lender_elsewhere": 2, **more}
    late = [{"late_cashloan": int(k < here), "late_outside": int(k < there)} for k in range(of)]
    return [[{**both, **each}] for each in late]


def test_who_owes_both_is_late_with_the_platform_before_the_bank() -> None:
    others = [
        *debtors(5, 5, 5, lender_elsewhere=1),
        *debtors(5, 5, 5, outside_fringe=1.0),
        *debtors(5, 5, 5, outside_debt=0.0),
        *debtors(5, 5, 5, balance_paylater=0.0),
        *debtors(5, 5, 5, status="written off"),
    ]
    first = STRAINED[0]
    calm = seen(*debtors(2, 2, 10), *others, first=first).panel
    strained = seen(*debtors(6, 3, 10), *others, first=first).panel
    evidence = seen(panel=calm, pandemic=strained, bank=2)
    assert creditors.platform_late_times(evidence) == pytest.approx(3.0)
    assert creditors.bank_late_times(evidence) == pytest.approx(1.5)
    assert creditors.platform_over_bank(evidence) == pytest.approx(2.0)
    assert creditors.platform_over_bank(seen(panel=calm, pandemic=strained)) is None, "no lender is a bank"


# the markets


def test_each_change_is_the_calm_scenario_and_its_own_events() -> None:
    calm = load_scenario("baseline")
    changed = changed_scenarios(calm)
    assert list(changed) == list(Change)
    start = calm.timeline(LAST)
    for change, scenario in changed.items():
        rows = scenario.timeline(LAST)
        assert (rows[: FIRST + 1] == start[: FIRST + 1]).all(), f"{change}: the book settles first"
        assert (rows[FIRST + 1 :] != start[FIRST + 1 :]).any(), change
    furloughs = changed[Change.PANDEMIC].timeline(LAST)["furlough_share"]
    assert furloughs[PANDEMIC - 1] == 0 < furloughs[PANDEMIC]
    assert changed[Change.RECESSION].timeline(LAST)["unemployment_given"][RECESSION] > 0
    assert DELAY == PANDEMIC - 14


def test_reminders_and_strictness_move_what_they_say() -> None:
    calm = load_scenario("baseline")
    usual = calm.timeline(LAST)[LAST]
    doubled, halved, strict = (
        changed_scenarios(calm)[change].timeline(LAST)[LAST]
        for change in (Change.REMINDERS_DOUBLED, Change.REMINDERS_HALVED, Change.STRICT)
    )
    assert doubled["reminder_effect"] == pytest.approx(2 * usual["reminder_effect"])
    assert halved["reminder_effect"] == pytest.approx(usual["reminder_effect"] / 2)
    assert strict["admission_score"] > usual["admission_score"]
    assert strict["risk_cutoff"] > usual["risk_cutoff"]
    assert strict["debt_to_income_cutoff"] < usual["debt_to_income_cutoff"]
    lax, door, both = (
        changed_scenarios(calm)[change].timeline(LAST)[LAST]
        for change in (Change.LAX_IN_RECESSION, Change.STRICT_DOOR_IN_RECESSION, Change.STRICT_IN_RECESSION)
    )
    for row in (lax, door, both):
        assert row["admission_tightening"] == row["risk_tightening"] == row["debt_to_income_tightening"] == 0
    assert lax["admission_score"] == usual["admission_score"] < door["admission_score"] == both["admission_score"]
    assert lax["risk_cutoff"] == door["risk_cutoff"] < both["risk_cutoff"]
