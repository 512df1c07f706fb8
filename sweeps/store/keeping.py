"""A sweep's folder: what is finished is durable at once, and in the end lies in few files whose bytes never differ.

``sweep.json`` is the manifest, by which the folder is known, and ``runs.parquet`` the plan. Finished markets come a few
at a time and are kept in ``journal/`` as they come. Once all markets of a *block* (so many that a file is neither small
nor large) are there, they are written to ``summaries/`` and ``months/``, sorted, and the block's journal goes. Only the
process that holds the lock writes, and only to a folder that was empty or holds this very sweep; every file appears
whole or not at all, so a kill at any moment costs what was on its way.
"""

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from filelock import FileLock, Timeout

from tightrope.model.results.manifests import read_manifest, sealed
from tightrope.scenarios.disk.writing import made_folder, write_whole
from tightrope.scenarios.errors import InputError, shown
from tightrope.sweeps.plan.job import Lived
from tightrope.sweeps.plan.sweep import Sweep
from tightrope.sweeps.store.folder import SweepFolder, stranger
from tightrope.sweeps.store.journal import close_journal, enter, read_entries
from tightrope.sweeps.store.layout import months_frame, runs_frame, summaries_frame
from tightrope.sweeps.store.manifest import SWEEP, check_same
from tightrope.sweeps.store.sealed_files import as_file, read_markets

__all__ = ["Store"]

_PARTS = ("journal", "months", "summaries")
_UNFINISHED = re.compile(r"\.[\w.-]+\.\d+\.unfinished")
"""Names of files that a process was writing when it was killed."""


