"""The social network: well-formed rows, the statistics of networkx, and the user's own files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tightrope.model.network import graph as networks
from tightrope.model.network.graph import KINDS, Network, build_network
from tightrope.model.network.own_file import read_network
from tightrope.scenarios.errors import InputError

SIZES = (60, 50, 40)
GROUPS = np.repeat(np.arange(3, dtype=np.int8), SIZES)
PEOPLE = GROUPS.size


def build(kind: str = "small-world", borrowers: int = PEOPLE, seed: int = 1, **changes: Any) -> Network:
    given: dict[str, Any] = {"mean_degree": 6, "rewiring_share": 0.1, "homophily": 0.4, "group_of": GROUPS}
    return build_network(kind, borrowers, seed, **(given | changes))


def ends(network: Network) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return both ends of every tie, each tie in both directions, as the rows have them."""
    return np.repeat(np.arange(network.borrowers), np.diff(network.starts)), network.friends


def same(one: Network, other: Network) -> bool:
    return np.array_equal(one.starts, other.starts) and np.array_equal(one.friends, other.friends)


@st.composite
def some_networks(draw: st.DrawFn) -> tuple[Network, int]:
    kind = draw(st.sampled_from(KINDS))
    borrowers = draw(st.integers(1, 40))
    half = draw(st.integers(0, (borrowers - 1) // 2))
    groups = draw(st.lists(st.integers(0, 4), min_size=borrowers, max_size=borrowers))
    network = build(
        kind,
        borrowers,
        draw(st.integers(0, 2**64)),
        mean_degree=2 * half,
        rewiring_share=draw(st.floats(0, 1)),
        homophily=draw(st.floats(0, 1)),
        group_of=np.array(groups, np.int8),
    )
    return network, half


@given(some_networks())
def test_rows_are_sorted_symmetric_and_without_loops_or_repeats(made: tuple[Network, int]) -> None:
    network, half = made
    borrowers = network.borrowers
    here, there = ends(network)
    assert network.starts[0] == 0 and network.starts[-1] == network.friends.size and here.size == there.size
    assert np.all((there >= 0) & (there < borrowers)) and np.all(here != there)
    forth = here * borrowers + there
    assert np.all(np.diff(forth) > 0)  # rows ascend, and no friend is named twice
    assert np.array_equal(np.sort(there.astype(np.int64) * borrowers + here), forth)
    wanted = {"small-world": borrowers * half, "scale-free": half * (borrowers - half), "none": 0}
    if network.kind == "blocks":
        assert network.edges <= borrowers * half
    else:
        assert network.edges == wanted[network.kind]
    assert network.mean_degree == pytest.approx(2 * network.edges / borrowers)


@pytest.mark.parametrize("kind", ["small-world", "scale-free", "blocks"])
def test_the_seed_decides(kind: str) -> None:
    assert same(build(kind, seed=7), build(kind, seed=7))
    assert not same(build(kind, seed=7), build(kind, seed=8))


def test_memory_is_four_bytes_an_end_and_four_a_borrower() -> None:
    network = build()
    assert network.friends.nbytes == 4 * PEOPLE * 6
    assert network.starts.nbytes == 4 * (PEOPLE + 1)


def test_a_ring_that_is_not_rewired_joins_the_nearest() -> None:
    ring = build(rewiring_share=0.0)
    assert ring.of(0).tolist() == [1, 2, 3, PEOPLE - 3, PEOPLE - 2, PEOPLE - 1]
    assert ring.of(75).tolist() == [72, 73, 74, 76, 77, 78]


@pytest.mark.parametrize("share", [0.1, 0.5, 1.0])
def test_the_share_of_ties_that_leave_the_ring_is_the_rewiring_share(share: float) -> None:
    borrowers = 3_000
    here, there = ends(build(borrowers=borrowers, rewiring_share=share))
    apart = np.abs(here - there)
    moved = np.mean(np.minimum(apart, borrowers - apart) > 3)
    assert moved == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / (3 * borrowers)))


