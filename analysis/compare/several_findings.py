"""What is told in sentences of several results: how they may be compared, and where they lie farthest apart."""

from tightrope.analysis.compare.differences import MEASURES, Measure
from tightrope.analysis.compare.several import LUCK, Compared, fact, shared_months
from tightrope.analysis.words.numbers import quantity

__all__ = ["in_sentences"]

_TOLD = 3
"""Measures that are told in sentences."""
_TOLD_APART = 0.005
"""Share of the larger mean up to which means are told as alike."""
_CAUSES = ("stance",)
"""Measures of what the platform does rather than of what comes of it."""


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
