"""Reading a TOML file, and complaints that point at its lines and columns."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tightrope.scenarios.disk.caps import MOST_TOML_BYTES
from tightrope.scenarios.disk.intake import read_bytes
from tightrope.scenarios.errors import MOST_SHOWN, InputError, SeveralError, printable, shown, unprintable
from tightrope.scenarios.files.complaints import Complaint, Where
from tightrope.scenarios.files.places import find_places
from tightrope.scenarios.files.shape import too_much

__all__ = ["Source", "read_toml"]

_BEFORE, _BEHIND = 100, 60
"""Characters of a long line that are shown before the place of a complaint and from it on."""


class Source:
    """A TOML text, what it says and where it says it."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self._text = text
        if beyond := too_much(text):
            raise InputError(self._mark(*beyond))
        try:
            self.values: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise InputError(self._syntax(str(error))) from None
        self._places = find_places(text)
        if hidden := list(_hidden(self.values)):
            raise SeveralError(self.complain_all(hidden))

    def has(self, where: tuple[str | int, ...]) -> bool:
        """Tell whether the text says anything at this path."""
        return where in self._places

    def complain_all(self, complaints: Iterable[Complaint]) -> list[str]:
        """Return complaints in the order of their lines, each with a mark under the words at fault.

        What the text does not hold is complained about at the table where it would stand. Of very many, those that no
        message shows are told in short.
        """
        found = [(self._span(complaint), complaint) for complaint in complaints]
        found.sort(key=lambda pair: pair[0].start)
        marked = [self._mark(span, complaint.words, complaint.hint) for span, complaint in found[:MOST_SHOWN]]
        return marked + [f"{self.name}: error: {complaint.says}" for _, complaint in found[MOST_SHOWN:]]

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
        lead, words, rest = self._cut(span, column)
        rows = [
            f"{self.name}:{line + 1}:{column}: error: {says}",
            f"{line + 1:>6} | {lead}{words}{rest}",
            f"       | {re.sub(r'[^\t]', ' ', lead)}{'^' * max(1, len(words))}",
        ]
        return "\n".join(rows + ([f"       = {hint}"] if hint else []))

    def _cut(self, span: slice, column: int) -> tuple[str, str, str]:
        """Return what a line holds before a place, at it and behind it, of a long line as much as can be shown."""
        end = self._text.find("\n", span.start)
        end = len(self._text) if end < 0 else end
        start, stop = span.start, min(span.stop, end)
        lead = self._text[start - min(column - 1, _BEFORE) : start]
        words, rest = self._text[start : min(stop, start + _BEHIND)], self._text[stop : min(end, start + _BEHIND)]
        before = "…" if column - 1 > _BEFORE else ""
        behind = "…" if end > start + _BEHIND else ""
        return before + printable(lead), printable(words), printable(rest) + behind

    def _syntax(self, message: str) -> str:
        """Return the parser's complaint, which names a line and a column in words, in this form."""
        found = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", message, re.DOTALL)
        says, line, column = found.groups() if found else (message, None, None)
        start = len(self._text)
        if line and column:
            start = sum(len(row) + 1 for row in self._text.split("\n")[: int(line) - 1]) + int(column) - 1
        return self._mark(slice(start, start + 1), f"not valid TOML: {says}")


def _hidden(value: Any, where: Where = ()) -> Iterator[Complaint]:
    """Complain about keys and texts with characters that cannot be shown, beside line ends and tabs."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if seen := unprintable(key):
                yield Complaint((*where, key), f"a key holds {seen}, which cannot be shown; leave it out", at_key=True)
            yield from _hidden(inner, (*where, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _hidden(inner, (*where, place))
    elif isinstance(value, str) and (seen := unprintable(value.translate({9: " ", 10: " ", 13: " "}))):
        yield Complaint(where, f"a text holds {seen}, which cannot be shown; leave it out")


KINDS = {
    "calibration": "tightrope calibrate",
    "search": "tightrope sweep search",
    "sweep": "tightrope sweep run",
    "scenario": "tightrope run",
}
"""What a file may describe, and the command that takes it."""
SIGNS = {
    "calibration": {"free", "targets"}, "search": {"search"}, "sweep": {"scenarios", "design"},
    "scenario": {"base", "events"},
}  # fmt: skip
"""Keys by which each kind is known; a search has those of a sweep as well."""


def read_toml(path: Path, kind: str) -> Source:
    """Read a file; an InputError tells what is wrong where it is not TOML in UTF-8, or a file of another kind."""
    source = _read(path, kind)
    held = [each for each, signs in SIGNS.items() if signs & source.values.keys()]
    if held and kind not in held and (kind, held[0]) != ("search", "sweep"):  # that one lacks its [search]
        raise InputError(f"{shown(path)}: error: describes a {held[0]}, not a {kind}: give it to '{KINDS[held[0]]}'")
    return source


def _read(path: Path, kind: str) -> Source:
    content = read_bytes(path, MOST_TOML_BYTES, f"a {kind} file")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InputError(f"{shown(path)}:{line}: error: not UTF-8 text; save the file as UTF-8") from None
    return Source(shown(path), text.replace("\r\n", "\n"))
