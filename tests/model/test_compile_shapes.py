"""Compiled rules do what the same text does in Python: every shape that statements and expressions may take."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.helpers.lanes import Rule, Shape, random_shapes, same_in_all_ways
from tightrope.model.compile.calling import slots_of_arguments
from tightrope.model.compile.machine import loaded, object_code, target
from tightrope.model.compile.module import Module, Target
from tightrope.model.engine.blocks import write_once
from tightrope.scenarios.engine.bits import bits_of, of_bits
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.streams import Word

STEPS = (0.5, 1.5, 4.0)
NAMES = ("x", "y")
HIGH = ~0xFFFF


@rule
def nested_returns(s: Shape, i: int) -> None:
    """Ways that end early, at several depths."""
    s.i = 1
    if s.a > 0.0:
        if s.k > 100:
            s.i = 2
            return
        if s.n < 0:
            s.i += 10
            if s.b > 0.0:
                return
            s.j = 3
        else:
            s.j = 4
    elif s.k > 0:
        return
    s.i += 100


@rule
def graded(a: float, k: int) -> int:
    """A number from several ways out."""
    if a > 2.0:
        return 3
    if k < 0:
        if a < -2.0:
            return 2
        return 1
    return 0


@rule
def both(a: float) -> tuple[float, int]:
    """Two numbers at once."""
    if a > 0.0:
        return a * 2.0, 1
    return -a, 0


@rule
def asks(s: Shape, least: float) -> bool:
    """A question that leaves a trace: who is asked is seen."""
    s.j += 1
    return s.a > least


@rule
def calls(s: Shape, i: int) -> None:
    """Calls, whose arguments differ or not."""
    s.i = graded(s.a, s.k) * 10 + graded(3.0, 1) + graded(float(i), -1)
    s.x, s.n = both(s.a)
    large, _ = both(s.b)
    s.y = large


@rule
def asked_only_where_it_matters(s: Shape, i: int) -> None:
    """And, or and the choice of two numbers ask the second question only where the first does not settle it."""
    if s.k > 0 and asks(s, 0.0):
        s.i += 1
    if s.k > 0 or asks(s, 1.0):
        s.i += 10
    if not (s.n < 0 and asks(s, -1.0)) and (asks(s, 2.0) or s.b > 1.0):
        s.i += 100
    s.i += 1000 if s.n > 0 and asks(s, 0.5) else 0
    s.x = 1.0 if asks(s, 0.0) else (2.0 if s.k > 5 else float(asks(s, 3.0)))


@rule
def loops(s: Shape, i: int) -> None:
    """Loops with bounds that are the same for all, and with bounds of each one's own."""
    total = 0
    for k in range(4):
        if k == s.n:
            continue
        total += k
    for k in range(s.n, 5):
        total += 100 * k
        if total > 900:
            break
    s.i = total
    for k in range(len(STEPS)):
        s.x += STEPS[k] * s.a
    left = abs(s.k)
    halvings = 0
    while left > 3:
        left = left // 2
        halvings += 1
    s.j = halvings


@rule
def found_in(s: Shape, most: int) -> int:
    """A loop that is left by returning."""
    for k in range(most):
        if k * k > abs(s.k):
            return k
    return -1


@rule
def nested_loops(s: Shape, i: int) -> None:
    """Loops in loops, left at both depths."""
    s.i = found_in(s, s.n + 3) + 1000 * found_in(s, 200)
    count = 0
    for k in range(6):
        for m in range(k):
            if m == abs(s.n):
                break
            count += 1
        if count > 7 and s.a > 0.0:
            break
    s.j = count


@rule
def arithmetic(s: Shape, i: int) -> None:
    """Whole numbers and floats, as Python computes with them."""
    s.i = s.k // 7 + 1000 * (s.k % 7) - s.n // -3 + (i % 5) + (s.k // 3) * (s.n > 0) - -s.n
    s.x = (
        s.a / (1.0 + abs(s.b))
        - 2 * s.a
        + s.k / 8
        + int(s.a * 3.0)
        + math.floor(s.b)
        + math.ceil(s.a)
        + math.sqrt(abs(s.a))
    )
    s.y = min(s.a, s.b, 1.5) + max(s.n, 2) + min(s.k, 3)
    s.j = int(0 < s.n <= 3) + 2 * int(s.a == s.b) + 4 * int(s.n != 2) + 8 * int(-2.0 < s.a < 2.0)


