"""What drives a sweep's outcome: a real market, what is refused, and what the command tells."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner, Result

from tests.helpers.fake_sweeps import fake_sweep
from tests.helpers.known_answers import (
    ANGLES,
    MEASURE,
    SHARES,
    ishigami,
    linear,
    morris_points,
    random_points,
    ranked,
    saltelli_points,
    swept,
)  # fmt: skip
from tests.helpers.small_sweeps import InProcess
from tightrope.analysis.study.sensitivity import sensitivity
from tightrope.cli import commands as cli
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.plan.loading import plan_sweep
from tightrope.sweeps.run.driving import SweepWatch
from tightrope.sweeps.run.whole_sweep import live_sweep
from tightrope.sweeps.store import dataset
from tightrope.sweeps.store.dataset import SweepResults


def test_a_real_market_is_ruled_by_what_should_rule_it(tmp_path: Path) -> None:
    plan = plan_sweep(
        "baseline", borrowers=500, months=8, seeds=3, measures=["frozen_share", "stance"],
        design={
            "kind": "morris", "points": 4, "seed": 1,
            "over": {"guidance": {}, "freeze_monthly": {}, "late_fee_apr": {"low": 0.0, "high": 0.36}},
        },
    )  # fmt: skip
    results = live_sweep(plan, tmp_path / "sweep", InProcess(plan), SweepWatch())
    frozen = sensitivity(results, "frozen_share", "end", "baseline").table
    assert frozen["factor"][-1] == "late_fee_apr"
    assert frozen["reading"][-1] in ("negligible", "lost in noise")
    assert frozen["mu"][0] > 0 and frozen["mu"][1] > 0
    stance = sensitivity(results, "stance", "mean", "baseline").table
    assert stance["factor"][0] == "guidance" and stance["mu_low"][0] > 0.2
    assert stance["reading"][1:].to_list() == ["negligible", "negligible"]
    answer = CliRunner().invoke(cli.main, ["sweep", "sensitivity", str(tmp_path / "sweep"), "--measure", "stance"])
    assert answer.exit_code == 0, answer.output
    assert "Morris screening from 4 trajectories, 3 seeds" in " ".join(answer.stdout.split())


TEXTS = [*SHARES[:2], Factor("shape", "", 0, 2, texts=("a", "b", "c"))]
SAME = np.column_stack([random_points(), random_points()[:, 0]])[:, [0, 1, 3]]
REFUSALS: Mapping[str, tuple[str, Callable[[], SweepResults]]] = {
    "one seed": ("at least 3 seeds", lambda: swept(linear, SHARES, random_points(), "list", seeds=1)),
    "two seeds": ("has 2: run it with more", lambda: swept(linear, SHARES, random_points(), "list", seeds=2)),
    "no factor": ("varies no factor", lambda: fake_sweep({MEASURE: np.zeros((1, 1, 3))})),
    "few rows": ("8 of 8 base rows", lambda: swept(linear, SHARES, saltelli_points(SHARES, 8), "saltelli")),
    "few trajectories": ("3 of 3 trajectories", lambda: swept(linear, SHARES, morris_points(SHARES, 3), "morris")),
    "few points": ("needs at least 20", lambda: swept(linear, SHARES, random_points(19), "sobol")),
    "no Saltelli": ("as its Saltelli design says", lambda: swept(linear, SHARES, random_points(), "saltelli")),
    "no Morris": ("as its Morris design says", lambda: swept(linear, SHARES, random_points(), "morris")),
    "still": ("same at every point", lambda: swept(lambda x: 0 * x[:, 0], SHARES, random_points(), "list")),
    "noise": ("little more than chance", lambda: swept(linear, SHARES, random_points(), "list", noise=50)),
    "texts": ("'shape' takes texts that have no order", lambda: swept(linear, TEXTS, 2 * random_points(), "list")),
    "one value": ("'idle' has one value", lambda: swept(linear, SHARES, random_points() * [1, 1, 0], "list")),
    "together": ("varies only together", lambda: swept(linear, SHARES, SAME, "list")),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS)
def test_what_cannot_be_told_is_refused(case: str) -> None:
    words, make = REFUSALS[case]
    with pytest.raises(InputError, match=words):
        ranked(make())


def command(results: SweepResults, monkeypatch: pytest.MonkeyPatch, *words: str | Path) -> Result:
    monkeypatch.setattr(dataset, "open_sweep", lambda folder, verify: results)
    return CliRunner().invoke(cli.main, ["sweep", "sensitivity", "some/folder", *map(str, words)])


def test_the_command_tells_sobol_indices(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    points = saltelli_points(ANGLES, 64, second_order=True)
    results = swept(ishigami, ANGLES, points, "saltelli", design={"second_order": True}, failed=[0])
    answer = command(results, monkeypatch, "--csv", tmp_path / "all.csv")
    assert answer.exit_code == 0, answer.output
    told = " ".join(answer.stdout.split())
    assert "What drives 'dpd30_share_balance' (mean) under baseline: Sobol' indices from 63 base rows" in told
    assert "(1 left out as runs of theirs are missing), 3 seeds" in told
    assert "one -3.14159 to 3.14159 #" in told
    assert "one x three" in told and "1,535 of 1,536 runs are finished (1 failed)" in told
    whole = pl.read_csv(tmp_path / "all.csv")
    assert whole.height == 6 and {"scenario", "factor", "total_low", "other", "second"} <= set(whole.columns)


def test_the_command_tells_morris_in_the_measures_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    results = swept(lambda x: linear(x) / 100, SHARES, morris_points(SHARES, 8), "morris")
    answer = command(results, monkeypatch, "--statistic", "end")
    assert answer.exit_code == 0, answer.output
    told = " ".join(answer.stdout.split())
    assert "Morris screening from 8 trajectories, 3 seeds" in told
    assert "strong 0 to 1 share ########## 4.00 % 0.00 % +4.00 0.00 % nearly linear" in told
    assert "weak 0 to 1 share ##### 2.00 % 0.00 % -2.00" in told


def test_the_command_takes_scenarios_in_turn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    points = random_points(30)
    values = np.stack([place * linear(points)[:, np.newaxis] + points[:, :1] + np.zeros(3) for place in range(3)])
    results = fake_sweep(
        {MEASURE: values}, scenarios=["baseline", "squeeze", "boom"], against="baseline", factors=SHARES, points=points,
        design={"kind": "latin-hypercube"},
    )  # fmt: skip
    each = command(results, monkeypatch, "--csv", tmp_path / "a.csv")
    less = command(results, monkeypatch, "--difference", "--measure", MEASURE)
    assert each.exit_code == less.exit_code == 0, less.output
    assert pl.read_csv(tmp_path / "a.csv")["scenario"].unique(maintain_order=True).to_list() == [
        "baseline", "squeeze", "boom",
    ]  # fmt: skip
    assert less.stdout.count("What drives") == 2 and "under squeeze less baseline" in less.stdout
    assert command(results, monkeypatch, "--statistic", "area").stdout.count("What drives") == 2
    assert command(results, monkeypatch, "--scenario", "boom").stdout.count("What drives") == 1


def test_a_scenario_that_nothing_moves_does_not_stand_in_the_way(monkeypatch: pytest.MonkeyPatch) -> None:
    points = random_points(30)
    values = np.stack([place * linear(points)[:, np.newaxis] + np.zeros(3) for place in range(2)])
    results = fake_sweep({MEASURE: values}, scenarios=["baseline", "squeeze"], factors=SHARES, points=points)
    answer = command(results, monkeypatch)
    assert answer.exit_code == 0, answer.output
    assert answer.stdout.count("What drives") == 1
    assert "nothing can be told of baseline: the measure is the same at every point" in answer.stdout
    assert command(results, monkeypatch, "--scenario", "baseline").exit_code == 2


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--measure", "dpd30_share_balanc"], "did you mean 'dpd30_share_balance'?"),
        (["--statistic", "pek"], "did you mean 'peak'?"),
        (["--scenario", "basline"], "did you mean 'baseline'?"),
        (["--difference"], "compares its scenarios with none"),
    ],
)
def test_the_command_refuses_in_one_line(words: list[str], message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = command(swept(linear, SHARES, random_points(), "list"), monkeypatch, *words)
    assert answer.exit_code == 2
    assert message in answer.stderr and "Traceback" not in answer.output
