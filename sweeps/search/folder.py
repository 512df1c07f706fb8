"""A search's folder: what is sought in it, and a sweep for each generation and each proof."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import Field, model_validator

from tightrope.model.results.manifests import Document, Kind, read_manifest, wrong_with
from tightrope.scenarios.errors import InputError, shown
from tightrope.sweeps.search.objectives import MEASURES, Objective
from tightrope.sweeps.store.claiming import claim_folder

__all__ = ["check_proof", "claim", "generation_name", "proof_name", "read_search"]

_FORMAT = 1
"""Version of the folder's layout; up to tightrope 0.4 it had no number."""
_OURS = re.compile(r"search\.json|generation-\d{3,}|proof-of-\d+|\..*")
"""Names of all that a search's folder may hold, and of what desktops and shared disks leave everywhere."""


class _Objective(Document):
    measure: str
    better: str
    statistic: str
    worst: bool
    bad: bool = False

    @model_validator(mode="after")
    def _can_be_measured(self) -> Self:
        Objective(self.measure, self.better, self.statistic, self.worst, self.bad)
        return self


class _SearchManifest(Document):
    objectives: list[_Objective] = Field(min_length=1)
    keep: dict[str, float]
    trials: int = Field(ge=1)
    generation: int = Field(ge=1)
    seed: int
    sampler: str
    proof: int = Field(ge=1)

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if unknown := [name for name in self.keep if name not in MEASURES]:
            raise ValueError(f"keep: no measure is called '{shown(unknown[0])}'")
        return self


class _Proof(Document):
    """The design of the sweep that proves what a search has found."""

    points: int
    search: _SearchManifest
    found_in: list[int]
    worlds: int = Field(default=1, ge=1)
    """In how many of them each policy is run."""

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if len(self.found_in) * self.worlds != self.points:
            raise ValueError("found_in: does not go together with the points")
        return self


_SEARCH = Kind("search.json", "search", "tightrope sweep search", _FORMAT, _SearchManifest)


def generation_name(number: int) -> str:
    """Return the name of a generation and its folder."""
    return f"generation-{number:03}"


def proof_name(trials: int) -> str:
    """Return the name of the folder that proves the best of so many policies."""
    return f"proof-of-{trials}"


def read_search(folder: Path, *, verify: bool = True) -> dict[str, Any]:
    """Return what is sought in a folder; InputError where it holds no search."""
    return read_manifest(folder, _SEARCH, verify=verify)


def check_proof(folder: Path, design: Mapping[str, Any]) -> None:
    """Raise InputError unless the sweep of a folder, of this design, proves what a search has found."""
    if wrong := wrong_with(design, _Proof, "design"):
        raise InputError(
            f"{shown(folder)} holds no proof of a search ({wrong}): move it away, and run 'tightrope sweep search' "
            "again"
        )


def claim(folder: Path, sought: Mapping[str, Any]) -> None:
    """Write down which search a folder is of, or refuse it as ``claim_folder`` does; it may have more trials."""
    claim_folder(folder, _SEARCH, sought, grows=("trials", "proof"), ours=_OURS)
