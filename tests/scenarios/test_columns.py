"""Rows of a record kept as columns: what is read and written, what is a copy, and how the columns lie in memory."""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Annotated, Any

import numpy as np
import pytest

from tightrope.scenarios.engine.columns import LANES, Columns, joined
from tightrope.scenarios.engine.records import Field, Record, fields_of


class Ball(Record, columns=True, first=(Field("price", np.int32, "fen", "what it costs", None, ()),)):
    """A toy."""

    weight: Annotated[float, np.float64, "kg", "how heavy it is"]
    colour: Annotated[int, np.int8, "code", "how it looks"]


def balls(size: int = 20) -> Any:
    made: Any = Columns(Ball, size)
    made["price"], made["weight"], made["colour"] = np.arange(size), np.arange(size) / 4, 7
    return made


def test_fields_made_of_others_stand_before_those_declared() -> None:
    assert [field.name for field in fields_of(Ball)] == ["price", "weight", "colour"] == list(balls().names)
    assert Ball.in_columns and not Record.in_columns


def test_rows_are_zero_at_first() -> None:
    assert not any(Columns(Ball, 100)[name].any() for name in balls().names)


def test_columns_that_are_seldom_filled_are_like_others() -> None:
    seldom, usual = Columns(Ball, 20, seldom_filled=True), Columns(Ball, 20)
    assert seldom.tobytes() == usual.tobytes()
    for columns in (seldom, usual):
        columns[7].weight, columns["colour"] = 3.0, 2
    assert seldom.tobytes() == usual.tobytes()
    assert all(address % 64 == 0 for address in seldom.table.tolist())


def test_a_row_reads_and_writes_plain_numbers() -> None:
    made = balls()
    row = made[5]
    assert (row.price, row.weight, row.colour) == (5, 1.25, 7)
    assert [type(row[name]) for name in made.names] == [int, float, int]
    row.price += 10
    row["weight"] = 9.5
    assert (made["price"][5], made["weight"][5]) == (15, 9.5)
    assert made[-1].price == 19
    assert sum(each.price for each in made) == made["price"].sum()


def test_a_row_is_put_in_the_place_of_another() -> None:
    made = balls()
    made[3] = balls()[11]
    assert (made[3].price, made[3].weight) == (11, 2.75)
    assert made[2].price == 2 and made[4].price == 4


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(AttributeError, match="no field 'prize'"):
        balls()[0].prize  # noqa: B018
    with pytest.raises(AttributeError, match="no field 'prize'"):
        balls()[0].prize = 3
    with pytest.raises(IndexError, match="row 20: there are 20"):
        balls()[20]
    with pytest.raises(IndexError, match="a run of rows"):
        balls()[::2]


def test_a_part_is_the_same_memory_and_a_choice_is_a_copy() -> None:
    made = balls()
    part, chosen, masked, copy = made[4:9], made[np.array([4, 8])], made[made["price"] > 17], made.copy()
    assert part["price"].tolist() == [4, 5, 6, 7, 8] and part[1:3][0].price == 5
    part[0].price = 99
    assert made["price"][4] == 99 and chosen["price"].tolist() == [4, 8] and copy["price"][4] == 4
    assert masked["price"].tolist() == [18, 19] and masked.size == len(masked) == 2
    part.clear()
    assert made["colour"].tolist() == [7] * 4 + [0] * 5 + [7] * 11
    made.clear()
    assert not made["colour"].any() and copy["colour"].all()


def test_columns_join_one_behind_the_other() -> None:
    whole = joined([balls(3), balls(0), balls(2)])
    assert whole["price"].tolist() == [0, 1, 2, 0, 1]
    assert whole.tobytes() == joined([balls(3), balls(2)]).tobytes() != balls(5).tobytes()
    assert whole.nbytes == 5 * (4 + 8 + 1)


@pytest.mark.parametrize("size", [1, 8, 20, 512])
def test_columns_begin_at_cache_lines_and_end_in_whole_groups(size: int) -> None:
    made = balls(size)
    places = -(-size // LANES) * LANES
    starts = dict(zip(made.names, made.table.tolist(), strict=True))
    for name in made.names:
        column = made[name]
        assert column.ctypes.data == starts[name] and starts[name] % 64 == 0
        behind = [other for other in starts.values() if other > starts[name]]
        assert all(starts[name] + places * column.itemsize <= other for other in behind)
        rest = np.ndarray(places, column.dtype, made._block, starts[name] - made._block.ctypes.data)[size:]
        assert not rest.any()
    assert len({start % 4096 for start in starts.values()}) == 3, "no two want the same places of the cache"


def test_the_table_of_a_part_points_into_the_whole() -> None:
    made = balls()
    part = made[8:16]
    assert part.table.tolist() == [part[name].ctypes.data for name in part.names]


def test_threads_that_ask_at_once_are_given_the_same_addresses() -> None:
    """Machine code reads them where they lie: of two tables one would be freed while a pass still reads it."""
    at_once, usual = Barrier(4), sys.getswitchinterval()

    def table(of: Any) -> Any:
        at_once.wait()
        return of.table

    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            for _ in range(200):
                asked = Columns(Ball, 8)
                first, *others = pool.map(table, [asked] * 4)
                assert all(other is first for other in others)
    finally:
        sys.setswitchinterval(usual)
