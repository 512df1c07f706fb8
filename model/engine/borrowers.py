"""Borrowers as agents: views on the columnar population, in the manner of Mesa's agent sets."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tightrope.agents.borrower import Borrower
from tightrope.agents.codes import FreezeReason, Segment, Status
from tightrope.model.engine.laying_out import borrowers_of, slices
from tightrope.scenarios.engine.columns import Columns
from tightrope.scenarios.engine.records import fields_of
from tightrope.scenarios.errors import suggestion

if TYPE_CHECKING:
    import polars as pl

__all__ = ["BorrowerView", "Borrowers"]

_NAMES = tuple(field.name for field in fields_of(Borrower))
_LABELS = {"status": Status.labels(), "segment": Segment.labels(), "freeze_reason": FreezeReason.labels()}
_MONEY = frozenset(field.name for field in fields_of(Borrower) if field.unit.startswith("fen"))


def column(people: Columns[Borrower], name: str) -> Any:
    """Return one field of all: money in yuan, codes as they are; AttributeError names the nearest field."""
    if name not in _NAMES:
        raise AttributeError(f"borrowers have no '{name}'{suggestion(name, _NAMES)}")
    values = people[name]
    return values / 100 if name in _MONEY else values.copy()


class BorrowerView:
    """One borrower, read from the population: ``market.borrowers[17].trust``; money in yuan, codes as words."""

    __slots__ = ("_people", "unique_id")

    def __init__(self, people: Columns[Borrower], borrower: int) -> None:
        self._people = people
        self.unique_id = borrower

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # not there yet, or none of ours
            raise AttributeError(name)
        value = column(self._people[self.unique_id : self.unique_id + 1], name)[0]
        return _LABELS[name][value] if name in _LABELS else value.item()

    def __dir__(self) -> list[str]:
        return ["unique_id", *_NAMES]

    def __repr__(self) -> str:
        return f"<Borrower {self.unique_id}: {self.segment}, {self.status}, trust {self.trust:.2f}>"


class Borrowers:
    """A set of borrowers; selecting copies ids, never records.

    ``select`` takes a function from the set to a mask, so a condition reads as for one agent and runs on all:
    ``market.borrowers.select(lambda b: (b.trust < 0.3) & (b.freeze_reason > 0))``.
    """

    __slots__ = ("_ids", "_people")

    def __init__(self, people: Columns[Borrower], ids: NDArray[np.int64] | None = None) -> None:
        self._people = people
        self._ids = ids

    @property
    def ids(self) -> NDArray[np.int64]:
        """Ids of the borrowers in the set, shape (len(self),)."""
        return np.arange(self._people.size) if self._ids is None else self._ids

    def __len__(self) -> int:
        return self._people.size if self._ids is None else self._ids.size

    def __iter__(self) -> Iterator[BorrowerView]:
        return (BorrowerView(self._people, int(i)) for i in self.ids)

    def __getitem__(self, place: int) -> BorrowerView:
        """Return the borrower at a place of the set (for all borrowers: of that id); IndexError beyond the end."""
        if not -len(self) <= place < len(self):
            raise IndexError(f"borrower {place}: the set holds {len(self):,}")
        return BorrowerView(self._people, int(self.ids[place]))

    def get(self, name: str) -> Any:
        """Return one field of all, shape (len(self),): money in yuan, codes as numbers."""
        return column(self._people if self._ids is None else self._people[self._ids], name)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self.get(name)

    def select(
        self, condition: Callable[["Borrowers"], NDArray[np.bool_]] | None = None, *, at_most: int | None = None
    ) -> "Borrowers":
        """Return those for whom the condition's mask is true, at most ``at_most`` of them, in order of id."""
        ids = self.ids if condition is None else self.ids[np.asarray(condition(self), bool)]
        return Borrowers(self._people, ids[:at_most])

    def to_polars(self) -> "pl.DataFrame":
        """Return the set as a frame with the columns of ``borrowers.parquet``."""
        import polars as pl

        return pl.concat(self.in_slices())

    def in_slices(self) -> Iterator["pl.DataFrame"]:
        """Yield the same frame a slice at a time, for one who need not hold it all at once."""
        for part in slices(len(self)):
            ids = np.arange(part.start, part.stop) if self._ids is None else self._ids[part]
            yield borrowers_of(ids, self._people[part if self._ids is None else ids])
