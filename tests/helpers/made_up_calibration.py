"""Calibrations without a market: what the parameters give is known, but for what the seeds add."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.helpers.fake_sweeps import fake_sweep
from tests.helpers.markets import book, story
from tightrope.analysis.calibration.calibration import Calibration
from tightrope.analysis.calibration.moments import ColumnMoment, Moments
from tightrope.analysis.calibration.schema import MethodTable
from tightrope.analysis.calibration.targets import Target
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.plan.sweep import Sweep
from tightrope.sweeps.store.dataset import SweepResults

__all__ = ["FACTORS", "Made", "calibration_of", "target"]

type Numbers = NDArray[np.float64]

FACTORS = (
    Factor("cut_depth", "share", 0.0, 0.9),
    Factor("patience_months", "months", 0.5, 2.5),
    Factor("transparency", "0-1", 0.0, 1.0),
)
COLUMNS = ("dpd30_share_balance", "trust_mean", "utilisation", "balance")


def target(place: int, value: float, error: float = 0.02, discrepancy: float = 0.0) -> Target:
    """A target of the made-up moment of this place."""
    moment = ColumnMoment(COLUMNS[place], "mean", 1, 1)
    return Target(f"target-{place}", moment, value, value - 2 * error, value + 2 * error, error, discrepancy)


def calibration_of(targets: Sequence[Target], factors: Sequence[Factor] = FACTORS, **method: Any) -> Calibration:
    """A calibration of made-up moments to these targets."""
    reading = Moments(tuple((each.name, each.moment) for each in targets))
    sweep = Sweep(
        name="made-up", title="Made up", scenarios=(story(),), against=None, book=book(), borrowers=100, months=(1,),
        seeds=(1, 2, 3), factors=tuple(factors), points=np.zeros((1, len(factors))), design={}, columns=(), measures=(),
        reading=reading,
    )  # fmt: skip
    usual = {"points": 64, "waves": 1, "ensemble": 64, "proof": 4}
    return Calibration(sweep, tuple(targets), "baseline", {}, MethodTable(**{**usual, **method}))


class Made:
    """Carries sweeps out without a market; ``gives`` returns a moment a row for points, shape (points, factors)."""

    def __init__(
        self, gives: Callable[[Numbers], Sequence[Numbers]], *, noise: float = 0.005, stops_after: int | None = None
    ) -> None:  # fmt: skip
        self.gives, self.noise, self.left = gives, noise, stops_after
        self.sweeps: dict[str, Sweep] = {}

    def __call__(self, sweep: Sweep, folder: Path) -> SweepResults:
        waits = self.left is not None and self.left <= 0
        if self.left is not None:
            self.left -= 1
        folder.mkdir(exist_ok=True)
        self.sweeps[folder.name] = sweep
        means = np.array(self.gives(sweep.points), float)
        values = means[:, :, np.newaxis] + self._chance(sweep, *means.shape)
        assert sweep.reading is not None
        return fake_sweep(
            {name: row[np.newaxis] for name, row in zip(sweep.reading.names, values, strict=True)},
            factors=sweep.factors, points=sweep.points, seeds=sweep.seeds,
            waiting=range(sweep.runs) if waits else (),
        )  # fmt: skip

    def _chance(self, sweep: Sweep, moments: int, points: int) -> Numbers:
        """What each seed adds to all points, and, half as much, to each of its own."""
        drawn = []
        for seed in sweep.seeds:
            random = np.random.default_rng(seed)
            drawn.append(random.normal(size=(moments, 1)) + 0.5 * random.normal(size=(moments, points)))
        return self.noise * np.stack(drawn, axis=2)
