"""A scenario: parameters, and dated events that change them; read from TOML or from the library."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from tightrope.scenarios.disk.caps import MOST_BASES, MOST_EVENTS, MOST_TOML_BYTES
from tightrope.scenarios.disk.intake import is_file
from tightrope.scenarios.errors import InputError, SeveralError, in_full, not_found, shown, suggestion
from tightrope.scenarios.files.complaints import Complaint, complaints
from tightrope.scenarios.files.event_words import says
from tightrope.scenarios.files.events import LONGEST_RUN, Event, happen, in_order
from tightrope.scenarios.files.overrides import apart, overridden, with_own_numbers
from tightrope.scenarios.files.reading import Source, read_toml
from tightrope.scenarios.files.schema import PlatformKind, ScenarioFile, json_schema
from tightrope.scenarios.parameters.declare import Section
from tightrope.scenarios.parameters.others import ALL, FRINGE, OWN_NUMBERS, OtherLender, taken_along
from tightrope.scenarios.parameters.table import Parameters, as_record, section_of

__all__ = ["Scenario", "check_file", "find_scenario", "json_schema", "library", "load_scenario"]

STRONGEST = 10.0
"""The most that events can be strengthened by."""
_NOUGHT_IS_NONE = ("unemployment_given",)
"""Paths that are not there where they are 0; they start where they are first given."""
_LIBRARY = Path(__file__).resolve().parents[1] / "library"


@dataclass(frozen=True)
class Scenario:
    """Parameters at the start, and the events that change them. Frozen: changes give a new scenario."""

    name: str
    title: str
    title_zh: str
    description: str
    base: str | None
    months: int
    """Length of a run that does not say otherwise."""
    events: tuple[Event, ...]
    """The base's, then the file's own."""
    parameters: Parameters
    strength: float = 1.0
    """How far the events move the parameters, as a share of what is written: 0 not at all, 1 as written."""
    lenders: tuple[OtherLender, ...] = ()
    """Other lenders by name; without any, one stands for all."""
    platform_kind: PlatformKind = "prime"
    """What kind of lender the platform is: which facts it is held against. It moves nothing in a market."""

    def with_values(self, values: Mapping[str, object]) -> "Scenario":
        """Return the scenario with parameters replaced, by name or ``table.name``; InputError if wrong.

        ``LENDER.name`` is the own number of an other lender; those not named here keep their proportion to the usual.
        """
        own, usual = apart(values, [each.name for each in self.lenders])
        parameters = overridden(self.parameters, usual)
        lenders = with_own_numbers(taken_along(self.lenders, self.parameters, parameters), own)
        changed = replace(self, parameters=parameters, lenders=lenders)
        if found := changed.complaints():
            raise InputError("\n".join(map(str, found)))
        return changed

    def at_strength(self, strength: float) -> "Scenario":
        """Return the scenario with its events weaker or stronger than written; InputError where they cannot be."""
        if not 0 <= strength <= STRONGEST:
            raise InputError(f"strength: must be between 0 and {STRONGEST:g}, got {strength:g}")
        changed = replace(self, strength=strength)
        if strength > 1 and (found := changed.complaints()):
            raise InputError("\n".join(map(str, found)))
        return changed

    def rivals(self) -> tuple[OtherLender, ...]:
        """Return the other lenders as the market has them, the first with number 0.

        One lender is all of them. Beside two or more, those who lend for a month stand first.
        """
        if len(self.lenders) == 1:
            return self.lenders
        first = OtherLender.model_construct(name=FRINGE if self.lenders else ALL, share=1.0)
        return (first, *self.lenders)

    def timeline(self, months: int, lender: OtherLender | None = None) -> NDArray[Any]:
        """Return the parameters in force, as ``PARAMETER_DTYPE`` records, shape (months + 1,).

        Record m is in force in month m; record 0 holds before the first month. For another ``lender`` they hold its own
        numbers where it has any, which events of everybody move in proportion, and follow its own events as well.
        """
        if not 1 <= months <= LONGEST_RUN:
            raise InputError(f"months: must be between 1 and {LONGEST_RUN}, got {months}")
        rows = self._calm(months, lender)
        if self.strength:
            self._happen(rows, lender)
        if self.strength not in (0, 1):
            for name in {name for event in self.events for name in event.changes}:
                rows[name] = self._weighed(_start_of(name, rows[name]), rows[name], name)
        return rows

    def _calm(self, months: int, lender: OtherLender | None) -> NDArray[Any]:
        """Return the parameters as they are where nothing happens, the lender's own among them."""
        rows = np.repeat(as_record(self.parameters), months + 1)
        for name, value in (lender.own if lender else {}).items():
            rows[name] = value
        return rows

    def _happen(self, rows: NDArray[Any], lender: OtherLender | None) -> list[tuple[int, str, NDArray[np.float64]]]:
        """Move the calm rows of everybody, or of a lender, along the events; returns the moves, as ``happen`` does."""
        if lender is None:
            return happen(self.events, rows)
        usual = {name: np.full(len(rows), float(getattr(self.parameters.outside, name))) for name in OWN_NUMBERS}
        return happen(self.events, rows, lender.name, usual)

    def _weighed(self, start: Any, moved: Any, name: str) -> Any:
        """Return where events of this strength move a parameter that they would move from ``start`` to ``moved``."""
        weighed = start + self.strength * (moved - start)
        return np.where(moved == 0, 0.0, weighed) if name in _NOUGHT_IS_NONE else weighed

    def sentences(self) -> list[dict[str, Any]]:
        """Return what the events do, in order of date: the ``month`` and what it ``says`` in English."""
        moves: dict[int, dict[str, tuple[float, float]]] = {}
        for lender in (None, *self.lenders):
            whose, rows = lender.name if lender else "", self._calm(LONGEST_RUN, lender)
            for place, name, before in self._happen(rows, lender):
                event = self.events[place]
                if event.lender != whose:
                    continue
                start, calm = before[event.month : event.month + 1], _start_of(name, rows[name])
                ends = (float(self._weighed(calm, end[0], name)) for end in (start, event.target(name, start)))
                moves.setdefault(place, {})[name] = (next(ends), next(ends))
        return [
            {"month": self.events[place].month, "says": says(self.events[place], moves[place])}
            for place in in_order(self.events)
            if place in moves
        ]

    def complaints(self) -> list[Complaint]:
        """Return what the events make impossible in some month, each parameter once, blamed on one event."""
        rows = self.timeline(LONGEST_RUN)
        tables = dict.fromkeys(section_of()[name] for event in self.events for name in event.changes)
        found = [complaint for table in tables for complaint in self._complaints_of(table, rows, "")]
        if found or "outside" not in tables:
            return found
        return [
            complaint
            for lender in self.lenders
            for complaint in self._complaints_of("outside", self.timeline(LONGEST_RUN, lender), lender.name)
        ]

    def _complaints_of(self, table: str, rows: NDArray[Any], lender: str) -> Iterator[Complaint]:
        section: Section = getattr(self.parameters, table)
        names = list(type(section).model_fields)
        values = np.stack([rows[name] for name in names])
        moves = np.flatnonzero((values[:, 1:] != values[:, :-1]).any(axis=0)) + 1
        seen = set()
        for month in (0, *moves):
            try:
                type(section).model_validate({name: float(rows[name][month]) for name in names})
            except ValidationError as error:
                for item in complaints(error, table):
                    name = str(item.where[1]) if len(item.where) > 1 else ""
                    if name not in seen:
                        seen.add(name)
                        yield self._blame(int(month), table, name, item, lender)

    def _blame(self, month: int, table: str, name: str, item: Complaint, lender: str) -> Complaint:
        """Lay a complaint about a month's values at the last event that moved them."""
        moved = {name} if name else {name for name, home in section_of().items() if home == table}
        place, key = next(
            (place, key)
            for place in reversed(in_order(self.events))
            for key in self.events[place].changes
            if key in moved
            and self.events[place].force(np.array([month]))[0] > 0
            and self.events[place].lender in ("", lender)
        )
        event = self.events[place]
        whose = f" at {lender}" if lender else ""
        says = f"in month {month}{whose}, through the event of month {event.month}: {item.says}"
        return Complaint(("events", place, event.way, key), says, item.hint)

    def resolved(self) -> dict[str, Any]:
        """Return the scenario in full, ready for JSON."""
        return {
            "name": self.name,
            "title": self.title,
            "title_zh": self.title_zh,
            "description": self.description,
            "base": self.base,
            "months": self.months,
            "platform_kind": self.platform_kind,
            "parameters": self.parameters.model_dump(),
            "events": [event.model_dump(exclude_unset=True) for event in self.events],
            "strength": self.strength,
            "lenders": [each.model_dump(exclude_none=True) for each in self.lenders],
        }

    @classmethod
    def from_resolved(cls, about: Mapping[str, Any]) -> "Scenario":
        """Return the scenario that ``resolved`` described; InputError where it is not told in full."""
        try:
            parameters = Parameters.model_validate(about["parameters"])
            events = tuple(map(Event.model_validate, about["events"]))
            lenders = tuple(map(OtherLender.model_validate, about["lenders"]))
            told = {each.name: about[each.name] for each in fields(cls)}
            return cls(**{**told, "parameters": parameters, "events": events, "lenders": lenders})
        except ValidationError as error:
            says = complaints(error)[0].words
            raise InputError(f"the sweep's manifest does not tell its scenarios in full: {says}") from None
        except (KeyError, TypeError) as error:
            raise InputError(f"the sweep's manifest does not tell its scenarios in full: {error}") from None

    def digest(self, seed: int, book_name: str, borrowers: int, months: int) -> str:
        """Return 16 hexadecimal digits that differ where a run's numbers may, and nowhere else."""
        run = {
            "parameters": self.parameters.model_dump(),
            "events": [
                (e.month, e.shape, e.months, e.way, e.changes, *([e.lender] if e.lender else [])) for e in self.events
            ],
            "strength": self.strength,
            "run": [seed, book_name, borrowers, months],
        }
        if self.lenders:
            run["lenders"] = [each.model_dump(exclude_none=True) for each in self.lenders]
        return hashlib.blake2b(json.dumps(run, sort_keys=True).encode(), digest_size=8).hexdigest()


