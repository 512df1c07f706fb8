"""Reading a user's file as it stands: its columns, and the place and shape of every row, values unchecked."""

import csv
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

import numpy as np
import polars as pl

from tightrope.scenarios.books.book import BUILT_IN
from tightrope.scenarios.books.columns import BOOK_COLUMNS
from tightrope.scenarios.disk.caps import MOST_BOOK_BYTES, MOST_LINE, SLOW_BYTES
from tightrope.scenarios.disk.intake import check_file, panics_unheard
from tightrope.scenarios.errors import InputError, shown, suggestion

__all__ = ["BORROWER", "FILE_KINDS", "Table", "read_table"]

FILE_KINDS = (".parquet", ".csv")
"""The kinds of files, told by how the name ends."""
BORROWER = "borrower"
"""The column that may name each borrower; it is only checked to be unique."""
_MOST_BESIDE = 1_000
"""Files of a folder among which the nearest name is looked for."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Table:
    """A file as read: ``values`` as the file has them (text for CSV) and, row by row, where each stands.

    ``rows`` has ``place`` (the line in a CSV file, else the row, from 1) and ``torn``: why the row does not
    fit the header, or null.
    """

    path: Path
    place: str
    values: pl.DataFrame
    rows: pl.DataFrame


def _first_not_utf8(path: Path) -> int:
    """Return the first line that is not UTF-8."""
    with path.open(encoding="utf-8", errors="replace") as text:
        lines = iter(lambda: text.readline(MOST_LINE), "")
        return next((number for number, line in enumerate(lines, start=1) if "\N{REPLACEMENT CHARACTER}" in line), 1)


@contextmanager
def _readable(path: Path, advice: str) -> Iterator[None]:
    """Turn what can go wrong inside a file into a message about that file."""
    try:
        yield
    except UnicodeDecodeError:
        line = _first_not_utf8(path)
        raise InputError(f"{path}: line {line} is not UTF-8 text; save it as UTF-8 CSV, or as Parquet") from None
    except OSError as fault:
        raise InputError(f"{path}: cannot be read: {fault.strerror or fault}") from None
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        raise InputError(f"{path}: {advice}") from None


def _check_path(path: Path) -> None:
    try:
        path.lstat()
    except FileNotFoundError:
        beside = [other.name for other in islice(path.parent.iterdir(), _MOST_BESIDE)] if path.parent.is_dir() else []
        near = suggestion(path.name, [*BUILT_IN, *beside])
        advice = near or f"; name a Parquet or CSV file, or {', or '.join(BUILT_IN)}"
        raise InputError(f"{shown(path)}: no such file{advice}") from None
    except (OSError, ValueError):
        pass  # the file's check says why
    else:
        if path.is_dir():
            raise InputError(f"{shown(path)}: is a folder; name one Parquet or CSV file")
        if path.suffix.lower() not in FILE_KINDS:
            raise InputError(f"{shown(path)}: ends in '{shown(path.suffix)}'; a book is a .parquet or a .csv file")
    check_file(path, MOST_BOOK_BYTES, "a book")
    if not (size := path.stat().st_size):
        raise InputError(f"{path}: is empty")
    if size > SLOW_BYTES:
        _log.info("reading %s: %s MB, which takes a while", path, f"{size / 1e6:,.0f}")


def _check_header(path: Path, header: list[str]) -> None:
    """Refuse column names that are missing, repeated or not those of a book."""
    if not header:
        raise InputError(f"{path}: the first line is empty; it must name the columns")
    if len(header) == 1 and (separator := next((mark for mark in ";\t|" if mark in header[0]), None)):
        raise InputError(
            f"{path}: the columns are separated by {separator!r}; separate them by commas, "
            "and write decimals with a point"
        )
    known = [column.name for column in BOOK_COLUMNS]
    for number, name in enumerate(header, start=1):
        if not name:
            raise InputError(f"{path}: column {number} has no name; leave row numbers out and name every column")
        if name not in (BORROWER, *known):
            near = suggestion(name, known)
            raise InputError(
                f"{path}: '{shown(name)}' is no column of a book{near or f'; columns: {", ".join(known)}'}"
            )
    if repeated := [name for name, times in Counter(header).items() if times > 1]:
        raise InputError(f"{path}: column '{repeated[0]}' stands in the header twice; keep one")
    if not set(header) & set(known):
        raise InputError(f"{path}: has no column of a book; columns: {', '.join(known)}")
    for product in ("paylater", "cashloan"):
        for name, needs in (("balance", "limit"), ("months_past_due", "balance")):
            if f"{name}_{product}" in header and f"{needs}_{product}" not in header:
                raise InputError(f"{path}: column '{name}_{product}' needs column '{needs}_{product}' beside it")


def _lines(path: Path, text: TextIO) -> Iterator[str]:
    """Return the lines of a CSV file; InputError at one that holds a NUL or is longer than any row."""
    number = 0
    while line := text.readline(MOST_LINE + 1):
        number += 1
        if "\0" in line:
            raise InputError(f"{path}: line {number} holds a NUL character; it is no text, save it as CSV again")
        if len(line) > MOST_LINE:
            raise InputError(f"{path}: line {number} is longer than {MOST_LINE:,} characters; check its line ends")
        yield line


def _csv_rows(path: Path) -> tuple[list[str], pl.DataFrame]:
    """Return the header of a CSV file and each further row's last line and number of fields."""
    with path.open(encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(_lines(path, text), strict=True)
        try:
            header = next(reader, [])
            shape = np.fromiter(((reader.line_num, len(row)) for row in reader), "i8,i8")
        except csv.Error as fault:
            raise InputError(f"{path}: line {reader.line_num}: {fault}; check its quotation marks") from None
    return header, pl.DataFrame({"place": shape["f0"], "fields": shape["f1"]})


def _read_csv(path: Path) -> Table:
    with _readable(path, "is no proper CSV file; check its quotation marks"):
        header, shape = _csv_rows(path)
        _check_header(path, header)
        values = pl.read_csv(path, infer_schema=False, truncate_ragged_lines=True, glob=False)
    if values.height != shape.height or values.columns != header:
        raise InputError(f"{path}: cannot be cut into rows; check its quotation marks and line ends")
    fields, width = pl.col("fields"), len(header)
    reason = pl.format("has {} of the header's {} fields", fields, pl.lit(width))
    rows = shape.select("place", torn=pl.when(fields != width).then(reason))
    filled = shape["fields"] > 0  # an empty line is no row
    return Table(path, "line", values.filter(filled), rows.filter(filled))


def _read_parquet(path: Path) -> Table:
    with _readable(path, "is no whole Parquet file; write it anew"), panics_unheard():
        _check_header(path, list(pl.read_parquet_schema(path)))
        values = pl.read_parquet(path, glob=False, hive_partitioning=False)
    rows = pl.DataFrame({"place": np.arange(1, values.height + 1)})
    return Table(path, "row", values, rows.with_columns(torn=pl.lit(None, pl.String)))


def read_table(path: Path) -> Table:
    """Read a Parquet or CSV file; an ``InputError`` says what keeps it from being a table of a book."""
    _check_path(path)
    table = _read_csv(path) if path.suffix.lower() == ".csv" else _read_parquet(path)
    if not table.values.height:
        raise InputError(f"{path}: has a header but no rows")
    return table
