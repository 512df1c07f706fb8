"""A run's results: frames and manifest, written whole or not at all, and read back."""

import json
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import polars as pl

from tightrope.model.results.columns import BANDS, BUCKETS, FRAMES, PRODUCTS, QUEUES, REASONS, Column, schema
from tightrope.model.results.digests import check_digests, digests_of
from tightrope.model.results.manifests import read_manifest, sealed
from tightrope.model.results.run_manifest import RUN
from tightrope.scenarios.disk.foreign_frames import read_frame
from tightrope.scenarios.disk.writing import made_folder, write_slices
from tightrope.scenarios.errors import InputError, shown

__all__ = [  # what the columns mean is part of the results
    "BANDS", "BUCKETS", "FORMAT", "FRAMES", "PRODUCTS", "QUEUES", "REASONS", "STORED", "Column", "Results",
    "check_free", "read_pair", "read_results", "write_results",
]  # fmt: skip

STORED = ("months", "roll_rates", "vintages", "recoveries", "lenders", "freezes", "queues", "bands", "borrowers")
"""The frames that every result holds; the panel lies beside them where it was asked for."""
FORMAT = RUN.format
"""Version of the folder's layout."""
_SLICE_ROWS = 1 << 18
"""Borrowers taken out of a frame at a time, where they are not held all at once."""
_AGAINST = "against/run.json"
"""Manifest of the run that a result is compared with, where there is one."""


@dataclass(frozen=True, repr=False)
class Results:
    """What a run gave; every column is defined in ``tightrope.model.results.columns``.

    ``manifest`` says what was run: resolved parameters, events, seed, versions, time. ``months`` has one row
    a month; ``roll_rates``, ``vintages``, ``recoveries``, ``freezes``, ``queues`` and ``bands`` are counts by month;
    ``lenders`` has a row for each other lender and month, ``borrowers`` one each.
    """

    manifest: dict[str, Any]
    months: pl.DataFrame
    roll_rates: pl.DataFrame
    vintages: pl.DataFrame
    recoveries: pl.DataFrame
    lenders: pl.DataFrame
    freezes: pl.DataFrame
    queues: pl.DataFrame
    bands: pl.DataFrame
    people: pl.DataFrame | Callable[[], Iterator[pl.DataFrame]]
    """The frame of the borrowers, or what yields it slice by slice."""

    @property
    def borrowers(self) -> pl.DataFrame:
        """One row for each borrower; laid out when somebody first looks at it."""
        if not isinstance(self.people, pl.DataFrame):
            object.__setattr__(self, "people", pl.concat(self.people()))
        return cast(pl.DataFrame, self.people)

    def in_slices(self) -> Iterator[pl.DataFrame]:
        """Yield the rows of ``borrowers`` some at a time, for one who need not hold them all at once."""
        return self.people.iter_slices(_SLICE_ROWS) if isinstance(self.people, pl.DataFrame) else self.people()

    def __repr__(self) -> str:
        return (
            f"Results of {self.manifest['scenario']['name']}: {self.manifest['borrowers']:,} borrowers, "
            f"{self.manifest['months_finished']} months, seed {self.manifest['seed']}"
        )


def write_results(results: Results, folder: Path | str, extra: Callable[[Path], None] | None = None) -> None:
    """Write a result as one folder, whole or not at all.

    ``extra`` is called with the unfinished folder and may put more into it (the report, the panel, what it is compared
    with). InputError where the folder holds something already or cannot be written; nothing is left behind then.
    """
    with _whole_folder(Path(folder)) as unfinished:
        for name in STORED:
            about = {f"definition:{column.name}": column.definition for column in FRAMES[name]}
            about |= {f"range:{column.name}": column.reach for column in FRAMES[name] if column.reach}
            write_slices(_slices(results, name), unfinished / f"{name}.parquet", metadata=about)
        if extra:
            extra(unfinished)
        manifest = sealed({**results.manifest, "files": digests_of(unfinished, _data_files(unfinished))})
        text = json.dumps(manifest, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
        (unfinished / RUN.file).write_text(text + "\n", encoding="utf-8")


def _slices(results: Results, name: str) -> Iterator[pl.DataFrame]:
    """Return a frame of a result in slices, so that the borrowers need not be laid out all at once."""
    if name == "borrowers" and not isinstance(results.people, pl.DataFrame):
        return results.people()
    return iter([getattr(results, name)])


def _data_files(folder: Path) -> list[str]:
    """Return the names of the files that hold a result's numbers, those of what it is compared with by its manifest."""
    found = (*folder.glob("*.parquet"), *folder.glob("panel/*.parquet"), *folder.glob(_AGAINST))
    return sorted(path.relative_to(folder).as_posix() for path in found)


def read_results(folder: Path | str, *, verify: bool = True) -> Results:
    """Read what ``write_results`` wrote.

    Args:
        folder: Of the result.
        verify: First hold every file against the digest that was taken when it was written.

    Raises:
        InputError: the folder is no result or of another format, or a file of it was damaged or changed.
    """
    return _read(Path(folder), verify)[0]


def read_pair(folder: Path | str, *, verify: bool = True) -> tuple[Results, Results | None]:
    """Read a result and the one it was compared with, None where there is none; InputError as of ``read_results``."""
    folder = Path(folder)
    results, digests = _read(folder, verify)
    if _AGAINST not in digests:
        return results, None
    if verify:
        check_digests(folder, {_AGAINST: digests[_AGAINST]})
    return results, read_results((folder / _AGAINST).parent, verify=verify)


def _read(folder: Path, verify: bool) -> tuple[Results, dict[str, str]]:
    """Return a result and the digests of its files."""
    manifest = read_manifest(folder, RUN, verify=verify)
    digests: dict[str, str] = manifest.pop("files")
    names = {name: f"{name}.parquet" for name in STORED}
    if missing := [file for file in names.values() if file not in digests]:
        raise InputError(f"{folder / RUN.file} knows no digest of {missing[0]}: run 'tightrope run' again")
    if verify:
        check_digests(folder, {file: digests[file] for file in names.values()})
    frames = {name: read_frame(folder / file, schema(name)) for name, file in names.items()}
    _check_rows(folder, manifest["months_finished"], frames)
    people = frames.pop("borrowers")
    return Results(manifest, **frames, people=people), digests


def _check_rows(folder: Path, months: int, frames: dict[str, pl.DataFrame]) -> None:
    """Raise InputError unless there is one row of ``months`` for each month, and no row of counts twice."""
    anew = "it was damaged or changed: run 'tightrope run' again"
    if not frames["months"]["month"].equals(pl.Series("month", range(1, months + 1), pl.Int64)):
        raise InputError(f"{shown(folder / 'months.parquet')} does not hold the months from 1 to {months}: {anew}")
    for name, frame in frames.items():
        if name != "borrowers" and frame.n_unique() < frame.height:
            raise InputError(f"{shown(folder / name)}.parquet holds a row twice: {anew}")


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
        with made_folder(folder.parent), _removed(unfinished):
            unfinished.mkdir()
            yield unfinished
            _sync(unfinished)
            check_free(folder)
            if folder.exists():
                folder.rmdir()
            unfinished.rename(folder)
            _sync_one(folder.parent)
    except InputError as error:  # what is unfinished is nothing that anybody has named
        raise InputError(str(error).replace(str(unfinished), str(folder))) from None
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror or error}") from error


@contextmanager
def _removed(folder: Path) -> Iterator[None]:
    """Remove a folder in the end, with all that is in it, unless it has got another name meanwhile."""
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
