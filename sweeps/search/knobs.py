"""Which parameters a platform decides on, and where its policy stands now."""

from collections.abc import Sequence

from tightrope.scenarios.errors import InputError, suggestion
from tightrope.scenarios.files.scenario import Scenario
from tightrope.scenarios.parameters.table import declared, section_of
from tightrope.sweeps.plan.factors import STRENGTH, Factor

__all__ = ["current_policy", "policy_knobs"]

_TABLES = (
    "products", "scoring", "limits", "raises", "freezes", "stance", "service", "hardship", "collections",
)  # fmt: skip
_NO_CHOICE = frozenset({
    # what borrowers, advisers, courts and the regulator do, and what things cost, in whatever table it stands
    "apply_raise_monthly", "verify_ask_monthly", "adviser_monthly", "adviser_silent", "adviser_fee_share",
    "conduct_limit",
    "message_effect", "call_effect", "agency_effect", "legal_effect",
    "case_cost", "message_cost", "call_cost", "agency_cost", "legal_cost",
    "plan_cost", "judgement_share", "judgement_cost", "garnish_share",
})  # fmt: skip

_OWN_ALONE = (
    f"a search turns the platform's own knobs alone, those of [{'], ['.join(_TABLES)}] "
    "that are no costs and nobody else's behaviour ('tightrope parameters TABLE' lists them)"
)


def policy_knobs() -> list[str]:
    """Return the parameters that are the platform's own choice."""
    return [name for name in declared() if section_of()[name] in _TABLES and name not in _NO_CHOICE]


def current_policy(knobs: Sequence[Factor], scenarios: Sequence[Scenario]) -> list[float]:
    """Return where the scenarios' policy stands; InputError for a knob that no platform turns, or that cannot be."""
    return [_current(knob, scenarios) for knob in knobs]


def _current(knob: Factor, scenarios: Sequence[Scenario]) -> float:
    if knob.name not in policy_knobs():
        raise InputError(_refusal(knob.name))
    for scenario in scenarios:
        if event := next((event for event in scenario.events if knob.name in event.changes), None):
            raise InputError(
                f"{knob.name}: an event of {scenario.name} moves it in month {event.month}, "
                "so no search can hold it: leave out the knob or the scenario"
            )
    table = section_of()[knob.name]
    values = {scenario.name: getattr(getattr(scenario.parameters, table), knob.name) for scenario in scenarios}
    if len(set(values.values())) > 1:
        told = ", ".join(f"{value:g} in {name}" for name, value in values.items())
        raise InputError(f"{knob.name}: there is no current policy, it starts at {told}: set it under [values]")
    value = float(next(iter(values.values())))
    if knob.levels and value not in knob.levels:
        raise InputError(f"{knob.name}: its levels must include the current policy's {value:g}")
    if not knob.low <= value <= knob.high:
        raise InputError(
            f"{knob.name}: its range, {knob.low:g} to {knob.high:g}, must hold the current policy's {value:g}: "
            "widen it (low, high or full = true), or set another value under [values]"
        )
    return value


def _refusal(name: str) -> str:
    if "." in name:
        return f"{name} is another lender's number: {_OWN_ALONE}"
    if name == STRENGTH or name not in declared():
        what = "how strong events are is" if name == STRENGTH else f"there is no parameter '{name}', so it is"
        return f"{what} not a policy{suggestion(name, policy_knobs())}"
    table = section_of()[name]
    why = "is nothing that the platform decides on" if table in _TABLES else f"belongs to [{table}]"
    return f"{name} {why}: {_OWN_ALONE}"
