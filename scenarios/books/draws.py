"""Keyed draws for a run of borrowers at once."""

import numpy as np
from numpy.typing import NDArray

from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Keys, uniform

__all__ = ["uniforms"]


@rule
def _fill(draws: NDArray[np.float64], keys: Keys, purpose: int, first: int) -> None:
    for place in range(draws.size):
        draws[place] = uniform(keys, purpose, first + place)


def uniforms(keys: Keys, purpose: int, first: int, last: int) -> NDArray[np.float64]:
    """Draw from [0, 1) for each of borrowers ``first`` to ``last - 1``, shape (last - first,)."""
    draws = np.empty(last - first)
    _fill(draws, keys, purpose, first)
    return draws
