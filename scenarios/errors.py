"""The one error a user's input can cause: a clear message, no traceback, exit code 2."""

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["InputError", "suggestion"]


class InputError(ValueError):
    """Something the user gave is wrong; the message names the place, the value, what is allowed and what to do."""


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """Return ``", did you mean 'x'?"`` for the nearest known name, or an empty string."""
    near = get_close_matches(wrong, list(known), n=1)
    return f", did you mean '{near[0]}'?" if near else ""