def test_a_tie_without_a_free_place_stays() -> None:
    """Twelve of fourteen others are near on the ring, so the 84 ties have 7 other places to move to."""
    crowd = build(borrowers=14, mean_degree=12, rewiring_share=1.0)
    assert crowd.edges == 84


def chance_of_a_tie(homophily: float) -> list[list[float]]:
    own = homophily * np.diag(1 / np.array(SIZES))
    chances: list[list[float]] = (6 * (own + (1 - homophily) / PEOPLE)).tolist()
    return chances


REFERENCES: dict[str, Callable[[int], Any]] = {
    "small-world": lambda seed: nx.watts_strogatz_graph(PEOPLE, 6, 0.1, seed=seed),
    "scale-free": lambda seed: nx.barabasi_albert_graph(PEOPLE, 3, seed=seed),
    "blocks": lambda seed: nx.stochastic_block_model(SIZES, chance_of_a_tie(0.4), seed=seed),
}


def measures(graph: Any) -> list[float]:
    nx.set_node_attributes(graph, dict(enumerate(GROUPS.tolist())), "group")
    core = graph.subgraph(max(nx.connected_components(graph), key=len))
    degrees = np.array([degree for _, degree in graph.degree()])
    return [
        float(degrees.mean()),
        float(degrees.std()),
        nx.average_clustering(graph),
        nx.average_shortest_path_length(core),
        nx.degree_assortativity_coefficient(graph),
        nx.attribute_assortativity_coefficient(graph, "group"),
        *nx.attribute_mixing_matrix(graph, "group").ravel(),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("kind", list(REFERENCES))
def test_statistics_agree_with_networkx(kind: str) -> None:
    """Degrees, clustering, path length, assortativity and mixing of groups differ by sampling error alone."""
    samples = 12
    ours = [build(kind, seed=seed).to_networkx() for seed in range(samples)]
    theirs = [REFERENCES[kind](seed) for seed in range(samples)]
    a, b = (np.array([measures(graph) for graph in graphs]) for graphs in (ours, theirs))
    error = np.sqrt((a.var(axis=0, ddof=1) + b.var(axis=0, ddof=1)) / samples)
    assert np.all(np.abs(a.mean(axis=0) - b.mean(axis=0)) <= 4 * error + 1e-12)

    counts = [np.bincount([d for g in graphs for _, d in g.degree()], minlength=PEOPLE) for graphs in (ours, theirs)]
    gap = np.abs(np.cumsum(counts[0]) - np.cumsum(counts[1])).max() / (samples * PEOPLE)
    assert gap < 1.63 * np.sqrt(2 / (samples * PEOPLE))  # Kolmogorov and Smirnov, 1 %


@pytest.mark.parametrize("homophily", [0.0, 0.3, 0.6, 1.0])
def test_homophily_is_the_share_of_ties_kept_within_beyond_random_mixing(homophily: float) -> None:
    borrowers = 6_000
    groups = np.random.default_rng(5).choice(4, borrowers, p=[0.1, 0.2, 0.3, 0.4]).astype(np.int8)
    network = build("blocks", borrowers, homophily=homophily, group_of=groups)
    here, there = ends(network)
    by_chance = float(np.sum((np.bincount(groups) / borrowers) ** 2))
    within = np.mean(groups[here] == groups[there])
    assert (within - by_chance) / (1 - by_chance) == pytest.approx(homophily, abs=0.02)
    assert homophily < 1 or within == 1
    degrees = np.diff(network.starts)
    assert [degrees[groups == group].mean() for group in range(4)] == pytest.approx([6] * 4, abs=0.4)
    assert degrees.var() == pytest.approx(6, abs=0.6)  # as Poisson's: five standard errors


def test_a_group_too_small_for_the_degree_is_filled_and_no_more() -> None:
    network = build("blocks", 30, homophily=1.0, group_of=np.repeat(np.arange(10, dtype=np.int8), 3))
    assert network.edges == 30
    assert network.of(4).tolist() == [3, 5]


def test_newcomers_choose_different_friends_among_those_who_came_before() -> None:
    ends = np.zeros(6 * (PEOPLE - 3), np.int32)
    ends[1:6:2] = (1, 2, 3)
    networks.befriend(ends, np.random.default_rng(2).random((PEOPLE - 4, 3)))
    newcomers, friends = ends[6::2].reshape(-1, 3), ends[7::2].reshape(-1, 3)
    assert newcomers.tolist() == [[newcomer] * 3 for newcomer in range(4, PEOPLE)]
    assert (friends < newcomers).all()
    assert all(len({*each}) == 3 for each in friends.tolist())


def test_a_sample_is_the_part_among_its_ids() -> None:
    network = build("scale-free")
    whole = network.to_networkx()
    assert set(whole) == set(range(PEOPLE)) and whole.number_of_edges() == network.edges
    ids = [3, 0, 50, 1, 2, 149, 3]
    part, expected = network.to_networkx(ids), whole.subgraph(ids)
    assert set(part) == set(expected) and nx.utils.edges_equal(part.edges, expected.edges)
    with pytest.raises(IndexError, match="borrower 150 does not exist: ids run from 0 to 149"):
        network.to_networkx([150])
    with pytest.raises(IndexError, match="borrower -1"):
        network.of(-1)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "small-wrld"}, "no 'small-wrld', did you mean 'small-world'"),
        ({"mean_degree": 5}, "mean_degree: 5 .* small-world .* it must be even"),
        ({"mean_degree": -2}, "it must be 0 or more"),
        ({"borrowers": 2**29}, "must be below 4.0"),
    ],
)
def test_a_network_that_cannot_be_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        build(**changes)


