"""The model's own mathematics: exponential, logarithm, power, sine and cosine with the same bits everywhere.

What systems and libraries offer under these names each rounds in its own way, and by the last bit one borrower's draw
may fall to the other side. Here all is made of sums, products, quotients and moves of bits, in a fixed order: IEEE 754
rounds each of them in one way only. The same holds for ``sqrt``, ``floor`` and ``ceil`` of Python's ``math``, which
rules therefore take from there.

Errors are in units in the last place (ulp) of the exact value. Nothing raises: what has no value is NaN.
"""

import math

from tightrope.scenarios.engine import coefficients as c
from tightrope.scenarios.engine.bits import bits_of, of_bits
from tightrope.scenarios.engine.compiled import rule

__all__ = ["MOST_TURNS", "NEXT_TO_NOTHING", "cos_of_turn", "exp", "log", "power", "sin_of_turn"]

MOST_TURNS = 2.0**48
"""Turns up to which sine and cosine are known; normal draws ask for less than one."""
NEXT_TO_NOTHING = 1e-9
"""Least divisor, where there may be nothing to divide by."""

_EXPONENT = 52
"""Place of the exponent among a float's bits."""
_BIAS = 1023
"""What is added to an exponent there."""
_TO_WHOLE = 1.5 * 2.0**52
"""Added to a number below 2^50 it rounds it to a whole one, which is then both the difference and in the last bits."""
_TO_WHOLE_BITS = bits_of(_TO_WHOLE)
_HALF_BITS = ~((1 << 27) - 1)
"""Masks a float to 26 binary digits, so that the product of two such is exact."""
_ROOT_BITS = bits_of(math.sqrt(0.5))
"""Mantissas are taken from sqrt(1/2) to sqrt(2), so that the logarithms of numbers near 1 need no exponent."""
_LEAST_NORMAL, _LIFT, _LIFTED = 2.0**-1022, 2.0**54, 54
"""Numbers below the first have fewer digits: multiplied by the second they have all, and the third comes off again."""
_LEAST_EXP, _MOST_EXP = -746.0, 710.0
"""Beyond these exp is 0 or infinite."""
_MOST_EXPONENT = 1100.0
"""The same for powers of 2, with some room on both sides."""


@rule
def _polynomial(
    x: float, c0: float, c1: float, c2: float, c3: float, c4: float, c5: float, c6: float, c7: float
) -> float:
    """Return c0 + c1 x + ... + c7 x^7, in an order that leaves a processor something to do at once."""
    x2 = x * x
    low, high = (c0 + c1 * x) + x2 * (c2 + c3 * x), (c4 + c5 * x) + x2 * (c6 + c7 * x)
    return low + (x2 * x2) * high


@rule
def _above_line(x: float) -> float:
    """Return exp(x) - 1 - x for |x| up to about ln(2) / 2."""
    x2 = x * x
    tail = _polynomial(x, c.EXP_5, c.EXP_6, c.EXP_7, c.EXP_8, c.EXP_9, c.EXP_10, c.EXP_11, c.EXP_12)
    return x2 * ((0.5 + x * (1.0 / 6.0)) + x2 * (1.0 / 24.0 + x * tail))


@rule
def _scaled(x: float, exponent: int) -> float:
    """Return x * 2^exponent for exponents from -2044 to 2046; what falls among the smallest numbers is rounded once."""
    half = exponent >> 1
    return (x * of_bits((half + _BIAS) << _EXPONENT)) * of_bits((exponent - half + _BIAS) << _EXPONENT)


@rule
def exp(x: float) -> float:
    """Return e^x, to less than 1 ulp; 0 below -746, infinite above 709.79, NaN of NaN."""
    held = min(max(_LEAST_EXP, x), _MOST_EXP)
    to_whole = held * c.PER_LN2 + _TO_WHOLE
    doublings = to_whole - _TO_WHOLE
    head = held - doublings * c.LN2_HEAD  # exact: so is the product
    rest = doublings * c.LN2_REST
    y = 1.0 + (head + (_above_line(head - rest) - rest))
    return _scaled(y, bits_of(to_whole) - _TO_WHOLE_BITS) if x == x else x


@rule
def _taken_apart(x: float) -> tuple[float, float]:
    """Return m, from sqrt(1/2) to sqrt(2), and a whole k with m * 2^k = x, for a positive and finite x."""
    lifted = x * _LIFT if x < _LEAST_NORMAL else x
    k = (bits_of(lifted) - _ROOT_BITS) >> _EXPONENT
    doublings = float(k - _LIFTED if x < _LEAST_NORMAL else k)
    return of_bits(bits_of(lifted) - (k << _EXPONENT)), doublings


@rule
def log(x: float) -> float:
    """Return the natural logarithm, to less than 1 ulp; minus infinity of 0, NaN below 0 and of NaN.

    Python's ``math.log`` raises where there is no finite value; rules shall not, compiled or plain.
    """
    m, doublings = _taken_apart(x if 0.0 < x < math.inf else 1.0)
    above = m - 1.0
    s = above / (2.0 + above)
    z = s * s
    half_square = 0.5 * above * above
    series = z * _polynomial(z, c.LOG_1, c.LOG_2, c.LOG_3, c.LOG_4, c.LOG_5, c.LOG_6, c.LOG_7, c.LOG_8)
    rest = half_square - (s * (half_square + series) + doublings * c.LN2_REST)
    y = doublings * c.LN2_HEAD + (above - rest)
    beyond = x if x > 0.0 else (-math.inf if x == 0.0 else math.nan)
    return y if 0.0 < x < math.inf else beyond


