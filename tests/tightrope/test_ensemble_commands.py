"""Answers over an ensemble from the shell: of a run, a sweep and the facts; stopped, gone on with, and refused."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from tests.helpers.ensembles import write_ensemble
from tests.helpers.small_sweeps import contents
from tests.helpers.waiting import happens
from tightrope import open_sweep
from tightrope.analysis.facts.facts import FACTS, OF_EXPERIMENTS, Found
from tightrope.cli.commands import main
from tightrope.scenarios.files.scenario import load_scenario

pytestmark = pytest.mark.usefixtures("own_folder")

FEW = ("--members", 4, "--seeds", 2, "--borrowers", 150)
RUN = ("run", "rate-cap", "--against", "baseline", "--months", 6, *FEW, "--ensemble", "four.parquet")


@pytest.fixture(autouse=True)
def four(own_folder: None) -> Path:
    return write_ensemble(Path("four.parquet"))


def tightrope(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def done(*words: object) -> str:
    answer = tightrope(*words)
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def refused(*words: object) -> str:
    answer = tightrope(*words)
    assert answer.exit_code == 2, answer.output
    return " ".join(answer.output.split())


# a run


def test_a_run_is_told_over_all_worlds_and_again_from_what_is_there() -> None:
    printed = done(*RUN, "--out", "mine", "--threads", 1)
    assert "2 scenarios x 4 points x 2 seeds = 16 runs of 150 borrowers" in printed
    assert "raised in" in printed and "4 worlds that calibration 'small' accepts" in " ".join(printed.split())
    assert "report: mine/report.html" in printed and "16 finished" in printed
    text = Path("mine/report.html").read_text(encoding="utf-8")
    assert "What is known over all worlds" in text
    first = contents(Path("mine"))
    assert done(*RUN, "--out", "mine", "--threads", 1) == printed
    assert contents(Path("mine")) == first
    shown = done("sweep", "show", "mine", "--measure", "trust_mean", "--csv", "trust.csv")
    assert "mean trust, 0 to 1: mean over the months" in shown and "nine runs of ten" in shown
    assert len(Path("trust.csv").read_text(encoding="utf-8").splitlines()) == 1 + 2 * 4


def test_values_are_for_the_run_alone_which_is_told_from_itself_as_written() -> None:
    done("run", "baseline", "--set", "cut_depth=0.3", "--against", "baseline", "--months", 3, *FEW, "--seed", 5,
         "--ensemble", "four.parquet", "--out", "mine", "--threads", 1)  # fmt: skip
    about = open_sweep("mine").manifest
    assert [each["name"] for each in about["scenarios"]] == ["baseline-changed", "baseline"]
    depths = [each["parameters"]["limits"]["cut_depth"] for each in about["scenarios"]]
    assert depths == [0.3, load_scenario("baseline").parameters.limits.cut_depth]
    assert about["scenarios"][0]["title"] == "Baseline (cut_depth = 0.3)"
    assert about["seeds"] == [5, 6] and about["against"] == "baseline"


def test_a_run_without_a_comparison_tells_levels() -> None:
    printed = done(
        "run", "baseline", "--months", 3, *FEW, "--ensemble", "four.parquet", "--out", "mine", "--threads", 1
    )
    assert "nine runs of ten" in printed and "raised in" not in printed


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_to_the_same_bytes() -> None:
    done(*RUN, "--out", "folder-one", "--threads", 1)
    words = [str(word) for word in (*RUN, "--out", "folder-two", "--threads", 1)]
    command = [sys.executable, "-m", "tightrope", *words]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as driver:
        begun = happens(lambda: any(Path("folder-two").glob("journal/*/[0-9]*.parquet")) or driver.poll() is not None)
        os.kill(driver.pid, signal.SIGKILL)
    assert begun
    done(*words)
    assert held("folder-two") == held("folder-one")


def held(folder: str) -> dict[str, bytes]:
    """The files of a folder, which the report among them names."""
    return {path: content.replace(folder.encode(), b"here") for path, content in contents(Path(folder)).items()}


# a sweep


def test_a_sweep_of_scenarios_is_run_over_the_worlds() -> None:
    Path("mine.toml").write_text('scenarios = ["baseline", "rate-cap"]\nmonths = 3\nseeds = 20\n', encoding="utf-8")
    over = ("--members", 3, "--seeds", 2, "--borrowers", 100, "--ensemble", "four.parquet")
    assert "12 runs in 12 markets: 12 finished" in done(
        "sweep", "run", "mine.toml", *over, "--out", "out", "--workers", 1
    )
    results = open_sweep("out")
    assert results.manifest["design"]["kind"] == "ensemble" and results.manifest["borrowers"] == 100
    assert "over the ensemble" not in done("sweep", "report", "out")
    assert "In 3 of 3" in (text := Path("out/report.html").read_text(encoding="utf-8")) or "In none of 3" in text


# the facts


def test_the_facts_are_held_against_every_world() -> None:
    words = ("--months", 36, "--members", 2, "--seeds", 2, "--borrowers", 150)
    printed = done("validate", *words, "--json", "facts.json", "--ensemble", "four.parquet")
    rows = [line.split() for line in printed.splitlines()]
    asked = [fact for fact in FACTS if fact.number not in OF_EXPERIMENTS and "prime" in fact.lenders]
    assert [row[:2] for row in rows if row[1:2] in (["C"], ["V"])] == [[fact.number, fact.kind] for fact in asked]
    assert "2 worlds that calibration 'small' accepts, 2 seeds each" in " ".join(printed.split())
    whole = json.loads(Path("facts.json").read_text(encoding="utf-8"))
    assert (whole["ensemble"], whole["members"], whole["seeds"]) == ("four.parquet", 2, 2)
    [folder] = Path("results").glob("facts-of-baseline-*")
    assert_as_read(whole["facts"], folder)


def assert_as_read(told: Sequence[dict[str, object]], folder: Path) -> None:
    """What was written is what the sweep's months hold, fact by fact."""
    results = open_sweep(folder)
    last = results.months.filter(month=36).sort("point", "seed").collect()
    for row in told:
        values = last[f"moment {row['number']}"].fill_null(np.nan).to_numpy().reshape(2, 2)
        whole = values[np.isfinite(values).all(axis=1)]
        assert row["worlds"] == len(whole)
        fact = next(fact for fact in FACTS if fact.number == row["number"])
        assert row["met"] == sum(Found(fact, tuple(world)).verdict == "pass" for world in whole.tolist())
        assert row["mean"] == (pytest.approx(whole.mean()) if len(whole) == 2 else None)


