"""What the commands that read a sweep print: tables in the field's units, how to read them, and refusals."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner, Result

from tests.helpers.fake_sweeps import fake_sweep
from tightrope.cli import commands as cli
from tightrope.cli.tables import decimals_for, number, with_margin
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.store.dataset import SweepResults

LATE, PROFIT = "dpd90_share_balance", "profit"
DEPTH = Factor("cut_depth", "share of limit", 0.1, 0.9, levels=(0.1, 0.5, 0.9))
SPEED = Factor("tighten_speed", "1/month", 0.0, 1.0, levels=(0.0, 1.0))
GRID = np.array([[depth, speed] for depth in DEPTH.levels for speed in SPEED.levels])


def grid(
    *, points: np.ndarray[Any, Any] = GRID, kind: str = "grid", seeds: int = 5, **others: Any
) -> SweepResults:  # fmt: skip
    """The squeeze adds 2 points x depth to late balances, and 1,000 yuan a month of speed to profit."""
    luck = np.random.default_rng(1).normal(size=seeds)
    late = 0.01 + 0.001 * luck + np.zeros((2, len(points), seeds))
    profit = 50_000 + 500 * luck + np.zeros((2, len(points), seeds))
    own = np.random.default_rng(2).normal(size=(2, len(points), seeds))
    late[1] += 0.02 * points[:, :1]
    profit[1] += 1_000 * points[:, 1:]
    return fake_sweep(
        {LATE: late + 0.0001 * own, PROFIT: profit + 50 * own}, scenarios=["baseline", "squeeze"], against="baseline",
        points=points, design={"kind": kind, "points": len(points)}, **{"factors": [DEPTH, SPEED], **others},
    )  # fmt: skip


@pytest.fixture
def sweep(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the commands find a sweep in whatever folder; gives what runs them."""

    def run(results: SweepResults, *words: str | Path) -> Result:
        monkeypatch.setattr("tightrope.sweeps.store.dataset.open_sweep", lambda folder, verify: results)
        command, *rest = map(str, words)
        return CliRunner().invoke(cli.main, ["sweep", command, "results/made-up", *rest])

    return run


def told(answer: Result) -> str:
    assert answer.exit_code == 0, answer.output
    return " ".join(answer.stdout.split())


def rows(answer: Result, first: str) -> list[list[str]]:
    """The cells of the lines that begin with a word."""
    lines = (line.strip() for line in answer.stdout.splitlines())
    return [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in lines if line.startswith(first)]


def test_a_sweep_says_what_was_run(sweep: Any) -> None:
    text = told(sweep(grid(), "show"))
    assert "A made-up sweep 2 scenarios x 6 points x 5 seeds = 60 runs of 1,000 borrowers (synthetic), 1 months" in text
    assert "NOTE" not in text
    missing = told(sweep(grid(failed=[0, 1], waiting=[59]), "show"))
    assert "NOTE: 57 of 60 runs are finished (2 failed, 1 not run yet); only these are counted" in missing


def test_few_points_get_rows_of_their_own(sweep: Any) -> None:
    answer = sweep(grid(), "show", "--measure", LATE)
    squeezed = rows(answer, "squeeze")
    assert [row[:3] for row in squeezed] == [["squeeze", f"{d:g}", f"{s:g}"] for d, s in GRID]
    assert squeezed[-1][3] == "5"
    assert float(squeezed[-1][4].split()[0]) == pytest.approx(2.8, abs=0.1)
    assert squeezed[-1][4].endswith(" %")
    difference, margin = squeezed[-1][5].split()
    assert float(difference) == pytest.approx(1.8, abs=0.02)
    assert 0.005 < float(margin.removeprefix("±")) < 0.05
    assert squeezed[-1][6] == "5 of 5"
    assert float(squeezed[-1][7].removesuffix(" x")) > 3
    text = told(answer)
    assert "90+ days late, of balance: mean over the months" in text
    assert "difference to 'baseline' at the same point and seed" in text
    assert "normal" in text


def test_many_points_are_averaged(sweep: Any, tmp_path: Path) -> None:
    points = np.repeat(GRID, 3, axis=0)
    answer = sweep(grid(points=points), "show", "--csv", tmp_path / "all.csv")
    [base], [squeezed] = rows(answer, "baseline"), rows(answer, "squeeze")
    assert len(base) == len(squeezed) == 3
    assert "18 points of the design averaged" in told(answer)
    assert re.search(r"squeeze 2\.0\d+ ±0\.\d+ % 5\d,\d+ ±\d+ \+(0\.99|1\.00)\d* ±0\.", told(answer)), answer.stdout
    written = pl.read_csv(tmp_path / "all.csv")
    assert written.height == 2 * 2 * 18
    assert written["unit"].unique(maintain_order=True).to_list() == ["share", "yuan"]
    row = written.filter(scenario="squeeze", point=17, measure=PROFIT).row(0, named=True)
    assert row["difference_low"] < 1_000 < row["difference_high"]


def test_differences_that_may_be_nothing_stand_in_brackets(sweep: Any) -> None:
    answer = sweep(grid(), "show", "--measure", PROFIT)
    for row in rows(answer, "squeeze"):
        assert row[5].startswith("(") == (row[2] == "0"), row


def test_few_seeds_are_told_without_margins(sweep: Any) -> None:
    assert "±" not in "".join(cell for row in rows(sweep(grid(seeds=2), "show"), "squeeze") for cell in row)


def test_a_sweep_that_compares_with_nothing_is_shown(sweep: Any) -> None:
    alone = fake_sweep({"trust_mean": np.full((1, 1, 3), 0.5)})
    text = told(sweep(alone, "show", "--measure", "trust_mean"))
    assert "0.500 ±0.000" in text
    assert "difference" not in text
    assert "0.500" in told(sweep(alone, "show"))


