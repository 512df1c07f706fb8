"""The panel: one row per borrower and month, streamed to Parquet while the market runs."""

from pathlib import Path

import polars as pl

from tightrope.model.results.columns import schema
from tightrope.model.results.digests import check_digests
from tightrope.model.results.manifests import read_manifest
from tightrope.model.results.run_manifest import RUN
from tightrope.scenarios.disk.foreign_frames import check_columns, columns_of
from tightrope.scenarios.disk.writing import write_slices
from tightrope.scenarios.errors import InputError

__all__ = ["PanelWriter", "read_panel"]

PART_ROWS = 2_000_000
"""Rows of one file, about: many enough to compress and scan well."""
PART_VALUES = 60_000_000
"""Values of one file at most, about: few enough to hold in memory, some 300 MB; with many columns rows are fewer."""
_LEVEL = 1
"""Of compression: the next takes twice as long, for a tenth less room."""


class PanelWriter:
    """Writes each month's frame into numbered files, of about ``part_rows`` rows or fewer, holding no more than one.

    Use it as a context manager: leaving it without an error writes the rows still held. ``folder`` is made and takes
    ``part-00001.parquet``, ``part-00002.parquet`` and so on, rows in the order in which they were appended.
    """

    def __init__(self, folder: Path, part_rows: int = PART_ROWS) -> None:
        self.folder = folder
        self.part_rows = part_rows
        self.parts = 0
        self._held: list[pl.DataFrame] = []
        folder.mkdir(parents=True)

    def append(self, frame: pl.DataFrame) -> None:
        """Take one month's rows; every frame has the same columns."""
        self._held.append(frame)
        if sum(held.height for held in self._held) >= self._filling(frame):
            self._write()

    def _filling(self, frame: pl.DataFrame) -> int:
        """Return how many rows of a frame's columns fill a file."""
        return min(self.part_rows, max(1, PART_VALUES // frame.width))

    def _write(self) -> None:
        frame = pl.concat(self._held)
        self._held.clear()
        count = max(1, round(frame.height / self._filling(frame)))  # a month of a large market fills several parts
        for part in frame.iter_slices(-(-frame.height // count)):
            self.parts += 1
            path = self.folder / f"part-{self.parts:05d}.parquet"
            try:
                write_slices(iter([part]), path, compression="zstd", compression_level=_LEVEL)
            except OSError as error:
                raise InputError(f"the panel cannot be written to {self.folder}: {error.strerror}") from error

    def close(self) -> None:
        """Write the rows still held."""
        if self._held:
            self._write()

    def __enter__(self) -> "PanelWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.close()


def read_panel(folder: Path | str, *, verify: bool = True) -> pl.LazyFrame:
    """Open the panel of the results in ``folder`` (that of ``run.json``) without reading it into memory.

    Args:
        folder: Of the results.
        verify: First hold its files against the digests that were taken when they were written, about half a second
            for a gigabyte.

    Raises:
        InputError: the results hold no panel, or a file of it was damaged or changed.
    """
    folder = Path(folder)
    manifest = read_manifest(folder, RUN, verify=verify)
    digests = {name: digest for name, digest in manifest["files"].items() if name.startswith("panel/")}
    if not digests:
        raise InputError(f"{folder}: no panel in this folder; 'tightrope run SCENARIO --panel' writes one")
    if verify:
        check_digests(folder, digests)
    declared = schema("panel")
    columns = schema("panel", filter(declared.__contains__, columns_of(folder / next(iter(digests)))))
    for name in digests:
        check_columns(folder / name, columns)
    return pl.scan_parquet([folder / name for name in digests], glob=False)
