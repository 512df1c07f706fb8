"""The markets that answer to shocks: for each seed a calm one, and beside it one for each shock."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from tightrope.analysis.facts.responses import SHOCKS, Response, Shock, course
from tightrope.api.planning import Plan
from tightrope.api.provenance import Clock
from tightrope.progress.watching import Watch
from tightrope.scenarios.files.events import Event
from tightrope.scenarios.files.scenario import load_scenario

__all__ = ["responses"]

_FIRST, _YEAR = 25, 12
"""When a shock begins that is no scenario of the library, and how long it lasts, in months."""


def responses(plans: Sequence[Plan], watch: Watch) -> list[Response]:
    """Live each plan's market, calm and under every shock, and return how the shocks differ from the calm."""
    courses = [_courses(plan, watch) for plan in plans]
    return [Response(shock, frames) for shock, frames in zip(SHOCKS, zip(*courses, strict=True), strict=True)]


def _courses(plan: Plan, watch: Watch) -> list[pl.DataFrame]:
    """Live the markets of a seed side by side; return the course of each shock."""
    shocks = [_events(shock) for shock in SHOCKS]
    calm = plan.open_market(plan.scenario)
    shocked = [plan.open_market(replace(plan.scenario, events=(*plan.scenario.events, *each))) for each in shocks]
    label, clock = f"responses, seed {plan.seed}", Clock((1 + len(shocks)) * plan.borrowers)
    watch.months(label, 0, plan.months, 0.0)
    for month in range(1, plan.months + 1):
        for market in (calm, *shocked):
            market.step()
        clock.month()
        watch.finished += 1
        watch.months(label, month, plan.months, clock.rate)
    twin = calm.results().months
    return [
        course(market.results().months, twin, min(event.month for event in events))
        for market, events in zip(shocked, shocks, strict=True)
    ]


def _events(shock: Shock) -> tuple[Event, ...]:
    if shock.scenario:
        return load_scenario(shock.scenario).events
    return (Event(month=_FIRST, shape="pulse", months=_YEAR, set=dict(shock.values)),)
