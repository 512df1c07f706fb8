"""How a record is declared: one class, each field once, with its kind, unit and meaning.

    class Borrower(Record):
        cash: Annotated[int, np.int64, "fen", "money at hand"]
        status: Annotated[int, np.int8, Status, "what the place on the book holds"]

The class is what the type checker and the editor see where a rule reads ``b.cash``; what the rule gets is a row of the
columns, or a record of the dtype, made from it. These, the documentation and the columns of results all come from the
same lines. The unit of a field that holds a code is the codes.
"""

from enum import IntEnum
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol, Self, get_args, get_origin, get_type_hints

import numpy as np

__all__ = ["Code", "Each", "Field", "Record", "Records", "dtype_of", "fields_of"]


class Code(IntEnum):
    """What a small whole number of a record stands for; ``label`` is the word for it in results and documents.

    The label is the member's name in small letters, unless it is given behind the number. Rules compare and assign
    members as they are; for arithmetic they take ``.value``.
    """

    _value_: int
    _label: str

    def __new__(cls, value: int, label: str = "") -> Self:
        """Make a member of its number and, where that is not its name, its label."""
        member = int.__new__(cls, value)
        member._value_, member._label = value, label
        return member

    @property
    def label(self) -> str:
        """The word for it."""
        return self._label or self.name.lower().replace("_", " ")

    @classmethod
    def labels(cls) -> tuple[str, ...]:
        """Return the words for all, each at the place of its number; they are numbered from 0 without a gap."""
        return tuple(cls(number).label for number in range(len(cls)))


class Each(NamedTuple):
    """Says, behind the meaning of a field, that a record of NumPy holds several of it, which a rule reads by place."""

    many: int


class Field(NamedTuple):
    """One field of a record."""

    name: str
    kind: type[np.generic]
    unit: str
    meaning: str
    codes: type[Code] | None
    more: tuple[Any, ...]
    """What else the declaration says, behind the meaning."""

    @property
    def definition(self) -> str:
        """The meaning and, of a code, what each number stands for."""
        if self.codes is None:
            return self.meaning
        return f"{self.meaning}: {', '.join(f'{code:d} {code.label}' for code in self.codes)}"

    @property
    def shape(self) -> tuple[int, ...]:
        """How many of it a record holds: ``()`` for one."""
        return tuple(each.many for each in self.more if isinstance(each, Each))


class Record:
    """A row of named numbers that rules read and write; who inherits declares its fields and nothing else.

    ``columns`` says that its rows are kept as ``Columns``, else they are records of NumPy; ``first`` are fields made of
    other declarations, which stand before its own.
    """

    in_columns = False
    first: ClassVar[tuple[Field, ...]] = ()

    if TYPE_CHECKING:  # rows can be read and written by a field's name as well

        def __getitem__(self, field: str, /) -> Any: ...
        def __setitem__(self, field: str, value: Any, /) -> None: ...

    def __init_subclass__(cls, *, columns: bool = False, first: tuple[Field, ...] = ()) -> None:
        """Note what the declaration says of the record as a whole."""
        cls.in_columns, cls.first = columns, first


class Records[R](Protocol):
    """An array of records as rules take it: what stands at a place is an ``R``."""

    def __getitem__(self, place: int, /) -> R: ...
    def __setitem__(self, place: int, record: R, /) -> None: ...


def fields_of(record: type[Record]) -> tuple[Field, ...]:
    """Return the fields of a record in the order of their declaration."""
    if record not in _FIELDS:
        own = get_type_hints(record, include_extras=True)
        hints = [(name, hint) for name, hint in own.items() if get_origin(hint) is not ClassVar]
        _FIELDS[record] = (*record.first, *(_field(name, hint) for name, hint in hints))
    return _FIELDS[record]


_FIELDS: dict[type[Record], tuple[Field, ...]] = {}
"""Those of every record asked for so far."""


def _field(name: str, hint: Any) -> Field:
    _, kind, unit, meaning, *more = get_args(hint)
    if isinstance(unit, str):
        return Field(name, kind, unit, meaning, None, tuple(more))
    return Field(name, kind, "code", meaning, unit, tuple(more))


def dtype_of(record: type[Record]) -> np.dtype[np.void]:
    """Return the dtype of a record of NumPy."""
    return np.dtype([(field.name, field.kind, field.shape) for field in fields_of(record)])