def _start_of(name: str, path: NDArray[np.float64]) -> float:
    """Return the value that events of any strength move a parameter from, whose course they make ``path``."""
    given = path[path > 0] if name in _NOUGHT_IS_NONE else path
    return float(given[0]) if given.size else 0.0


def library() -> list[str]:
    """Return the names of the built-in scenarios, the baseline first."""
    names = (path.stem for path in _LIBRARY.glob("*.toml"))
    return sorted(names, key=lambda name: (name != "baseline", name))


def load_scenario(name_or_path: str | Path) -> Scenario:
    """Return a built-in scenario or one read from a TOML file; InputError lists all that is wrong with it."""
    scenario, problems = _examine(find_scenario(str(name_or_path), Path()))
    if scenario is None:
        raise InputError(in_full(problems, end="; nothing was run"))
    return scenario


def check_file(name_or_path: str | Path) -> list[str]:
    """Return all that is wrong with a scenario file, each problem with its place; empty where nothing is."""
    try:
        return _examine(find_scenario(str(name_or_path), Path()))[1]
    except InputError as error:
        return [str(error)]


def find_scenario(name: str, folder: Path) -> Path:
    """Return the file of a built-in scenario, or a file relative to a folder; InputError where there is none."""
    if name in library():
        return _LIBRARY / f"{name}.toml"
    path = folder / name
    if not is_file(path):
        raise not_found("scenario", name, path, library())
    return path


