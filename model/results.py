"""A run's results: frames and manifest, written whole or not at all, and read back."""

import json
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from tightrope.model.columns import BANDS, BUCKETS, FRAMES, PRODUCTS, QUEUES, REASONS, Column
from tightrope.model.manifests import read_manifest
from tightrope.scenarios.errors import InputError

__all__ = [  # what the columns mean is part of the results
    "BANDS", "BUCKETS", "FORMAT", "FRAMES", "PRODUCTS", "QUEUES", "REASONS", "STORED", "Column", "Results",
    "check_free", "read_results", "write_results",
]  # fmt: skip

STORED = ("months", "roll_rates", "vintages", "freezes", "queues", "bands", "borrowers")
"""The frames that every result holds; the panel lies beside them where it was asked for."""
FORMAT = 4
"""Version of the folder's layout; raised when a reader of another version could misread it or miss a file."""


@dataclass(frozen=True, repr=False)
class Results:
    """What a run gave; every column is defined in ``tightrope.model.columns``.

    ``manifest`` says what was run: resolved parameters, events, seed, versions, time. ``months`` has one row
    a month; ``roll_rates``, ``vintages``, ``freezes``, ``queues`` and ``bands`` are counts by month; ``borrowers`` has
    one row each.
    """

    manifest: dict[str, Any]
    months: pl.DataFrame
    roll_rates: pl.DataFrame
    vintages: pl.DataFrame
    freezes: pl.DataFrame
    queues: pl.DataFrame
    bands: pl.DataFrame
    borrowers: pl.DataFrame

    def __repr__(self) -> str:
        return (
            f"Results of {self.manifest['scenario']['name']}: {self.manifest['borrowers']:,} borrowers, "
            f"{self.manifest['months_finished']} months, seed {self.manifest['seed']}"
        )


def write_results(results: Results, folder: Path | str, extra: Callable[[Path], None] | None = None) -> None:
    """Write a result as one folder, whole or not at all.

    ``extra`` is called with the unfinished folder and may put more into it (the report, the panel).
    InputError where the folder holds something already or cannot be written; nothing is left behind then.
    """
    with _whole_folder(Path(folder)) as unfinished:
        for name in STORED:
            about = {f"definition:{column.name}": column.definition for column in FRAMES[name]}
            about |= {f"range:{column.name}": column.reach for column in FRAMES[name] if column.reach}
            getattr(results, name).write_parquet(unfinished / f"{name}.parquet", metadata=about)
        manifest = json.dumps(results.manifest, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
        (unfinished / "run.json").write_text(manifest + "\n", encoding="utf-8")
        if extra:
            extra(unfinished)


def read_results(folder: Path | str) -> Results:
    """Read what ``write_results`` wrote; InputError for a folder that is no result or of another format."""
    folder = Path(folder)
    manifest = read_manifest(folder / "run.json", "result", "tightrope run", FORMAT)
    try:
        frames = {name: pl.read_parquet(folder / f"{name}.parquet", glob=False) for name in STORED}
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError(f"{folder}: the result is damaged, run it again ({error})") from None
    return Results(manifest, **frames)


def check_free(folder: Path | str) -> None:
    """Raise InputError unless a result may be written to the folder: it must be missing, or empty and replaceable."""
    folder = Path(folder)
    try:
        if folder.is_symlink():
            raise InputError(f"{folder} is a link: name the folder that it shall lead to")
        if not folder.exists():
            return
        if not folder.is_dir() or any(folder.iterdir()):
            raise InputError(
                f"{folder} exists already and is never overwritten: name another folder, or remove it first"
            )
        if folder.is_mount() or folder.samefile("."):
            raise InputError(f"{folder} is in use and cannot be replaced: name a folder inside it")
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error}") from error


@contextmanager
def _whole_folder(folder: Path) -> Iterator[Path]:
    """Give a temporary folder beside ``folder`` that takes its name when all went well, and goes when not."""
    check_free(folder)
    folder = folder.absolute()
    unfinished = folder.with_name(f".{folder.name}.{socket.gethostname()}.{os.getpid()}.unfinished")
    try:
        _remove_abandoned(folder)
        unfinished.mkdir(parents=True)
        yield unfinished
        _sync(unfinished)
        check_free(folder)
        if folder.exists():
            folder.rmdir()
        unfinished.rename(folder)
        _sync_one(folder.parent)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError(f"{folder} cannot be written: {error}") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _remove_abandoned(folder: Path) -> None:
    """Remove what processes of this machine left beside the folder when they were killed."""
    if os.name != "posix":
        return  # elsewhere a process cannot be asked whether it lives
    for left in folder.parent.glob(f".{folder.name}.{socket.gethostname()}.*.unfinished"):
        process = left.name.split(".")[-2]
        if process.isdecimal() and not _lives(int(process)):
            shutil.rmtree(left, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # it is somebody else's
    return True


def _sync(folder: Path) -> None:
    """Bring the folder and all in it to the disk, so that the rename cannot outrun the contents."""
    for path in sorted(folder.rglob("*")):
        _sync_one(path)
    _sync_one(folder)


def _sync_one(path: Path) -> None:
    if os.name != "posix" and path.is_dir():
        return  # folders cannot be opened elsewhere
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
