"""Worlds of exempt twins without a market: everybody there and in order but for what a test does to them."""

from typing import Any

import numpy as np

from tightrope.analysis.freezes.course import Course, Standing
from tightrope.analysis.freezes.quality import About, Quality, quality_of
from tightrope.analysis.freezes.rows import World
from tightrope.analysis.freezes.twins import Pair

__all__ = ["calm_world", "judged"]

KINDS = ("none", "risk", "guidance")


def calm_world(places: int, months: int = 40, since: int = 2, seed: int = 1) -> World:
    """Return a world in which nobody is hit, late, or gone; its arrays may be written to."""
    courses = [Course.blank(months, places) for _ in range(3)]
    for course in courses:
        course.there[:] = True
        course.owed[:], course.spending[:], course.outside[:], course.trust[:] = 1000.0, 4000.0, 500.0, 0.5
    standing = Standing.blank(months, places)
    standing.open[:] = True
    standing.score[:], standing.limit[:] = 620.0, 8000.0
    standing.income[:] = np.arange(places)
    return World(seed, Pair(*courses), standing, np.full(places, 6), KINDS, since)


def judged(*worlds: World) -> Quality:
    """Return what worlds of as many places show."""
    here = worlds[0].pair.here.there
    about: dict[str, Any] = {"scenario": "made up", "action": "freeze", "book": "synthetic", "batches": 5}
    seeds = tuple(world.seed for world in worlds)
    return quality_of(
        About(**about, borrowers=here.shape[1], months=len(here) - 1, since=2, seeds=seeds, ties_shared=0.0),
        list(worlds),
    )
