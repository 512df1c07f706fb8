"""Who knows whom: the borrowers' social network, generated straight into compressed sparse rows.

While a network is being made, a tie is one whole number, ``lower id * borrowers + higher id``. Ties are then
compared, sorted and searched as plain integers, which lets a million borrowers meet in seconds. Randomness is
drawn in one fixed order from a counter-based generator, so threads and chunks of a run change nothing here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.errors import InputError, suggestion
from tightrope.scenarios.parameters.environment import degree_among

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["KINDS", "Network", "Ties", "build_network", "network_of", "ties_between"]

type Ties = NDArray[np.int64]

KINDS = ("small-world", "scale-free", "blocks", "none")
"""The networks that can be generated; the user's own is read by ``tightrope.model.network.own_file``."""

_ROUNDS = 64
"""How often a tie that repeats another is drawn anew; only tiny or nearly full networks need many rounds."""

_NETWORK_STREAM = 0x6E65_7477_6F72_6B
"""Second word of the generator's key: keeps these draws apart from any other use of the same seed."""

_WORD = 64
"""Bits of a word of the generator's key."""

_MOST_ENDS = 2**31
"""Rows are addressed by 32-bit integers: at six friends each that is 357 million borrowers."""


@dataclass(frozen=True, eq=False)
class Network:
    """An undirected network in compressed sparse rows, 4 bytes for each end of a tie and 4 for each borrower.

    ``starts`` has shape (borrowers + 1,), ``friends`` shape (2 * edges,). The friends of borrower i are
    ``friends[starts[i]:starts[i + 1]]``: ascending, without repeats, without i, and each has i among its own.
    """

    starts: NDArray[np.int32]
    friends: NDArray[np.int32]
    kind: str

    @property
    def borrowers(self) -> int:
        """How many borrowers there are, with or without friends."""
        return self.starts.size - 1

    @property
    def edges(self) -> int:
        """How many ties there are."""
        return self.friends.size // 2

    @property
    def mean_degree(self) -> float:
        """How many friends a borrower has on average."""
        return self.friends.size / self.borrowers

    def of(self, borrower: int) -> NDArray[np.int32]:
        """Return the ids of one borrower's friends, ascending, uncopied; IndexError for an unknown id."""
        if not 0 <= borrower < self.borrowers:
            raise IndexError(f"borrower {borrower} does not exist: ids run from 0 to {self.borrowers - 1}")
        return self.friends[self.starts[borrower] : self.starts[borrower + 1]]

    def to_networkx(self, sample: ArrayLike | None = None) -> "nx.Graph":
        """Return the network, or the part of it among the ids in ``sample``, as a graph of networkx."""
        import networkx as nx

        ids = np.arange(self.borrowers) if sample is None else np.unique(np.asarray(sample, np.int64))
        graph = nx.Graph()
        graph.add_nodes_from(ids.tolist())
        for borrower in ids.tolist():
            friends = self.of(borrower).tolist()
            graph.add_edges_from((borrower, friend) for friend in friends if friend in graph)
        return graph


type Run = Callable[..., None]
"""How a rule is run with its arguments: as machine code, or as it is."""


def _as_it_is(rule: Callable[..., None], *arguments: NDArray[Any]) -> None:
    rule(*arguments)


