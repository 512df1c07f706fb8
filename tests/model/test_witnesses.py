"""Plain Python says what the rules mean; compiled for one borrower at a time and for eight they do just that."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from tests.helpers.any_scenario import BOOKS, scenarios
from tests.helpers.golden_markets import write_own_book
from tests.helpers.lenders import BANK, RIVAL
from tests.helpers.markets import story
from tests.helpers.reached import lines_reached
from tests.helpers.witnesses import agree
from tightrope.agents.codes import Action
from tightrope.agents.exempting import Exemption
from tightrope.scenarios.engine.compiled import COMPILED
from tightrope.scenarios.files.events import Event
from tightrope.scenarios.files.scenario import Scenario, library, load_scenario

pytestmark = pytest.mark.skipif(not COMPILED, reason="the rules are to run as plain Python alone")

EVERYTHING = {
    "start_late_cashloan": 0.15, "start_late_paylater": 0.2, "help_monthly": 0.6, "lock_monthly": 0.2,
    "forget_cashloan_monthly": 0.2, "forget_paylater_monthly": 0.2, "separation_monthly": 0.1, "cut_monthly": 0.3,
    "freeze_monthly": 0.5, "appeal_monthly": 0.8, "leave_monthly": 0.1, "arrive_monthly": 0.5, "late_wage_monthly": 0.2,
    "raise_monthly": 0.3, "record_raise_monthly": 0.2, "welcome_share": 0.9,
    "apply_raise_monthly": 1.0, "apply_raise_used": 0.6,
    "cycler_monthly": 0.3, "mend_monthly": 0.5, "mistake_monthly": 0.4, "prepay_monthly": 0.4, "redraw_monthly": 0.5,
    "rush_monthly": 0.4, "scam_monthly": 0.2, "silent_lock_monthly": 0.2, "silent_lock_months": 3,
    "upload_monthly": 0.4, "proof_months": 4, "manual_review_share": 0.5,
    # other lenders lend on in a recession
    "outside_macro_weight": 1.0, "outside_share": 0.7, "outside_wish_monthly": 0.4, "outside_ceiling_months": 1.5,
    "multi_strength": 0.3, "multi_threshold": 3, "refinance_monthly": 0.3, "refinance_gain": 0.0,
    # plans kept and broken, settlements, and the law
    "hardship_offer": 0.5, "plan_scrutiny": 0.3, "plan_months": 4, "plan_keep_months": 2, "plan_pause_months": 2,
    "adviser_monthly": 0.2, "settlement_offer": 0.3, "settlement_discount": 0.9, "writeoff_months": 5,
    "judgement_share": 0.6, "hope": 0.6,
    # work and what is learned
    "furlough_share": 0.1, "furlough_months": 2, "education_share": 0.1, "teaching_share": 0.5,
    "deferral_share": 0.4, "deferral_others": 0.3, "deferral_months": 2,
    # the desk, and lines that open again
    "desk_capacity": 0.25, "linkage_strength": 0.9, "late_freeze": 0.5, "prepay_part_monthly": 0.3,
    "observation_months": 1, "severe_observation_months": 1, "reopen_monthly": 0.8,
    "cool_off_months": 1, "start_disappointment": 0.0,
    # what the score sees besides
    "habits_weight": 40.0, "assets_weight": 40.0,
}  # fmt: skip
"""All that may befall a borrower, soon."""
MEANWHILE = (
    Event(month=2, shape="pulse", months=3, set={"campaign_share": 0.2, "guidance": 1.0}),
    Event(month=3, shape="pulse", months=2, set={"outage_share": 0.2, "rule_change_share": 0.3, "rule_notice": 0.2}),
    Event(month=3, set={"recalibration_points": 60.0}),
    Event(month=4, shape="pulse", months=2, set={"limit_cap_yuan": 10_000.0}),
    Event(month=5, set={"notice_duty_months": 1.0}),
    Event(month=4, set={"freeze_notice_months": 2.0}),
    Event(month=6, set={"unemployment_given": 0.3}),
    Event(month=7, set={"cashloan_apr": 0.0, "unemployment_given": 0.1, "upload_monthly": 0.0}),
    Event(month=7, set={"risk_tightening": 0.0}),  # so that some appeals succeed
    Event(month=8, set={"education_share": 0.0, "teaching_share": 0.0, "rush_strength": 0.0, "furlough_share": 0.0}),
    Event(month=8, set={"score_noise": 0.0}),
)
"""What happens to them all."""
OUT_OF_REACH = {
    "circumstances.py: drawn_spell: return LONGEST_SPELL",
    "borrowing.py: disappointment: return 0.0",
}
"""Lines for the edge of a range, where no draw leads within months."""


@pytest.mark.parametrize("name", library())
def test_every_scenario_of_the_library_is_lived_alike(name: str) -> None:
    agree(load_scenario(name), borrowers=19, months=4)


def test_busy_markets_are_lived_alike_and_every_line_of_the_rules_is(tmp_path: Path) -> None:
    scenario = story(EVERYTHING, *MEANWHILE, base="severe-recession")
    write_own_book(tmp_path, 60)
    with lines_reached("agents") as reached:
        agree(scenario, borrowers=60, months=2, on=str(tmp_path / "book.csv"))
        for on, told in (("synthetic", scenario), ("taiwan", replace(scenario, lenders=(BANK, RIVAL)))):
            moved = agree(told, borrowers=401, months=8, on=on)
            assert {"froze", "cut", "lump_raise", "case_served", "help_received", "joined", "left", "scam"} <= moved
        agree(scenario, borrowers=101, months=3, exempt=Exemption(Action.FREEZE, batches=2))
    missing = set(reached.missing("agents")) - OUT_OF_REACH
    assert not missing, "\n".join(sorted(missing))


@given(scenario=scenarios(), on=BOOKS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_scenario_is_lived_alike(scenario: Scenario, on: str) -> None:
    agree(scenario, borrowers=19, months=3, on=on)
