"""Leaving out, while others are imported, what is slow to load and may never be used."""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

__all__ = ["lean", "postponed", "staying"]

UNUSED_BY_A_RUN = (
    "pandas",
    "mesa.discrete_space",
    "mesa.space",
    "mesa.experimental.continuous_space",
    "mesa.experimental.meta_agents",
)
"""What Mesa imports with networkx and scipy for markets of another kind: half of the time that a run needs to start."""

NEVER_CALLED_BY_A_RUN = {"mesa.batchrunner": "batch_run"}
"""Modules of which Mesa takes a function when it is imported: this one brings progress bars and asyncio along."""


class _Postponed(ModuleType):
    """Stands in for a module until something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # is what inspect asks of every module there is
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


def _called_later(module: str, function: str) -> Callable[..., Any]:
    def call(*args: Any, **more: Any) -> Any:
        return getattr(import_module(module), function)(*args, **more)

    return call


@contextmanager
def postponed(*names: str, **functions: str) -> Iterator[None]:
    """Let what is imported meanwhile hold these modules without loading them; one loads when it is first used.

    ``functions`` names modules with the function that others take from them at once: they load when it is called.
    """
    stand_ins = {name: _Postponed(name) for name in (*names, *functions) if name not in sys.modules}
    for name in functions.keys() & stand_ins.keys():
        setattr(stand_ins[name], functions[name], _called_later(name, functions[name]))
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
    with staying(), postponed(*UNUSED_BY_A_RUN, **NEVER_CALLED_BY_A_RUN):
        import mesa  # noqa: F401 - first: it looks through all modules that are there, once for each import under way

        yield
