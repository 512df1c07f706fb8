"""Calibrating: wave after wave, an ensemble of what is left, and a proof of the best points; each a sweep."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tightrope.analysis.calibration.calibration import Calibration, ensemble_name, proof_name, wave_name
from tightrope.analysis.calibration.ensemble import draw_ensemble
from tightrope.analysis.calibration.folder import claim
from tightrope.analysis.calibration.proposing import Judged, judge_space, propose
from tightrope.analysis.calibration.refining import best_points, misfit
from tightrope.analysis.calibration.space import in_cube, in_units, spread_points
from tightrope.analysis.calibration.targets import ranked
from tightrope.analysis.calibration.waves import Shown, Waves, shown_by
from tightrope.analysis.study.emulator import Trust
from tightrope.scenarios.disk.foreign_frames import collected
from tightrope.sweeps.plan.sweep import Sweep
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["Calibrated", "Drive", "Told", "calibrate"]

type Numbers = NDArray[np.float64]
type Drive = Callable[[Sweep, Path], SweepResults]
"""Carries a sweep out in a folder, as far as it is not there yet, and opens it."""

_FIRST, _MANY = 2, 3
"""By which of its implausibilities a point is ruled out after the first wave, of so many targets or more: the second
largest, so that no emulator of few points can rule it out alone."""


@dataclass(frozen=True)
class Told:
    """What a wave has told."""

    points: int
    lost: int
    """Points without a number of some moment."""
    least: float
    """Of the points that were run, the least implausibility."""
    accepted: int
    """Of these, points that are not ruled out by what they gave."""
    left: float
    """Share of the whole space that the emulators do not rule out afterwards."""
    trust: tuple[Trust, ...]
    """Of each target's emulator, fitted to this wave and those before."""


@dataclass(frozen=True, eq=False)
class Calibrated:
    """What has come of a calibration."""

    waves: Waves
    """The waves and, as the last of them, the ensemble."""
    told: tuple[Told, ...]
    """Of each wave, and of the ensemble."""
    proof: Shown
    """Of the best points, under fresh seeds."""

    @property
    def plan(self) -> Calibration:
        """What was sought."""
        return self.waves.plan

    @property
    def ensemble(self) -> Shown:
        """The points that were drawn as they are likely, and what they gave."""
        return self.waves.shown[-1]

    @property
    def worst(self) -> Numbers:
        """The largest implausibility of each point of the ensemble, shape (points,)."""
        return ranked(self.waves.simulated(self.ensemble), 1)

    @property
    def accepted(self) -> NDArray[np.intp]:
        """Places in the ensemble of the points that are not ruled out by what they gave."""
        return np.flatnonzero(self.worst <= self.plan.method.cut_off)

    @property
    def best(self) -> int:
        """Place in the proof of the point that fits best."""
        cube = in_cube(self.plan.factors, self.proof.points)
        return int(misfit(self.waves, cube, self.waves.simulated(self.proof)).argmin())


def calibrate(plan: Calibration, folder: Path, drive: Drive) -> Calibrated | None:
    """Run the waves of a calibration, its ensemble and a proof of the best points; None where it was stopped.

    History matching (Craig et al. 1997; Vernon et al. 2010). The first wave fills the ranges evenly. From all waves so
    far an emulator of each moment is fitted, and the next wave fills what they do not rule out. The ensemble is drawn
    from what is left in the end, as likely as the emulators hold it. ``folder`` gets one sweep for each of them; what
    is finished there is read back, so that a calibration goes on where it stopped and finds what it would have found
    undisturbed. InputError where the folder holds another calibration, and where runs show no number of a moment.
    """
    claim(folder, plan.manifest())
    waves, told = Waves(plan), list[Told]()
    method, factors = plan.method, plan.factors
    cube = spread_points(len(factors), method.points, method.seed)
    names = [*map(wave_name, range(1, method.waves + 1)), ensemble_name(method.waves)]
    for number, name in enumerate(names, 1):
        results = drive(plan.at(in_units(factors, cube), name), folder / name)
        if _stopped(results):
            return None
        waves.learn(shown_by(results, plan))
        seed = method.seed + number
        judge = partial(_judged, waves, _FIRST if number == 1 and len(plan.targets) >= _MANY else 1)
        space = judge_space(judge, len(factors), seed)
        told.append(_told(waves, float((space.worst <= method.cut_off).mean())))
        if number < method.waves:
            cube = propose(space, judge, method.points, method.cut_off, seed)
        elif number == method.waves:
            cube = _ensemble(waves, space, seed)
    name = proof_name(method.waves)
    proof = drive(plan.proof(best_points(waves)), folder / name)
    return None if _stopped(proof) else Calibrated(waves, tuple(told), shown_by(proof, plan))


def _ensemble(waves: Waves, space: Judged, seed: int) -> Numbers:
    """Return the points of the ensemble; where all is ruled out, the least implausible."""
    method = waves.plan.method
    judge = partial(_judged, waves, 1)
    around = propose(space, judge, 4 * method.ensemble, method.cut_off, seed)
    if not np.isfinite(waves.likelihood(around)).any():
        return around[: method.ensemble]
    return draw_ensemble(around, waves.likelihood, method.ensemble, seed)


def _stopped(results: SweepResults) -> bool:
    return not collected(results.runs.filter(status="waiting").limit(1)).is_empty()


def _judged(waves: Waves, place: int, cube: Numbers) -> Numbers:
    return ranked(waves.emulated(cube), place)


def _told(waves: Waves, left: float) -> Told:
    """Return what the last wave has told, after which this share of the space is left."""
    last = waves.shown[-1]
    worst = ranked(waves.simulated(last), 1)
    return Told(
        points=len(worst), lost=int((~last.whole).sum()), least=float(worst.min()),
        accepted=int((worst <= waves.plan.method.cut_off).sum()), left=left,
        trust=tuple(emulator.trust() for emulator in waves.emulators),
    )  # fmt: skip