def _examine(path: Path, heirs: tuple[Path, ...] = ()) -> tuple[Scenario | None, list[str]]:
    """Return the scenario of a file, or None and all that is wrong with it or its bases."""
    try:
        source = read_toml(path, "scenario")
    except SeveralError as error:
        return None, error.problems
    except InputError as error:
        return None, [str(error)]
    base, problems = _base(source, path, heirs)
    try:
        file = ScenarioFile.model_validate(_over(base, source.values), strict=True)
    except ValidationError as error:
        return None, problems + source.complain_all(complaints(error))
    inherited = len(base.events) if base else 0
    if (count := inherited + len(file.events)) > MOST_EVENTS:
        says = f"events: a scenario has {MOST_EVENTS:,} at most, its bases' among them; with these it has {count:,}"
        problems += source.complain_all([Complaint(("events",), says)])
    problems += source.complain_all(_of_nobody(file, base))
    if problems:
        return None, problems
    parameters = Parameters(**{table: getattr(file, table) for table in Parameters.model_fields})
    lenders = tuple(file.lenders)
    if base and "lenders" not in source.values:
        lenders = taken_along(base.lenders, base.parameters, parameters)
    scenario = Scenario(
        name=path.stem,
        title=file.title or path.stem,
        title_zh=file.title_zh,
        description=" ".join(file.description.split()),
        base=file.base or None,
        months=file.months,
        events=(*(base.events if base else ()), *file.events),
        parameters=parameters,
        lenders=lenders,
        platform_kind=file.platform_kind,
    )
    problems = source.complain_all([_placed(one, source, inherited) for one in scenario.complaints()])
    return (None, problems) if problems else (scenario, [])


