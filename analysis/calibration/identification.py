"""What the moments tell of the parameters: which moves which, how far each is known, and which cannot be told apart."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import spearmanr

from tightrope.analysis.calibration.calibrating import Calibrated
from tightrope.analysis.calibration.space import in_cube, spread_points
from tightrope.analysis.study.emulator import Emulator

__all__ = ["ALIKE", "FEWEST", "LEVEL", "Identification"]

type Numbers = NDArray[np.float64]

LEVEL = 0.9
"""Of the intervals of what is accepted: from its 5th to its 95th hundredth."""
FEWEST = 10
"""Points that must be accepted for an interval or a correlation to be told."""
ALIKE = 0.5
"""Rank correlation from which on two parameters stand in for each other."""
DIM = 0.5
"""Share of a moment's variance between points below which an emulator foretells little of it."""
WIDE = 0.9
"""Width of an interval, as a share of that of a parameter on which nothing bears, from which on nothing is told."""
_BASE = 1 << 10
"""Points at which an emulator is asked how much one parameter explains."""


@dataclass(frozen=True, eq=False)
class Identification:
    """What a finished calibration tells of its parameters."""

    found: Calibrated

    @property
    def enough(self) -> bool:
        """Whether so many points are accepted that something can be said of them."""
        return len(self.found.accepted) >= FEWEST

    @property
    def accepted(self) -> Numbers:
        """The accepted points of the ensemble, in the parameters' units, shape (points, factors)."""
        return np.asarray(self.found.ensemble.points[self.found.accepted])

    @cached_property
    def intervals(self) -> pl.DataFrame:
        """One row for each parameter, in its unit.

        parameter, unit, fitted, low and high (of the ``LEVEL`` interval of what is accepted), range_low, range_high,
        and known: by how much of its width the interval is narrower than that of a parameter on which nothing bears.
        The last three before that are null where too few points are accepted.
        """
        factors, kept = self.found.plan.factors, self.accepted
        ends = [(1 - LEVEL) / 2, (1 + LEVEL) / 2]
        shown = np.quantile(kept, ends, axis=0).T if self.enough else np.full((len(factors), 2), np.nan)
        width = np.full(len(factors), np.nan)
        if self.enough:
            width = np.diff(np.quantile(in_cube(factors, kept), ends, axis=0), axis=0)[0]
        rows = [
            {
                "parameter": factor.name, "unit": factor.unit, "fitted": float(value), "low": float(low),
                "high": float(high), "range_low": factor.low, "range_high": factor.high,
                "known": float(1 - wide / LEVEL),
            }
            for factor, value, (low, high), wide in zip(factors, self.fitted, shown, width, strict=True)
        ]  # fmt: skip
        return pl.DataFrame(rows).with_columns(pl.col("low", "high", "known").fill_nan(None))

    @property
    def fitted(self) -> Numbers:
        """The best point, in the parameters' units, shape (factors,)."""
        return np.asarray(self.found.proof.points[self.found.best])

    @cached_property
    def moments(self) -> pl.DataFrame:
        """One row for each target, in its moment's unit.

        target, says, unit, value, range_low, range_high, error, discrepancy, fitted (mean over the proof's seeds) and
        fitted_error (its standard error), low and high (of what accepted points give), within (share of them in the
        range), explained and covered (how far the emulator may be trusted).
        """
        found, plan = self.found, self.found.plan
        given = found.ensemble.means[:, found.accepted]
        rows = []
        for place, (target, trust) in enumerate(zip(plan.targets, found.told[-1].trust, strict=True)):
            low, high = np.quantile(given[place], [(1 - LEVEL) / 2, (1 + LEVEL) / 2]) if self.enough else (None, None)
            within = ((given[place] >= target.low) & (given[place] <= target.high)).mean() if self.enough else None
            rows.append({
                "target": target.name, "says": target.moment.says, "unit": target.moment.unit, "value": target.value,
                "range_low": target.low, "range_high": target.high, "error": target.error,
                "discrepancy": target.discrepancy, "fitted": float(found.proof.means[place, found.best]),
                "fitted_error": float(np.sqrt(found.proof.noise[place, found.best])), "low": low, "high": high,
                "within": within, "explained": trust.explained, "covered": trust.within,
            })  # fmt: skip
        floats = dict.fromkeys(("low", "high", "within"), pl.Float64())
        return pl.DataFrame(rows, schema_overrides=floats)

    @cached_property
    def moves(self) -> pl.DataFrame:
        """One row for each target and parameter: target, parameter, share and change.

        ``share`` is the part of the moment's variance over the whole space that goes once this parameter alone is
        known (Sobol's first-order index), ``change`` what the moment gains from the low to the high end of the range,
        in its unit; both by the emulator, over all other parameters.
        """
        factors = self.found.plan.factors
        rows = [
            {"target": target.name, "parameter": factor.name, "share": share, "change": change}
            for target, emulator in zip(self.found.plan.targets, self.found.waves.emulators, strict=True)
            for factor, (share, change) in zip(factors, _effects(emulator), strict=True)
        ]
        return pl.DataFrame(rows)

    @cached_property
    def pairs(self) -> pl.DataFrame:
        """Rank correlations of the parameters among accepted points: one, other, correlation; strongest first."""
        names = [factor.name for factor in self.found.plan.factors]
        kept = self.accepted
        rows = [
            {"one": names[one], "other": names[other], "correlation": float(spearmanr(kept[:, one], kept[:, other])[0])}
            for other in range(len(names))
            for one in range(other)
            if self.enough
        ]
        schema = {"one": pl.String, "other": pl.String, "correlation": pl.Float64}
        return pl.DataFrame(rows, schema).sort(pl.col("correlation").abs(), descending=True, nulls_last=True)

    @property
    def alike(self) -> pl.DataFrame:
        """The pairs of parameters that stand in for each other."""
        return self.pairs.filter(pl.col("correlation").abs() >= ALIKE)

    @property
    def dim(self) -> list[str]:
        """The targets whose moments the emulators hardly foretell."""
        return self.moments.filter(pl.col("explained") < DIM)["target"].to_list()

    @property
    def unknown(self) -> list[str]:
        """The parameters of which the moments tell next to nothing."""
        return self.intervals.filter(pl.col("known") < 1 - WIDE)["parameter"].to_list()


def _effects(emulator: Emulator) -> list[tuple[float, float]]:
    """Return of each parameter its first-order index (Saltelli 2010) and the change from one end to the other."""
    factors = emulator.inputs.shape[1]
    both = spread_points(2 * factors, _BASE, 0)
    here, there = both[:, :factors], both[:, factors:]
    at_here, at_there = emulator.at(here).mean, emulator.at(there).mean
    variance = float(np.concatenate([at_here, at_there]).var())
    effects = []
    for place in range(factors):
        mixed, low, high = here.copy(), here.copy(), here.copy()
        mixed[:, place], low[:, place], high[:, place] = there[:, place], 0.0, 1.0
        share = float((at_there * (emulator.at(mixed).mean - at_here)).mean()) / variance if variance else 0.0
        change = float((emulator.at(high).mean - emulator.at(low).mean).mean())
        effects.append((min(max(share, 0.0), 1.0), change))
    return effects
