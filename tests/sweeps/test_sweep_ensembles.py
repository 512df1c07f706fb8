"""Ensembles: what a calibration leaves is read back, what is wrong with it is said, and a sweep runs over members."""

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.helpers.ensembles import FOUR, write_ensemble
from tests.helpers.small_sweeps import InProcess, contents
from tests.helpers.sweep_files import read, refusal
from tightrope.analysis.calibration.file_reading import load_calibration
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.ensembles import USUAL, as_design, library, load_ensemble
from tightrope.sweeps.plan.loading import load_sweep, plan_sweep
from tightrope.sweeps.run.driving import SweepWatch
from tightrope.sweeps.run.whole_sweep import live_sweep
from tightrope.sweeps.store.manifest import manifest

pytestmark = pytest.mark.usefixtures("own_folder")

SWEEP = """
scenarios = ["baseline", "rate-cap"]
borrowers = 60
months = 3
seeds = 2
columns = ["trust_mean"]
measures = ["trust_mean"]
"""
OVER = SWEEP + '[design]\nkind = "ensemble"\nfile = "four.parquet"\n'


# files


def test_the_built_in_one_comes_from_the_built_in_calibration() -> None:
    assert library() == ["prime"]
    ensemble, plan = load_ensemble("prime"), load_calibration("prime")
    assert len(ensemble.points) >= 100
    assert ensemble.origin["calibration"] == "prime" and len(ensemble.origin["targets"]) == len(plan.targets)
    assert [each.name for each in ensemble.factors] == [each.name for each in plan.factors]
    for own, free in zip(ensemble.factors, plan.factors, strict=True):
        assert free.low <= own.low < own.high <= free.high


def test_a_file_is_read_as_it_was_written() -> None:
    ensemble = load_ensemble(write_ensemble(Path("four.parquet")))
    assert ensemble.name == "four"
    assert ensemble.points.T.tolist() == [list(values) for values in FOUR.values()]
    first = ensemble.factors[0]
    assert (first.name, first.unit) == ("forget_cashloan_monthly", "share of instalments")
    assert (first.low, first.high) == (0.02, 0.05)
    assert first.origin == "accepted by calibration 'small'"
    assert ensemble.origin["digest"] == "0123abcd" and ensemble.origin["targets"] == ["late: 30+ days past due"]


@pytest.mark.parametrize(
    ("columns", "origin", "message"),
    [
        ({"patience_month": [1.0, 2.0]}, {}, "'patience_month', did you mean 'patience_months'?"),
        ({"patience_months": [1.0, 2000.0]}, {}, "column patience_months, row 2: must be between 0 and"),
        ({"patience_months": [1.0, None]}, {}, "column patience_months, row 2: must be a number"),
        ({"patience_months": ["a", "b"]}, {}, "column patience_months: a member has numbers alone, got String"),
        ({"patience_months": [1.0]}, {}, "1 members with 1 parameters are no ensemble: it takes 2 members"),
        (FOUR, {"format": 2}, "is of version 2, and version 1 is what can be read: the same 'tightrope calibrate'"),
        (FOUR, {"targets": []}, "does not tell where it comes from"),
    ],
)  # fmt: skip
def test_a_file_that_is_none_is_refused(columns: dict[str, Any], origin: dict[str, Any], message: str) -> None:
    path = write_ensemble(Path("bad.parquet"), columns, **origin)
    with pytest.raises(InputError) as caught:
        load_ensemble(path)
    assert "bad.parquet" in str(caught.value) and message in str(caught.value)


@pytest.mark.parametrize("said", [{}, {"ensemble": "[1]"}, {"ensemble": "no JSON"}])
def test_a_table_that_no_calibration_wrote_is_refused(said: dict[str, str]) -> None:
    pl.DataFrame(dict(FOUR)).write_parquet("bare.parquet", metadata=said)
    with pytest.raises(InputError, match="does not say which version of an ensemble it is"):
        load_ensemble("bare.parquet")


def test_an_ensemble_of_other_rules_is_taken_with_a_note(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    load_ensemble(write_ensemble(Path("old.parquet"), tightrope="0.1.0"))
    assert "old.parquet was accepted by tightrope 0.1.0" in caplog.text


def test_a_name_that_is_nothing_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="no ensemble 'prme', neither built in nor as a file, did you mean 'prime'"):
        load_ensemble("prme")


