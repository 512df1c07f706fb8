"""Reading a TOML file, and complaints that point at its lines and columns."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tightrope.scenarios.complaints import Complaint
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.places import find_places

__all__ = ["Source", "read_toml"]


class Source:
    """A TOML text, what it says and where it says it."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self._text = text
        try:
            self.values: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise InputError(self._syntax(str(error))) from None
        self._places = find_places(text)

    def has(self, where: tuple[str | int, ...]) -> bool:
        """Tell whether the text says anything at this path."""
        return where in self._places

    def complain_all(self, complaints: Iterable[Complaint]) -> list[str]:
        """Return complaints in the order of their lines, each with a mark under the words at fault.

        What the text does not hold is complained about at the table where it would stand.
        """
        found = [(self._span(complaint), complaint) for complaint in complaints]
        found.sort(key=lambda pair: pair[0].start)
        return [self._mark(span, complaint.says, complaint.hint) for span, complaint in found]

    def _span(self, complaint: Complaint) -> slice:
        where = complaint.where
        while where and where not in self._places:
            where = where[:-1]
        if not where:
            return slice(0, 0)
        place = self._places[where]
        return place.key if complaint.at_key or where != complaint.where else place.value

    def _mark(self, span: slice, says: str, hint: str = "") -> str:
        line = self._text.count("\n", 0, span.start)
        column = span.start - self._text.rfind("\n", 0, span.start)
        shown = self._text.split("\n")[line]
        lead = re.sub(r"[^\t]", " ", shown[: column - 1])
        carets = "^" * max(1, min(span.stop - span.start, len(shown) - column + 1))
        rows = [
            f"{self.name}:{line + 1}:{column}: error: {says}",
            f"{line + 1:>6} | {shown}",
            f"       | {lead}{carets}",
        ]
        return "\n".join(rows + ([f"       = {hint}"] if hint else []))

    def _syntax(self, message: str) -> str:
        """Return the parser's complaint, which names a line and a column in words, in this form."""
        found = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", message, re.DOTALL)
        says, line, column = found.groups() if found else (message, None, None)
        start = len(self._text)
        if line and column:
            start = sum(len(row) + 1 for row in self._text.split("\n")[: int(line) - 1]) + int(column) - 1
        return self._mark(slice(start, start + 1), f"not valid TOML: {says}")


KINDS = {"search": "tightrope sweep search", "sweep": "tightrope sweep run", "scenario": "tightrope run"}
"""What a file may describe, and the command that takes it."""
SIGNS = {"search": {"search"}, "sweep": {"scenarios", "design"}, "scenario": {"base", "events"}}
"""Keys by which each kind is known; a search has those of a sweep as well."""


def read_toml(path: Path, kind: str) -> Source:
    """Read a file; an InputError tells what is wrong where it is not TOML in UTF-8, or a file of another kind."""
    source = _read(path)
    held = [each for each, signs in SIGNS.items() if signs & source.values.keys()]
    if held and kind not in held and (kind, held[0]) != ("search", "sweep"):  # that one lacks its [search]
        raise InputError(f"{path}: error: describes a {held[0]}, not a {kind}: give it to '{KINDS[held[0]]}'")
    return source


def _read(path: Path) -> Source:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InputError(f"{path}:{line}: error: not UTF-8 text; save the file as UTF-8") from None
    except OSError as error:
        raise InputError(f"{path}: error: cannot be read: {error.strerror}") from None
    return Source(str(path), text.replace("\r\n", "\n"))
