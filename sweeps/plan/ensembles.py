"""Ensembles: sets of parameters that a calibration does not rule out, each of them a world that may be the true one.

``tightrope calibrate`` writes one as ``accepted.parquet``: a row for each member, a column for each parameter in its
unit, and beside the columns where all of it comes from.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import Field, ValidationError

from tightrope.model.results.manifests import Document
from tightrope.scenarios.disk.foreign_frames import columns_of, metadata_of, read_frame
from tightrope.scenarios.engine.compiled import sources_digest
from tightrope.scenarios.errors import InputError, in_full, shown, suggestion
from tightrope.scenarios.parameters.table import declared
from tightrope.sweeps.plan.factor_reading import is_whole, unit_of, wrong_with
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.plan.files import find_file

__all__ = ["FEWEST", "MOMENT", "USUAL", "Ensemble", "as_design", "library", "load_ensemble", "write_origin"]

USUAL = 40
"""Members that a sweep takes unless told otherwise: what drives a measure over ten parameters needs as many."""
FEWEST = 2
"""Members, and seeds, without which ignorance and chance cannot be told apart."""
MOMENT = "moment "
"""What the column of a moment begins with: what a member has given of it."""
_BESIDE = ("point", "implausibility", "distance")
"""Columns that are no parameters, beside the moments: of how a member came to be one."""
_LIBRARY = Path(__file__).resolve().parents[1] / "ensembles"
_KEY = "ensemble"
"""Under which a file says where it comes from."""
_FORMAT = 1
_log = logging.getLogger(__name__)


class _Origin(Document):
    format: int
    calibration: str
    digest: str
    targets: list[str] = Field(min_length=1)
    tightrope: str
    model: str


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Members that explain the targets of one calibration, the nearest first."""

    name: str
    factors: tuple[Factor, ...]
    """The parameters that differ between members."""
    points: NDArray[np.float64]
    """A row for each member, in the parameters' units, shape (members, factors)."""
    origin: Mapping[str, Any]
    """Which calibration it comes from, with its digest, its targets, and the version and sources of the model."""

    def spread(self, members: int | None) -> "Ensemble":
        """Return so many of the members, evenly spread from the nearest to the farthest; all for None.

        The nearest alone would be surer of themselves than the calibration is.
        """
        there = len(self.points)
        if members is None:
            return self
        if not FEWEST <= members <= there:
            raise InputError(f"the ensemble '{self.name}' has {there} members: take {FEWEST} to {there}, got {members}")
        places = np.linspace(0, there - 1, members).round().astype(np.intp)
        return replace(self, points=self.points[places])


def library() -> list[str]:
    """Return the names of the built-in ensembles."""
    return sorted(path.stem for path in _LIBRARY.glob("*.parquet"))


def load_ensemble(name_or_path: str | Path) -> Ensemble:
    """Return a built-in ensemble, or one that ``tightrope calibrate`` wrote; InputError says all that is wrong."""
    path = find_file(name_or_path, _LIBRARY, "ensemble", ".parquet")
    origin = _origin(path)
    columns = columns_of(path)
    names = [name for name in columns if name not in _BESIDE and not name.startswith(MOMENT)]
    frame = read_frame(path, columns)
    if wrong := [problem for name in names for problem in _wrong(path, frame[name])]:
        raise InputError(in_full(wrong))
    if not names or frame.height < FEWEST:
        many = f"{frame.height} members with {len(names)} parameters"
        raise InputError(f"{shown(path)}: {many} are no ensemble: it takes {FEWEST} members and a parameter or more")
    made = f"accepted by calibration '{shown(origin['calibration'])}'"
    factors = tuple(_factor(frame[name], made) for name in names)
    name = str(name_or_path) if str(name_or_path) in library() else path.stem
    return Ensemble(name, factors, frame.select(names).cast(pl.Float64).to_numpy(), origin)


def as_design(name_or_path: str, members: int | None) -> dict[str, Any]:
    """Return the [design] of a sweep over so many members, by default ``USUAL`` or as many as there are.

    A file is named from the working directory. InputError as of ``load_ensemble``, and for more than there are.
    """
    ensemble = load_ensemble(name_or_path)
    chosen = ensemble.spread(min(USUAL, len(ensemble.points)) if members is None else members)
    file = name_or_path if name_or_path in library() else str(Path(name_or_path).absolute())
    return {"kind": "ensemble", "file": file, "points": len(chosen.points)}


def write_origin(calibration: str, digest: str, targets: list[str]) -> dict[str, str]:
    """Return what the file of an ensemble carries beside its columns, for ``write_parquet``."""
    origin = _Origin(
        format=_FORMAT, calibration=calibration, digest=digest, targets=targets, tightrope=version("tightrope"),
        model=sources_digest(),
    )  # fmt: skip
    return {_KEY: origin.model_dump_json()}


def _origin(path: Path) -> dict[str, Any]:
    """Return what a file says of where it comes from."""
    anew = "the same 'tightrope calibrate' writes it anew"
    said = _said(path)
    if (found := said.get("format")) != _FORMAT:
        held = "does not say which version of an ensemble it is" if found is None else f"is of version {shown(found)}"
        raise InputError(f"{shown(path)} {held}, and version {_FORMAT} is what can be read: {anew}")
    try:
        origin = _Origin.model_validate(said)
    except ValidationError:
        raise InputError(f"{shown(path)} does not tell where it comes from: {anew}") from None
    if origin.tightrope != version("tightrope"):
        _log.info("%s was accepted by tightrope %s, whose rules may be others: %s", path.name, origin.tightrope, anew)
    return origin.model_dump(exclude={"format"})


def _said(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(metadata_of(path).get(_KEY, ""))
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _wrong(path: Path, column: pl.Series) -> list[str]:
    """Say why a column cannot be a parameter of members, a line for each thing."""
    name = column.name
    if name not in declared():
        return [f"{shown(path)}: no parameter is called '{shown(name)}'{suggestion(name, declared())}"]
    if not column.dtype.is_numeric() or unit_of(name) == "text":
        return [f"{shown(path)}: column {name}: a member has numbers alone, got {column.dtype}"]
    told = ((row, wrong_with(name, value)) for row, value in enumerate(column, start=1))
    return [f"{shown(path)}: column {name}, row {row}: {wrong}" for row, wrong in told if wrong]


def _factor(column: pl.Series, made: str) -> Factor:
    values = column.cast(pl.Float64).to_numpy()
    low, high = float(values.min()), float(values.max())
    return Factor(column.name, unit_of(column.name), low, high, whole=is_whole(column.name), origin=made)
