"""Records as columns of results: money in yuan, codes as words, and nothing that was not asked for."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tightrope.agents.borrower import Borrower
from tightrope.agents.flows import Flow
from tightrope.scenarios.engine.columns import Columns
from tightrope.scenarios.engine.records import fields_of

if TYPE_CHECKING:
    import polars as pl

__all__ = ["SLICE_ROWS", "borrowers_of", "needs_flows", "panel_of", "slices"]

SLICE_ROWS = 1 << 15
"""Rows laid out at a time where there are many: some megabytes."""

_STATE = tuple(field.name for field in fields_of(Borrower))
_FEN = {field.name for record in (Borrower, Flow) for field in fields_of(record) if field.unit.startswith("fen")}


def slices(rows: int) -> Iterator[slice]:
    """Yield the slices of ``SLICE_ROWS`` that so many rows are laid out in; one that is empty where there are none."""
    return (slice(start, min(start + SLICE_ROWS, rows)) for start in range(0, max(rows, 1), SLICE_ROWS))


def borrowers_of(ids: NDArray[np.int64], people: Columns[Borrower]) -> "pl.DataFrame":
    """Return rows as ``borrowers.parquet`` has them; ``ids`` are those of their borrowers, shape (people.size,)."""
    from tightrope.model.results.columns import frame_of

    return frame_of("borrowers", {"borrower": ids, **{name: _values(people, name) for name in _STATE}})


def panel_of(
    month: ArrayLike,
    ids: NDArray[np.int64],
    people: Columns[Borrower],
    flows: Columns[Flow],
    columns: Sequence[str] | None = None,
) -> "pl.DataFrame":
    """Return a panel: month, borrower, the record at the month's end, then the flows; of these ``columns`` or all.

    ``month`` is that of all rows, or of each, shape (people.size,); ``flows`` is read only where a column needs it.
    """
    from tightrope.model.results.columns import frame_of, schema

    def values(name: str) -> Any:
        if name == "month":
            return np.full(people.size, month)
        return ids if name == "borrower" else _values(people if name in _STATE else flows, name)

    asked = schema("panel", columns)
    return frame_of("panel", {name: values(name) for name in asked}, asked)


def needs_flows(columns: Sequence[str] | None) -> bool:
    """Tell whether a panel of these columns holds any that comes from the flows, and not from the record."""
    return columns is None or not {"month", "borrower", *_STATE}.issuperset(columns)


def _values(records: Columns[Any], name: str) -> Any:
    # a copy, because frames keep the memory of an array as it is, and borrowers live on
    return records[name] / 100 if name in _FEN else records[name].copy()
