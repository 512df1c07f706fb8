"""Policies judged over the worlds of an ensemble: by the mean over them, and by what the bad ones give."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope.sweeps.plan.ensembles import Ensemble
from tightrope.sweeps.search.objectives import Objective

__all__ = ["BAD", "HOLD", "USUAL", "Worlds", "over_worlds", "shortfalls"]

type Numbers = NDArray[np.float64]

USUAL = 10
"""Worlds that a search meets every policy with, unless told otherwise."""
BAD = 0.9
"""Share of the worlds that give no worse than what counts as a bad one."""
HOLD = 0.9
"""Share of the worlds in which a policy must keep what is to be kept."""


@dataclass(frozen=True, eq=False)
class Worlds:
    """The members of an ensemble in which each policy is tried."""

    ensemble: Ensemble

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.ensemble.points)

    def crossed(self, policies: Numbers) -> Numbers:
        """Return every policy in every world, shape (policies x worlds, knobs and the ensemble's parameters)."""
        repeated, tiled = np.repeat(policies, self.count, axis=0), np.tile(self.ensemble.points, (len(policies), 1))
        return np.hstack([repeated, tiled])

    def manifest(self) -> dict[str, Any]:
        """Return what the worlds are, ready for JSON."""
        about = {"ensemble": self.ensemble.name, "digest": self.ensemble.origin["digest"]}
        return {**about, "members": self.count, "bad": BAD, "hold": HOLD}


def over_worlds(values: Numbers, objectives: Sequence[Objective], worlds: int) -> Numbers:
    """Return values of shape (objectives, policies x worlds, seeds) as one for each policy and seed.

    The shape is (objectives, policies, seeds): the mean over the worlds or, of an objective of the bad worlds, what the
    share ``BAD`` of them is no worse than.
    """
    count, points, seeds = values.shape
    split = values.reshape(count, points // worlds, worlds, seeds)
    merged = []
    for each, objective in zip(split, objectives, strict=True):
        worst = BAD if objective.better == "lower" else 1 - BAD
        merged.append(np.quantile(each, worst, axis=1) if objective.bad else each.mean(axis=1))
    return np.array(merged)


def shortfalls(kept: Numbers, floors: Numbers) -> Numbers:
    """Return how far policies fall short of what must be kept, as a share of it, shape (measures, policies).

    ``kept`` has shape (measures, policies, worlds), ``floors`` (measures, worlds). Up to zero a policy keeps enough in
    the share ``HOLD`` of the worlds or more.
    """
    floor = floors[:, np.newaxis]
    lacks = (floor - kept) / np.where(floor == 0, 1.0, np.abs(floor))
    return np.asarray(np.quantile(lacks, HOLD, axis=2, method="inverted_cdf"))
