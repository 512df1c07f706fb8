"""Calls of machine code: what a pass reads and writes is put into slots, whose addresses are handed over."""

import ctypes
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tightrope.model.compile.types import (
    MOST_AXES,
    ArrayType,
    ColumnsType,
    GroupType,
    RowsType,
    Type,
    fields_of_group,
    signature_of,
)

__all__ = ["Code", "slots_of_arguments", "slots_of_group"]

type Slots = NDArray[np.int64]

_TAKES = 4
_CALL = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * _TAKES)


class Code:
    """Functions of machine code by name; each takes four addresses."""

    def __init__(self, addresses: dict[str, int], keep: object) -> None:
        """Take their addresses, and what must live as long as they are called."""
        self._functions = {name: _CALL(address) for name, address in addresses.items()}
        self._keep = keep

    def call(self, name: str, *arrays: NDArray[Any]) -> None:
        """Call a function with the addresses of what some arrays hold."""
        addresses = [array.ctypes.data for array in arrays]
        self._functions[name](*addresses, *[None] * (_TAKES - len(addresses)))


def slots_of_group(group: NamedTuple) -> Slots:
    """Return the slots of a named tuple; it must live on while they are used."""
    return _slots(zip(fields_of_group(type(group)).values(), group, strict=True))


def slots_of_arguments(rule: Callable[..., Any], arguments: tuple[Any, ...]) -> Slots:
    """Return the slots of a rule's arguments."""
    return _slots(zip(signature_of(rule).takes.values(), arguments, strict=True))


def _slots(parts: Iterable[tuple[Type, Any]]) -> Slots:
    return np.array([slot for kind, value in parts for slot in _slots_of(kind, value)], np.uint64).view(np.int64)


def _slots_of(kind: Type, value: Any) -> list[int]:
    if isinstance(kind, ColumnsType):
        return [value.table.ctypes.data, value.size]
    if isinstance(kind, RowsType):
        return [value.array.ctypes.data, value.array.size]
    if isinstance(kind, ArrayType):
        return _slots_of_array(kind, value)
    if isinstance(kind, GroupType):
        return [int(slot) for slot in slots_of_group(value).view(np.uint64)]
    if isinstance(value, float):
        return [int(np.float64(value).view(np.uint64))]
    return [int(value) & 0xFFFF_FFFF_FFFF_FFFF]


def _slots_of_array(kind: ArrayType, array: NDArray[Any]) -> list[int]:
    if array.dtype != kind.dtype or not array.flags.c_contiguous:
        raise TypeError(f"an array of {kind.dtype}, one row behind the other, is wanted: {array.dtype} {array.strides}")
    return [array.ctypes.data, array.size, *array.shape, *[1] * (MOST_AXES - array.ndim)]
