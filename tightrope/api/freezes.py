"""Exempt twins: a market lived again, batch by batch, with some exempt from one action and all else the same."""

import json
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from statistics import fmean

from rich.console import Console

from tightrope.agents.codes import Action
from tightrope.analysis.freezes.quality import About, Quality, quality_of
from tightrope.analysis.freezes.rows import HORIZONS
from tightrope.api.exempt_twins import live_twins
from tightrope.api.planning import Plan, whole
from tightrope.api.same_run import plan_of
from tightrope.progress.display import shown
from tightrope.progress.watching import Watch
from tightrope.scenarios.books.book import LARGEST_SEED, Book
from tightrope.scenarios.disk.writing import write_file
from tightrope.scenarios.errors import InputError, suggestion
from tightrope.scenarios.files.scenario import Scenario

__all__ = ["ACTIONS", "BATCHES", "BORROWERS", "SEEDS", "freezes", "judge", "write_cases", "write_quality"]

ACTIONS = {action.label: action for action in Action if action}
BORROWERS, SEEDS, BATCHES = 20_000, 3, 5
"""Unless told otherwise."""
MOST_SEEDS, MOST_BATCHES = 100, 100
SETTLED = 13
"""The month from which on some are exempt where a scenario has no events: a year after the book opened."""


def freezes(
    subject: Scenario | Path | str,
    *,
    action: str = "freeze",
    book: Book | Path | str | None = None,
    borrowers: int | None = None,
    months: int | None = None,
    seed: int | None = None,
    seeds: int = SEEDS,
    values: Mapping[str, object] | None = None,
    since: int | None = None,
    batches: int = BATCHES,
    threads: int | None = None,
    progress: bool = False,
) -> Quality:
    """Judge an action of the platform by twins who were exempt from it.

    The market is lived as it is, then once for each batch with that batch exempt, and once with everybody exempt, which
    says how far those who are exempt together touch each other.

    Args:
        subject: A scenario, by name, path or as a ``Scenario``; or the folder of a result, to live that run again.
        action: ``"freeze"`` (of those that the platform need not make), ``"cut"``, ``"withheld"``, ``"linkage"`` or
            ``"lock"``.
        book: Who borrows at the start, as for ``run``; by default ``"synthetic"``, or as in the result.
        borrowers: How many borrowers; by default 20,000, or as in the result.
        months: How many months; by default as the scenario says, or as in the result.
        seed: The first seed; by default 1, or that of the result.
        seeds: How many seeds, one after the other.
        values: Parameters to set in a scenario from its first month on, by name.
        since: The month from which on some are exempt; by default that of the first event, or 13 where there is none.
        batches: In how many batches the places are dealt out; one is everybody.
        threads: How many threads; by default one for each core.
        progress: Show on standard error how far it is.

    Raises:
        InputError: something given is wrong; the message says what, and what to do.
    """
    plan = plan_of(
        subject,
        book=book,
        borrowers=borrowers,
        months=months,
        seed=seed,
        values=values,
        threads=threads,
        usual=BORROWERS,
    )
    with shown(Console(stderr=True)) if progress else nullcontext(Watch()) as watch:
        return judge(plan, action, watch, seeds=seeds, since=since, batches=batches)


def write_quality(file: Path, found: Quality) -> None:
    """Write every measure of every group to a JSON file."""
    whole = {"tightrope": version("tightrope"), **found.as_record()}
    write_file(file, (json.dumps(whole, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode())


def write_cases(file: Path, found: Quality) -> None:
    """Write one row for each borrower hit and horizon to a Parquet file."""
    held = BytesIO()
    found.cases.write_parquet(held)
    write_file(file, held.getvalue())


def judge(
    plan: Plan, action: str, watch: Watch, *, seeds: int, since: int | None, batches: int, horizon: int = min(HORIZONS)
) -> Quality:
    """Live the markets of a plan under so many seeds, and judge an action by them.

    ``horizon`` is that of which something must be known at the end.

    Raises:
        InputError: a choice is wrong; the message says which, and what is allowed.
    """
    if action not in ACTIONS:
        near = suggestion(action, ACTIONS)
        raise InputError(f"action: no action is called '{action}'{near}; there are {', '.join(ACTIONS)}")
    whole("seeds", seeds, 1, min(MOST_SEEDS, LARGEST_SEED - plan.seed + 1))
    whole("batches", batches, 1, min(MOST_BATCHES, plan.borrowers))
    if plan.months <= horizon:
        raise InputError(f"months: {plan.months} are too few; an action is judged by the {horizon} months that follow")
    first = min((event.month for event in plan.scenario.events), default=SETTLED)
    since = whole("since", min(first, plan.months - horizon) if since is None else since, 1, plan.months - horizon)
    plans = [replace(plan, seed=plan.seed + more) for more in range(seeds)]
    lived = [live_twins(each, ACTIONS[action], since, batches, watch) for each in plans]
    about = About(
        scenario=plan.scenario.name,
        action=action,
        book=plan.book.name,
        borrowers=plan.borrowers,
        months=plan.months,
        since=since,
        batches=batches,
        seeds=tuple(each.seed for each in plans),
        ties_shared=fmean(shared for _, shared in lived),
    )
    return quality_of(about, [world for world, _ in lived])
