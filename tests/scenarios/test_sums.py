"""Sums of decimals as whole parts of one: rounded once, and the same in any order."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tightrope.scenarios.engine.sums import BILLION, MILLION, whole


@pytest.mark.parametrize(
    ("value", "parts", "held"),
    [
        (0.0, BILLION, 0), (1.0, BILLION, 1_000_000_000), (1.4e-9, BILLION, 1), (1.6e-9, BILLION, 2),
        (650.1234567, MILLION, 650_123_457), (-0.25, BILLION, -250_000_000), (0.5, 1.0, 1), (-0.5, 1.0, 0),
    ],
)  # fmt: skip
def test_a_decimal_is_held_in_whole_parts_halves_up(value: float, parts: float, held: int) -> None:
    assert whole(value, parts) == held


@given(st.lists(st.floats(0, 1), min_size=2, max_size=30), st.randoms())
def test_the_order_of_adding_does_not_matter(values: list[float], random: Random) -> None:
    held = sum(whole(value, BILLION) for value in values)
    random.shuffle(values)
    assert sum(whole(value, BILLION) for value in values) == held
    assert held / BILLION == pytest.approx(sum(values), abs=len(values) / BILLION)
