"""The user's own book: a Parquet or CSV file with any of the documented columns, checked row by row."""

import hashlib
import math
import reprlib
from io import BytesIO
from pathlib import Path

import numpy as np
import polars as pl

from tightrope.scenarios.books.book import Book, LeftOut
from tightrope.scenarios.books.checks import as_numbers, find_faults
from tightrope.scenarios.books.columns import BOOK_COLUMNS
from tightrope.scenarios.books.reading import FILE_KINDS, Table, read_table
from tightrope.scenarios.disk.writing import check_new_file
from tightrope.scenarios.errors import MOST_SHOWN, InputError

__all__ = ["file_book"]


def _line(table: Table, row: int, column: str | None, reason: str) -> str:
    place = f"  {table.place} {table.rows['place'][row]}"
    if column is None:
        return f"{place}: {reason}"
    value = table.values[column][row]
    return f"{place}, {column}{'' if value is None else f' = {reprlib.repr(value)}'}: {reason}"


def _complaint(table: Table, faults: pl.DataFrame) -> str:
    wrong = faults["row"].n_unique()
    shown = [_line(table, *fault) for fault in faults.head(MOST_SHOWN).iter_rows()]
    rest = f", the first {MOST_SHOWN} shown" if faults.height > MOST_SHOWN else ""
    counted = f"{faults.height:,} fault{'s' * (faults.height > 1)} in {wrong:,} of {table.values.height:,} rows"
    return "\n".join([f"{table.path}: {counted}{rest}:", *shown])


def _check_target(path: Path) -> None:
    if path.suffix.lower() not in FILE_KINDS:
        raise InputError(f"--skip-bad-rows {path}: ends in '{path.suffix}'; name a .csv or a .parquet file")
    try:
        check_new_file(path)
    except InputError as error:
        raise InputError(f"--skip-bad-rows {error}") from None


def _left_out(table: Table, faults: pl.DataFrame, path: Path) -> LeftOut:
    """Return the rows at fault as the file had them, with a further column that gives the reasons."""
    reason = pl.concat_str(["column", "reason"], separator=" ", ignore_nulls=True)
    reasons = faults.group_by("row", maintain_order=True).agg(reason.str.join("; ").alias("reason"))
    rejected = table.values[reasons["row"]].with_columns(reasons["reason"])
    content = BytesIO()
    if path.suffix.lower() == ".csv":
        rejected.write_csv(content)
    else:
        rejected.write_parquet(content)
    return LeftOut(path, content.getvalue())


def _left(numbers: pl.DataFrame, faults: pl.DataFrame) -> pl.DataFrame:
    good = np.ones(numbers.height, np.bool_)
    good[faults["row"].to_numpy()] = False
    return numbers.filter(good)


def _book(path: Path, numbers: pl.DataFrame, scale: float, rejected: int) -> Book:
    """Make a book of checked rows; its name carries a digest of what is in it."""
    columns = {}
    digest = hashlib.blake2b(digest_size=4)
    for column in BOOK_COLUMNS:
        if column.name in numbers.columns:
            values = numbers[column.name].to_numpy() * (scale if column.kind == "money" else 1.0)
            columns[column.name] = values
            digest.update(column.name.encode() + values.tobytes())
    left_out = f"; {rejected:,} rows left out" if rejected else ""
    attribution = f"The user's own file {path.name}{left_out}."
    cumulative = np.arange(1, numbers.height + 1) / numbers.height
    return Book(f"{path.name}@{digest.hexdigest()}", attribution, numbers.height, columns, cumulative, in_order=True)


def file_book(
    path: Path, scale: float = 1.0, skip_bad_rows: Path | None = None
) -> tuple[Book, LeftOut | None]:  # fmt: skip
    """Open a Parquet or CSV file as a book; ``scale`` is the yuan that one unit of its money is worth.

    Rows at fault are an ``InputError`` that lists the first of them and counts all. With ``skip_bad_rows`` they are
    returned instead, to be written there, each with its reasons, and the book holds the rest.
    """
    if not (math.isfinite(scale) and scale > 0):
        raise InputError(f"currency scale {scale:g}: must be above 0, the yuan that one unit of the file is worth")
    if skip_bad_rows is not None:
        _check_target(skip_bad_rows)
    table = read_table(path)
    numbers = as_numbers(table)
    faults = find_faults(table, numbers, scale)
    rejected = faults["row"].n_unique()
    if rejected == table.values.height:
        raise InputError(f"{_complaint(table, faults)}\nNo row is left to start from; correct the file.")
    if rejected and skip_bad_rows is None:
        raise InputError(
            f"{_complaint(table, faults)}\n"
            "Correct these rows, or leave them out with --skip-bad-rows FILE: it gets them and the reasons."
        )
    left_out = _left_out(table, faults, skip_bad_rows) if rejected and skip_bad_rows is not None else None
    return _book(path, _left(numbers, faults), scale, rejected), left_out
