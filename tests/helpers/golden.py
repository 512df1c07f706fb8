"""Golden numbers: what small markets gave when somebody last looked, column by column, kept in ``golden.json``.

``make golden`` renews the file and prints which columns moved and by how much: whoever changes results on purpose
renews it and names the change in CHANGELOG.md. ``python -m tests.helpers.golden --check`` prints the same and renews
nothing.

All is kept to the last bit: the model's mathematics is its own, and sums depend on no order, so that every processor,
system and version of a library gives these numbers. Rows keep their order, which is part of what a frame promises.
"""

import hashlib
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import numpy as np
import polars as pl
from numpy.typing import NDArray

from tests.helpers.golden_markets import MARKETS, SWEEP, Frames, frames_of_market, frames_of_sweep

__all__ = ["FILE", "PARTS", "differences", "kept", "look_at", "prints_of"]

FILE = Path(__file__).with_suffix(".json")
PARTS = (*MARKETS, SWEEP)
"""What is kept: each market by its name, and the sweep."""

type Print = dict[str, Any]
"""Of a column: its digest, and numbers that a reader can compare."""
type Prints = dict[str, dict[str, Print]]
"""Of each frame, the columns by name."""


def print_of(column: pl.Series) -> Print:
    """Return the fingerprint of one column."""
    if column.dtype.is_numeric():
        values = column.to_numpy()
        gaps = np.isnan(values) if values.dtype.kind == "f" else np.zeros(values.size, bool)
        known, told = values[~gaps], numbers_of(values[~gaps])
    else:
        known = np.array([word for word in column if word is not None], str)
        gaps = np.array([word is None for word in column], bool)
        told = {"values": len(set(known))}
    digest = hashlib.blake2b(gaps.tobytes() + canonical(known), digest_size=8)
    return {"digest": digest.hexdigest(), "rows": gaps.size, "unknown": int(gaps.sum()), **told}


def canonical(known: NDArray[Any]) -> bytes:
    """Return what is digested of a column without its gaps."""
    if known.dtype.kind not in "fiu":
        return "\n".join(known).encode()
    return known.astype("<f8" if known.dtype.kind == "f" else "<i8").tobytes()


def numbers_of(known: NDArray[Any]) -> Print:
    """Return what tells a reader how a column of numbers lies."""
    if not known.size:
        return {}
    told = {"mean": known.mean(dtype=np.float64), "least": known.min(), "most": known.max()}
    return {name: float(f"{value:.6g}") for name, value in told.items()}


def prints_of(frames: Frames) -> Prints:
    """Return the fingerprints of all columns of all frames."""
    return {name: {column.name: print_of(column) for column in frame} for name, frame in frames.items()}


def look_at(part: str) -> Prints:
    """Live a part of the table anew and return its fingerprints."""
    with tempfile.TemporaryDirectory() as folder:
        return prints_of(frames_of_sweep(Path(folder)) if part == SWEEP else frames_of_market(part, Path(folder)))


def kept() -> dict[str, Prints]:
    """Return what the file holds; nothing where there is none yet."""
    return json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}


def differences(before: Prints, now: Prints) -> Iterator[str]:
    """Say which columns moved, frame by frame, and by how much."""
    for frame in dict.fromkeys([*before, *now]):
        old, new = before.get(frame, {}), now.get(frame, {})
        if old.keys() == new.keys() and list(old) != list(new):
            yield f"{frame}: the columns stand in another order"
        for name in dict.fromkeys([*old, *new]):
            if name not in new:
                yield f"{frame}.{name}: is gone"
            elif name not in old:
                yield f"{frame}.{name}: is new"
            elif old[name]["digest"] != new[name]["digest"]:  # the other numbers are for readers
                yield f"{frame}.{name}: {difference(old[name], new[name])}"


def difference(old: Print, new: Print) -> str:
    """Say by how much a column moved, in the numbers that a reader can compare."""
    parts = []
    for number in ("rows", "unknown", "values", "mean", "least", "most"):
        before, now = old.get(number), new.get(number)
        if before == now:
            continue
        share = f" ({now / before - 1:+.3g})" if before and now is not None else ""
        parts.append(f"{number} {before} -> {now}{share}")
    return ", ".join(parts) or "single values, or their order; mean, least and most stay"


def write(found: dict[str, Prints]) -> None:
    """Write the file, a line for each column, whole or not at all."""
    lines = [
        f"{json.dumps(part)}: {{\n"
        + ",\n".join(
            f"  {json.dumps(frame)}: {{\n"
            + ",\n".join(f"    {json.dumps(name)}: {json.dumps(column)}" for name, column in columns.items())
            + "\n  }"
            for frame, columns in frames.items()
        )
        + "\n}"
        for part, frames in found.items()
    ]
    unfinished = FILE.with_suffix(".unfinished")
    unfinished.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    unfinished.replace(FILE)


def main(*arguments: str) -> int:
    """Compare all parts, or those named, with the file and renew it, or with ``--check`` only compare."""
    parts = [each for each in arguments if each != "--check"] or list(PARTS)
    before, now = kept(), {part: look_at(part) for part in parts}
    moved = [f"{part}: {line}" for part in parts for line in differences(before.get(part, {}), now[part])]
    moved += [f"{part}: is gone" for part in before if part not in PARTS]
    if moved and "--check" not in arguments:
        write({part: now.get(part, before.get(part, {})) for part in PARTS})
        moved.append(f"{FILE.name} is renewed: say in CHANGELOG.md what moved these {len(moved)} columns")
    click.echo("\n".join(moved or [f"nothing moved: {FILE.name} stays as it is"]))
    return int(bool(moved) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
