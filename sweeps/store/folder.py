"""A sweep's folder: where its files lie, what each must hold, and whether anything else lies there."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from tightrope.scenarios.disk.foreign_frames import collected
from tightrope.scenarios.errors import InputError, shown
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.store.layout import columns_of_months, columns_of_runs, columns_of_summaries
from tightrope.sweeps.store.sealed_files import check_sealed

__all__ = ["SweepFolder", "stranger"]

_OURS = re.compile(
    r"sweep\.json|(runs|failures)\.parquet|sessions\.jsonl|report\.html|"
    r"(months|summaries)(/\d{5,}\.parquet)?|journal(/\d{5,}(/\d{8,}-\d+\.parquet)?)?"
)
"""Names of all that a sweep's folder may hold."""


def stranger(folder: Path) -> Path | None:
    """Return the first thing in a folder that no sweep has put there, or None.

    Names that begin with a dot are passed over: desktops and shared disks leave such files everywhere.
    """
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        hidden = any(part.startswith(".") for part in name.split("/"))
        of_its_kind = path.is_file() == ("." in path.name)  # no folder of a sweep has a dot in its name
        if not hidden and not (_OURS.fullmatch(name) and of_its_kind):
            return path
    return None


class SweepFolder:
    """The files of the sweep that a manifest is about; blocks are numbered from 0."""

    def __init__(self, folder: Path, about: Mapping[str, Any]) -> None:
        self.folder = folder
        self.columns: list[str] = list(about["columns"])
        self.plan = folder / "runs.parquet"
        self._digest, self._runs = about["digest"], about["runs"]
        self._size, self._markets = about["markets_a_file"], about["markets"]
        self._scenarios = [each["name"] for each in about["scenarios"]]
        self._seeds: list[int] = list(about["seeds"])
        self._factors = [Factor.from_json(each) for each in about["factors"]]

    def markets(self, block: int) -> slice:
        """Return the markets of a block, by number."""
        return slice(block * self._size, min((block + 1) * self._size, self._markets))

    def file(self, part: str, block: int) -> Path:
        """Return the file of a block's months or summaries."""
        return self.folder / part / f"{block:05d}.parquet"

    def journal(self, block: int) -> Path:
        """Return the folder of a block's journal."""
        return self.folder / "journal" / f"{block:05d}"

    def laid_out(self) -> list[int]:
        """Return the blocks that lie in files of their own; months may be lost where their summaries are there."""
        begun = set(self.begun())  # a stop may have come between the two files of a block, which has its journal then
        summed_up = set(self._there("summaries", ".parquet")) - begun
        return sorted(summed_up.union(self._there("months", ".parquet")))

    def begun(self) -> list[int]:
        """Return the blocks that have a journal."""
        return self._there("journal", "")

    def _there(self, part: str, suffix: str) -> list[int]:
        """Return the blocks that a part of the folder has something of; whatever else is there is passed over."""
        folder = self.folder / part
        names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
        return [block for block in range(-(-self._markets // self._size)) if f"{block:05d}{suffix}" in names]

    def holds(self, part: str, block: int | None = None) -> str:
        """Return what a file says that it holds; no two files of any sweeps say the same."""
        of_block = "" if block is None else f" {block:05d}"
        return f"{part}{of_block} of sweep {self._digest}"

    def check_plan(self, *, verify: bool = True) -> None:
        """Raise InputError unless the plan is there and whole."""
        check_sealed(self.plan, self.holds("runs"), columns_of_runs(self._factors), verify=verify)
        plan = pl.scan_parquet(self.plan, glob=False)
        rows = collected(plan.select(pl.len())).item()
        if rows != self._runs:
            raise InputError(f"{shown(self.plan)} has {rows:,} runs, but sweep.json tells of {self._runs:,}")
        told = collected(plan.select(self._agreeing(plan))).row(0, named=True)
        if wrong := [name for name, agrees in told.items() if not agrees]:
            raise InputError(f"{shown(self.plan)}: '{wrong[0]}' is not what sweep.json tells of: move the folder away")

    def _agreeing(self, plan: pl.LazyFrame) -> list[pl.Expr]:
        """Return for each column of the plan whether it holds what the manifest says that runs are."""
        points, seeds = self._runs // (len(self._scenarios) * len(self._seeds)), len(self._seeds)
        number = pl.int_range(pl.len())
        scenarios, every_seed = pl.Series(self._scenarios), pl.Series(self._seeds, dtype=pl.Int64)
        own = {
            "run": pl.col("run") == number,
            "market": pl.col("market").is_between(0, self._markets - 1),
            "scenario": pl.col("scenario") == pl.lit(scenarios).gather(number // (points * seeds)),
            "point": pl.col("point") == number // seeds % points,
            "seed": pl.col("seed") == pl.lit(every_seed).gather(number % seeds),
        }
        factors = {
            each.name: pl.col(each.name).is_in(each.texts) if each.texts else pl.col(each.name).is_finite()
            for each in self._factors
        }
        return [holds.fill_null(False).all().alias(name) for name, holds in {**own, **factors}.items()]

    def check_block(self, block: int, *, verify: bool = True) -> dict[int, str]:
        """Return why markets of a block failed, by number; InputError unless its files are there and whole."""
        self.check_summaries(block, verify=verify)
        return self.check_months(block, verify=verify)

    def check_summaries(self, block: int, *, verify: bool = True) -> None:
        """Raise InputError unless the summaries of a block are there and whole."""
        holds = self.holds("summaries", block)
        check_sealed(self.file("summaries", block), holds, columns_of_summaries(), verify=verify)

    def check_months(self, block: int, *, verify: bool = True) -> dict[int, str]:
        """Return why markets of a block failed, by number; InputError unless its months are there and whole."""
        path, known = self.file("months", block), self.markets(block)
        failed = check_sealed(path, self.holds("months", block), columns_of_months(self.columns), verify=verify)
        if other := [market for market in failed if not known.start <= market < known.stop]:
            raise InputError(f"{shown(path)} tells of market {other[0]}, which is none of its own")
        return failed
