"""Keyed draws for a run of borrowers at once."""

import numpy as np
from numpy.typing import NDArray

from tightrope.scenarios.compiled import rule
from tightrope.scenarios.streams import Keys, uniform

__all__ = ["uniforms"]


@rule
def uniforms(keys: Keys, purpose: int, first: int, last: int) -> NDArray[np.float64]:
    """Draw from [0, 1) for each of borrowers ``first`` to ``last - 1``, shape (last - first,)."""
    draws = np.empty(last - first)
    for borrower in range(first, last):
        draws[borrower - first] = uniform(keys, purpose, borrower)
    return draws
