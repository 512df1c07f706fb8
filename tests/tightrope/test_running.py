"""A run from start to results: the same from Python and the shell, whole or not at all, stopped with care."""

import io
import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from polars.testing import assert_frame_equal
from rich.console import Console

import tightrope
from tests.helpers.waiting import PATIENCE
from tightrope import InputError, read_panel, read_results, run
from tightrope.api.panel import kept_panel, say_how_large
from tightrope.api.planning import prepare
from tightrope.api.run import Run, run_plan
from tightrope.progress.display import Lines, shown
from tightrope.progress.watching import Watch

small_run = partial(run, borrowers=500, months=6)
small_plan = partial(prepare, borrowers=500, months=6)
FILES = {"run.json", "report.html"} | {
    f"{frame}.parquet"
    for frame in (
        "months",
        "roll_rates",
        "vintages",
        "recoveries",
        "lenders",
        "freezes",
        "queues",
        "bands",
        "borrowers",
    )
}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


class StopAfter(Watch):
    """Asks to stop once so many months are finished, over both runs."""

    def __init__(self, months: int) -> None:
        self.wanted = months

    def months(self, scenario: str, done: int, total: int, rate: float) -> None:
        self.stop_asked = self.finished >= self.wanted


@pytest.fixture(scope="module")
def paired(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A small run beside the baseline, with everything written."""
    out = tmp_path_factory.mktemp("paired") / "result"
    return run("regulatory-squeeze", borrowers=500, months=6, against="baseline", out=out, panel=True, check=True)


def test_a_run_is_results(paired: Run) -> None:
    assert paired.months["month"].to_list() == [1, 2, 3, 4, 5, 6]
    assert paired.borrowers.height == 500
    assert paired.against is not None
    assert paired.against.months.height == 6


def test_everything_lands_in_one_folder(paired: Run) -> None:
    assert paired.folder is not None
    assert names(paired.folder) == FILES | {"panel", "against"}
    assert names(paired.folder / "against") == (FILES - {"report.html"}) | {"panel"}
    assert names(paired.folder.parent) == {paired.folder.name}, "nothing is left beside it"


def test_what_is_written_is_what_was_returned(paired: Run) -> None:
    assert paired.folder is not None
    assert paired.against is not None
    for results, folder in ((paired, paired.folder), (paired.against, paired.folder / "against")):
        back = read_results(folder)
        assert back.manifest == results.manifest
        assert_frame_equal(back.months, results.months)
        assert_frame_equal(back.borrowers, results.borrowers)


def test_the_panel_has_every_borrower_in_every_month(paired: Run) -> None:
    assert paired.folder is not None
    panel = read_panel(paired.folder).collect()
    assert panel.height == 500 * 6
    assert panel.select("month", "borrower").unique().height == 500 * 6


def test_the_manifest_says_where_the_numbers_come_from(paired: Run) -> None:
    manifest = paired.manifest
    assert manifest["tightrope"] == tightrope.__version__
    assert manifest["scenario"]["name"] == "regulatory-squeeze"
    assert (manifest["borrowers"], manifest["months"], manifest["months_finished"]) == (500, 6, 6)
    assert (manifest["interrupted"], manifest["checked"], manifest["against"]) == (False, True, "baseline")
    assert manifest["seconds"] > 0
    assert manifest["borrower_months_per_second"] > 0
    assert 50 < manifest["peak_memory_mb"] < 50_000
    libraries = {"mesa", "networkx", "llvmlite", "numpy", "polars"}
    assert set(manifest["versions"]) == {"python", *libraries, "system", "machine", "processor"}
    assert all(manifest["versions"].values())
    assert json.loads(json.dumps(manifest)) == manifest


def test_a_paired_run_is_the_run_it_says(paired: Run) -> None:
    alone = small_run("baseline")
    assert paired.against is not None
    assert_frame_equal(paired.against.months, alone.months)
    assert alone.against is None
    assert alone.folder is None


def test_values_change_the_scenario_and_not_what_it_is_compared_with() -> None:
    both = small_run("baseline", values={"cashloan_apr": 0.05}, against="baseline")
    assert both.against is not None
    assert both.manifest["parameters"]["products"]["cashloan_apr"] == 0.05
    assert both.against.manifest["parameters"]["products"]["cashloan_apr"] != 0.05
    assert both.manifest["digest"] != both.against.manifest["digest"]


def test_a_network_of_one_s_own_is_met_by_both_runs(tmp_path: Path) -> None:
    file = tmp_path / "friends.csv"
    file.write_text("".join(f"{i},{i + 1}\n" for i in range(499)), encoding="utf-8")
    both = small_run("rate-cap", against="baseline", network=file)
    assert both.against is not None
    for results in (both, both.against):
        assert results.manifest["parameters"]["network"]["network_file"] == str(file)


def test_an_existing_folder_is_refused_before_anything_runs(tmp_path: Path) -> None:
    (tmp_path / "precious").touch()
    watch = StopAfter(10**9)
    with pytest.raises(InputError, match=f"{tmp_path.name} exists already.*another folder"):
        run_plan(small_plan("baseline"), watch, tmp_path, panel=None, language="en")
    assert watch.finished == 0
    assert names(tmp_path) == {"precious"}


def test_a_place_that_cannot_be_written_is_refused_before_anything_runs(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written"):
        small_run("baseline", out=tmp_path / "file" / "result")


def test_an_unknown_language_is_refused_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="fr"):
        small_run("baseline", out=tmp_path / "result", language="fr")
    assert names(tmp_path) == set()


def test_a_panel_needs_a_folder() -> None:
    with pytest.raises(InputError, match="name a folder"):
        small_run("baseline", panel=True)


def test_months_to_leave_out_need_a_panel() -> None:
    with pytest.raises(InputError, match="panel_every: 3 is given, but no panel is asked for"):
        small_run("baseline", panel_every=3)


@pytest.mark.parametrize(("wanted", "kept"), [(3, [3]), (4, [3, 4]), (6, [3, 6])])
def test_a_panel_of_some_columns_and_months_keeps_the_last(wanted: int, kept: list[int], tmp_path: Path) -> None:
    panel = kept_panel("trust,score", 3)
    run_plan(small_plan("baseline"), StopAfter(wanted), tmp_path / "result", panel=panel, language="en")
    found = read_panel(tmp_path / "result").collect()
    assert found.columns == ["month", "borrower", "trust", "score"]
    assert found["month"].unique().sort().to_list() == kept
    assert found.height == 500 * len(kept)


def test_a_large_panel_says_how_much_room_it_takes(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    plan = replace(small_plan("baseline"), borrowers=1_000_000)
    for panel in (kept_panel("all"), kept_panel("trust")):
        assert panel
        say_how_large(panel, plan)
    assert [record.getMessage() for record in caplog.records] == [
        "panel: 196 columns of 1,000,000 borrowers, each month, will take about 1.2 GB on the disk"
    ]


@pytest.mark.parametrize(("name", "value"), [("borrowers", 1e3), ("months", "12"), ("seed", None)])
def test_numbers_are_whole(name: str, value: Any) -> None:
    with pytest.raises(InputError, match=f"{name}: .* is not allowed; give a whole number"):
        run("baseline", **{name: value})


def test_more_borrowers_than_fit_into_memory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_many(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("tightrope.model.engine.market.CreditMarket", too_many)
    with pytest.raises(InputError, match="borrowers: 500 do not fit into memory"):
        small_run("baseline")


def test_a_fault_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def burst(*_: object) -> None:
        raise RuntimeError("burst")

    monkeypatch.setattr("tightrope.api.run.write_report", burst)
    with pytest.raises(RuntimeError, match="burst"):
        small_run("baseline", out=tmp_path / "result", panel=True)
    assert names(tmp_path) == set()


@pytest.mark.parametrize(("wanted", "finished", "compared"), [(1, 1, None), (4, 4, None), (6, 6, None), (7, 6, 1)])
def test_a_stopped_run_keeps_the_months_that_are_finished(
    wanted: int, finished: int, compared: int | None, tmp_path: Path
) -> None:
    plan = small_plan("regulatory-squeeze", against="baseline")
    outcome = run_plan(plan, StopAfter(wanted), tmp_path / "result", panel=kept_panel(panel=True), language="en")
    assert outcome.months.height == finished
    assert outcome.manifest["months_finished"] == finished
    assert outcome.manifest["interrupted"] is (finished < 6)
    assert read_panel(tmp_path / "result").collect().height == 500 * finished
    if compared is None:
        assert outcome.against is None
        assert outcome.manifest["against"] is None
    else:
        assert outcome.against is not None
        assert outcome.against.months.height == compared
        assert outcome.against.manifest["interrupted"] is True


# What a person or a log file sees


def told(watch: Watch) -> None:
    for month in range(61):
        watch.months("baseline", month, 60, 1_234_567.0 if month > 1 else 0.0)


def test_a_log_file_gets_few_plain_lines() -> None:
    log = io.StringIO()
    with shown(Console(file=log)) as watch:
        assert isinstance(watch, Lines)
        told(watch)
    assert log.getvalue().splitlines() == [
        "baseline: month 0 of 60",
        "baseline: month 60 of 60, 1,230,000 borrowers/s",
    ]


def test_a_log_file_gets_a_line_every_few_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter(range(1000))
    monkeypatch.setattr("tightrope.progress.display.time.monotonic", lambda: next(seconds))
    log = io.StringIO()
    told(Lines(Console(file=log)))
    assert 8 < len(log.getvalue().splitlines()) < 20


def seen_in_a_terminal(act: Callable[[Console], None]) -> list[str]:
    """The lines that a terminal of 80 columns is sent, one after the other, without colours and movements."""
    ours, theirs = pty.openpty()
    with ThreadPoolExecutor() as pool:
        received = pool.submit(read_to_the_end, ours)
        with os.fdopen(theirs, "w") as file:
            act(Console(file=file, width=80))
        text = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", received.result())
    os.close(ours)
    return [line.strip() for line in re.split(r"[\r\n]+", text) if line.strip()]


def read_to_the_end(terminal: int) -> str:
    read = b""
    with suppress(OSError):  # is how some systems say that the other end is closed
        while more := os.read(terminal, 65536):
            read += more
    return read.decode()


def test_a_terminal_gets_moving_bars_that_fit() -> None:
    def act(console: Console) -> None:
        with shown(console) as watch:
            told(watch)

    lines = seen_in_a_terminal(act)
    assert lines[-1].startswith("baseline ━")
    assert lines[-1].split()[-5:] == ["60/60", "months", "0:00:00", "1,230,000", "borrowers/s"]
    assert max(map(len, lines)) < 80


def test_a_terminal_says_at_once_that_the_run_will_stop() -> None:
    def act(console: Console) -> None:
        with shown(console) as watch:
            watch.months("baseline", 3, 60, 1e6)
            watch.stop_asked = True

    assert seen_in_a_terminal(act)[-1].endswith("stopping after this month")


# A real process and real signals


@contextmanager
def running(*words: str | Path) -> Iterator[subprocess.Popen[str]]:
    """A run in a process of its own, which says every month on standard error."""
    script = (
        "from tightrope.cli import commands; from tightrope.progress import display; "
        "display.SECONDS_BETWEEN_LINES = 0; commands.main()"
    )
    command = [sys.executable, "-u", "-c", script, "run", *map(str, words)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for(process: subprocess.Popen[str], start: str) -> None:
    assert process.stderr is not None
    said = []
    for line in process.stderr:
        said.append(line)
        if line.startswith(start):
            return
    pytest.fail(f"the run ended before '{start}':\n{''.join(said)}")


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_keeps_what_is_finished(number: signal.Signals, tmp_path: Path) -> None:
    out = tmp_path / "result"
    with running("baseline", "--borrowers", "2000", "--months", "600", "--out", out, "--panel") as process:
        wait_for(process, "baseline: month 3 ")
        process.send_signal(number)
        process.send_signal(number)  # impatience changes nothing
        said, complained = process.communicate(timeout=PATIENCE)
        assert process.returncode == 130
    results = read_results(out)
    finished = results.manifest["months_finished"]
    assert 3 <= finished < 600
    assert results.manifest["interrupted"] is True
    assert results.months.height == finished
    assert read_panel(out).collect().height == 2000 * finished
    assert names(out) == FILES | {"panel"}
    assert names(tmp_path) == {"result"}
    assert f"stopped after month {finished} of 600: the finished months are kept" in complained
    assert f"{finished} months" in said


@pytest.mark.slow
def test_what_a_killed_run_left_goes_with_the_next(tmp_path: Path) -> None:
    out = tmp_path / "result"
    with running("baseline", "--borrowers", "2000", "--months", "600", "--out", out, "--panel") as process:
        wait_for(process, "baseline: month 1 ")
        process.kill()
    assert [path.name.startswith(".result.") for path in tmp_path.iterdir()] == [True]
    small_run("baseline", out=out)
    assert names(tmp_path) == {"result"}


@pytest.mark.slow
def test_a_signal_before_the_first_month_keeps_nothing_and_says_so(tmp_path: Path) -> None:
    with running("baseline", "--borrowers", "300000", "--out", tmp_path / "result") as process:
        wait_for(process, "baseline: month 0 ")
        process.send_signal(signal.SIGINT)
        _, complained = process.communicate(timeout=PATIENCE)
        assert process.returncode == 130
    assert complained.splitlines()[-1] == "error: stopped before anything was finished: nothing was kept"
    assert names(tmp_path) == set()
