"""Searches read from files: a sweep file's keys, and a table [search] in place of [design]."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import ValidationError

from tightrope.model.results.columns import FRAMES
from tightrope.scenarios.books.book import LARGEST_SEED
from tightrope.scenarios.disk.caps import MOST_RUNS
from tightrope.scenarios.errors import InputError, nearest_or_all, shown
from tightrope.scenarios.files.complaints import complaints
from tightrope.scenarios.files.reading import read_toml
from tightrope.scenarios.files.scenario import Scenario
from tightrope.sweeps.plan.ends import check_alike
from tightrope.sweeps.plan.ensembles import Ensemble
from tightrope.sweeps.plan.examining import examine
from tightrope.sweeps.plan.factor_reading import SEARCH, entries, factor_named, read_factor
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.plan.files import find_file, sound
from tightrope.sweeps.plan.problems import Problems
from tightrope.sweeps.plan.sweep import Sweep
from tightrope.sweeps.search.knobs import current_policy
from tightrope.sweeps.search.objectives import BESIDE, MEASURES, USUAL, Objective
from tightrope.sweeps.search.schema import SEARCH_WORDS, SearchTable
from tightrope.sweeps.search.search import Search
from tightrope.sweeps.search.worlds import Worlds

__all__ = ["library", "load_search"]

_LIBRARY = Path(__file__).resolve().parents[1] / "searches"


def library() -> list[str]:
    """Return the names of the built-in searches."""
    return sorted(path.stem for path in _LIBRARY.glob("*.toml"))


def load_search(name_or_path: str | Path, ensemble: Ensemble | None = None) -> Search:
    """Return a built-in search or one read from a TOML file; InputError lists all that is wrong with it.

    With an ``ensemble`` every policy is tried in each of its members, and judged by the bad ones as well.
    """
    path = find_file(name_or_path, _LIBRARY, "search")
    source, problems = read_toml(path, "search"), Problems()
    values = {key: value for key, value in source.values.items() if key != "search"}
    if "design" in values:
        problems.add(("design",), "design: a search has no design, [search] takes its place", at_key=True)
        del values["design"]
    sweep = examine(values, problems, name=path.stem, folder=path.parent, scenarios={}, book=None)
    table = _table(source.values, problems)
    worlds = Worlds(ensemble) if ensemble else None
    search = _search(sweep, table, values, worlds, problems) if table else None
    return sound(search, [*source.complain_all(problems.here), *problems.elsewhere])


def _table(values: dict[str, Any], problems: Problems) -> SearchTable | None:
    if "search" not in values:
        problems.add((), "[search] is missing: it says over which knobs to search, and for what")
        return None
    try:
        return SearchTable.model_validate(values["search"], strict=True)
    except ValidationError as error:
        problems.here += complaints(error, "search", about=SEARCH_WORDS)
        return None


def _search(
    sweep: Sweep | None, table: SearchTable, values: dict[str, Any], worlds: Worlds | None, problems: Problems
) -> Search | None:  # fmt: skip
    objectives = tuple(_objectives(table, problems)) or USUAL
    knobs, current = _knobs(table, sweep.scenarios if sweep else (), problems)
    if table.trials % table.generation:
        says = f"search.trials: {table.trials} policies are no whole number of generations of {table.generation}"
        problems.add(("search", "trials"), says)
    for name in table.keep:
        if name not in MEASURES:
            says, near = f"search.keep: no measure is called '{shown(name)}'", partial(nearest_or_all, name, MEASURES)
            problems.add(("search", "keep", name), says, at_key=True, near=near)
    if sweep:
        _check_size(table, len(sweep.scenarios) * (worlds.count if worlds else 1), sweep.seeds, problems)
    if sweep and worlds:
        _check_worlds(worlds, sweep, values, knobs, problems)
        objectives = (*objectives, *(replace(each, bad=True) for each in objectives))
    if sweep is None or problems:
        return None
    needed = {name for each in objectives for name in each.what.columns}
    needed |= {name for measure in (*table.keep, *BESIDE) for name in MEASURES[measure].columns}
    columns = _in_order(needed | set(sweep.columns if "columns" in values else ()))
    measures = _in_order(set(sweep.measures if "measures" in values else columns))
    name = f"{sweep.name}-over-worlds" if worlds else sweep.name
    plan = replace(
        sweep, name=name, factors=knobs, points=np.array([current]), against=None, measures=measures, design={},
        columns=_in_order({*columns, *measures}),
    )  # fmt: skip
    return Search(
        plan, objectives, table.keep, trials=table.trials, generation=table.generation, seed=table.seed,
        sampler=table.sampler, proof=table.proof, worlds=worlds,
    )  # fmt: skip


def _check_worlds(
    worlds: Worlds, sweep: Sweep, values: dict[str, Any], knobs: Sequence[Factor], problems: Problems
) -> None:  # fmt: skip
    """Complain about parameters that the worlds set and the search, its values or a scenario sets as well."""
    factors = worlds.ensemble.factors
    given = {factor_named(written) for _, written, _ in entries(values.get("values", {}))}
    for name in (factor.name for factor in factors):
        for table, names in (("values", given), ("search.over", {knob.name for knob in knobs})):
            if name in names:
                problems.add((*table.split("."),), f"{table}: '{name}' is set by every member of the ensemble as well")
    check_alike(sweep.scenarios, factors, ("scenarios",), problems)


def _check_size(table: SearchTable, scenarios: int, seeds: Sequence[int], problems: Problems) -> None:
    """Complain about more runs than can be made, in the generations or in a proof of all that is tried, and seeds."""
    for key, policies, each in (("trials", table.trials, len(seeds)), ("proof", table.trials + 1, table.proof)):
        if (runs := policies * scenarios * each) > MOST_RUNS:
            says = (
                f"search.{key}: policies x scenarios x seeds may be {policies:,} x {scenarios:,} x {each:,} = {runs:,} "
                f"runs, too many for one search: at most {MOST_RUNS:,}; try fewer policies, or fewer seeds"
            )
            problems.add(("search", key), says)
    if max(seeds) > (last := LARGEST_SEED - table.proof):
        says = f"seeds: the proof takes the {table.proof:,} seeds after these, so none may be above {last}"
        problems.add(("seeds",), f"{says}, got {max(seeds)}")


def _objectives(table: SearchTable, problems: Problems) -> Iterator[Objective]:
    seen: list[Objective] = []
    for place, given in enumerate(table.objectives):
        with problems.gathered(("search", "objectives", place)):
            objective = Objective(given.measure, given.better, given.statistic, given.worst)
            if objective.name in (each.name for each in seen):
                raise InputError(f"search.objectives: {objective.name} stands twice")
            seen.append(objective)
            yield objective


def _knobs(
    table: SearchTable, scenarios: Sequence[Scenario], problems: Problems
) -> tuple[tuple[Factor, ...], list[float]]:  # fmt: skip
    """Return the knobs and where the scenarios' policy stands."""
    found: dict[str, tuple[Factor, float]] = {}
    for where, written, given in entries(table.over, "search", "over"):
        with problems.gathered(where, at_key=True):
            name = factor_named(written)
            if name in found:
                raise InputError(f"search.over: '{name}' stands twice")
            factor = read_factor(where, name, given, SEARCH)
            current = current_policy([factor], scenarios) if scenarios else [0.0]
            found[name] = factor, current[0]
    return tuple(factor for factor, _ in found.values()), [value for _, value in found.values()]


def _in_order(names: set[str]) -> tuple[str, ...]:
    return tuple(column.name for column in FRAMES["months"] if column.name in names)
