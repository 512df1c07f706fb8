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
    names = say(", ", "、").join(LUCK[name].put(page.language) for name in different)
    told = [
        say(
            f"They differ in {names}, so that different borrowers met different fates: what differs between them is in "
            "part chance.",
            f"各结果的{names}不同,借款人与命运也不同,差异部分出于偶然。",
        )
        if different
        else say(
            "All are of the same borrowers, who met the same fate: what differs between them is the work of what was "
            "run differently.",
            "各结果的借款人与命运相同,差异完全来自运行的不同。",
        )
    ]
    if len({result.months.height for result in page.results}) > 1:
        last = shared_months(page)
        told.append(
            say(
                f"They lasted for different times; they are compared over the {_months(last)} that all have finished.",
                f"各结果长度不同;在均已完成的{last}个月内比较。",
            )
        )
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
                f"{measure.label.en[0].upper()}{measure.label.en[1:]}, mean of {_months(last)}: highest under "
                f"“{highest}” ({put[0]}), lowest under “{lowest}” ({put[1]}).",
                f"{measure.label.zh}({last}个月均值):“{highest}”最高({put[0]}),“{lowest}”最低({put[1]})。",
            )
        )
    return told or [page.say("The means of all headline measures are about alike.", "主要指标的均值相近。")]


def _spread(page: Compared, measure: Measure) -> float:
    """How far apart the means lie, as a share of the one farthest from zero."""
    means = [value for value, _ in _means(page, measure)]
    largest = max(map(abs, means), default=0.0)
    return (max(means) - min(means)) / largest if largest else 0.0


def _means(page: Compared, measure: Measure) -> list[tuple[float, str]]:
    """The mean of each result over the months that all have finished, where it is known, with the result's name."""
    means = (result.months.head(shared_months(page))[measure.column].mean() for result in page.results)
    return [(mean, name) for mean, name in zip(means, page.names, strict=True) if isinstance(mean, float)]


def _months(count: int) -> str:
    return f"{count} month{'' if count == 1 else 's'}"
