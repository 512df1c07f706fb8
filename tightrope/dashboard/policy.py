"""What acts at once: buttons that fire an event, and sliders over the declared parameters."""

from collections.abc import Callable
from math import floor, log10
from typing import Any

import solara

from tightrope.analysis.words.numbers import unit_words
from tightrope.analysis.words.words import Words
from tightrope.dashboard.events import EVENTS
from tightrope.dashboard.fragment import fragment
from tightrope.dashboard.market import LiveMarket
from tightrope.scenarios.files.events import changeable
from tightrope.scenarios.parameters.meaning import bounds, meaning, number_in_words
from tightrope.scenarios.parameters.table import section_of

__all__ = ["Fire", "FireEvents", "Policy"]

USUAL = {
    "guidance": Words("dashboard.regulators_guidance"),
    "rate_cap_apr": Words("dashboard.rate_cap"),
    "cashloan_apr": Words("dashboard.cashloan_apr"),
    "admission_score": Words("dashboard.score_to_be_admitted"),
    "raise_monthly": Words("dashboard.limits_raised"),
    "cut_depth": Words("dashboard.depth_of_limit_cuts"),
    "risk_cutoff": Words("dashboard.score_that_freezes"),
    "freeze_monthly": Words("dashboard.frozen_below_it"),
    "reopen_monthly": Words("dashboard.lines_opened_again"),
    "linkage_strength": Words("dashboard.linkage_of_products"),
    "cool_off_months": Words("dashboard.cool_off_months"),
    "transparency": Words("dashboard.openness_about_reasons"),
    "hardship_offer": Words("dashboard.hardship_plans_offered"),
    "desk_capacity": Words("dashboard.desk_capacity"),
}
"""The policy that a reader reaches for first; every other parameter is under "more"."""

type Fire = Callable[[dict[str, Any]], None]


@solara.component
def FireEvents(language: str, over: bool, fire: Fire) -> None:
    """One button for each event."""
    solara.HTML(tag="h2", unsafe_innerHTML=Words("dashboard.events_now").put(language))
    note = Words("dashboard.begin_next_month_in_the")
    solara.HTML(tag="p", classes=["dash-note"], unsafe_innerHTML=note.put(language))
    with solara.Div(classes=["dash-events"]):
        for event in EVENTS:
            solara.Button(
                event.label.put(language),
                on_click=lambda change=event.change: fire(change),
                disabled=over,
                outlined=True,
                small=True,
            )


@solara.component
def Policy(market: LiveMarket, month: int, language: str, over: bool, fire: Fire) -> None:
    """Sliders that begin where the market stands, and the button that lets them act."""
    moved = solara.use_reactive({})
    more = solara.use_reactive([])

    def act() -> None:
        fire({"set": moved.value})
        moved.value = {}

    solara.HTML(tag="h2", unsafe_innerHTML=Words("dashboard.policy").put(language))
    note = Words("dashboard.move_what_you_like_then")
    solara.HTML(tag="p", classes=["dash-note"], unsafe_innerHTML=note.put(language))
    for name in (*USUAL, *more.value):
        now = moved.value.get(name, market.value(name))
        _Knob(name, now, name in moved.value, language, lambda value, name=name: _move(moved, name, value)).key(name)
    solara.SelectMultiple(
        Words("dashboard.more_parameters").put(language),
        more,
        [name for name in changeable() if name not in USUAL],
        dense=True,
    )
    label = Words("dashboard.set_from_month_on", month=month + 1).put(language)
    solara.Button(label, on_click=act, disabled=over or not moved.value, color="primary", block=True)


def _move(moved: solara.Reactive[dict[str, float]], name: str, value: float) -> None:
    moved.value = {**moved.value, name: value}


@solara.component
def _Knob(name: str, value: float, touched: bool, language: str, on_value: Callable[[float], None]) -> None:
    """A slider over the declared range, with what it is, its value and its unit."""
    field = changeable()[name]
    low, high = bounds(field)
    extra: Any = field.json_schema_extra
    low, high = low or 0, high or 1
    step = _step(extra["unit"], low, high)
    settled = _settled(value, low, high, step)
    label = USUAL[name].put(language) if name in USUAL else name.replace("_", " ").capitalize()
    unit = unit_words(extra["unit"], language)
    shown = f"{label}: {number_in_words(value)} {unit}"
    with solara.Div(classes=["dash-knob", *(["touched"] if touched else [])], attributes={"title": meaning(field)}):
        solara.HTML(tag="span", classes=["label"], unsafe_innerHTML=label)
        told = fragment("value.html", language, number=number_in_words(value), unit=unit)
        solara.HTML(tag="span", classes=["value"], unsafe_innerHTML=told)
        solara.v.Slider(
            v_model=settled,
            on_v_model=lambda moved: on_value(moved) if abs(moved - settled) > step / 2 else None,
            min=low,
            max=high,
            step=step,
            dense=True,
            hide_details=True,
            attributes={"aria-label": shown, "data-parameter": f"{section_of()[name]}.{name}"},
        )


def _step(unit: str, low: float, high: float) -> float:
    """Return a round step of at most a hundredth of the range; whole months and points."""
    return 1 if unit.startswith(("months", "points")) else 10 ** floor(log10((high - low) / 100))


def _settled(value: float, low: float, high: float, step: float) -> float:
    """Return the step nearest to a value: told anything else, a slider moves there by itself, as if the reader had.

    While a market plays, that would arrive when the value has gone on, and be taken for a wish.
    """
    begin = low % step
    return min(round(round((value - begin) / step) * step + begin, max(0, -floor(log10(step)))), high)
