"""One number for each run of a sweep: what every analysis of it begins with."""

from typing import Any, NamedTuple

import polars as pl

from tightrope.model.results import FRAMES
from tightrope.scenarios.errors import InputError, suggestion
from tightrope.sweeps.dataset import STATISTICS, SweepResults

__all__ = ["Progress", "check_scenario", "outcomes", "progress", "unit_of"]


class Progress(NamedTuple):
    """How many runs of a sweep have ended, and how."""

    finished: int
    failed: int
    waiting: int

    @property
    def note(self) -> str:
        """What is missing, in a sentence; empty where nothing is."""
        total = sum(self)
        lacks = {"failed": self.failed, "not run yet": self.waiting}
        told = ", ".join(f"{count:,} {what}" for what, count in lacks.items() if count)
        return f"{self.finished:,} of {total:,} runs are finished ({told}); only these are counted" if told else ""


def progress(results: SweepResults) -> Progress:
    """Count the runs by what became of them."""
    counts = results.runs.group_by("status").len().collect()
    of = dict(counts.iter_rows())
    return Progress(*(of.get(status, 0) for status in Progress._fields))


def outcomes(results: SweepResults, measure: str, statistic: str) -> pl.DataFrame:
    """Return a statistic of a measure for every finished run, in the order of the runs.

    Columns: run, scenario, point, seed, one for each factor, and value (Float64; null where it is not known, as the
    mean of a share that never had a denominator). InputError for a measure that the sweep has not summed up, for an
    unknown statistic, for ``area`` where the sweep compares with no scenario, and where no run is finished.
    """
    _check(results, measure, statistic)
    frame = (
        results.summaries.filter(pl.col("measure") == measure)
        .select("run", "scenario", "point", "seed", *results.factors, pl.col(statistic).cast(pl.Float64).alias("value"))
        .sort("run")
        .collect()
    )
    if frame.is_empty():
        raise InputError("no run of this sweep is finished, so there is nothing to analyse: run it first")
    return frame


def check_scenario(results: SweepResults, scenario: str) -> None:
    """Raise InputError for a scenario that is not of the sweep."""
    names = [each["name"] for each in results.manifest["scenarios"]]
    if scenario not in names:
        known = ", ".join(names)
        raise InputError(f"no scenario of this sweep is called '{scenario}'{suggestion(scenario, names)}: {known}")


def unit_of(measure: str, statistic: str) -> str:
    """Return the unit of a statistic of a column of ``months``, such as "share" or "yuan, sum over months"."""
    if statistic.endswith("_month"):
        return "month"
    unit = next(column.unit for column in FRAMES["months"] if column.name == measure)
    return f"{unit}, sum over months" if statistic in ("total", "area") else unit


def _check(results: SweepResults, measure: str, statistic: str) -> None:
    about: dict[str, Any] = results.manifest
    if measure not in about["measures"]:
        why = (
            "kept month by month, but not summed up in this sweep: add it to its measures"
            if measure in about["columns"]
            else f"no measure of this sweep{suggestion(measure, about['measures'])}"
        )
        raise InputError(f"'{measure}' is {why}; there are {', '.join(about['measures'])}")
    if statistic not in STATISTICS:
        near = suggestion(statistic, STATISTICS)
        raise InputError(f"no statistic is called '{statistic}'{near}; there are {', '.join(STATISTICS)}")
    if statistic == "area" and not about["against"]:
        raise InputError("an area lies between two scenarios, and this sweep compares with none: choose another one")
