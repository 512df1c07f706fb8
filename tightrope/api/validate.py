"""The markets that show the facts: for each seed a calm one, a random rise of limits, a squeeze, and single changes."""

import json
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from tightrope.analysis.facts.changes import Change
from tightrope.analysis.facts.distributions import by_seed, spreads
from tightrope.analysis.facts.evidence import (
    CREDITORS,
    FIRST,
    HORIZONS,
    PANEL,
    SQUEEZE_PANEL,
    SQUEEZED,
    STRAINED,
    Evidence,
)
from tightrope.analysis.facts.facts import judged, measured
from tightrope.analysis.facts.validation import Lived, Validation
from tightrope.api.changes import changed_scenarios
from tightrope.api.planning import Plan, prepare
from tightrope.api.provenance import Clock
from tightrope.api.responses import responses
from tightrope.model.engine.market import CreditMarket
from tightrope.progress.watching import Watch
from tightrope.scenarios.books.book import Book
from tightrope.scenarios.disk.writing import write_file
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.events import Event
from tightrope.scenarios.files.scenario import Scenario

__all__ = ["SHORTEST", "check_length", "validate", "write_findings"]

SHORTEST = FIRST + 12
"""Months that a validation needs: a year after the book has settled."""
MOST_SEEDS = 1000
_RAISED, _RISE = 0.1, 0.2
"""Of the borrowers with an open line and no arrears, the share that is given a rise, and the rise / cash loan limit."""
_BANK = "bank"
_SQUEEZE = Event(month=SQUEEZED[0], shape="pulse", months=SQUEEZED[1] - SQUEEZED[0] + 1, set={"guidance": 0.8})


def validate(
    scenario: Scenario | Path | str = "baseline",
    *,
    book: Book,
    borrowers: int,
    months: int,
    seeds: int,
    values: Mapping[str, object],
    watch: Watch,
    shocks: bool = False,
) -> Validation:
    """Live a calm scenario and its variants under ``seeds`` seeds, from 1, and return what they show of every fact.

    With ``shocks`` the answers to shocks are found as well, which takes five more markets.

    Raises:
        InputError: a choice is wrong; the message says which, and what is allowed.
    """
    check_length(months, seeds)
    plans = [
        prepare(scenario, book=book, borrowers=borrowers, months=months, seed=seed, values=values)
        for seed in range(1, seeds + 1)
    ]
    facts, people = zip(*(_shown(_evidence(plan, watch)) for plan in plans), strict=True)
    calm = plans[0].scenario
    about = Lived(calm.name, calm.platform_kind, book.name, borrowers, months, seeds, values)
    return Validation(about, judged(facts), spreads(people), responses(plans, watch) if shocks else ())


def check_length(months: int, seeds: int) -> None:
    """Raise InputError for months and seeds that no validation can have."""
    for name, given, least, most in (("months", months, SHORTEST, None), ("seeds", seeds, 1, MOST_SEEDS)):
        if given < least or (most and given > most):
            allowed = f"from {least} to {most:,}" if most else f"of at least {least}"
            raise InputError(f"{name}: {given} is not allowed; give a whole number {allowed}")


def _shown(evidence: Evidence) -> tuple[list[float | None], list[list[float] | None]]:
    """Return what one seed's markets show of every fact and of every distribution."""
    return measured(evidence), by_seed(evidence)


def write_findings(file: Path, validation: Validation) -> None:
    """Write everything found to a JSON file."""
    whole = {"tightrope": version("tightrope"), **validation.as_record()}
    write_file(file, (json.dumps(whole, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode())


def _evidence(plan: Plan, watch: Watch) -> Evidence:
    """Live a seed's markets side by side and keep what the facts read."""
    squeezed = replace(plan.scenario, events=(*plan.scenario.events, _SQUEEZE))
    base, twin = plan.open_market(plan.scenario, panel=True), plan.open_market(plan.scenario)
    changed = {
        change: plan.open_market(story, panel=change is Change.PANDEMIC)
        for change, story in changed_scenarios(plan.scenario).items()
    }
    tight = plan.open_market(squeezed, panel=True)
    markets = (base, twin, tight, *changed.values())
    panel, squeeze, rises, strained = [], [], [], []
    given = np.zeros(0)
    label, clock = f"seed {plan.seed}", Clock(len(markets) * plan.borrowers)
    watch.months(label, 0, plan.months, 0.0)
    for month in range(1, plan.months + 1):
        for market in markets:
            market.step()
        if month >= FIRST:
            panel.append(base.panel_frame(PANEL))
        if SQUEEZED[0] - 1 <= month <= SQUEEZED[1]:
            squeeze.append(tight.panel_frame(SQUEEZE_PANEL))
        if STRAINED[0] <= month <= STRAINED[1]:
            strained.append(changed[Change.PANDEMIC].panel_frame(CREDITORS))
        if month == FIRST:
            score = base.people["score"].copy()
            joined = base.people["joined_month"].copy()
            given = _raise_limits(twin, plan.seed)
        if month - FIRST in HORIZONS:
            rises.append(_compared(month - FIRST, given, score, joined, base, twin))
        clock.month()
        watch.finished += 1
        watch.months(label, month, plan.months, clock.rate)
    return Evidence(
        months=base.results().months,
        panel=pl.concat(panel),
        rises=pl.concat(rises),
        squeezed=tight.results().months,
        squeeze=pl.concat(squeeze),
        changed={change: market.results().months for change, market in changed.items()},
        pandemic=pl.concat(strained),
        called=plan.scenario.parameters.products.called_months,
        bank=_bank(plan.scenario),
    )


def _bank(scenario: Scenario) -> int | None:
    """Return the place of the lender called "bank" among the other lenders."""
    names = [lender.name for lender in scenario.rivals()]
    return names.index(_BANK) if _BANK in names else None


def _raise_limits(market: CreditMarket, seed: int) -> Any:
    """Raise the cash loan limits of some, chosen by a draw of its own; return everybody's rise, fen."""
    people = market.people
    drawn = np.random.default_rng((seed, FIRST)).random(people.size) < _RAISED
    able = (people["status"] == 1) & (people["freeze_reason"] == 0)
    able &= (people["late_paylater"] == 0) & (people["late_cashloan"] == 0)
    rise = np.where(drawn & able, people["limit_cashloan"] * _RISE, 0).astype(np.int32)
    people["limit_cashloan"] += rise
    return rise


def _compared(after: int, rise: Any, score: Any, joined: Any, base: CreditMarket, twin: CreditMarket) -> pl.DataFrame:
    """Return those raised who still have the account in both markets, with their balances in yuan."""
    here, there = twin.people, base.people
    kept = (here["status"] == 1) & (there["status"] == 1) & (here["joined_month"] == joined)
    kept &= (there["joined_month"] == joined) & (rise > 0)

    def balance(people: Any) -> Any:
        return (people["balance_paylater"][kept].astype(np.int64) + people["balance_cashloan"][kept]) / 100

    columns = {"score": score[kept], "rise": rise[kept] / 100, "balance": balance(here), "balance_twin": balance(there)}
    return pl.DataFrame({"after": np.full(int(kept.sum()), after), **columns})
