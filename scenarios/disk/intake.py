"""Files that others made, taken in with care: ordinary files, of a size that their kind can have, under sane names."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tightrope.scenarios.errors import InputError, shown, unprintable

__all__ = ["check_file", "is_file", "panics_unheard", "read_bytes", "shown"]

_OF_THE_SYSTEM = ("/proc/", "/sys/")
"""Where Linux shows itself: what looks like a file there may have no end, or be read by waiting alone."""


def is_file(path: Path) -> bool:
    """Tell whether there is an ordinary file of this name, whatever the name: some are too long for any file."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def check_file(path: Path, most: int, what: str) -> None:
    """Raise InputError unless ``path`` is an ordinary file of at most ``most`` bytes, under a name that can be shown.

    Args:
        path: Of the file.
        most: Bytes that such a file can have.
        what: It is, with its article, as in "a scenario file".
    """
    try:
        found = path.stat()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name, or half a surrogate pair
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else "no file has such a name"
        raise InputError(f"{shown(path)}: error: cannot be read: {reason}") from None
    if not stat.S_ISREG(found.st_mode) or os.path.realpath(path).startswith(_OF_THE_SYSTEM):
        raise InputError(f"{shown(path)}: error: is no ordinary file; name {what}")
    if found.st_size > most:
        size, limit = (f"{count / 1e6:,.1f} MB" for count in (found.st_size, most))
        raise InputError(f"{shown(path)}: error: is {size} long; {what} may have up to {limit}")
    if hidden := unprintable(path.name):
        raise InputError(f"{shown(path)}: error: its name holds {hidden}, which cannot be shown; rename the file")


def read_bytes(path: Path, most: int, what: str) -> bytes:
    """Return what a file holds; InputError as of ``check_file``, and where it cannot be read."""
    check_file(path, most, what)
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise InputError(f"{shown(path)}: error: cannot be read: {error.strerror}") from None
    if len(content) > most:
        raise InputError(f"{shown(path)}: error: grew while it was read; {what} may have up to {most / 1e6:,.1f} MB")
    return content


@contextmanager
def panics_unheard() -> Iterator[None]:
    """Keep off the screen what polars prints, beside the error it raises, when a damaged file takes it by surprise."""
    try:
        kept = os.dup(2)
    except OSError:  # there is no standard error
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
