"""The policies that a search has found, side by side: what each gives, what it is, where the current one stands."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tightrope.analysis.study.frontier import balanced, compared, surely_beaten
from tightrope.analysis.study.intervals import estimate
from tightrope.scenarios.disk.foreign_frames import collected
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.search.objectives import BESIDE, Objective, measured, over_scenarios
from tightrope.sweeps.search.worlds import over_worlds
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["CURRENT", "Policies", "policies_of"]

CURRENT = 0
"""The place of the current policy among the proved ones."""


@dataclass(frozen=True, eq=False)
class Policies:
    """The proved policies, the current one first."""

    about: dict[str, Any]
    """The manifest of the proof."""
    knobs: pl.DataFrame
    """One row for each policy."""
    objectives: tuple[Objective, ...]
    beside: tuple[Objective, ...]
    """What is told as well; which of it is better is left open."""
    values: NDArray[np.float64]
    """Objectives, then what is told beside, shape (both, policies, seeds)."""

    @property
    def sought(self) -> NDArray[np.float64]:
        """The objectives' values, shape (objectives, policies, seeds)."""
        return self.values[: len(self.objectives)]

    @property
    def lower(self) -> list[bool]:
        """Whether less is better, of each objective."""
        return [objective.better == "lower" for objective in self.objectives]

    @cached_property
    def beaten(self) -> NDArray[np.bool_]:
        """Which policies another one beats beyond chance."""
        return surely_beaten(self.sought, self.lower)

    @property
    def frontier(self) -> NDArray[np.intp]:
        """Those that may lie on the frontier, by the first objective, the best first."""
        means = self.sought[0].mean(axis=1) * (1 if self.lower[0] else -1)
        there = np.flatnonzero(~self.beaten)
        return there[np.argsort(means[there], kind="stable")]

    @cached_property
    def knee(self) -> int:
        """The balanced policy."""
        return balanced(self.sought, self.lower, self.frontier)

    def frame(self) -> pl.DataFrame:
        """Return one row for each policy: who it is, what its knobs are, and what it gives.

        Of each measure the mean and the difference to the current policy, paired by seed, with intervals (low, high).
        """
        count = self.knobs.height
        columns: dict[str, Any] = {
            "policy": np.arange(count),
            "found_in": self.about["design"]["found_in"],
            "standing": ["beaten" if beaten else "frontier" for beaten in self.beaten],
            **self.knobs.to_dict(),
        }
        own, differs = estimate(self.values), compared(self.values)
        for place, measure in enumerate((*self.objectives, *self.beside)):
            key = measure.name.replace(", ", "_").replace(" ", "_")
            for name, told in ((key, own), (f"{key}_difference", differs)):
                mean, half = told.mean[place], told.half[place]
                columns |= {name: mean, f"{name}_low": mean - half, f"{name}_high": mean + half}
        return pl.DataFrame(columns)


def policies_of(proof: SweepResults) -> Policies:
    """Return the policies of a search's proof; those with a market that failed are left out.

    InputError where the current policy is one of these.
    """
    about = proof.manifest
    objectives = tuple(Objective(**given) for given in about["design"]["search"]["objectives"])
    beside = tuple(Objective(name, "higher") for name in BESIDE if name not in {each.measure for each in objectives})
    everything, worlds = (*objectives, *beside), about["design"].get("worlds", 1)
    values = over_scenarios(measured(proof, [each.what for each in everything]), everything)
    values = over_worlds(values, everything, worlds)
    factors = about["factors"][: about["design"].get("knobs")]
    first_worlds = proof.runs.filter(pl.col("point") % worlds == 0).unique("point").sort("point")
    knobs = first_worlds.select(factor["name"] for factor in factors).pipe(collected)
    known = np.isfinite(values[: len(objectives)]).all(axis=(0, 2))
    if not known[CURRENT]:
        raise InputError("the current policy has no numbers in the proof: some of its markets failed")
    found_in = np.array(about["design"]["found_in"])[known].tolist()
    about = {**about, "factors": factors, "design": {**about["design"], "found_in": found_in}}
    return Policies(about, knobs.filter(known), objectives, beside, values[:, known])
