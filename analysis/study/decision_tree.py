"""A small decision tree of where outcomes are bad (CART; Breiman, Friedman, Olshen and Stone 1984).

Points are parted in two, again and again, where that lowers Gini's impurity most. Of n points with a share p that is
bad the impurity is n p (1 - p). A split stands where outcomes dealt to the points anew seldom (``SURE``) give one that
lowers it as much: trees so grown need no pruning (Hothorn, Hornik and Zeileis 2006).
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tightrope.analysis.study.prim import SURE

__all__ = ["Node", "Split", "grow_tree"]

type Numbers = NDArray[np.float64]
type Flags = NDArray[np.bool_]

_DEEPEST = 3
_LEAST = 0.05
"""Share of all points that a branch holds at least."""
_SHUFFLES = 99


class Split(NamedTuple):
    """Where a node is parted: points at or below the limit of a column, and those above it."""

    column: int
    limit: float
    """Half-way between the nearest points on either side."""
    below: "Node"
    above: "Node"


@dataclass(frozen=True)
class Node:
    """Some points, and how they are parted, if they are."""

    points: int
    bad: int
    split: Split | None = None


def grow_tree(places: Numbers, bad: Flags) -> Node:
    """Return the tree of points of shape (points, columns); the same points always give the same tree."""
    return _grow(places, bad, max(round(_LEAST * len(bad)), 2), _DEEPEST)


def _grow(places: Numbers, bad: Flags, least: int, depth: int) -> Node:
    points, hits = len(bad), int(bad.sum())
    if not depth or not 0 < hits < points or points < 2 * least:
        return Node(points, hits)
    order = np.argsort(places, axis=0, kind="stable")
    there = _limits(np.take_along_axis(places, order, axis=0), least)
    gains = _gains(bad[np.newaxis], order, there)[0]
    if not there.any() or _chance(bad, order, there, float(gains.max())) > SURE:
        return Node(points, hits)
    row, column = np.unravel_index(int(np.argmax(gains)), gains.shape)
    limit = float(places[order[row : row + 2, column], column].mean())
    low = places[:, column] <= limit
    below, above = (_grow(places[part], bad[part], least, depth - 1) for part in (low, ~low))
    return Node(points, hits, Split(int(column), limit, below, above))


def _limits(ordered: Numbers, least: int) -> Flags:
    """Tell after which row of each sorted column points may be parted, shape (points - 1, columns)."""
    apart = ordered[:-1] < ordered[1:]
    apart[: least - 1] = apart[len(ordered) - least :] = False
    return np.asarray(apart)


def _gains(bad: Flags, order: NDArray[np.intp], there: Flags) -> Numbers:
    """Return by how much each limit lowers the impurity, shape (deals, points - 1, columns), for deals of outcomes."""
    points, hits = bad.shape[1], bad[0].sum()
    below = np.cumsum(bad[:, order], axis=1)[:, :-1]
    count = np.arange(1, points)[:, np.newaxis]
    left = below * (1 - below / count) + (hits - below) * (1 - (hits - below) / (points - count))
    return np.where(there, hits * (1 - hits / points) - left, -np.inf)


def _chance(bad: Flags, order: NDArray[np.intp], there: Flags, found: float) -> float:
    """Return how often outcomes that are dealt anew give a split that lowers the impurity as much."""
    random = np.random.default_rng(1)
    best = [_gains(random.permutation(bad)[np.newaxis], order, there).max() for _ in range(_SHUFFLES)]
    return (1 + sum(each >= found for each in best)) / (1 + _SHUFFLES)
