"""The Parquet files of a sweep: each says what it holds, which markets of it failed and why, and is sealed."""

import io
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from tightrope.scenarios.disk.foreign_frames import check_columns, metadata_of, read_frame
from tightrope.scenarios.disk.intake import check_file
from tightrope.scenarios.errors import InputError, shown
from tightrope.sweeps.plan.job import Lived
from tightrope.sweeps.store.layout import Columns, columns_of_months
from tightrope.sweeps.store.sealing import is_sound, seal

__all__ = ["as_file", "check_sealed", "read_markets"]

_ANEW = "the same 'tightrope sweep run' makes it anew"


def as_file(frame: pl.DataFrame, holds: str, failed: Mapping[int, str] | None = None) -> bytes:
    """Return a frame as the bytes of a sealed file; the same frame gives the same bytes.

    Args:
        frame: To be written.
        holds: What the file holds, which no other file of any sweep does.
        failed: Why markets that belong into it have no rows, by number.
    """
    content, said = io.BytesIO(), {"holds": holds, "failed": json.dumps(failed or {})}
    frame.rechunk().write_parquet(content, compression="zstd", row_group_size=1 << 17, metadata=said)
    return seal(content.getvalue())


def check_sealed(path: Path, holds: str, columns: Columns, *, verify: bool = True) -> dict[int, str]:
    """Return why markets of a file failed, by number.

    Raises:
        InputError: the file is not there, is damaged, or holds something else.
    """
    check_file(path, sys.maxsize, f"a file of a sweep ({_ANEW})")
    try:
        if verify and not is_sound(path):
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
