"""Whose facts count: those of the lender's kind, of which some are met."""

from collections.abc import Sequence
from typing import NamedTuple

from tightrope.analysis.facts.fact import NOT_SEEN, PASSED, Found
from tightrope.scenarios.files.schema import PlatformKind

__all__ = ["Met", "met", "parted"]


class Met(NamedTuple):
    """How many facts are met, of how many that a run shows."""

    met: int
    seen: int


def parted(found: Sequence[Found], kind: PlatformKind | None) -> tuple[list[Found], list[Found]]:
    """Return the facts of one kind of lender, and those of others; all are of it where None is given."""
    ours = [row for row in found if kind is None or kind in row.fact.lenders]
    return ours, [row for row in found if row not in ours]


def met(found: Sequence[Found], kind: str = "") -> Met:
    """Count the facts met, of all or of ``kind`` C or V; what is not seen is neither met nor missed."""
    seen = [row for row in found if row.verdict != NOT_SEEN and kind in ("", row.fact.kind)]
    return Met(sum(row.verdict == PASSED for row in seen), len(seen))
