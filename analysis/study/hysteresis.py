"""Hysteresis: what differs between the way up and the way down of a drive, and what is left when it is gone.

A drive (guidance, say) rises to an extreme and comes back as it came, so that every level of it is met twice. The
*response* is a measure minus that of the calm run at the same point and seed. Its *width* at a level is the response on
the way down minus the one on the way up; averaged over levels it is the area of the loop that the response draws over
the drive, divided by the drive's range. *Openness* is the width / the largest response, which makes slow and fast ramps
comparable: what merely lags behind closes its loop as the ramps get slower; what stays open is remembered for longer
than they last. *Left* is the response in the first and second year after the drive is back, as a share of the largest.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tightrope.analysis.study.drives import Drive, drive_of
from tightrope.analysis.study.intervals import draws_of_means, interval
from tightrope.analysis.study.means import FEWEST, LEVEL
from tightrope.analysis.study.paired_courses import paired_courses
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.factors import STRENGTH
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["LEVELS", "drives", "faster_and_slower", "hysteresis"]

type Numbers = NDArray[np.float64]

LEVELS = np.arange(1, 20) / 20
"""Levels of the drive at which the two ways are laid over each other, as shares of its range."""
_SMOOTHED = 3
"""Months over whose mean the largest response is sought: single months are too much chance."""
_NUMBERS = ("width", "largest", "openness", "left_first_year", "left_second_year")


def drives(results: SweepResults) -> dict[str, Drive]:
    """Return the scenarios of a sweep whose drive goes up and down again, and that drive; the fastest first."""
    about = results.manifest
    found = {
        told["name"]: drive
        for told, months in zip(about["scenarios"], about["months"], strict=True)
        if told["name"] != about["against"] and (drive := drive_of(told, months))
    }
    return dict(sorted(found.items(), key=lambda one: one[1].down.stop - one[1].up.start))


def hysteresis(results: SweepResults, measure: str, *, level: float = LEVEL) -> pl.DataFrame:
    """Return the loop of a measure under each scenario that goes up and down, at each point of the sweep.

    Columns: scenario, parameter (the drive's), up and down (months of each way), the factors, seeds; then width (in the
    unit of the measure), largest (response), openness, left_first_year and left_second_year (shares of the largest),
    each with low and high; null where the largest response is not clearly off zero, with fewer than 3 seeds, and of
    years that the runs do not reach. InputError where no scenario goes up and down, and as of ``paired_courses``.
    """
    return pl.DataFrame(
        [setting | _summary(drawn, level) for setting, drawn in _loops(results, measure)], infer_schema_length=None
    )


def faster_and_slower(results: SweepResults, measure: str, *, level: float = LEVEL) -> pl.DataFrame:
    """Return how the openness of a loop changes from one scenario to the next slower one with the same drive.

    Columns: faster, slower, the factors, change (of openness) with low and high, and the verdict: "closes" (the
    interval lies below 0: a lag), "opens" (above 0) or "undecided". Empty where only one scenario goes up and down.
    """
    rows = []
    by_setting: dict[tuple[Any, ...], list[tuple[dict[str, Any], dict[str, Numbers]]]] = {}
    for setting, drawn in _loops(results, measure):
        key = (setting["parameter"], *(setting[name] for name in results.factors))
        by_setting.setdefault(key, []).append((setting, drawn))
    for found in by_setting.values():
        for (fast, one), (slow, other) in pairwise(found):
            row = {"faster": fast["scenario"], "slower": slow["scenario"]}
            row |= {name: slow[name] for name in results.factors}
            alike = fast["seeds"] == slow["seeds"] and "openness" in one and "openness" in other
            rows.append(row | _change(other["openness"] - one["openness"] if alike else None, level))
    return pl.DataFrame(rows, infer_schema_length=None)


def _loops(results: SweepResults, measure: str) -> Iterator[tuple[dict[str, Any], dict[str, Numbers]]]:
    """Yield scenario and point with the numbers of its loop, of the means (first) and of draws of them."""
    found = drives(results)
    if not found:
        raise InputError(
            "no scenario of this sweep goes up and comes down again (one parameter, in ramps, with calm months before "
            "and after): take guidance-up-and-down, or write one like it"
        )
    for scenario, drive in found.items():
        courses = paired_courses(results, measure, scenario)
        for place, point in enumerate(courses.points.drop("point").iter_rows(named=True)):
            if point.get(STRENGTH) == 0:
                continue
            response = courses.pushed[place] - courses.calm[place]
            response = response[np.isfinite(response).all(axis=1)]
            ways = {"up": drive.up.stop - drive.up.start - 1, "down": drive.down.stop - drive.down.start - 1}
            setting = {"scenario": scenario, "parameter": drive.parameter, **ways, **point, "seeds": len(response)}
            if len(response) < FEWEST:
                yield setting, {}
            else:
                mean = response.mean(axis=0, keepdims=True)
                yield setting, _numbers(np.concatenate([mean, draws_of_means(response)]), drive)


def _numbers(curves: Numbers, drive: Drive) -> dict[str, Numbers]:
    """Return the numbers of the loop of each response, shape (curves, months); each of shape (curves,)."""
    up, down = _at_levels(curves, drive, drive.up), _at_levels(curves, drive, drive.down)
    width = (down - up).mean(axis=1)
    sums = np.cumsum(np.pad(curves, ((0, 0), (1, 0))), axis=1)
    smooth = (sums[:, _SMOOTHED:] - sums[:, :-_SMOOTHED]) / _SMOOTHED
    largest = smooth[:, np.abs(smooth[0]).argmax()]
    told = {"width": width, "largest": largest, "openness": width / largest}
    back = drive.down.stop - 1
    for name, start in (("left_first_year", back), ("left_second_year", back + 12)):
        if start + 12 <= curves.shape[1]:
            told[name] = curves[:, start : start + 12].mean(axis=1) / largest
    return told


def _at_levels(curves: Numbers, drive: Drive, way: slice) -> Numbers:
    """Return responses where the drive passes ``LEVELS``, straight between months, shape (curves, levels)."""
    force, months = drive.force[way], np.arange(way.start, way.stop)
    order = np.argsort(force)
    at = np.interp(LEVELS, force[order], months[order].astype(float))
    before = np.minimum(at.astype(int), curves.shape[1] - 2)
    return np.asarray(curves[:, before] + (curves[:, before + 1] - curves[:, before]) * (at - before))


def _summary(drawn: dict[str, Numbers], level: float) -> dict[str, float | None]:
    """Return each number with its interval; shares of a largest response that may be none are not told."""
    told: dict[str, float | None] = {
        f"{name}{end}": None for name in _NUMBERS for end in ("", "_low", "_high")
    }  # fmt: skip
    for name in drawn:
        low, high = interval(drawn[name][1:], level)
        if name == "openness" and _unclear(drawn["largest"], level):
            break
        told |= {name: float(drawn[name][0]), f"{name}_low": low, f"{name}_high": high}
    return told


def _unclear(largest: Numbers, level: float) -> bool:
    low, high = interval(largest[1:], level)
    return low <= 0 <= high


def _change(drawn: Numbers | None, level: float) -> dict[str, Any]:
    if drawn is None:
        return {"change": None, "low": None, "high": None, "verdict": "undecided"}
    low, high = interval(drawn[1:], level)
    verdict = "closes" if high < 0 else "opens" if low > 0 else "undecided"
    return {"change": float(drawn[0]), "low": low, "high": high, "verdict": verdict}
