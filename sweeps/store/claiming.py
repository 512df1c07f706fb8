"""Folders of many sweeps: each is written down to be of one purpose, and goes on with nothing else."""

import json
import re
from collections.abc import Collection, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tightrope.model.results.manifests import Kind, read_manifest, sealed
from tightrope.scenarios.disk.writing import made_folder, write_whole
from tightrope.scenarios.errors import InputError, shown

__all__ = ["claim_folder"]

_LEFT_EVERYWHERE = re.compile(r"\..*")
"""What desktops and shared disks leave in any folder."""


def claim_folder(
    folder: Path, kind: Kind, sought: Mapping[str, Any], *, grows: Collection[str], ours: re.Pattern[str]
) -> None:
    """Write down what is sought in this folder, or refuse it where that is another of its kind; it may be longer.

    Args:
        folder: It may not be there yet.
        kind: Of the folder, whose manifest says what is sought.
        sought: What the manifest says.
        grows: Keys of it that may change from one session to the next.
        ours: Names of all that such a folder may hold.

    Raises:
        InputError: other things are sought in the folder, it holds anything else, or it cannot be written.
    """
    _check_ours(folder, kind, sought, grows, ours)
    about = sealed({"format": kind.format, "tightrope": version("tightrope"), **sought})
    try:
        with made_folder(folder):
            write_whole(folder / kind.file, (json.dumps(about, indent=1) + "\n").encode())
    except OSError as error:
        raise InputError(f"{shown(folder)} cannot be written ({error.strerror}): name another folder") from None


def _check_ours(
    folder: Path, kind: Kind, sought: Mapping[str, Any], grows: Collection[str], ours: re.Pattern[str]
) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError(f"{shown(folder)} is no folder: name another with --out")
    known = _LEFT_EVERYWHERE
    if (folder / kind.file).exists():
        known = ours
        before = read_manifest(folder, kind)
        if other := [key for key in sought if key not in grows and before.get(key) != sought[key]]:
            raise InputError(
                f"{shown(folder)} holds a {kind.what} with other {', '.join(other)}: name another folder with --out"
            )
    if foreign := [path.name for path in sorted(folder.iterdir()) if not known.fullmatch(path.name)]:
        raise InputError(
            f"{shown(folder)} holds something else and is never overwritten: name another folder with --out, or move "
            f"{shown(foreign[0])} away"
        )
