"""Making the machine code of the rules once for all processes of a machine, before they all want it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock

from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.books.book import open_book
from tightrope.scenarios.engine.compiled import COMPILED, cache_folder
from tightrope.scenarios.files.scenario import load_scenario

__all__ = ["warm_up"]

FEW = 64
"""Borrowers of the market that makes the rules compile."""


def warm_up() -> None:
    """Have the rules compiled on disk; the first process of a machine takes its time, and others wait for it."""
    folder = cache_folder() if COMPILED else None
    if folder is None or (folder / "warm").exists():
        return
    with _turn(folder / "warm.lock"):
        if not (folder / "warm").exists():
            market = CreditMarket(load_scenario("baseline"), open_book("synthetic"), borrowers=FEW, months=1, seed=1)
            market.step()
            with suppress(OSError):
                (folder / "warm").touch()


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
