"""Feedback: how much of a tightening the platform's answer to its own late debt adds to the push from outside.

A platform that tightens drives some borrowers into arrears, sees more late debt, and tightens again. How much that is,
comes out where the loop is cut: at a level 0 of what closes it (``delinquency_weight``: how strongly own lateness
tightens), same seeds, same push. The *effect* of a push is what it adds to the measure, summed over the months: the run
minus the calm one at the same point and seed, in units of the measure x months. *Amplification* is the effect with the
loop / the effect with the loop cut, and the loop's *gain* is 1 - 1 / amplification: the share of the effect that the
loop has made, and, where all is linear and has died away by the end, the share of a tightening that comes back as
further tightening in one round (a push p then ends as p / (1 - gain)). A stance at its ceiling of 1 cannot be
amplified further, so a gain is a lower bound there.
"""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tightrope.analysis.study.drives import calm_from
from tightrope.analysis.study.intervals import draws_of_means, interval
from tightrope.analysis.study.means import FEWEST, LEVEL
from tightrope.analysis.study.paired_courses import paired_courses
from tightrope.scenarios.errors import InputError, suggestion
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["CEILING", "LAST", "LOOP", "can_tell_feedback", "feedback"]

type Numbers = NDArray[np.float64]

LOOP = "delinquency_weight"
"""What closes the platform's own loop."""
LAST = 12
"""Months at the end of a run that say what stays."""
CEILING = 0.99
"""Stance from which on the platform counts as fully tight."""


def can_tell_feedback(results: SweepResults, loop: str = LOOP) -> bool:
    """Tell whether a sweep has runs with the loop cut and with it closed, and a scenario to compare with."""
    levels: list[float] = next(
        (factor["levels"] for factor in results.manifest["factors"] if factor["name"] == loop), []
    )
    return results.manifest["against"] is not None and 0 in levels and len(levels) > 1


def feedback(
    results: SweepResults, *, scenario: str, measure: str = "stance", loop: str = LOOP, level: float = LEVEL
) -> pl.DataFrame:
    """Return how far a loop amplifies what a scenario does to a measure, a row for each point where it is closed.

    Columns: the other factors and the loop's; seeds; cut and effect (of the push, with the loop cut and closed, measure
    x months); amplification and gain with low and high each, null where an effect is not clearly off zero or with
    fewer than 3 seeds; peak (mean over seeds of the highest month); at_ceiling (share of seeds that peak at .99 or
    more); pushed_end and calm_end (mean of the last 12 months with and without the push, loop closed); runaway (share
    of seeds where these are still at least half of the peak, though nothing has pushed for 12 months or more; null
    where the push lasts into them). InputError where the loop was never cut, and as of ``paired_courses``.
    """
    if loop not in results.factors:
        near = suggestion(loop, results.factors)
        raise InputError(f"this sweep does not vary '{loop}'{near}: give it a level 0 that cuts the loop, and others")
    found = paired_courses(results, measure, scenario)
    told = next(one for one in results.manifest["scenarios"] if one["name"] == scenario)
    over = calm_from(told, found.pushed.shape[2]) <= found.pushed.shape[2] - 2 * LAST + 1
    others = [name for name in results.factors if name != loop]
    points, rows = found.points.with_row_index(), []
    for group in points.partition_by(others, maintain_order=True) if others else [points]:
        cut = group.filter(pl.col(loop) == 0)
        for at in group.filter(pl.col(loop) != 0).sort(loop).iter_rows(named=True) if cut.height else ():
            places = [cut["index"][0], at["index"]]
            pushed, calm = found.pushed[places], found.calm[places]
            whole = np.isfinite(pushed - calm).all(axis=(0, 2))
            names = {name: at[name] for name in (*others, loop)}
            rows.append(names | _row(pushed[:, whole], calm[:, whole], over=over, level=level))
    if not rows:
        raise InputError(f"no finished runs differ in '{loop}' alone, with and without 0: a grid has what is needed")
    return pl.DataFrame(rows, infer_schema_length=None)


def _row(pushed: Numbers, calm: Numbers, *, over: bool, level: float) -> dict[str, Any]:
    """Tell what the loop does from courses with it cut and closed, each of shape (2, seeds, months)."""
    effects = (pushed - calm).sum(axis=2).T
    if not len(effects):
        return {"seeds": 0}
    peaks, ends = pushed[1].max(axis=1), pushed[1, :, -LAST:].mean(axis=1)
    return {
        "seeds": len(effects),
        "cut": float(effects[:, 0].mean()), "effect": float(effects[:, 1].mean()),
        **_gain(effects, level),
        "peak": float(peaks.mean()), "at_ceiling": float((peaks >= CEILING).mean()),
        "pushed_end": float(ends.mean()), "calm_end": float(calm[1, :, -LAST:].mean()),
        "runaway": float(((ends >= peaks / 2) & (peaks > 0)).mean()) if over else None,
    }  # fmt: skip


def _gain(effects: Numbers, level: float) -> dict[str, float | None]:
    """Return amplification and gain with their intervals, from effects with the loop cut and closed, (seeds, 2)."""
    told: dict[str, float | None] = dict.fromkeys(
        ("amplification", "amplification_low", "amplification_high", "gain", "gain_low", "gain_high")
    )
    if len(effects) < FEWEST:
        return told
    mean, drawn = effects.mean(axis=0), draws_of_means(effects)
    if any(low <= 0 <= high for low, high in (interval(each, level) for each in drawn.T)):
        return told
    for name, value, each in (
        ("amplification", mean[1] / mean[0], drawn[:, 1] / drawn[:, 0]),
        ("gain", 1 - mean[0] / mean[1], 1 - drawn[:, 0] / drawn[:, 1]),
    ):
        low, high = interval(each, level)
        told |= {name: float(value), f"{name}_low": low, f"{name}_high": high}
    return told
