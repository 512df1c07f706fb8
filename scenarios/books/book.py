"""The starting population: a book of accounts, some of their fields unknown.

A book answers one question, "how does borrower i start?", and answers it for any i on its own, so that
borrowers can be made in chunks, in any order. What a book does not know is NaN; the engine draws it, given
what is known.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope.scenarios.books.columns import BOOK_DTYPE
from tightrope.scenarios.errors import InputError

__all__ = [
    "BOOK_DTYPE", "BUILT_IN", "LARGEST_SEED", "MOST_BORROWERS", "Book", "LeftOut", "open_book", "sift_book",
]  # fmt: skip

BUILT_IN = ("synthetic", "taiwan", "taiwan-cards")
"""Names of the books that come with the package."""

MOST_BORROWERS = 1_000_000_000
LARGEST_SEED = 2**63 - 1
"""What a run takes at most."""


def _nothing_known() -> dict[str, NDArray[np.float64]]:
    return {}


def _one_account() -> NDArray[np.float64]:
    return np.ones(1)


@dataclass(frozen=True, eq=False)
class Book:
    """A starting population: the columns it knows, and how often each account is drawn.

    ``columns`` holds one array of shape (accounts,) for each known field of ``BOOK_DTYPE``, money in yuan,
    NaN where a single value is unknown; the synthetic book knows nothing. ``cumulative`` holds the accounts'
    cumulated chances of being drawn, shape (accounts,), ending at 1. With ``in_order``, a run of as many
    borrowers as accounts takes each account once.
    """

    name: str
    attribution: str
    borrowers: int
    columns: Mapping[str, NDArray[np.float64]] = field(default_factory=_nothing_known)
    cumulative: NDArray[np.float64] = field(default_factory=_one_account)
    in_order: bool = False

    @cached_property
    def digest(self) -> str:
        """What tells this book's contents from any other's, 16 hexadecimal digits; its name does not count."""
        whole = hashlib.blake2b(repr((self.borrowers, self.in_order)).encode(), digest_size=8)
        for name, values in sorted(self.columns.items()):
            whole.update(name.encode() + values.tobytes())
        whole.update(self.cumulative.tobytes())
        return whole.hexdigest()

    def rows(self, first: int, last: int, borrowers: int, seed: int) -> NDArray[Any]:
        """Return how borrowers ``first`` to ``last - 1`` of a run of ``borrowers`` start.

        Shape (last - first,), of ``BOOK_DTYPE``, NaN where the book does not know. An account is drawn by the
        borrower's own number and the seed alone: borrower i starts alike in a run of any size.
        """
        rows = np.full(last - first, np.nan, BOOK_DTYPE)
        if self.columns:
            accounts = self._accounts(first, last, borrowers, seed)
            for name, values in self.columns.items():
                rows[name] = values[accounts]
        return rows

    def _accounts(self, first: int, last: int, borrowers: int, seed: int) -> NDArray[np.intp]:
        if self.in_order and borrowers == self.borrowers:
            return np.arange(first, last)
        from tightrope.scenarios.engine.streams import ARRIVE_BOOK, month_keys, uniforms

        draws = uniforms(month_keys(seed, 0), ARRIVE_BOOK, first, last)
        return np.searchsorted(self.cumulative, draws, side="right")


def _synthetic() -> Book:
    return Book("synthetic", "Synthetic: every borrower is drawn from the scenario's distributions.", 30_000)


@dataclass(frozen=True)
class LeftOut:
    """Rows that a book leaves out, each with its reasons, as the file that shall hold them."""

    file: Path
    content: bytes

    def write(self) -> None:
        """Write them; InputError where that cannot be done."""
        from tightrope.scenarios.disk.writing import write_file

        write_file(self.file, self.content)


def open_book(name_or_path: str, *, currency_scale: float = 1.0, skip_bad_rows: Path | None = None) -> Book:
    """Open a built-in book by its name, or the user's own Parquet or CSV file.

    Args:
        name_or_path: ``"synthetic"``, ``"taiwan"``, ``"taiwan-cards"`` or the path of a file.
        currency_scale: yuan that one unit of the file's money is worth.
        skip_bad_rows: file to write bad rows to, each with its reason; they are left out of the book.

    Raises:
        InputError: there is no such book, or it has bad rows, which are listed, and ``skip_bad_rows`` is not given.
    """
    book, left_out = sift_book(name_or_path, currency_scale=currency_scale, skip_bad_rows=skip_bad_rows)
    if left_out:
        left_out.write()
    return book


def sift_book(
    name_or_path: str, *, currency_scale: float = 1.0, skip_bad_rows: Path | None = None
) -> tuple[Book, LeftOut | None]:
    """Open a book as ``open_book`` does, and return the rows that it leaves out; nothing is written yet."""
    if name_or_path in BUILT_IN and (currency_scale != 1.0 or skip_bad_rows is not None):
        raise InputError(
            f"book '{name_or_path}': a currency scale and --skip-bad-rows are for a file of your own; leave them out"
        )
    if name_or_path == "synthetic":
        return _synthetic(), None
    if name_or_path in BUILT_IN:
        from tightrope.scenarios.books.taiwan import card_book, taiwan_book

        return card_book() if name_or_path == "taiwan-cards" else taiwan_book(), None
    from tightrope.scenarios.books.own_file import file_book

    return file_book(Path(name_or_path), currency_scale, skip_bad_rows)
