"""Parquet files that carry a digest of themselves, so that each is whole by itself, whichever came last before a stop.

A reader of Parquet begins at the end, where the footer and its length stand, and finds all else by the footer; so there
is room for 32 bytes between the data and the footer, which no reader looks at. They are the SHA-256 of all the others.
"""

import hashlib
from pathlib import Path
from typing import BinaryIO

__all__ = ["is_sound", "seal"]

_DIGEST = hashlib.sha256().digest_size
_TAIL = 8
"""Bytes after the footer: its length, 4 bytes, and the letters PAR1."""
_PIECE = 1 << 20


def seal(content: bytes) -> bytes:
    """Return the bytes of a Parquet file with their digest among them."""
    footer = len(content) - _behind_digest(content[-_TAIL:])
    return content[:footer] + hashlib.sha256(content).digest() + content[footer:]


def is_sound(path: Path) -> bool:
    """Tell whether a sealed file is as it was written; OSError where it cannot be read."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if size < _TAIL:
            return False
        file.seek(size - _TAIL)
        data = size - _behind_digest(file.read(_TAIL)) - _DIGEST
        if data < 0:
            return False
        file.seek(0)
        whole = hashlib.sha256()
        _take(file, data, whole)
        written = file.read(_DIGEST)
        _take(file, size, whole)
    return whole.digest() == written


def _behind_digest(tail: bytes) -> int:
    """Return how many bytes come after the digest, from the last ones of the file."""
    return int.from_bytes(tail[:4], "little") + _TAIL


def _take(file: BinaryIO, count: int, into: "hashlib._Hash") -> None:
    """Add the next bytes of a file, so many or all there are, to a digest."""
    while count > 0 and (piece := file.read(min(count, _PIECE))):
        into.update(piece)
        count -= len(piece)
