"""What the market of a new page is made of, as the command was told."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tightrope.scenarios.books.book import BUILT_IN, Book, open_book
from tightrope.scenarios.files.scenario import Scenario, library, load_scenario

__all__ = ["NAMED_BOOKS", "NAMED_STORIES", "OPENING", "as_text", "open_with"]

OPENING: dict[str, Any] = {"story": "regulatory-squeeze", "book": "synthetic"}
NAMED_STORIES: dict[str, Scenario] = {}
NAMED_BOOKS: dict[str, Book] = {}
"""What the command named that does not come with the package, read once, by the name of its file."""


def open_with(opening: Mapping[str, Any]) -> None:
    """Let pages open with these choices, None being left open; InputError where a file is not as it must be."""
    given = {name: value for name, value in opening.items() if value is not None}
    if (story := given["story"]) not in library():
        given["story"] = Path(story).name
        NAMED_STORIES[given["story"]] = load_scenario(story)
    if (book := given["book"]) not in BUILT_IN:
        given["book"] = Path(book).name
        NAMED_BOOKS[given["book"]] = open_book(book)
    OPENING.update(given)


def as_text(opening: Mapping[str, Any]) -> dict[str, str]:
    """Return every choice as a form holds it; what was left open is empty."""
    names = ("story", "book", "borrowers", "seed", "months")
    return {name: "" if opening.get(name) is None else str(opening[name]) for name in names}
