"""Whether headline numbers hang on how a market is numbered, cut and counted; writes docs/artefacts.md.

Ends with exit code 1 where something moved that must change no bit.
"""

import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import click
import numpy as np
import polars as pl
from artefacts_page import Audit, Moved, Numbers, page
from artefacts_runs import CALM, SQUEEZE, Size, headlines, lived, reversed_order, shuffled, told_late
from measuring import alone

__all__ = ["main"]

PROCESSES = 2
TENFOLD = 10
SPARE = 60
"""Months that a market is made for beyond those that are lived."""

type Life = Callable[[str, Size, int], pl.DataFrame]


@click.command()
@click.option("--borrowers", default=5_000, show_default=True, help="Borrowers of the usual market.")
@click.option("--months", type=click.IntRange(min=30), default=60, show_default=True, help="Months of every market.")
@click.option("--seeds", type=click.IntRange(min=2), default=16, show_default=True, help="Markets of each kind.")
@click.option(
    "--large-seeds", type=click.IntRange(min=2), default=5, show_default=True, help="Markets ten times as large."
)
@click.option("--out", type=click.Path(path_type=Path), help="Write the page to this file instead of printing it.")
def main(borrowers: int, months: int, seeds: int, large_seeds: int, out: Path | None) -> None:
    """Make the same markets in other ways and say what that moves."""
    small, large = Size(borrowers, months), Size(TENFOLD * borrowers, months)
    exact = _exact(large)
    usual = _seen(lived, small, range(1, seeds + 1))
    same = {
        "shuffled": _seen(partial(lived, ordered=shuffled), small, range(1, seeds + 1)),
        "reversed": _seen(partial(lived, ordered=reversed_order), small, range(1, seeds + 1)),
    }
    others = {
        "other seeds": _seen(lived, small, range(seeds + 1, 2 * seeds + 1)),
        "ten times as large": _seen(lived, large, range(2 * seeds + 1, 2 * seeds + large_seeds + 1)),
    }
    levels, effects = (
        {what: Moved.of_the_same(other[place], usual[place]) for what, other in same.items()}
        | {what: Moved.of_others(other[place], usual[place]) for what, other in others.items()}
        for place in (0, 1)
    )
    found = Audit(small, seeds, large, large_seeds, exact, *usual, levels, effects)
    text = "\n".join(page(found)) + "\n"
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)
    if moved := [what for what, columns in exact.items() if columns]:
        click.echo(f"moved, and must not: {', '.join(moved)}", err=True)
        sys.exit(1)


def _exact(size: Size) -> Mapping[str, list[str]]:
    """Return which columns of the months move where none may, by what was changed.

    The markets are large ones: a small one is a single piece, whatever the threads.
    """
    usual: pl.DataFrame = alone(lived, SQUEEZE, size, 1)
    others = {
        **{f"{count} threads instead of one": alone(lived, SQUEEZE, size, 1, count) for count in (2, 3)},
        "one borrower at a time instead of eight": alone(lived, SQUEEZE, size, 1, lanes=1),
        f"made for {SPARE} months more than are lived": alone(lived, SQUEEZE, size, 1, 1, SPARE),
        "told late of the squeeze": alone(told_late, size, 1),
    }
    return {what: _moved(usual, other) for what, other in others.items()}


def _moved(usual: pl.DataFrame, other: pl.DataFrame) -> list[str]:
    """Return the columns in which two markets differ in any bit."""
    return [name for name in usual.columns if not usual[name].equals(other[name])]


def _seen(live: Life, size: Size, seeds: range) -> tuple[Numbers, Numbers]:
    """Return the baseline's headlines and what the squeeze adds to them, a row for each seed."""
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        calm, squeezed = (list(pool.map(partial(_headlines, live, name, size), seeds)) for name in (CALM, SQUEEZE))
    return np.array(calm), np.array(squeezed) - np.array(calm)


def _headlines(live: Life, scenario: str, size: Size, seed: int) -> list[float]:
    return headlines(live(scenario, size, seed), size.borrowers)


if __name__ == "__main__":
    main()
