"""The manifest of a sweep's folder: what is run, and whether a folder holds the same."""

import hashlib
from importlib.metadata import version
from pathlib import Path
from textwrap import shorten
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from tightrope.model.results.columns import FRAMES
from tightrope.model.results.manifests import Document, Kind, ScenarioNamed
from tightrope.scenarios.disk.caps import MOST_RUNS
from tightrope.scenarios.engine.compiled import sources_digest
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.parameters.table import declared
from tightrope.sweeps.plan.factors import STRENGTH
from tightrope.sweeps.plan.sweep import Sweep

__all__ = ["SWEEP", "check_same", "digest", "manifest", "usual_folder"]

_FORMAT = 2
"""Version of the folder's layout."""
_MOST_ROWS = 60_000
"""Of one Parquet file, about: few files, and none that needs much memory."""


class _Scenario(ScenarioNamed):
    months: int
    parameters: dict[str, dict[str, float | str]]
    events: list[dict[str, Any]]
    strength: float


class _Factor(Document):
    name: str
    unit: str
    low: float
    high: float
    levels: list[float]
    whole: bool
    log: bool
    texts: list[str]


class _Design(Document):
    kind: Literal["none", "grid", "list", "latin-hypercube", "sobol", "morris", "saltelli", "ensemble"]
    points: int = Field(ge=1)
    second_order: bool = False


class _SweepManifest(Document):
    model: str
    digest: str
    name: str
    title: str
    scenarios: list[_Scenario] = Field(min_length=1)
    against: str | None
    book: dict[str, str]
    borrowers: int
    months: list[int]
    seeds: list[int] = Field(min_length=1)
    factors: list[_Factor]
    design: _Design
    columns: list[str]
    measures: list[str]
    read: list[str] = Field(default_factory=list)
    check: bool
    runs: int = Field(ge=1, le=MOST_RUNS)
    markets: int = Field(ge=1, le=MOST_RUNS)
    markets_a_file: int = Field(ge=1)

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        names = [scenario.name for scenario in self.scenarios]
        varied = [factor.name for factor in self.factors]
        points = self.runs // (len(names) * len(self.seeds))
        beside = set(self.columns) - _known_columns()
        for key, agrees in {
            "scenarios": len(set(names)) == len(names),
            "months": len(self.months) == len(names),
            "against": self.against is None or self.against in names,
            "book": self.book.keys() >= {"name", "digest", "attribution"},
            "factors": len(set(varied)) == len(varied)
            and {name.rpartition(".")[2] for name in varied} <= {*declared(), STRENGTH},
            "columns": len(set(self.columns)) == len(self.columns) and beside <= set(self.read),
            "read": set(self.read) <= beside,
            "measures": set(self.measures) <= set(self.columns),
            "design": self.design.kind in ("morris", "saltelli") or self.design.points == points,
            "runs": self.runs % (len(names) * len(self.seeds)) == 0,
        }.items():
            if not agrees:
                raise ValueError(f"{key}: does not go together with the rest")
        return self


def _known_columns() -> set[str]:
    return {column.name for column in FRAMES["months"][1:]}


SWEEP = Kind("sweep.json", "sweep", "tightrope sweep run", _FORMAT, _SweepManifest)
"""The manifest of a sweep."""


def digest(sweep: Sweep) -> str:
    """Return what tells a sweep from every other, 16 hexadecimal digits: the runs it has and what is kept of each."""
    kept = repr((sweep.columns, sweep.measures, sweep.against, sweep.check))
    if sweep.reading is not None:
        kept += repr(sweep.reading)
    return hashlib.blake2b(sweep.ids.tobytes() + kept.encode(), digest_size=8).hexdigest()


def usual_folder(sweep: Sweep) -> Path:
    """Return where a sweep's data set goes unless another folder is named: the same sweep comes to the same place."""
    return Path("results") / f"{sweep.name}-{digest(sweep)[:8]}"


def manifest(sweep: Sweep) -> dict[str, Any]:
    """Describe a sweep, ready for JSON."""
    about = {
        "format": _FORMAT,
        "tightrope": version("tightrope"),
        "model": sources_digest(),
        "digest": digest(sweep),
        "name": sweep.name,
        "title": sweep.title,
        "scenarios": [scenario.resolved() for scenario in sweep.scenarios],
        "against": sweep.against,
        "book": {"name": sweep.book.name, "digest": sweep.book.digest, "attribution": sweep.book.attribution},
        "borrowers": sweep.borrowers,
        "months": list(sweep.months),
        "seeds": list(sweep.seeds),
        "factors": [factor.as_json() for factor in sweep.factors],
        "design": dict(sweep.design),
        "columns": list(sweep.kept),
        "measures": list(sweep.measures),
        "check": sweep.check,
        "runs": sweep.runs,
        "markets": len(sweep.first_runs),
        "markets_a_file": max(1, _MOST_ROWS // max(sweep.months)),
    }
    return about if sweep.reading is None else {**about, "read": list(sweep.reading.names)}


def check_same(folder: object, found: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Raise InputError unless a folder's manifest is that of the sweep to be run."""
    different = [name for name in wanted if found.get(name) != wanted[name] and name != "tightrope"]
    if not different:
        return
    if different == ["model", "digest"]:
        raise InputError(
            f"{folder} holds runs of another version of the model (tightrope {found['tightrope']}, sources "
            f"{found['model']}; these are {wanted['tightrope']}, {wanted['model']}), whose numbers must not be mixed: "
            "name another folder with --out, or go on with that version"
        )
    names = [name for name in different if name not in ("digest", "runs", "markets")] or different
    changes = "\n".join(f"  {name}: was {_short(found.get(name))}, now {_short(wanted[name])}" for name in names)
    raise InputError(f"{folder} holds another sweep; name another folder with --out, or change back:\n{changes}")


def _short(value: object) -> str:
    return shorten(repr(value), 100, placeholder=" …")
