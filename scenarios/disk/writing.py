"""Files written whole or not at all, and never over another unless that is asked for."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from io import RawIOBase
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from tightrope.scenarios.errors import InputError, shown

if TYPE_CHECKING:
    import polars as pl
    from _typeshed import ReadableBuffer

__all__ = [
    "check_new_file", "made_folder", "unfinished_beside", "write_file", "write_slices", "write_whole",
]  # fmt: skip

_GROUP_ROWS = 1 << 16
"""Rows that a Parquet file holds together, and that are held until they are written."""


def check_new_file(path: Path, *, force: bool = False, instead: str = "move that one away") -> None:
    """Raise InputError unless a file may be written here: there is none yet, or ``force`` allows to replace it.

    ``instead`` says what else one may do about a file that is in the way.
    """
    if path.is_dir():
        raise InputError(f"{shown(path)} is a folder: name a file")
    if os.path.lexists(path):
        if not force:
            raise InputError(f"{shown(path)} exists already: name another file, or {instead}")
        if not path.is_file():
            raise InputError(f"{shown(path)} is no ordinary file and cannot be replaced: name another")
    folder = path.absolute().parent
    if not folder.is_dir():
        raise InputError(f"{shown(path)} cannot be written: there is no folder {shown(folder)}; make it first")
    if not os.access(folder, os.W_OK):
        raise InputError(f"{shown(path)} cannot be written: nothing may be written to {shown(folder)}; name another")
    with _told_of(path):  # so that nothing is worked out in vain: some folders take no files, some names are too long
        unfinished = unfinished_beside(path)
        unfinished.touch()
        unfinished.unlink()


@contextmanager
def made_folder(folder: Path) -> Iterator[None]:
    """Make a folder and the parents it lacks; where that fails, or what is done meanwhile, take back what is empty."""
    made = [each for each in (folder, *folder.parents) if not os.path.lexists(each)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for each in made:
            with suppress(OSError):
                each.rmdir()
        raise


def write_file(path: Path, content: bytes) -> None:
    """Write a file that a user asked for, whole or not at all; InputError where it cannot be written."""
    with _told_of(path):
        write_whole(path, content)


@contextmanager
def _told_of(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{shown(path)} cannot be written ({reason}): name another file") from None


def write_whole(path: Path, content: bytes, *, mode: int = 0o666, lasting: bool = True) -> None:
    """Write a file whole or not at all; OSError where that fails.

    ``mode`` is what the user's mask may be taken from; ``lasting`` lets the disk have the file before going on.
    """
    unfinished = unfinished_beside(path)
    try:
        with open(unfinished, "wb", opener=partial(os.open, mode=mode)) as file:
            file.write(content)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        with suppress(OSError, ValueError):
            unfinished.unlink(missing_ok=True)
        raise


def write_slices(slices: Iterator["pl.DataFrame"], path: Path, **how: Any) -> None:
    """Write the slices of a frame as one Parquet file, holding few of them at a time.

    OSError says why where that fails, which polars, writing by itself, does not.
    """
    from polars.exceptions import ComputeError
    from polars.io.plugins import register_io_source

    first = next(slices)
    whole = chain([first], slices)
    with path.open("wb") as file:
        heard = _Heard(file)
        try:
            register_io_source(lambda *_: whole, schema=first.schema).sink_parquet(
                cast(IO[bytes], heard), row_group_size=_GROUP_ROWS, **how
            )
        except ComputeError as error:
            raise heard.error or error from None


class _Heard(RawIOBase):
    """Hands on what polars writes, and keeps the error of which polars would say nothing but that there was one."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.error: OSError | None = None

    def writable(self) -> bool:
        return True

    def write(self, content: "ReadableBuffer") -> int | None:
        try:
            return self.file.write(content)
        except OSError as error:
            self.error = error
            raise


def unfinished_beside(path: Path) -> Path:
    """Return the name under which this process writes a file before it takes its own."""
    return path.with_name(f".{path.name}.{os.getpid()}.unfinished")
