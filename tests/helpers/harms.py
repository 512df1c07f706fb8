"""What may befall a folder on a disk: bits flip, files are cut, mixed up, edited, lost, replaced, and put in."""

import json
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["HARMS", "mistype", "tree"]

type Harm = Callable[[Path, random.Random], None]

ODD: tuple[Any, ...] = (None, True, -1, 10**30, 1.5, "", "x", [], {}, [[]], {"x": 1})
"""Values of every type."""
NAMES = ("7", "00000.parquet", "000x.parquet", "-1.parquet", "notes.txt", "00009", "a b\n.json", "runs.csv", "目录")
"""Names that a stranger's file may have, some nearly those of a sweep."""


def tree(folder: Path) -> dict[str, bytes | None]:
    """All that a folder holds but locks and diaries: files with their bytes, folders with None."""
    found = {str(path.relative_to(folder)): path for path in sorted(folder.rglob("*"))}
    return {
        name: path.read_bytes() if path.is_file() else None
        for name, path in found.items()
        if path.name not in (".lock", "sessions.jsonl")
    }


def _one(folder: Path, chance: random.Random, *kinds: str) -> Path:
    found = [path for path in sorted(folder.rglob("*")) if path.suffix in (kinds or (".parquet", ".json"))]
    return chance.choice([path for path in found if path.is_file()])


def flip(folder: Path, chance: random.Random) -> None:
    path = _one(folder, chance)
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def cut(folder: Path, chance: random.Random) -> None:
    path = _one(folder, chance)
    path.write_bytes(path.read_bytes()[: chance.randrange(path.stat().st_size)])


def swap(folder: Path, chance: random.Random) -> None:
    one, other = _one(folder, chance, ".parquet"), _one(folder, chance, ".parquet")
    contents = one.read_bytes(), other.read_bytes()
    other.write_bytes(contents[0])
    one.write_bytes(contents[1])


def mistype(folder: Path, chance: random.Random) -> None:
    path = _one(folder, chance, ".json")
    values = json.loads(path.read_text("utf-8"))
    place: Any = values
    while True:
        key = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
        if not (isinstance(place[key], dict | list) and place[key] and chance.random() < 0.7):
            break
        place = place[key]
    place[key] = chance.choice([each for each in ODD if each != place[key]])
    path.write_text(json.dumps(values), "utf-8")


def lose(folder: Path, chance: random.Random) -> None:
    _one(folder, chance).unlink()


def become_folder(folder: Path, chance: random.Random) -> None:
    path = _one(folder, chance)
    path.unlink()
    path.mkdir()


def become_pipe(folder: Path, chance: random.Random) -> None:
    path = _one(folder, chance)
    path.unlink()
    os.mkfifo(path)


def fill(folder: Path, chance: random.Random) -> None:
    content = chance.choice([b"", b"{", b"\xff\xfe", b"PAR1", b"[" * 100_000, b'{"a":' + b"9" * 5000 + b"}"])
    _one(folder, chance).write_bytes(content)


def intrude(folder: Path, chance: random.Random) -> None:
    places = [folder, *(path for path in sorted(folder.rglob("*")) if path.is_dir())]
    path = chance.choice(places) / chance.choice(NAMES)
    if not path.exists():
        path.write_bytes(b"of somebody else")


HARMS: tuple[Harm, ...] = (
    flip,
    flip,
    flip,
    cut,
    swap,
    mistype,
    mistype,
    lose,
    become_folder,
    become_pipe,
    fill,
    intrude,
)
