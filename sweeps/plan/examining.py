"""From a sweep's document to the sweep: all that is wrong with it is found before anything begins."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tightrope.model.results.columns import FRAMES
from tightrope.scenarios.books.book import BUILT_IN, Book, open_book
from tightrope.scenarios.disk.caps import MOST_SCENARIOS
from tightrope.scenarios.errors import InputError, nearest_or_all, shown, suggestion
from tightrope.scenarios.files.complaints import complaints
from tightrope.scenarios.files.scenario import Scenario, check_file, find_scenario, library, load_scenario
from tightrope.sweeps.plan.design_reading import read_design
from tightrope.sweeps.plan.ends import check_points
from tightrope.sweeps.plan.problems import Problems
from tightrope.sweeps.plan.schema import SWEEP_WORDS, SweepFile
from tightrope.sweeps.plan.sweep import Sweep
from tightrope.sweeps.plan.values import read_values, with_values

__all__ = ["examine"]

ALL = "library"
"""Stands for every built-in scenario."""


def examine(
    values: Mapping[str, Any],
    problems: Problems,
    *,
    name: str,
    folder: Path,
    scenarios: Mapping[str, Scenario],
    book: Book | None,
) -> Sweep | None:
    """Return the sweep that a document plans, or None and its ``problems``.

    ``folder`` is what files are named from; ``scenarios``, by name, and a ``book`` stand in for what would be read.
    """
    file = _document(values, problems)
    if file is None:
        return None
    found = _scenarios(file, folder, scenarios, problems)
    common = read_values(file.values, problems)
    found = with_values(found, common, problems)
    against = _against(file, found, problems)
    if book is None:
        book = _book(file, folder, problems)
    _check_seeds(file, problems)
    columns, measures = _columns(file, problems)
    design = read_design(file.design, folder, set(common), (len(found), len(file.seeds)), problems)
    if problems or design is None or book is None:
        return None
    check_points(found, file.design, design, problems)
    return Sweep(
        name=name, title=file.title or name, scenarios=found, against=against, book=book,
        borrowers=file.borrowers or book.borrowers, months=tuple(file.months or one.months for one in found),
        seeds=tuple(file.seeds), factors=design.factors, points=design.points, design=design.described,
        columns=columns, measures=measures, check=file.check,
    )  # fmt: skip


def _document(values: Mapping[str, Any], problems: Problems) -> SweepFile | None:
    """Return what a document says; what is wrong is left out, so that the rest can be looked at as well."""
    try:
        return SweepFile.model_validate(values, strict=True)
    except ValidationError as error:
        problems.here += complaints(error, about=SWEEP_WORDS)
        wrong = {item["loc"][0] for item in error.errors()}
    if "scenarios" in wrong:
        return None
    return SweepFile.model_validate({key: value for key, value in values.items() if key not in wrong}, strict=True)


def _scenarios(
    file: SweepFile, folder: Path, given: Mapping[str, Scenario], problems: Problems
) -> tuple[Scenario, ...]:  # fmt: skip
    """Return the scenarios that are named; those with problems are left out."""
    found: dict[str, Scenario] = {}
    if not file.scenarios:
        problems.add(("scenarios",), "scenarios: name at least one", 'as in scenarios = ["baseline"]')
    if len(file.scenarios) > MOST_SCENARIOS:
        many = f"scenarios: {len(file.scenarios):,} are too many for one sweep, at most {MOST_SCENARIOS:,}"
        problems.add(("scenarios",), many)
        return ()
    for place, name in enumerate(file.scenarios):
        where = ("scenarios", place)
        for one in library() if name == ALL else [name]:
            with problems.gathered(where):
                scenario = given.get(one) or _load(one, folder, problems)
                if scenario and scenario.name in found:
                    problems.add(where, f"scenarios: '{scenario.name}' stands twice, and names must differ")
                elif scenario:
                    found[scenario.name] = scenario
    return tuple(found.values())


def _load(name: str, folder: Path, problems: Problems) -> Scenario | None:
    path = find_scenario(name, folder)
    if wrong := check_file(path):
        problems.elsewhere += wrong
        return None
    return load_scenario(path)


def _against(file: SweepFile, scenarios: tuple[Scenario, ...], problems: Problems) -> str | None:
    names = [scenario.name for scenario in scenarios]
    if not file.against:
        return "baseline" if "baseline" in names else None
    name = Path(file.against).stem if file.against.endswith(".toml") else file.against
    if name not in names and not problems:
        near = nearest_or_all(name, names)
        problems.add(("against",), f"against: '{shown(file.against)}' is none of the scenarios of this sweep{near}")
    return name


def _book(file: SweepFile, folder: Path, problems: Problems) -> Book | None:
    name = file.book if file.book in BUILT_IN else str(folder / file.book)
    try:
        return open_book(name, currency_scale=file.currency_scale)
    except InputError as error:
        problems.add(("book",), str(error))
        return None


def _check_seeds(file: SweepFile, problems: Problems) -> None:
    if not file.seeds:
        problems.add(("seeds",), "seeds: name at least one, or say how many")
    seen: set[int] = set()
    for place, seed in enumerate(file.seeds):
        if seed in seen:
            problems.add(("seeds", place), f"seeds: {seed} stands twice; the same seed gives the same run")
        seen.add(seed)


def _columns(file: SweepFile, problems: Problems) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the columns that are kept, those that are summed up among them, and the latter; as they are declared."""
    known = [column.name for column in FRAMES["months"] if column.name != "month"]
    for key in ("columns", "measures"):
        for place, name in enumerate(getattr(file, key)):
            if name not in known:
                says = f"{key}: no column of months is called '{shown(name)}'"
                hint = "'tightrope columns months' defines them all; the month itself is always kept"
                problems.add((key, place), says, hint, near=partial(suggestion, name, known))
    kept = {*(file.columns or known), *file.measures}
    return tuple(name for name in known if name in kept), tuple(name for name in known if name in file.measures)
