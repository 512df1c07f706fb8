"""Tables of causes: what the whole change is, what each does to it, and what two do only together."""

import polars as pl

from tightrope.analysis.study.causes import Causes, causes
from tightrope.analysis.study.intervals import LEVEL
from tightrope.analysis.study.outcomes import unit_of
from tightrope.analysis.words.margins import apart
from tightrope.cli.tables import decimals_for, number, print_table, say, with_margin
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["tell_causes"]

_MOST_PAIRS = 6


def tell_causes(results: SweepResults, measure: str, statistic: str, scenario: str) -> pl.DataFrame:
    """Print what an outcome comes from under a scenario, and return all numbers."""
    found = causes(results, measure, statistic, scenario)
    unit = unit_of(measure, statistic)
    half = found.change - found.change_low
    change = with_margin(found.change, half, unit, "+")
    points = " percentage points" if unit.startswith("share") else f" {unit}" if unit else ""
    say(
        f"\n{measure} ({statistic}) under {scenario}: {number(found.off, unit)} with everything off, "
        f"{number(found.on, unit)} with everything on: {change}{points}"
    )
    decimals = decimals_for(half, unit, 2)
    rows = [
        [row["factor"], row["off"], row["on"], *(apart(row, name, unit, decimals) for name in _NAMES), _part(row)]
        for row in found.table.iter_rows(named=True)
    ]
    print_table(["cause", "off", "on", "alone", "after all others", "share", "of all"], rows)
    pairs = found.pairs.head(_MOST_PAIRS)
    told = [
        [f"{row['factor']} x {row['other']}", apart(row, "together", unit, decimals)]
        for row in pairs.iter_rows(named=True)
    ]
    print_table(["pair of causes", "only together"], told)
    say(_reading(found))
    return _labelled(found, scenario, measure, statistic)


_NAMES = ("alone", "last", "shapley")


def _part(row: dict[str, float | None]) -> str:
    return "-" if row["part"] is None else f"{100 * row['part']:.0f} %"


def _reading(found: Causes) -> str:
    left_out = f", {found.left_out} left out for want of runs" if found.left_out else ""
    return (
        "Share: what the cause adds, as the mean over all orders in which the causes may be switched on (Shapley's "
        "value), so that the shares add up to the whole change; alone: with all others off; after all others: with all "
        "others on. Only together: what two causes add jointly beyond what each adds by itself; below zero, they do "
        f"partly the same.\n± are {LEVEL:.0%} intervals over {found.seeds} seeds{left_out}; what stands in brackets "
        "may be chance."
    )


def _labelled(found: Causes, scenario: str, measure: str, statistic: str) -> pl.DataFrame:
    names = {"scenario": scenario, "measure": measure, "statistic": statistic}
    rows = pl.concat([found.table, found.pairs], how="diagonal")
    return rows.select(*(pl.lit(value).alias(name) for name, value in names.items()), pl.all())
