"""A calibration's folder: what is sought in it, a sweep for each wave and for the proof, and what has come of it."""

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field

from tightrope.analysis.calibration.calibration import Calibration
from tightrope.model.results.manifests import Document, Kind
from tightrope.sweeps.store.claiming import claim_folder
from tightrope.sweeps.store.manifest import digest

__all__ = ["ACCEPTED", "FITTED", "REPORT", "claim", "digest_of", "usual_folder"]

ACCEPTED, FITTED, REPORT = "accepted.parquet", "fitted.toml", "calibration.html"
"""What comes of a calibration: the points that are not ruled out, a scenario of the best one, and a page on both."""
_FORMAT = 1
_GROWS = ("waves",)
"""What may change from one session to the next: a calibration can be made longer."""
_OURS = re.compile(rf"calibration\.json|{re.escape(ACCEPTED)}|{re.escape(FITTED)}|{re.escape(REPORT)}|"
                   r"wave-\d{2,}|(ensemble|proof)-of-\d{2,}|\..*")  # fmt: skip
"""Names of all that a calibration's folder may hold, and of what desktops and shared disks leave everywhere."""


class _CalibrationManifest(Document):
    targets: list[dict[str, Any]] = Field(min_length=1)
    scenario: str
    points: int = Field(ge=1)
    waves: int = Field(ge=1)
    cut_off: float
    seed: int
    ensemble: int = Field(ge=1)
    proof: int = Field(ge=1)


_CALIBRATION = Kind("calibration.json", "calibration", "tightrope calibrate", _FORMAT, _CalibrationManifest)


def usual_folder(plan: Calibration) -> Path:
    """Return where a calibration goes unless another folder is named: the same one, shorter or longer, comes there."""
    return Path("results") / f"{plan.sweep.name}-{digest_of(plan)}"


def digest_of(plan: Calibration) -> str:
    """Return what tells a calibration, shorter or longer, from every other, 8 hexadecimal digits."""
    sought = {key: value for key, value in plan.manifest().items() if key not in _GROWS}
    told = digest(plan.sweep) + json.dumps(sought, sort_keys=True)
    return hashlib.blake2b(told.encode(), digest_size=4).hexdigest()


def claim(folder: Path, sought: Mapping[str, Any]) -> None:
    """Write down which calibration a folder is of, or refuse it as ``claim_folder`` does; it may have more waves."""
    claim_folder(folder, _CALIBRATION, sought, grows=_GROWS, ours=_OURS)
