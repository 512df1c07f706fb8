"""Frames in files that may have been harmed or made by others: what goes wrong within polars becomes one message."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
from polars import selectors as cs

from tightrope.scenarios.disk.intake import check_file
from tightrope.scenarios.errors import InputError, shown

__all__ = ["check_columns", "check_numbers", "collected", "columns_of", "metadata_of", "read_frame", "with_care"]

_LARGEST = 1e100
"""Of the numbers in a file, far beyond all that is counted: squares and sums of such ones can be reckoned with."""
_FAULTS = (
    pl.exceptions.PolarsError,
    pl.exceptions.PanicException,  # a BaseException, and all that a few harmed bytes may give
    *(OSError, ValueError, OverflowError, MemoryError),
)


@contextmanager
def with_care(says: str) -> Iterator[None]:
    """Turn what can go wrong while polars reads into an InputError that begins with ``says``."""
    try:
        yield
    except InputError:
        raise
    except _FAULTS as error:
        reason = str(error).strip().partition("\n")[0] or type(error).__name__
        raise InputError(f"{says} ({reason})") from None


def read_frame(path: Path, columns: Mapping[str, Any]) -> pl.DataFrame:
    """Return a Parquet file's frame; InputError where it cannot be read or has other columns."""
    check_columns(path, columns)
    with _reading(path):
        frame = pl.read_parquet(path, glob=False, hive_partitioning=False)
    check_numbers(frame, shown(path))
    return frame


def check_numbers(frame: pl.DataFrame, where: str) -> None:
    """Raise InputError for a number that no market gives: one that is not finite, or too large to reckon with."""
    decimals = frame.select(cs.float())
    for column in decimals.iter_columns():
        odd = column.filter(~column.is_between(-_LARGEST, _LARGEST))
        if odd.len():
            raise InputError(
                f"{where}: column '{column.name}' holds {odd[0]:g}, which no market gives: it was damaged or changed"
            )


def check_columns(path: Path, columns: Mapping[str, Any]) -> None:
    """Raise InputError unless a Parquet file has these columns, of these types, in this order."""
    found, wanted = list(columns_of(path).items()), list(columns.items())
    if found == wanted:
        return
    for place, (name, kind) in enumerate(wanted):
        has = found[place] if place < len(found) else None
        if has != (name, kind):
            other = f"'{shown(has[0])}' ({has[1]})" if has else "nothing more"
            raise InputError(
                f"{shown(path)}: column {place + 1} must be '{name}' ({pl.Field(name, kind).dtype}), got {other}"
            )
    name, kind = found[len(wanted)]
    raise InputError(f"{shown(path)}: column '{shown(name)}' ({kind}) is one too many")


def columns_of(path: Path) -> dict[str, pl.DataType]:
    """Return names and types of a Parquet file's columns."""
    with _reading(path):
        return dict(pl.read_parquet_schema(path))


def metadata_of(path: Path) -> dict[str, str]:
    """Return the texts that a Parquet file carries beside its columns."""
    with _reading(path):
        return pl.read_parquet_metadata(path)


def collected(frame: pl.LazyFrame) -> pl.DataFrame:
    """Return the rows of a lazy frame over files that were checked when they were opened."""
    with with_care("the files of this data set cannot be read any more: they are damaged, or changed meanwhile"):
        return frame.collect()


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    check_file(path, sys.maxsize, "a Parquet file")
    with with_care(f"{shown(path)} cannot be read as Parquet"):
        yield
