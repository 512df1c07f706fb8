"""Before a sweep begins: what it is said to take, and how near that comes."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tightrope.cli import commands as cli
from tightrope.cli.sweep_plan import _say_factors
from tightrope.sweeps.plan.loading import library, plan_sweep
from tightrope.sweeps.run import estimating
from tightrope.sweeps.run.estimating import disk, months_lived, try_out
from tightrope.sweeps.run.market import live
from tightrope.sweeps.store.layout import months_frame, runs_frame, summaries_frame
from tightrope.sweeps.store.sealed_files import as_file


def tightrope(*words: str | Path) -> Result:
    return CliRunner().invoke(cli.main, [str(word) for word in words])


pytestmark = pytest.mark.usefixtures("own_folder")


def test_a_plan_tells_runs_factors_time_disk_and_folder_and_starts_nothing() -> None:
    Path("mine.toml").write_text(
        "title = 'How far?'\nscenarios = ['baseline', 'regulatory-squeeze']\nborrowers = 200\nmonths = 6\nseeds = 3\n"
        "[design]\nkind = 'grid'\n[design.over]\nguidance = [0, 0.5]\n"
        "cut_depth = { low = 0.1, high = 0.9, levels = 3 }\nstrength = [0, 1]\n",
        encoding="utf-8",
    )
    answer = tightrope("sweep", "plan", "mine.toml", "--workers", "1")
    assert answer.exit_code == 0, answer.output
    lines = [" ".join(line.split()) for line in answer.stdout.splitlines()]
    assert lines[0] == "mine: How far?"
    for expected in (
        "scenarios baseline, regulatory-squeeze; the others are compared with baseline 2",
        "points grid: 2 x 3 x 2 12",
        "seeds 1 to 3, the same at every point 3",
        "runs scenarios x points x seeds 72",
        "markets to be lived: runs that cannot differ share one 36",  # weakened to nothing, the squeeze is the baseline
        "months of each market 6",
        "guidance 0, 0.5 strength 0-1 listed",
        "cut_depth 0.1, 0.5, 0.9 share of limit given",
        "Nothing was started. To begin: tightrope sweep run mine.toml",
    ):
        assert expected in lines, answer.stdout
    assert "guidance: moved by events of a scenario too" in answer.stdout
    assert any(line.startswith("time: about ") and "with 1 worker: " in line for line in lines)
    assert any(line.startswith("folder: results/mine-") for line in lines)
    assert [path.name for path in Path().iterdir()] == ["mine.toml"]


def test_a_plan_says_from_which_ranges_it_draws(capsys: pytest.CaptureFixture[str]) -> None:
    over = {"guidance_weight": {}, "cut_hurt": {"full": True}, "trust_mean": {"low": 0.5, "high": 0.6}}
    _say_factors(plan_sweep("baseline", design={"kind": "latin-hypercube", "points": 3, "over": over}))
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    for expected in (
        "guidance_weight 0.4 to 1.2 stance at full guidance plausible, judged: half either way",
        "cut_hurt 0 to 1 0-1 full",
        "trust_mean 0.5 to 0.6 0-1 given",
    ):
        assert expected in lines, lines


def test_a_plan_that_cannot_be_is_refused() -> None:
    Path("mine.toml").write_text("scenarios = 'basline'\n", encoding="utf-8")
    answer = tightrope("sweep", "plan", "mine.toml")
    assert answer.exit_code == 2 and "did you mean 'baseline'?" in answer.stderr and not answer.stdout
    answer = tightrope("sweep", "plan", "library", "--workers", "0")
    assert answer.exit_code == 2 and "workers: 0 is not allowed" in answer.stderr


def test_a_plan_whose_market_fails_says_why_the_time_is_not_known() -> None:
    Path("mine.toml").write_text(
        "scenarios = 'baseline'\nborrowers = 200\nmonths = 6\n[values]\nmean_degree = 5\n", encoding="utf-8"
    )
    answer = tightrope("sweep", "plan", "mine.toml")
    assert answer.exit_code == 0
    assert "time:   not known, for run 10, which was tried, fails: mean_degree: 5 does not fit" in answer.stdout


def test_the_built_in_sweeps_are_listed_with_their_titles() -> None:
    lines = tightrope("sweep", "list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == library()
    assert all(len(line.split()) > 4 for line in lines)


def test_the_schema_is_printed_as_json() -> None:
    assert json.loads(tightrope("sweep", "schema").stdout)["title"] == "Sweep"


def test_the_disk_that_is_foretold_is_taken_to_within_half_as_much_again() -> None:
    over = {"cut_depth": {}, "habit_share": {"low": 0.7, "high": 1}}
    design = {"kind": "sobol", "points": 8, "over": over}
    sweep = plan_sweep("baseline", borrowers=300, months=12, seeds=4, design=design)
    job = sweep.job()
    rows = {market: live(sweep.task(market), job).rows for market in range(len(sweep.first_runs))}
    frames = (
        months_frame(rows, sweep.columns),
        summaries_frame(rows, sweep.columns, sweep.measures),
        runs_frame(sweep),
    )
    taken = sum(len(as_file(frame, "what it is")) for frame in frames)
    assert taken / 1.5 < disk(sweep) < taken * 1.5


def test_months_are_counted_market_by_market() -> None:
    sweep = plan_sweep(["baseline", "regulatory-squeeze"], borrowers=200, seeds=2)
    uneven = replace(sweep, months=(3, 7))
    assert months_lived(uneven) == 2 * 3 + 2 * 7


def test_a_large_market_is_tried_in_small_and_a_quick_one_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    sweep = plan_sweep("baseline", borrowers=3_000, months=2, seeds=5)
    trial = try_out(sweep)
    assert (trial.run, trial.borrowers) == (2, 3_000) and 0 < trial.seconds < 0.01
    monkeypatch.setattr(estimating, "_LONGEST_TRIAL", 0.0)
    assert try_out(sweep).borrowers == 2_000
