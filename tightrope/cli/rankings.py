"""Rankings of a sweep's factors, told in a terminal."""

from typing import Any

import polars as pl

from tightrope.analysis.study.ranking import Ranking
from tightrope.cli.tables import console, number, print_table

__all__ = ["print_ranking"]

type Told = tuple[list[str], list[list[str]], str]
"""Headings, columns in the order of the ranking, and how to read them."""


def print_ranking(found: Ranking, title: str, factors: list[dict[str, Any]], unit: str) -> None:
    """Print a ranking of a sweep's factors: what it is above, how to read it below."""
    tell = {"sobol": _of_sobol, "emulator": _of_sobol, "morris": _of_morris, "rank correlation": _of_ranks}[
        found.method
    ]
    headings, columns, reading = tell(found, unit)
    names = found.table["factor"].to_list()
    ranges = {factor["name"]: _range(factor) for factor in factors}
    columns = [names, [ranges[name] for name in names], *columns]
    _say(f"\n{title}: {_basis(found)}")
    print_table(["factor", "range", *headings], list(zip(*columns, strict=True)), left=3)
    if found.pairs is not None:
        _print_pairs(found.pairs)
    if found.spread is not None:
        _print_spread(found.spread, unit)
    _say(f"{reading}\n{_chance(found)}")


def _of_sobol(found: Ranking, _unit: str) -> Told:
    table = found.table
    columns = [
        _bars(table["total"]), _cells(table["total"]), _intervals(table, "total"), _cells(table["first"]),
        _intervals(table, "first"),
    ]  # fmt: skip
    return ["", "in total", "95 % interval", "on its own", "95 % interval"], columns, (
        "In total: share of the variance that is left when all other factors are known; near 0, the factor may be held "
        "fixed. On its own: share that goes when this factor alone is known. In total less on its own: what it does "
        "together with others.\n"
        f"On their own, the factors explain {100 * found.explained:.0f} % of the variance in sum: near 100 %, each "
        "acts by itself; the less, the more they act together."
    )  # fmt: skip


def _of_morris(found: Ranking, unit: str) -> Told:
    table = found.table
    sizes, widths, spread = (
        [number(value, unit) for value in column]
        for column in (table["mu_star"], table["mu_star_high"] - table["mu_star"], table["sigma"])
    )
    signed = [number(value, unit, "+") for value in table["mu"]]
    columns = [_bars(table["mu_star"] / (table["mu_star"].max() or 1)), sizes, widths, signed, spread]
    per_range = "" if unit.startswith("share") else f", in {unit},"
    return ["", "size (mu*)", "95 %: +-", "mu", "sigma", "reading"], [*columns, table["reading"].to_list()], (
        f"Size: by how much{per_range} the factor moves the outcome over its full range, either way; mu: with its sign "
        "(where it is smaller, effects turn round). Sigma: how much that depends on where the others stand, or bends.\n"
        "Screening tells which factors may be left out (negligible); for shares of variance, give the rest a Saltelli "
        "design."
    )  # fmt: skip


def _of_ranks(found: Ranking, _unit: str) -> Told:
    table = found.table
    columns = [
        _bars(table["prcc"].abs()), _cells(table["prcc"], "+"), _intervals(table, "prcc", "+"),
        _cells(table["srrc"], "+"),
    ]  # fmt: skip
    return ["", "PRCC", "95 % interval", "SRRC"], columns, (
        "PRCC: how closely the outcome follows the factor once all others are accounted for, 1 or -1: perfectly, up or "
        "down. SRRC: standard deviations (of ranks) by which it moves with one of the factor.\n"
        f"Together the factors explain {100 * found.explained:.0f} % of the variance of ranks; the less that is, the "
        "more the outcome turns round within ranges or factors interact, which neither number shows."
    )  # fmt: skip


def _print_pairs(pairs: pl.DataFrame, most: int = 10) -> None:
    top = pairs.head(most)
    names = [f"{one} x {other}" for one, other in top.select("factor", "other").iter_rows()]
    rows = list(zip(names, _cells(top["second"]), _intervals(top, "second"), strict=True))
    print_table(["pair of factors", "only together", "95 % interval"], rows)


def _print_spread(spread: pl.DataFrame, unit: str) -> None:
    rows = [
        [row["part"], *(number(row[f"value{end}"], unit) for end in ("", "_low", "_high"))]
        for row in spread.iter_rows(named=True)
    ]
    print_table(["over the ranges varied", "outcome", "95 %: from", "to"], rows)


def _basis(found: Ranking) -> str:
    what = {"sobol": "base rows", "morris": "trajectories", "rank correlation": "points", "emulator": "points"}
    how = {
        "sobol": "Sobol' indices", "morris": "Morris screening", "rank correlation": "partial rank correlation",
        "emulator": "Sobol' indices by an emulator",
    }  # fmt: skip
    missing = f" ({found.left_out:,} left out as runs of theirs are missing)" if found.left_out else ""
    return f"{how[found.method]} from {found.rows:,} {what[found.method]}{missing}, {found.seeds} seeds"


def _chance(found: Ranking) -> str:
    free = "; the shares above are free of it" if found.method in ("sobol", "emulator") else ""
    allow = (
        f"Foretold from all others, points are known to {100 * found.foretold:.0f} % (R2); intervals hold what the "
        "emulator does not know."
        if found.method == "emulator"
        else "Intervals allow for the sample of points and for the seeds."
    )
    return (
        f"Of the variance between points (means over {found.seeds} seeds), {100 * found.noise:.1f} % is chance{free}. "
        f"{allow}"
    )


def _range(factor: dict[str, Any]) -> str:
    if factor["texts"]:
        return ", ".join(map(str, factor["texts"]))
    unit = f" {factor['unit']}" if factor["unit"] else ""
    return f"{factor['low']:g} to {factor['high']:g}{unit}{', log' if factor['log'] else ''}"


def _bars(shares: pl.Series, width: int = 10) -> list[str]:
    return ["#" * round(width * min(max(share, 0.0), 1.0)) for share in shares]


def _cells(numbers: pl.Series, sign: str = "-") -> list[str]:
    return [f"{value:{sign}z.2f}" for value in numbers]


def _intervals(table: pl.DataFrame, name: str, sign: str = "-") -> list[str]:
    ends = table.select(f"{name}_low", f"{name}_high").iter_rows()
    return [f"{low:{sign}z.2f} to {high:{sign}z.2f}" for low, high in ends]


def _say(words: str) -> None:
    console().print(words, highlight=False, markup=False)
