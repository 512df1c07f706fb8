"""What a page may be made of: the library, the books of the package, what the command named, what the reader brought.

A page's choices are names to be looked up here, and never paths: no file of this machine is opened for a browser.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import solara

from tightrope.dashboard.opening import NAMED_BOOKS, NAMED_STORIES
from tightrope.scenarios.books.book import BUILT_IN, Book, open_book
from tightrope.scenarios.errors import InputError, nearest_or_all, shown
from tightrope.scenarios.files.scenario import Scenario, library, load_scenario

__all__ = ["SHELF", "Shelf"]


@dataclass(frozen=True)
class Shelf:
    """One page's scenarios and books; of what its reader brought, the last of either kind, by the file's name."""

    brought_stories: Mapping[str, Scenario] = field(default_factory=dict)
    brought_books: Mapping[str, Book] = field(default_factory=dict)

    def with_file(self, name: str, held: Scenario | Book) -> "Shelf":
        """Return the shelf with what a file held, in the place of the one before."""
        if isinstance(held, Book):
            return Shelf(self.brought_stories, {name: held})
        return Shelf({name: held}, self.brought_books)

    @property
    def stories(self) -> list[str]:
        """The names of all scenarios, one's own first."""
        return [*self._own_stories, *library()]

    @property
    def books(self) -> list[str]:
        """The names of all books, one's own first."""
        return [*self._own_books, *BUILT_IN]

    def story(self, name: str) -> Scenario:
        """Return the scenario of this name; InputError where the page has none."""
        if name in self._own_stories:
            return self._own_stories[name]
        _check("story", name, self.stories)
        return load_scenario(name)

    def book(self, name: str) -> Book:
        """Return the book of this name; InputError where the page has none."""
        if name in self._own_books:
            return self._own_books[name]
        _check("book", name, self.books)
        return open_book(name)

    @property
    def _own_stories(self) -> dict[str, Scenario]:
        return {**NAMED_STORIES, **self.brought_stories}

    @property
    def _own_books(self) -> dict[str, Book]:
        return {**NAMED_BOOKS, **self.brought_books}


SHELF = solara.reactive(Shelf())
"""Each page has one of its own."""


def _check(what: str, name: str, known: list[str]) -> None:
    if name not in known:
        raise InputError(f"{what}: this page has no '{shown(name)}'{nearest_or_all(name[:100], known)}")
