"""What each of the platform's knobs saves and what it harms: off, as shipped and tight, in calm times and in a recession.

How the page is to be read stands at its end. Every market is compared with one of the same seed in which the knob is
off, borrower by borrower: all that differs comes of the knob.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.books.book import open_book
from tightrope.scenarios.files.scenario import Scenario, load_scenario
from tightrope.scenarios.parameters.meaning import number_in_words

__all__ = ["main"]

KNOBS: Mapping[str, tuple[float, float]] = {
    "risk_cutoff": (350.0, 560.0),
    "debt_to_income_cutoff": (10.0, 0.5),
    "linkage_strength": (0.0, 1.0),
    "cut_monthly": (0.0, 0.015),
    "late_freeze": (0.0, 1.0),
    "multi_strength": (0.0, 0.3),
    "arbitrage_strength": (0.0, 0.5),
    "admission_score": (350.0, 620.0),
    "cool_off_months": (0.0, 6.0),
    "manual_review_share": (0.0, 1.0),
}
"""Of each knob, the value at which it does nothing and one that is tight."""
TIMES = {"baseline": "calm", "severe-recession": "recession"}
FEWEST = 50
"""Borrowers frozen by the knob alone below which their defaults say nothing."""
NEVER = 10_000
"""Later than any month."""


@dataclass(frozen=True)
class Lived:
    """What is read off a market: sums and means over its months, and when whom of the opening book something befell."""

    measures: dict[str, float]
    frozen: NDArray[np.int64]
    """Month in which the line was first frozen, NEVER where it was not."""
    defaulted: NDArray[np.int64]
    """Month in which 90 days past due were first reached, likewise."""


def lived(scenario: Scenario, borrowers: int, months: int, seed: int) -> Lived:
    """Live through a market and follow those who are there at its opening, until they leave."""
    market = CreditMarket(scenario, open_book("synthetic"), borrowers=borrowers, months=months, seed=seed)
    joined = market.people["joined_month"].copy()
    there = np.ones(borrowers, bool)
    frozen, defaulted = (np.full(borrowers, NEVER, np.int64) for _ in range(2))
    for month in range(1, months + 1):
        market.step()
        there &= market.people["joined_month"] == joined
        for when, field in ((frozen, "frozen_month"), (defaulted, "default_month")):
            when[there & (when == NEVER) & (market.people[field] == month)] = month
    rows = market.history.rows
    past_due = [(row["dpd30_share_balance"] or 0.0) * (row["balance"] or 0.0) for row in rows]
    frames = market.results()
    measures = {
        "writeoff": float(sum(row["writeoff_amount"] or 0.0 for row in rows)) / 1e6,
        "past_due": float(np.mean(past_due)) / 1e6,
        "balance": float(np.mean([row["balance"] for row in rows])) / 1e6,
        "profit": float(sum(row["profit"] or 0.0 for row in rows)) / 1e6,
        "good": float(frames.freezes["good_standing_new"].sum()),
        "trust": float(np.mean([row["trust_mean"] for row in rows])),
    }
    return Lived(measures, frozen, defaulted)


def twins(now: Lived, off: Lived) -> tuple[int, int, int]:
    """Count those frozen under the knob alone, and who of them defaults from then on, here and in the twin market."""
    alone = (now.frozen < NEVER) & (off.frozen == NEVER) & (off.defaulted > now.frozen)
    here, there = (
        int(np.count_nonzero(alone & (of.defaulted < NEVER) & (of.defaulted >= now.frozen))) for of in (now, off)
    )
    return int(np.count_nonzero(alone)), here, there


def row(name: str, value: float, pairs: list[tuple[Lived, Lived]]) -> str:
    """Write a line: what the knob at this value changes against off, mean over the seeds and its standard error."""
    cells = [f"`{name}`", number_in_words(value)]
    for measure, digits in (("writeoff", 2), ("past_due", 2), ("balance", 1), ("profit", 2), ("good", 0), ("trust", 3)):
        gaps = np.array([now.measures[measure] - off.measures[measure] for now, off in pairs])
        error = float(gaps.std(ddof=1)) / np.sqrt(len(gaps)) if len(gaps) > 1 else 0.0
        cells.append(f"{gaps.mean():+,.{digits}f} ({error:,.{digits}f})")
    frozen, here, there = (sum(counts) for counts in zip(*(twins(now, off) for now, off in pairs), strict=True))
    known = frozen >= FEWEST
    cells.append(f"{frozen:,}: {100 * here / frozen:.1f} / {100 * there / frozen:.1f}" if known else f"{frozen:,}")
    return f"| {' | '.join(cells)} |"


def page(borrowers: int, months: int, seeds: int) -> Iterator[str]:
    """Write the tables, one for each kind of times."""
    yield f"{borrowers:,} borrowers, {months} months, {seeds} seeds; against the same market with the knob off; standard"
    yield "errors between seeds in brackets. Money in millions of yuan: write-offs and profit of all months together,"
    yield "balance and what is 30 or more days past due on average. Twins: how many lines of the opening book's borrowers"
    yield "were frozen under the knob alone, and how many in a hundred of these reach default from then on, here / where"
    yield "the knob is off."
    for name, times in TIMES.items():
        start = load_scenario(name)
        yield ""
        yield f"## {times.capitalize()}: `{name}`"
        yield ""
        yield "| knob | at | write-offs | past due | balance | profit | frozen in good standing | trust | twins |"
        yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
        usual = [lived(start, borrowers, months, seed) for seed in range(1, seeds + 1)]
        first = usual[0].measures
        yield (
            f"| all as shipped | | {first['writeoff']:,.2f} | {first['past_due']:,.2f} | {first['balance']:,.1f} | "
            f"{first['profit']:,.2f} | {first['good']:,.0f} | {first['trust']:.3f} | |"
        )
        for knob, (off_value, tight) in KNOBS.items():
            if sys.stderr.isatty():
                click.echo(f"\r{name}: {knob:30}\r", nl=False, err=True)
            shipped = _shipped(start, knob)
            off = [lived(start.with_values({knob: off_value}), borrowers, months, seed) for seed in range(1, seeds + 1)]
            if shipped != tight:
                yield row(knob, shipped, list(zip(usual, off, strict=True)))
            now = [lived(start.with_values({knob: tight}), borrowers, months, seed) for seed in range(1, seeds + 1)]
            yield row(knob, tight, list(zip(now, off, strict=True)))


def _shipped(scenario: Scenario, knob: str) -> float:
    """Return the knob's value as the scenario opens."""
    return float(scenario.timeline(1)[knob][0])


@click.command()
@click.option("--borrowers", default=20_000, show_default=True, help="Borrowers of every market.")
@click.option("--months", default=60, show_default=True, help="Months of every market.")
@click.option("--seeds", default=3, show_default=True, help="Markets of each kind.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the tables to this file instead of printing them.")
def main(borrowers: int, months: int, seeds: int, out: Path | None) -> None:
    """Set every knob of the platform to off, as shipped and tight, and say what that saves and what it harms."""
    text = "\n".join(page(borrowers, months, seeds)) + "\n"
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)


if __name__ == "__main__":
    main()
