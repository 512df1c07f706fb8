"""Searches as files and as folders: what is read, what is refused, and a search of real markets from file to table."""

import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from click.testing import CliRunner

from tests.helpers.fake_sweeps import fake_sweep
from tests.helpers.small_sweeps import InProcess
from tightrope.analysis.study.policies import policies_of
from tightrope.cli.conclusion_of_search import conclude
from tightrope.cli.sweep_search import frontier
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.plan.sweep import Sweep
from tightrope.sweeps.run.driving import SweepWatch
from tightrope.sweeps.run.whole_sweep import live_sweep
from tightrope.sweeps.search.folder import check_proof
from tightrope.sweeps.search.objectives import MEASURES, USUAL, Objective
from tightrope.sweeps.search.reading import library, load_search
from tightrope.sweeps.search.search import Search, open_proof, seek
from tightrope.sweeps.store.dataset import SweepResults

SMALL = """
scenarios = ["baseline", "mild-recession"]
borrowers = 200
months = 6
seeds = 2
[values]
cut_depth = 0.5
[search]
trials = 6
generation = 3
proof = 3
[search.over]
cut_depth = {}
freezes.risk_cutoff = { low = 400, high = 600 }
"""


def read(folder: Path, text: str) -> Search:
    file = folder / "small.toml"
    file.write_text(text, encoding="utf-8")
    return load_search(file)


def test_built_in_searches_can_be_read() -> None:
    for name in library():
        search = load_search(name)
        assert search.objectives == USUAL
        assert {"lending", "approvals"} == set(search.keep)


