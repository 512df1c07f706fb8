"""The model's own mathematics: how near it comes to the exact values, its edges, and the same bits wherever it runs."""

import hashlib
import itertools
import math
import os
import struct
import subprocess
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

import mpmath
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from mpmath import mp, mpf

from tightrope.scenarios.engine.bits import bits_of, of_bits
from tightrope.scenarios.engine.compiled import rule
from tightrope.scenarios.engine.mathematics import MOST_TURNS, cos_of_turn, exp, log, power, sin_of_turn
from tightrope.scenarios.engine.streams import month_keys, uniforms

ROOT = Path(__file__).resolve().parents[2]
LEAST, MOST = math.ulp(0.0), sys.float_info.max
MANY = 2_000
MARGIN = 200
"""Binary digits of the exact values."""
GOLDEN = "a3f5a5ea69a1770e41ad23e0713fd72b"
"""What ``digest`` gives, on any processor and system."""


def spread(low: float, high: float, purpose: int, count: int = MANY) -> list[float]:
    """Numbers from a range, the same in every run and on every system."""
    drawn = uniforms(month_keys(1, 1), purpose, 0, count)
    return [low + float(u) * (high - low) for u in drawn]


def sizes(low: int, high: int, purpose: int, count: int = MANY) -> list[float]:
    """Numbers of every size between two powers of 2."""
    return [
        math.ldexp(1.0 + u, math.floor(place))
        for u, place in zip(spread(0.0, 1.0, purpose, count), spread(low, high, purpose + 1, count), strict=True)
    ]


def near(x: float, steps: int = 3) -> list[float]:
    """A number and those next to it on both sides."""
    return [of_bits(bits_of(x) + step) for step in range(-steps, steps + 1)]


def ulps_off(found: float, exact: mpf) -> float:
    """How far a float lies from the exact value, in units in the last place of that."""
    exponent = max(math.frexp(float(exact))[1] - 53, -1074)
    return float(abs(mpf(found) - exact) / mpf(2) ** exponent)


def worst(function: Callable[..., float], exact: Callable[..., mpf], cases: Sequence[tuple[float, ...]]) -> float:
    """The largest error over some arguments."""
    with mp.workprec(MARGIN):
        return max(ulps_off(function(*case), exact(*map(mpf, case))) for case in cases)


# how near

ANNUITIES = [(1.0 + rate, -float(months)) for rate, months in zip(spread(1e-9, 0.1, 20), range(MANY), strict=True)]
TO_ANY_SIZE = [
    (x, exponent / math.log2(x))
    for x, exponent in zip(sizes(-1000, 1000, 22), spread(-1070.0, 1020.0, 24), strict=True)
]
BESIDE_ONE = [
    (1.0 + x * sign, exponent / math.log2(1.0 + x * sign))
    for x, exponent, sign in zip(sizes(-40, -2, 26), spread(-1000.0, 1000.0, 28), itertools.cycle((1, -1)))
]


@pytest.mark.parametrize(
    "arguments",
    [spread(-745.0, 709.7, 0), spread(-1.0, 1.0, 1), sizes(-60, 3, 2), [-x for x in sizes(-60, 3, 4)], near(-708.4)],
    ids=["all", "small", "tiny", "tiny and negative", "subnormal"],
)
def test_exp_is_less_than_one_unit_off(arguments: list[float]) -> None:
    assert worst(exp, mpmath.exp, [(x,) for x in arguments]) < 1.0


@pytest.mark.parametrize(
    "arguments",
    [
        sizes(-1074, 1023, 0),
        spread(0.5, 2.0, 2),
        spread(0.99, 1.01, 3),
        spread(2.0**-53, 1.0, 4),
        near(1.0),
        near(MOST)[:4],
    ],
    ids=["all", "near 1", "very near 1", "draws", "next to 1", "largest"],
)
def test_log_is_less_than_one_unit_off(arguments: list[float]) -> None:
    assert worst(log, mpmath.log, [(x,) for x in arguments]) < 1.0


