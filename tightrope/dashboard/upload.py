"""A file that a reader brought to a page: taken in with care, it can name no other file of this machine."""

import os
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

import polars as pl

from tightrope.scenarios.books.book import Book, open_book
from tightrope.scenarios.books.reading import FILE_KINDS
from tightrope.scenarios.errors import InputError, shown, suggestion
from tightrope.scenarios.files.complaints import Complaint
from tightrope.scenarios.files.reading import Source, read_toml
from tightrope.scenarios.files.scenario import Scenario, library, load_scenario
from tightrope.scenarios.parameters.table import declared, section_of

__all__ = ["KINDS", "MOST_BYTES", "read_upload"]

KINDS = (".toml", *FILE_KINDS)
"""The kinds of files that a page takes, told by how the name ends."""
MOST_BYTES = 32_000_000
MOST_VALUES = 50_000_000
"""What a file may hold: a small Parquet file can say a great deal."""


def read_upload(name: str, content: bytes) -> Scenario | Book:
    """Return what a brought file holds; InputError tells of the file alone, by the name that the reader knows."""
    kind = PurePath(name).suffix.lower()
    if kind not in KINDS or name != PurePath(name).name or not name.isprintable() or len(name.encode()) > 200:
        raise InputError(f"{shown(name)}: a scenario is a .toml file, a book a .csv or a .parquet file; bring one")
    with TemporaryDirectory(prefix="tightrope-") as folder:
        path = Path(folder) / name
        try:
            path.write_bytes(content)
            return _scenario(path) if kind == ".toml" else _book(path)
        except InputError as error:
            raise InputError(str(error).replace(f"{folder}{os.sep}", "")) from None
        except OSError as error:
            raise InputError(f"{shown(name)}: cannot be taken in ({error.strerror}): give it another name") from None


def _scenario(path: Path) -> Scenario:
    source = read_toml(path, "scenario")
    if found := source.complain_all(_paths(source)):
        raise InputError("\n".join(found))
    return load_scenario(path)


def _paths(source: Source) -> list[Complaint]:
    """Complain about everything in a scenario that would have another file read."""
    found = []
    base = source.values.get("base")
    if isinstance(base, str) and base and base not in library():
        near = suggestion(base, library()) or ", by a name that stands under Scenario"
        says = f"base: a file that is brought here can start from the library alone{near}"
        found.append(Complaint(("base",), says))
    for name in (name for name, field in declared().items() if field.annotation is str):
        table = source.values.get(section_of()[name])
        if isinstance(table, dict) and table.get(name):
            says = f"{name}: a file that is brought here can name no other; leave it out"
            found.append(Complaint((section_of()[name], name), says))
    return found


def _book(path: Path) -> Book:
    if path.suffix.lower() == ".parquet":
        _check_values(path)
    return open_book(str(path))


def _check_values(path: Path) -> None:
    """Refuse a Parquet file by what it says of its size, before anything of it is read."""
    try:
        told = pl.scan_parquet(path, glob=False, hive_partitioning=False)
        values = len(told.collect_schema()) * int(told.select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return  # whoever reads the file says what is wrong with it
    if values > MOST_VALUES:
        raise InputError(f"{path}: holds {values:,} values; a book that is brought here may hold {MOST_VALUES:,}")
