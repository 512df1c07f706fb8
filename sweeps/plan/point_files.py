"""A list of points of the user's own: a CSV file with a column for each factor and a row for each point."""

import csv
import io
import logging
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tightrope.scenarios.disk.caps import MOST_POINTS_BYTES, MOST_RUNS
from tightrope.scenarios.disk.intake import read_bytes
from tightrope.scenarios.errors import InputError, shown
from tightrope.scenarios.parameters.table import declared
from tightrope.sweeps.plan.factor_reading import factor_named, is_whole, unit_of, wrong_with
from tightrope.sweeps.plan.factors import Factor

__all__ = ["read_points"]

_MANY = 100_000
"""Points whose checking takes so long that it is announced."""
_log = logging.getLogger(__name__)


def read_points(path: Path) -> tuple[tuple[Factor, ...], NDArray[np.float64]]:
    """Return the factors that a file's header names and its points, shape (rows, factors), in the factors' units.

    InputError lists all that is wrong, a line for each, with line and column.
    """
    rows = _rows(path)
    names = _header(path, rows[0][1])
    if len(rows) < 2:
        raise InputError(f"{path}:1: error: no points: write a row for each below the header")
    if len(rows) > _MANY:
        _log.info("checking %s points of %s", f"{len(rows) - 1:,}", path)
    problems: list[str] = []
    columns: list[list[float | str]] = [[] for _ in names]
    for line, row in rows[1:]:
        if len(row) != len(names):
            problems.append(f"{path}:{line}: error: {len(row)} values under {len(names)} names of factors")
            continue
        for name, column, text in zip(names, columns, row, strict=True):
            try:
                column.append(_value(name, text.strip()))
            except InputError as error:
                problems.append(f"{path}:{line}: error: column {name}: {error}")
    if problems:
        raise InputError("\n".join(problems))
    read = [_factor(name, column) for name, column in zip(names, columns, strict=True)]
    return tuple(factor for factor, _ in read), np.column_stack([numbers for _, numbers in read])


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """Return the rows that are not empty, each with its line."""
    content = read_bytes(path, MOST_POINTS_BYTES, "a list of points")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path}: error: not UTF-8 text; save the file as UTF-8") from None
    if "\0" in text:
        raise InputError(f"{path}: error: holds a NUL character, so it is no text; save it as CSV again")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader if any(map(str.strip, row))]
    except csv.Error as error:
        raise InputError(f"{path}:{reader.line_num}: error: not valid CSV: {error}") from None
    if not rows:
        raise InputError(f"{path}: error: empty: the first row names the factors, each row below is a point")
    if len(rows) > MOST_RUNS + 1:
        raise InputError(f"{path}: error: {len(rows) - 1:,} points, at most {MOST_RUNS:,} can be taken")
    return rows


def _header(path: Path, row: list[str]) -> list[str]:
    """Return the bare names of the factors."""
    if len(row) > len(declared()) + 1:
        raise InputError(f"{path}:1: error: {len(row):,} columns, but only {len(declared()) + 1} things can vary")
    names: list[str] = []
    problems = []
    for place, text in enumerate(row, start=1):
        try:
            name = factor_named(text.strip())
        except InputError as error:
            problems.append(f"{path}:1: error: column {place}: {error}")
            continue
        if name in names:
            problems.append(f"{path}:1: error: column {place}: '{name}' stands twice")
        names.append(name)
    if problems:
        raise InputError("\n".join(problems))
    return names


def _value(name: str, text: str) -> float | str:
    """Return the value of a cell; InputError where the factor cannot take it."""
    value: float | str = text
    if unit_of(name) != "text":
        try:
            value = float(text)
        except ValueError:
            raise InputError(f"must be a number, got '{shown(text)}'") from None
    if wrong := wrong_with(name, value):
        raise InputError(wrong)
    return value


def _factor(name: str, values: list[float | str]) -> tuple[Factor, NDArray[np.float64]]:
    """Return the factor that took these values, and what each is as a number."""
    if unit_of(name) == "text":
        texts = tuple(dict.fromkeys(map(str, values)))
        levels = tuple(map(float, range(len(texts))))
        numbers = np.array([texts.index(str(value)) for value in values], np.float64)
        return Factor(name, "text", levels[0], levels[-1], levels, texts=texts), numbers
    numbers = np.array(values, np.float64)
    return Factor(name, unit_of(name), float(numbers.min()), float(numbers.max()), whole=is_whole(name)), numbers