def test_the_logarithms_of_the_smallest_numbers_and_of_the_largest_are_known() -> None:
    assert worst(log, mpmath.log, [(MOST,), *((LEAST * k,) for k in range(1, 100))]) < 1.0


@pytest.mark.parametrize(
    "cases",
    [
        [*zip(spread(0.0, 1.0, 10), spread(0.0, 3.0, 11), strict=True)],
        ANNUITIES,
        [(10.0, y) for y in spread(-300.0, 300.0, 12)],
        TO_ANY_SIZE,
        BESIDE_ONE,
    ],
    ids=["shares", "annuities", "powers of ten", "large exponents", "bases next to 1"],
)
def test_powers_are_less_than_one_unit_off(cases: list[tuple[float, float]]) -> None:
    assert worst(power, mpmath.power, cases) < 1.0


@pytest.mark.parametrize(
    "turns",
    [[math.ldexp(math.floor(u), -32) for u in spread(0.0, 2.0**32, 30)], spread(-9.0, 9.0, 31), sizes(-60, 40, 32)],
    ids=["normal draws", "both ways", "of every size"],
)
def test_sine_and_cosine_are_less_than_two_units_off(turns: list[float]) -> None:
    for found, exact in ((sin_of_turn, mpmath.sinpi), (cos_of_turn, mpmath.cospi)):
        assert worst(found, lambda u, exact=exact: exact(2 * u), [(u,) for u in turns]) < 2.0


# what must hold exactly

INF, NAN = math.inf, math.nan


@pytest.mark.parametrize(
    ("function", "arguments", "value"),
    [
        (exp, (0.0,), 1.0), (exp, (-0.0,), 1.0), (exp, (INF,), INF), (exp, (-INF,), 0.0), (exp, (NAN,), NAN),
        (exp, (1e300,), INF), (exp, (-1e300,), 0.0), (exp, (709.79,), INF), (exp, (-745.2,), 0.0),
        (exp, (-745.1,), LEAST), (exp, (LEAST,), 1.0),
        (log, (1.0,), 0.0), (log, (0.0,), -INF), (log, (-0.0,), -INF), (log, (-LEAST,), NAN), (log, (-INF,), NAN),
        (log, (INF,), INF), (log, (NAN,), NAN),
        (power, (0.0, 2.5), 0.0), (power, (-0.0, 3.0), 0.0), (power, (0.0, -1.0), INF), (power, (0.0, 0.0), 1.0),
        (power, (NAN, 0.0), 1.0), (power, (INF, 0.0), 1.0), (power, (-2.0, 0.0), 1.0), (power, (-2.0, 2.0), NAN),
        (power, (1.0, NAN), 1.0), (power, (1.0, INF), 1.0), (power, (NAN, 1.0), NAN), (power, (2.0, NAN), NAN),
        (power, (INF, 1e-9), INF), (power, (INF, -1e-9), 0.0), (power, (2.0, INF), INF), (power, (0.5, INF), 0.0),
        (power, (2.0, -INF), 0.0), (power, (0.5, -INF), INF), (power, (2.0, 1e300), INF), (power, (2.0, -1e300), 0.0),
        (power, (2.0, 1024.0), INF), (power, (2.0, -1074.0), LEAST), (power, (2.0, -1076.0), 0.0),
        (power, (0.25, 0.5), 0.5), (power, (MOST, LEAST), 1.0), (power, (LEAST, 1.0), LEAST), (power, (-INF, 1.0), NAN),
        (sin_of_turn, (0.0,), 0.0), (sin_of_turn, (0.25,), 1.0), (sin_of_turn, (0.5,), 0.0),
        (sin_of_turn, (0.75,), -1.0), (cos_of_turn, (0.0,), 1.0), (cos_of_turn, (0.25,), 0.0),
        (cos_of_turn, (0.5,), -1.0), (cos_of_turn, (0.75,), 0.0),
        (sin_of_turn, (MOST_TURNS,), 0.0), (cos_of_turn, (-MOST_TURNS,), 1.0), (cos_of_turn, (2 * MOST_TURNS,), NAN),
        (sin_of_turn, (INF,), NAN), (sin_of_turn, (NAN,), NAN), (cos_of_turn, (-INF,), NAN), (cos_of_turn, (NAN,), NAN),
    ],
)  # fmt: skip
def test_edges(function: Callable[..., float], arguments: tuple[float, ...], value: float) -> None:
    assert function(*arguments) == value or (math.isnan(value) and math.isnan(function(*arguments)))


