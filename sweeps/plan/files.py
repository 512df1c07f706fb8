"""Files of sweeps, searches and ensembles: found by name or path, and refused with all that is wrong."""

from collections.abc import Sequence
from pathlib import Path

from tightrope.scenarios.disk.intake import is_file
from tightrope.scenarios.errors import InputError, in_full, not_found

__all__ = ["find_file", "sound"]


def find_file(name_or_path: str | Path, library: Path, what: str, suffix: str = ".toml") -> Path:
    """Return a file of a built-in library by its name, or the file of a path; InputError where there is neither."""
    built_in = sorted(path.stem for path in library.glob(f"*{suffix}"))
    path = library / f"{name_or_path}{suffix}" if str(name_or_path) in built_in else Path(name_or_path)
    if not is_file(path):
        raise not_found(what, name_or_path, path, built_in)
    return path


def sound[T](read: T | None, wrong: Sequence[str]) -> T:
    """Return what was read, or refuse it with all that is wrong."""
    if wrong or read is None:
        raise InputError(in_full(wrong, end="; nothing was run"))
    return read
