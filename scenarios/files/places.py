"""Where the keys and values of a TOML text stand.

The standard library's parser accepts or refuses a text but says nothing of places. In a text that it has
accepted, a walk over the tokens, much simpler than a parser, finds them.
"""

import re
import tomllib
from typing import NamedTuple

__all__ = ["Place", "find_places"]

type Keys = tuple[str | int, ...]


class Place(NamedTuple):
    """The characters that a key and its value take; for a table under a header, both are the header's."""

    key: slice
    value: slice


_TOKEN = re.compile(
    r"""
      (?P<blank> (?: [ \t] | \#[^\n]* )+ )
    | (?P<line> \n )
    | (?P<quoted> \"{3} (?: \\. | [^\\] )*? \"{3,5} | '{3} .*? '{3,5}
                | \" (?: \\. | [^\"\\] )* \" | ' [^']* ' )
    | (?P<mark> [][{}=,.] )
    | (?P<bare> [^][{}=,.\s\#\"']+ )
    """,
    re.VERBOSE | re.DOTALL,
)


def find_places(text: str) -> dict[Keys, Place]:
    r"""Return the place of every table, key and value by its path, such as ``("events", 0, "month")``.

    Args:
        text: TOML that ``tomllib`` accepts, with lines that end in ``\n``.
    """
    return _Walk(text).places


class _Walk:
    """One walk over a text's tokens."""

    def __init__(self, text: str) -> None:
        self.places: dict[Keys, Place] = {}
        self._tokens = [token for token in _TOKEN.finditer(text) if token.lastgroup != "blank"]
        self._next = 0
        self._lengths: dict[Keys, int] = {}  # of the lists of tables, such as [[events]]
        table: Keys = ()
        while self._next < len(self._tokens):
            if self._is("\n"):
                self._take()
            elif self._is("["):
                table = self._header()
            else:
                self._entry(table)

    def _is(self, *marks: str) -> bool:
        return self._next < len(self._tokens) and self._tokens[self._next][0] in marks

    def _take(self) -> re.Match[str]:
        self._next += 1
        return self._tokens[self._next - 1]

    def _span_from(self, start: int) -> slice:
        return slice(start, self._tokens[self._next - 1].end())

    def _dotted(self) -> list[str]:
        """Read a key, such as ``a."b c".d``."""
        names: list[str] = []
        while not self._is("=", "]"):
            token = self._take()
            if token.lastgroup == "quoted":
                names.extend(tomllib.loads(f"{token[0]} = 0"))
            elif token[0] != ".":
                names.append(token[0])
        return names

    def _header(self) -> Keys:
        """Read ``[table]`` or ``[[list of tables]]`` and return its path."""
        start = self._take().start()
        is_list = self._is("[")
        if is_list:
            self._take()
        path: Keys = ()
        names = self._dotted()
        for depth, name in enumerate(names, start=1):
            path = (*path, name)
            if is_list and depth == len(names):
                self._lengths[path] = self._lengths.get(path, 0) + 1
            if path in self._lengths:
                path = (*path, self._lengths[path] - 1)
        for _ in range(1 + is_list):
            self._take()
        span = self._span_from(start)
        for depth in range(1, len(path)):
            self.places.setdefault(path[:depth], Place(span, span))
        self.places[path] = Place(span, span)
        return path

    def _entry(self, table: Keys) -> None:
        """Read ``key = value``."""
        start = self._tokens[self._next].start()
        names = self._dotted()
        key = self._span_from(start)
        self._take()
        value = self._value((*table, *names))
        for depth in range(1, len(names)):
            self.places.setdefault((*table, *names[:depth]), Place(key, value))
        self.places[*table, *names] = Place(key, value)

    def _value(self, path: Keys) -> slice:
        """Read a value, with the places inside it, and return its own."""
        start = self._tokens[self._next].start()
        if self._is("{"):
            self._take()
            while not self._is("}"):
                if self._is(",", "\n"):
                    self._take()
                else:
                    self._entry(path)
            self._take()
        elif self._is("["):
            self._take()
            count = 0
            while not self._is("]"):
                if self._is(",", "\n"):
                    self._take()
                else:
                    span = self._value((*path, count))
                    self.places[*path, count] = Place(span, span)
                    count += 1
            self._take()
        else:
            while self._next < len(self._tokens) and not self._is(",", "]", "}", "\n"):
                self._take()
        return self._span_from(start)
