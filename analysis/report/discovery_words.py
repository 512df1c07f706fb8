"""Where a sweep's bad outcomes lie, in sentences: for a command and for a page."""

import numpy as np

from tightrope.analysis.study.discovery import Discovery, Limit, limits_of
from tightrope.analysis.study.factors import Value
from tightrope.analysis.study.prim import Box
from tightrope.analysis.words.margins import decimals_for, number
from tightrope.analysis.words.words import Words, join_sentences

__all__ = ["corner_words", "limit_words"]


def corner_words(found: Discovery, measure: str, unit: str, language: str) -> list[str]:
    """Return a paragraph for each corner; ``measure`` names what is bad, in a unit of ``months``."""
    paragraphs = []
    left = np.ones(len(found.flags), bool)
    for box in found.boxes:
        told = _first(found, box, measure, unit) if box is found.boxes[0] else _further(found, box, int(left.sum()))
        paragraphs.append(join_sentences([told, *_chance(box)], language))
        left &= ~box.limits.hold(found.places)
    basis = [Words("sweep.of_points_and_seeds", seeds=found.seeds)]
    if found.left_out:
        basis.append(Words("sweep.points_left_out", left_out=found.left_out))
    return [*paragraphs, join_sentences(basis, language)]


def limit_words(limit: Limit) -> Words:
    """Say what a box asks of a factor."""
    if limit.text is not None:
        return Words("sweep.limit_is_not" if limit.excluded else "sweep.limit_is", factor=limit.factor, text=limit.text)
    low, high = _short(limit.low), _short(limit.high)
    if limit.high is None:
        return Words("sweep.limit_at_least", factor=limit.factor, low=low)
    if limit.low is None:
        return Words("sweep.limit_at_most", factor=limit.factor, high=high)
    return Words("sweep.limit_from_to", factor=limit.factor, low=low, high=high)


def _first(found: Discovery, box: Box, measure: str, unit: str) -> Words:
    threshold = number(found.threshold, unit, decimals=decimals_for(abs(found.threshold), unit, 3)).replace("-", "−")
    bad, points = int(found.flags.sum()), len(found.flags)
    side = Words("sweep.side_above" if found.bad.above else "sweep.side_below")
    if not box.limits.limited:
        return Words(
            "sweep.bad_points_lie_anywhere", bad=bad, measure=measure, side=side, threshold=threshold, points=points
        )
    return Words(
        "sweep.bad_points_lie_where", bad=bad, measure=measure, side=side, threshold=threshold,
        coverage=100 * box.coverage, limits=_limits(found, box), inside=box.inside, density=100 * box.density,
        points=points, all=100 * bad / points,
    )  # fmt: skip


def _further(found: Discovery, box: Box, points: int) -> Words:
    bad = round(box.bad_inside / box.coverage)
    return Words(
        "sweep.of_those_left_lie_where", bad=bad, coverage=100 * box.coverage, limits=_limits(found, box),
        inside=box.inside, density=100 * box.density, points=points, all=100 * bad / points,
    )  # fmt: skip


def _limits(found: Discovery, box: Box) -> list[Words]:
    return [limit_words(limit) for limit in limits_of(found, box)]


def _chance(box: Box) -> list[Words]:
    if not box.limits.limited:
        return []
    key = "sweep.chance_may_make_it" if box.may_be_chance else "sweep.chance_seldom_makes_it"
    return [Words(key, chance=100 * box.chance)]


def _short(value: Value | None) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
