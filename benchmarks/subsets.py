"""The subset of the rules in several forms, month by month in turn, so that a busy machine disturbs all alike."""

import time
from collections.abc import Callable
from typing import Any

from compiled_subset import CompiledSubset
from jax_subset import JaxSubset
from measuring import TimedMarket
from mesa_subset import MesaSubset
from numpy_subset import NumpySubset

__all__ = ["compare_subsets"]


def compare_subsets(borrowers: int, months: int, plain: bool) -> dict[str, float | str]:
    """Return the processor time of the fastest month, nanoseconds a borrower, by form; a text says why one is missing.

    ``plain`` says whether Mesa takes part, which takes its time.
    """
    market = TimedMarket("baseline", borrowers, 1)
    twin = CompiledSubset(market, 8)
    forms: dict[str, Callable[[], Any]] = {
        "eight lanes": lambda: twin,
        "one lane": lambda: CompiledSubset(market, 1),
        "NumPy, 64 bits": lambda: NumpySubset(twin),
        "JAX, 32 bits": lambda: JaxSubset(twin),
    }
    if plain:
        forms["plain Mesa"] = lambda: MesaSubset(twin)
    models: dict[str, Any] = {}
    took: dict[str, float | str] = {}
    for name, make in forms.items():
        try:
            models[name] = make()
        except ImportError as error:
            took[name] = f"left out: {error}"
    months_of: dict[str, list[float]] = {name: [] for name in models}
    for _ in range(months):
        for name, model in models.items():
            months_of[name].append(_month(model) / borrowers * 1e9)
    return took | {name: min(found) for name, found in months_of.items()}


def _month(model: Any) -> float:
    began = time.process_time()
    model.step()
    return time.process_time() - began
