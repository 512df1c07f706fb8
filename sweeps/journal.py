"""The journal of a sweep: markets as they are finished, in small files that are durable at once."""

import io
import os
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from tightrope.sweeps.living import Lived

__all__ = ["enter", "read_entries", "write_whole"]


def enter(folder: Path, lived: Sequence[Lived]) -> None:
    """Write an entry for some markets into the journal of their block."""
    folder.mkdir(exist_ok=True)
    write_whole(folder / f"{lived[0].market:08d}-{len(lived)}.npz", _as_entry(lived))


def _as_entry(lived: Sequence[Lived]) -> bytes:
    content = io.BytesIO()
    whole = [one.rows for one in lived if one.rows is not None]
    np.savez(
        content,
        markets=np.array([one.market for one in lived], np.int32),
        lengths=np.array([0 if one.rows is None else len(one.rows) for one in lived], np.int32),
        rows=np.concatenate(whole) if whole else np.empty((0, 0), np.float32),
        reasons=np.array([one.reason for one in lived]),
    )
    return content.getvalue()


def read_entries(folder: Path) -> Iterable[Lived]:
    """Read a block's journal; what a crash of the machine has damaged is passed over, as if it were not there."""
    for path in sorted(folder.glob("[0-9]*.npz")):
        try:
            with np.load(path) as entry:
                markets, lengths, rows, reasons = (entry[k] for k in ("markets", "lengths", "rows", "reasons"))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            continue
        parts = np.split(rows, np.cumsum(lengths)[:-1])
        for market, part, why in zip(markets.tolist(), parts, reasons.tolist(), strict=True):
            yield Lived(market, None if why else part, why)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and let the disk have it before going on."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
