"""A sweep from plan to data set: everything once, the same bytes whatever happened, and refusals to mix."""

from concurrent.futures import BrokenExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from filelock import FileLock
from polars.testing import assert_frame_equal

from tests.helpers.small_sweeps import COLUMNS, InProcess, contents, small_sweep
from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.job import Lived, Task, scenario_at
from tightrope.sweeps.run.driving import EngineLostError, Progress, SweepWatch
from tightrope.sweeps.run.whole_sweep import live_sweep
from tightrope.sweeps.store import manifest as manifests
from tightrope.sweeps.store.dataset import open_sweep

SWEEP = small_sweep()
MARKETS = len(SWEEP.first_runs)


class StopAfter(SweepWatch):
    """Asks to stop once so many markets are done, and remembers what it was told."""

    def __init__(self, done: int = 10**9) -> None:
        self.most = done
        self.told: list[Progress] = []

    def progress(self, progress: Progress) -> None:
        self.told.append(progress)
        self.stop_asked = progress.done >= self.most


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifests, "_MOST_ROWS", 9 * 5)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data set of a sweep that nothing has disturbed."""
    folder = tmp_path_factory.mktemp("whole") / "sweep"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifests, "_MOST_ROWS", 9 * 5)
        backend = InProcess(SWEEP)
        live_sweep(SWEEP, folder, backend, SweepWatch())
        assert sorted(backend.lived) == list(range(MARKETS))
    return folder


def test_the_data_set_holds_every_run_as_the_market_gives_it(whole: Path) -> None:
    results = open_sweep(whole)
    runs = results.runs.collect()
    assert runs["run"].to_list() == list(range(SWEEP.runs))
    assert runs["status"].unique().to_list() == ["finished"]
    place = SWEEP.run(7)
    scenario = scenario_at(SWEEP.scenarios[place.scenario], SWEEP.factors, SWEEP.points[place.point])
    market = CreditMarket(scenario, SWEEP.book, borrowers=60, months=9, seed=place.seed)
    for _ in range(9):
        market.step()
    alone = market.results().months.select("month", *COLUMNS)
    here = results.months.filter(pl.col("run") == 7).select("month", *COLUMNS).collect()
    assert_frame_equal(here, alone, check_dtypes=False, rel_tol=1e-6)


def test_months_and_summaries_are_of_one_piece(whole: Path) -> None:
    results = open_sweep(whole)
    months, summaries = results.months.collect(), results.summaries.collect()
    assert months.height == SWEEP.runs * 9
    assert summaries.height == SWEEP.runs * len(SWEEP.measures)
    told = summaries.filter(measure="trust_mean")
    by_run = months.group_by("run", maintain_order=True).agg(
        mean=pl.col("trust_mean").cast(pl.Float64).mean(),
        peak=pl.col("trust_mean").max(),
        end=pl.col("trust_mean").last(),
    )
    for name in ("mean", "peak", "end"):
        assert told[name].to_list() == pytest.approx(by_run[name].to_list())


def test_the_area_lies_between_paired_courses(whole: Path) -> None:
    results = open_sweep(whole)
    months = results.months.select("scenario", "point", "seed", "month", "trust_mean").collect()
    squeezed, base = (months.filter(scenario=name) for name in ("regulatory-squeeze", "baseline"))
    gap = squeezed.join(base, on=["point", "seed", "month"], suffix="_base", maintain_order="left")
    by_hand = gap.group_by("point", "seed", maintain_order=True).agg(
        area=(pl.col("trust_mean").cast(pl.Float64) - pl.col("trust_mean_base").cast(pl.Float64)).sum()
    )
    told = results.summaries.filter(measure="trust_mean", scenario="regulatory-squeeze").collect()
    assert told["area"].to_list() == pytest.approx(by_hand["area"].to_list())
    assert results.summaries.filter(scenario="baseline").collect()["area"].null_count() == SWEEP.runs // 2 * 3


def test_few_files_in_the_order_of_the_markets(whole: Path) -> None:
    files = sorted((whole / "months").iterdir())
    assert [path.name for path in files] == ["00000.parquet", "00001.parquet", "00002.parquet"]
    assert pl.read_parquet(files)["market"].unique(maintain_order=True).to_list() == list(range(MARKETS))
    assert not any((whole / "journal").iterdir())


@pytest.mark.parametrize("most", range(1, MARKETS))
def test_a_stopped_sweep_goes_on_and_ends_with_the_same_bytes(most: int, whole: Path, tmp_path: Path) -> None:
    first, second = InProcess(SWEEP), InProcess(SWEEP)
    stopped = live_sweep(SWEEP, tmp_path, first, StopAfter(most))
    waiting = stopped.runs.filter(status="waiting").collect().height
    lived = stopped.months.select("run").unique().collect().height
    assert waiting + lived == SWEEP.runs
    live_sweep(SWEEP, tmp_path, second, SweepWatch())
    assert sorted(first.lived + second.lived) == list(range(MARKETS)), "nothing twice"
    assert contents(tmp_path) == contents(whole)


@pytest.mark.parametrize("damaged", ["months/00001.parquet", "journal/00002/*.parquet"])
@pytest.mark.parametrize("left", [0, 100])
def test_what_a_crash_of_the_machine_cuts_off_is_run_again(
    damaged: str, left: int, whole: Path, tmp_path: Path
) -> None:  # fmt: skip
    live_sweep(SWEEP, tmp_path, InProcess(SWEEP), StopAfter(MARKETS - 1))
    for path in tmp_path.glob(damaged):
        path.write_bytes(path.read_bytes()[:left])
    (tmp_path / "months" / ".00002.parquet.1.unfinished").write_bytes(b"half")
    live_sweep(SWEEP, tmp_path, InProcess(SWEEP), SweepWatch())
    assert contents(tmp_path) == contents(whole)
    assert not list(tmp_path.rglob("*.unfinished"))


def test_a_run_that_fails_is_a_row_with_its_reason(tmp_path: Path) -> None:
    sweep = small_sweep(points=[(0.2, 0.5), (0.99, 0.5)], seeds=2)
    results = live_sweep(sweep, tmp_path, InProcess(sweep), SweepWatch())
    failed = results.runs.filter(status="failed").collect()
    assert failed["point"].unique().to_list() == [1]
    assert "cut_depth: must be between 0 and 0.95, got 0.99" in failed["reason"][0]
    assert results.months.select("run").unique().collect().height == 4
    assert pl.read_parquet(tmp_path / "failures.parquet")["run"].to_list() == failed["run"].to_list()


def test_a_fault_within_a_market_costs_that_market_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def step(market: CreditMarket) -> None:
        raise ZeroDivisionError("nobody is left")

    sweep = small_sweep(seeds=1)
    monkeypatch.setattr(CreditMarket, "step", step)
    results = live_sweep(sweep, tmp_path, InProcess(sweep), SweepWatch())
    reasons = results.runs.collect()["reason"].unique().to_list()
    assert reasons == [f"ZeroDivisionError: nobody is left (test_sweep_driving.py:{step.__code__.co_firstlineno + 1})"]


def test_failures_run_again_give_what_they_would_have_given(whole: Path, tmp_path: Path) -> None:
    def fail(task: Task) -> Lived | None:
        return Lived(task.market, None, "no luck") if task.market in (1, 2, 3, 7) else None

    first = live_sweep(SWEEP, tmp_path, InProcess(SWEEP, meddle=fail), SweepWatch())
    assert first.runs.filter(status="failed").collect()["market"].to_list() == [1, 2, 3, 7]
    again = InProcess(SWEEP, workers=1)
    live_sweep(SWEEP, tmp_path, again, SweepWatch())
    assert not again.lived, "what failed stays so unless it is asked for"
    part = live_sweep(SWEEP, tmp_path, again, StopAfter(MARKETS - 3), retry_failed=True)
    finished = part.runs.filter(status="finished").select("run").collect()
    assert part.months.select("run").unique(maintain_order=True).collect()["run"].to_list() == finished["run"].to_list()
    live_sweep(SWEEP, tmp_path, again, SweepWatch(), retry_failed=True)
    assert sorted(again.lived) == [1, 2, 3, 7]
    assert contents(tmp_path) == contents(whole)


def test_a_market_that_kills_its_worker_is_a_failed_row_and_no_other_suffers(whole: Path, tmp_path: Path) -> None:
    def kill(task: Task) -> None:
        if task.market == 4:
            raise BrokenExecutor

    backend = InProcess(SWEEP, meddle=kill, workers=3)
    results = live_sweep(SWEEP, tmp_path, backend, SweepWatch())
    failed = results.runs.filter(status="failed").collect()
    assert failed["market"].to_list() == [4]
    assert "died each time" in failed["reason"][0]
    assert results.runs.filter(status="finished").collect().height == SWEEP.runs - 1
    live_sweep(SWEEP, tmp_path, InProcess(SWEEP), SweepWatch(), retry_failed=True)
    assert contents(tmp_path) == contents(whole)


def test_a_worker_that_died_once_costs_nothing(whole: Path, tmp_path: Path) -> None:
    deaths = iter([3, 8])
    doomed = [next(deaths)]

    def kill(task: Task) -> None:
        if task.market == doomed[0]:
            doomed[0] = next(deaths, -1)
            raise BrokenExecutor

    live_sweep(SWEEP, tmp_path, InProcess(SWEEP, meddle=kill), SweepWatch())
    assert contents(tmp_path) == contents(whole)


def test_a_lost_engine_costs_what_was_on_its_way(whole: Path, tmp_path: Path) -> None:
    def lose(task: Task) -> None:
        if task.market == 6:
            raise ConnectionError("the scheduler is gone")

    with pytest.raises(EngineLostError, match=r"of 12 markets are safe; the same command goes on .* scheduler is gone"):
        live_sweep(SWEEP, tmp_path, InProcess(SWEEP, meddle=lose), SweepWatch())
    live_sweep(SWEEP, tmp_path, InProcess(SWEEP), SweepWatch())
    assert contents(tmp_path) == contents(whole)


def test_a_fault_of_ours_is_not_taken_for_a_bad_run(tmp_path: Path) -> None:
    def fault(task: Task) -> None:
        raise KeyError("a fault")

    with pytest.raises(KeyError, match="a fault"):
        live_sweep(SWEEP, tmp_path, InProcess(SWEEP, meddle=fault), SweepWatch())


def test_a_disk_without_room_stops_the_sweep_and_loses_nothing(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = iter(range(10**6))
    replace_file = Path.replace

    def no_room(path: Path, target: Path) -> Path:
        if next(written) == 9:
            raise OSError(28, "No space left on device")
        return replace_file(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", no_room)
        with pytest.raises(InputError, match=r"cannot be written \(No space left on device\)"):
            live_sweep(SWEEP, tmp_path, InProcess(SWEEP), SweepWatch())
    live_sweep(SWEEP, tmp_path, InProcess(SWEEP), SweepWatch())
    assert contents(tmp_path) == contents(whole)


def test_how_far_it_is_is_told_until_all_is_done(tmp_path: Path) -> None:
    watch = StopAfter()
    live_sweep(SWEEP, tmp_path, InProcess(SWEEP), watch)
    assert [watch.told[0].done, watch.told[-1].done] == [0, MARKETS]
    assert watch.told[-1].rate > 0
    assert watch.told[-1].seconds_left == 0


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"borrowers": 61}, r"holds another sweep.*\n  borrowers: was 60, now 61"),
        ({"seeds": (1, 2)}, r"  seeds: was \[1, 2, 3\], now \[1, 2\]"),
        ({"columns": COLUMNS[1:]}, r"  columns: was "),
        ({"points": np.array([[0.2, 0.5], [0.4, 0.9]])}, r"  digest: was "),
    ],
)
def test_another_sweep_is_not_mixed_in(change: dict[str, Any], says: str, whole: Path) -> None:
    before = contents(whole)
    with pytest.raises(InputError, match=says):
        live_sweep(replace(SWEEP, **change), whole, InProcess(SWEEP), SweepWatch())
    assert contents(whole) == before


def test_another_models_runs_are_not_mixed_in(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tightrope.sweeps.plan import identity

    for module in (manifests, identity):
        monkeypatch.setattr(module, "sources_digest", lambda: "another model")
    with pytest.raises(InputError, match=r"runs of another version of the model .* name another folder with --out"):
        live_sweep(small_sweep(), whole, InProcess(SWEEP), SweepWatch())


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(InputError, match="holds something else and is never overwritten"):
        live_sweep(SWEEP, tmp_path, InProcess(SWEEP), SweepWatch())
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_one_process_at_a_time(whole: Path) -> None:
    with FileLock(whole / ".lock"), pytest.raises(InputError, match="another process is at work on it"):
        live_sweep(SWEEP, whole, InProcess(SWEEP), SweepWatch())


def test_a_plan_cut_off_by_a_crash_is_made_anew(whole: Path, tmp_path: Path) -> None:
    (tmp_path / "sweep.json").write_bytes((whole / "sweep.json").read_bytes())
    (tmp_path / "runs.parquet").write_bytes(b"half a plan")
    live_sweep(SWEEP, tmp_path, InProcess(SWEEP), SweepWatch())
    assert contents(tmp_path) == contents(whole)


def test_the_diary_says_who_was_at_work(tmp_path: Path) -> None:
    live_sweep(SWEEP, tmp_path, InProcess(SWEEP), StopAfter(5))
    for _ in range(2):  # the second finds nothing to do
        live_sweep(SWEEP, tmp_path, InProcess(SWEEP), SweepWatch())
    diary = pl.read_ndjson(tmp_path / "sessions.jsonl")
    assert diary["markets"].sum() == MARKETS
    assert diary["workers"].to_list() == [2, 2]


@pytest.mark.parametrize(("workers", "threads"), [(8, 4), (3, 1), (2, 1), (1, 1)])
def test_workers_that_would_idle_share_in_the_last_markets(workers: int, threads: int, tmp_path: Path) -> None:
    given: list[int] = []

    class Counting(InProcess):
        def _live(self, task: Task, threads: int) -> Lived:
            given.append(threads)
            return super()._live(task, threads)

    sweep = small_sweep(points=[(0.2, 0.5)], seeds=1)
    live_sweep(sweep, tmp_path, Counting(sweep, workers=workers), SweepWatch())
    assert given == [threads] * 2
