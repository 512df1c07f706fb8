"""Several results beside each other, and what they are called."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tightrope.analysis.words.words import Words, title_in
from tightrope.model.results.run_results import Results

__all__ = ["LUCK", "Compared", "distinct_names", "fact", "shared_months"]


LUCK = {
    "seed": Words("comparison.seed"),
    "book": Words("comparison.book"),
    "borrowers": Words("comparison.number_of_borrowers"),
}
"""What must be the same for the same borrowers to meet the same fate."""


@dataclass(frozen=True)
class Compared:
    """Results, what each is called on the page, and the language of the page."""

    results: tuple[Results, ...]
    names: tuple[str, ...]
    language: str

    def say(self, key: str, /, **values: Any) -> str:
        """Return the text of the page's language."""
        return Words(key, **values).put(self.language)


def distinct_names(results: Sequence[Results], folders: Sequence[str], language: str) -> tuple[str, ...]:
    """Return the title of each result's scenario; where two have the same, with the folder, numbered if need be."""
    titles = [_title(result, language) for result in results]
    often = Counter(titles)
    names = [
        title if often[title] == 1 else f"{title} ({Path(folder).resolve().name})"
        for title, folder in zip(titles, folders, strict=True)
    ]
    often = Counter(names)
    return tuple(name if often[name] == 1 else f"{name} {place}" for place, name in enumerate(names, start=1))


def _title(results: Results, language: str) -> str:
    return title_in(language, results.manifest["scenario"])


def shared_months(page: Compared) -> int:
    """Return how many months all results have finished."""
    return min(result.months.height for result in page.results)


def fact(results: Results, name: str) -> str:
    """Return what the manifest of a result says of one thing that was run."""
    value = results.manifest[name]
    if name == "scenario":
        value = value["name"]
    return f"{value:,}" if name == "borrowers" else str(value)