def _of_nobody(file: ScenarioFile, base: Scenario | None) -> Iterator[Complaint]:
    """Complain about events of lenders whom the scenario does not name, those of the base where it names others."""
    names = [each.name for each in file.lenders]
    for place, event in enumerate(file.events):
        if event.lender and event.lender not in names:
            says = f"event {place + 1}: lender: no other lender is called '{shown(event.lender)}'"
            hint = f"named under [[lenders]]: {', '.join(names) or 'nobody'}"
            yield Complaint(("events", place, "lender"), says, hint, near=partial(suggestion, event.lender, names))
    for event in base.events if base else ():
        if event.lender and event.lender not in names:
            says = f"lenders: the base has an event of '{event.lender}', whom this file does not name"
            yield Complaint(("lenders",), says)
            return


def _base(source: Source, path: Path, heirs: tuple[Path, ...]) -> tuple[Scenario | None, list[str]]:
    """Return the scenario that a file starts from, None where there is none, and what is wrong with it."""
    name = source.values.get("base")
    if not isinstance(name, str) or not name:
        return None, []
    line = (*heirs, path.resolve())
    try:
        found = find_scenario(name, path.parent)
    except InputError as error:
        return None, source.complain_all([Complaint(("base",), str(error))])
    if found.resolve() in line:
        circle = " -> ".join(one.name for one in (*line[line.index(found.resolve()) :], found))
        says = f"a scenario cannot start from itself: {circle}"
        return None, source.complain_all([Complaint(("base",), says)])
    if len(line) > MOST_BASES:
        says = f"{MOST_BASES} scenarios may start from each other, this would be one more: {path.name} -> {found.name}"
        return None, source.complain_all([Complaint(("base",), says)])
    if (size := sum(one.stat().st_size for one in (*line, found))) > MOST_TOML_BYTES:
        most = f"{MOST_TOML_BYTES / 1e6:.1f} MB"
        says = f"a scenario and those it starts from may be {most} long together, with {found.name} {size / 1e6:.1f} MB"
        return None, source.complain_all([Complaint(("base",), says)])
    return _examine(found, line)


def _over(base: Scenario | None, values: dict[str, Any]) -> dict[str, Any]:
    """Return a file's values, with the base's wherever the file gives no parameter of its own."""
    if base is None:
        return values
    lenders = [each.model_dump(exclude_none=True) for each in base.lenders]
    merged = {"months": base.months, "platform_kind": base.platform_kind, "lenders": lenders, **values}
    for table, inherited in base.parameters.model_dump().items():
        own = values.get(table, {})
        merged[table] = {**inherited, **own} if isinstance(own, dict) else own
    return merged


def _placed(complaint: Complaint, source: Source, inherited: int) -> Complaint:
    """Return a complaint about an event at its place in the file.

    An event of the base went well there, so a complaint about it belongs to a value that the file changed.
    """
    _, place, way, name = complaint.where
    if int(place) >= inherited:
        return replace(complaint, where=("events", int(place) - inherited, way, name))
    own = (section_of()[str(name)], name)
    return replace(complaint, where=own if source.has(own) else ("base",))
