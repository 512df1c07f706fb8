"""Complaints about what a user gave: pydantic's errors in the words of the declarations."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from tightrope.scenarios.errors import MOST_SHOWN, shown, suggestion
from tightrope.scenarios.files.events import START_TABLES, Event, changeable
from tightrope.scenarios.files.schema import ScenarioFile
from tightrope.scenarios.parameters.meaning import bounds, meaning, number_in_words
from tightrope.scenarios.parameters.others import OtherLender
from tightrope.scenarios.parameters.table import Parameters, declared, section_of

__all__ = ["Complaint", "Vocabulary", "Where", "complaints", "in_words", "told", "unknown_key"]

type Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Complaint:
    """One problem: where in the document (at a key or at its value), what is wrong, and a hint."""

    where: Where
    says: str
    hint: str = ""
    at_key: bool = False
    near: Callable[[], str] = str
    """Gives the nearest name, and is asked only where the complaint is shown: of many most are merely counted."""

    @property
    def words(self) -> str:
        """What is wrong, with the nearest name."""
        return f"{self.says}{self.near()}"

    def __str__(self) -> str:
        return f"{self.words}\n  = {self.hint}" if self.hint else self.words


_EXPECTED = {
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "string_type": "must be text in quotes",
    "bool_type": "must be true or false",
    "list_type": "must be a list",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "model_attributes_type": "must be a table",
}
_LONG_NUMBER = 10**60
_LIMIT = {"ge": "at least", "le": "at most"}


class Vocabulary(Protocol):
    """What complaints must know of the kind of document they are about."""

    def label(self, where: Where) -> str:
        """Return a place in words."""

    def field(self, where: Where) -> FieldInfo | None:
        """Return the declaration of the key at this place."""

    def unknown(self, where: Where) -> Complaint:
        """Complain about a key that its table does not have."""


def complaints(error: ValidationError, *inside: str, about: Vocabulary | None = None) -> list[Complaint]:
    """Return what is wrong with a document (a scenario's), or with what stands ``inside`` one of its tables."""
    words = about or _ScenarioWords()
    return [_complaint((*inside, *item["loc"]), item, words) for item in error.errors(include_url=False)]


def told(found: Sequence[Complaint]) -> list[str]:
    """Return complaints about what is no file; of very many, those that no message shows are told in short."""
    return [*map(str, found[:MOST_SHOWN]), *(complaint.says for complaint in found[MOST_SHOWN:])]


def _complaint(where: Where, item: Mapping[str, Any], words: Vocabulary) -> Complaint:
    kind: str = item["type"]
    if kind == "extra_forbidden":
        return words.unknown(where)
    field = words.field(where)
    label, hint = words.label(where), meaning(field) if field else ""
    if kind == "missing":
        return Complaint(where[:-1], f"{words.label(where[:-1])}: '{where[-1]}' is missing", hint)
    if kind == "value_error":
        return Complaint(where, f"{label}: {item['ctx']['error']}")
    says = f"{label}: {_wanted(where, item, field)}, got {in_words(item['input'])}"
    if kind == "literal_error" and field:
        return Complaint(where, says, hint, near=partial(suggestion, str(item["input"]), get_args(field.annotation)))
    return Complaint(where, says, hint)


def _wanted(where: Where, item: Mapping[str, Any], field: FieldInfo | None) -> str:
    kind: str = item["type"]
    if kind in ("greater_than_equal", "less_than_equal"):
        low, high = bounds(field) if field else (None, None)
        if low is None and high is None:
            return " and ".join(f"must be {_LIMIT[name]} {limit}" for name, limit in item["ctx"].items())
        return f"must be between {number_in_words(low or 0)} and {number_in_words(high or 0)}"
    if kind == "literal_error":
        return f"must be {item['ctx']['expected']}"
    if kind == "list_type" and where in (("events",), ("lenders",)):
        return f"must be a list of tables: write [[{where[0]}]]"
    return _EXPECTED.get(kind) or str(item["msg"])


def in_words(value: object) -> str:
    """Return a value as a file would write it, cut where it is long."""
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) >= _LONG_NUMBER:
        return f"about {'-' if value < 0 else ''}1e{math.log10(abs(value)):.0f}"
    text = shown(repr(value))
    return text if len(text) <= 60 else f"{text[:57]}..."


