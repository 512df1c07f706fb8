"""One run of a sweep once more, in full: every frame, every borrower, and the report."""

from pathlib import Path

import polars as pl

from tightrope.api.planning import Plan, prepare
from tightrope.scenarios.books.book import BUILT_IN, Book, open_book
from tightrope.scenarios.disk.foreign_frames import collected
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.scenario import Scenario
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.plan.job import scenario_at
from tightrope.sweeps.store.dataset import open_sweep

__all__ = ["plan_again"]


def plan_again(
    folder: Path, number: int, *, book: str | None = None, check: bool = False, verify: bool = True
) -> Plan:  # fmt: skip
    """Return the plan of a sweep's run, beside the one that it is compared with.

    ``book`` names the file of a sweep whose book is the user's own; without ``verify`` the sweep's files are not held
    against their digests.

    Raises:
        InputError: there is no such run, its book is another than this one, or its parameters do not go together.
    """
    sweep = open_sweep(folder, verify=verify)
    about = sweep.manifest
    found = sweep.runs.filter(pl.col("run") == number).pipe(collected)
    if found.is_empty():
        raise InputError(f"run {number} is not in {folder}: its runs have the numbers 0 to {about['runs'] - 1:,}")
    [run] = found.iter_rows(named=True)
    factors = [Factor.from_json(one) for one in about["factors"]]
    point = [one.texts.index(run[one.name]) if one.texts else run[one.name] for one in factors]
    scenarios = {one["name"]: Scenario.from_resolved(one) for one in about["scenarios"]}
    months = about["months"][list(scenarios).index(run["scenario"])]
    here = scenario_at(scenarios[run["scenario"]], factors, point)
    other = about["against"] if about["against"] != run["scenario"] else None
    return prepare(
        here,
        book=_book(about["book"], book),
        borrowers=about["borrowers"],
        months=months,
        seed=run["seed"],
        against=scenario_at(scenarios[other], factors, point) if other else None,
        check=check or about["check"],
    )


def _book(about: dict[str, str], given: str | None) -> Book:
    if given is None and about["name"] not in BUILT_IN:
        raise InputError(f"the sweep's book is {about['name']}, a file of your own: name it with --book")
    book = open_book(given or about["name"])
    if book.digest != about["digest"]:
        raise InputError(f"{book.name} does not hold the accounts of the sweep's book, {about['name']}")
    return book
