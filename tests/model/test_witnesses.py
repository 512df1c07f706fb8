"""Plain Python says what the rules mean; compiled for one borrower at a time and for eight they do just that."""

import pytest
from hypothesis import HealthCheck, given, settings

from tests.helpers.any_scenario import BOOKS, scenarios
from tests.helpers.witnesses import agree
from tightrope.scenarios.engine.compiled import COMPILED
from tightrope.scenarios.files.scenario import Scenario, library, load_scenario

pytestmark = pytest.mark.skipif(not COMPILED, reason="the rules are to run as plain Python alone")

EVERYTHING = {
    "start_late_cashloan": 0.15, "start_late_paylater": 0.2, "help_monthly": 0.6, "lock_monthly": 0.2,
    "forget_cashloan_monthly": 0.2, "forget_paylater_monthly": 0.2, "separation_monthly": 0.1, "cut_monthly": 0.3,
    "freeze_monthly": 0.5, "appeal_monthly": 0.5, "leave_monthly": 0.1, "arrive_monthly": 0.5, "late_wage_monthly": 0.2,
    "raise_monthly": 0.3, "record_raise_monthly": 0.3, "apply_raise_monthly": 0.3, "cycler_monthly": 0.3,
    "mend_monthly": 0.5, "mistake_monthly": 0.4, "prepay_monthly": 0.4, "redraw_monthly": 0.5, "rush_monthly": 0.4,
    "scam_monthly": 0.2, "silent_lock_monthly": 0.2, "silent_lock_months": 3,
    "upload_monthly": 0.4, "manual_review_share": 0.5,
}  # fmt: skip
"""Much of all that may befall a borrower."""


@pytest.mark.parametrize("name", library())
def test_every_scenario_of_the_library_is_lived_alike(name: str) -> None:
    agree(load_scenario(name), borrowers=19, months=4)


@pytest.mark.parametrize("on", ["synthetic", "taiwan"])
def test_busy_markets_are_lived_alike(on: str) -> None:
    scenario = load_scenario("severe-recession").with_values(EVERYTHING)
    moved = agree(scenario, borrowers=401, months=8, on=on)
    assert {"froze", "cut", "lump_raise", "case_served", "help_received", "joined", "left", "scam"} <= moved


@given(scenario=scenarios(), on=BOOKS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_scenario_is_lived_alike(scenario: Scenario, on: str) -> None:
    agree(scenario, borrowers=19, months=3, on=on)