def test_a_file_says_what_is_sought(tmp_path: Path) -> None:
    search = read(tmp_path, SMALL)
    sweep = search.sweep
    assert [knob.name for knob in sweep.factors] == ["cut_depth", "risk_cutoff"]
    assert sweep.points.tolist() == [[0.5, 470.0]]
    assert (sweep.factors[0].low, sweep.factors[0].high) == (0.5, 0.85), "the plausible range"
    assert (search.trials, search.generation, search.proof, search.objectives) == (6, 3, 3, USUAL)
    assert {"profit", "balance", "approvals_share", "trust_mean", "new_default_amount"} <= set(sweep.columns)
    other = read(tmp_path, SMALL + '[[search.objectives]]\nmeasure = "lgd"\nstatistic = "end"\nbetter = "lower"\n')
    assert other.objectives == (Objective("lgd", "lower", "end"),)
    assert "lgd" in other.sweep.columns


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("generation = 3", "generation = 4", r"9:10: error: search.trials: 6 policies are no whole number of gener"),
        ("proof = 3", "proof = 2", "search.proof: must be between 3 and"),
        ("proof = 3", 'sampler = "gp"', "search.sampler: must be 'tpe' or 'nsga2', got 'gp'"),
        ("proof = 3", "keep = { lendin = 0.9 }", "no measure is called 'lendin', did you mean 'lending'"),
        ("proof = 3", "prof = 3", "unknown key 'prof', did you mean 'proof'"),
        ("cut_depth = {}", "cut_depht = {}", "did you mean 'cut_depth'"),
        ("cut_depth = {}", "guidance = {}", r"guidance belongs to \[regulation\]"),
        ("cut_depth = {}", "cut_depth = { low = 0.6 }", "must hold the current policy's 0.5"),
        ("cut_depth = {}", "history_weight = {}", "the four weights .* a search has to leave them as they are"),
        ("[search]", '[design]\nkind = "grid"\n[search]', r"a search has no design, \[search\] takes its place"),
        ("mild-recession", "mild-recesion", "did you mean 'mild-recession'"),
        ("[search.over]\ncut_depth = {}\nfreezes", "# ", "'over' is missing"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_at_its_place(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert old in SMALL
    with pytest.raises(InputError, match=f"(?s)small.toml.*{says}.*nothing was run"):
        read(tmp_path, SMALL.replace(old, new))


def test_a_file_without_a_search_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\[search\] is missing"):
        read(tmp_path, 'scenarios = ["baseline"]')
    with pytest.raises(InputError, match=r"no search 'polcy'.*did you mean 'policy'"):
        load_search("polcy")


def look(folder: Path, search: Search, *, stop_in: str = "") -> SweepResults | None:
    """Search with real markets; the sweep in the folder ``stop_in`` is stopped as it begins."""

    def drive(sweep: Sweep, into: Path) -> SweepResults:
        watch = SweepWatch()
        watch.stop_asked = into.name == stop_in
        return live_sweep(sweep, into, InProcess(sweep), watch)

    return seek(search, folder, drive)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a search that nothing has disturbed; it is only read."""
    folder = tmp_path_factory.mktemp("undisturbed")
    assert look(folder / "found", read(folder, SMALL)) is not None
    return folder / "found"


@pytest.mark.parametrize("stop_in", ["generation-000", "generation-001", "proof-of-6"])
def test_real_markets_are_searched_and_the_search_goes_on_to_the_same_end(
    tmp_path: Path, undisturbed: Path, stop_in: str
) -> None:
    search, stopped = read(tmp_path, SMALL), tmp_path / "stopped"
    assert look(stopped, search, stop_in=stop_in) is None
    with pytest.raises(InputError, match="is not at its end: run 'tightrope sweep search' again"):
        open_proof(stopped)
    assert look(stopped, search) is not None
    for part in ("runs", "months", "summaries"):
        frames = [getattr(open_proof(folder), part).collect() for folder in (undisturbed, stopped)]
        assert frames[0].equals(frames[1])


def test_a_search_that_is_refused_touches_nothing(tmp_path: Path, undisturbed: Path) -> None:
    search, folder = read(tmp_path, SMALL), tmp_path / "found"
    shutil.copytree(undisturbed, folder)
    assert look(folder, search) is not None, "so far nothing is refused"
    (folder / "generation-001" / "sweep.json").write_text("{", encoding="utf-8")
    files = [path for path in folder.rglob("*") if path.is_file()]
    before = [path.read_bytes() for path in files]
    with pytest.raises(InputError, match=r"generation-001.*nothing was touched"):
        look(folder, search)
    assert [path for path in folder.rglob("*") if path.is_file()] == files
    assert [path.read_bytes() for path in files] == before


def test_the_frontier_is_shown_and_written(tmp_path: Path, undisturbed: Path) -> None:
    file = tmp_path / "found.csv"
    answer = CliRunner().invoke(frontier, [str(undisturbed), "--csv", str(file)], catch_exceptions=False)
    assert answer.exit_code == 0
    assert "6 policies were tried in baseline, mild-recession" in answer.output
    assert "3 fresh seeds" in answer.output and "current" in answer.output and "risk_cutoff" in answer.output
    table = pl.read_csv(file)
    assert table.row(0, named=True)["cut_depth"] == 0.5
    assert table["loss_difference"][0] == 0
    assert set(table["standing"]) <= {"frontier", "beaten"}
    own = open_proof(undisturbed).months.filter(point=0).select("trust_mean").collect()["trust_mean"].mean()
    assert table["trust"][0] == pytest.approx(own)


MADE_UP = {"trials": 8, "keep": {"lending": 0.9}, "objectives": [vars(objective) for objective in USUAL]}


def test_a_search_that_found_nothing_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    columns = {name: np.ones((1, 1, 3)) for measure in MEASURES.values() for name in measure.columns}
    knobs = [Factor("cut_depth", "", 0.0, 0.95)]
    design = {"found_in": [0], "search": MADE_UP}
    conclude(policies_of(fake_sweep(columns, factors=knobs, points=[[0.75]], design=design)))
    told = capsys.readouterr().out
    assert "loss: no policy betters it without worsening another objective" in told


def test_a_policy_that_fails_in_the_proof_is_left_out() -> None:
    columns = {name: np.ones((1, 3, 3)) for measure in MEASURES.values() for name in measure.columns}
    knobs, design = [Factor("cut_depth", "", 0.0, 0.95)], {"found_in": [0, 4, 7], "search": MADE_UP}
    of = {"factors": knobs, "points": [[0.75], [0.1], [0.2]], "design": design}
    table = policies_of(fake_sweep(columns, failed=[4], **of)).frame()  # type: ignore[arg-type]
    assert table.select("cut_depth", "found_in").rows() == [(0.75, 0), (0.2, 7)]
    with pytest.raises(InputError, match="current policy has no numbers in the proof"):
        policies_of(fake_sweep(columns, failed=[1], **of))  # type: ignore[arg-type]


def test_knobs_at_the_end_of_their_range_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Less loss the nearer cut_depth is to 0; the other knob does nothing."""
    points = np.array([[0.5, 470.0], [0.01, 450.0], [0.02, 500.0], [0.03, 550.0]])
    columns = {name: np.ones((1, 4, 3)) for measure in MEASURES.values() for name in measure.columns}
    depth = np.tile(points[:, [0]], 3)[np.newaxis]
    columns |= {"new_default_amount": 2 + depth, "trust_mean": 0.5 + 0.1 * depth}
    knobs = (Factor("cut_depth", "", 0.0, 0.95), Factor("risk_cutoff", "", 400.0, 600.0))
    design = {"found_in": [0, 0, 1, 1], "search": MADE_UP}
    conclude(policies_of(fake_sweep(columns, factors=knobs, points=points, design=design)))
    told = " ".join(capsys.readouterr().out.split())
    assert "At an end of the range in most of these policies: cut_depth (0)." in told
    assert "risk_cutoff (" not in told
    assert "The current policy may lie there as well" in told
    assert "90 % of lending" in told


def test_a_folder_without_a_search_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds no search\.json, so it is no search: name a folder"):
        open_proof(tmp_path)


WHOLE = {**MADE_UP, "generation": 4, "seed": 1, "sampler": "tpe", "proof": 3}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda design: design["search"].pop("trials"), "design.search: 'trials' is missing"),
        (lambda design: design["search"].update(trials={"x": 1}), "design.search.trials: must be a whole number"),
        (lambda design: design["search"].update(objectives=[]), "design.search.objectives: "),
        (lambda design: design["search"]["objectives"].__setitem__(0, None), "design.search.objectives.0: "),
        (lambda design: design["search"]["objectives"][1].update(measure=None), "measure: must be text in quotes"),
        (lambda design: design["search"]["objectives"][1].update(measure="los"), "no measure is called 'los'"),
        (lambda design: design["search"].update(keep={"lendin": 0.9}), "no measure is called 'lendin'"),
        (lambda design: design["found_in"].append(1), "found_in: does not go together with the points"),
        (lambda design: design.pop("search"), "design: 'search' is missing"),
    ],
)
def test_a_proof_says_in_full_what_was_sought(change: Callable[[dict[str, Any]], None], says: str) -> None:
    design: dict[str, Any] = deepcopy({"kind": "list", "points": 1, "found_in": [0], "search": WHOLE})
    check_proof(Path("here"), design)
    change(design)
    with pytest.raises(InputError, match=r"here holds no proof of a search") as refusal:
        check_proof(Path("here"), design)
    assert says in str(refusal.value)
