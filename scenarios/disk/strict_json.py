"""JSON that may have been harmed or made by others, read strictly: one object, every key once, every number finite."""

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any, NoReturn

from tightrope.scenarios.disk.intake import read_bytes
from tightrope.scenarios.errors import InputError, shown

__all__ = ["plain_bytes", "read_json"]


def read_json(path: Path, most: int, what: str) -> dict[str, Any]:
    """Return the object that a JSON file holds.

    Args:
        path: Of the file.
        most: Bytes that such a file can have.
        what: It is, with its article, as in "a scheduler file".

    Raises:
        InputError: the file cannot be read, is too long, or is not strict JSON; the message says where and why.
    """
    content = read_bytes(path, most, what)
    try:
        values = json.loads(
            content.decode("utf-8"), object_pairs_hook=_each_once, parse_constant=_not_finite, parse_float=_finite
        )
        plain_bytes(values)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{shown(path)}:{line}: error: not UTF-8 text, so it is not {what} as it was written"
        ) from None
    except UnicodeEncodeError:
        raise InputError(f"{shown(path)}: error: holds half a character, so it is not {what}") from None
    except RecursionError:
        raise InputError(f"{shown(path)}: error: is nested too deeply to be {what}") from None
    except ValueError as error:
        raise InputError(f"{shown(path)}: error: cannot be read as {what}: {_first_line(error)}") from None
    if not isinstance(values, dict):
        raise InputError(f"{shown(path)}: error: holds no JSON object, so it is not {what}")
    return values


def plain_bytes(values: object) -> bytes:
    """Return JSON as bytes that depend on what it says alone, not on the order of keys or on blanks."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8")


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        [(twice, _)] = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f"the key '{shown(twice)}' stands twice")
    return found


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"the number {shown(text)} is too large")
    return value


def _not_finite(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number of JSON")


def _first_line(error: ValueError) -> str:
    return str(error).partition("\n")[0].partition("; use sys.")[0]
