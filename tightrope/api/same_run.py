"""A result's run as a plan again, from its manifest; or that of a scenario, where no result is named."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from tightrope.api.planning import Plan, prepare
from tightrope.model.results.manifests import read_manifest
from tightrope.model.results.run_manifest import RUN
from tightrope.scenarios.books.book import Book
from tightrope.scenarios.errors import InputError, shown
from tightrope.scenarios.files.scenario import Scenario, library, load_scenario
from tightrope.scenarios.parameters.others import OtherLender
from tightrope.scenarios.parameters.table import Parameters

__all__ = ["plan_of"]


def plan_of(
    subject: Scenario | Path | str,
    *,
    book: Book | Path | str | None,
    borrowers: int | None,
    months: int | None,
    seed: int | None,
    values: Mapping[str, object] | None,
    threads: int | None,
    usual: int,
) -> Plan:
    """Return the plan of a scenario with these choices, ``usual`` borrowers where none are given; or of a result's run.

    Raises:
        InputError: something given is wrong, or the scenario of the result cannot be had.
    """
    if isinstance(subject, Scenario) or str(subject) in library() or not Path(subject).is_dir():
        return prepare(
            subject,
            book="synthetic" if book is None else book,
            borrowers=usual if borrowers is None else borrowers,
            months=months,
            seed=1 if seed is None else seed,
            values=values,
            threads=threads,
        )
    given = {"book": book, "borrowers": borrowers, "months": months, "seed": seed, "values": values or None}
    if wrong := [name for name, value in given.items() if value is not None]:
        raise InputError(f"{wrong[0]}: {shown(subject)} is a result, which says that itself; leave it out")
    return _again(Path(subject), threads)


def _again(folder: Path, threads: int | None) -> Plan:
    """Return the plan of a result's run."""
    about = read_manifest(folder, RUN)
    plan = prepare(
        _scenario(about),
        book=about["book"],
        borrowers=about["borrowers"],
        months=about["months_finished"],
        seed=about["seed"],
        threads=threads,
    )
    whole = replace(plan, months=about["months"])
    if whole.digest(plan.scenario) != about["digest"]:
        raise InputError(
            f"{shown(folder)}: cannot be lived again, for the events of '{about['scenario']['name']}' are others"
            " now; name the file of the scenario instead of the result"
        )
    return plan


def _scenario(about: Mapping[str, Any]) -> Scenario:
    """Return the library's scenario of a run's name, with the parameters and the other lenders of the run."""
    name = about["scenario"]["name"]
    if name not in library():
        raise InputError(f"the result's scenario, '{shown(name)}', is a file of your own: name that file instead")
    parameters = Parameters.model_validate(about["parameters"])
    lenders = tuple(map(OtherLender.model_validate, about["lenders"]))
    return replace(load_scenario(name), parameters=parameters, lenders=lenders)
