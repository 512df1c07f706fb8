"""Texts in the languages of the reports, read from the catalogues of ``analysis/words``.

A catalogue is a file of messages by their names: ``en/run.toml`` and ``zh/run.toml`` hold those of a run's report in
English and Chinese. A further language is a further folder with the same files. A message names in braces the values
that it is filled with, each as ``str.format`` writes it, and in the order that suits the language. Beyond that:

- ``{months:one month|# months}`` chooses the form for a number, which takes the place of ``#``;
- ``{names:, }`` joins a list with what follows the colon, ``{names:, | and }`` the last two with what follows the bar;
- ``{name!u}`` and ``{name!l}`` begin with a capital or a small letter.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from tightrope.scenarios.errors import InputError

__all__ = [
    "LANGUAGES", "NOTHING", "TWIN", "Words", "as_it_is", "catalogue", "check_language", "join_sentences",
    "title_in",
]  # fmt: skip

FOLDER = Path(__file__).parent
LANGUAGES = tuple(sorted(path.name for path in FOLDER.iterdir() if (path / "language.toml").is_file()))

_FORMS: dict[str, Callable[[float], int]] = {}
"""Which form a number takes, in languages that do not speak of one and of many as English does."""


@dataclass(frozen=True, init=False)
class Words:
    """One text in every language: the name of its message, ``catalogue.message``, and what fills it.

    Values may themselves be words, or lists of words and texts.
    """

    key: str
    values: tuple[tuple[str, Any], ...]

    def __init__(self, key: str, /, **values: Any) -> None:
        object.__setattr__(self, "key", key)
        kept = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
        object.__setattr__(self, "values", tuple(kept.items()))

    def put(self, language: str) -> str:
        """Return the text in a language; KeyError where its catalogues have no such message."""
        name, _, message = self.key.partition(".")
        return _Filling(language).vformat(str(catalogue(language, name)[message]), (), dict(self.values))


NOTHING = Words("common.nothing")
TWIN = Words("common.twin")
"""The run that another is compared with: the same borrowers and fate, and something left out or changed."""


def as_it_is(text: str) -> Words:
    """Return a text that is the same in every language."""
    return Words("common.as_it_is", text=text)


def join_sentences(sentences: Sequence[str | Words], language: str) -> str:
    """Return sentences as running text."""
    return Words("language.sentences", sentences=sentences).put(language)


def title_in(language: str, scenario: Mapping[str, Any]) -> str:
    """Return what a scenario is called, in a language in which it has a title or else in English."""
    return str(scenario.get(f"title_{language}") or scenario["title"])


def check_language(language: str) -> None:
    """Raise InputError for a language that titles and labels are not written in."""
    if language not in LANGUAGES:
        raise InputError(f"language '{language}' is not known: choose one of {', '.join(LANGUAGES)}")


@cache
def catalogue(language: str, name: str) -> dict[str, Any]:
    """Return the messages of a catalogue by name."""
    return tomllib.loads((FOLDER / language / f"{name}.toml").read_text(encoding="utf-8"))


class _Filling(Formatter):
    """Fills the messages of a language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def convert_field(self, value: Any, conversion: Any) -> Any:
        """Put words in the language, and change the first letter where the message asks for it."""
        if isinstance(value, Words):
            value = value.put(self.language)
        match conversion:
            case "u":
                return value[:1].upper() + value[1:]
            case "l":
                return value[:1].lower() + value[1:]
        return value

    def format_field(self, value: Any, format_spec: str) -> str:
        """Write one value: lists joined, forms by number, and all else as Python does."""
        if isinstance(value, tuple):
            return self._list([str(self.convert_field(each, None)) for each in value], *format_spec.split("|"))
        if "|" in format_spec:
            form = _FORMS.get(self.language, _one_or_many)(value)
            return format_spec.split("|")[form].replace("#", str(value))
        return format(value, format_spec)

    def _list(self, parts: list[str], between: str, last: str | None = None) -> str:
        if last is None or len(parts) == 1:
            return between.join(parts)
        return between.join(parts[:-1]) + last + parts[-1]


def _one_or_many(number: float) -> int:
    return 0 if number == 1 else 1
