"""A sweep's folder: what is finished is durable at once, and in the end lies in few files whose bytes never differ.

``runs.parquet`` is the plan and ``sweep.json`` its manifest, written last. Finished markets come a few at a time and
are kept in ``journal/`` as they come. Once all markets of a *block* (so many that a file is neither small nor large)
are there, they are written to ``summaries/`` and ``months/``, sorted, and the block's journal goes. Only the process
that holds the lock writes; every file appears whole or not at all, so a kill at any moment costs what was on its way.
"""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from tightrope.scenarios.errors import InputError
from tightrope.sweeps.journal import enter, read_entries, write_whole
from tightrope.sweeps.layout import as_parquet, failures_of, months_frame, runs_frame, summaries_frame
from tightrope.sweeps.living import Lived
from tightrope.sweeps.manifest import check_same
from tightrope.sweeps.sweep import Sweep

__all__ = ["Store"]


class Store:
    """The folder of a sweep that this process is at work on; use it as a context, which holds the lock."""

    def __init__(self, folder: Path, sweep: Sweep, about: dict[str, Any]) -> None:
        """Open the folder, or make it; InputError where it holds anything else, or another process is at work."""
        self.folder, self.sweep, self._about = folder, sweep, about
        self._size: int = about["markets_a_file"]
        count = len(sweep.first_runs)
        runs_of_scenario = len(sweep.points) * len(sweep.seeds)
        self._lengths: NDArray[np.int64] = np.array(sweep.months)[sweep.first_runs // runs_of_scenario]
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
        """Take the lock and see to it that the folder holds this sweep's plan."""
        holds = [path.name for path in self.folder.iterdir()] if self.folder.is_dir() else []
        if holds and "sweep.json" not in holds and set(holds) - {".lock", "runs.parquet"}:
            raise InputError(f"{self.folder} holds something else and is never overwritten: name another folder")
        try:
            for part in ("journal", "months", "summaries"):
                (self.folder / part).mkdir(parents=True, exist_ok=True)
            self._lock.acquire(blocking=False)
            for left in self.folder.rglob(".*.unfinished"):
                left.unlink()  # of a process that was killed
            self._plan()
        except Timeout:
            raise InputError(f"{self.folder}: another process is at work on it; wait for it, or stop it") from None
        except OSError as error:
            if "sweep.json" not in holds:  # nothing of worth is there yet
                self._lock.release()
                shutil.rmtree(self.folder, ignore_errors=True)
            raise InputError(f"{self.folder} cannot be written ({error.strerror}): name another folder") from None

    def _plan(self) -> None:
        """Write the plan and its manifest, or see that it is the one that is there."""
        manifest = self.folder / "sweep.json"
        if manifest.exists():
            check_same(self.folder, json.loads(manifest.read_text(encoding="utf-8")), self._about)
            return
        write_whole(self.folder / "runs.parquet", as_parquet(runs_frame(self.sweep)))
        text = json.dumps(self._about, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
        write_whole(manifest, text.encode())

    def _recall(self) -> None:
        """Find out what is finished; a block whose last market came just before a stop is laid out now."""
        for path in (self.folder / "months").glob("*.parquet"):
            block = int(path.stem)
            if (failed := failures_of(path)) is None:
                path.unlink()  # of no use: cut off by a crash of the machine
                continue
            self.waiting[self._markets(block)] = False
            self.failed.update(failed)
        for folder in (self.folder / "journal").iterdir():
            for lived in read_entries(folder):
                self._note(lived)
            self._lay_out_if_whole(int(folder.name))

    def _markets(self, block: int) -> slice:
        return slice(block * self._size, min((block + 1) * self._size, self.waiting.size))

    def block(self, market: int) -> int:
        """Return the block of a market; markets that are added together must be of one block."""
        return market // self._size

    def forget_failures(self) -> None:
        """Let those that failed wait again."""
        self.waiting[list(self.failed)] = True

    def add(self, lived: Sequence[Lived]) -> None:
        """Keep the results of some markets of one block, durable before this returns."""
        block = self.block(lived[0].market)
        enter(self.folder / "journal" / _name(block), lived)
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
        if self.waiting[self._markets(block)].any():
            return
        journal = self.folder / "journal" / _name(block)
        target = self.folder / "months" / f"{_name(block)}.parquet"
        rows = {**self._laid_out(target), **{one.market: one.rows for one in read_entries(journal)}}
        kept = {market: rows[market] for market in sorted(rows) if rows[market] is not None}
        failed = {market: why for market, why in sorted(self.failed.items()) if self.block(market) == block}
        columns, measures = self.sweep.columns, self.sweep.measures
        write_whole(self.folder / "summaries" / target.name, as_parquet(summaries_frame(kept, columns, measures)))
        write_whole(target, as_parquet(months_frame(kept, columns), {"failed": json.dumps(failed)}))
        shutil.rmtree(journal)

    def _laid_out(self, path: Path) -> dict[int, NDArray[np.float32]]:
        """Return the rows of a block that was laid out before, where some of it failed and was tried again."""
        if not path.exists():
            return {}
        frame = pl.read_parquet(path, glob=False)
        markets, rows = frame["market"].to_numpy(), frame.select(self.sweep.columns).to_numpy()
        places = np.flatnonzero(np.diff(markets, prepend=-1))
        return dict(zip(markets[places].tolist(), np.split(rows, places[1:]), strict=True)) if places.size else {}

    def finish(self) -> None:
        """Write the table of failures, once nothing is waiting."""
        reasons = pl.DataFrame(
            {"market": list(self.failed), "reason": list(self.failed.values())},
            {"market": pl.Int32, "reason": pl.String},
        )
        runs = pl.scan_parquet(self.folder / "runs.parquet", glob=False)
        of_runs = runs.join(reasons.lazy(), on="market", maintain_order="left").collect()
        write_whole(self.folder / "failures.parquet", as_parquet(of_runs))


def _name(block: int) -> str:
    """Return what a block's files are called."""
    return f"{block:05d}"
