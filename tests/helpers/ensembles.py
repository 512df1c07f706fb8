"""Small ensembles for tests, as a calibration writes them."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from tightrope.sweeps.plan.ensembles import write_origin

__all__ = ["FOUR", "write_ensemble"]

FOUR: Mapping[str, Sequence[float]] = {
    "forget_cashloan_monthly": (0.02, 0.03, 0.04, 0.05),
    "patience_months": (1.0, 2.5, 0.75, 1.75),
}
"""Four members."""


def write_ensemble(path: Path, columns: Mapping[str, Sequence[Any]] = FOUR, **origin: Any) -> Path:
    """Write an ensemble; what ``origin`` names is said otherwise than a calibration does."""
    members = len(next(iter(columns.values())))
    beside = {"point": range(members), "moment late": [0.01] * members, "implausibility": [1.0] * members}
    said = write_origin("small", "0123abcd", ["late: 30+ days past due"])
    if origin:
        said = {key: json.dumps({**json.loads(text), **origin}) for key, text in said.items()}
    pl.DataFrame({**beside, **columns}, strict=False).write_parquet(path, metadata=said)
    return path
