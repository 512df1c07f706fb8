"""The patient rule induction method (PRIM): a box in which bad outcomes are dense (Friedman and Fisher 1999).

From all points the box is *peeled*, a few per cent at a time, on the side that raises its density most for each point
given up (the lenient criterion of Kwakkel and Jaxa-Rozen 2016). Of a box that holds b of B bad points, and n points in
all,

    coverage = b / B,    density = b / n,    support = n / all points.

Peeling gains density and loses coverage. The box taken from the path is that of the largest harmonic mean of the two;
it is then *pasted*, which moves its sides out again as long as that mean grows, and limits that chance explains are
let go. How likely chance makes a limit is its quasi-p-value (Bryant and Lempert 2010): that of at least b bad points
among n, were the density what it is without that limit,

    p = P(Binomial(n, density without it) >= b).

Because the best of many limits was chosen, that p is too small; so the whole box is held against those found in the
same way where outcomes are dealt to the points anew (a permutation test).
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
_PEEL = 0.05
"""Share of the box's points that is peeled or pasted at once."""
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
    """Share of outcomes dealt anew in which a box as good was found; at least 1 / (shuffles + 1)."""
    path: list[Step]
    """The trade-off: what was peeled, from all points on."""

    @property
    def may_be_chance(self) -> bool:
        """Whether it is no better than what chance gives."""
        return self.chance > SURE or not self.limits.limited


def find_box(places: Numbers, bad: Flags) -> Box:
    """Return the box of the best balance of coverage and density among points of shape (points, columns).

    Some points must be bad and some not. The same points always give the same box.
    """
    peeled = list(_peel(places, bad))
    grades = [_grade(places, bad, limits) for limits in peeled]
    best = peeled[int(np.argmax(grades))]
    limits, quasi_p = _believed(places, bad, _paste(places, bad, best))
    inside = limits.hold(places)
    count, hits = int(inside.sum()), int(bad[inside].sum())
    return Box(
        limits, quasi_p, count, hits, hits / int(bad.sum()), hits / count, count / len(bad),
        _chance(places, bad, max(grades)), [_step(places, bad, each) for each in peeled],
    )  # fmt: skip


def _peel(places: Numbers, bad: Flags) -> Iterator[Limits]:
    """Give the boxes of the path, each inside the one before it."""
    columns = places.shape[1]
    limits = Limits(np.full(columns, -np.inf), np.full(columns, np.inf))
    least = max(_LEAST * len(bad), 2)
    yield limits
    while not bad.all():
        sides = np.concatenate([_next_side(places), -_next_side(-places)])
        kept = np.concatenate([places >= sides[:columns], places <= sides[columns:]], axis=1)
        counts = kept.sum(axis=0)
        possible = (counts >= least) & (counts < len(bad))
        if not possible.any():
            return
        density = (bad.astype(np.float64) @ kept) / np.maximum(counts, 1)
        gain = (density - bad.mean()) / np.maximum(len(bad) - counts, 1)
        side = int(np.argmax(np.where(possible, gain, -np.inf)))
        ends = np.concatenate(limits)
        ends[side] = sides[side]
        limits = Limits(ends[:columns], ends[columns:])
        places, bad = places[kept[:, side]], bad[kept[:, side]]
        yield limits


def _next_side(places: Numbers) -> Numbers:
    """Return where the lower side of each column goes when a few points are peeled off; NaN where it cannot move.

    What is equal to the lowest value goes as a whole.
    """
    peeled = max(int(_PEEL * len(places)), 1)
    beyond = np.partition(places, peeled, axis=0)[peeled]
    above = np.where(places > places.min(axis=0), places, np.inf).min(axis=0)
    side = np.maximum(beyond, above)
    return np.where(np.isfinite(side), side, np.nan)


def _paste(places: Numbers, bad: Flags, limits: Limits) -> Limits:
    """Move sides out, a few points at a time, as long as the box gets better."""
    best = _grade(places, bad, limits)
    while True:
        wider = [*_wider(places, limits)]
        grades = [_grade(places, bad, each) for each in wider]
        if not grades or max(grades) <= best:
            return limits
        best, limits = max(grades), wider[int(np.argmax(grades))]


def _wider(places: Numbers, limits: Limits) -> Iterator[Limits]:
    """Give the boxes with one side moved out, or opened where nothing is left beyond it."""
    columns, ends = places.shape[1], np.concatenate(limits)
    more = max(int(_PEEL * limits.hold(places).sum()), 1)
    for side in np.flatnonzero(np.isfinite(ends)):
        column, sign = int(side) % columns, -1 if side < columns else 1
        opened = ends.copy()
        opened[side] = sign * np.inf
        band = places[Limits(opened[:columns], opened[columns:]).hold(places), column]
        beyond = np.sort(sign * band[sign * band > sign * ends[side]])
        moved = opened
        if len(beyond) > more:
            moved = ends.copy()
            moved[side] = sign * beyond[more - 1]
        yield Limits(moved[:columns], moved[columns:])


def _believed(places: Numbers, bad: Flags, limits: Limits) -> tuple[Limits, dict[int, float]]:
    """Let go of limits that chance explains, the likeliest first, and return what is left with its quasi-p-values."""
    while True:
        quasi_p = {column: _quasi_p(places, bad, limits, column) for column in limits.limited}
        if not quasi_p or max(quasi_p.values()) <= SURE:
            return limits, quasi_p
        limits = limits.open(max(quasi_p, key=quasi_p.__getitem__))


def _quasi_p(places: Numbers, bad: Flags, limits: Limits, column: int) -> float:
    inside, without = bad[limits.hold(places)], bad[limits.open(column).hold(places)]
    return float(binom.sf(inside.sum() - 1, len(inside), without.mean()))


def _grade(places: Numbers, bad: Flags, limits: Limits) -> float:
    """Return the harmonic mean of coverage and density, 2 b / (B + n)."""
    inside = limits.hold(places)
    return float(2 * bad[inside].sum() / (bad.sum() + inside.sum()))


def _step(places: Numbers, bad: Flags, limits: Limits) -> Step:
    inside = limits.hold(places)
    hits = int(bad[inside].sum())
    return Step(hits / int(bad.sum()), hits / int(inside.sum()), float(inside.mean()), len(limits.limited))


def _chance(places: Numbers, bad: Flags, found: float) -> float:
    """Return how often outcomes that are dealt to the points anew are peeled to a box as good."""
    random = np.random.default_rng(1)
    as_good = 0
    for _ in range(_SHUFFLES):
        dealt = random.permutation(bad)
        as_good += max(_grade(places, dealt, limits) for limits in _peel(places, dealt)) >= found
    return (1 + as_good) / (1 + _SHUFFLES)
