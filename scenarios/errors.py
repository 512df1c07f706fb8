"""The one error a user's input can cause: a clear message, no traceback, exit code 2."""

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

__all__ = ["InputError", "nearest_or_all", "not_found", "suggestion"]


class InputError(ValueError):
    """Something the user gave is wrong; the message names the place, the value, what is allowed and what to do."""


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """Return ``", did you mean 'x'?"`` for the nearest known name, or an empty string."""
    near = get_close_matches(wrong, list(known), n=1)
    return f", did you mean '{near[0]}'?" if near else ""


def nearest_or_all(wrong: str, known: Iterable[str]) -> str:
    """Return the nearest known name as a question, or all of them where none is near; to stand at a message's end."""
    known = list(known)
    return suggestion(wrong, known) or f"; there are {', '.join(known)}"


def not_found(what: str, name: str | Path, path: Path, built_in: Iterable[str]) -> InputError:
    """Return the refusal of what is neither built in nor a file, with the nearest name, or where it was looked for."""
    folder, known = path.absolute().parent, list(built_in)
    near = suggestion(path.name, (file.name for file in folder.glob("*.toml"))) or suggestion(path.stem, known)
    if not near and path.suffix == ".toml":
        near = f": there is no such file in {folder}" if folder.is_dir() else f": there is no folder {folder}"
    near = near or f"; built in are {', '.join(known)}"
    return InputError(f"no {what} '{name}', neither built in nor as a file{near}")
