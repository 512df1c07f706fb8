"""How much the dashboard keeps at a time: so many pages, and so many borrowers on all of them together."""

from threading import Lock

from solara.server.kernel_context import contexts

from tightrope.scenarios.errors import InputError

__all__ = ["MOST_PAGES", "MOST_TOGETHER", "full", "owner", "take_room"]

MOST_PAGES = 20
"""Pages at a time; one that was left counts until its market is let go."""
MOST_TOGETHER = 1_000_000
"""Borrowers at a time: just under a gigabyte, in the markets and their twins."""

_LOCK = Lock()
_TAKEN: dict[str, int] = {}
"""Borrowers by page."""


def full() -> bool:
    """Tell whether no further page fits."""
    return len(contexts) >= MOST_PAGES


def owner(page: str) -> str | None:
    """Return the session that a page belongs to; None where there is no such page."""
    context = contexts.get(page)
    return context.session_id if context else None


def take_room(page: str, borrowers: int) -> None:
    """Keep room for a page's market, in the place of the one that it had; InputError where there is not enough."""
    with _LOCK:
        for gone in _TAKEN.keys() - contexts.keys():
            del _TAKEN[gone]
        others = sum(_TAKEN.values()) - _TAKEN.get(page, 0)
        if others + borrowers > MOST_TOGETHER:
            raise InputError(
                f"borrowers: {borrowers:,} find no room: other pages hold {others:,} of the {MOST_TOGETHER:,} that the "
                "dashboard keeps at a time; choose fewer, or close a page"
            )
        _TAKEN[page] = borrowers
