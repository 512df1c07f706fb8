"""Plain Python says what the rules mean; compiled for one borrower at a time and for eight they do just that."""

import pytest
from hypothesis import HealthCheck, given, settings

from tests.helpers.any_scenario import BOOKS, scenarios
from tests.helpers.witnesses import agree
from tightrope.scenarios.engine.compiled import COMPILED
from tightrope.scenarios.files.scenario import Scenario, library_names, load_scenario

pytestmark = pytest.mark.skipif(not COMPILED, reason="the rules are to run as plain Python alone")

EVERYTHING = {
    "start_late_cashloan": 0.15, "start_late_paylater": 0.2, "help_monthly": 0.6, "lock_monthly": 0.2,
    "forget_monthly": 0.3, "separation_monthly": 0.1, "outage_monthly": 0.2, "cut_monthly": 0.3, "freeze_monthly": 0.5,
    "plan_monthly": 0.3, "settle_monthly": 0.3, "leave_monthly": 0.1, "arrive_monthly": 0.5, "campaign_monthly": 0.2,
    "late_wage_monthly": 0.2, "suspect_monthly": 0.5, "manual_review_share": 0.5, "appeal_monthly": 0.5,
}  # fmt: skip
"""Much of all that may befall a borrower."""


@pytest.mark.parametrize("name", library_names())
def test_every_scenario_of_the_library_is_lived_alike(name: str) -> None:
    agree(load_scenario(name), borrowers=60, months=5)


@pytest.mark.parametrize("on", ["synthetic", "taiwan"])
def test_busy_markets_are_lived_alike(on: str) -> None:
    scenario = load_scenario("severe-recession").with_values(EVERYTHING)
    market = agree(scenario, borrowers=401, months=8, on=on)
    assert {"froze", "cut", "lump_raise", "case_served", "help_received"} <= {
        name for name in market.flows.names if market.flows[name].any()
    }


@given(scenario=scenarios(), on=BOOKS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_scenario_is_lived_alike(scenario: Scenario, on: str) -> None:
    agree(scenario, borrowers=43, months=3, on=on)
