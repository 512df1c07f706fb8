"""The best single points: what the emulators and the runs so far hold to be nearest to the targets."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from tightrope.analysis.calibration.space import in_cube, in_units
from tightrope.analysis.calibration.targets import weighed_distance
from tightrope.analysis.calibration.waves import Waves

__all__ = ["BEST", "best_points"]

type Numbers = NDArray[np.float64]

BEST = 4
"""Points that are taken from the runs, and of each of these one that the emulators hold to be better still."""
_DECIMALS = 3
"""Of the unit cube, to which a refined point is rounded: finer than that no emulator tells points apart."""


def best_points(waves: Waves) -> Numbers:
    """Return the best points in the parameters' units, to be proved: shape (2 ``BEST`` at most, factors).

    Those that were run and lie nearest to the targets, by the sum of squared implausibilities, and where the emulators'
    same sum is least, sought from each of them: the method of simulated moments, with the errors as weights.
    """
    whole, factors = waves.whole, waves.plan.factors
    distance = weighed_distance(waves.simulated(whole))
    nearest = whole.points[np.argsort(distance, kind="stable")[:BEST]]
    refined = [_refined(waves, start) for start in in_cube(factors, nearest)]
    both = np.concatenate([nearest, in_units(factors, np.round(refined, _DECIMALS))])
    _, first = np.unique(both, axis=0, return_index=True)
    return both[np.sort(first)]


def _refined(waves: Waves, start: Numbers) -> Numbers:
    def distance(cube: Numbers) -> float:
        return float(weighed_distance(waves.emulated(cube[np.newaxis]))[0])

    return np.asarray(minimize(distance, start, method="L-BFGS-B", bounds=[(0.0, 1.0)] * len(start)).x)
