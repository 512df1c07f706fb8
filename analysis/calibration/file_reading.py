"""Calibrations read from files: what is run, what is free, and what the moments shall be."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from tightrope.analysis.calibration.calibration import Calibration
from tightrope.analysis.calibration.moments import Moments
from tightrope.analysis.calibration.schema import CALIBRATION_WORDS, CalibrationFile
from tightrope.analysis.calibration.target_reading import read_targets
from tightrope.analysis.calibration.targets import Target
from tightrope.scenarios.books.book import LARGEST_SEED, Book
from tightrope.scenarios.disk.caps import MOST_RUNS
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.complaints import complaints
from tightrope.scenarios.files.overrides import number_named
from tightrope.scenarios.files.reading import Source, read_toml
from tightrope.scenarios.files.scenario import Scenario
from tightrope.scenarios.parameters.table import section_of
from tightrope.sweeps.plan.examining import examine
from tightrope.sweeps.plan.factor_reading import CALIBRATION, entries, read_factor
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.plan.files import find_file, sound
from tightrope.sweeps.plan.job import scenario_at
from tightrope.sweeps.plan.problems import Problems
from tightrope.sweeps.plan.schema import USUAL_MEASURES
from tightrope.sweeps.plan.sweep import Sweep

__all__ = ["library", "load_calibration"]

_LIBRARY = Path(__file__).resolve().parents[1] / "calibrations"


def library() -> list[str]:
    """Return the names of the built-in calibrations."""
    return sorted(path.stem for path in _LIBRARY.glob("*.toml"))


def load_calibration(name_or_path: str | Path, *, targets: Path | None = None, book: Book | None = None) -> Calibration:
    """Return a built-in calibration or one read from a TOML file; InputError lists all that is wrong with it.

    A file of ``targets`` (a table [targets] alone) and an opened ``book`` take the place of those that it names.
    """
    path = find_file(name_or_path, _LIBRARY, "calibration")
    source, problems = read_toml(path, "calibration"), Problems()
    file = _document(source.values, problems)
    elsewhere: list[str] = []
    found: tuple[Target, ...] = ()
    if targets is not None:
        found, elsewhere = _own_targets(targets, file.months if file else 0)
    elif file:
        found = read_targets(source.values, file.months, problems)
    sweep = _sweep(file, path, book, problems) if file else None
    factors = _factors(file, sweep, problems) if file else ()
    if file:
        _check_method(file, problems)
    wrong = [*source.complain_all(problems.here), *problems.elsewhere, *elsewhere]
    whole = None if wrong or file is None or sweep is None else _calibration(file, path, sweep, factors, found)
    return sound(whole, wrong)


def _document(values: Mapping[str, Any], problems: Problems) -> CalibrationFile | None:
    held = {key: value for key, value in values.items() if key != "targets"}
    try:
        return CalibrationFile.model_validate(held, strict=True)
    except ValidationError as error:
        problems.here += complaints(error, about=CALIBRATION_WORDS)
        return None


def _own_targets(path: Path, months: int) -> tuple[tuple[Target, ...], list[str]]:
    """Return the targets of a file of its own, and all that is wrong with it."""
    source: Source = read_toml(path, "calibration")
    problems = Problems()
    for key in source.values:
        if key != "targets":
            problems.add((key,), f"{key}: a file of targets holds [targets] alone", at_key=True)
    found = read_targets(source.values, months, problems) if months else ()
    return found, source.complain_all(problems.here)


def _sweep(file: CalibrationFile, path: Path, book: Book | None, problems: Problems) -> Sweep | None:
    """Return the scenario with what is known of it as a sweep of one point, which keeps what sweeps usually sum up."""
    values: dict[str, Any] = {
        "title": file.title, "scenarios": [file.scenario], "book": file.book, "currency_scale": file.currency_scale,
        "borrowers": file.borrowers, "months": file.months, "seeds": file.seeds, "values": file.values,
        "columns": list(USUAL_MEASURES),
    }  # fmt: skip
    of_sweep = Problems()
    sweep = examine(values, of_sweep, name=path.stem, folder=path.parent, scenarios={}, book=book)
    problems.elsewhere += of_sweep.elsewhere
    for each in of_sweep.here:
        problems.here.append(replace(each, where=("scenario",)) if each.where[:1] == ("scenarios",) else each)
    return sweep


def _factors(file: CalibrationFile, sweep: Sweep | None, problems: Problems) -> tuple[Factor, ...]:
    found: dict[str, Factor] = {}
    known = _known(file, problems)
    for where, written, given in entries(file.free, "free"):
        with problems.gathered(where, at_key=True):
            name = _of_all(f"free.{written}", number_named(written))
            if name in found:
                raise InputError(f"free: '{name}' stands twice")
            if isinstance(given, list):
                raise InputError(f"free.{written}: a calibration draws from a range: give a table, such as {{}}")
            if name in known:
                raise InputError(f"free: '{name}' stands under [values] as well")
            found[name] = read_factor(where, name, given, CALIBRATION)
            if sweep:
                _check_can_be(found[name], sweep.scenarios[0])
    return tuple(found.values())


def _known(file: CalibrationFile, problems: Problems) -> set[str]:
    """Return the names of what is known; those that nothing is called are complained about elsewhere."""
    known = set()
    for where, written, _ in entries(file.values, "values"):
        with suppress(InputError):
            known.add(name := number_named(written))
            with problems.gathered(where, at_key=True):
                _of_all(f"values.{written}", name)
    return known


def _of_all(label: str, name: str) -> str:
    """Return the name of a parameter, or refuse one lender's own number, which no fitted scenario could set."""
    if "." in name:
        raise InputError(f"{label}: is one lender's own number: write it into the scenario, under [[lenders]]")
    return name


