"""What pages are made of, as data; ``templates/blocks.html`` turns it into HTML.

A paragraph is a text. Every text is escaped where it is written, so that none can hold HTML.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

__all__ = ["Block", "Card", "Facts", "Figure", "Fold", "Inline", "Listing", "Piece", "Table"]


class Piece(NamedTuple):
    """A piece of text in parts, in this order: code, plain, small beside it, small beneath it."""

    text: str = ""
    code: str | None = None
    strong: bool = False
    """Whether the code stands out."""
    beside: str = ""
    below: str = ""


type Inline = str | Piece


@dataclass(frozen=True)
class Table:
    """A table with a caption; the first cell of a row is its heading, the others may be numbers."""

    kind: ClassVar[str] = "table"
    caption: Inline
    head: Sequence[Inline]
    rows: Sequence[Sequence[Inline]]
    numbers: bool = False
    total: Sequence[Inline] = ()
    title: str = ""
    """What the caption begins with, so that it stands out."""


@dataclass(frozen=True)
class Facts:
    """Names, each with what it is."""

    kind: ClassVar[str] = "facts"
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Listing:
    """Items under a heading."""

    kind: ClassVar[str] = "listing"
    title: str
    items: Sequence[str]


@dataclass(frozen=True)
class Fold:
    """Blocks that a reader unfolds."""

    kind: ClassVar[str] = "fold"
    summary: Inline
    blocks: Sequence["Block"]
    unfolded: bool = False


type Block = str | Table | Facts | Listing | Fold


@dataclass(frozen=True)
class Card:
    """A part of the page under its heading, which links find by its name."""

    name: str
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Figure:
    """The place of a chart: its name, its title, how to read it, and what stands under it."""

    name: str
    title: str
    reading: str
    under: Sequence[Block] = ()
