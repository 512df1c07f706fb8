"""What tells one run from every other: a hash of all that decides its numbers."""

import hashlib
import json
import logging
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tightrope.scenarios.disk.caps import MOST_NETWORK_BYTES
from tightrope.scenarios.disk.intake import read_bytes
from tightrope.scenarios.engine.compiled import sources_digest
from tightrope.scenarios.files.scenario import Scenario
from tightrope.scenarios.parameters.table import PARAMETER_DTYPE, as_record, declared, section_of
from tightrope.sweeps.plan.factors import STRENGTH

if TYPE_CHECKING:
    from tightrope.sweeps.plan.sweep import Sweep

__all__ = ["run_ids"]

_DIGITS = 24
_SECONDS_BETWEEN_LINES = 5.0
_log = logging.getLogger(__name__)


def run_ids(sweep: "Sweep") -> NDArray[np.bytes_]:
    """Return the identity of each run: model, book, borrowers, months, parameters, lenders, events and seed."""
    ids = np.empty(sweep.runs, f"S{_DIGITS}")
    seeds = [f"/{seed}".encode() for seed in sweep.seeds]
    place, pace = 0, _Pace(sweep.runs)
    for scenario, months in zip(sweep.scenarios, sweep.months, strict=True):
        common = json.dumps([sources_digest(), sweep.book.digest, sweep.borrowers, months]).encode()
        of_point = _Parameters(scenario, tuple(factor.name for factor in sweep.factors))
        for point in sweep.points:
            given = {factor.name: factor.value(x) for factor, x in zip(sweep.factors, point, strict=True)}
            start = hashlib.blake2b(common + of_point.as_bytes(given), digest_size=_DIGITS // 2)
            for seed in seeds:
                whole = start.copy()
                whole.update(seed)
                ids[place] = whole.hexdigest()
                place += 1
            pace.tell(place)
    return ids


class _Pace:
    """Says now and then how much of a plan is laid out, where that takes long."""

    def __init__(self, runs: int) -> None:
        self._runs = runs
        self._next = time.monotonic() + _SECONDS_BETWEEN_LINES

    def tell(self, done: int) -> None:
        if (now := time.monotonic()) >= self._next:
            _log.info("laying out the plan: %s of %s runs", f"{done:,}", f"{self._runs:,}")
            self._next = now + _SECONDS_BETWEEN_LINES


class _Parameters:
    """A scenario's resolved parameters, lenders and events as bytes, quick to make for point after point."""

    def __init__(self, scenario: Scenario, factors: tuple[str, ...]) -> None:
        self._record: Any = as_record(scenario.parameters).view(np.float64)
        names = PARAMETER_DTYPE.names or ()
        self._places = {name: names.index(name) for name in factors if name in names}
        tables = scenario.parameters.model_dump()
        self._texts = {name: tables[section_of()[name]][name] for name in declared() if name not in names}
        self._events = json.dumps(
            [(e.month, e.shape, e.months, e.way, e.changes, *filter(None, [e.lender])) for e in scenario.events],
            sort_keys=True,
        ).encode()
        self._lenders: dict[str, dict[str, float | int | str]] = {
            each.name: {"share": each.share, **each.own} for each in scenario.lenders
        }

    def as_bytes(self, given: dict[str, float | int | str]) -> bytes:
        """Return all that decides a market but its seed, size and book."""
        record, texts = self._record.copy(), dict(self._texts)
        lenders = {name: dict(own) for name, own in self._lenders.items()}
        for name, value in given.items():
            lender, _, bare = name.rpartition(".")
            if lender:
                lenders[lender][bare] = value
            elif name in self._places:
                record[self._places[name]] = value
            elif name != STRENGTH:
                texts[name] = value
        strength = float(given.get(STRENGTH, 1.0))
        events = f"{strength!r}".encode() + self._events if strength and self._events != b"[]" else b""
        told = [json.dumps([(name, sorted(own.items())) for name, own in lenders.items()]).encode()] if lenders else []
        return b"|".join((record.tobytes(), self._written(tuple(texts.items())), events, *told))

    @staticmethod
    @cache
    def _written(texts: tuple[tuple[str, Any], ...]) -> bytes:
        """Return texts as bytes, with a network's file told by what is in it, not by where it is."""
        told = dict(texts)
        if told["network_kind"] == "file":
            file = read_bytes(Path(told["network_file"]), MOST_NETWORK_BYTES, "a network")
            told["network_file"] = hashlib.blake2b(file, digest_size=_DIGITS // 2).hexdigest()
        return json.dumps(told, sort_keys=True).encode()
