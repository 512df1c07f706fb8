"""Named tuples of what a pass reads and writes: their fields, found in slots."""

from typing import Any

import llvmlite.ir as ir

from tightrope.model.compile.lanes import Lanes
from tightrope.model.compile.types import (
    I8,
    I64,
    ArrayType,
    ColumnsType,
    GroupType,
    Kind,
    NumberType,
    ReferenceType,
    RowsType,
    RowType,
    Type,
    fields_of_group,
    slots_of,
)
from tightrope.model.compile.values import Array, ColumnsAt, Group, Reference, Row, RowsAt, Value

__all__ = ["HANDED", "Described", "described", "in_group"]

type Described = Row | ColumnsAt | RowsAt | Array | Group

HANDED: dict[type[Any], type[Any]] = {
    ReferenceType: Reference,
    RowType: Row,
    ColumnsType: ColumnsAt,
    RowsType: RowsAt,
    ArrayType: Array,
    GroupType: Group,
}
"""What a rule is handed for each type that is no number."""


def described(kind: Type, slots: ir.Value) -> Described:
    """Return what a type stands for whose slots, or whose row, lie at an address."""
    made: Described = HANDED[type(kind)](kind[0], slots)
    return made


def in_group(lanes: Lanes, group: Group, name: str) -> Value | Described | None:
    """Return a field of a named tuple; None where it has no such field."""
    before = 0
    for field, kind in fields_of_group(group.group).items():
        if field == name:
            return in_slots(lanes, group.slots, before, kind)
        before += slots_of(kind)
    return None


def in_slots(lanes: Lanes, slots: ir.Value, number: int, kind: Type) -> Value | Described:
    """Return what the slots from a number on describe."""
    if not isinstance(kind, NumberType):
        return described(kind, lanes.builder.gep(slots, [ir.Constant(I64, 8 * number)], source_etype=I8))
    code = lanes.slot(slots, number)
    if kind.kind is Kind.FLOAT:
        return Value(Kind.FLOAT, lanes.builder.bitcast(code, kind.kind.llvm))
    return lanes.to(kind.kind, Value(Kind.INT, code))
