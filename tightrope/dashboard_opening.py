"""What the market of a new page is made of, as the command was told."""

from collections.abc import Mapping
from typing import Any

__all__ = ["OPENING", "as_text"]

OPENING: dict[str, Any] = {"story": "regulatory-squeeze", "book": "synthetic"}


def as_text(opening: Mapping[str, Any]) -> dict[str, str]:
    """Return every choice as a form holds it; what was left open is empty."""
    names = ("story", "book", "borrowers", "seed", "months")
    return {name: "" if opening.get(name) is None else str(opening[name]) for name in names}
