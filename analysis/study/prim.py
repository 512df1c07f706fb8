"""The patient rule induction method (PRIM): a box in which bad outcomes are dense (Friedman and Fisher 1999).

From all points the box is *peeled*, a little or more at a time, on the side and by as much as raises its density most
for each point given up (the lenient criterion of Kwakkel and Jaxa-Rozen 2016); a little alone would stop at the first
bad point on a side. Of a box that holds b of B bad points, and n points in all,

    coverage = b / B,    density = b / n,    support = n / all points.

Peeling gains density and loses coverage. The box taken from the path is that of the largest harmonic mean of the two;
it is then *pasted*, which moves its sides out again as long as that mean grows. How likely chance makes a limit is its
quasi-p-value (Bryant and Lempert 2010): that of at least b bad points among n, were the density what it is without that
limit,

    p = P(Binomial(n, density without it) >= b).

Columns are let in one by one, each time the one with which the box gets best, as long as chance explains none of its
limits: peeled in all columns at once, a few points off every side make a box that looks better than it is.

Because the best of many limits was chosen, that p is too small. So what peeling all columns at once can reach is held
against what it reaches where outcomes are dealt to the points anew (a permutation test).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom

__all__ = ["SURE", "Box", "Limits", "Step", "find_box"]

type Numbers = NDArray[np.float64]
type Flags = NDArray[np.bool_]

SURE = 0.05
"""Chance beyond which a limit, or a box, is not believed."""
_PEELS = (0.05, 0.15, 0.4)
"""Shares of the box's points of which one is peeled at once."""
_PASTE = 0.05
"""Share of the box's points that is pasted at once."""
_LEAST = 0.05
"""Share of all points that a box holds at least."""
_SHUFFLES = 99


class Limits(NamedTuple):
    """The sides of a box, shape (columns,) each; infinite where it is open. Points on a side are inside."""

    low: Numbers
    high: Numbers

    def hold(self, places: Numbers) -> Flags:
        """Tell which points, shape (points, columns), are inside."""
        return np.asarray(((places >= self.low) & (places <= self.high)).all(axis=1))

    def open(self, column: int) -> "Limits":
        """Return the box without limits in a column."""
        low, high = self.low.copy(), self.high.copy()
        low[column], high[column] = -np.inf, np.inf
        return Limits(low, high)

    @property
    def limited(self) -> list[int]:
        """The columns in which the box has a side."""
        return [int(column) for column in np.flatnonzero(np.isfinite(self.low) | np.isfinite(self.high))]


class Step(NamedTuple):
    """A box on the path of peeling."""

    coverage: float
    density: float
    support: float
    limited: int
    """Columns that it limits."""


@dataclass(frozen=True, eq=False)
class Box:
    """A box of bad outcomes; shares are of the points that it was looked for among."""

    limits: Limits
    quasi_p: dict[int, float]
    """How likely chance makes the limits of a column, by its place."""
    inside: int
    bad_inside: int
    coverage: float
    density: float
    support: float
    chance: float
    """Share of ways to deal outcomes to points, the real one among them, in which peeling reaches a box as good."""
    path: list[Step]
    """The trade-off: what was peeled, from all points on, in the columns that were let in; in all where none was."""

    @property
    def may_be_chance(self) -> bool:
        """Whether it is no better than what chance gives."""
        return self.chance > SURE or not self.limits.limited


class _Peeled(NamedTuple):
    """A box of the path, how many points it holds, and how many bad ones."""

    limits: Limits
    inside: int
    hits: int


def find_box(places: Numbers, bad: Flags) -> Box:
    """Return the box of the best balance of coverage and density among points of shape (points, columns).

    Some points must be bad and some not. The same points always give the same box.
    """
    all_bad = int(bad.sum())
    found = whole = _search(places, bad)
    limits, quasi_p = _all_points(places), dict[int, float]()
    while tries := [each for each in _with_one_more(places, bad, limits) if _is_better(places, bad, each, limits)]:
        found = max(tries, key=lambda each: _grade_of(places, bad, each.limits))
        limits, quasi_p = found.limits, _quasi_p(places, bad, found.limits)
    inside = limits.hold(places)
    count, hits = int(inside.sum()), int(bad[inside].sum())
    return Box(
        limits, quasi_p, count, hits, hits / all_bad, hits / count, count / len(bad),
        _chance(places, bad, max(_grade(each, all_bad) for each in whole.path)),
        [_step(each, all_bad, len(bad)) for each in found.path],
    )  # fmt: skip


class _Search(NamedTuple):
    """A path of peeling, and the best box of it, pasted and without the sides that chance explains."""

    path: list[_Peeled]
    limits: Limits


def _search(places: Numbers, bad: Flags) -> _Search:
    path = list(_peel(places, bad))
    best = max(path, key=lambda each: _grade(each, int(bad.sum())))
    return _Search(path, _believed(places, bad, _paste(places, bad, best.limits)))


def _with_one_more(places: Numbers, bad: Flags, limits: Limits) -> list[_Search]:
    """Return searches in the columns of a box and one more, each in turn."""
    own = limits.limited
    searches = []
    for column in set(range(places.shape[1])) - {*own}:
        let_in = np.isin(np.arange(places.shape[1]), [*own, column])
        searches.append(_search(np.where(let_in, places, 0.0), bad))  # of one value, nothing can be peeled
    return searches


def _is_better(places: Numbers, bad: Flags, found: _Search, limits: Limits) -> bool:
    """Tell whether a search gave a box that is better than another, and chance explains none of its limits."""
    better = _grade_of(places, bad, found.limits) > _grade_of(places, bad, limits)
    return better and max(_quasi_p(places, bad, found.limits).values(), default=1.0) <= SURE


