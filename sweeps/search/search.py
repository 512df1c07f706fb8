"""A search for policies: generation after generation, each an ordinary sweep, and a proof of the best."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope.scenarios.disk.foreign_frames import collected
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.sweep import Sweep
from tightrope.sweeps.search.folder import check_proof, claim, generation_name, proof_name, read_search
from tightrope.sweeps.search.objectives import MEASURES, Objective, measured, over_scenarios
from tightrope.sweeps.search.proposing import Proposals
from tightrope.sweeps.search.worlds import Worlds, over_worlds, shortfalls
from tightrope.sweeps.store.dataset import SweepResults, open_sweep

__all__ = ["Drive", "Search", "open_proof", "seek"]

type Drive = Callable[[Sweep, Path], SweepResults]
"""Carries a sweep out in a folder, as far as it is not there yet, and opens it."""


@dataclass(frozen=True, eq=False)
class Search:
    """What is sought: by which knobs, for which objectives, how long."""

    sweep: Sweep
    """The current policy: one point, whose factors are the knobs."""
    objectives: tuple[Objective, ...]
    keep: Mapping[str, float]
    """Share of a measure of the current policy that a policy must keep, by the measure's name in ``MEASURES``."""
    trials: int
    """How many policies are tried: a multiple of ``generation``."""
    generation: int
    """How many policies are proposed at a time."""
    seed: int
    sampler: str
    proof: int
    """How many seeds, none of which the search has seen, prove the best policies."""
    worlds: Worlds | None = None
    """In which every policy is tried; None for the scenarios' own parameters alone."""

    def manifest(self) -> dict[str, Any]:
        """Return what the search is, beyond its sweeps, ready for JSON."""
        chosen = {"trials": self.trials, "generation": self.generation, "seed": self.seed, "sampler": self.sampler}
        objectives = [objective.as_json() for objective in self.objectives]
        worlds = {"worlds": self.worlds.manifest()} if self.worlds else {}
        return {"objectives": objectives, "keep": dict(self.keep), **chosen, "proof": self.proof, **worlds}

    @property
    def in_worlds(self) -> int:
        """In how many worlds every policy is tried."""
        return self.worlds.count if self.worlds else 1

    def sweep_of(self, points: Sequence[Sequence[float]], number: int) -> Sweep:
        """Return the sweep of a generation, in which every policy meets the same seeds."""
        return self._of_policies(np.array(points, float), {"generation": number}, name=generation_name(number))

    def proof_of(self, best: Sequence[tuple[int, list[float]]]) -> Sweep:
        """Return the sweep that proves the current policy and the best, each given after its generation."""
        first = max(self.sweep.seeds) + 1
        points = np.array([*self.sweep.points.tolist(), *(point for _, point in best)], float)
        found_in = [0, *(number for number, _ in best)]
        about = {"found_in": found_in, "search": self.manifest()}
        seeds = tuple(range(first, first + self.proof))
        return self._of_policies(points, about, name=f"{self.sweep.name}-proof", seeds=seeds)

    def _of_policies(self, points: NDArray[np.float64], about: Mapping[str, Any], **changes: Any) -> Sweep:
        """Return the sweep of policies, shape (policies, knobs), each in every world."""
        factors = self.sweep.factors
        if self.worlds:
            points, factors = self.worlds.crossed(points), (*factors, *self.worlds.ensemble.factors)
            about = {**about, "worlds": self.worlds.count, "knobs": len(self.sweep.factors)}
        design = {"kind": "list", "points": len(points), **about}
        return replace(self.sweep, factors=factors, points=points, design=design, **changes)


def seek(search: Search, folder: Path, drive: Drive) -> SweepResults | None:
    """Try policies generation by generation and prove the best; return the sweep of the proof, None where stopped.

    The proof's first point is the current policy, the others are those that no tried policy beats in all objectives,
    in the order in which they were tried. ``folder`` gets one sweep for each generation; what is finished there is
    read back, so that a search goes on where it stopped and finds what it would have found undisturbed. InputError
    where the folder holds another search, and where the current policy has no numbers.
    """
    proposals = Proposals(
        search.sweep.factors, search.sweep.points[0].tolist(), [each.better == "lower" for each in search.objectives],
        sampler=search.sampler, generation=search.generation, seed=search.seed,
    )  # fmt: skip
    claim(folder, search.manifest())
    floors = np.empty(0)
    for number in range(search.trials // search.generation):
        results = drive(search.sweep_of(proposals.propose(), number), folder / generation_name(number))
        if _stopped(results):
            return None
        values, kept = _judged(results, search)
        if number == 0:
            floors = _floors(search, values[:, 0], kept[:, 0])
        proposals.learn(values, dict(zip(search.keep, shortfalls(kept, floors), strict=True)))
    proof = drive(search.proof_of(proposals.best()), folder / proof_name(search.trials))
    return None if _stopped(proof) else proof


def open_proof(folder: Path, *, verify: bool = True) -> SweepResults:
    """Return the sweep of a search's proof; InputError where the folder holds none, or the search is not at its end."""
    about = read_search(folder, verify=verify)
    proof = folder / proof_name(about["trials"])
    results = open_sweep(proof, verify=verify) if proof.exists() else None
    if results is None or _stopped(results):
        raise InputError(f"the search in {folder} is not at its end: run 'tightrope sweep search' again, it goes on")
    check_proof(proof, results.manifest["design"])
    return results


def _stopped(results: SweepResults) -> bool:
    return not collected(results.runs.filter(status="waiting").limit(1)).is_empty()


def _judged(results: SweepResults, search: Search) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return objectives and kept measures of a generation, means over scenarios and seeds.

    Shapes (objectives, policies) and (kept measures, policies, worlds).
    """
    count, worlds = len(search.objectives), search.in_worlds
    values = measured(results, [*(each.what for each in search.objectives), *(MEASURES[name] for name in search.keep)])
    sought = over_worlds(over_scenarios(values[:count], search.objectives), search.objectives, worlds)
    kept = values[count:].mean(axis=(1, 3))
    return sought.mean(axis=2), kept.reshape(len(search.keep), sought.shape[1], worlds)


def _floors(search: Search, objectives: NDArray[np.float64], kept: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what must be kept of each measure in each world, from the current policy's numbers there."""
    names, numbers = [*(each.name for each in search.objectives), *search.keep], [*objectives, *kept.sum(axis=1)]
    if unknown := [name for name, value in zip(names, numbers, strict=True) if not np.isfinite(value)]:
        raise InputError(
            f"the current policy has no value of {', '.join(unknown)}: its markets failed, or nothing happened in them "
            f"that could be measured; 'tightrope sweep status' of {generation_name(0)} says more"
        )
    shares = np.array(list(search.keep.values())).reshape(-1, 1)
    floors: NDArray[np.float64] = kept - (1 - shares) * np.abs(kept)
    return floors
