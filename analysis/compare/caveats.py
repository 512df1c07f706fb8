"""What a report does not say, from what was run."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from tightrope.analysis.words.words import Words
from tightrope.scenarios.parameters.environment import degree_among
from tightrope.scenarios.parameters.table import declared

__all__ = ["caveats_of_run", "caveats_of_sweep"]

SMALL = 5_000
"""Borrowers below which rare events are few."""

_BOOKS = {
    "synthetic": Words("findings.the_borrowers_are_made_up"),
    "taiwan": Words("findings.the_accounts_start_as_real"),
    "taiwan-cards": Words("findings.the_accounts_start_as_real"),
}
_OWN_BOOK = Words("findings.the_accounts_start_from_a")
_NO_FORECAST = Words("findings.it_is_no_forecast_the")
_ALL_TOGETHER = Words("findings.a_gap_to_the_twin")


def caveats_of_run(made: Mapping[str, Any], language: str, *, compared: bool) -> list[str]:
    """Return sentences on what the report of a run, told by its manifest, does not say."""
    seed = Words("findings.it_is_one_of_many", seed=made["seed"])
    people = _of_people(made["book"], made["borrowers"])
    friends = _of_friends(made["parameters"].get("network", {}), made["borrowers"])
    told = [seed, *people, *friends, *([_ALL_TOGETHER] if compared else [])]
    return [words.put(language) for words in (*told, _of_assumptions(), _NO_FORECAST)]


def caveats_of_sweep(about: Mapping[str, Any], language: str) -> list[str]:
    """Return sentences on what the report of a sweep, told by its manifest, does not say."""
    design = about["design"]
    intervals = (
        Words("findings.bands_hold_chance_and", targets=len(design["targets"]), parameters=len(about["factors"]))
        if design["kind"] == "ensemble"
        else Words("findings.intervals_tell_the_chance_of", seeds=len(about["seeds"]))
    )
    people = _of_people(about["book"]["name"], about["borrowers"])
    return [words.put(language) for words in (intervals, *people, _of_assumptions(), _NO_FORECAST)]


def _of_people(book: str, borrowers: int) -> list[Words]:
    """Say what the borrowers are, and where they are few."""
    few = Words("findings.there_so_what_befalls_few", borrowers=borrowers)
    return [_BOOKS.get(book, _OWN_BOOK), *([few] if borrowers < SMALL else [])]


def _of_friends(network: Mapping[str, Any], borrowers: int) -> list[Words]:
    """Say where there are too few borrowers for as many friends as the scenario gives each, if that is known."""
    asked = network.get("mean_degree", 0)
    had = degree_among(borrowers, network.get("network_kind", "none"), asked)
    fewer = Words("findings.among_so_few_borrowers_each", had=had, asked=asked)
    return [fewer] if had < asked else []


def _of_assumptions() -> Words:
    """Say how many parameters rest on assumptions."""
    grades = Counter(_grade(field.json_schema_extra) for field in declared().values())
    grades.pop("", None)
    total, assumed, poor = sum(grades.values()), grades["A"], grades["L"]
    return Words("findings.of_the_numbers_behind_it", total=total, assumed=assumed, poor=poor)


def _grade(extra: Any) -> str:
    return str(extra.get("source", ""))[:1] if isinstance(extra, dict) else ""
