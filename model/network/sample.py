"""A part of the network small enough to draw: whole neighbourhoods, grouped into communities, each friend in a place.

Most borrowers of a large network never meet, so borrowers drawn one by one would hardly share a tie. The part is grown
from a few starts through friends and their friends instead. Communities are those of Louvain's method (Blondel and
others 2008). Each is laid out on its own and turned towards its neighbours; then the communities are laid side by side.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import networkx as nx

    from tightrope.model.network.graph import Network

__all__ = ["MOST_DRAWN", "MOST_FRIENDS", "STARTS", "Part", "part_of"]

MOST_DRAWN = 300
"""Borrowers of a part: more cannot be told apart on a sheet."""
STARTS = 4
"""Borrowers from whom a part is grown, in turns."""
MOST_FRIENDS = 24
"""Friends through whom a part grows from one borrower: the friends of the most popular would fill the sheet."""

_GAP = 0.8
"""Room that is left around a community, in the room that one borrower has."""
_OWN = 0.62
"""Half the room that a borrower keeps free of others, in the same."""
_PULLS = 120
"""How often communities are drawn together while those that overlap are pushed apart."""
_PUSHES = 60
"""How often those who overlap are pushed apart."""

type Places = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Part:
    """Borrowers of a network, ascending, with all ties among them and a place for each on a sheet of 1 by 1.

    ``ids`` and ``community`` (counted from 0, the largest first) have shape (drawn,), ``places`` (drawn, 2) and
    ``ties`` (ties, 2); a tie holds two positions in ``ids``, the lower first. ``grounds`` has for each community whose
    members know each other where it lies: the middle across and up, half its width and half its height.
    """

    ids: NDArray[np.int64]
    ties: NDArray[np.int64]
    community: NDArray[np.int64]
    places: Places
    grounds: Places


def part_of(network: "Network", seed: int, most: int = MOST_DRAWN) -> Part:
    """Return a part of the network with at most so many borrowers; the same seed always gives the same part."""
    import networkx as nx

    ids = np.array(sorted(_grown(network, np.random.default_rng(seed), most)))
    graph: nx.Graph[int] = nx.convert_node_labels_to_integers(network.to_networkx(ids), ordering="sorted")
    ties = np.array(sorted(tuple(sorted(tie)) for tie in graph.edges), np.int64).reshape(-1, 2)
    groups = _communities(graph)
    community = np.empty(ids.size, np.int64)
    for number, members in enumerate(groups):
        community[members] = number
    places, grounds = _laid_out(graph, groups, community, ties)
    together = [number for number, members in enumerate(groups) if graph.subgraph(members).number_of_edges()]
    return Part(ids, ties, community, places, grounds[together])


def _grown(network: "Network", draws: np.random.Generator, most: int) -> set[int]:
    """Grow a part from some starts through their friends, the nearest first; where it ends, another start follows."""
    size = min(most, network.borrowers)
    order = iter(draws.permutation(network.borrowers).tolist())
    taken: set[int] = set()
    for turn in range(STARTS):
        target = size * (turn + 1) // STARTS
        while len(taken) < target:
            start = next(each for each in order if each not in taken)
            taken.add(start)
            for friend in _friends_around(network, start, draws, taken):
                if len(taken) == target:
                    break
                taken.add(friend)
    return taken


def _friends_around(network: "Network", start: int, draws: np.random.Generator, taken: set[int]) -> Iterator[int]:
    """Yield friends, then their friends and so on, who are not taken yet."""
    waiting = deque([start])
    while waiting:
        friends = network.of(waiting.popleft())
        if friends.size > MOST_FRIENDS:
            friends = np.sort(draws.choice(friends, MOST_FRIENDS, replace=False))
        for friend in friends.tolist():
            if friend not in taken:
                waiting.append(friend)
                yield friend


def _communities(graph: "nx.Graph[int]") -> list[list[int]]:
    """Return who belongs together, the largest community first; those without a tie in the part are one of them."""
    import networkx as nx

    alone = sorted(nx.isolates(graph))
    tied = graph.subgraph(sorted(set(graph) - set(alone)))
    found = [sorted(members) for members in nx.community.louvain_communities(tied, seed=0)] if len(tied) else []
    if alone:
        found.append(alone)
    return sorted(found, key=lambda members: (-len(members), members))


def _laid_out(
    graph: "nx.Graph[int]", groups: list[list[int]], community: NDArray[np.int64], ties: NDArray[np.int64]
) -> tuple[Places, Places]:
    """Lay the communities side by side, members near their friends, and fit all to a sheet of 1 by 1."""
    radii = np.array([np.sqrt(len(members)) for members in groups]) + _GAP
    between = ties[community[ties[:, 0]] != community[ties[:, 1]]]
    centres = _packed(_centres(len(groups), community[between]), radii)
    places = np.empty((len(graph), 2))
    for members in groups:
        places[members] = _within(graph.subgraph(members))
    for number, members in enumerate(groups):
        places[members] = _turned(number, places, community, between, centres)[members]
    places += centres[community]
    low, high = (centres - radii[:, None]).min(axis=0), (centres + radii[:, None]).max(axis=0)
    wide = high - low
    return (places - low) / wide, np.column_stack(((centres - low) / wide, (radii[:, None] - _GAP / 4) / wide))


def _centres(communities: int, between: NDArray[np.int64]) -> Places:
    """Place communities near those with whom they share many ties."""
    import networkx as nx

    meeting: nx.Graph[int] = nx.empty_graph(communities)
    for some, other in between.tolist():
        tied = meeting.get_edge_data(some, other, {"weight": 0})["weight"]
        meeting.add_edge(some, other, weight=tied + 1)
    return _in_order(nx.spring_layout(meeting, seed=0, iterations=200))


def _packed(centres: Places, radii: NDArray[np.float64]) -> Places:
    """Draw discs together from where they are, far apart, until they touch; none covers another."""
    centres = centres * 10 * radii.max()
    for _ in range(_PULLS):
        centres = _pushed(centres * 0.96, radii)
    return _apart(centres, radii)


def _apart(centres: Places, radii: NDArray[np.float64]) -> Places:
    """Push discs apart until none covers another."""
    for _ in range(_PUSHES):
        centres = _pushed(centres, radii)
    return centres


def _pushed(centres: Places, radii: NDArray[np.float64]) -> Places:
    """Move discs that overlap half of the way that would part them."""
    way = centres[:, None] - centres[None, :]
    distance = np.hypot(way[..., 0], way[..., 1]) + 1e-9
    overlap = np.maximum(radii[:, None] + radii[None, :] - distance, 0)
    np.fill_diagonal(overlap, 0)
    pushes = 0.5 * (way / distance[..., None] * overlap[..., None]).sum(axis=1)
    return np.asarray(centres + pushes / np.maximum((overlap > 0).sum(axis=1), 1)[:, None])


def _within(members: "nx.Graph[int]") -> Places:
    """Place the members of a community around its middle: friends near each other, the friendless evenly."""
    import networkx as nx

    size = len(members)
    if not members.number_of_edges():  # as in a sunflower
        turn, out = np.arange(size) * np.pi * (3 - np.sqrt(5)), np.sqrt(np.arange(size) + 0.5)
        return np.stack((out * np.cos(turn), out * np.sin(turn)), axis=1)
    places = _in_order(nx.spring_layout(members, seed=0, iterations=80))
    own, stretch, axes = np.linalg.svd(places - places.mean(axis=0), full_matrices=False)
    places = (own * np.maximum(stretch, stretch[0] / 1.3)) @ axes  # a long row would leave its ground empty
    places *= (np.sqrt(size) - _OWN) / np.hypot(places[:, 0], places[:, 1]).max()
    return _apart(places, np.full(size, _OWN))


def _in_order(found: "dict[int, NDArray[np.float64]]") -> Places:
    """Return the places that networkx found in the order of the numbers, around their middle."""
    places = np.array([found[number] for number in sorted(found)])
    return np.asarray(places - places.mean(axis=0))


def _turned(
    number: int, places: Places, community: NDArray[np.int64], between: NDArray[np.int64], centres: Places
) -> Places:
    """Turn a community so that those with friends elsewhere face these."""
    ends = np.concatenate((between, between[:, ::-1]))
    ends = ends[community[ends[:, 0]] == number]
    own = places[ends[:, 0]]
    there = centres[community[ends[:, 1]]] - centres[number]
    angle = np.arctan2((own[:, 0] * there[:, 1] - own[:, 1] * there[:, 0]).sum(), (own * there).sum())
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return np.asarray(places @ turn)
