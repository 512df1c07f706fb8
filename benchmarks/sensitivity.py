"""What every parameter moves: each number at both ends of its plausible range, in a small market where all happens.

How the page is to be read stands in README.md. Ends with exit code 1 where a parameter changes nothing.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import click
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT))  # the busy background and the tied parameters are those of the tests

from tests.helpers.markets import market_of, story  # noqa: E402
from tests.scenarios.test_parameters import (  # noqa: E402
    BUSY,
    HARD,
    NEEDS,
    NUMBERS,
    WITHIN,
    default_of,
    moved_to,
)
from tightrope.scenarios.parameters.meaning import bounds, number_in_words, plausible_of  # noqa: E402
from tightrope.scenarios.parameters.table import declared  # noqa: E402

SEEDS = range(1, 9)
"""Seeds of the plain market, whose spread says how large a change is."""
LEAST_SPREAD = 0.01
"""Least spread of a column, as a share of its size: what hardly varies between seeds shall not count without end."""

type Values = tuple[tuple[str, object], ...]
BESIDE: dict[str, Values] = {
    **WITHIN, "arbitrage_cool_off_months": (("arbitrage_strength", 0.5),), "multi_strength": (("multi_threshold", 4),),
    "settlement_discount": (("settlement_offer", 0.3),),
}  # fmt: skip
"""What else must be, for a number to show within so short a time."""


@dataclass(frozen=True)
class Lived:
    """A market's life: every month's measures, and everybody's record at the end."""

    months: dict[str, Any]
    people: Any


@dataclass(frozen=True)
class Change:
    """What one end of a range moves most; ``size`` is in standard deviations between seeds, 0 where nothing moves."""

    value: float
    size: float = 0.0
    column: str = ""
    before: float = 0.0
    after: float = 0.0

    def __str__(self) -> str:
        said = number_in_words(self.value)
        if not self.column:
            return f"{said}: nothing"
        return f"{said}: `{self.column}` {self.before:.4g} to {self.after:.4g} ({self.size:.1f})"


@dataclass(frozen=True)
class Sensitivity:
    """A parameter, and what the ends of its range move."""

    name: str
    start: float
    """Its value in the busy market, which is mostly the default."""
    changes: tuple[Change, ...]

    @property
    def size(self) -> float:
        """The larger change of the two."""
        return max(change.size for change in self.changes)

    @property
    def dead(self) -> bool:
        """Whether neither end changes anything."""
        return not any(change.column for change in self.changes)


def lived(values: dict[str, object], borrowers: int, months: int, seed: int = 1) -> Lived:
    """Live through a busy market under some values."""
    market = market_of(story({**BUSY, **values}, *HARD), borrowers=borrowers, months=months, seed=seed)
    for _ in range(months):
        market.step()
    frame = market.results().months.drop("month")
    return Lived({name: frame[name].cast(float).fill_null(0.0).to_numpy() for name in frame.columns}, market.people)


@cache
def plain(values: Values, borrowers: int, months: int) -> tuple[Lived, dict[str, float]]:
    """The market with nothing moved, and how far the mean of each column spreads between seeds."""
    lives = [lived(dict(values), borrowers, months, seed) for seed in SEEDS]
    spread = {name: np.std([life.months[name].mean() for life in lives], ddof=1) for name in lives[0].months}
    return lives[0], {name: float(value) for name, value in spread.items()}


def change(value: float, now: Lived, before: Lived, spread: dict[str, float]) -> Change:
    """Find the column whose mean over the months moves most; failing that, a field of the borrowers' records."""
    found = Change(value)
    for name, months in now.months.items():
        if np.array_equal(months, before.months[name]):
            continue
        old, new = float(before.months[name].mean()), float(months.mean())
        size = abs(new - old) / max(spread[name], LEAST_SPREAD * max(abs(old), abs(new)), 1e-12)
        if not found.column or size > found.size:
            found = Change(value, size, name, old, new)
    if found.column:
        return found
    for name in now.people.names:
        if not np.array_equal(now.people[name], before.people[name]):
            return Change(value, 0.0, f"borrowers.{name}", before.people[name].mean(), now.people[name].mean())
    return found


def ends_of(name: str, full: bool) -> tuple[float | None, float | None]:
    """Return the two ends that a parameter goes to: of the range of validity, or of what of it is plausible."""
    likely = plausible_of(declared()[name])
    return bounds(declared()[name]) if full or likely is None else likely[:2]


def sensitivity(name: str, borrowers: int, months: int, full: bool) -> Sensitivity:
    """Move a parameter to both ends of its range."""
    as_it_is: Values = (("network_kind", NEEDS.get(name, "small-world")), *BESIDE.get(name, ()))
    before, spread = plain(as_it_is, borrowers, months)
    changes = [
        change(float(values[name]), lived({**dict(as_it_is), **values}, borrowers, months), before, spread)
        for values in moved_to(name, ends_of(name, full))
    ]
    return Sensitivity(name, float(BUSY.get(name, default_of(name))), tuple(changes))


def page(found: Sequence[Sensitivity], borrowers: int, months: int, full: bool) -> Iterator[str]:
    """Write the lines of the page, most sensitive first and the dead last."""
    yield "# What every parameter moves"
    yield ""
    which = "its whole range of validity" if full else "its plausible range"
    yield f"Written by `python benchmarks/sensitivity.py{' --full' if full else ''}`: {borrowers:,} borrowers, {months}"
    yield "months in which everything happens (recession, guidance, caps), paired. Each number goes to the ends of"
    yield f"{which}. The column of `months` whose mean moves most is named, with its mean before and after and, in"
    yield "brackets, the change in standard deviations between seeds (of at least 1 % of the column's size). What shows"
    yield "only where something else is as it is not here is moved in such a market."
    yield ""
    yield "| parameter | from | to, and what that moves most |"
    yield "|---|---:|---|"
    for row in sorted(found, key=lambda row: (row.dead, -row.size, row.name)):
        ends = "**DEAD**: neither end changes anything" if row.dead else "<br>".join(map(str, row.changes))
        yield f"| `{row.name}` | {number_in_words(row.start)} | {ends} |"


@click.command()
@click.argument("names", nargs=-1)
@click.option("--borrowers", default=1000, show_default=True, help="Borrowers of every market.")
@click.option("--months", default=18, show_default=True, help="Months of every market.")
@click.option("--full", is_flag=True, help="Move to the ends of the range of validity, not of the plausible one.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the page to this file instead of printing it.")
def main(names: tuple[str, ...], borrowers: int, months: int, full: bool, out: Path | None) -> None:
    """Move every number that is declared, or those NAMED, and say what it moves most."""
    if unknown := sorted(set(names) - set(NUMBERS)):
        raise click.UsageError(f"no number is called {', '.join(unknown)}")
    asked = names or NUMBERS
    found = []
    for place, name in enumerate(asked, 1):
        if sys.stderr.isatty():
            click.echo(f"\r{place} of {len(asked)}: {name:40}\r", nl=False, err=True)
        found.append(sensitivity(name, borrowers, months, full))
    text = "\n".join(page(found, borrowers, months, full)) + "\n"
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)
    if dead := [row.name for row in found if row.dead]:
        click.echo(f"DEAD, {len(dead)} of {len(found)}: {', '.join(dead)}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
