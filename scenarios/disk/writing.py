"""Files written whole or not at all, and never over another unless that is asked for."""

import os
from contextlib import suppress
from functools import partial
from pathlib import Path

from tightrope.scenarios.errors import InputError, shown

__all__ = ["check_new_file", "unfinished_beside", "write_file", "write_whole"]


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


def write_file(path: Path, content: bytes) -> None:
    """Write a file that a user asked for, whole or not at all; InputError where it cannot be written."""
    try:
        write_whole(path, content)
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


def unfinished_beside(path: Path) -> Path:
    """Return the name under which this process writes a file before it takes its own."""
    return path.with_name(f".{path.name}.{os.getpid()}.unfinished")
