"""The best single points: what the emulators and the runs so far hold to be nearest to the targets."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from tightrope.analysis.calibration.space import in_cube, in_units
from tightrope.analysis.calibration.targets import weighed_distance
from tightrope.analysis.calibration.waves import Waves

__all__ = ["BEST", "best_points", "misfit"]

type Numbers = NDArray[np.float64]

BEST = 4
"""Points that are taken from the runs, and of each of these one that the emulators hold to be better still."""
_DECIMALS = 3
"""Of the unit cube, to which a refined point is rounded: finer than that no emulator tells points apart."""


def misfit(waves: Waves, cube: Numbers, implausible: Numbers) -> Numbers:
    """Return how badly points fit, shape (points,): the sum of their squared implausibilities, and how odd they are.

    ``implausible`` has shape (targets, points). Odd is the mean square, over the parameters, of how many standard
    deviations a point is off the middle of the last points that were run. It decides where the moments leave a choice:
    one standard deviation in all parameters weighs as much as missing one moment by one.
    """
    last = in_cube(waves.plan.factors, waves.shown[-1].points)
    spread = np.maximum(last.std(axis=0), 10.0**-_DECIMALS)
    odd = (((cube - last.mean(axis=0)) / spread) ** 2).mean(axis=1)
    return np.asarray(weighed_distance(implausible) + odd)


def best_points(waves: Waves) -> Numbers:
    """Return the best points in the parameters' units, to be proved: shape (2 ``BEST`` at most, factors).

    Those that were run and fit best, and where the emulators say that they would fit best, sought from each of these:
    the method of simulated moments, with the errors as weights.
    """
    whole, factors = waves.whole, waves.plan.factors
    cube = in_cube(factors, whole.points)
    nearest = np.argsort(misfit(waves, cube, waves.simulated(whole)), kind="stable")[:BEST]
    refined = [_refined(waves, start) for start in cube[nearest]]
    both = np.concatenate([whole.points[nearest], in_units(factors, np.round(refined, _DECIMALS))])
    _, first = np.unique(both, axis=0, return_index=True)
    return np.asarray(both[np.sort(first)])


def _refined(waves: Waves, start: Numbers) -> Numbers:
    def off(cube: Numbers) -> float:
        return float(misfit(waves, cube[np.newaxis], waves.emulated(cube[np.newaxis]))[0])

    return np.asarray(minimize(off, start, method="L-BFGS-B", bounds=[(0.0, 1.0)] * len(start)).x)
