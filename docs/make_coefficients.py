"""Make ``scenarios/engine/coefficients.py``: the polynomials of the model's own mathematics, and the constants by them.

``python docs/make_coefficients.py`` writes the file anew. Each polynomial is the one whose largest error on its range
is least, found by the exchange of Remez (1934) in numbers of fifty digits and then rounded to floats; its error before
that rounding is told behind it.
"""

from collections.abc import Callable
from functools import reduce
from pathlib import Path

from mpmath import cos, factorial, log, lu_solve, matrix, mp, mpf, nstr, pi, sqrt

FILE = Path(__file__).resolve().parents[1] / "scenarios" / "engine" / "coefficients.py"
HEAD = '''"""Coefficients of the model's own mathematics, written by ``docs/make_coefficients.py`` and not by hand.

What is called ``HEAD`` holds the first binary digits of a number, so few that its products with some other numbers are
exact, and ``REST`` what it lacks of it.
"""

# fmt: off
'''
DIGITS = 50
_GRID = 240
"""Places at which the error is looked at for its extremes."""
_ROUNDS = 6
"""Exchanges, after which nothing moves any more."""
_TERMS = 40
"""Terms of a series, more than its digits need."""
_EIGHT = 8
"""Coefficients of a polynomial."""
_FLOAT, _FEW, _SOME = 53, 26, 40
"""Binary digits: of a float, half of them, and so many that eleven more fit into a float."""

type Function = Callable[[mpf], mpf]


def series(term: Callable[[int], mpf]) -> Function:
    """Return the function of which ``term(k)`` is the coefficient of the k-th power."""
    terms = [term(k) for k in range(_TERMS)]
    return lambda x: value(terms, x)


def value(coefficients: list[mpf], x: mpf) -> mpf:
    """Return the value of a polynomial, the coefficient of the lowest power first."""
    return reduce(lambda higher, coefficient: higher * x + coefficient, reversed(coefficients))


def best(function: Function, weight: Function, low: mpf, high: mpf) -> tuple[list[mpf], mpf]:
    """Return the coefficients that make ``weight * (function - polynomial)`` least on a range, lowest first; its most.

    The signs of the error alternate at one place more than there are coefficients; these are moved to where it is
    extreme until it is equally large at all of them.
    """
    middle, half = (low + high) / 2, (high - low) / 2
    places = [middle - half * cos(pi * (2 * k + 1) / (2 * _EIGHT + 2)) for k in range(_EIGHT + 1)]
    for _ in range(_ROUNDS):
        rows = [[*(x**k for k in range(_EIGHT)), (-1) ** j / weight(x)] for j, x in enumerate(places)]
        *found, _ = lu_solve(matrix(rows), matrix([function(x) for x in places]))

        def error(x: mpf, coefficients: list[mpf] = found) -> mpf:
            return weight(x) * (function(x) - value(coefficients, x))

        places = extremes(error, low, high)
    return found, max(abs(error(x)) for x in places)


def extremes(error: Function, low: mpf, high: mpf) -> list[mpf]:
    """Return the place of the largest error between each two changes of its sign."""
    grid = [low + (high - low) * (1 - cos(pi * k / _GRID)) / 2 for k in range(1, _GRID)]
    values = [error(x) for x in grid]
    runs: list[list[int]] = [[0]]
    for k in range(1, len(grid)):
        if values[k] * values[k - 1] < 0:
            runs.append([])
        runs[-1].append(k)
    return [grid[max(run, key=lambda k: abs(values[k]))] for run in runs]


def rounded(number: mpf, digits: int = _FLOAT) -> float:
    """Return a number rounded to so many binary digits, as a float."""
    with mp.workprec(digits):
        return float(+number)


def polynomial(name: str, first: int, function: Function, weight: Function, low: mpf, high: mpf) -> list[str]:
    """Return the lines of a polynomial, whose coefficients are those of a series from number ``first``."""
    found, most = best(function, weight, low, high)
    lines = [f"{name}_{k} = {rounded(value)!r}" for k, value in enumerate(found, start=first)]
    return [f"# {name.lower()}: at most 2^{nstr(log(most, 2), 4)} off", *lines, ""]


def head_and_rest(name: str, number: mpf, digits: int) -> list[str]:
    """Return the lines of a number in two parts."""
    head = rounded(number, digits)
    return [f"{name}_HEAD = {head!r}", f"{name}_REST = {rounded(number - head)!r}"]


def made() -> str:
    """Return the text of the file."""
    with mp.workdps(DIGITS):
        ln2, quarter, steep = log(2), pi / 2, (sqrt(2) - 1) ** 4
        lines = [
            f"PER_LN2 = {rounded(1 / ln2)!r}",
            *head_and_rest("LN2", ln2, _SOME),
            *head_and_rest("LN2_HALF", ln2, _FEW),
            *head_and_rest("THIRDS_LOG2", 2 / (3 * ln2), _FEW),
            *head_and_rest("QUARTER", quarter, _FLOAT),
            "",
            *polynomial("EXP", 5, series(lambda k: 1 / factorial(k + 5)), lambda _: mpf(1), -ln2 / 2, ln2 / 2),
            *polynomial("LOG", 1, series(lambda k: mpf(2) / (2 * k + 3)), lambda z: z / 2, mpf(0), steep),
            *polynomial("POWER", 2, series(lambda k: mpf(3) / (2 * k + 5)), lambda z: z**2 / 3, mpf(0), steep),
            *polynomial("SIN", 1, series(lambda k: turned(quarter, 2 * k + 3)), lambda z: z / 2, mpf(0), mpf(1) / 4),
            *polynomial("COS", 1, series(lambda k: turned(quarter, 2 * k + 2)), lambda z: z, mpf(0), mpf(1) / 4),
        ]
        return HEAD + "\n".join(lines).rstrip() + "\n"


def turned(quarter: mpf, power: int) -> mpf:
    """Return the coefficient of a power of quarter turns in a sine or cosine."""
    return (-1) ** (power // 2) * quarter**power / factorial(power)


if __name__ == "__main__":
    FILE.write_text(made(), encoding="utf-8")