@given(st.integers(-1074, 1023))
def test_whole_powers_of_two_are_exact(k: int) -> None:
    assert power(2.0, float(k)) == math.ldexp(1.0, k)


@given(st.floats(0.0, MOST, exclude_min=True))
@example(LEAST)
@example(MOST)
def test_a_number_to_the_power_of_one_is_itself(x: float) -> None:
    assert power(x, 1.0) == x


@given(st.floats(allow_nan=True), st.floats(allow_nan=True))
def test_nothing_raises_and_results_are_in_range(x: float, y: float) -> None:
    assert not exp(x) < 0.0
    assert not power(x, y) < 0.0
    assert math.isnan(log(x)) == (math.isnan(x) or x < 0.0)
    for wave in (sin_of_turn(x), cos_of_turn(x)):
        assert math.isnan(wave) or -1.0 <= wave <= 1.0


@pytest.mark.parametrize("function", [exp, log], ids=["exp", "log"])
def test_more_gives_no_less(function: Callable[[float], float]) -> None:
    borders = [math.sqrt(0.5) * 2.0**k for k in range(-20, 20)] + [(k + 0.5) * math.log(2.0) for k in range(40)]
    for x in [*spread(0.0, 700.0, 40, 500), *spread(0.0, 2.0, 41, 500), *borders]:
        values = [function(each) for each in near(x, 12)]
        assert values == sorted(values)


@given(st.integers(-(2**63), 2**63 - 1))
def test_bits_go_there_and_back(bits: int) -> None:
    x = of_bits(bits)
    assert math.isnan(x) or bits_of(x) == bits


@rule
def there_and_back(x: float) -> float:
    """The bits of a number moved by one, compiled."""
    return of_bits(bits_of(x) + 1)


@given(st.floats(LEAST, 1e308))
def test_compiled_rules_move_bits_alike(x: float) -> None:
    assert there_and_back(x) == math.nextafter(x, INF) == of_bits(bits_of(x) + 1)


# the same everywhere


def digest() -> str:
    """The bits of all results on a fixed grid."""
    one = [*spread(-745.0, 709.0, 50), *spread(-2.0, 2.0, 51)]
    other = [*sizes(-1074, 1020, 52), *spread(0.0, 1.0, 54)]
    turns = [*spread(0.0, 1.0, 55), *spread(-50.0, 50.0, 56)]
    found = [
        *map(exp, one),
        *map(log, other),
        *map(sin_of_turn, turns),
        *map(cos_of_turn, turns),
        *itertools.starmap(power, zip(spread(0.0, 2.0, 57), spread(-30.0, 30.0, 58), strict=True)),
        *itertools.starmap(power, zip(sizes(-300, 300, 60), spread(-3.0, 3.0, 62), strict=True)),
    ]
    return hashlib.blake2b(struct.pack(f"<{len(found)}d", *found), digest_size=16).hexdigest()


def test_the_bits_are_those_of_every_other_system() -> None:
    """Golden: another digest is another rounding, by which the results of runs move."""
    assert digest() == GOLDEN


@pytest.mark.slow
def test_plain_python_and_compiled_rules_have_the_same_bits() -> None:
    command = [sys.executable, "-c", "from tests.scenarios.test_mathematics import digest; print(digest())"]
    for plain in ("0", "1"):
        environment = {**os.environ, "TIGHTROPE_PLAIN": plain}
        answer = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment)
        assert answer.stdout.strip() == GOLDEN


@pytest.mark.slow
def test_the_coefficients_are_current(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "docs")
    maker = import_module("make_coefficients")
    assert maker.FILE.read_text(encoding="utf-8") == maker.made(), "run python docs/make_coefficients.py"