def test_a_surface_is_a_grid_of_numbers(sweep: Any, tmp_path: Path) -> None:
    words = ["--x", "cut_depth", "--y", "tighten_speed", "--measure", LATE, "--difference"]
    answer = sweep(grid(), "surface", *words, "--csv", tmp_path / "cells.csv")
    [heads], table = rows(answer, "across: cut_depth"), [*rows(answer, "0 "), *rows(answer, "1 ")]
    assert heads[1:] == ["0.1", "0.5", "0.9"]
    assert [row[0] for row in table] == ["0", "1"]
    for row in table:
        assert [float(cell) for cell in row[1:]] == pytest.approx([0.2, 1.0, 1.8], abs=0.03)
    text = told(answer)
    assert "squeeze: 90+ days late, of balance: mean over the months, minus that of 'baseline'" in text
    assert "percentage points" in text
    assert "Over 5 seeds, half of the 95 % interval is mostly ±0.0" in text
    assert pl.read_csv(tmp_path / "cells.csv").columns == [
        "cut_depth",
        "tighten_speed",
        "seeds",
        "value",
        "low",
        "high",
    ]


def test_one_factor_is_a_list_with_margins(sweep: Any) -> None:
    answer = sweep(grid(), "surface", "--x", "tighten_speed", "--measure", PROFIT, "--at", "cut_depth=0.9")
    assert "held: cut_depth at 0.9" in told(answer)
    low, high = rows(answer, "0 ")[0][1], rows(answer, "1 ")[0][1]
    assert float(high.split()[0].replace(",", "")) - float(low.split()[0].replace(",", "")) == pytest.approx(
        1000, abs=90
    )
    assert "±" in low


def test_a_fitted_surface_says_how_far_to_trust_it(sweep: Any) -> None:
    points = np.random.default_rng(3).uniform((0.1, 0.0), (0.9, 1.0), (40, 2))
    ranges = [replace(factor, levels=()) for factor in (DEPTH, SPEED)]
    drawn = grid(points=points, kind="sobol", factors=ranges)
    text = told(sweep(drawn, "surface", "--x", "cut_depth", "--measure", LATE))
    assert "fitted to 40 points: it foretells 100 % of what differs between points that it has not seen (Q2; R2" in text
    assert "chance of the seeds makes 0 %" in text
    assert "held: tighten_speed at 0.5" in text


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["show", "--measure", "dpd90_share_balanc"], ["did you mean 'dpd90_share_balance'"]),
        (["show", "--statistic", "peek"], ["did you mean 'peak'"]),
        (["show", "--csv", "no/such/folder/file.csv"], ["file.csv cannot be written"]),
        (["surface", "--x", "cut_deph", "--measure", LATE], ["did you mean 'cut_depth'"]),
        (["surface", "--x", "cut_depth", "--measure", LATE, "--at", "tighten_speed"], ["FACTOR=VALUE"]),
        (["surface", "--x", "cut_depth", "--measure", LATE, "--at", "tighten_speed=0.5"], ["there are 0, 1"]),
        (
            ["surface", "--x", "cut_depth", "--measure", LATE, "--at", "tighten_speed=fast"],
            ["fast is not in the design"],
        ),
        (["surface", "--x", "cut_depth", "--measure", LATE, "--at", "tighten_speed=1e400"], ["write a finite number"]),
        (
            ["surface", "--x", "cut_depth", "--measure", LATE, "--at", "cut_depth=0.9"],
            ["'cut_depth' is what the measure is told over, so it cannot be held"],
        ),
        (["surface", "--x", "cut_depth", "--measure", LATE, "--scenario", "squeez"], ["did you mean 'squeeze'"]),
        (["surface", "--x", "cut_depth", "--measure", LATE, "--statistic", "area", "--difference"], ["already"]),
    ],
)
def test_wrong_words_are_refused(sweep: Any, words: list[str], parts: list[str]) -> None:
    answer = sweep(grid(), *words)
    assert answer.exit_code == 2, answer.output
    assert "Traceback" not in answer.stderr
    for part in parts:
        assert part in answer.stderr


def test_a_folder_without_a_sweep_is_refused(tmp_path: Path) -> None:
    answer = CliRunner().invoke(cli.main, ["sweep", "show", str(tmp_path)])
    assert answer.exit_code == 2
    assert "is no sweep" in answer.stderr


@pytest.mark.parametrize(
    ("value", "half", "unit", "sign", "written"),
    [
        (0.02314, 0.00042, "share", "", "2.314 ±0.042 %"),
        (0.02314, 0.00042, "share", "+", "+2.314 ±0.042"),
        (0.02314, None, "share", "", "2.31 %"),
        (0.02314, 0.0, "share", "", "2.31 ±0.00 %"),
        (-12_345.6, 1_234.5, "yuan", "+", "-12,346 ±1,234"),
        (0.5, 0.031, "0-1", "", "0.500 ±0.031"),
        (17.25, 1.5, "month", "", "17.2 ±1.5"),
        (None, None, "yuan", "", "-"),
    ],
)
def test_margins_decide_the_digits(value: float | None, half: float | None, unit: str, sign: str, written: str) -> None:
    assert with_margin(value, half, unit, sign) == written


def test_numbers_follow_their_unit() -> None:
    assert number(0.5, "share, sum over months") == "50.00 %"
    assert number(1234.5, "yuan a borrower", "+") == "+1,234"
    assert decimals_for(0.0, "share", 2) is None
