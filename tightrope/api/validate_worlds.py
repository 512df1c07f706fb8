"""The sweep that holds the facts against every world of an ensemble: a calm market, read for all that it shows."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tightrope.analysis.calibration.facts_held import Held, reading_of_facts
from tightrope.api.ensemble import check_free_of
from tightrope.api.validate import check_length
from tightrope.scenarios.books.book import Book
from tightrope.scenarios.disk.writing import write_file
from tightrope.scenarios.files.scenario import Scenario
from tightrope.sweeps.plan.ensembles import as_design
from tightrope.sweeps.plan.loading import plan_sweep
from tightrope.sweeps.plan.schema import USUAL_MEASURES
from tightrope.sweeps.plan.sweep import Sweep

__all__ = ["sweep_of_facts", "write_held"]


def sweep_of_facts(
    scenario: Scenario, *, book: Book, borrowers: int, months: int, seeds: int, values: Mapping[str, object],
    ensemble: str, members: int | None,
) -> Sweep:  # fmt: skip
    """Return a calm scenario over members of an ensemble under seeds from 1, read for the facts.

    Raises:
        InputError: a choice is wrong; the message says which, and what is allowed.
    """
    check_length(months, seeds)
    check_free_of(values, ensemble)
    sweep = plan_sweep(
        scenario,
        name=f"facts-of-{scenario.name}",
        title=f"{scenario.title} beside the facts",
        book=book,
        borrowers=borrowers,
        months=months,
        seeds=seeds,
        values=values,
        columns=USUAL_MEASURES,
        design=as_design(ensemble, members),
    )
    return replace(sweep, reading=reading_of_facts())


def write_held(file: Path, held: Sequence[Held], **about: Any) -> None:
    """Write every fact over the ensemble to a JSON file, with what the caller says about the runs."""
    whole = {"tightrope": version("tightrope"), **about, "facts": [each.as_record() for each in held]}
    write_file(file, (json.dumps(whole, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode())