def unknown_key(
    where: Where, allowed: Iterable[str], near: Callable[[], str] | None = None, hint: str = ""
) -> Complaint:  # fmt: skip
    """Complain about a key that its table does not have, with the nearest name and what is allowed."""
    key, names = str(where[-1]), list(allowed)
    near = near or partial(suggestion, key, names)
    hint = hint or f"allowed here: {', '.join(names)}"
    return Complaint(where, f"unknown key '{shown(key)}'", hint, at_key=True, near=near)


class _ScenarioWords:
    """The places of a scenario file."""

    def label(self, where: Where) -> str:
        """Return a place in words: ``regulation.guidance``, ``event 2: set.guidance``."""
        if where[:1] == ("events",) and len(where) > 1:
            rest = ".".join(map(str, where[2:]))
            return f"event {int(where[1]) + 1}" + (f": {rest}" if rest else "")
        if where[:1] == ("lenders",) and len(where) > 1:
            return ": ".join((f"lender {int(where[1]) + 1}", *map(str, where[2:])))
        return ".".join(map(str, where))

    def field(self, where: Where) -> FieldInfo | None:
        """Return the declaration of the key at this place."""
        name = str(where[-1]) if where else ""
        if len(where) == 1:
            return ScenarioFile.model_fields.get(name)
        if where[:1] == ("events",) and len(where) == 3:
            return Event.model_fields.get(name)
        if where[:1] == ("lenders",) and len(where) == 3:
            return declared().get(name) or OtherLender.model_fields.get(name)
        return declared().get(name)

    def unknown(self, where: Where) -> Complaint:
        """Complain about a key that this table does not have: with its right place, or the nearest name."""
        table, key = where[:-1], str(where[-1])
        if home := section_of().get(key):
            return Complaint(where, _misplaced(key, home, table), meaning(declared()[key]), at_key=True)
        allowed = _fields(table)
        hint = ""
        if len(table) == 3:
            hint = f"allowed here: every number of every table but [{'] and ['.join(START_TABLES)}]"
        near = None if table[:1] == ("events",) else partial(_near_anywhere, key, allowed)
        return unknown_key(where, allowed, near, hint)


def _near_anywhere(key: str, allowed: Iterable[str]) -> str:
    """Return the nearest name in a table, or else in any, with its table."""
    near = suggestion(key, allowed)
    if not near and (near := suggestion(key, declared())):
        near = f"{near[:-1]} of [{section_of()[near.split("'")[1]]}]?"
    return near


def _fields(where: Where) -> Iterable[str]:
    """Return the keys allowed in the table at this place."""
    if not where:
        return ScenarioFile.model_fields
    if where[0] == "lenders":
        return OtherLender.model_fields
    if where[0] == "events":
        return Event.model_fields if len(where) == 2 else changeable()
    return _section(where[0]).model_fields


def _section(table: str | int) -> type[BaseModel]:
    annotation = Parameters.model_fields[str(table)].annotation
    assert isinstance(annotation, type) and issubclass(annotation, BaseModel)
    return annotation


def _misplaced(key: str, home: str, table: Where) -> str:
    """Say where a parameter belongs that stands in another table or in an event."""
    if table[:1] == ("lenders",):
        return f"no lender has a '{key}' of its own: set it under [{home}]"
    if table[:1] != ("events",):
        return f"unknown key '{key}': it belongs to [{home}]"
    if len(table) == 3:
        return f"'{key}' describes the start, so no event can change it: set it under [{home}]"
    return f"unknown key '{key}': a parameter stands in set, add or times, as in set = {{ {key} = ... }}"