def test_blocks_need_the_group_of_every_borrower() -> None:
    assert build("blocks", mean_degree=5).edges == PEOPLE * 5 // 2
    for groups in (None, GROUPS[:-1]):
        with pytest.raises(ValueError, match="the group of each of the 150 borrowers"):
            build("blocks", group_of=groups)


GRAPHML = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <graph edgedefault="{direction}">{inside}</graph>
</graphml>
"""


def graphml(nodes: list[str], pairs: list[tuple[str, str]], direction: str = "undirected") -> str:
    inside = "".join(f'<node id="{node}"/>' for node in nodes)
    inside += "".join(f'<edge source="{some}" target="{other}"/>' for some, other in pairs)
    return GRAPHML.format(direction=direction, inside=inside)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("friends.csv", "from,to\n0,1\n2,1\n4,0\n"),
        ("friends.csv", '\ufeff"person id","friend id"\r\n"0","1"\r\n"1","2"\r\n"0","4"\r\n'),
        ("friends.tsv", "0\t1\n1\t2\n4\t0"),
        ("friends.txt", "# who knows whom\n\n  0   1 \n1 2\n# more\n4 0\n0 4\n1 0\n"),
        ("friends.csv", "a;b\n0; 1\n1 ;2\n4;0\n"),
        ("friends.graphml", graphml(list("01234"), [("0", "1"), ("2", "1"), ("4", "0")])),
        (
            "friends.GRAPHML",
            graphml(list("0124"), [("0", "1"), ("1", "0"), ("2", "1"), ("4", "0")], "directed"),
        ),
    ],
)
def test_a_file_is_read_whatever_its_dialect(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8", newline="")
    network = read_network(file, 6)
    assert [network.of(borrower).tolist() for borrower in range(6)] == [[1, 4], [0, 2], [1], [], [0], []]
    assert network.kind == "file"


def test_a_network_written_and_read_is_the_same(tmp_path: Path) -> None:
    network = build("scale-free")
    here, there = ends(network)
    pl.DataFrame({"from": here, "to": there}).write_parquet(tmp_path / "friends.parquet")
    nx.write_edgelist(network.to_networkx(), tmp_path / "friends.txt", data=False)
    nx.write_graphml(network.to_networkx(), tmp_path / "friends.graphml")
    for name in ("friends.parquet", "friends.txt", "friends.graphml"):
        assert same(read_network(tmp_path / name, PEOPLE), network)


@pytest.mark.parametrize(
    ("name", "text", "messages"),
    [
        (
            "f.csv",
            "a,b\n0,1\n\n1,2,3\n",
            ["1 fault; ", "numbers from 0 to 4", "line 4: '1,2,3' is not a pair"],
        ),
        ("f.csv", "7\n1.5,2\nx,2\n1,,2\n", ["4 faults", "line 1: '7'", "line 2", "line 3", "line 4: '1,,2'"]),
        ("f.csv", '"0,1\n2",3\n0",1\n"0,1"\n', ["4 faults", "line 1: '\"0,1' is not a pair of ids"]),
        ("f.csv", "x7,3\n0,1\n", ["line 1: 'x7,3' is not a pair of ids"]),
        ("f.csv", "a,b\nc,d\n0,1\n", ["1 fault", "line 2: 'c,d' is not a pair of ids"]),
        ("f.txt", "0 5\n-1 2\n", ["line 1: '0 5' names borrower 5, who does not exist", "names borrower -1"]),
        ("f.txt", "0 1\n3 3\n", ["1 fault", "line 2: '3 3' ties a borrower to itself"]),
        ("f.txt", "0 99999999999999999999\n", ["line 1: '0 99999999999999999999' is not a pair of ids"]),
        ("f.txt", "# nothing\n", ["holds no tie", "network_kind 'none'"]),
        ("f.graphml", graphml(["0", "n1", "7"], [("0", "n1")]), ["2 faults", "node 'n1'", "node '7' is no"]),
        ("f.graphml", graphml(["0", "1"], [("0", "1"), ("1", "1")]), ["edge 2: '1, 1' ties a borrower"]),
        ("f.graphml", graphml(["0", "1"], []), ["holds no tie"]),
        (
            "f.graphml",
            GRAPHML.format(direction="undirected", inside='<key id="d0" for="node"/><node id="9"/>'),
            ["1 fault", "node '9' is no borrower"],
        ),
        ("f.graphml", "0,1\n", ["cannot be read as GraphML"]),
        ("f.graphml", "<html></html>", ["cannot be read as GraphML"]),
        ("f.parquet", "0,1\n", ["cannot be read as Parquet"]),
    ],
)
def test_a_bad_file_is_refused_with_its_faults(tmp_path: Path, name: str, text: str, messages: list[str]) -> None:
    file = tmp_path / name
    file.write_text(text)
    with pytest.raises(InputError) as refusal:
        read_network(file, 5)
    for message in [str(file), *messages]:
        assert message in str(refusal.value)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"a": [0, 1], "b": [1, None]}, "row 2: '1, empty' is not a pair of ids"),
        ({"a": [0, 1], "b": [1, 9]}, "row 2: '1, 9' names borrower 9"),
        (
            {"a": [0], "b": [1], "weight": [0.5]},
            "two columns of whole numbers, borrower ids; found a .Int64., b",
        ),
        ({"a": ["0"], "b": [1]}, "two columns of whole numbers"),
    ],
)
def test_bad_parquet_is_refused(tmp_path: Path, columns: dict[str, list[Any]], message: str) -> None:
    pl.DataFrame(columns).write_parquet(tmp_path / "friends.parquet")
    with pytest.raises(InputError, match=message):
        read_network(tmp_path / "friends.parquet", 5)


def test_twenty_faults_are_shown_and_all_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "friends.csv"
    file.write_text("".join(f"{number},{number}\n" for number in range(31)))
    with pytest.raises(InputError, match=r"31 faults \(the first 20 are listed\)") as refusal:
        read_network(file, 100)
    assert len(str(refusal.value).splitlines()) == 21


def test_a_file_that_is_missing_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such network file"):
        read_network(tmp_path / "nowhere.csv", 5)
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(InputError, match="is not text in UTF-8"):
        read_network(tmp_path / "picture.csv", 5)
