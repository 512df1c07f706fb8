"""The command that holds the model against the facts."""

import sys
from pathlib import Path
from typing import Any

import click

from tightrope.analysis.words.words import LANGUAGES
from tightrope.cli.address_space import check_address_space
from tightrope.cli.ensemble import (
    ENSEMBLE,
    MEMBERS,
    USUAL_SEEDS,
    check_goes_with_ensemble,
    check_without_ensemble,
)
from tightrope.cli.facts_held import hold_over_worlds
from tightrope.cli.options import FORCE, new_file

__all__ = ["validate"]

USUAL, USUAL_OVER = (20_000, 5), (5_000, USUAL_SEEDS)
"""Borrowers and seeds unless told otherwise, in one world and over many."""
WIDTH = 110
"""Of the table where there is no terminal."""
MARKETS = 13
"""Lived side by side: the calm one, its twin, the squeeze, and one for each change."""


@click.command()
@click.argument("scenario", default="baseline")
@click.option("--book", default="synthetic", show_default=True, help="Who borrows at the start, as of 'run'.")
@click.option("--borrowers", type=int, help="How many borrowers in each market.  [default: 20000; over worlds 5000]")
@click.option("--months", type=int, default=60, show_default=True, help="How many months; facts count from month 24.")
@click.option("--seeds", type=int, help="How many seeds, from 1.  [default: 5; over worlds 3]")
@click.option(
    "--set",
    "values",
    multiple=True,
    metavar="KEY=VALUE",
    help="Set a parameter ('tightrope parameters' lists them); may be repeated.",
)
@click.option("--all-facts", is_flag=True, help="Count the facts of every kind of lender, not of this one alone.")
@new_file("--json", "file", help="Also write every number, seed by seed, to this file.")
@click.option(
    "--responses", is_flag=True, help="Also show what the market answers to shocks; takes half as long again."
)
@new_file("--html", "page", help="Also write a page with pictures, model beside data, to this file.")
@FORCE
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="Language of the page.")
@ENSEMBLE
@MEMBERS
def validate(
    scenario: str, book: str, *, borrowers: int | None, months: int, seeds: int | None, values: tuple[str, ...],
    all_facts: bool, responses: bool, file: Path | None, page: Path | None, language: str, ensemble: str | None,
    members: int | None,
) -> None:  # fmt: skip
    """Hold a calm market against what is known of such lending.

    SCENARIO is a built-in scenario or a TOML file, the baseline unless another is named. Its 'platform_kind' says which
    lender it is: prime, near-prime or cards. Prints each fact of that lender with the accepted range, what the model
    shows, whether that is met, and if not why; the facts of other lenders follow, and do not count.
    docs/validation.md says how each is computed. It reports and judges nothing but the model: a missed fact is no
    error. With --ensemble it prints of each fact how far it goes over many worlds, and in how many it is met; after a
    stop the same command goes on.
    """
    check_goes_with_ensemble(ensemble, members=members)
    if responses and not (file or page):
        raise click.UsageError("--responses: they are shown on the page and in the file alone; give --html or --json")
    check_address_space()
    from tightrope.scenarios.books.book import open_book
    from tightrope.scenarios.files.overrides import parse_set
    from tightrope.scenarios.files.scenario import load_scenario

    calm, people = load_scenario(scenario), open_book(book)
    size, many = USUAL if ensemble is None else USUAL_OVER
    asked: dict[str, Any] = {
        "borrowers": size if borrowers is None else borrowers,
        "months": months,
        "seeds": many if seeds is None else seeds,
        "values": dict(map(parse_set, values)),
    }
    kind = None if all_facts else calm.platform_kind
    if ensemble is not None:
        check_without_ensemble(html=page, responses=responses or None)
        hold_over_worlds(calm, kind, file, book=people, ensemble=ensemble, members=members, **asked)
        return
    check_address_space(MARKETS * max(0, asked["borrowers"]))
    from rich.console import Console

    from tightrope.analysis.report.validation import write_validation
    from tightrope.api.validate import validate as hold_against_facts
    from tightrope.api.validate import write_findings
    from tightrope.cli.verdicts import print_verdicts
    from tightrope.progress.display import shown

    with shown(Console(stderr=True)) as watch:
        found = hold_against_facts(calm, book=people, watch=watch, shocks=responses, **asked)
    if file:
        write_findings(file, found)
    if page:
        write_validation(found, page, kind=kind, language=language)
    print_verdicts(Console(width=None if sys.stdout.isatty() else WIDTH), found.found, kind)
