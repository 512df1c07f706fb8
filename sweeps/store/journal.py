"""The journal of a sweep: markets as they are finished, in small files that are durable at once."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from tightrope.scenarios.disk.writing import write_whole
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.job import Lived
from tightrope.sweeps.store.folder import SweepFolder
from tightrope.sweeps.store.layout import months_frame
from tightrope.sweeps.store.sealed_files import as_file, read_markets

__all__ = ["close_journal", "enter", "read_entries"]


def enter(files: SweepFolder, block: int, lived: Sequence[Lived]) -> None:
    """Write an entry for some markets into the journal of their block."""
    folder = files.journal(block)
    folder.mkdir(exist_ok=True)
    rows = {one.market: one.rows for one in lived if one.rows is not None}
    failed = {one.market: one.reason for one in lived if one.rows is None}
    content = as_file(months_frame(rows, files.columns), files.holds("journal", block), failed)
    write_whole(folder / f"{lived[0].market:08d}-{len(lived)}.parquet", content)


def read_entries(files: SweepFolder, block: int) -> Iterator[Lived]:
    """Read a block's journal; what a crash of the machine has damaged is passed over, as if it were not there."""
    for path in _entries(files, block):
        with suppress(InputError):
            yield from read_markets(path, files.holds("journal", block), files.columns)


def close_journal(files: SweepFolder, block: int) -> None:
    """Remove the journal of a block that is laid out; whatever else lies there stays."""
    for path in _entries(files, block):
        path.unlink(missing_ok=True)
    with suppress(OSError):
        files.journal(block).rmdir()


def _entries(files: SweepFolder, block: int) -> list[Path]:
    return sorted(files.journal(block).glob("[0-9]*-[0-9]*.parquet"))
