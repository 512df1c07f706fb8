"""Many rows of one record, kept as columns: an array for each field.

Rules are written for one row, ``b.cash``. A column holds what eight rows in turn give to one register of the processor,
and is what frames and measures read as it is, so nothing is laid out twice. The columns of a record lie in one piece of
memory that never moves, each at the start of a cache line and filled up to whole groups of eight by rows that are zero.
"""

from collections.abc import Iterator, Sequence
from typing import Any, cast, overload

import numpy as np
from numpy.typing import NDArray

from tightrope.scenarios.engine.records import Record, fields_of

__all__ = ["LANES", "Columns", "joined"]

LANES = 8
"""Rows handled at a time by compiled rules."""
_LINE = 64
"""Bytes of a cache line."""


class Columns[R: Record]:
    """Rows of a record, all zero at first: ``people["cash"]`` is a column, ``people[17]`` a row to read and write.

    ``people[a:b]`` looks at a part without a copy; ``people[ids]``, of an array of places or a mask, is a copy.

    Attributes:
        record: the class that declares the fields.
        size: how many rows there are.
        names: of the fields, in the order of their declaration.
        table: addresses of the columns in that order, uint64. Behind the last row stand zeros up to a multiple of
            ``LANES``, but for a part, behind which the rest follows.
    """

    __slots__ = ("_arrays", "names", "record", "size", "table")

    def __init__(self, record: type[R], size: int) -> None:
        """Make room for ``size`` rows; memory is taken up when it is first written to."""
        kinds = {field.name: np.dtype(field.kind) for field in fields_of(record)}
        places = -(-size // LANES) * LANES
        starts, end = [], 0
        for kind in kinds.values():
            starts.append(end)
            # one line more than is needed: columns a power of two apart would want the same places of the cache
            end += -(-places * kind.itemsize // _LINE) * _LINE + _LINE
        block = np.zeros(end + _LINE, np.uint8)
        first = -_address(block) % _LINE
        arrays = {
            name: block[first + start : first + start + size * kind.itemsize].view(kind)
            for start, (name, kind) in zip(starts, kinds.items(), strict=True)
        }
        self._set(record, size, arrays, np.array(starts, np.uint64) + np.uint64(_address(block) + first))

    def _set(self, record: type[R], size: int, arrays: dict[str, NDArray[Any]], table: NDArray[np.uint64]) -> None:
        self.record, self.size, self.names = record, size, tuple(arrays)
        self._arrays, self.table = arrays, table

    @property
    def nbytes(self) -> int:
        """Bytes of all rows."""
        return sum(array.nbytes for array in self._arrays.values())

    def __len__(self) -> int:
        return self.size

    def __iter__(self) -> Iterator[R]:
        return (self[place] for place in range(self.size))

    @overload
    def __getitem__(self, key: str) -> NDArray[Any]: ...
    @overload
    def __getitem__(self, key: int | np.integer[Any]) -> R: ...
    @overload
    def __getitem__(self, key: slice | NDArray[Any] | Sequence[int]) -> "Columns[R]": ...
    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            return self._arrays[key]
        if isinstance(key, int | np.integer):
            return _Row(self._arrays, int(key))
        return self._part(key) if isinstance(key, slice) else self._chosen(np.asarray(key))

    @overload
    def __setitem__(self, key: str, value: Any) -> None: ...
    @overload
    def __setitem__(self, key: int | np.integer[Any], value: R) -> None: ...
    def __setitem__(self, key: Any, value: Any) -> None:
        if isinstance(key, str):
            self._arrays[key][:] = value
        else:
            for name, array in self._arrays.items():
                array[key] = value[name]

    def copy(self) -> "Columns[R]":
        """Return the same rows in memory of their own."""
        return joined([self])

    def clear(self) -> None:
        """Set every field of every row to zero."""
        for array in self._arrays.values():
            array.fill(0)

    def _part(self, which: slice) -> "Columns[R]":
        """Look at the rows from one place to another."""
        start, stop, step = which.indices(self.size)
        if step != 1:
            raise IndexError("a part of columns is a run of rows, one behind the other")
        arrays = {name: array[start:stop] for name, array in self._arrays.items()}
        widths = np.array([array.itemsize for array in arrays.values()], np.uint64)
        part = cast("Columns[R]", object.__new__(Columns))
        part._set(self.record, max(0, stop - start), arrays, self.table + np.uint64(start) * widths)
        return part

    def _chosen(self, which: NDArray[Any]) -> "Columns[R]":
        """Copy the rows at some places."""
        arrays = {name: array[which] for name, array in self._arrays.items()}
        made = Columns(self.record, next(iter(arrays.values())).size)
        for name, array in arrays.items():
            made[name] = array
        return made


class _Row:
    """One row, whose fields are plain Python numbers: so rules compute alike as plain Python and compiled."""

    __slots__ = ("_arrays", "_place")

    def __init__(self, arrays: dict[str, NDArray[Any]], place: int) -> None:
        object.__setattr__(self, "_arrays", arrays)
        object.__setattr__(self, "_place", place)

    def __getattr__(self, name: str) -> Any:
        try:
            return self._arrays[name].item(self._place)
        except KeyError:
            raise AttributeError(f"the record has no field '{name}'") from None

    def __setattr__(self, name: str, value: Any) -> None:
        self._arrays[name][self._place] = value

    __getitem__, __setitem__ = __getattr__, __setattr__


def joined[R: Record](parts: Sequence[Columns[R]]) -> Columns[R]:
    """Return the rows of several columns of one record, one after the other, in memory of their own."""
    whole = Columns(parts[0].record, sum(part.size for part in parts))
    for name in whole.names:
        np.concatenate([part[name] for part in parts], out=whole[name])
    return whole


def _address(array: NDArray[Any]) -> int:
    address: int = array.__array_interface__["data"][0]
    return address
