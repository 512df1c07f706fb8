"""Making the machine code of the rules once for all processes of a machine, before they all want it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock

from tightrope.model.engine.machine_code import code, is_kept
from tightrope.scenarios.engine.compiled import cache_folder

__all__ = ["warm_up"]


def warm_up() -> None:
    """Have the rules compiled on disk; the first process of a machine takes its time, and others wait for it."""
    folder = None if is_kept() else cache_folder()
    if folder is not None:
        with _turn(folder / "warm.lock"):
            code()


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    """Wait until no other process holds this lock; where nothing can be written, nobody has to."""
    lock = FileLock(path)
    with suppress(OSError, NotImplementedError):  # the latter where the file system knows no locks
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
