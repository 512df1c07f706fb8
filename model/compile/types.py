"""What a name in a rule may stand for, read from its annotation, and how it is handed over to machine code.

Numbers are 64 bits wide while computed with. All else is handed over by address: a row, or *slots*, which are the
64-bit places that describe an array, columns or a named tuple (see ``slots``).
"""

import enum
import inspect
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple, TypeAliasType, get_args, get_origin, get_type_hints

import llvmlite.ir as ir
import numpy as np
from numpy.typing import NDArray

from tightrope.scenarios.engine.columns import Columns
from tightrope.scenarios.engine.records import Record, Records, dtype_of
from tightrope.scenarios.engine.streams import Word
from tightrope.scenarios.parameters.table import PARAMETER_DTYPE, Numbers

__all__ = [
    "ADDRESS", "F32", "F64", "I1", "I8", "I32", "I64", "MOST_AXES", "STORED", "ArrayType", "ColumnsType", "GroupType",
    "Kind", "NumberType", "ReferenceType", "RowType", "RowsType", "Signature", "TupleType", "Type", "fields_of_group",
    "signature_of", "slots_of", "type_of",
]  # fmt: skip

I1, I8, I16, I32, I64 = map(ir.IntType, (1, 8, 16, 32, 64))
F32, F64 = ir.FloatType(), ir.DoubleType()
ADDRESS = ir.PointerType()
STORED: dict[str, ir.Type] = {"b1": I8, "i1": I8, "i2": I16, "i4": I32, "i8": I64, "u8": I64, "f4": F32, "f8": F64}
"""How a number lies in memory, by the kind and bytes of its dtype."""
MOST_AXES = 4
"""Of an array that a rule is given."""


class Kind(enum.Enum):
    """What a number is."""

    BOOL = "bool"
    INT = "int"
    WORD = "word"
    FLOAT = "float"

    @property
    def llvm(self) -> ir.Type:
        """LLVM's type of one of them."""
        return {Kind.BOOL: I1, Kind.FLOAT: F64}.get(self, I64)


class NumberType(NamedTuple):
    """A number."""

    kind: Kind


class TupleType(NamedTuple):
    """Several numbers, as a rule may return them."""

    kinds: tuple[Kind, ...]


class ReferenceType(NamedTuple):
    """A row of columns, read and written: the table of the columns' addresses, and the place in them."""

    record: type[Record]


class RowType(NamedTuple):
    """A row of a structured array, read alone: its address."""

    dtype: np.dtype[np.void]


class ColumnsType(NamedTuple):
    """Columns: slots of the table and the size."""

    record: type[Record]


class RowsType(NamedTuple):
    """A structured array: slots of the address and the size."""

    dtype: np.dtype[np.void]


class ArrayType(NamedTuple):
    """An array of numbers: slots of the address, the size, and the lengths of its axes."""

    dtype: np.dtype[Any]


class GroupType(NamedTuple):
    """A named tuple: the slots of its fields, one after the other; a number takes one."""

    group: Any


type Type = NumberType | TupleType | ReferenceType | RowType | ColumnsType | RowsType | ArrayType | GroupType


class Signature(NamedTuple):
    """What a rule takes, by name and in order, and what it returns (None: nothing)."""

    takes: dict[str, Type]
    returns: NumberType | TupleType | None


def slots_of(kind: Type) -> int:
    """Return how many slots a value of this type takes."""
    if isinstance(kind, GroupType):
        return sum(slots_of(field) for field in fields_of_group(kind.group).values())
    if isinstance(kind, ArrayType):
        return 2 + MOST_AXES
    return 2 if isinstance(kind, ColumnsType | RowsType) else 1


@cache
def fields_of_group(group: Any) -> dict[str, Type]:
    """Return the types of a named tuple's fields."""
    hints = get_type_hints(group)
    return {name: type_of(hints[name]) for name in group._fields}


@cache
def signature_of(rule: Callable[..., Any]) -> Signature:
    """Return what a rule takes and returns; TypeError says which annotation says nothing to a compiler."""
    hints = get_type_hints(rule)
    returned = hints.pop("return", type(None))
    takes = {}
    for name in inspect.signature(rule).parameters:
        if name not in hints:
            raise TypeError(f"'{name}' has no annotation")
        takes[name] = type_of(hints[name])
    return Signature(takes, None if returned is type(None) else _returned(returned))


def _returned(hint: Any) -> NumberType | TupleType:
    if get_origin(hint) is tuple:
        return TupleType(tuple(_number(part).kind for part in get_args(hint)))
    return _number(hint)


def _number(hint: Any) -> NumberType:
    found = type_of(hint)
    if not isinstance(found, NumberType):
        raise TypeError(f"{hint} is no number")
    return found


def type_of(hint: Any) -> Type:
    """Return the type that an annotation stands for."""
    if hint is Word:
        return NumberType(Kind.WORD)
    if isinstance(hint, TypeAliasType):
        return type_of(hint.__value__)
    origin, parts = get_origin(hint), get_args(hint)
    if origin is Columns:
        return ColumnsType(parts[0])
    if origin is Records:
        return RowsType(_dtype_of_rows(parts[0]))
    if origin is NDArray:
        return ArrayType(np.dtype(parts[0]))
    if isinstance(hint, type):
        return _type_of_class(hint)
    raise TypeError(f"{hint} says nothing to a compiler")


def _type_of_class(hint: type[Any]) -> Type:
    if issubclass(hint, bool):
        return NumberType(Kind.BOOL)
    if issubclass(hint, int):
        return NumberType(Kind.INT)
    if issubclass(hint, float):
        return NumberType(Kind.FLOAT)
    if issubclass(hint, tuple) and hasattr(hint, "_fields"):
        return GroupType(hint)
    if issubclass(hint, Record) and hint.in_columns:
        return ReferenceType(hint)
    if issubclass(hint, Record | Numbers):
        return RowType(_dtype_of_rows(hint))
    raise TypeError(f"{hint.__name__} says nothing to a compiler")


def _dtype_of_rows(record: type[Any]) -> np.dtype[np.void]:
    return PARAMETER_DTYPE if record is Numbers else dtype_of(record)
