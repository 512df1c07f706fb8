"""Who lives a sweep's markets: processes of this machine, or a Dask cluster; the one seam between sweep and engine."""

from collections.abc import Sequence
from concurrent.futures import Executor
from typing import Literal, Protocol

from tightrope.sweeps.living import Kit, Lived, Task, live

__all__ = ["Crew", "equip", "live_all"]

_KITS: dict[str, Kit] = {}


class Crew(Protocol):
    """Workers that hold a kit, and the executors that hand them their tasks."""

    key: str
    """Of the kit, for ``live_all``."""
    workers: int
    """Tasks that are lived at the same time."""

    def executor(self) -> Executor:
        """Return a new executor over the workers; asked for again where the one before has broken."""

    def what_broke(self, error: BaseException) -> Literal["worker", "engine", "fault"]:
        """Tell what an error of a task means: its worker died, the whole engine is lost, or it is a fault of ours."""

    def close(self) -> None:
        """Let the workers go."""


def equip(key: str, kit: Kit) -> None:
    """Give this process a kit."""
    _KITS[key] = kit


def live_all(key: str, tasks: Sequence[Task], threads: int) -> list[Lived]:
    """Live markets one after the other, in a worker that was given the kit."""
    return [live(task, _KITS[key], threads) for task in tasks]
