"""Reading the manifest of a folder that a command wrote: a result's or a sweep's."""

import json
from pathlib import Path
from typing import Any

from tightrope.scenarios.errors import InputError

__all__ = ["read_manifest"]

KINDS = {
    "run.json": "a run, not a sweep: see its report.html, or 'tightrope report'",
    "sweep.json": "a sweep, not a run: see 'tightrope sweep show' and 'tightrope sweep report'",
}
"""What a folder is that holds this manifest and not the one looked for, and what reads it."""


def read_manifest(path: Path, what: str, command: str, version: int) -> dict[str, Any]:
    """Return the manifest of a folder.

    Args:
        path: Of the manifest in its folder.
        what: The folder holds, in one word.
        command: That writes such folders.
        version: The only format that is understood.

    Raises:
        InputError: there is no such folder, it is none of these, or it has another format.
    """
    folder = path.parent
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        for other in (name for name in KINDS if (folder / name).exists()):
            raise InputError(f"{folder} is {KINDS[other]}") from None
        lacks = f"holds no {path.name}, so it is no {what}" if folder.is_dir() else "is not there"
        raise InputError(f"{folder} {lacks}: name a folder that '{command}' wrote") from None
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read as the manifest of a {what}: {error}") from None
    found = manifest.get("format") if isinstance(manifest, dict) else None
    if found != version:
        raise InputError(
            f"{path}: format is {found}, but this version of tightrope reads format {version}: "
            f"read it with the version that wrote it, or run '{command}' again"
        )
    return dict(manifest)
