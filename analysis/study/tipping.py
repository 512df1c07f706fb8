"""Tipping points: how an outcome answers to the dose of tightening, and where more of it begins to do harm.

At each setting of the other factors, a seed's borrowers meet the same fate at every dose, so doses are compared seed by
seed. A *step* leads from one dose to the next; its effect is the mean difference with Student's interval, and it
*raises* or *lowers* the outcome where the interval lies on one side of zero. The whole curve is judged by the contrasts
between its first dose, its lowest and highest point and its last dose, with intervals that hold for all pairs of doses
together (largest studentised difference over draws of the means), so that a curve of pure noise is called anything but
undecided in one of twenty cases. The curve *tips* where a rise begins, and its *worst dose* is where it turns down
again; both are placed between doses by a parabola through the three nearest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tightrope.analysis.study.intervals import draws_of_means, interval
from tightrope.analysis.study.means import FEWEST, LEVEL, half_width
from tightrope.analysis.study.outcomes import check_scenario, outcomes
from tightrope.scenarios.errors import InputError, suggestion
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["Tipping", "tipping"]

type Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Tipping:
    """What ``tipping`` found; each frame begins with the other factors of the sweep, one setting after another.

    ``steps`` has a row for each dose above the lowest: the dose before (from_dose) and the dose, seeds, the change
    between them with low, high and slope (change for a unit of the dose), the verdict (raises, lowers or undecided),
    then the lowest dose's mean (without) and the difference to it with its interval. ``curves`` has a row for each
    setting: seeds, shape ("rises", "falls, then rises", ..., "undecided"), tips_at with tips_low and tips_high, and
    worst_at with worst_low and worst_high; null where the curve has no such point.
    """

    dose: str
    others: list[str]
    steps: pl.DataFrame
    curves: pl.DataFrame


def tipping(
    results: SweepResults, measure: str, statistic: str, *, dose: str, scenario: str, level: float = LEVEL
) -> Tipping:
    """Return how a statistic of a measure answers to a factor, the dose, at each setting of the other factors.

    Seeds that lack one of a setting's doses are left out of it. InputError as of ``outcomes``, for a dose that the
    sweep does not vary or that is no number, and where no setting was run at two doses (a grid has what is needed).
    """
    _check(results, dose)
    check_scenario(results, scenario)
    others = [name for name in results.factors if name != dose]
    found = outcomes(results, measure, statistic).filter(pl.col("scenario") == scenario)
    steps: list[dict[str, Any]] = []
    curves: list[dict[str, Any]] = []
    for setting, doses, values in _settings(found, dose, others):
        steps += [setting | step for step in _steps(doses, values, level)]
        curves.append(setting | {"seeds": len(values)} | _shape(doses, values, level))
    if not steps:
        raise InputError(
            f"no setting of the other factors was run at two values of '{dose}': a grid over it shows tipping points"
        )
    return Tipping(
        dose, others, pl.DataFrame(steps, infer_schema_length=None), pl.DataFrame(curves, infer_schema_length=None)
    )


def _check(results: SweepResults, dose: str) -> None:
    if dose not in results.factors:
        known = ", ".join(results.factors) or "nothing"
        raise InputError(
            f"this sweep does not vary '{dose}'{suggestion(dose, results.factors)}: it varies {known}; "
            "name the one that is the dose of tightening"
        )
    if next(factor for factor in results.manifest["factors"] if factor["name"] == dose)["texts"]:
        raise InputError(f"'{dose}' holds texts: a dose is a number")


def _settings(
    found: pl.DataFrame, dose: str, others: list[str]
) -> Iterator[tuple[dict[str, Any], Numbers, Numbers]]:  # fmt: skip
    """Yield each setting of the other factors that has two doses, the doses, and the values, shape (seeds, doses)."""
    groups = found.partition_by(others, maintain_order=True) if others else [found]
    for group in groups:
        doses = group[dose].unique().sort()
        if len(doses) < 2:
            continue
        wide = group.pivot(dose, index="seed", values="value").drop_nulls().sort("seed")
        values = wide.select(str(each) for each in doses.to_list()).to_numpy()
        setting = group.row(0, named=True)
        yield {name: setting[name] for name in others}, doses.to_numpy().astype(float), values


def _steps(doses: Numbers, values: Numbers, level: float) -> Iterator[dict[str, Any]]:
    """Tell what each dose does, against the one before and against the lowest."""
    for place in range(1, len(doses)):
        change, low, high = _student(values[:, place] - values[:, place - 1], level)
        difference, difference_low, difference_high = _student(values[:, place] - values[:, 0], level)
        yield {
            "from_dose": doses[place - 1], "dose": doses[place], "seeds": len(values),
            "change": change, "low": low, "high": high,
            "slope": None if change is None else change / (doses[place] - doses[place - 1]),
            "verdict": "undecided" if low is None or high is None or low <= 0 <= high else _word(low),
            "without": float(values[:, 0].mean()) if len(values) else None,
            "difference": difference, "difference_low": difference_low, "difference_high": difference_high,
        }  # fmt: skip


def _word(change: float) -> str:
    return "raises" if change > 0 else "lowers"


def _student(values: Numbers, level: float) -> tuple[float | None, float | None, float | None]:
    """Return a mean over seeds and the ends of its interval."""
    if not len(values):
        return None, None, None
    mean = float(values.mean())
    variance = pl.Series([float(values.var(ddof=1)) if len(values) > 1 else 0.0])
    half = half_width(pl.Series([len(values)]), variance, level)[0]
    return (mean, None, None) if half is None else (mean, mean - half, mean + half)


def _shape(doses: Numbers, values: Numbers, level: float) -> dict[str, Any]:
    """Say how a curve runs, where it tips and where it is worst."""
    told: dict[str, Any] = {"shape": "undecided"} | dict.fromkeys(_PLACES)
    if len(values) < FEWEST:
        return told
    mean, drawn = values.mean(axis=0), draws_of_means(values)
    bottom, top, last = int(mean.argmin()), int(mean.argmax()), len(doses) - 1
    first, second = sorted((bottom, top))
    parts = [(0, first), (first, second), (second, last)]
    signs = [_sign(part, mean, drawn, level) for part in parts]
    told["shape"] = ", then ".join({1: "rises", -1: "falls"}[sign] for sign in signs if sign) or "undecided"
    if 1 in signs:
        begins = parts[signs.index(1)][0]
        told |= _place("tips", -mean, -drawn, doses, level) if begins == bottom else _at("tips", doses[begins])
    if 1 in signs and -1 in signs[signs.index(1) :]:
        told |= _place("worst", mean, drawn, doses, level)
    return told


_PLACES = tuple(f"{what}_{which}" for what in ("tips", "worst") for which in ("at", "low", "high"))


def _sign(part: tuple[int, int], mean: Numbers, drawn: Numbers, level: float) -> int:
    """Tell whether a curve goes up (1) or down (-1) between two doses, or neither beyond chance."""
    one, other = np.triu_indices(len(mean), 1)
    apart = drawn[:, other] - drawn[:, one]
    noise = apart.std(axis=0)
    off = np.abs(apart - (mean[other] - mean[one])) / np.where(noise > 0, noise, 1)
    widest = float(np.quantile(off.max(axis=1), level))
    change = float(mean[part[1]] - mean[part[0]])
    return int(np.sign(change)) if abs(change) > widest * float((drawn[:, part[1]] - drawn[:, part[0]]).std()) else 0


def _place(what: str, mean: Numbers, drawn: Numbers, doses: Numbers, level: float) -> dict[str, float]:
    """Place the highest point of a curve, with its interval over draws of the curve."""
    low, high = interval(_summit(doses, drawn), level)
    return {f"{what}_at": float(_summit(doses, mean[np.newaxis])[0]), f"{what}_low": low, f"{what}_high": high}


def _at(what: str, dose: float) -> dict[str, float]:
    return dict.fromkeys((f"{what}_at", f"{what}_low", f"{what}_high"), float(dose))


def _summit(doses: Numbers, curves: Numbers) -> Numbers:
    """Return where each curve, shape (curves, doses), is highest: where its slope passes through zero.

    The slope of a step holds in its middle and is straight in between; a curve that is highest at an end stays there.
    """
    best = curves.argmax(axis=1)
    if len(doses) < 3:
        return doses[best]
    inside = (best > 0) & (best < len(doses) - 1)
    here = np.where(inside, best, 1)
    rows, middles = np.arange(len(curves)), (doses[1:] + doses[:-1]) / 2
    slopes = np.diff(curves, axis=1) / np.diff(doses)
    before, after = slopes[rows, here - 1], slopes[rows, here]
    bend = np.where(before > after, before - after, np.inf)
    return np.where(inside, middles[here - 1] + (middles[here] - middles[here - 1]) * before / bend, doses[best])
