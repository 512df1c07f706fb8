"""Several results beside each other: what they are called, how they may be compared, where they lie farthest apart."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tightrope.analysis.compare.differences import MEASURES, Measure
from tightrope.analysis.words.numbers import quantity
from tightrope.analysis.words.words import Words, title_in
from tightrope.model.results.run_results import Results

__all__ = ["LUCK", "Compared", "distinct_names", "fact", "in_sentences", "shared_months"]


LUCK = {
    "seed": Words("comparison.seed"),
    "book": Words("comparison.book"),
    "borrowers": Words("comparison.number_of_borrowers"),
}
"""What must be the same for the same borrowers to meet the same fate."""
_TOLD = 3
"""Measures that are told in sentences."""
_TOLD_APART = 0.005
"""Share of the larger mean up to which means are told as alike."""
_CAUSES = ("stance",)
"""Measures of what the platform does rather than of what comes of it."""


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


def in_sentences(page: Compared) -> list[str]:
    """Say how the results may be compared, and where they ended farthest apart."""
    say, different = page.say, [name for name in LUCK if len({fact(result, name) for result in page.results}) > 1]
    names = say("comparison.between_names").join(LUCK[name].put(page.language) for name in different)
    told = [
        say("comparison.they_differ_in_so_that", names=names) if different else say("comparison.all_are_of_the_same")
    ]
    if len({result.months.height for result in page.results}) > 1:
        last = shared_months(page)
        told.append(say("comparison.they_lasted_for_different_times", months=last))
    return [*told, *_farthest(page)]


def _farthest(page: Compared) -> list[str]:
    """Say of the three measures whose means lie farthest apart which result had most and which least."""
    last = shared_months(page)
    spread = sorted(((_spread(page, measure), place) for place, measure in enumerate(MEASURES)), reverse=True)
    told: list[str] = []
    for apart, place in spread:
        measure = MEASURES[place]
        if apart <= _TOLD_APART or measure.column in _CAUSES or len(told) == _TOLD:
            continue
        (low, lowest), (high, highest) = min(known := _means(page, measure)), max(known)
        put = [quantity(value, measure.unit, page.language) for value in (high, low)]
        told.append(
            page.say(
                "comparison.means_apart",
                measure=measure.label,
                months=last,
                highest=highest,
                high=put[0],
                lowest=lowest,
                low=put[1],
            )
        )
    return told or [page.say("comparison.the_means_of_all_headline")]


def _spread(page: Compared, measure: Measure) -> float:
    """How far apart the means lie, as a share of the one farthest from zero."""
    means = [value for value, _ in _means(page, measure)]
    largest = max(map(abs, means), default=0.0)
    return (max(means) - min(means)) / largest if largest else 0.0


def _means(page: Compared, measure: Measure) -> list[tuple[float, str]]:
    """The mean of each result over the months that all have finished, where it is known, with the result's name."""
    means = (result.months.head(shared_months(page))[measure.column].mean() for result in page.results)
    return [(mean, name) for mean, name in zip(means, page.names, strict=True) if isinstance(mean, float)]