def test_members_are_spread_from_the_nearest_to_the_farthest() -> None:
    whole = load_ensemble("prime")
    few = whole.spread(3).points
    there = len(whole.points)
    assert np.array_equal(few, whole.points[[0, round((there - 1) / 2), there - 1]])
    assert whole.spread(None) is whole
    for members in (1, there + 1):
        with pytest.raises(InputError, match=rf"has {there} members: take 2 to {there}, got {members}"):
            whole.spread(members)


def test_a_design_takes_the_usual_number_or_as_many_as_there_are() -> None:
    assert as_design("prime", None) == {"kind": "ensemble", "file": "prime", "points": USUAL}
    path = write_ensemble(Path("four.parquet"))
    assert as_design("four.parquet", None) == {"kind": "ensemble", "file": str(path.absolute()), "points": 4}


# sweeps


def test_a_sweep_over_an_ensemble_has_its_members_as_points_and_says_where_they_come_from() -> None:
    write_ensemble(Path("four.parquet"))
    sweep = read(OVER)
    assert sweep.points.T.tolist() == [list(values) for values in FOUR.values()]
    assert len(sweep.first_runs) == 2 * 4 * 2
    design = manifest(sweep)["design"]
    assert (design["kind"], design["points"]) == ("ensemble", 4)
    assert (design["ensemble"], design["calibration"], design["digest"]) == ("four", "small", "0123abcd")
    assert read(OVER + "points = 3\n").points[:, 0].tolist() == [0.02, 0.04, 0.05]
    inside = plan_sweep("baseline", borrowers=60, months=3, seeds=2, design=as_design("four.parquet", 2))
    assert inside.points[:, 0].tolist() == [0.02, 0.05]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (OVER.replace("four.parquet", "five.parquet"), "no ensemble 'five.parquet', neither built in nor as a file"),
        (OVER.replace('file = "four.parquet"\n', ""), "design: 'file' is missing: a design of kind 'ensemble'"),
        (OVER + "points = 5\n", "the ensemble 'four' has 4 members: take 2 to 4, got 5"),
        (OVER + "seed = 3\n", "design.seed: a design of kind 'ensemble' has none"),
        (OVER + "[values]\npatience_months = 1\n", "'patience_months' is a column of it and stands under [values]"),
        (OVER.replace("seeds = 2", "seeds = 1"), "seeds: chance is known from 2 seeds or more, got 1"),
    ],
)  # fmt: skip
def test_a_sweep_that_cannot_be_had_over_an_ensemble_is_refused(text: str, message: str) -> None:
    write_ensemble(Path("four.parquet"))
    assert message in refusal(text)


def test_scenarios_that_differ_in_what_members_set_are_refused() -> None:
    write_ensemble(Path("four.parquet"))
    Path("patient.toml").write_text('base = "baseline"\n[helping]\npatience_months = 2.5\n', encoding="utf-8")
    message = refusal(OVER.replace('"rate-cap"', '"patient.toml"'))
    assert "'baseline' and 'patient' differ in 'patience_months' (" in message
    assert "which every member of the ensemble sets itself" in message


def test_members_of_which_one_cannot_be_are_refused() -> None:
    weights = {"history_weight": (0.4, 0.9), "patience_months": (1.0, 2.0)}
    write_ensemble(Path("four.parquet"), weights)
    assert "point 2 of the file, scenario 'baseline' cannot be had" in refusal(OVER)


def test_an_ensemble_takes_no_place_of_a_design_of_the_sweep_s_own() -> None:
    message = "the sweep has points of its own, so it cannot be run over an ensemble as well"
    with pytest.raises(InputError, match=message):
        load_sweep("squeeze-drivers", {"design": as_design("prime", 2)})


def test_what_is_run_over_an_ensemble_is_the_same_bytes_whatever_stopped_it() -> None:
    write_ensemble(Path("four.parquet"))
    sweep = read(OVER)
    whole = live_sweep(sweep, Path("whole"), InProcess(sweep), SweepWatch())
    stops = SweepWatch()

    def stop(_: object) -> None:
        stops.stop_asked = True

    live_sweep(sweep, Path("stopped"), InProcess(sweep, meddle=stop), stops)
    rest = InProcess(sweep)
    live_sweep(sweep, Path("stopped"), rest, SweepWatch())
    assert 0 < len(rest.lived) < 16
    assert contents(Path("stopped")) == contents(Path("whole"))
    values = whole.runs.filter(seed=1, scenario="baseline").collect()
    assert values["patience_months"].to_list() == list(FOUR["patience_months"])
