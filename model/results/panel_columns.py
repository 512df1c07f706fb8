"""Which columns of the panel a run shall write, and of which months."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from tightrope.model.results.columns import FRAMES, schema
from tightrope.scenarios.errors import InputError, shown, suggestion

__all__ = ["CHOICES", "LEAN", "KeptPanel", "panel_columns"]

LEAN = "lean"
"""The choice where no column is named."""
_KEYS = ("month", "borrower")
"""Stand first in every panel, asked for or not."""
CHOICES = {
    LEAN: (
        *_KEYS, "joined_month", "status", "segment", "income", "cash", "outside_debt", "trust", "score",
        "limit_paylater", "limit_cashloan", "balance_paylater", "balance_cashloan", "late_paylater", "late_cashloan",
        "freeze_reason", "charges", "draws", "due_paylater", "due_cashloan", "paid_paylater", "paid_cashloan",
        "missed_paylater", "missed_cashloan", "defaulted",
    ),
    "bureau": (
        *_KEYS, "joined_month", "status", "loan_month", "limit_paylater", "limit_cashloan", "balance_paylater",
        "balance_cashloan", "overdue_paylater", "overdue_cashloan", "late_paylater", "late_cashloan", "due_paylater",
        "due_cashloan", "paid_paylater", "paid_cashloan", "writeoff_paylater", "writeoff_cashloan", "written_off",
        "recovered",
    ),
    "all": tuple(column.name for column in FRAMES["panel"]),
}  # fmt: skip
"""Choices that have a name: what most people use, what a credit bureau has of an account, and everything."""
_STATE = {column.name for column in FRAMES["borrowers"]}
_BYTES_OF_STATE, _BYTES_OF_FLOW, _BYTES_OF_CODE = 3.0, 1.0, 0.1
"""That a value takes on the disk, about: a large number of the record or the flows, or a small one or a word."""


@dataclass(frozen=True)
class KeptPanel:
    """The columns that a panel has, in the order of their declaration, and of how many months it keeps one.

    The last month lived is kept whatever its number.
    """

    columns: tuple[str, ...]
    every: int = 1

    def keeps(self, month: int) -> bool:
        """Tell whether a month is kept for its number."""
        return month % self.every == 0

    def bytes_on_disk(self, borrowers: int, months: int) -> float:
        """Return about how much room a run's panel will take."""
        kinds = schema("panel", self.columns)
        row = sum(_bytes_of(name, kind) for name, kind in kinds.items())
        return -(-months // self.every) * borrowers * row


def _bytes_of(name: str, kind: pl.DataType) -> float:
    if not (kind.is_float() or kind == pl.Int64):
        return _BYTES_OF_CODE
    return _BYTES_OF_STATE if name in _STATE else _BYTES_OF_FLOW


def panel_columns(given: str | Iterable[str]) -> tuple[str, ...]:
    """Return the columns of the panel that are asked for, in the order of their declaration.

    Args:
        given: Names of columns and of ``CHOICES``, in any order; within a text, commas part them.

    Raises:
        InputError: a name is none of these.
    """
    names = [name.strip() for name in (given.split(",") if isinstance(given, str) else given)]
    known = CHOICES["all"]
    for name in names:
        if name not in CHOICES and name not in known:
            near = suggestion(name, (*CHOICES, *known)) or f", and no choice: these are {', '.join(CHOICES)}"
            raise InputError(f"panel: no column is called '{shown(name)}'{near}; 'tightrope columns panel' lists them")
    asked = {*_KEYS, *(column for name in names for column in CHOICES.get(name, (name,)))}
    return tuple(name for name in known if name in asked)
