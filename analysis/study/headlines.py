"""The few measures of a sweep that say most, and the rows in which they are told."""

import polars as pl

from tightrope.analysis.study.means import means
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["FEW", "by_row", "headline", "many_points", "points"]

FEW = 12
"""Points that get rows of their own; where there are more, they are averaged."""
_SAY_MOST = (("frozen_share",), ("dpd90_share_balance", "default_hazard"), ("trust_mean",), ("profit",))
"""Of each subject the first measure that a sweep has."""


def headline(results: SweepResults) -> list[str]:
    """Return the few measures that say most, of those that the sweep has summed up."""
    there: list[str] = results.manifest["measures"]
    found = (next((name for name in names if name in there), None) for names in _SAY_MOST)
    return [name for name in found if name] or there[: len(_SAY_MOST)]


def by_row(results: SweepResults, measure: str, statistic: str) -> pl.DataFrame:
    """Return ``means`` of each scenario and point, or of each scenario where there are many points."""
    return means(results, measure, statistic, pooled=many_points(results))


def many_points(results: SweepResults) -> bool:
    """Tell whether there are too many points for a row each."""
    return points(results) > FEW


def points(results: SweepResults) -> int:
    """Return how many points were run; a design may count in trajectories or base rows, each of several points."""
    about = results.manifest
    return int(about["runs"]) // (len(about["scenarios"]) * len(about["seeds"]))