@rule
def _head(x: float) -> float:
    """Return the first 26 binary digits of a number."""
    return of_bits(bits_of(x) & _HALF_BITS)


@rule
def _log2(x: float) -> tuple[float, float]:
    """Return the logarithm to base 2 of a positive and finite number in two parts: 26 digits, and about 40 more."""
    m, doublings = _taken_apart(x)
    # s = (m - 1) / (m + 1)
    below = m + 1.0
    inverse = 1.0 / below
    s = (m - 1.0) * inverse
    s_head, below_head = _head(s), _head(below)
    s_rest = (((m - 1.0) - s_head * below_head) - s_head * (m - (below_head - 1.0))) * inverse
    # ln(m) = 2/3 s u, where u = 3 + s^2 + 3/5 s^4 + ...
    square, z = s_head * s_head, s * s
    more = _polynomial(z, c.POWER_2, c.POWER_3, c.POWER_4, c.POWER_5, c.POWER_6, c.POWER_7, c.POWER_8, c.POWER_9)
    more = z * z * more + s_rest * (s_head + s)
    u_head = _head(3.0 + square + more)
    u_rest = more - ((u_head - 3.0) - square)
    product = s_head * u_head
    product_rest = s_rest * u_head + s * u_rest
    su_head = _head(product + product_rest)
    su_rest = product_rest - (su_head - product)
    # over ln(2), and k
    part = c.THIRDS_LOG2_HEAD * su_head
    part_rest = c.THIRDS_LOG2_REST * su_head + su_rest * (c.THIRDS_LOG2_HEAD + c.THIRDS_LOG2_REST)
    head = _head(doublings + (part + part_rest))
    return head, part_rest - ((head - doublings) - part)


@rule
def _two_to(x: float, rest: float) -> float:
    """Return 2^(x + rest) for x from -1100 to 1100 and a rest that is less than a millionth of it."""
    to_whole = (x + rest) + _TO_WHOLE
    left = x - (to_whole - _TO_WHOLE)
    left_head = _head(left + rest)
    left_rest = rest - (left_head - left)
    head = left_head * c.LN2_HALF_HEAD
    tail = left_head * c.LN2_HALF_REST + left_rest * (c.LN2_HALF_HEAD + c.LN2_HALF_REST)
    near = 1.0 + (head + (tail + _above_line(head + tail)))
    return _scaled(near, bits_of(to_whole) - _TO_WHOLE_BITS)


@rule
def power(x: float, y: float) -> float:
    """Return x^y for x >= 0, to less than 1 ulp.

    x^0 and 1^y are 1, whatever the other is; 0^y is 0 for y > 0 and infinite for y < 0; NaN for x < 0, whole y or not.
    A large y multiplies the error of the logarithm, too, which is therefore carried in two parts; the product of its
    head and y's is exact.
    """
    head, rest = _log2(x if 0.0 < x < math.inf else 1.0)
    rough = y * (head + rest)
    bounded = abs(rough) < _MOST_EXPONENT
    times = y if bounded else 0.0
    times_head = _head(times)
    found = _two_to(times_head * head, (times - times_head) * head + times * rest)
    # what has no such logarithm, or is too large or too small
    upward = rough if 0.0 < x < math.inf else (y if x > 0.0 else -y)
    endless = math.inf if upward > 0.0 else 0.0
    beyond = endless if x >= 0.0 and upward == upward else math.nan
    value = found if bounded and 0.0 < x < math.inf else beyond
    return 1.0 if y == 0.0 or x == 1.0 else value


@rule
def _turned(turns: float, quarters: int) -> float:
    """Return the sine of so many turns and quarter turns."""
    to_whole = 4.0 * turns + _TO_WHOLE
    angle = 4.0 * turns - (to_whole - _TO_WHOLE)  # in quarter turns from the nearest, exact
    z = angle * angle
    sine = _polynomial(z, c.SIN_1, c.SIN_2, c.SIN_3, c.SIN_4, c.SIN_5, c.SIN_6, c.SIN_7, c.SIN_8)
    sine = angle * c.QUARTER_HEAD + angle * (c.QUARTER_REST + z * sine)
    cosine = 1.0 + z * _polynomial(z, c.COS_1, c.COS_2, c.COS_3, c.COS_4, c.COS_5, c.COS_6, c.COS_7, c.COS_8)
    quarter = bits_of(to_whole) + quarters
    value = cosine if quarter & 1 else sine
    return -value if quarter & 2 else value


@rule
def sin_of_turn(turns: float) -> float:
    """Return sin(2 pi turns), to less than 2 ulp for whatever angle; NaN beyond ``MOST_TURNS`` either way."""
    held = turns if abs(turns) <= MOST_TURNS else 0.0
    return _turned(held, 0) if abs(turns) <= MOST_TURNS else math.nan


@rule
def cos_of_turn(turns: float) -> float:
    """Return cos(2 pi turns), to less than 2 ulp for whatever angle; NaN beyond ``MOST_TURNS`` either way."""
    held = turns if abs(turns) <= MOST_TURNS else 0.0
    return _turned(held, 1) if abs(turns) <= MOST_TURNS else math.nan
