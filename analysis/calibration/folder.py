"""A calibration's folder: what is sought in it, a sweep for each wave and for the proof, and what has come of it."""

import hashlib
import json
import re
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import Field

from tightrope.analysis.calibration.calibration import Calibration
from tightrope.model.results.manifests import Document, Kind, read_manifest, sealed
from tightrope.scenarios.disk.writing import made_folder, write_whole
from tightrope.scenarios.errors import InputError, shown
from tightrope.sweeps.store.manifest import digest

__all__ = ["ACCEPTED", "FITTED", "REPORT", "claim", "usual_folder"]

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
    sought = {key: value for key, value in plan.manifest().items() if key not in _GROWS}
    told = digest(plan.sweep) + json.dumps(sought, sort_keys=True)
    return Path("results") / f"{plan.sweep.name}-{hashlib.blake2b(told.encode(), digest_size=4).hexdigest()}"


def claim(folder: Path, sought: Mapping[str, Any]) -> None:
    """Write down what is sought in this folder, or refuse it where that is another calibration; it may be longer.

    InputError too where the folder holds anything else, or cannot be written.
    """
    _check_ours(folder, sought)
    about = sealed({"format": _FORMAT, "tightrope": version("tightrope"), **sought})
    try:
        with made_folder(folder):
            write_whole(folder / _CALIBRATION.file, (json.dumps(about, indent=1) + "\n").encode())
    except OSError as error:
        raise InputError(f"{shown(folder)} cannot be written ({error.strerror}): name another folder") from None


def _check_ours(folder: Path, sought: Mapping[str, Any]) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError(f"{shown(folder)} is no folder: name another with --out")
    known = re.compile(r"\..*")
    if (folder / _CALIBRATION.file).exists():
        known = _OURS
        before = read_manifest(folder, _CALIBRATION)
        if other := [key for key in sought if key not in _GROWS and before.get(key) != sought[key]]:
            raise InputError(
                f"{shown(folder)} holds a calibration with other {', '.join(other)}: name another folder with --out"
            )
    if foreign := [path.name for path in sorted(folder.iterdir()) if not known.fullmatch(path.name)]:
        raise InputError(
            f"{shown(folder)} holds something else and is never overwritten: name another folder with --out, or move "
            f"{shown(foreign[0])} away"
        )