@rule
def words(s: Shape, i: int) -> None:
    """Words of 64 bits, which wrap around and are shifted without a sign; and the bits of floats."""
    word: Word = s.k + 20_000
    stirred: Word = (word * 0xBF58_476D_1CE4_E5B9) & 0xFFFF_FFFF_FFFF_FFFF
    mixed: Word = stirred ^ (stirred >> 29)
    s.x = float(mixed >> 11) * 2.0**-53 + float(mixed & 0xFFFF_FFFF)
    s.j = int((((i + 1) * 0x9E37_79B9_7F4A_7C15) & 0xFFFF_FFFF_FFFF_FFFF) >> 50)
    s.i = bits_of(s.a) >> 12
    s.y = of_bits(bits_of(abs(s.a)) & HIGH)


@rule
def without_a_value(s: Shape, i: int) -> None:
    """NaN, infinity and zeros of both signs."""
    nothing = math.nan if s.n == 0 else s.a
    endless = math.inf if s.n == 1 else s.b
    s.x = max(nothing, 0.0) + min(0.0, nothing) + (1.0 if nothing != nothing else 0.0)
    s.y = endless if endless > 1e30 else -endless
    s.i = int(nothing > 0.0) + 2 * int(nothing <= 0.0) + 4 * int(endless == math.inf)


@rule
def by_name(s: Shape, i: int) -> None:
    """Fields named by constants."""
    for name in NAMES:
        s[name] += s.a
    s.i = int(s["a"] > 0.0)


@rule
def names_again(s: Shape, i: int) -> None:
    """Names given values on some ways only, and several times."""
    best = s.a
    if s.b > best:
        best = s.b
    count = once = 2
    if s.n > 0:
        count += s.n
        part = best * 2.0
        s.x = part
    else:
        part = -best
        s.y = part
    s.i = count + once


SHAPES = (
    nested_returns,
    calls,
    asked_only_where_it_matters,
    loops,
    nested_loops,
    arithmetic,
    words,
    without_a_value,
    by_name,
    names_again,
)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("rows", [1, 8, 203])
def test_a_rule_does_the_same_plain_and_in_any_number_of_lanes(shape: Rule, rows: int) -> None:
    before = random_shapes(rows, seed=rows)
    after = same_in_all_ways(shape, before)
    assert any((after[name] != before[name]).any() for name in after.names) or rows == 1


@pytest.mark.parametrize("of", [Target(8, True, True), Target(8, False, False)], ids=["bits", "wide"])
@pytest.mark.parametrize("shape", [nested_returns, asked_only_where_it_matters, nested_loops, arithmetic, words])
def test_masks_of_other_processors_do_the_same(shape: Rule, of: Target, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.helpers.lanes.target", lambda lanes: of if lanes == 8 else Target(1, False, False))
    same_in_all_ways(shape, random_shapes(203))


def test_a_rule_for_the_few_is_called_lane_by_lane() -> None:
    alone = frozenset((asks, graded))
    assert (same_in_all_ways(asked_only_where_it_matters, random_shapes(100), one_by_one=alone)["j"] > 0).any()
    same_in_all_ways(calls, random_shapes(100), one_by_one=alone)


@rule
def looked_up(numbers: NDArray[np.int64], places: NDArray[np.int64], found: NDArray[np.int64]) -> None:
    """Places that may lie far outside what is looked up."""
    for k in range(places.size):
        place = int(places[k])
        found[k] = numbers[place] if 0 <= place < numbers.size else -1
        if 0 <= place < numbers.size and numbers[place] > 4:
            found[k] += 100


def test_nothing_is_read_for_those_whom_a_test_keeps_away() -> None:
    module = Module(target(1))
    write_once(module, looked_up)
    numbers, places = np.arange(8), np.array([3, -(10**12), 7, 10**12])
    compiled, plain = np.zeros(4, np.int64), np.zeros(4, np.int64)
    looked_up(numbers, places, plain)
    code = loaded([object_code(module)], ["looked_up"])
    code.call("looked_up", slots_of_arguments(looked_up, (numbers, places, compiled)))
    assert plain.tolist() == compiled.tolist() == [3, -1, 107, -1]