def _all_points(places: Numbers) -> Limits:
    columns = places.shape[1]
    return Limits(np.full(columns, -np.inf), np.full(columns, np.inf))


def _peel(places: Numbers, bad: Flags) -> Iterator[_Peeled]:
    """Give the boxes of the path, each inside the one before it."""
    columns = places.shape[1]
    ends = np.concatenate(_all_points(places))
    least = max(_LEAST * len(bad), 2)
    yield _Peeled(_box(ends), len(bad), int(bad.sum()))
    while not bad.all():
        low = np.concatenate([_next_sides(places, share) for share in _PEELS])
        high = np.concatenate([-_next_sides(-places, share) for share in _PEELS])
        wide = np.tile(places, len(_PEELS))
        kept = np.concatenate([wide >= low, wide <= high], axis=1)
        counts = kept.sum(axis=0)
        possible = (counts >= least) & (counts < len(bad))
        if not possible.any():
            return
        density = (bad.astype(np.float64) @ kept) / np.maximum(counts, 1)
        gain = (density - bad.mean()) / np.maximum(len(bad) - counts, 1)
        best = int(np.argmax(np.where(possible, gain, -np.inf)))
        ends = ends.copy()
        ends[best % columns + columns * (best >= len(low))] = np.concatenate([low, high])[best]
        places, bad = places[kept[:, best]], bad[kept[:, best]]
        yield _Peeled(_box(ends), len(bad), int(bad.sum()))


def _box(ends: Numbers) -> Limits:
    """Return the box of the lower sides of all columns, followed by the upper ones."""
    columns = len(ends) // 2
    return Limits(ends[:columns], ends[columns:])


def _next_sides(places: Numbers, share: float) -> Numbers:
    """Return where the lower side of each column goes when a share of the points is peeled; NaN where it cannot move.

    What is equal to the lowest value goes as a whole.
    """
    peeled = max(int(share * len(places)), 1)
    beyond = np.partition(places, peeled, axis=0)[peeled]
    above = np.where(places > places.min(axis=0), places, np.inf).min(axis=0)
    side = np.maximum(beyond, above)
    return np.where(np.isfinite(side), side, np.nan)


def _paste(places: Numbers, bad: Flags, limits: Limits) -> Limits:
    """Move sides out, a few points at a time, as long as the box gets better."""
    best = _grade_of(places, bad, limits)
    while True:
        wider = [*_wider(places, limits)]
        grades = [_grade_of(places, bad, each) for each in wider]
        if not grades or max(grades) <= best:
            return limits
        best, limits = max(grades), wider[int(np.argmax(grades))]


def _wider(places: Numbers, limits: Limits) -> Iterator[Limits]:
    """Give the boxes with one side moved out, or opened where no more lies beyond it."""
    columns, ends = places.shape[1], np.concatenate(limits)
    more = max(int(_PASTE * limits.hold(places).sum()), 1)
    for side in np.flatnonzero(np.isfinite(ends)):
        column, sign = int(side) % columns, -1 if side < columns else 1
        moved = ends.copy()
        moved[side] = sign * np.inf
        band = sign * places[_box(moved).hold(places), column]
        beyond = np.sort(band[band > sign * ends[side]])
        if len(beyond) > more:
            moved[side] = sign * beyond[more - 1]
        yield _box(moved)


def _believed(places: Numbers, bad: Flags, limits: Limits) -> Limits:
    """Open the sides that chance explains, the likeliest first."""
    while True:
        inside = bad[limits.hold(places)]
        opened = [*_with_a_side_opened(limits)]
        chance = [_likelihood(inside, bad[each.hold(places)]) for each in opened]
        if max(chance, default=0.0) <= SURE:
            return limits
        limits = opened[int(np.argmax(chance))]


def _with_a_side_opened(limits: Limits) -> Iterator[Limits]:
    ends = np.concatenate(limits)
    for side in np.flatnonzero(np.isfinite(ends)):
        opened = ends.copy()
        opened[side] = -np.inf if side < len(ends) // 2 else np.inf
        yield _box(opened)


def _quasi_p(places: Numbers, bad: Flags, limits: Limits) -> dict[int, float]:
    """Return how likely chance makes the limits of each column that a box limits."""
    inside = bad[limits.hold(places)]
    return {column: _likelihood(inside, bad[limits.open(column).hold(places)]) for column in limits.limited}


def _likelihood(inside: Flags, without: Flags) -> float:
    """Return the quasi-p-value of what is bad inside a box, were it as dense as what lies there without a limit."""
    return float(binom.sf(inside.sum() - 1, len(inside), without.mean()))


def _grade_of(places: Numbers, bad: Flags, limits: Limits) -> float:
    inside = limits.hold(places)
    return _grade(_Peeled(limits, int(inside.sum()), int(bad[inside].sum())), int(bad.sum()))


def _grade(box: _Peeled, all_bad: int) -> float:
    """Return the harmonic mean of coverage and density."""
    return 2 * box.hits / (all_bad + box.inside)


def _step(peeled: _Peeled, all_bad: int, points: int) -> Step:
    return Step(
        peeled.hits / all_bad, peeled.hits / peeled.inside, peeled.inside / points, len(peeled.limits.limited)
    )  # fmt: skip


def _chance(places: Numbers, bad: Flags, found: float) -> float:
    """Return how often outcomes that are dealt to the points anew are peeled to a box as good."""
    random = np.random.default_rng(1)
    all_bad, as_good = int(bad.sum()), 0
    for _ in range(_SHUFFLES):
        path = _peel(places, random.permutation(bad))
        as_good += max(_grade(each, all_bad) for each in path) >= found
    return (1 + as_good) / (1 + _SHUFFLES)
