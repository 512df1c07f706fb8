"""A part of a network to be drawn: true ties, whole neighbourhoods, places that are apart, for every kind and size."""

import time

import networkx as nx
import numpy as np
import pytest

from tightrope.model.network.graph import KINDS, Network, build_network, network_of, ties_between
from tightrope.model.network.sample import MOST_DRAWN, Part, part_of


def network(kind: str, borrowers: int) -> Network:
    degree = min(6, (borrowers - 1) // 2 * 2)
    thirds = (np.arange(borrowers) % 3).astype(np.int8)
    return build_network(
        kind, borrowers, 1, mean_degree=degree, rewiring_share=0.1, homophily=0.5, group_of=thirds
    )  # fmt: skip


def check(part: Part, whole: Network) -> None:
    drawn = min(MOST_DRAWN, whole.borrowers)
    assert np.unique(part.ids).size == part.ids.size == drawn and (np.diff(part.ids) > 0).all()
    there = {tuple(sorted(tie)) for tie in whole.to_networkx(part.ids).edges}
    assert {(int(part.ids[some]), int(part.ids[other])) for some, other in part.ties} == there
    assert part.places.shape == (drawn, 2) and part.places.min() >= 0 and part.places.max() <= 1
    assert np.unique(part.places.round(4), axis=0).shape[0] == drawn
    assert part.community.min() == 0 and np.diff(np.bincount(part.community)).max(initial=0) <= 0


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("borrowers", [1, 2, 3, 40, 5_000])
def test_ties_are_true_and_places_are_apart(kind: str, borrowers: int) -> None:
    whole = network(kind, borrowers)
    check(part_of(whole, 3), whole)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_part_and_another_seed_another(kind: str) -> None:
    whole = network(kind, 5_000)
    once, again, other = part_of(whole, 1), part_of(whole, 1), part_of(whole, 2)
    for name in ("ids", "ties", "community", "places", "grounds"):
        assert np.array_equal(getattr(once, name), getattr(again, name))
    assert set(once.ids) != set(other.ids)


@pytest.mark.parametrize("kind", ["small-world", "scale-free", "blocks"])
def test_a_part_is_made_of_neighbourhoods(kind: str) -> None:
    part = part_of(network(kind, 5_000), 1)
    assert len(part.ties) > 250, "borrowers drawn one by one would share some fifty ties"
    across = part.community[part.ties[:, 0]] != part.community[part.ties[:, 1]]
    assert across.mean() < 0.4
    apart = part.places[part.ties[:, 0]] - part.places[part.ties[:, 1]]
    anybody = part.places - np.roll(part.places, 150, axis=0)
    assert np.median(np.hypot(*apart.T)) < 0.5 * np.median(np.hypot(*anybody.T))
    assert len(part.grounds) == part.community.max() + 1


def test_islands_and_the_friendless_of_a_file_are_drawn_too() -> None:
    pairs = np.array([*nx.complete_graph(5).edges, (10, 11)])
    whole = network_of(np.sort(ties_between(pairs[:, 0], pairs[:, 1], 400)), 400, "file")
    part = part_of(whole, 0, most=400)
    assert part.ids.size == 400 and len(part.ties) == 11
    assert len(part.grounds) == 2, "the friendless are no community"


def test_the_friends_of_the_most_popular_do_not_fill_the_sheet() -> None:
    fans, others = np.arange(1, 1_001), np.arange(1_001, 4_001)
    ends = np.concatenate((np.zeros(1_000, int), np.repeat(fans, 3))), np.concatenate((fans, others))
    part = part_of(network_of(ties_between(*ends, 4_001), 4_001, "file"), 1)
    assert 0 in part.ids and (part.ids > 1_000).sum() > 150


def test_a_part_of_many_is_found_at_once() -> None:
    whole = network("small-world", 200_000)
    part_of(whole, 0)
    began = time.process_time()
    part_of(whole, 1)
    assert time.process_time() - began < 1.5, "a quarter of a second on an idle machine"
