"""What each of the platform's knobs saves and what it harms: off, as shipped and tight, in calm and in recessions.

Every market is compared with one of the same seed in which the knob is off, borrower by borrower: all that differs
comes of the knob. Beside that, what each tenth of the book brings, by score. docs/two-sides.md says what is to be made
of the tables.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import by_score
import click
import numpy as np
from numpy.typing import NDArray

from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.books.book import open_book
from tightrope.scenarios.files.scenario import Scenario, load_scenario
from tightrope.scenarios.parameters.meaning import number_in_words

__all__ = ["main"]

KNOBS: Mapping[str, tuple[float, ...]] = {
    "risk_cutoff": (350.0, 430.0, 520.0),
    "risk_tightening": (0.0, 300.0),
    "debt_to_income_cutoff": (10.0, 0.5),
    "linkage_strength": (0.0, 1.0),
    "cut_monthly": (0.0, 0.015),
    "late_freeze": (0.0, 1.0),
    "multi_strength": (0.0, 0.3),
    "arbitrage_strength": (0.0, 0.5),
    "admission_score": (350.0, 530.0, 600.0, 640.0),
    "cool_off_months": (0.0, 6.0),
    "manual_review_share": (0.0, 1.0),
}
"""Of each knob, the value at which it does nothing, and what is tight."""
SHOWN = {"writeoff": 2, "past_due": 2, "balance": 1, "profit": 2, "borrowers": 0, "good": 0, "trust": 3}
"""What is shown of a market, and to how many digits."""
TIMES = {
    "calm": ("baseline", 1.0),
    "recession": ("severe-recession", 1.0),
    "three times as deep": ("severe-recession", 3.0),
}
"""Kinds of times: a scenario, and the strength of its events."""
TABLES = "<!-- what stands below is written by benchmarks/two_sides.py -->"
"""What of a page stands above this is kept."""
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
    late: NDArray[np.int8]
    """Months past due at the end of each month, shape (months + 1, borrowers)."""


def lived(scenario: Scenario, borrowers: int, months: int, seed: int) -> Lived:
    """Live through a market and follow those who are there at its opening, until they leave."""
    market = CreditMarket(scenario, open_book("synthetic"), borrowers=borrowers, months=months, seed=seed)
    joined = market.people["joined_month"].copy()
    there = np.ones(borrowers, bool)
    frozen, defaulted = (np.full(borrowers, NEVER, np.int64) for _ in range(2))
    late = np.zeros((months + 1, borrowers), np.int8)
    for month in range(1, months + 1):
        market.step()
        there &= market.people["joined_month"] == joined
        for when, field in ((frozen, "frozen_month"), (defaulted, "default_month")):
            when[there & (when == NEVER) & (market.people[field] == month)] = month
        late[month] = np.maximum(market.people["late_paylater"], market.people["late_cashloan"])
    rows = market.history.rows
    past_due = [(row["dpd30_share_balance"] or 0.0) * (row["balance"] or 0.0) for row in rows]
    frames = market.results()
    measures = {
        "writeoff": float(sum(row["writeoff_amount"] or 0.0 for row in rows)) / 1e6,
        "past_due": float(np.mean(past_due)) / 1e6,
        "balance": float(np.mean([row["balance"] for row in rows])) / 1e6,
        "profit": float(sum(row["profit"] or 0.0 for row in rows)) / 1e6,
        "borrowers": float(np.mean([row["borrowers_active"] for row in rows])),
        "good": float(frames.freezes["good_standing_new"].sum()),
        "trust": float(np.mean([row["trust_mean"] for row in rows])),
    }
    return Lived(measures, frozen, defaulted, late)


def twins(now: Lived, off: Lived) -> tuple[int, int, int]:
    """Count those whom the knob froze, and who of them defaults from then on, here and in the twin market.

    Frozen by the knob is whoever is frozen here, is not so far in the twin, and is as late in both.
    """
    when = np.where(now.frozen < NEVER, now.frozen, 0)
    as_late = now.late[when, np.arange(when.size)] == off.late[when, np.arange(when.size)]
    alone = (when > 0) & as_late & (off.frozen > when) & (now.defaulted >= when) & (off.defaulted >= when)
    here, there = (int(np.count_nonzero(alone & (of.defaulted < NEVER))) for of in (now, off))
    return int(np.count_nonzero(alone)), here, there


def row(name: str, value: float, pairs: list[tuple[Lived, Lived]]) -> str:
    """Write a line: what the knob at this value changes against off, mean over the seeds and its standard error."""
    cells = [f"`{name}`", number_in_words(value)]
    for measure, digits in SHOWN.items():
        gaps = np.array([now.measures[measure] - off.measures[measure] for now, off in pairs])
        error = float(gaps.std(ddof=1)) / np.sqrt(len(gaps)) if len(gaps) > 1 else 0.0
        cells.append(f"{gaps.mean():+,.{digits}f} ({error:,.{digits}f})")
    frozen, here, there = (sum(each) for each in zip(*(twins(now, off) for now, off in pairs), strict=True))
    known = frozen >= FEWEST
    cells.append(f"{frozen:,}: {100 * here / frozen:.1f} / {100 * there / frozen:.1f}" if known else f"{frozen:,}")
    return f"| {' | '.join(cells)} |"


def page(borrowers: int, months: int, seeds: int, pool: ThreadPoolExecutor) -> Iterator[str]:
    """Write the tables, one for each kind of times; markets are lived side by side."""

    def all_lived(scenario: Scenario) -> list[Lived]:
        return list(pool.map(partial(lived, scenario, borrowers, months), range(1, seeds + 1)))

    yield f"{borrowers:,} borrowers, {months} months, {seeds} seeds; against the same market with the knob off;"
    yield "standard errors between seeds in brackets. Money in millions of yuan: write-offs and profit of all months"
    yield "together, balance, what is 30 or more days past due, customers and trust on average; lines frozen in good"
    yield "standing, of all months. Twins: how many of the opening book's borrowers the knob froze, and how many in a"
    yield "hundred of these reach default from then on, here / in the market where it is off."
    yield ""
    yield "By score: who is followed for two years; how many in a hundred of them reach default; what each owes, yuan;"
    yield "and in per cent of that, a year: interest and late fees, what is lost, and what is left for the platform"
    yield "after money, service, its own share of losses less recoveries, and what partners ask for theirs."
    yield "Beside it the same of those with nothing past due at the start."
    for times, (name, strength) in TIMES.items():
        start = load_scenario(name).at_strength(strength)
        yield ""
        as_strong = f", its events {strength:g} times as strong" if strength != 1 else ""
        yield f"## {times.capitalize()}: `{name}`{as_strong}"
        yield ""
        yield "| knob | at | write-offs | past due | balance | profit | customers | frozen, good | trust | twins |"
        yield "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
        usual = all_lived(start)
        means = {name: float(np.mean([life.measures[name] for life in usual])) for name in SHOWN}
        yield f"| all as shipped | | {' | '.join(f'{means[name]:,.{digits}f}' for name, digits in SHOWN.items())} | |"
        for knob, (off_value, *tight) in KNOBS.items():
            if sys.stderr.isatty():
                click.echo(f"\r{times}: {knob:30}\r", nl=False, err=True)
            off = all_lived(start.with_values({knob: off_value}))
            shipped = _shipped(start, knob)
            yield row(knob, shipped, list(zip(usual, off, strict=True)))
            for value in tight:
                if value == shipped:
                    continue
                yield row(knob, value, list(zip(all_lived(start.with_values({knob: value})), off, strict=True)))
        yield ""
        yield from by_score.tables(start, borrowers, seeds)


def _shipped(scenario: Scenario, knob: str) -> float:
    """Return the knob's value as the scenario opens."""
    return float(scenario.timeline(1)[knob][0])


@click.command()
@click.option("--borrowers", default=20_000, show_default=True, help="Borrowers of every market.")
@click.option("--months", default=96, show_default=True, help="Months of every market: losses come home late.")
@click.option("--seeds", default=3, show_default=True, help="Markets of each kind.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write the tables into this file instead of printing them."
)
def main(borrowers: int, months: int, seeds: int, out: Path | None) -> None:
    """Set every knob of the platform to off, as shipped and tight, and say what that saves and what it harms."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        text = "\n".join(page(borrowers, months, seeds, pool)) + "\n"
    if out:
        kept = out.read_text(encoding="utf-8").partition(TABLES)[0] if out.exists() else ""
        out.write_text(f"{kept}{TABLES}\n\n{text}", encoding="utf-8")
    else:
        click.echo(text, nl=False)


if __name__ == "__main__":
    main()
