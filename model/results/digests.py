"""Digests of data files: written down in a manifest, and compared when the files are read."""

import hashlib
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from tightrope.scenarios.disk.intake import check_file, is_file
from tightrope.scenarios.errors import InputError, shown

__all__ = ["check_digests", "digests_of"]

_MAGIC = b"PAR1"
"""The last bytes of every Parquet file."""


def digests_of(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Return the SHA-256 of files of a folder by their names, as hexadecimal digits."""
    return {name: _digest(folder / name) for name in names}


def check_digests(folder: Path, digests: Mapping[str, str]) -> None:
    """Raise InputError unless every file is what it was when its digest was taken."""
    for name, written in digests.items():
        if _is_torn(folder / name) or _digest(folder / name) != written:
            raise InputError(
                f"{shown(folder / name)} was damaged or changed since it was written: run 'tightrope run' again, or "
                "read it as it is with --no-verify"
            )


def _is_torn(path: Path) -> bool:
    """Tell whether a Parquet file does not end as one: cut short, or blown up, it need not be read through."""
    if path.suffix != ".parquet" or not is_file(path):
        return False
    try:
        with path.open("rb") as file:
            file.seek(-len(_MAGIC), os.SEEK_END)
            return file.read() != _MAGIC
    except OSError:
        return False  # taking the digest says why


def _digest(path: Path) -> str:
    check_file(path, sys.maxsize, "a data file of a result")
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{shown(path)}: error: cannot be read: {error.strerror}") from None
