"""Leaving out, while others are imported, what is slow to load and may never be used."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

__all__ = ["lean", "postponed"]

UNUSED_BY_A_RUN = (
    "pandas",
    "mesa.discrete_space",
    "mesa.space",
    "mesa.experimental.continuous_space",
    "mesa.experimental.meta_agents",
)
"""What Mesa imports with networkx and scipy for markets of another kind: half of the time that a run needs to start."""


class _Postponed(ModuleType):
    """Stands in for a module until something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # is what inspect asks of every module there is
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


@contextmanager
def postponed(*names: str) -> Iterator[None]:
    """Let what is imported meanwhile hold these modules without loading them; one loads when it is first used."""
    stand_ins = {name: _Postponed(name) for name in names if name not in sys.modules}
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name, stand_in in stand_ins.items():
            if sys.modules.get(name) is stand_in:
                del sys.modules[name]


@contextmanager
def staying() -> Iterator[None]:
    """Let what is imported meanwhile, and all before, never be looked through for garbage: it stays to the end."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def lean() -> Iterator[None]:
    """Let what is imported meanwhile to live markets leave out what no market uses."""
    with staying(), postponed(*UNUSED_BY_A_RUN):
        import mesa  # noqa: F401 - first: it looks through all modules that are there, once for each import under way

        yield
