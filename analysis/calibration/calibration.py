"""A calibration: what is run, what is free, what the moments shall be, and the sweeps that this takes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope.analysis.calibration.schema import MethodTable
from tightrope.analysis.calibration.targets import Target
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.plan.sweep import Sweep

__all__ = ["Calibration", "ensemble_name", "proof_name", "wave_name"]


def wave_name(number: int) -> str:
    """Return the name of a wave, counted from 1, and of its folder."""
    return f"wave-{number:02}"


def ensemble_name(waves: int) -> str:
    """Return the name of the folder of the points that are drawn once so many waves are over."""
    return f"ensemble-of-{waves:02}"


def proof_name(waves: int) -> str:
    """Return the name of the folder that proves the best points of so many waves."""
    return f"proof-of-{waves:02}"


@dataclass(frozen=True, eq=False)
class Calibration:
    """A calibration that was checked and has not begun."""

    sweep: Sweep
    """The scenario as it stands: one point, whose factors are the free parameters, read for the targets' moments."""
    targets: tuple[Target, ...]
    base: str
    """The scenario's name, or where its file lies."""
    values: Mapping[str, Any]
    """Parameters that are known, by name."""
    method: MethodTable

    @property
    def factors(self) -> tuple[Factor, ...]:
        """The free parameters."""
        return self.sweep.factors

    def manifest(self) -> dict[str, Any]:
        """Return what the calibration is, beyond its sweeps, ready for JSON."""
        targets = [target.as_json() for target in self.targets]
        return {"targets": targets, "scenario": self.sweep.scenarios[0].name, **self.method.model_dump()}

    def at(self, points: NDArray[np.float64], name: str) -> Sweep:
        """Return the sweep of a wave or of the ensemble: points in their own units, all under the same seeds."""
        return replace(self.sweep, name=name, points=points, design={"kind": "list", "points": len(points)})

    def proof(self, points: NDArray[np.float64]) -> Sweep:
        """Return the sweep that proves the best points under seeds that no wave has met."""
        first = max(self.sweep.seeds) + 1
        seeds = tuple(range(first, first + self.method.proof))
        return replace(self.at(points, proof_name(self.method.waves)), seeds=seeds)
