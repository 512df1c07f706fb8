"""What the waves of a calibration have shown so far, and what follows from it for points that were not run."""

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tightrope.analysis.calibration.calibration import Calibration
from tightrope.analysis.calibration.space import in_cube
from tightrope.analysis.calibration.targets import Target, implausibilities, ranked
from tightrope.analysis.study.emulator import Emulator, emulate
from tightrope.scenarios.disk.foreign_frames import collected
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.search.objectives import Measure, measured
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["Shown", "Waves", "shown_by"]

type Numbers = NDArray[np.float64]

_FEWEST = 8
"""Points with a number of a moment without which nothing can be foretold of it."""


@dataclass(frozen=True, eq=False)
class Shown:
    """What points have shown of the moments."""

    points: Numbers
    """In the parameters' units, shape (points, factors)."""
    means: Numbers
    """Over seeds, shape (targets, points); NaN where a run failed or shows no such number."""
    noise: Numbers
    """Variance of these means by chance between seeds, the same for all points, shape (targets, points)."""
    rough: Numbers
    """The part of ``noise`` that is another for each point: all meet the same seeds, which raise or lower all of them
    together; shape (targets, points)."""

    @property
    def whole(self) -> NDArray[np.bool_]:
        """Which points have a number of every moment, shape (points,)."""
        return np.isfinite(self.means).all(axis=0)


def shown_by(results: SweepResults, plan: Calibration) -> Shown:
    """Return what a finished sweep of a calibration has shown."""
    reading = plan.sweep.reading
    assert reading is not None
    last = [Measure("", "", (name,), pl.col(name).last()) for name in reading.names]
    values = measured(results, last)[:, 0]
    points = results.runs.select("point", *results.factors).unique("point").sort("point").drop("point").pipe(collected)
    noise, rough = (np.repeat(each, values.shape[1], axis=1) for each in _chance(values))
    return Shown(points.to_numpy().astype(np.float64), values.mean(axis=2), noise, rough)


def _chance(values: Numbers) -> tuple[Numbers, Numbers]:
    """Return the variance of means over seeds by chance, in all and apart for each point, shape (targets, 1) each.

    ``values`` have shape (targets, points, seeds). In all it is the mean of the points' variances; apart it is what is
    left where the effect of each seed on all points is taken out, of points with a number under every seed.
    """
    noise, rough = [], []
    for target in values:
        known = target[np.isfinite(target).all(axis=1)]
        points, seeds = known.shape
        if points < 2:
            noise.append(0.0)
            rough.append(0.0)
            continue
        own = known - known.mean(axis=1, keepdims=True)
        noise.append((own**2).sum() / (points * (seeds - 1) * seeds))
        rough.append(((own - own.mean(axis=0)) ** 2).sum() / ((points - 1) * (seeds - 1) * seeds))
    return np.array(noise)[:, np.newaxis], np.array(rough)[:, np.newaxis]


@dataclass(eq=False)
class Waves:
    """The waves that are finished, and the emulators that they make."""

    plan: Calibration
    shown: list[Shown] = field(default_factory=list)
    emulators: list[Emulator] = field(default_factory=list)
    """Of each target's moment, fitted to all waves."""

    @property
    def whole(self) -> Shown:
        """All points of all waves."""
        points = np.concatenate([each.points for each in self.shown])
        means, noise, rough = (
            np.concatenate([getattr(each, name) for each in self.shown], axis=1) for name in ("means", "noise", "rough")
        )
        return Shown(points, means, noise, rough)

    def learn(self, shown: Shown) -> None:
        """Take in a wave, and fit the emulators anew; InputError where next to nothing shows a moment."""
        self.shown.append(shown)
        whole = self.whole
        cube = in_cube(self.plan.factors, whole.points)
        self.emulators = [
            _emulator(target, cube, means, rough)
            for target, means, rough in zip(self.plan.targets, whole.means, whole.rough, strict=True)
        ]

    def emulated(self, cube: Numbers) -> Numbers:
        """Return how implausible points of the unit cube are by the emulators, shape (targets, points)."""
        return implausibilities(self.plan.targets, *self._foretold(cube))

    def likelihood(self, cube: Numbers) -> Numbers:
        """Return the logarithm of how likely the targets are at points, by the emulators, shape (points,).

        -½ Σ (implausibility² + ln(all its variances)): errors are taken for normal. Minus infinity beyond the cut-off.
        """
        means, variances = self._foretold(cube)
        off = implausibilities(self.plan.targets, means, variances)
        allowed = np.array([target.variance for target in self.plan.targets])[:, np.newaxis]
        likely = -0.5 * (off**2 + np.log(variances + allowed)).sum(axis=0)
        return np.asarray(np.where(ranked(off, 1) <= self.plan.method.cut_off, likely, -np.inf))

    def _foretold(self, cube: Numbers) -> tuple[Numbers, Numbers]:
        """Return what points are expected to give under the seeds, and its variance, shape (targets, points) each."""
        foretold = [emulator.at(cube) for emulator in self.emulators]
        means, variances = (np.array([getattr(each, name) for each in foretold]) for name in ("mean", "variance"))
        return means, variances + self.shown[-1].noise[:, :1]

    def simulated(self, shown: Shown) -> Numbers:
        """Return how implausible points are by what was run, shape (targets, points)."""
        return implausibilities(self.plan.targets, shown.means, shown.noise)


def _emulator(target: Target, cube: Numbers, means: Numbers, rough: Numbers) -> Emulator:
    known = np.isfinite(means)
    if known.sum() < _FEWEST:
        raise InputError(
            f"targets.{target.name}: only {known.sum()} of {len(means)} points show a number of it, for runs failed or "
            "nothing happened in them that could be measured ('tightrope sweep status' of a wave says more): take more "
            "borrowers, more months or narrower ranges"
        )
    return emulate(cube[known], means[known], rough[known])
