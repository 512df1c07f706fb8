"""What marks a rule, and which folder on disk keeps the machine code of the rules so that it cannot go stale.

A rule's machine code holds that of the rules it calls. It therefore lies in a folder named after everything that
decides it: the sources of the rules and the versions of llvmlite and NumPy. ``TIGHTROPE_CACHE_DIR`` moves it;
``TIGHTROPE_PLAIN=1`` runs every rule as plain Python.
"""

import hashlib
import os
import sys
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from tightrope.scenarios.engine.cache_folder import found_folder

__all__ = ["COMPILED", "cache_folder", "digest_of_rooms", "records", "rule", "sources_digest"]

COMPILED = os.environ.get("TIGHTROPE_PLAIN") != "1"
"""False where the rules run as plain Python (the environment sets ``TIGHTROPE_PLAIN=1``)."""


@cache
def sources_digest() -> str:
    """Return what tells this model's sources from those of every other version, 16 hexadecimal digits."""
    return digest_of_rooms(Path(__file__).resolve().parents[2])


def digest_of_rooms(house: Path) -> str:
    """Return a digest of every source that may move a number: its path within the house, and what it holds."""
    digest = hashlib.blake2b(digest_size=8)
    for room in ("scenarios", "agents", "model"):
        for source in sorted((house / room).rglob("*.py")):
            digest.update(source.relative_to(house).as_posix().encode() + source.read_bytes())
    return digest.hexdigest()


def _machine_code_digest() -> str:
    made_by = f"{sources_digest()} {version('llvmlite')} {np.__version__} {sys.version}"
    return hashlib.blake2b(made_by.encode(), digest_size=8).hexdigest()


@cache
def cache_folder() -> Path | None:
    """Return the folder of the machine code that belongs to these sources, made if missing; None where none can be."""
    return found_folder(_machine_code_digest())


def rule[F: Callable[..., Any]](function: F) -> F:
    """Mark a rule: a small function of numbers and records that draws by key, holds no state and can be compiled.

    The function stays as it is; what runs the rules over many borrowers decides in which form they run.
    """
    marked: Any = function
    marked.__rule__ = True
    return function


class _Fields(dict[str, Any]):
    """The fields of an array of records, each looked up once."""

    def __init__(self, array: Any) -> None:
        self.array = array

    def __missing__(self, name: str) -> Any:
        field = self[name] = self.array[name]
        return field


class _PlainRecord:
    """One record whose fields are plain Python numbers, so that rules compute alike as plain Python and compiled."""

    __slots__ = ("_fields", "_index")

    def __init__(self, fields: _Fields, index: int) -> None:
        object.__setattr__(self, "_fields", fields)
        object.__setattr__(self, "_index", index)

    def __getattr__(self, name: str) -> Any:
        field = self._fields[name]
        return field.item(self._index) if field.ndim == 1 else field[self._index].tolist()

    def __setattr__(self, name: str, value: Any) -> None:
        self._fields[name][self._index] = value

    __getitem__, __setitem__ = __getattr__, __setattr__  # a record of NumPy can be read and written so as well

    def copy(self) -> Any:
        return self._fields.array[self._index]


class _PlainRecords:
    """An array of records, ``array``, that hands out :class:`_PlainRecord`."""

    def __init__(self, array: Any) -> None:
        self.array = array
        self._fields = _Fields(array)

    def __getitem__(self, index: int) -> _PlainRecord:
        return _PlainRecord(self._fields, index)

    def __setitem__(self, index: int, record: _PlainRecord) -> None:
        self._fields.array[index] = record.copy()


def records(array: Any) -> Any:
    """Return an array of records in the form that the rules take; its ``array`` is the one given."""
    return _PlainRecords(array)
