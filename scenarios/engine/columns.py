"""Many rows of one record, kept as columns: an array for each field.

Rules are written for one row, ``b.cash``. A column holds what eight rows in turn give to one register of the processor,
and is what frames and measures read as it is, so nothing is laid out twice. The columns of a record lie in one piece of
memory that never moves, each at the start of a cache line and filled up to whole groups of eight by rows that are zero.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from mmap import mmap
from typing import Any, cast, overload

import numpy as np
from numpy.typing import NDArray

from tightrope.scenarios.engine.records import Record, fields_of

__all__ = ["LANES", "Columns", "joined", "with_room"]

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
    """

    __slots__ = ("_arrays", "_block", "_start", "_table", "record", "size")

    def __init__(self, record: type[R], size: int, *, seldom_filled: bool = False) -> None:
        """Make room for ``size`` rows; memory is taken up when it is first written to.

        ``seldom_filled`` lets it be taken up in small pages: NumPy asks for large ones, of which each column takes one.
        """
        kinds = {field.name: np.dtype(field.kind) for field in fields_of(record)}
        places = -(-size // LANES) * LANES
        # each with a line more than it needs: columns a power of two apart would want the same places of the cache
        lengths = [(-(-places * kind.itemsize // _LINE) + 1) * _LINE for kind in kinds.values()]
        room = sum(lengths) + _LINE
        block = np.frombuffer(mmap(-1, room), np.uint8) if seldom_filled else np.zeros(room, np.uint8)
        starts = accumulate(lengths, initial=-_address(block) % _LINE)
        laid = zip(kinds.items(), starts, strict=False)
        arrays: dict[str, NDArray[Any]] = {name: np.ndarray(size, kind, block, start) for (name, kind), start in laid}
        self._set(record, size, arrays, block, 0)

    def _set(
        self, record: type[R], size: int, arrays: dict[str, NDArray[Any]], block: NDArray[np.uint8], start: int
    ) -> None:
        self.record, self.size = record, size
        self._arrays, self._block, self._start = arrays, block, start
        # at once: were it made when asked for, threads that ask together would make one each, and only the last be kept
        addresses = (_address(array) + start * array.itemsize for array in arrays.values())
        self._table = np.fromiter(addresses, np.uint64, len(arrays))

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the fields, in the order of their declaration."""
        return tuple(self._arrays)

    @property
    def table(self) -> NDArray[np.uint64]:
        """Addresses of the columns, in the order of the fields.

        Behind the last row stand zeros up to a multiple of ``LANES``; behind the last of a part stands what follows.
        """
        return self._table

    @property
    def nbytes(self) -> int:
        """Bytes of all rows."""
        return self.size * sum(array.itemsize for array in self._arrays.values())

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
        if isinstance(key, int | np.integer):
            return _Row(self._arrays, self._place(key))
        if isinstance(key, str):
            return self._arrays[key][self._start : self._start + self.size]
        return self._part(key) if isinstance(key, slice) else self._chosen(np.asarray(key))

    @overload
    def __setitem__(self, key: str, value: Any) -> None: ...
    @overload
    def __setitem__(self, key: int | np.integer[Any], value: R) -> None: ...
    def __setitem__(self, key: Any, value: Any) -> None:
        if isinstance(key, str):
            self[key][:] = value
        else:
            place = self._place(key)
            for name, array in self._arrays.items():
                array[place] = value[name]

    def copy(self) -> "Columns[R]":
        """Return the same rows in memory of their own."""
        return joined([self])

    def tobytes(self) -> bytes:
        """Return all that the rows hold, column by column."""
        return b"".join(self[name].tobytes() for name in self._arrays)

    def clear(self) -> None:
        """Set every field of every row to zero."""
        if self.size == next(iter(self._arrays.values())).size:
            self._block.fill(0)
        else:
            for name in self._arrays:
                self[name] = 0

    def _place(self, key: Any) -> int:
        """Return where a row stands in the whole; counted from the end where negative."""
        place = int(key)
        if not -self.size <= place < self.size:
            raise IndexError(f"row {place}: there are {self.size:,}")
        return self._start + (place if place >= 0 else place + self.size)

    def _part(self, which: slice) -> "Columns[R]":
        """Look at the rows from one place to another."""
        start, stop, step = which.indices(self.size)
        if step != 1:
            raise IndexError("a part of columns is a run of rows, one behind the other")
        part = cast("Columns[R]", object.__new__(Columns))
        part._set(self.record, max(0, stop - start), self._arrays, self._block, self._start + start)
        return part

    def _chosen(self, which: NDArray[Any]) -> "Columns[R]":
        """Copy the rows at some places."""
        size = int(which.sum()) if which.dtype == np.bool_ else which.size
        made = Columns(self.record, size)
        for name in self._arrays:
            made[name] = self[name][which]
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
            raise _unknown(name) from None

    def __setattr__(self, name: str, value: Any) -> None:
        try:
            self._arrays[name][self._place] = value
        except KeyError:
            raise _unknown(name) from None

    __getitem__, __setitem__ = __getattr__, __setattr__


def with_room(array: NDArray[Any]) -> NDArray[Any]:
    """Return a copy of an array behind which there is room for ``LANES`` more, so that eight at a time can be read."""
    roomy = np.zeros(array.size + LANES, array.dtype)[: array.size]
    roomy[:] = array
    return roomy


def joined[R: Record](parts: Sequence[Columns[R]]) -> Columns[R]:
    """Return the rows of several columns of one record, one after the other, in memory of their own."""
    whole = Columns(parts[0].record, sum(part.size for part in parts))
    for name in whole.names:
        np.concatenate([part[name] for part in parts], out=whole[name])
    return whole


def _unknown(name: str) -> AttributeError:
    return AttributeError(f"the record has no field '{name}'")


def _address(array: NDArray[Any]) -> int:
    address: int = array.__array_interface__["data"][0]
    return address
