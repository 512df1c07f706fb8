"""Calibrations of real markets: known parameters found again, the same bytes whatever stopped them, and the report."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from tests.analysis.test_report import Page
from tests.helpers.made_up_calibration import Made, calibration_of, target
from tests.helpers.small_sweeps import InProcess, contents
from tightrope.analysis.calibration.calibrating import Calibrated, calibrate
from tightrope.analysis.calibration.file_reading import load_calibration
from tightrope.analysis.calibration.folder import ACCEPTED, FITTED, REPORT, digest_of
from tightrope.analysis.calibration.identification import Identification
from tightrope.analysis.calibration.waves import shown_by
from tightrope.analysis.report.calibration import write_calibration_report
from tightrope.analysis.words.words import LANGUAGES
from tightrope.cli import commands as cli
from tightrope.cli.conclusion_of_calibration import conclude
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.scenario import load_scenario
from tightrope.sweeps.plan.ensembles import load_ensemble
from tightrope.sweeps.plan.sweep import Sweep
from tightrope.sweeps.run.driving import SweepWatch
from tightrope.sweeps.run.whole_sweep import live_sweep
from tightrope.sweeps.store.dataset import SweepResults

KNOWN = {"forget_cashloan_monthly": 0.06, "forget_paylater_monthly": 0.1, "full_to_revolve": 0.2}
SMALL = """
borrowers = 600
months = 8
seeds = 2
[free]
forget_cashloan_monthly = { low = 0.01, high = 0.12 }
forget_paylater_monthly = {}
full_to_revolve = { low = 0.05, high = 0.4 }
[targets.missed]
measure = "day1_share_dues"
value = 0.06
error = 0.003
[targets.late_loans]
measure = "dpd30_share_balance_cashloan"
value = 0.02
error = 0.01
[targets.forgotten]
measure = "missed_forgot_share"
value = 0.7
error = 0.03
[targets.used]
measure = "utilisation"
statistic = "end"
value = 0.3
error = 0.01
[method]
points = 32
waves = 1
ensemble = 32
proof = 2
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A calibration to what a market of known parameters shows, over seeds that no calibration meets."""
    file = tmp_path_factory.mktemp("file") / "small.toml"
    file.write_text(SMALL)
    plan = load_calibration(file)
    truth = plan.proof(np.array([[KNOWN[factor.name] for factor in plan.factors]]))
    truth = Sweep(**{**vars(truth), "seeds": tuple(range(100, 108))})
    known = shown_by(in_process(truth, file.parent / "truth"), plan).means[:, 0]
    text = SMALL
    for each, value in zip(plan.targets, known, strict=True):
        text = text.replace(f"value = {each.value}\n", f"value = {value:.5f}\n")
    file.write_text(text)
    return file


def in_process(sweep: Sweep, folder: Path) -> SweepResults:
    return live_sweep(sweep, folder, InProcess(sweep), SweepWatch())


@pytest.fixture(scope="module")
def whole(file: Path) -> tuple[Path, Calibrated]:
    folder = file.parent / "whole"
    found = calibrate(load_calibration(file), folder, in_process)
    assert found is not None
    return folder, found


@pytest.mark.slow
def test_the_parameters_of_a_known_market_are_found_again(whole: tuple[Path, Calibrated]) -> None:
    told = Identification(whole[1])
    assert len(whole[1].accepted) > 20
    for row in told.intervals.iter_rows(named=True):
        assert row["low"] <= KNOWN[row["parameter"]] <= row["high"], row
    known = dict(told.intervals.select("parameter", "known").iter_rows())
    assert known["forget_cashloan_monthly"] > 0.3
    off = (told.moments["fitted"] - told.moments["value"]).abs() / told.moments["error"]
    assert (off < 2).all()


@pytest.mark.slow
def test_the_command_writes_what_comes_of_it_the_same_each_time(
    file: Path, whole: tuple[Path, Calibrated], tmp_path: Path
) -> None:
    told = run(file, tmp_path / "out")
    assert "of the ensemble are not ruled out" not in told
    assert "ensemble: " in told and "forget_cashloan_monthly" in told
    first = contents(tmp_path / "out")
    assert {ACCEPTED, FITTED, REPORT, "calibration.json"} <= first.keys()
    of_sweeps = {name: content for name, content in contents(whole[0]).items() if "/" in name}
    assert of_sweeps.items() <= first.items(), "what this process lived, and what others did"
    run(file, tmp_path / "out")
    assert contents(tmp_path / "out") == first
    scenario = load_scenario(tmp_path / "out" / FITTED)
    accepted = pl.read_parquet(tmp_path / "out" / ACCEPTED)
    assert accepted.height == len(whole[1].accepted)
    assert f"tightrope run SCENARIO --ensemble {tmp_path / 'out' / ACCEPTED}" in told
    ensemble = load_ensemble(tmp_path / "out" / ACCEPTED)
    assert np.array_equal(ensemble.points, accepted.select(*KNOWN).to_numpy())
    assert (ensemble.origin["calibration"], ensemble.origin["digest"]) == ("small", digest_of(whole[1].plan))
    assert ensemble.origin["targets"][0] == "missed: day1_share_dues, mean of months 1 to 8"
    fitted = Identification(whole[1]).fitted
    assert scenario.parameters.repaying.forget_cashloan_monthly == fitted[0]


def run(file: Path, folder: Path, *more: str) -> str:
    result = CliRunner().invoke(cli.main, ["calibrate", str(file), "--out", str(folder), "--workers", "1", *more])
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.slow
def test_a_calibration_that_is_killed_goes_on_to_the_same_bytes(
    file: Path, whole: tuple[Path, Calibrated], tmp_path: Path
) -> None:
    folder = tmp_path / "killed"
    command = [sys.executable, "-m", "tightrope", "calibrate", str(file), "--out", str(folder), "--workers", "1"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as driver:
        for entries in appearing(folder / "ensemble-of-01" / "journal"):
            if entries or driver.poll() is not None:
                break
        os.kill(driver.pid, signal.SIGKILL)
    assert not (folder / REPORT).exists()
    run(file, folder)
    of_sweeps = {name: content for name, content in contents(whole[0]).items() if "/" in name}
    assert {name: content for name, content in contents(folder).items() if "/" in name} == of_sweeps


def appearing(folder: Path) -> Iterator[list[Path]]:
    """What lies in a folder, looked at again and again, for two minutes at most."""
    last = time.monotonic() + 120
    while time.monotonic() < last:
        yield list(folder.rglob("*.parquet"))
        time.sleep(0.02)


def test_wrong_words_are_refused_before_anything_runs(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.main, ["calibrate", "pime"])
    assert result.exit_code == 2
    assert "no calibration 'pime'" in result.output and "did you mean 'prime'" in result.output
    (tmp_path / "mine.txt").touch()
    result = CliRunner().invoke(cli.main, ["calibrate", "prime", "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert "holds something else and is never overwritten" in result.output
    result = CliRunner().invoke(cli.main, ["calibrate", "prime", "--workers", "0", "--out", str(tmp_path / "new")])
    assert result.exit_code == 2
    assert not (tmp_path / "new").exists()


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Identification:
    plan = calibration_of([target(0, 0.19), target(1, 0.5), target(2, 0.3)])
    made = Made(lambda points: [points[:, 0] ** 2 + 0.1, 0.4 * points[:, 1], points[:, 0] * points[:, 2] * 2])
    found = calibrate(plan, tmp_path_factory.mktemp("made-up"), made)
    assert found is not None
    return Identification(found)


def figures(text: str) -> set[str]:
    """The figures that a page draws, each in a place of its own."""
    page = Page(text)
    [drawn] = page.texts("script", id="figures")
    names = set(json.loads(drawn))
    assert all(page.texts("div", id=f"plot-{name}") for name in names)
    return names


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_says_all_of_it(made_up: Identification, tmp_path: Path, language: str) -> None:
    file = tmp_path / REPORT
    write_calibration_report(made_up, file, language=language)
    text = file.read_text(encoding="utf-8")
    assert figures(text) == {"left", "fit", "moves", "alike", "pairs", "waves"}
    for name in ("cut_depth", "patience_months", "transparency", "target-0", "target-2"):
        assert f">{name}<" in text
    for row in made_up.intervals.iter_rows(named=True):
        assert f"{row['fitted']:.4g}" in text
    write_calibration_report(made_up, tmp_path / "again.html", language=language)
    assert (tmp_path / "again.html").read_text(encoding="utf-8") == text


def test_a_report_of_nothing_accepted_says_so(tmp_path: Path) -> None:
    found = calibrate(calibration_of([target(0, 5.0)]), tmp_path / "of", Made(lambda points: [points[:, 0]]))
    assert found is not None
    write_calibration_report(Identification(found), tmp_path / REPORT)
    text = (tmp_path / REPORT).read_text(encoding="utf-8")
    assert "These are too few for intervals" in text
    assert "Nothing can be told" in text
    assert figures(text) == {"left", "fit", "moves", "waves"}


def test_the_conclusion_says_what_is_left(made_up: Identification, capsys: pytest.CaptureFixture[str]) -> None:
    conclude(made_up)
    said = " ".join(capsys.readouterr().out.split())
    assert f"ensemble: {len(made_up.found.accepted)} of 64 points are not ruled out" in said
    assert "target-1 0.5000 0.4600 - 0.5400" in said
    for row in made_up.intervals.iter_rows(named=True):
        assert f"{row['parameter']} {row['fitted']:.4g} {row['low']:.3g} - {row['high']:.3g}" in said
    assert "narrower than it would be" in said


def test_the_conclusion_of_nothing_accepted_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = calibrate(calibration_of([target(0, 5.0)]), tmp_path, Made(lambda points: [points[:, 0]]))
    assert found is not None
    conclude(Identification(found))
    said = " ".join(capsys.readouterr().out.split())
    assert "Only 0 points are not ruled out, too few for intervals" in said


def test_a_moment_that_is_all_chance_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = Made(lambda points: [points[:, 0], 0.0 * points[:, 0] + 0.3], noise=0.05)
    found = calibrate(calibration_of([target(0, 0.3), target(1, 0.3)]), tmp_path / "of", made)
    assert found is not None
    told = Identification(found)
    assert told.dim == ["target-1"]
    conclude(told)
    assert "Hardly foretold by the emulators: target-1." in capsys.readouterr().out
    write_calibration_report(told, tmp_path / REPORT)
    assert "The emulators hardly foretell target-1: mostly chance" in (tmp_path / REPORT).read_text(encoding="utf-8")


def test_an_unknown_language_is_refused(made_up: Identification, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="language 'xx' is not known"):
        write_calibration_report(made_up, tmp_path / REPORT, language="xx")
