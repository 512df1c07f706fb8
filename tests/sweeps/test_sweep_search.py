"""The search for policies: known fronts, going on where it stopped, and what it refuses."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from tests.helpers.markets import book, story
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.events import Event
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.plan.sweep import Sweep
from tightrope.sweeps.search.knobs import current_policy, policy_knobs
from tightrope.sweeps.search.objectives import MEASURES, Objective, measured, over_scenarios
from tightrope.sweeps.search.search import Search, seek
from tightrope.sweeps.store.dataset import SweepResults
from tightrope.sweeps.store.manifest import manifest

type Numbers = NDArray[np.float64]

KNOBS = (Factor("cut_depth", "share", 0.0, 0.9), Factor("transparency", "0-1", 0.0, 1.0))
LOSS = Objective("dpd30_share_balance", "lower", "mean")
TRUST = Objective("trust_mean", "higher", "end")


def search_of(**changes: Any) -> Search:
    sweep = Sweep(
        name="made-up", title="", scenarios=(story(), story(base="mild-recession")), against=None,
        book=book(), borrowers=100, months=(1, 1), seeds=(1, 2, 3), factors=KNOBS, points=np.array([[0.75, 0.4]]),
        design={}, columns=("dpd30_share_balance", "trust_mean"), measures=("dpd30_share_balance", "trust_mean"),
    )  # fmt: skip
    usual: dict[str, Any] = {"objectives": (LOSS, TRUST), "keep": {}, "trials": 60, "generation": 10}
    return Search(sweep, **{**usual, "seed": 1, "sampler": "tpe", "proof": 4, **changes})


class Made:
    """Carries sweeps out without a market: what the knobs give is known, but for what the seeds add."""

    def __init__(self, gives: Callable[[Numbers], Sequence[float]], *, stops_after: int | None = None) -> None:
        self.gives, self.left = gives, stops_after
        self.sweeps: dict[str, Sweep] = {}

    def __call__(self, sweep: Sweep, folder: Path) -> SweepResults:
        if self.left is not None:
            self.left -= 1
        waits = self.left is not None and self.left < 0
        folder.mkdir(exist_ok=True)
        self.sweeps[folder.name] = sweep
        rows = []
        for run in range(sweep.runs):
            scenario, point, seed = sweep.run(run)
            values = [float(each) for each in self.gives(sweep.points[point])]
            failed = any(np.isnan(values))
            rows.append(
                {"run": run, "scenario": sweep.scenarios[scenario].name, "point": point, "seed": seed, "month": 1}
                | {"status": "waiting" if waits else "failed" if failed else "finished"}
                | {factor.name: x for factor, x in zip(sweep.factors, sweep.points[point].tolist(), strict=True)}
                | {name: value + 1e-3 * seed for name, value in zip(sweep.columns, values, strict=True)}
            )
        frame = pl.DataFrame(rows)
        months = frame.filter(status="finished").drop("status").lazy()
        runs = frame.drop("month", *sweep.columns).lazy()
        return SweepResults(manifest(sweep), runs, months, pl.LazyFrame())

    def points(self, name: str) -> list[list[float]]:
        points: list[list[float]] = self.sweeps[name].points.tolist()
        return points


def two_hills(point: Numbers) -> Sequence[float]:
    """Best in the one at cut_depth .2, in the other at .6; nobody wants any transparency but .4: the front lies there.

    So on the front cut_depth is between .2 and .6, and sqrt(loss) + sqrt(-trust) = .4.
    """
    waste = (point[1] - 0.4) ** 2
    return (point[0] - 0.2) ** 2 + waste, -((point[0] - 0.6) ** 2) - waste


@pytest.mark.parametrize("sampler", ["tpe", "nsga2"])
def test_the_front_of_two_hills_is_found(tmp_path: Path, sampler: str) -> None:
    made = Made(two_hills)
    results = seek(search_of(trials=200, generation=20, sampler=sampler), tmp_path, made)
    assert results is not None
    points = np.array(made.points("proof-of-200")[1:])
    loss, trust = np.array([two_hills(point) for point in points]).T
    off_front = np.sqrt(loss) + np.sqrt(-trust) - 0.4
    assert len(points) > 10
    assert np.median(off_front) < 0.03
    assert points[:, 0].max() - points[:, 0].min() > 0.2


def test_the_current_policy_comes_first_and_is_proved_under_fresh_seeds(tmp_path: Path) -> None:
    made = Made(two_hills)
    seek(search_of(), tmp_path, made)
    assert list(made.sweeps) == [*(f"generation-{n:03}" for n in range(6)), "proof-of-60"]
    assert made.points("generation-000")[0] == made.points("proof-of-60")[0] == [0.75, 0.4]
    assert all(sweep.seeds == (1, 2, 3) for name, sweep in made.sweeps.items() if name != "proof-of-60")
    proof = made.sweeps["proof-of-60"]
    assert proof.seeds == (4, 5, 6, 7)
    found_in = proof.design["found_in"]
    assert all(
        point in made.points(f"generation-{number:03}")
        for point, number in zip(proof.points.tolist(), found_in, strict=True)
    )


@pytest.mark.parametrize("sampler", ["tpe", "nsga2"])
@pytest.mark.parametrize("sessions", [1, 3, 6])
def test_a_search_goes_on_where_it_stopped(tmp_path: Path, sampler: str, sessions: int) -> None:
    search, undisturbed = search_of(sampler=sampler), Made(two_hills)
    assert seek(search, tmp_path / "undisturbed", undisturbed) is not None
    stopped = Made(two_hills, stops_after=sessions)
    assert seek(search, tmp_path / "stopped", stopped) is None
    gone_on = Made(two_hills)
    assert seek(search, tmp_path / "stopped", gone_on) is not None
    assert list(gone_on.sweeps) == list(undisturbed.sweeps)
    for name, sweep in undisturbed.sweeps.items():
        assert (gone_on.sweeps[name].points == sweep.points).all()
        assert (gone_on.sweeps[name].ids == sweep.ids).all()


def test_a_search_may_be_made_longer_but_not_another(tmp_path: Path) -> None:
    short, long = Made(two_hills), Made(two_hills)
    seek(search_of(trials=30), tmp_path, short)
    seek(search_of(trials=60), tmp_path, long)
    assert all(long.points(name) == short.points(name) for name in short.sweeps if name.startswith("generation"))
    with pytest.raises(InputError, match="holds a search with other sampler: name another folder"):
        seek(search_of(sampler="nsga2"), tmp_path, Made(two_hills))


def test_policies_that_keep_too_little_are_not_found(tmp_path: Path) -> None:
    def lending(point: Numbers) -> Sequence[float]:
        """Less balance with deeper cuts, and less loss."""
        return 1 - point[0], point[1], 1000 * (1 - point[0]), 10.0

    search = search_of(keep={"lending": 0.8})
    columns = ("dpd30_share_balance", "trust_mean", "balance", "borrowers_active")
    search = replace(search, sweep=replace(search.sweep, columns=columns, points=np.array([[0.5, 0.4]])))
    free, made = Made(lending), Made(lending)
    seek(search, tmp_path / "kept", made)
    seek(replace(search, keep={}), tmp_path / "free", free)
    assert max(point[0] for point in free.points("proof-of-60")) > 0.61
    assert max(point[0] for point in made.points("proof-of-60")) <= 0.6


def test_a_policy_without_numbers_is_left_out(tmp_path: Path) -> None:
    made = Made(lambda point: two_hills(point) if point[0] > 0.4 else (np.nan, np.nan))
    assert seek(search_of(), tmp_path, made) is not None
    tried = [point for n in range(6) for point in made.points(f"generation-{n:03}")]
    assert min(point[0] for point in tried) < 0.4 < min(point[0] for point in made.points("proof-of-60"))


def test_a_current_policy_without_numbers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="current policy has no value of dpd30_share_balance mean, trust_mean end"):
        seek(search_of(), tmp_path, Made(lambda point: (np.nan, np.nan)))


def test_levels_are_all_that_is_tried(tmp_path: Path) -> None:
    search = search_of()
    knobs = (replace(KNOBS[0], levels=(0.25, 0.5, 0.75)), KNOBS[1])
    made = Made(two_hills)
    seek(replace(search, sweep=replace(search.sweep, factors=knobs)), tmp_path, made)
    assert {point[0] for n in range(6) for point in made.points(f"generation-{n:03}")} == {0.25, 0.5, 0.75}


@pytest.mark.parametrize(
    ("knob", "says"),
    [
        (Factor("appetite_mean", "", 0, 1), r"appetite_mean belongs to \[borrowing\]: a search turns the platform's"),
        (Factor("guidance", "", 0, 1), r"guidance belongs to \[regulation\]"),
        (Factor("call_effect", "", 0, 1), "call_effect is nothing that the platform decides on"),
        (Factor("strength", "", 0, 1), "how strong events are is not a policy"),
        (Factor("cut_depht", "", 0, 1), "no parameter 'cut_depht'.*did you mean 'cut_depth'"),
        (Factor("cut_depth", "", 0, 0.5), "range, 0 to 0.5, must hold the current policy's 0.75"),
        (Factor("cut_depth", "", 0, 0.9, levels=(0.0, 0.9)), "levels must include the current policy's 0.75"),
    ],
)
def test_what_is_no_knob_of_the_platform_is_refused(knob: Factor, says: str) -> None:
    with pytest.raises(InputError, match=says):
        current_policy([knob], [story()])


def test_scenarios_must_agree_on_the_current_policy() -> None:
    assert current_policy(KNOBS, [story(), story(base="severe-recession")]) == [0.75, 0.4]
    with pytest.raises(InputError, match=r"starts at 0.75 in baseline, 0.5 in mild-recession: set it under"):
        current_policy(KNOBS, [story(), story({"cut_depth": 0.5}, base="mild-recession")])
    with pytest.raises(InputError, match="event of baseline moves it in month 3"):
        current_policy(KNOBS, [story({}, Event(month=3, set={"cut_depth": 0.1}))])


def test_knobs_are_the_platforms_own() -> None:
    knobs = policy_knobs()
    assert {"cut_depth", "hardship_offer", "risk_cutoff", "calls_capacity", "cashloan_apr"} <= set(knobs)
    assert not {"conduct_limit", "adviser_monthly", "talk_weight", "own_share_floor", "mean_degree"} & set(knobs)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (("los", "lower"), "no measure is called 'los', did you mean 'loss'"),
        (("loss", "less"), "better must be 'lower' or 'higher', got 'less'"),
        (("loss", "lower", "mean"), "leave its statistic out"),
        (("trust_mean", "higher", "median"), "must be one of mean, start, end, peak, trough, total, got 'median'"),
    ],
)
def test_what_is_no_objective_is_refused(wrong: tuple[str, ...], says: str) -> None:
    with pytest.raises(InputError, match=says):
        Objective(*wrong)  # type: ignore[arg-type]


def test_measures_are_what_they_say() -> None:
    """Two months of one run, by hand."""
    columns = {
        "new_default_amount": [100.0, 60.0], "default_paid_amount": [20.0, 10.0],
        "default_returned_amount": [0.0, 10.0], "balance": [1000.0, 1400.0],
        "borrowers_active": [10.0, 8.0], "profit": [30.0, -10.0],
        "frozen_share": [0.0, 0.4], "frozen_good_standing_share": [None, 0.5], "trust_mean": [0.6, 0.5],
        "approvals_share": [None, 0.5],
    }  # fmt: skip
    about = {"scenarios": [{}], "seeds": [1]}
    months = pl.LazyFrame({"run": [0, 0], "month": [1, 2], **columns})
    results = SweepResults(about, pl.LazyFrame({"run": [0]}), months, pl.LazyFrame())
    values = measured(results, list(MEASURES.values())).ravel()
    expected = {
        "loss": 12 * 120 / 2400, "wrongly_frozen": 0.1, "trust": 0.55, "profit": 12.0, "lending": 120.0,
        "approvals": 0.5,
    }  # fmt: skip
    assert dict(zip(MEASURES, values.tolist(), strict=True)) == pytest.approx(expected)


def test_scenarios_are_averaged_or_the_worst_counts() -> None:
    values = np.array([[[[1.0, 3.0]], [[4.0, 6.0]]]] * 3)  # one policy, two scenarios, two seeds
    asked = [LOSS, replace(LOSS, worst=True), replace(TRUST, worst=True)]
    assert over_scenarios(values, asked)[:, 0].tolist() == [[2.5, 4.5], [4.0, 6.0], [1.0, 3.0]]
