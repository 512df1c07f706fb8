"""Which folder keeps the machine code of the rules: one that nobody else can put code into.

What lies there is run, so a folder or file is trusted only if it belongs to this user, or to the one who administers
the machine, and nobody else may write to it. Folders are ``PLACE/tightrope/NAME``, where the place is
``TIGHTROPE_CACHE_DIR``, else ``XDG_CACHE_HOME``, else ``.cache`` in the home folder. Where that does not serve, a
folder of this user's beside the temporary ones does, and at worst a new one for this process alone.
"""

import atexit
import logging
import os
import re
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

__all__ = ["CODE", "found_folder", "is_private", "tell"]

CODE = ".o"
"""How the name of a file of machine code ends."""
KEPT = 90 * 24 * 3600
"""Seconds for which the folder of another version is kept after its last use."""


class _DoesNotServeError(Exception):
    """A place cannot keep the machine code; the message is a folder and what is wrong with it."""


def tell(what: str) -> None:
    """Say on standard error, or to whoever listens to the log, what the user should know of a folder."""
    logging.getLogger("tightrope").warning("note: %s", what)


def is_private(found: os.stat_result) -> bool:
    """Whether nobody can have written to this but the user and the one who administers the machine."""
    return _is_ours(found) and (sys.platform == "win32" or not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH))


def _is_ours(found: os.stat_result) -> bool:
    if sys.platform == "win32":
        return True  # there the home folder and the temporary one are this user's alone
    return found.st_uid in (os.geteuid(), 0)


def found_folder(name: str) -> Path | None:
    """Return the folder of this name in the first place that serves, made if missing; None where none does.

    Where it is not in the first place, ``tell`` says why, and where it is.
    """
    why = None
    for place, holds in _places():
        try:
            folder = _folder_in(place(), name)
        except (_DoesNotServeError, OSError) as error:
            why = why or _reason(error)
            continue
        if why:
            tell(f"{why}; compiled rules are kept in {folder}{holds}")
        return folder
    tell(f"{why}; compiled rules are not kept")
    return None


def _places() -> Iterator[tuple[Callable[[], Path], str]]:
    """Give what returns each place, the best first, and what to say of the folder there."""
    yield _wanted, ""
    yield _temporary, ""
    yield _passing, ", for this run alone: name a folder of your own in TIGHTROPE_CACHE_DIR"


def _wanted() -> Path:
    """Return the place that the user has named, or the usual one of a home folder that is there."""
    named = os.environ.get("TIGHTROPE_CACHE_DIR") or os.environ.get("XDG_CACHE_HOME")
    if named:
        return Path(named)
    try:
        home = Path.home()
    except RuntimeError:
        raise _DoesNotServeError("this user has no home folder") from None
    if not home.is_dir():
        raise _DoesNotServeError(f"there is no home folder {home}")
    if not _is_ours(home.stat()):  # sudo may keep the home of whoever called it
        raise _DoesNotServeError(f"{home} belongs to another user")
    return home / ".cache"


def _temporary() -> Path:
    """Return this user's place among the temporary files."""
    user = "" if sys.platform == "win32" else f"-{os.geteuid()}"
    return Path(tempfile.gettempdir()) / f"tightrope{user}"


def _passing() -> Path:
    """Make a place that goes with this process."""
    place = Path(tempfile.mkdtemp(prefix="tightrope-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    return place


def _folder_in(place: Path, name: str) -> Path:
    """Return the folder of this name in a place, made if missing; _DoesNotServeError unless it is safe and of use."""
    place = place.absolute()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    _check(place, shared=True)
    ours, folder = place / "tightrope", place / "tightrope" / name
    ours.mkdir(mode=0o700, exist_ok=True)
    _tighten(ours)
    _check(ours)
    is_new = not folder.exists()
    folder.mkdir(mode=0o700, exist_ok=True)
    _check(folder)
    if is_new:
        _remove_unused(ours)
    if not os.access(folder, os.W_OK) and not any(folder.glob(f"*{CODE}")):
        raise _DoesNotServeError(f"{folder} cannot be written to")
    with suppress(OSError):
        os.utime(folder)  # used today
    return folder


def _check(folder: Path, *, shared: bool = False) -> None:
    """Raise _DoesNotServeError where others have, or could have, put a folder here, or something into it.

    ``shared`` allows a folder in which each can only touch what is their own, as all can in that of temporary files.
    """
    found = folder.stat()
    if not (_is_ours(folder.lstat()) and _is_ours(found)):
        raise _DoesNotServeError(f"{folder} belongs to another user")
    if not (is_private(found) or (shared and found.st_mode & stat.S_ISVTX)):
        raise _DoesNotServeError(f"{folder} can be written to by others ('chmod -R go-w' mends it)")


def _tighten(folder: Path) -> None:
    """Close a folder that an earlier version left open to this user's group; what is in it is checked for itself."""
    found = folder.stat()
    if not is_private(found) and found.st_uid == os.geteuid():
        folder.chmod(0o700)


def _remove_unused(ours: Path) -> None:
    """Remove the folders of other versions that nobody has used for long."""
    for folder in ours.iterdir():
        with suppress(OSError):
            found = folder.lstat()
            old = stat.S_ISDIR(found.st_mode) and time.time() - found.st_mtime > KEPT
            if old and _is_ours(found) and re.fullmatch("[0-9a-f]{16}", folder.name):
                shutil.rmtree(folder, ignore_errors=True)


def _reason(error: Exception) -> str:
    return f"{error.filename} cannot be used ({error.strerror})" if isinstance(error, OSError) else str(error)
