"""The markets with one change that evidence of experiments is held against, beside the calm one without it."""

from collections.abc import Mapping
from dataclasses import replace

from tightrope.analysis.facts.changes import CHANGED, DELAY, Change
from tightrope.scenarios.files.events import Event
from tightrope.scenarios.files.scenario import Scenario, load_scenario

__all__ = ["changed_scenarios"]

_STRICT_DOOR = (Event(month=CHANGED, add={"admission_score": 40.0}),)
"""Newcomers need 40 points of score more."""
_STRICT_LINES = (
    Event(month=CHANGED, add={"risk_cutoff": 50.0}),
    Event(month=CHANGED, times={"debt_to_income_cutoff": 0.7}),
)
"""Lines are frozen at 50 points of score more, and where dues are three fifths of income: near a bank's norm."""
_LAX = tuple(
    Event(month=CHANGED, set={knob: 0.0})
    for knob in ("admission_tightening", "risk_tightening", "debt_to_income_tightening")
)
"""However tight the stance, door and lines ask no more of score and debts than in calm times."""


def changed_scenarios(calm: Scenario) -> Mapping[Change, Scenario]:
    """Return the calm scenario with the events of each change added."""
    recession = _later("severe-recession")
    events = {
        Change.PANDEMIC: _later("pandemic"),
        Change.DEFERRAL: _later("deferral"),
        Change.RECESSION: recession,
        Change.EDUCATION: load_scenario("education").events,
        Change.REMINDERS_DOUBLED: (Event(month=CHANGED, times={"reminder_effect": 2.0}),),
        Change.REMINDERS_HALVED: (Event(month=CHANGED, times={"reminder_effect": 0.5}),),
        Change.STRICT: (*_STRICT_DOOR, *_STRICT_LINES),
        Change.LAX_IN_RECESSION: (*recession, *_LAX),
        Change.STRICT_DOOR_IN_RECESSION: (*recession, *_LAX, *_STRICT_DOOR),
        Change.STRICT_IN_RECESSION: (*recession, *_LAX, *_STRICT_DOOR, *_STRICT_LINES),
    }
    return {change: replace(calm, events=(*calm.events, *added)) for change, added in events.items()}


def _later(name: str) -> tuple[Event, ...]:
    """The events of a scenario of the library, ``DELAY`` months later: the book has settled by then."""
    return tuple(event.model_copy(update={"month": event.month + DELAY}) for event in load_scenario(name).events)
