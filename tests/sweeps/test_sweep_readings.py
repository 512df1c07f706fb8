"""What a sweep reads off each market beside the columns of its months: kept, found again, and part of what it is."""

from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from tests.helpers.small_sweeps import COLUMNS, InProcess, contents, small_sweep
from tightrope.model.results.run_results import Results
from tightrope.scenarios.disk.foreign_frames import collected
from tightrope.sweeps.run.driving import SweepWatch
from tightrope.sweeps.run.whole_sweep import live_sweep
from tightrope.sweeps.store.dataset import open_sweep
from tightrope.sweeps.store.manifest import digest, manifest


@dataclass(frozen=True)
class Draws:
    """The last month's draws, from the months and from the panel, and a number that no market shows."""

    panel: tuple[str, ...] = ("month", "draws")
    first: int = 3
    names = ("as months say", "as the panel says", "nothing")

    def read(self, results: Results, panel: pl.DataFrame) -> list[float | None]:
        if not self.panel:
            assert panel.is_empty()
            return [results.months["draws_cashloan"][-1], None, None]
        assert panel["month"].unique().sort().to_list() == list(range(self.first, results.months.height + 1))
        last = panel.filter(pl.col("month") == results.months.height)
        return [results.months["draws_cashloan"][-1], float(last["draws"].sum()), None]


SWEEP = small_sweep(reading=Draws())


def test_what_is_read_is_kept_in_the_last_month(tmp_path: Path) -> None:
    found = live_sweep(SWEEP, tmp_path, InProcess(SWEEP), SweepWatch())
    assert found.manifest["columns"] == [*COLUMNS, *Draws.names]
    months = found.months.pipe(collected)
    read = months.filter(pl.col("month") == 9)
    assert read.height == SWEEP.runs
    assert (read["as months say"] > 0).all()
    assert ((read["as months say"] - read["as the panel says"]).abs() < 1e-6 * read["as months say"]).all()
    assert read["nothing"].null_count() == read.height
    assert months.filter(pl.col("month") < 9)["as months say"].null_count() == 8 * SWEEP.runs
    plain = live_sweep(small_sweep(), tmp_path / "plain", InProcess(small_sweep()), SweepWatch())
    assert months.select(COLUMNS).equals(plain.months.pipe(collected).select(COLUMNS))
    assert open_sweep(tmp_path).months.pipe(collected).equals(months), "as it lies on disk, verified"


def test_a_sweep_that_is_read_goes_on_where_it_stopped(tmp_path: Path) -> None:
    class Stops(SweepWatch):
        def progress(self, progress: object) -> None:
            self.stop_asked = True

    live_sweep(SWEEP, tmp_path / "stopped", InProcess(SWEEP, workers=1), Stops())
    live_sweep(SWEEP, tmp_path / "stopped", InProcess(SWEEP), SweepWatch())
    live_sweep(SWEEP, tmp_path / "whole", InProcess(SWEEP), SweepWatch())
    assert contents(tmp_path / "stopped") == contents(tmp_path / "whole")


def test_a_reading_without_a_panel_gets_none(tmp_path: Path) -> None:
    bare = small_sweep(reading=Draws(panel=()))
    months = live_sweep(bare, tmp_path, InProcess(bare), SweepWatch()).months.pipe(collected)
    assert months["as months say"].drop_nulls().len() == bare.runs
    assert months["as the panel says"].null_count() == months.height


def test_what_is_read_tells_sweeps_apart() -> None:
    assert len({digest(each) for each in (SWEEP, small_sweep(), replace(SWEEP, reading=Draws(first=4)))}) == 3
    assert manifest(SWEEP)["read"] == list(Draws.names)
    assert "read" not in manifest(small_sweep()), "as it always was"
