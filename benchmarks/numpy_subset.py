"""The subset of the rules in NumPy: floats of 64 bits and the same keyed draws as in the compiled subset."""

from typing import Any

import numpy as np
from array_subset import Prices, friends_by_turn, live, opened
from compiled_subset import CompiledSubset

from tightrope.scenarios.engine.streams import Keys, drawn, month_keys

__all__ = ["NumpySubset"]


class _KeyedDraws:
    def __init__(self, keys: Keys, ids: Any) -> None:
        self.keys, self.ids = keys, ids

    def uniform(self, purpose: int) -> Any:
        return (self._words(purpose) >> 11) * 2.0**-53

    def halves(self, purpose: int) -> tuple[Any, Any]:
        words = self._words(purpose)
        return ((words >> 32) + 0.5) * 2.0**-32, (words & 0xFFFF_FFFF) * 2.0**-32

    def _words(self, purpose: int) -> Any:
        return drawn(self.keys, purpose, self.ids)  # the rule itself: it takes an array as well as a number


class NumpySubset:
    """The borrowers of a compiled subset that has not begun, as arrays."""

    def __init__(self, twin: CompiledSubset) -> None:
        """Copy them."""
        self.people, self.prices, self.friends = opened(twin, np.float64), Prices(twin), friends_by_turn(twin)
        self.seed, self.month, self.ids = twin.seed, 0, np.arange(twin.people.size, dtype=np.uint64)

    def step(self) -> None:
        """Live one month."""
        self.month += 1
        draws = _KeyedDraws(month_keys(self.seed, self.month), self.ids)
        self.people = live(np, self.people, self.prices, draws, self.friends)
