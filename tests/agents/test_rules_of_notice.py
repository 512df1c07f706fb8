"""Notice of a freeze, and faults that keep a limit away: who is told, who is spared, what waits."""

import pytest

from tests.helpers.markets import KEYS, borrower, flows, near, parameters, policy, share_of_borrowers
from tightrope.agents.borrowing import rush
from tightrope.agents.codes import FreezeReason
from tightrope.agents.freezing import after_notice, held_up, may_be_announced, review_freeze, review_withheld

POOR = {"score": 500.0}
JUDGED = {
    FreezeReason.RISK, FreezeReason.MACRO, FreezeReason.GUIDANCE, FreezeReason.UPGRADE, FreezeReason.MULTI_PLATFORM,
}  # fmt: skip
CUTOFFS = {"risk_cutoff": 560.0, "debt_to_income_cutoff": 0.85}


@pytest.mark.parametrize("reason", [reason for reason in FreezeReason if reason != FreezeReason.NONE])
def test_what_is_judged_can_wait_and_what_has_happened_cannot(reason: FreezeReason) -> None:
    assert may_be_announced(reason) == (reason in JUDGED)
    b, f = borrower(**POOR), flows()
    made = after_notice(b, f, parameters(), policy(freeze_notice_months=2.0, **CUTOFFS), reason)
    assert (made, b["freeze_warning"]) == ((0, 2) if reason in JUDGED else (reason, 0))
    assert not f["froze_announced"]


@pytest.mark.parametrize(
    ("warned", "state", "froze"),
    [
        (FreezeReason.MACRO, POOR, FreezeReason.MACRO),
        (FreezeReason.MACRO, {"score": 600.0}, FreezeReason.NONE),  # has mended in time
        (FreezeReason.MACRO, {"score": 600.0, "instalment": 600_000}, FreezeReason.MACRO),
        (FreezeReason.MULTI_PLATFORM, {"multi_seen": 9.0}, FreezeReason.MULTI_PLATFORM),
        (FreezeReason.MULTI_PLATFORM, {"multi_seen": 8.0, **POOR}, FreezeReason.NONE),
    ],
    ids=str,
)
def test_an_announced_freeze_is_made_if_it_is_still_called_for(
    warned: FreezeReason, state: dict[str, float], froze: FreezeReason
) -> None:
    p, q = parameters(multi_threshold=8.0), policy(freeze_notice_months=2.0, **CUTOFFS)
    b = borrower(freeze_warning=2, warned_reason=warned, **state)
    assert after_notice(b, flows(), p, q, FreezeReason.NONE) == FreezeReason.NONE, "a month is left"
    f = flows()
    assert after_notice(b, f, p, q, FreezeReason.RISK) == froze, "for the reason that was told"
    assert (b["freeze_warning"], f["froze_announced"]) == (0, froze != FreezeReason.NONE)


def test_a_notice_ends_with_a_freeze_that_cannot_wait() -> None:
    b = borrower(freeze_warning=2, warned_reason=FreezeReason.RISK)
    made = after_notice(b, flows(), parameters(), policy(freeze_notice_months=2.0, **CUTOFFS), FreezeReason.DELINQUENCY)
    assert (made, b["freeze_warning"]) == (FreezeReason.DELINQUENCY, 0)


@pytest.mark.parametrize(("notice", "froze", "warning"), [(0.0, FreezeReason.RISK, 0), (3.0, FreezeReason.NONE, 3)])
def test_the_review_gives_notice_where_there_is_some(notice: float, froze: FreezeReason, warning: int) -> None:
    b, f = borrower(**POOR), flows()
    p = parameters(freeze_monthly=1.0, risk_cutoff=560.0)
    review_freeze(b, f, p, policy(month=5, freeze_notice_months=notice, **CUTOFFS), False, KEYS, 1)
    assert (b["freeze_reason"], f["froze"], b["freeze_warning"]) == (froze, froze, warning)


@pytest.mark.parametrize(("warning", "drawn"), [(0, 0), (2, 90_000)])
def test_who_is_told_of_a_freeze_empties_the_line(warning: int, drawn: int) -> None:
    b, f = borrower(limit_cashloan=100_000, balance_cashloan=10_000, instalment=1_000, freeze_warning=warning), flows()
    rush(b, f, parameters(rush_monthly=1.0, rush_strength=1.0), policy(), KEYS, 3)
    assert f["draws"] == drawn


def test_faults_hold_up_as_many_as_outages_fail_times_the_strength() -> None:
    p = parameters(outage_share=0.4, outage_restoring=0.5)
    assert share_of_borrowers(lambda i: held_up(p, KEYS, i)) == near(0.2)
    assert not held_up(parameters(outage_share=0.4, outage_restoring=0.0), KEYS, 1)
    assert not held_up(parameters(outage_share=0.0, outage_restoring=1.0), KEYS, 1)


@pytest.mark.parametrize(("outage", "restored"), [(0.0, 3), (1.0, 0)])
def test_no_limit_returns_while_the_systems_are_down(outage: float, restored: int) -> None:
    b, f = borrower(score=700.0, withheld=50_000, limit_cashloan=100_000, prepaid_month=2), flows()
    p = parameters(outage_share=outage, outage_restoring=1.0, restore_monthly=1.0, manual_review_share=0.0)
    review_withheld(b, f, p, policy(month=5, **CUTOFFS), KEYS, 1)
    assert (f["restored"], b["withheld"] == 0) == (restored, restored > 0)
