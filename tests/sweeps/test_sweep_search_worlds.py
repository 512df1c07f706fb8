"""The search over an ensemble: what is judged by the mean and by bad worlds, what must be kept, and what is refused."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from numpy.typing import NDArray

from tests.helpers.ensembles import FOUR, write_ensemble
from tests.sweeps.test_sweep_search import LOSS, TRUST, Made, search_of
from tests.sweeps.test_sweep_search_files import SMALL, look
from tightrope.analysis.study.policies import policies_of
from tightrope.analysis.study_charts.policies import frontier
from tightrope.analysis.study_charts.sheet import SweepSheet
from tightrope.cli.commands import main
from tightrope.cli.conclusion_of_search import conclude
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.ensembles import load_ensemble
from tightrope.sweeps.search.folder import check_proof
from tightrope.sweeps.search.objectives import Objective
from tightrope.sweeps.search.reading import load_search
from tightrope.sweeps.search.search import Search, open_proof, seek
from tightrope.sweeps.search.worlds import Worlds, over_worlds, shortfalls

type Numbers = NDArray[np.float64]

pytestmark = pytest.mark.usefixtures("own_folder")


def worlds() -> Worlds:
    return Worlds(load_ensemble(write_ensemble(Path("four.parquet"))))


BESIDE = ("balance", "borrowers_active", "profit", "approvals_share")
"""What else is told of every policy; of these made-up ones it is always the same."""


def over_four(**changes: Any) -> Search:
    """A search for little loss, in the mean over four worlds and in the bad ones."""
    objectives = (LOSS, replace(LOSS, bad=True))
    search = search_of(worlds=worlds(), **{"objectives": objectives, "trials": 20, **changes})
    return replace(search, sweep=replace(search.sweep, columns=(*search.sweep.columns, *BESIDE)))


def gamble(point: Numbers) -> Sequence[float]:
    """Loss that the deeper cut lowers in patient worlds and raises in the one without patience."""
    depth, patience = point[0], point[3]
    return [0.2 - 0.1 * depth if patience > 0.8 else 0.2 + 0.2 * depth, depth, 1.0, 1.0, 1.0, 1.0]


def test_worlds_are_averaged_or_the_bad_ones_count() -> None:
    values = np.stack([np.arange(8.0)[:, np.newaxis] * [1.0, 2.0]] * 3)  # two policies in four worlds, two seeds
    high = replace(LOSS, better="higher", bad=True)
    mean, bad, low = over_worlds(values, (LOSS, replace(LOSS, bad=True), high), 4)
    assert mean.tolist() == [[1.5, 3.0], [5.5, 11.0]]
    assert bad == pytest.approx(np.array([[2.7, 5.4], [6.7, 13.4]]))
    assert low == pytest.approx(np.array([[0.3, 0.6], [4.3, 8.6]]))
    assert np.array_equal(over_worlds(values, (LOSS,) * 3, 1), values)


def test_what_is_kept_must_be_kept_in_nine_worlds_of_ten() -> None:
    floors = np.full((1, 10), 50.0)
    kept = np.full((1, 3, 10), 60.0)
    kept[0, 1, 0] = 40.0
    kept[0, 2, :2] = 40.0
    assert shortfalls(kept, floors)[0].tolist() == [-0.2, -0.2, 0.2]


def test_every_policy_meets_every_world_and_the_proof_tells_them_together() -> None:
    made = Made(gamble)
    search = over_four()
    proof = seek(search, Path("found"), made)
    assert proof is not None
    first = made.sweeps["generation-000"]
    assert [factor.name for factor in first.factors] == [
        "cut_depth", "transparency", "forget_cashloan_monthly", "patience_months",
    ]  # fmt: skip
    assert first.points.shape == (40, 4) and (first.points[:4, :2] == [0.75, 0.4]).all()
    assert first.points[:4, 2:].tolist() == worlds().ensemble.points.tolist()
    check_proof(Path("found"), proof.manifest["design"])
    policies = policies_of(proof)
    assert policies.knobs.columns == ["cut_depth", "transparency"]
    assert policies.values.shape[1:] == (policies.knobs.height, 4)
    losses = 0.2 + np.array([-0.1, -0.1, 0.2, -0.1]) * 0.75
    assert policies.sought[:, 0].mean(axis=1) == pytest.approx(
        [losses.mean() + 5.5e-3, np.quantile(losses, 0.9) + 5.5e-3], abs=1e-6
    )


def test_bad_worlds_speak_against_a_gamble() -> None:
    proof = seek(over_four(objectives=(replace(LOSS, bad=True),), trials=60), Path("found"), Made(gamble))
    assert proof is not None
    assert policies_of(proof).knobs["cut_depth"][1] < 0.1, "in the mean nothing speaks against a deep cut but one world"


def test_a_search_says_of_its_worlds_what_they_are() -> None:
    search = over_four(objectives=(LOSS, replace(LOSS, bad=True), replace(TRUST, bad=True)))
    told = search.manifest()
    assert told["worlds"] == {"ensemble": "four", "digest": "0123abcd", "members": 4, "bad": 0.9, "hold": 0.9}
    assert "bad" not in told["objectives"][0] and told["objectives"][1]["bad"]
    assert "worlds" not in search_of().manifest()
    proof = seek(search, Path("found"), Made(gamble))
    assert proof is not None
    plot = frontier(SweepSheet(proof, "", "mean", ""))
    captions = " ".join(note["text"].replace("<br>", " ") for note in plot["layout"]["annotations"])
    assert "dpd30 share balance mean, in bad worlds" in captions and "trust mean end, in bad worlds" in captions


FILE = SMALL.replace("[values]\ncut_depth = 0.5\n", "")


def read(text: str = FILE, **parameter: Sequence[float]) -> Search:
    Path("small.toml").write_text(text, encoding="utf-8")
    return load_search("small.toml", load_ensemble(write_ensemble(Path("four.parquet"), {**FOUR, **parameter})))


def test_a_file_is_sought_over_an_ensemble_by_means_and_bad_worlds() -> None:
    search = read()
    assert [each.name for each in search.objectives[3:]] == [
        "loss, bad worlds", "wrongly_frozen, bad worlds", "trust, bad worlds",
    ]  # fmt: skip
    assert search.objectives[:3] == (
        Objective("loss", "lower"), Objective("wrongly_frozen", "lower"), Objective("trust", "higher"),
    )  # fmt: skip
    assert search.sweep.name == "small-over-worlds" and search.in_worlds == 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (FILE.replace("[search]", "[values]\npatience_months = 1\n[search]"),
         "values: 'patience_months' is set by every member of the ensemble"),
        (FILE.replace('"mild-recession"', '"patient.toml"'), "differ in 'patience_months'"),
        (FILE.replace("trials = 6", "trials = 60_000"), "too many for one search"),
    ],
)  # fmt: skip
def test_what_cannot_be_sought_over_an_ensemble_is_refused(text: str, message: str) -> None:
    Path("patient.toml").write_text('base = "baseline"\n[helping]\npatience_months = 2.5\n', encoding="utf-8")
    with pytest.raises(InputError, match=message):
        read(text)


def test_a_knob_that_members_set_is_refused() -> None:
    with pytest.raises(InputError, match=r"search\.over: 'cut_depth' is set by every member of the ensemble as well"):
        read(cut_depth=(0.1, 0.2, 0.3, 0.4))


@pytest.mark.slow
def test_real_markets_are_searched_over_worlds_and_the_search_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    search = read(FILE.replace("trials = 6", "trials = 3"))
    assert look(Path("found"), search, stop_in="proof-of-3") is None
    assert look(Path("found"), search) is not None
    conclude(policies_of(open_proof(Path("found"))))
    printed = " ".join(capsys.readouterr().out.split())
    assert "Every policy was run in 4 worlds of the ensemble 'four'." in printed
    answer = CliRunner().invoke(main, ["sweep", "search", "small.toml", "--members", "3"])
    assert answer.exit_code == 2 and "--members goes with --ensemble" in answer.output
    answer = CliRunner().invoke(
        main, ["sweep", "search", "small.toml", "--out", "found", "--members", "3", "--ensemble", "four.parquet"]
    )
    assert answer.exit_code == 2 and "found" in answer.output, "another search is in the folder"