# refusals


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("run", "baseline", "--members", 3), "--members goes with --ensemble: name both, or none"),
        (("run", "baseline", "--seeds", 3), "--seeds goes with --ensemble"),
        (("sweep", "run", "library", "--borrowers", 300), "--borrowers goes with --ensemble"),
        (("validate", "--members", 3), "--members goes with --ensemble"),
        (("run", "baseline", "--panel", "lean", "--ensemble", "prime"), "--panel is of a single run: leave it out"),
        (("run", "baseline", "--ensemble", "prme"), "no ensemble 'prme', neither built in nor as a file, did you mean"),
        (("run", "baseline", "--members", 5, "--ensemble", "four.parquet"), "has 4 members: take 2 to 4, got 5"),
        (("run", "baseline", "--borrowers", 0, "--ensemble", "four.parquet"), "borrowers: 0 is not allowed"),
        (("run", "baseline", "--seeds", 1, "--ensemble", "four.parquet"), "chance is known from 2 seeds or more"),
        (("run", "baseline", "--set", "patience_months=1", "--ensemble", "four.parquet"),
         "patience_months: every member of the ensemble 'four.parquet' sets it, so it cannot be set for all of them"),
        (("validate", "--set", "helping.patience_months=1", "--ensemble", "four.parquet"), "cannot be set for all"),
        (("validate", "--html", "facts.html", "--ensemble", "four.parquet"), "--html is of a single run"),
        (("validate", "--responses", "--json", "a.json", "--ensemble", "four.parquet"), "--responses is of a single"),
        (("validate", "--months", 20, "--ensemble", "four.parquet"), "months: 20 is not allowed"),
        (("sweep", "run", "causes", "--ensemble", "four.parquet"), "the sweep has points of its own"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_before_anything_runs(words: tuple[object, ...], message: str) -> None:
    assert message in refused(*words)
    assert not Path("results").exists()
