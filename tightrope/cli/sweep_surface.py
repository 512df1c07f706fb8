"""What ``tightrope sweep surface`` prints: a grid of numbers over one or two factors."""

from collections.abc import Iterable
from math import isfinite
from typing import Any

import numpy as np

from tightrope.analysis.study.means import FEWEST, LEVEL
from tightrope.analysis.study.outcomes import unit_of
from tightrope.analysis.study.surfaces import Surface
from tightrope.cli.sweep_overview import in_words, short
from tightrope.cli.tables import decimals_for, number, print_table, say, with_margin
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["held_at", "print_surface"]


def held_at(given: Iterable[str]) -> dict[str, float | str]:
    """Read where factors are held, each as FACTOR=VALUE; InputError for what has not that form."""
    held: dict[str, float | str] = {}
    for text in given:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not (name and equals and value):
            raise InputError(f"--at {text}: write FACTOR=VALUE, as in --at cut_depth=0.3")
        try:
            number = float(value)
        except ValueError:
            held[name] = value
            continue
        if not isfinite(number):
            raise InputError(f"--at {text}: no factor is held at {number:g}; write a finite number")
        held[name] = number
    return held


def print_surface(results: SweepResults, found: Surface, measure: str, statistic: str, *, difference: bool) -> None:
    """Print the cells, two factors as a grid and one as a list, and how far they may be trusted."""
    unit, sign = unit_of(measure, statistic), "+" if difference else ""
    minus = f", minus that of '{results.manifest['against']}' at the same point and seed" if difference else ""
    say(f"\n{found.scenario}: {in_words(measure, statistic)}{minus}")
    if found.held:
        say("held: " + ", ".join(f"{name} at {short(value)}" for name, value in found.held.items()))
    if found.y is None:
        rows = [[short(row["x"]), _cell(row, unit, sign, None)] for row in found.cells.iter_rows(named=True)]
        print_table([found.x, "mean over seeds"], rows)
    else:
        _print_grid(found, unit, sign)
    brackets = "; in brackets where its interval holds 0" if difference else ""
    points = " Differences of shares are in percentage points." if difference and unit.startswith("share") else ""
    say(f"Mean over seeds{brackets}.{points} {_margins(found, unit)}{_trust(found, unit)}")


def _print_grid(found: Surface, unit: str, sign: str) -> None:
    across, down = (found.cells[axis].unique().sort() for axis in "xy")
    decimals = decimals_for(float(np.ptp(found.cells["value"].to_numpy())), unit, 3)
    cells = {(row["x"], row["y"]): _cell(row, unit, sign, decimals) for row in found.cells.iter_rows(named=True)}
    rows = [[short(y), *(cells.get((x, y), "-") for x in across)] for y in down]
    print_table([f"down: {found.y}\nacross: {found.x}", *map(short, across)], rows)


def _cell(row: dict[str, Any], unit: str, sign: str, decimals: int | None) -> str:
    """Write a cell, with its margin where no decimals are asked for; a difference that may be 0 stands in brackets."""
    half = None if row["low"] is None or decimals is not None else row["value"] - row["low"]
    written = with_margin(row["value"], half, unit, sign, decimals)
    return f"({written})" if sign and row["low"] is not None and row["low"] <= 0 <= row["high"] else written


def _margins(found: Surface, unit: str) -> str:
    """Say how wide the intervals are."""
    halves = (found.cells["value"] - found.cells["low"]).drop_nulls().to_numpy()
    few, many = (int(each) for each in (found.cells["seeds"].to_numpy().min(), found.cells["seeds"].to_numpy().max()))
    seeds = f"{few} seeds" if few == many else f"{few} to {many} seeds"
    if not halves.size:
        return f"{seeds} are too few for intervals, which need {FEWEST}. "
    decimals = decimals_for(float(np.median(halves)), unit, 2)
    middle, most = (number(float(each), unit, "-", decimals) for each in (np.median(halves), halves.max()))
    return f"Over {seeds}, half of the {100 * LEVEL:.0f} % interval is mostly ±{middle}, at most ±{most}. "


def _trust(found: Surface, unit: str) -> str:
    """Say how a fit was made and how far off it is; nothing where the numbers are those of a grid's own points."""
    fit = found.fitted
    if fit is None:
        return ""
    without = f" ({found.left_out} without, for want of runs)" if found.left_out else ""
    noise = "" if fit.noise is None else f"; chance of the seeds makes {100 * fit.noise:.0f} % of these"
    miss = number(fit.miss, unit, "-", decimals_for(fit.miss, unit, 2))
    foretold, r2 = (f"{100 * each:.0f} %" for each in (fit.q2, fit.r2))
    return (
        f"Read from a polynomial of order {fit.order} fitted to {fit.points} points{without}: it foretells {foretold} "
        f"of what differs between points that it has not seen (Q2; R2 is {r2}){noise}. It misses such a point by about "
        f"±{miss}; the intervals hold that too, but at an edge, which no polynomial follows, they may be too narrow."
    )
