"""The Parquet files of a sweep: each says what it holds, which markets of it failed and why, and is sealed.

A seal is a digest that a file carries of itself, so that each is whole by itself, whichever came last before a stop. A
reader of Parquet begins at the end, where the footer and its length stand, and finds all else by the footer; so there
is room for 32 bytes between the data and the footer, which no reader looks at. They are the SHA-256 of all the others.
"""

import hashlib
import io
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import polars as pl

from tightrope.scenarios.disk.foreign_frames import check_columns, metadata_of, read_frame
from tightrope.scenarios.disk.intake import check_file
from tightrope.scenarios.errors import InputError, shown
from tightrope.sweeps.plan.job import Lived
from tightrope.sweeps.store.layout import Columns, columns_of_months

__all__ = ["as_file", "check_sealed", "read_markets"]

_ANEW = "the same 'tightrope sweep run' makes it anew"
_DIGEST = hashlib.sha256().digest_size
_TAIL = 8
"""Bytes after the footer: its length, 4 bytes, and the letters PAR1."""
_PIECE = 1 << 20


def as_file(frame: pl.DataFrame, holds: str, failed: Mapping[int, str] | None = None) -> bytes:
    """Return a frame as the bytes of a sealed file; the same frame gives the same bytes.

    Args:
        frame: To be written.
        holds: What the file holds, which no other file of any sweep does.
        failed: Why markets that belong into it have no rows, by number.
    """
    content, said = io.BytesIO(), {"holds": holds, "failed": json.dumps(failed or {})}
    frame.rechunk().write_parquet(content, compression="zstd", row_group_size=1 << 17, metadata=said)
    return _seal(content.getvalue())


def check_sealed(path: Path, holds: str, columns: Columns, *, verify: bool = True) -> dict[int, str]:
    """Return why markets of a file failed, by number.

    Raises:
        InputError: the file is not there, is damaged, or holds something else.
    """
    check_file(path, sys.maxsize, f"a file of a sweep ({_ANEW})")
    try:
        if verify and not _is_sound(path):
            raise InputError(
                f"{shown(path)} was damaged or changed since it was written: {_ANEW}, and --no-verify reads it as it is"
            )
    except OSError as error:
        raise InputError(f"{shown(path)} cannot be read ({error.strerror}): {_ANEW}") from None
    said = metadata_of(path)
    if said.get("holds") != holds:
        found = shown(said.get("holds", "something else"))
        raise InputError(f"{shown(path)} holds {found}, not {holds}: move it away, and {_ANEW}")
    check_columns(path, columns)
    return _failed(path, said)


def read_markets(path: Path, holds: str, columns: Sequence[str]) -> list[Lived]:
    """Return the markets of a file of months; InputError as of ``check_sealed``."""
    kinds = columns_of_months(columns)
    failed = [Lived(market, None, why) for market, why in check_sealed(path, holds, kinds).items()]
    frame = read_frame(path, kinds)
    markets, rows = frame["market"].to_numpy(), frame.select(columns).to_numpy()
    places = np.flatnonzero(np.diff(markets, prepend=-1))
    parts = np.split(rows, places[1:]) if places.size else []
    return [*failed, *(Lived(int(markets[place]), part) for place, part in zip(places, parts, strict=True))]


def _failed(path: Path, said: Mapping[str, Any]) -> dict[int, str]:
    try:
        return {int(market): str(why) for market, why in json.loads(said["failed"]).items()}
    except (KeyError, ValueError, AttributeError, RecursionError):
        raise InputError(f"{shown(path)} does not tell what failed: {_ANEW}") from None


def _seal(content: bytes) -> bytes:
    """Return the bytes of a Parquet file with their digest among them."""
    footer = len(content) - _behind_digest(content[-_TAIL:])
    return content[:footer] + hashlib.sha256(content).digest() + content[footer:]


def _is_sound(path: Path) -> bool:
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
