"""The path of what drives a scenario: the parameter that its events move, month by month, as its results tell it."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tightrope.scenarios.files.scenario import Scenario

__all__ = ["Drive", "calm_from", "drive_of"]


class Drive(NamedTuple):
    """A parameter that goes to an extreme and comes back; months are counted from 1."""

    parameter: str
    force: NDArray[np.float64]
    """How far it has gone in each month, 0 (as at the start) to 1 (its extreme), shape (months,)."""
    extreme: float
    """Its value there, where events are as strong as written."""
    up: slice
    """The months of the way up as places in ``force``: from the last one at the start to the first at the extreme."""
    down: slice
    """Those of the way down: from the last one at the extreme to the first back at the start."""


def drive_of(scenario: dict[str, Any], months: int) -> Drive | None:
    """Return what drives a scenario of a sweep's manifest, or None where it does not go up and come down again.

    That is one parameter moved by all events, which rises (or falls) step by step to one extreme, comes back as
    steadily, and stays where it began until the end.
    """
    story = Scenario.from_resolved(scenario)
    moved = {name for event in story.events for name in event.changes}
    if len(moved) != 1:
        return None
    parameter = moved.pop()
    path = story.timeline(months)[parameter].astype(float)
    away = np.abs(path[1:] - path[0])
    if not away.any():
        return None
    force = away / away.max()
    top = np.flatnonzero(force == 1)
    begin, end = np.flatnonzero(force[: top[0]] == 0), np.flatnonzero(force[top[-1] :] == 0)
    if not begin.size or not end.size:
        return None
    up, down = slice(int(begin[-1]), int(top[0]) + 1), slice(int(top[-1]), int(top[-1] + end[0]) + 1)
    steady = (np.diff(force[up]) > 0).all() and (np.diff(force[down]) < 0).all()
    if not steady or force[: up.start].any() or force[down.stop :].any() or up.stop - up.start < _FEWEST:
        return None
    return Drive(parameter, force, float(path[1 + top[0]]), up, down)


_FEWEST = 5
"""Months that a way up takes at least: a step has no way."""


def calm_from(scenario: dict[str, Any], months: int) -> int:
    """Return the first month from which on all parameters are as at the start, ``months + 1`` where none is."""
    rows = Scenario.from_resolved(scenario).timeline(months)
    moved = np.flatnonzero(rows != rows[0])
    return int(moved[-1]) + 1 if moved.size else 1
