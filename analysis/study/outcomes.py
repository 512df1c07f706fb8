"""One number for each run of a sweep: what every analysis of it begins with."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import polars as pl

from tightrope.model.results.run_results import FRAMES
from tightrope.scenarios.disk.foreign_frames import check_numbers, collected
from tightrope.scenarios.errors import InputError, nearest_or_all, suggestion
from tightrope.sweeps.store.dataset import STATISTICS, SweepResults

__all__ = [
    "Progress",
    "check_measure",
    "check_scenario",
    "check_statistic",
    "chosen_scenario",
    "outcomes",
    "progress",
    "scenario_names",
    "unit_of",
    "with_compared",
]


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
    counts = results.runs.group_by("status").len().pipe(collected)
    of = dict(counts.iter_rows())
    return Progress(*(of.get(status, 0) for status in Progress._fields))


def outcomes(results: SweepResults, measure: str, statistic: str, *, difference: bool = False) -> pl.DataFrame:
    """Return a statistic of a measure for every finished run, in the order of the runs.

    Columns: run, scenario, point, seed, one for each factor, and value (Float64; null where it is not known, as the
    mean of a share that never had a denominator). With ``difference`` the value is the run's minus that of the
    sweep's ``against`` scenario at the same point and seed; runs without such a pair have no row then.
    InputError for a measure that the sweep has not summed up, for an unknown statistic, for ``area`` or a difference
    where the sweep compares with no scenario, and where there is no row at all.
    """
    _check(results, measure, statistic)
    own = results.summaries.filter(pl.col("measure") == measure).select(
        "run", "scenario", "point", "seed", *results.factors, pl.col(statistic).cast(pl.Float64).alias("value")
    )
    if difference:
        if not results.manifest["against"]:
            raise InputError("this sweep compares with no scenario: give it one ('against') and run it again")
        if statistic == "area":
            raise InputError("an area is a difference already: ask for it as it is, or for the difference of a total")
        own = with_compared(own, results, on=("point", "seed"))
        own = own.with_columns(pl.col("value") - pl.col("compared")).drop("compared").drop_nulls("value")
    frame = own.sort("run").pipe(collected)
    check_numbers(frame, f"the summaries of '{measure}' ({statistic})")
    if frame.is_empty():
        what = "no two runs that are compared are both finished" if difference else "no run of this sweep is finished"
        raise InputError(f"{what}, so there is nothing to analyse: run the sweep first")
    return frame


def with_compared(values: pl.LazyFrame, results: SweepResults, on: Sequence[str]) -> pl.LazyFrame:
    """Add ``compared``: the value of the ``against`` scenario with the same ``on``.

    It is null for that scenario itself, where the other run has no value and, unless months are paired, for scenarios
    of another length, whose statistics tell of other months.
    """
    against = results.manifest["against"]
    others = values.filter(pl.col("scenario") == (against or "")).select(*on, compared="value")
    lengths = dict(zip(scenario_names(results), results.manifest["months"], strict=True))
    alike = [
        name
        for name, months in lengths.items()
        if name != against and ("month" in on or months == lengths.get(against))
    ]
    compared = pl.when(pl.col("scenario").is_in(alike)).then("compared")
    return values.join(others, on=list(on), how="left").with_columns(compared)


def scenario_names(results: SweepResults) -> list[str]:
    """Return the scenarios of a sweep in their order."""
    return [scenario["name"] for scenario in results.manifest["scenarios"]]


def check_scenario(results: SweepResults, scenario: str) -> None:
    """Raise InputError for a scenario that is not of the sweep."""
    names = scenario_names(results)
    if scenario not in names:
        raise InputError(f"no scenario of this sweep is called '{scenario}'{nearest_or_all(scenario, names)}")


def chosen_scenario(results: SweepResults, scenario: str | None) -> str:
    """Return the scenario that is meant: the one named, or else the only one beside ``against``.

    InputError for an unknown name, and for none where there are several.
    """
    if scenario is not None:
        check_scenario(results, scenario)
        return scenario
    names = scenario_names(results)
    beside = [name for name in names if name != results.manifest["against"]] or names
    if len(beside) > 1:
        raise InputError(f"this sweep has several scenarios: name one of {', '.join(names)}")
    return beside[0]


def unit_of(measure: str, statistic: str) -> str:
    """Return the unit of a statistic of a column of ``months``, such as "share" or "yuan, sum over months"."""
    if statistic.endswith("_month"):
        return "month"
    unit = next(column.unit for column in FRAMES["months"] if column.name == measure)
    return f"{unit}, sum over months" if statistic in ("total", "area") else unit


def check_statistic(statistic: str) -> None:
    """Raise InputError for a statistic that there is none of."""
    if statistic not in STATISTICS:
        raise InputError(f"no statistic is called '{statistic}'{nearest_or_all(statistic, STATISTICS)}")


def check_measure(results: SweepResults, measure: str) -> None:
    """Raise InputError for a measure that the sweep has neither summed up nor kept month by month."""
    about = results.manifest
    if measure not in about["columns"]:
        near = suggestion(measure, about["columns"]) or nearest_or_all(measure, about["measures"])
        raise InputError(f"'{measure}' is no measure of this sweep{near}")


def _check(results: SweepResults, measure: str, statistic: str) -> None:
    about: dict[str, Any] = results.manifest
    if measure not in about["measures"]:
        why = (
            "kept month by month, but not summed up in this sweep: add it to its measures"
            if measure in about["columns"]
            else f"no measure of this sweep{nearest_or_all(measure, about['measures'])}"
        )
        raise InputError(f"'{measure}' is {why}")
    check_statistic(statistic)
    if statistic == "area" and not about["against"]:
        raise InputError("an area lies between two scenarios, and this sweep compares with none: choose another one")