def _check_can_be(factor: Factor, scenario: Scenario) -> None:
    """Refuse a parameter that an event moves, and a range at whose ends the scenario cannot be had."""
    if event := next((event for event in scenario.events if factor.name in event.changes), None):
        raise InputError(f"free.{factor.name}: an event of {scenario.name} moves it in month {event.month}")
    for end in (factor.low, factor.high):
        try:
            scenario_at(scenario, [factor], [end])
        except InputError as error:
            first = str(error).splitlines()[0]
            raise InputError(f"free.{factor.name}: at {end:g} the scenario cannot be had: {first}") from None


def _check_method(file: CalibrationFile, problems: Problems) -> None:
    points = file.method.points
    if points & (points - 1):
        below = 1 << (points.bit_length() - 1)
        says = f"method.points: must be a power of two, got {points:,}; the nearest are {below:,} and {2 * below:,}"
        problems.add(("method", "points"), says)
    if (runs := max(points, file.method.ensemble) * len(file.seeds)) > MOST_RUNS:
        says = f"method: points x seeds are {runs:,} runs, too many for one wave: at most {MOST_RUNS:,}"
        problems.add(("method",), f"{says}; take fewer seeds")
    if len(file.seeds) < 2:
        problems.add(("seeds",), "seeds: chance is known from two seeds or more, got 1")
    if (largest := max(file.seeds, default=0)) > (last := LARGEST_SEED - file.method.proof):
        problems.add(("seeds",), f"seeds: the proof takes the seeds after these: at most {last}, got {largest}")


def _calibration(
    file: CalibrationFile, path: Path, sweep: Sweep, factors: tuple[Factor, ...], targets: tuple[Target, ...]
) -> Calibration:
    """Return the whole: markets that are read for the targets' moments, at points of the factors."""
    current = [float(getattr(getattr(sweep.scenarios[0].parameters, section_of()[each.name]), each.name))
               for each in factors]  # fmt: skip
    reading = Moments(tuple((target.name, target.moment) for target in targets))
    read = replace(sweep, factors=factors, points=np.array([current]), against=None, reading=reading)
    base = file.scenario if not file.scenario.endswith(".toml") else str((path.parent / file.scenario).resolve())
    return Calibration(read, targets, base, dict(file.values), file.method)
