"""From what a sweep file says of its design to the factors and the points."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tightrope.scenarios.disk.caps import MOST_NUMBERS, MOST_RUNS
from tightrope.scenarios.disk.intake import is_file
from tightrope.scenarios.errors import InputError, shown
from tightrope.sweeps.plan.designs import count, described, points_of
from tightrope.sweeps.plan.ensembles import FEWEST, library, load_ensemble
from tightrope.sweeps.plan.factor_reading import entries, factor_named, read_factor
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.plan.point_files import read_points
from tightrope.sweeps.plan.problems import Problems
from tightrope.sweeps.plan.schema import DesignTable

__all__ = ["Design", "read_design"]

_NEEDS = {
    "grid": ("over",),
    "list": ("file",),
    "latin-hypercube": ("points", "over"),
    "sobol": ("points", "over"),
    "morris": ("points", "over"),
    "saltelli": ("points", "over"),
    "ensemble": ("file",),
}
_TAKES = {"latin-hypercube": ("seed",), "sobol": ("seed",), "morris": ("seed", "levels"),
          "saltelli": ("seed", "second_order"), "ensemble": ("points",)}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Design:
    """What varies, and the points."""

    factors: tuple[Factor, ...]
    points: NDArray[np.float64]
    """Shape (points, factors)."""
    described: dict[str, Any]


def read_design(
    table: DesignTable | None,
    folder: Path,
    settled: Collection[str],
    beside: tuple[int, int],
    problems: Problems,
) -> Design | None:
    """Return the design that a table describes, or None where that has problems.

    ``settled`` are the parameters that cannot vary, because they have one value in every run; ``beside`` is how many
    scenarios and seeds every point is run under. Points are counted before they are laid out.
    """
    known = len(problems.here)
    if table is None:
        _check_size(1, "", beside, problems)
        return Design((), np.empty((1, 0)), described(None, 1))
    _check_options(table, problems)
    if table.kind == "list":
        return _of_list(table, folder, settled, beside, problems)
    if table.kind == "ensemble":
        return _of_ensemble(table, folder, settled, beside, problems)
    factors = _factors(table, settled, problems)
    if len(problems.here) == known:
        points = count(table, factors)
        _check_size(points, _made_of(table, factors), beside, problems)
        _check_numbers(points, len(factors), problems)
    if problems:  # of whatever kind: what cannot be run need not be laid out
        return None
    laid_out = np.empty((0, 0))
    with problems.gathered(("design", "kind")):
        laid_out = points_of(table, factors)
    return Design(factors, laid_out, described(table, len(laid_out) if table.kind == "grid" else table.points or 0))


def _check_size(points: int, made_of: str, beside: tuple[int, int], problems: Problems) -> None:
    """Complain about more runs than a sweep may have, and say what makes them so many."""
    scenarios, seeds = beside
    if (runs := scenarios * points * seeds) > MOST_RUNS:
        counts = f"{_many(scenarios, 'scenario')} x {_many(points, 'point')}{made_of} x {_many(seeds, 'seed')}"
        says = f"{counts} are {runs:,} runs, too many for one sweep: at most {MOST_RUNS:,}; make several of it"
        problems.add(("design",), says)


def _check_numbers(points: int, factors: int, problems: Problems) -> None:
    """Complain about points of so many factors that the memory would be full of them."""
    if points * factors > MOST_NUMBERS:
        says = f"{_many(points, 'point')} of {_many(factors, 'factor')} are {points * factors:,} numbers, too many"
        problems.add(("design",), f"{says}: at most {MOST_NUMBERS:,}; choose fewer points, or vary less at a time")


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _made_of(table: DesignTable, factors: Sequence[Factor]) -> str:
    """Say where a design's points come from."""
    if table.kind == "grid":
        return f" ({' x '.join(str(len(factor.levels)) for factor in factors)})"
    return f" ({table.kind} over {len(factors)})"


def _of_list(
    table: DesignTable, folder: Path, settled: Collection[str], beside: tuple[int, int], problems: Problems
) -> Design | None:  # fmt: skip
    where = ("design", "file")
    if not is_file(folder / table.file):
        if table.file:
            problems.add(where, f"design.file: there is no file {shown(folder / table.file)}")
        return None
    try:
        factors, points = read_points(folder / table.file)
    except InputError as error:
        problems.elsewhere += str(error).split("\n")
        return None
    _check_settled(factors, settled, problems)
    _check_size(len(points), "", beside, problems)
    return Design(factors, points, described(table, len(points)))


def _of_ensemble(
    table: DesignTable, folder: Path, settled: Collection[str], beside: tuple[int, int], problems: Problems
) -> Design | None:  # fmt: skip
    if not table.file:
        return None
    try:
        whole = load_ensemble(table.file if table.file in library() else folder / table.file)
        ensemble = whole.spread(table.points)
    except InputError as error:
        problems.elsewhere += str(error).split("\n")
        return None
    _check_settled(ensemble.factors, settled, problems)
    points = len(ensemble.points)
    _check_size(points, "", beside, problems)
    if beside[1] < FEWEST:
        problems.add(("seeds",), f"seeds: chance is known from {FEWEST} seeds or more, got {beside[1]}")
    about = {**described(table, points), "ensemble": ensemble.name, **ensemble.origin}
    return Design(ensemble.factors, ensemble.points, about)


def _check_settled(factors: Sequence[Factor], settled: Collection[str], problems: Problems) -> None:
    """Complain about factors of a file that have one value in every run."""
    for factor in factors:
        if factor.name in settled:
            says = f"design.file: '{factor.name}' is a column of it and stands under [values] as well"
            problems.add(("design", "file"), says)


def _check_options(table: DesignTable, problems: Problems) -> None:
    """Complain about what a design of this kind needs and lacks, or does not know."""
    kind, allowed = table.kind, (*_NEEDS[table.kind], *_TAKES.get(table.kind, ()))
    for key in _NEEDS[kind]:
        if not getattr(table, key):
            problems.add(("design",), f"design: '{key}' is missing: a design of kind '{kind}' needs it", _hint(key))
    for key in sorted(table.model_fields_set - {"kind", *allowed}):
        hint = f"beside kind it takes {', '.join(allowed)}"
        problems.add(("design", key), f"design.{key}: a design of kind '{kind}' has none", hint, at_key=True)
    points = table.points or 1
    if kind in ("sobol", "saltelli") and points & (points - 1):
        below = 1 << (points.bit_length() - 1)
        says = (
            f"design.points: {kind} needs a power of two, got {points:,}; the nearest are {below:,} and {2 * below:,}"
        )
        problems.add(("design", "points"), says)
    if kind == "morris" and table.levels % 2:
        problems.add(("design", "levels"), f"design.levels: must be an even number, got {table.levels}")


def _hint(key: str) -> str:
    return " ".join((DesignTable.model_fields[key].description or "").split())


def _factors(table: DesignTable, settled: Collection[str], problems: Problems) -> tuple[Factor, ...]:
    found: dict[str, Factor] = {}
    for where, written, given in entries(table.over, "design", "over"):
        with problems.gathered(where, at_key=True):
            name = factor_named(written)
            if name in found:
                problems.add(where, f"design.over: '{name}' stands twice", at_key=True)
            elif name in settled:
                problems.add(where, f"design.over: '{name}' stands under [values] as well", at_key=True)
            found[name] = read_factor(where, name, given, table.kind)
    return tuple(found.values())
