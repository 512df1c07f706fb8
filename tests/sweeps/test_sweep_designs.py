"""Designs: where the points of each kind lie, and that they are the same every time."""

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import qmc

from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.designs import count, described, points_of
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.plan.point_files import read_points
from tightrope.sweeps.plan.schema import DesignTable

A = Factor("a", "1", 2.0, 6.0)
B = Factor("b", "1", 0.01, 100.0, log=True)
C = Factor("c", "1", 1.0, 9.0, levels=(1.0, 4.0, 9.0))
T = Factor("t", "text", 0.0, 1.0, levels=(0.0, 1.0), texts=("x", "y"))
ALL = (A, B, C, T)
DRAWN: list[dict[str, Any]] = [
    {"kind": "latin-hypercube", "points": 30},
    {"kind": "sobol", "points": 32},
    {"kind": "morris", "points": 6, "levels": 6},
    {"kind": "saltelli", "points": 8},
    {"kind": "saltelli", "points": 8, "second_order": True},
]


def points(factors: tuple[Factor, ...] = ALL, **design: Any) -> NDArray[np.float64]:
    return points_of(DesignTable(**design), factors)


def as_unit(drawn: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where points in A and B stand in the unit square."""
    return np.column_stack(
        [(drawn[:, 0] - A.low) / (A.high - A.low), np.log(drawn[:, 1] / B.low) / np.log(B.high / B.low)]
    )


def test_a_grid_is_every_combination_the_first_factor_slowest() -> None:
    levels = (Factor("a", "1", 0, 2, (0.0, 2.0)), C)
    assert points(levels, kind="grid").tolist() == [[0, 1], [0, 4], [0, 9], [2, 1], [2, 4], [2, 9]]
    assert count(DesignTable(kind="grid"), levels) == 6


@pytest.mark.parametrize("design", DRAWN)
def test_points_lie_within_the_ranges_and_on_the_lists(design: dict[str, Any]) -> None:
    drawn = points(**design)
    assert drawn.shape == (count(DesignTable(**design), ALL), 4)
    for place, factor in enumerate(ALL):
        assert drawn[:, place].min() >= factor.low and drawn[:, place].max() <= factor.high
        if factor.levels:
            assert set(drawn[:, place]) == set(factor.levels)


@pytest.mark.parametrize("design", DRAWN)
def test_the_same_seed_gives_the_same_points_and_another_gives_others(design: dict[str, Any]) -> None:
    once, again, other = (points(**design, seed=seed) for seed in (3, 3, 4))
    assert once.tobytes() == again.tobytes()
    assert once.tobytes() != other.tobytes()


@pytest.mark.parametrize("design", DRAWN)
def test_a_log_range_is_covered_evenly_in_the_logarithm(design: dict[str, Any]) -> None:
    drawn = points((B,), **{**design, "points": 64})
    assert np.log10(drawn).mean() == pytest.approx(0, abs=0.15), "the middle of 0.01 to 100, in the logarithm"
    assert np.log10(drawn).std() == pytest.approx(4 / np.sqrt(12), rel=0.2)


def test_a_latin_hypercube_has_one_point_in_each_row_and_column() -> None:
    unit = as_unit(points((A, B), kind="latin-hypercube", points=50))
    for column in unit.T:
        assert sorted((column * 50).astype(int)) == list(range(50))


def test_sobol_points_fill_the_square_better_than_chance() -> None:
    unit = as_unit(points((A, B), kind="sobol", points=128))
    chance = np.random.default_rng(1).random((128, 2))
    assert qmc.discrepancy(unit) < qmc.discrepancy(chance) / 5


def test_lists_take_each_value_equally_often() -> None:
    drawn = points((C, T), kind="latin-hypercube", points=300)
    assert np.unique(drawn[:, 0], return_counts=True)[1].tolist() == [100, 100, 100]
    assert np.unique(drawn[:, 1], return_counts=True)[1].tolist() == [150, 150]


def test_morris_moves_one_factor_at_a_time_by_the_same_step() -> None:
    unit = as_unit(points((A, B), kind="morris", points=10, levels=4)).reshape(10, 3, 2)
    moves = np.diff(unit, axis=1)
    assert (np.count_nonzero(np.abs(moves) > 1e-9, axis=2) == 1).all()
    assert np.abs(moves).max(axis=2) == pytest.approx(2 / 3), "levels / (2 (levels - 1))"
    assert np.allclose(unit * 3, np.round(unit * 3))


@pytest.mark.parametrize("second_order", [False, True])
def test_saltelli_crosses_two_samples_factor_by_factor(second_order: bool) -> None:
    drawn = points((A, B), kind="saltelli", points=4, second_order=second_order)
    blocks = drawn.reshape(4, 6 if second_order else 4, 2)
    first, second = blocks[:, 0], blocks[:, -1]
    for factor in range(2):
        crossed = first.copy()
        crossed[:, factor] = second[:, factor]
        assert (blocks[:, 1 + factor] == crossed).all()


def test_the_manifest_tells_what_an_analysis_must_know() -> None:
    table = DesignTable(kind="saltelli", points=8)
    assert described(table, 8) == {"kind": "saltelli", "points": 8, "seed": 1, "second_order": False}
    assert described(DesignTable(kind="morris", points=3), 3) == {"kind": "morris", "points": 3, "seed": 1, "levels": 4}
    assert described(DesignTable(kind="sobol", points=8, seed=2), 8) == {"kind": "sobol", "points": 8, "seed": 2}
    assert described(DesignTable(kind="grid"), 12) == {"kind": "grid", "points": 12}
    assert described(None, 1) == {"kind": "none", "points": 1}


@pytest.mark.parametrize("kind", ["morris", "saltelli"])
def test_a_missing_library_is_named_with_what_to_install(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib.sample", None)
    with pytest.raises(InputError, match=r'needs SALib: pip install "tightrope\[sweep\]"'):
        points(kind=kind, points=4)


# lists of points


def listed(folder: Path, text: str) -> tuple[tuple[Factor, ...], NDArray[np.float64]]:
    (folder / "points.csv").write_text(text, encoding="utf-8")
    return read_points(folder / "points.csv")


def test_a_list_is_read_with_its_texts_and_whole_numbers(tmp_path: Path) -> None:
    text = "limits.cut_depth, network_kind ,mean_degree,strength\n0.5,blocks,6,1\n\n0.25,none,4,0.5\n0.5,blocks,4,0\n"
    factors, rows = listed(tmp_path, text)
    assert [(one.name, one.low, one.high, one.whole) for one in factors] == [
        ("cut_depth", 0.25, 0.5, False), ("network_kind", 0, 1, False), ("mean_degree", 4, 6, True),
        ("strength", 0, 1, False),
    ]  # fmt: skip
    taken = [[factor.value(number) for factor, number in zip(factors, row, strict=True)] for row in rows]
    assert taken == [[0.5, "blocks", 6, 1.0], [0.25, "none", 4, 0.5], [0.5, "blocks", 4, 0.0]]


@given(st.lists(st.tuples(st.floats(0, 0.95), st.floats(0, 10)), min_size=1, max_size=8))
def test_numbers_of_a_list_are_kept_to_the_bit(tmp_path_factory: pytest.TempPathFactory, rows: list[Any]) -> None:
    text = "cut_depth,strength\n" + "".join(f"{a!r},{b!r}\n" for a, b in rows)
    assert listed(tmp_path_factory.mktemp("list"), text)[1].tolist() == [list(row) for row in rows]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ": error: empty: the first row names the factors"),
        ("cut_depth\n", ":1: error: no points"),
        ("cut_dept\n1\n", ":1: error: column 1: unknown parameter 'cut_dept', did you mean 'cut_depth'?"),
        ("cut_depth,limits.cut_depth\n1,1\n", ":1: error: column 2: 'cut_depth' stands twice"),
        ("cut_depth\n0.5\n7\n", ":3: error: column cut_depth: must be between 0 and 0.95, got 7"),
        ("cut_depth\nhalf\n", ":2: error: column cut_depth: must be a number, got 'half'"),
        ("mean_degree\n4.5\n", ":2: error: column mean_degree: must be a whole number, got 4.5"),
        ("cut_depth,network_kind\n0.5,ring\n", ":2: error: column network_kind: must be one of small-world"),
        ("cut_depth,strength\n0.5\n", ":2: error: 1 values under 2 names of factors"),
        ('cut_depth\n"0.5\n', ": error: not valid CSV"),
    ],
)
def test_a_list_is_refused_with_line_and_column(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        listed(tmp_path, text)
    assert message in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / "points.csv"))


def test_every_mistake_of_a_list_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        listed(tmp_path, "cut_depth\n" + "7\n" * 25)
    assert len(str(caught.value).splitlines()) == 25
