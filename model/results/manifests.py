"""Manifests of folders that a command wrote: of a run, a sweep, a search or a calibration; sealed, and checked."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.fields import FieldInfo

from tightrope.scenarios.disk.strict_json import plain_bytes, read_json
from tightrope.scenarios.errors import InputError, shown
from tightrope.scenarios.files.complaints import Complaint, Where, complaints

__all__ = ["Document", "Kind", "ScenarioNamed", "read_manifest", "sealed", "wrong_with"]

_MOST_BYTES = 64_000_000
"""Of a manifest: the digests of a panel of half a million files have room."""
_SEAL = "seal"
_KINDS = {
    "run.json": "a run, not a {what}: see its report.html, or 'tightrope report'",
    "sweep.json": "a sweep, not a {what}: see 'tightrope sweep show' and 'tightrope sweep report'",
    "search.json": "a search, not a {what}: see 'tightrope sweep frontier'",
    "calibration.json": "a calibration, not a {what}: see its calibration.html",
}
"""What a folder is that holds this manifest and not the one looked for, and what reads it."""


class Document(BaseModel):
    """What a manifest must hold; further keys may come with later versions and mean nothing to this one."""

    model_config = ConfigDict(strict=True, extra="ignore", allow_inf_nan=False)


class ScenarioNamed(Document):
    """What every manifest tells of a scenario."""

    name: str
    title: str
    title_zh: str
    description: str
    base: str | None


class _Manifest(Document):
    """What every manifest holds."""

    tightrope: str
    seal: str


class Kind(NamedTuple):
    """A kind of folder, told by the manifest that it holds."""

    file: str
    """Name of the manifest."""
    what: str
    """The folder holds, in one word."""
    command: str
    """That writes such folders."""
    format: int
    """The only version of the folder's layout that is understood."""
    document: type[Document]


def sealed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a manifest with a seal: a digest of all that it says, by which a later change is noticed."""
    return {**values, _SEAL: _seal(values)}


def read_manifest(folder: Path, kind: Kind, *, verify: bool = True) -> dict[str, Any]:
    """Return the manifest of a folder, without its seal.

    Without ``verify``, one is read that was changed since it was written, if only it holds what it must.

    Raises:
        InputError: there is no such folder, it is none of this kind or of another format, or its manifest is damaged.
    """
    path = folder / kind.file
    if not path.exists():
        raise _none_there(folder, kind)
    values = read_json(path, _MOST_BYTES, f"the manifest of a {kind.what}")
    _check_format(path, values, kind)
    _check_document(path, values, kind)
    if verify and values[_SEAL] != _seal(values):
        raise InputError(
            f"{shown(path)} was changed since it was written: run '{kind.command}' again, or read it as it is "
            "with --no-verify"
        )
    del values[_SEAL]
    return values


def _none_there(folder: Path, kind: Kind) -> InputError:
    for other, says in _KINDS.items():
        if (folder / other).exists():
            return InputError(f"{shown(folder)} is {says.format(what=kind.what)}")
    lacks = f"holds no {kind.file}, so it is no {kind.what}" if folder.is_dir() else "is not there"
    return InputError(f"{shown(folder)} {lacks}: name a folder that '{kind.command}' wrote")


def _check_format(path: Path, values: Mapping[str, Any], kind: Kind) -> None:
    found, maker = values.get("format"), values.get("tightrope")
    if found == kind.format and not isinstance(found, bool):
        return
    maker = f"tightrope {shown(maker)}" if isinstance(maker, str) else "the version that wrote it"
    raise InputError(
        f"{shown(path)}: format is {shown(repr(found))}, but this version of tightrope reads format {kind.format}: "
        f"read it with {maker}, or run '{kind.command}' again"
    )


def _check_document(path: Path, values: Mapping[str, Any], kind: Kind) -> None:
    if wrong := wrong_with(values, _Manifest) or wrong_with(values, kind.document):
        raise InputError(
            f"{shown(path)}: error: {wrong}; it was changed since it was written: run '{kind.command}' again"
        )


def wrong_with(values: object, document: type[Document], *inside: str) -> str:
    """Say what is wrong with a document, or with what stands ``inside`` a manifest; empty where nothing is."""
    try:
        document.model_validate(values)
    except ValidationError as error:
        wrong = complaints(error, *inside, about=_WORDS)
        return wrong[0].says + (f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else "")
    return ""


def _seal(values: Mapping[str, Any]) -> str:
    said = {key: value for key, value in values.items() if key != _SEAL}
    return hashlib.sha256(plain_bytes(said)).hexdigest()


class _Words:
    """The places of a manifest, by their keys alone."""

    def label(self, where: Where) -> str:
        """Return a place: ``scenario.title``."""
        return shown(".".join(map(str, where)) or "the manifest")

    def field(self, where: Where) -> FieldInfo | None:
        """Return no declaration: what a manifest holds is no choice of the user's."""
        return None

    def unknown(self, where: Where) -> Complaint:
        """Complain about a key that is not known; manifests take any."""
        raise NotImplementedError


_WORDS = _Words()
