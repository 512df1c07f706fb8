"""The subset of the rules in JAX: floats of 32 bits, and a month compiled as one function.

Draws are keyed as everywhere, but by words of 32 bits, which JAX has without further ado; so its borrowers are other
ones, with the same fates on average.
"""

from importlib import import_module
from typing import Any

import numpy as np
from array_subset import Prices, friends_by_turn, live, opened
from compiled_subset import CompiledSubset

__all__ = ["JaxSubset", "KeyedDraws"]

_WEYL, _FIRST, _SECOND = 0x9E37_79B9, 0x85EB_CA6B, 0xC2B2_AE35


def _mixed(word: Any) -> Any:
    """Stir 32 bits, as the finaliser of MurmurHash3 does."""
    word = (word ^ (word >> 16)) * np.uint32(_FIRST)
    word = (word ^ (word >> 13)) * np.uint32(_SECOND)
    return word ^ (word >> 16)


class KeyedDraws:
    """One month's draws for everybody; ``jnp`` is JAX's NumPy."""

    def __init__(self, jnp: Any, month: Any, size: int) -> None:
        self.month, self.steps = month, jnp.arange(1, size + 1, dtype=np.uint32) * np.uint32(_WEYL)

    def uniform(self, purpose: int) -> Any:
        """Draw from [0, 1), on a grid of 2**-24."""
        return (self._words(2 * purpose) >> 8) * np.float32(2.0**-24)

    def halves(self, purpose: int) -> tuple[Any, Any]:
        """Draw from (0, 1) and from [0, 1)."""
        first = ((self._words(2 * purpose + 1) >> 8) + np.float32(0.5)) * np.float32(2.0**-24)
        return first, self.uniform(purpose)

    def _words(self, number: int) -> Any:
        return _mixed(self.steps ^ _mixed(self.month * np.uint32(_FIRST) + np.uint32(number)))


class JaxSubset:
    """The borrowers of a compiled subset that has not begun, as arrays of JAX; ImportError where JAX is missing."""

    def __init__(self, twin: CompiledSubset) -> None:
        """Copy them, and compile the month."""
        jax = import_module("jax")
        jnp, prices, size = jax.numpy, Prices(twin), twin.people.size
        self.people = {name: jnp.asarray(values) for name, values in opened(twin, np.float32).items()}
        friends, self.month = jnp.asarray(friends_by_turn(twin)), 0

        def month(people: Any, number: Any, known: Any) -> Any:
            return live(jnp, people, prices, KeyedDraws(jnp, number, size), known)

        # what is handed over is not needed again, so its memory may be written to
        compiled = jax.jit(month, donate_argnums=0)
        self._live = lambda number: jax.block_until_ready(compiled(self.people, np.uint32(number), friends))

    def step(self) -> None:
        """Live one month."""
        self.month += 1
        self.people = self._live(self.month)
