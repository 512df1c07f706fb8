"""What stands behind a name or an expression while a rule is compiled."""

import enum
from typing import Any, NamedTuple

import llvmlite.ir as ir
import numpy as np

from tightrope.model.compile.types import Kind
from tightrope.scenarios.engine.records import Record

__all__ = ["Array", "ColumnsAt", "Group", "How", "Reference", "Row", "RowsAt", "Several", "Value", "constant"]


class How(enum.Enum):
    """How a number that a rule is given differs from lane to lane, and where a row lies."""

    SAME = "not"
    VARIES = "any number in each"
    COUNTS = "counts on from that of the first"
    IN_COLUMNS = "the fields of the row lie in columns"
    IN_FRAME = "they lie in the frame, a line of the cache each"


class Value(NamedTuple):
    """A number; where it varies from lane to lane, as many as there are lanes."""

    kind: Kind
    code: ir.Value
    varies: bool = False
    first: ir.Value | None = None
    """Of numbers that count on from lane to lane: that of the first lane."""


class Reference(NamedTuple):
    """A row of columns: the table of their addresses, and the place, that of the first lane.

    In the frame there is no table: what stands for it is where the first field lies.
    """

    record: type[Record]
    table: ir.Value
    place: ir.Value
    in_frame: bool = False


class Row(NamedTuple):
    """A row of a structured array."""

    dtype: np.dtype[np.void]
    address: ir.Value


class Several(NamedTuple):
    """The numbers of one field of a row that holds several: they lie one after the other."""

    dtype: np.dtype[Any]
    address: ir.Value


class ColumnsAt(NamedTuple):
    """Columns, described by slots."""

    record: type[Record]
    slots: ir.Value


class RowsAt(NamedTuple):
    """A structured array, described by slots."""

    dtype: np.dtype[np.void]
    slots: ir.Value


class Array(NamedTuple):
    """An array of numbers, described by slots."""

    dtype: np.dtype[Any]
    slots: ir.Value


class Group(NamedTuple):
    """A named tuple, described by slots."""

    group: Any
    slots: ir.Value


def constant(number: float) -> Value:
    """Return a number that stands in the text or in a constant of the module."""
    if isinstance(number, bool):
        return Value(Kind.BOOL, ir.Constant(Kind.BOOL.llvm, int(number)))
    if isinstance(number, int):
        kind = Kind.INT if -(2**63) <= number < 2**63 else Kind.WORD
        return Value(kind, ir.Constant(kind.llvm, int(number)))
    return Value(Kind.FLOAT, ir.Constant(Kind.FLOAT.llvm, float(number)))