def build_network(
    kind: str,
    borrowers: int,
    seed: int,
    *,
    mean_degree: int,
    rewiring_share: float,
    homophily: float,
    group_of: NDArray[np.int8] | None,
    run: Run = _as_it_is,
) -> Network:
    """Generate a network of one of the ``KINDS``; the same arguments always give the same rows.

    ``mean_degree`` is the number of friends a borrower has on average (even but for "blocks"); among too few borrowers
    for it, ``degree_among`` says how many each has.
    ``rewiring_share`` (0..1) is read by "small-world" alone; ``homophily`` (0..1) and ``group_of``, the group
    of each borrower counted from 0, shape (borrowers,), by "blocks" alone. InputError for an unknown kind or
    a degree that cannot be had. ``run`` runs the loop over whoever arrives in a "scale-free" network.
    """
    _check(kind, borrowers, mean_degree)
    mean_degree = degree_among(borrowers, kind, mean_degree)
    if kind == "none" or mean_degree == 0:
        return network_of(np.empty(0, np.int64), borrowers, kind)
    draws = np.random.Generator(np.random.Philox(key=(_NETWORK_STREAM << _WORD) | (seed % 2**_WORD)))
    if kind == "small-world":
        ties = _small_world(borrowers, mean_degree, rewiring_share, draws)
    elif kind == "scale-free":
        ties = _scale_free(borrowers, mean_degree, draws, run)
    else:
        if group_of is None or group_of.shape != (borrowers,):
            raise ValueError(f"a network of blocks needs the group of each of the {borrowers} borrowers")
        ties = _blocks(borrowers, mean_degree, homophily, group_of, draws)
    return network_of(ties, borrowers, kind)


def _check(kind: str, borrowers: int, mean_degree: int) -> None:
    if kind not in KINDS:
        hint = suggestion(kind, KINDS)
        raise InputError(f"network_kind: there is no '{kind}'{hint} (the kinds are {', '.join(KINDS)})")
    if kind == "none":
        return
    wrong = f"mean_degree: {mean_degree} does not fit a {kind} network of {borrowers} borrowers: it must be"
    if mean_degree < 0:
        raise InputError(f"{wrong} 0 or more")
    if mean_degree % 2 and kind != "blocks":
        raise InputError(f"{wrong} even")
    if borrowers * mean_degree >= _MOST_ENDS:
        raise InputError(f"{wrong} below {_MOST_ENDS / borrowers:.1f}, for rows of 32-bit integers")


def ties_between(some: NDArray[np.integer], others: NDArray[np.integer], borrowers: int) -> Ties:
    """Return the ties that join two arrays of ids element by element, as lower id * borrowers + higher id."""
    ties: Ties = np.minimum(some, others).astype(np.int64)
    ties *= borrowers
    ties += np.maximum(some, others)
    return ties


def network_of(ties: Ties, borrowers: int, kind: str) -> Network:
    """Lay distinct ties, in any order, out as rows."""
    lower, higher = np.divmod(ties, borrowers)
    higher *= borrowers
    higher += lower
    del lower
    ends = np.concatenate((ties, higher))  # each tie seen from both of its ends
    del higher
    ends.sort()
    starts = np.searchsorted(ends, np.arange(borrowers + 1) * borrowers).astype(np.int32)
    ends %= borrowers
    return Network(starts, ends.astype(np.int32), kind)


def _small_world(borrowers: int, mean_degree: int, rewiring_share: float, draws: np.random.Generator) -> Ties:
    """Seat everybody on a ring, tied to the nearest; move one end of some ties (Watts and Strogatz 1998).

    A moved end lands on nobody who is near on the ring, so a tie that finds no free place can stay put.
    """
    half = mean_degree // 2
    ids = np.arange(borrowers, dtype=np.int32)
    rings = [ties_between(ids, (ids + step) % borrowers, borrowers) for step in range(1, half + 1)]
    ties = np.concatenate(rings)  # tie number t is held by borrower t % borrowers, whose end stays
    del rings
    if mean_degree == borrowers - 1:
        return ties  # everybody knows everybody: there is no place to move to
    moved = np.flatnonzero(draws.random(ties.size) < rewiring_share)

    def move(which: NDArray[np.intp]) -> Ties:
        stay = (moved[which] % borrowers).astype(np.int32)
        step = draws.integers(half + 1, borrowers - half, which.size, dtype=np.int32)
        return ties_between(stay, (stay + step) % borrowers, borrowers)

    new, repeated = _draw_distinct(moved.size, move, borrowers)
    new[repeated] = ties[moved[repeated]]
    ties[moved] = new
    return ties


