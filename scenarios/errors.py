"""The one error a user's input can cause: a clear message, no traceback, exit code 2."""

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from itertools import islice
from pathlib import Path
from unicodedata import category

__all__ = [
    "MOST_SHOWN", "InputError", "SeveralError", "in_brief", "in_full", "nearest_or_all", "not_found", "printable",
    "shown", "suggestion", "unprintable",
]  # fmt: skip

MOST_SHOWN = 20
"""Problems that a message lists; all are counted."""
_MOST_LINES, _MOST_CHARACTERS = 40, 4_000
"""Of a message, about: what fills a screen is not read."""

_LONGEST_NAME, _LONGEST_WORD = 200, 500
"""Characters that a message has room for: of a name, and of anything without a space."""
_LONGEST_KNOWN, _MOST_KNOWN = 100, 1_000
"""Characters of a name that is compared with others, and how many others there may be: to compare takes long."""
_STEERING = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Kinds of characters that are no signs: controls, formats such as writing from the right, half pairs, line ends."""
_JOINERS = "\u200c\u200d"
"""Formats that shape letters, of Persian and the like, and steer nothing."""


class InputError(ValueError):
    """Something the user gave is wrong; the message names the place, the value, what is allowed and what to do."""

    def __init__(self, says: str, near: Callable[[], str] = str) -> None:
        """Say what is wrong; ``near`` ends the message with the nearest name, and is asked only where it is shown."""
        super().__init__(says)
        self.near = near

    def __str__(self) -> str:
        return f"{self.args[0]}{self.near()}"


class SeveralError(InputError):
    """Several things the user gave are wrong, each told by itself."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Say the first of them, and how many there are."""
        super().__init__(in_full(problems))
        self.problems = list(problems)


def _prints(character: str) -> bool:
    return category(character) not in _STEERING or character in _JOINERS


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode()


def unprintable(text: str) -> str:
    r"""Return the first character that no line can show, as ``\x1b``: one that steers a terminal, half a pair."""
    return next((_escaped(character) for character in text if not _prints(character)), "")


def shown(name: object) -> str:
    """Return a name or value as a message can hold it: on one line, of characters that print, not too long."""
    text = str(name)
    if len(text) > _LONGEST_NAME:
        text = f"{text[: _LONGEST_NAME // 2]} … {text[-_LONGEST_NAME // 4 :]}"
    return "".join(character if _prints(character) else _escaped(character) for character in text)


def printable(message: str) -> str:
    """Return a whole message with its lines and tabs, of which nothing can steer a terminal or fill the screen."""
    text = re.sub(rf"\S{{{_LONGEST_WORD},}}", lambda word: shown(word[0]), message)
    return "".join(
        character if _prints(character) or character in "\n\t" else _escaped(character) for character in text
    )


def in_full(problems: Sequence[str], *, end: str = "") -> str:
    """Return a message of many problems: the first of them, and how many there are."""
    count = "1 problem" if len(problems) == 1 else f"{len(problems):,} problems"
    lines, characters, told = 1, len(end), list[str]()
    for problem in problems[:MOST_SHOWN]:
        lines, characters = lines + problem.count("\n") + 1, characters + len(problem) + 1
        if told and (lines > _MOST_LINES or characters > _MOST_CHARACTERS):
            break
        told.append(problem)
    first = "first is" if len(told) == 1 else f"first {len(told)} are"
    rest = f", the {first} shown" if len(problems) > len(told) else ""
    return "\n".join([*told, f"{count}{rest}{end}"])


def in_brief(message: str) -> str:
    """Return a message as far as a screen has room for it, with how much more there is."""
    lines = message.splitlines()
    if len(lines) <= _MOST_LINES + 1 and len(message) <= 2 * _MOST_CHARACTERS:
        return message
    kept = [line if len(line) <= _MOST_CHARACTERS else f"{line[:_MOST_CHARACTERS]} …" for line in lines[:_MOST_LINES]]
    more = [f"… and {len(lines) - _MOST_LINES:,} more lines"] if len(lines) > _MOST_LINES else []
    return "\n".join([*kept, *more])


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """Return ``", did you mean 'x'?"`` for the nearest known name, or an empty string."""
    if len(wrong) > _LONGEST_KNOWN:
        return ""
    near = get_close_matches(wrong, list(islice(known, _MOST_KNOWN)), n=1)
    return f", did you mean '{shown(near[0])}'?" if near else ""


def nearest_or_all(wrong: str, known: Iterable[str]) -> str:
    """Return the nearest known name as a question, or all of them where none is near; to stand at a message's end."""
    known = list(known)
    return suggestion(wrong, known) or f"; there are {', '.join(known)}"


def not_found(what: str, name: str | Path, path: Path, built_in: Iterable[str]) -> InputError:
    """Return the refusal of what is neither built in nor a file, with the nearest name, or where it was looked for."""
    known = list(built_in)

    def near() -> str:
        return _near_file(path, known) or f"; built in are {', '.join(known)}"

    return InputError(f"no {what} '{shown(name)}', neither built in nor as a file", near)


def _near_file(path: Path, known: Sequence[str]) -> str:
    """Return the nearest of the files beside ``path`` and the known names, or why there is no such file."""
    try:
        folder = path.absolute().parent
        near = suggestion(path.name, (file.name for file in folder.glob("*.toml"))) or suggestion(path.stem, known)
        if not near and path.suffix == ".toml":
            is_there = folder.is_dir()
            near = (
                f": there is no such file in {shown(folder)}" if is_there else f": there is no folder {shown(folder)}"
            )
    except FileNotFoundError:
        return ": the folder that this command was started in is gone"
    except (OSError, ValueError):  # too long for a name, or with a NUL in it
        return ""
    return near