class Store:
    """The folder of a sweep that this process is at work on; use it as a context, which holds the lock."""

    def __init__(self, folder: Path, sweep: Sweep, about: dict[str, Any]) -> None:
        """Open the folder, or make it; InputError where it holds anything else, or another process is at work."""
        self.folder, self.sweep, self._about = folder, sweep, about
        self._files = SweepFolder(folder, about)
        self._size: int = about["markets_a_file"]
        count = len(sweep.first_runs)
        self.waiting = np.ones(count, bool)
        """Markets without a result, shape (markets,)."""
        self.failed: dict[int, str] = {}
        """Why markets failed, by number."""
        self._lock = FileLock(folder / ".lock")

    def __enter__(self) -> "Store":
        try:
            self._begin()
            self._recall()
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def _begin(self) -> None:
        """Take the lock and see to it that the folder holds this sweep's plan; nothing else is written over."""
        self._check_ours()
        is_new = not (self.folder / SWEEP.file).exists()
        try:
            with made_folder(self.folder):
                self._begin_within(is_new)
        except Timeout:
            raise InputError(f"{self.folder}: another process is at work on it; wait for it, or stop it") from None
        except OSError as error:
            raise InputError(f"{self.folder} cannot be written ({error.strerror}): name another folder") from None

    def _begin_within(self, is_new: bool) -> None:
        self._lock.acquire(blocking=False)
        self._check_ours()  # once more, as another process may have been quicker
        try:
            self._make_ready()
        except OSError:
            if is_new:
                self._take_back()
            raise

    def _take_back(self) -> None:
        """Remove what was begun in a folder that held no sweep before, and nothing else."""
        self._lock.release()
        for name in (SWEEP.file, self._files.plan.name, ".lock"):
            with suppress(OSError):
                (self.folder / name).unlink()
        for part in (*_PARTS, "."):
            with suppress(OSError):
                (self.folder / part).rmdir()

    def _check_ours(self) -> None:
        """Raise InputError unless the folder is missing or empty, or holds this sweep and nothing else."""
        if not self.folder.exists():
            return
        if not self.folder.is_dir():
            raise InputError(f"{self.folder} is no folder: name another with --out")
        if foreign := stranger(self.folder):
            raise InputError(
                f"{self.folder} holds something else and is never overwritten: name another folder with --out, or move "
                f"{shown(foreign.relative_to(self.folder))} away"
            )
        lock = self.folder / ".lock"
        if lock.exists() and (not lock.is_file() or lock.stat().st_size):
            raise InputError(f"{lock} is no sweep's lock: name another folder with --out, or move that away")
        if (self.folder / SWEEP.file).exists():
            check_same(self.folder, self._found(), self._about)
        elif any(not path.name.startswith(".") for path in self.folder.iterdir()):
            raise InputError(
                f"{self.folder} holds something else and is never overwritten, for no {SWEEP.file} says that it is a "
                "sweep's: name another folder with --out"
            )

    def _found(self) -> dict[str, Any]:
        try:
            return read_manifest(self.folder, SWEEP)
        except InputError as error:
            raise InputError(f"{error}; nothing was touched, and --out names another folder") from None

    def _make_ready(self) -> None:
        """Remove what a killed process left half-written, and write what is not there yet."""
        for left in self.folder.rglob(".*.unfinished"):
            if _UNFINISHED.fullmatch(left.name) and left.is_file():
                left.unlink()
        if not (self.folder / SWEEP.file).exists():
            text = json.dumps(sealed(self._about), indent=1, ensure_ascii=False, allow_nan=False) + "\n"
            write_whole(self.folder / SWEEP.file, text.encode())
        for part in _PARTS:
            (self.folder / part).mkdir(exist_ok=True)
        try:
            self._files.check_plan()
        except InputError:
            write_whole(self._files.plan, as_file(runs_frame(self.sweep), self._files.holds("runs")))

    def _recall(self) -> None:
        """Find out what is finished; a block whose last market came just before a stop is laid out now.

        A block's file that a crash of the machine has damaged is of no use: its markets wait again.
        """
        for block in self._files.laid_out():
            try:
                failed = self._files.check_months(block)
            except InputError:
                self._files.file("months", block).unlink(missing_ok=True)
                continue
            self.waiting[self._files.markets(block)] = False
            self.failed.update(failed)
            self._see_to_summaries(block)
        for block in self._files.begun():
            for lived in read_entries(self._files, block):
                self._note(lived)
            self._lay_out_if_whole(block)

    def _see_to_summaries(self, block: int) -> None:
        """Make a block's summaries anew where they are damaged: its months tell them."""
        try:
            self._files.check_summaries(block)
        except InputError:
            self._lay_out(block)

    def block(self, market: int) -> int:
        """Return the block of a market; markets that are added together must be of one block."""
        return market // self._size

    def forget_failures(self) -> None:
        """Let those that failed wait again."""
        self.waiting[list(self.failed)] = True

    def add(self, lived: Sequence[Lived]) -> None:
        """Keep the results of some markets of one block, durable before this returns."""
        block = self.block(lived[0].market)
        enter(self._files, block, lived)
        for one in lived:
            self._note(one)
        self._lay_out_if_whole(block)

    def _note(self, one: Lived) -> None:
        self.waiting[one.market] = False
        self.failed.pop(one.market, None)
        if one.rows is None:
            self.failed[one.market] = one.reason

    def _lay_out_if_whole(self, block: int) -> None:
        """Write a block's files once none of its markets is waiting, and drop its journal."""
        if not self.waiting[self._files.markets(block)].any():
            self._lay_out(block)
            close_journal(self._files, block)

    def _lay_out(self, block: int) -> None:
        """Write a block's files from those that were there, where some of it was tried again, and its journal."""
        files, columns = self._files, self.sweep.kept
        months, summaries = files.file("months", block), files.file("summaries", block)
        before = read_markets(months, files.holds("months", block), columns) if months.exists() else []
        rows = {one.market: one.rows for one in (*before, *read_entries(files, block))}
        kept = {market: rows[market] for market in sorted(rows) if rows[market] is not None}
        failed = {market: why for market, why in sorted(self.failed.items()) if self.block(market) == block}
        summed = summaries_frame(kept, columns, self.sweep.measures)
        write_whole(summaries, as_file(summed, files.holds("summaries", block)))
        write_whole(months, as_file(months_frame(kept, columns), files.holds("months", block), failed))

    def finish(self) -> None:
        """Write the table of failures, once nothing is waiting."""
        reasons = pl.DataFrame(
            {"market": list(self.failed), "reason": list(self.failed.values())},
            {"market": pl.Int32, "reason": pl.String},
        )
        of_runs = runs_frame(self.sweep).join(reasons, on="market", maintain_order="left")
        write_whole(self.folder / "failures.parquet", as_file(of_runs, self._files.holds("failures")))