def _blocks(
    borrowers: int, mean_degree: int, homophily: float, group_of: NDArray[np.int8], draws: np.random.Generator
) -> Ties:
    """Tie borrowers at random, a share ``homophily`` of the ties within groups (Holland and others 1983).

    The other ties fall on anybody, own group included, so every group has the same mean degree and
    ``homophily`` is the assortativity coefficient of the groups (Newman 2003). A tie that finds no free pair
    is left out: a group of three that keeps to itself has room for three ties, whatever the mean degree.
    """
    by_group = np.argsort(group_of, kind="stable").astype(np.int32)
    size = np.bincount(group_of)
    first = (np.cumsum(size) - size).astype(np.int32)

    def meet(which: NDArray[np.intp]) -> Ties:
        some = draws.integers(borrowers, size=which.size, dtype=np.int32)
        others = draws.integers(borrowers, size=which.size, dtype=np.int32)
        within = np.count_nonzero(draws.random(which.size) < homophily)
        group = group_of[some[:within]]
        place = draws.random(within)
        place *= size[group]
        others[:within] = by_group[first[group] + place.astype(np.int32)]
        return ties_between(some, others, borrowers)

    ties, repeated = _draw_distinct(borrowers * mean_degree // 2, meet, borrowers)
    return np.delete(ties, repeated)


def _draw_distinct(
    count: int, draw: Callable[[NDArray[np.intp]], Ties], borrowers: int
) -> tuple[Ties, NDArray[np.intp]]:
    """Draw ties until they are distinct; return them and the places of those that still are not."""
    ties = np.empty(count, np.int64)
    repeated = np.arange(count)
    for _ in range(_ROUNDS):
        ties[repeated] = draw(repeated)
        del repeated  # the search needs its room
        repeated = _repeated(ties, borrowers)
        if not repeated.size:
            break
    return ties, repeated


def _repeated(ties: Ties, borrowers: int) -> NDArray[np.intp]:
    """Return the places of the ties that join a borrower to itself or repeat an earlier tie."""
    order = np.argsort(ties, kind="stable")
    ranked = ties[order]
    again = order[1:][ranked[1:] == ranked[:-1]]
    itself = np.flatnonzero(ties % (borrowers + 1) == 0)  # i * borrowers + i, and no other tie
    return np.union1d(again, itself)


def _scale_free(borrowers: int, mean_degree: int, draws: np.random.Generator, run: Run) -> Ties:
    """Let borrowers arrive one by one and befriend the already popular (Barabasi and Albert 1999).

    The first comers form a star; each later one makes ``mean_degree / 2`` friends.
    """
    made = mean_degree // 2
    ends = np.zeros(2 * made * (borrowers - made), np.int32)
    ends[1 : 2 * made : 2] = np.arange(1, made + 1)
    run(befriend, ends, draws.random((borrowers - made - 1, made)))
    return ties_between(ends[::2], ends[1::2], borrowers)


@rule
def befriend(ends: NDArray[np.int32], draws: NDArray[np.float64]) -> None:
    """Fill in the ends of all ties, (newcomer, friend, newcomer, friend, ...), after those of the first star.

    Who has many friends stands in the list many times, so an even draw from the list so far favours the
    popular. If it hits a friend just made, the next in the list who is somebody else is taken.
    """
    newcomers, made = draws.shape
    for newcomer in range(newcomers):
        known = 2 * made * (newcomer + 1)
        for tie in range(made):
            place = int(draws[newcomer, tie] * known)
            while _among(ends[place], ends, known, known + 2 * tie):
                place = (place + 1) % known
            ends[known + 2 * tie] = made + 1 + newcomer
            ends[known + 2 * tie + 1] = ends[place]


@rule
def _among(borrower: int, ends: NDArray[np.int32], first: int, last: int) -> bool:
    """Tell whether the borrower stands in this part of the list."""
    for place in range(first, last):  # noqa: SIM110 (compiled)
        if ends[place] == borrower:
            return True
    return False
