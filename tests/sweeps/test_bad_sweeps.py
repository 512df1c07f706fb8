"""Sweeps, lists of points and searches that nobody runs: each ends in one message, in little time."""

import time

import pytest

from tests.helpers.refusals import SWEEP, refused, written
from tightrope.scenarios.books.book import LARGEST_SEED
from tightrope.scenarios.parameters.table import declared

pytestmark = pytest.mark.usefixtures("own_folder")

LIST = SWEEP + '[design]\nkind = "list"\nfile = "points.csv"\n'
GRID = SWEEP + '[design]\nkind = "grid"\n[design.over]\n'
SEARCH = 'scenarios = "baseline"\n[search]\n'
WEIGHTS = ("history_weight", "capacity_weight", "behaviour_weight", "identity_weight")
EVERYTHING = "\n".join(
    f"{name} = {{}}" for name, field in declared().items() if field.annotation is float and name not in WEIGHTS
)
"""What varies where all does that has a range and may move alone."""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SWEEP.replace("seeds = 1", f"seeds = {'9' * 150}"), "seeds can be run, got about 1e150"),
        ("scenarios = [" + ",".join(f'"a{number}"' for number in range(2_000)) + "]", "2,000 are too many"),
        (SWEEP + "columns = [" + ",".join(f'"trust{number}"' for number in range(3_000)) + "]", "3,000 problems"),
        (SWEEP + "[values]\n" + "\n".join(f"cut_dept{n} = 1" for n in range(3_000)), "3,000 problems"),
        (GRID + "\n".join(f"cut_dept{n} = {{}}" for n in range(3_000)), "3,000 problems"),
        (GRID + "cut_depth = [" + ",".join(f"0.{n:05}" for n in range(1, 40_000)) + "]", "1,000 values at most"),
        (GRID + "mean_degree = [4, inf]", "must be between 0 and 100, got inf"),
        (GRID + "".join(f"{n} = {{ levels = 1000 }}\n" for n in ("cut_depth", "transparency", "raise_step")),
         "1,000,000,000 points (1000 x 1000 x 1000) x 1 seed are 1,000,000,000 runs, too many for one sweep"),
        (SWEEP + '[design]\nkind = "morris"\npoints = 4000\n[design.over]\n' + EVERYTHING,
         "numbers, too many: at most 20,000,000; choose fewer points, or vary less at a time"),
        ("second = 1\n" + SWEEP + '[design]\nkind = "saltelli"\npoints = 256\n[design.over]\n' + EVERYTHING,
         "unknown key 'second'"),
        (SWEEP + 'book = "' + "q" * 5000 + '.csv"', "File name too long"),
        (SWEEP + '[values]\nnetwork_kind = "file"\nnetwork_file = "' + "q" * 5000 + '"', "there is no file"),
    ],
    ids=lambda value: value[-30:],
)  # fmt: skip
def test_sweeps_that_nobody_runs(text: str, message: str) -> None:
    assert message in refused("sweep", "plan", written("mine.toml", text))


def test_points_are_not_laid_out_where_a_file_is_at_fault_anyway(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tightrope.sweeps.plan.design_reading.points_of", lambda *_: pytest.fail("was laid out"))
    refused("sweep", "plan", written("mine.toml", "second = 1\n" + GRID + "cut_depth = [0.1, 0.2]"))


def test_ends_of_very_many_factors_are_tried_without_delay() -> None:
    text = SWEEP.replace('"baseline"', '"library"') + '[design]\nkind = "latin-hypercube"\npoints = 2\n[design.over]\n'
    began = time.process_time()
    everything = EVERYTHING.replace("share_gig = {}", "share_gig = { full = true }")
    message = refused("sweep", "plan", written("mine.toml", text + everything))
    assert time.process_time() - began < 8, "every scenario is tried at every end"
    assert "cannot be had: population: share_salaried and share_gig add up to" in message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SEARCH + "keep = {" + ",".join(f"lendin{n} = 1" for n in range(3_000)) + "}\nover.cut_depth = {}", "problems"),
        (SEARCH + "over.cut_depth = {}\n" + '[[search.objectives]]\nmeasure = "los"\nbetter = "lower"\n' * 3_000,
         "did you mean 'loss'?"),
        (SEARCH + "keep = { lending = inf }\nover.cut_depth = {}", "keep.lending: must be a finite number, got inf"),
        (SEARCH + "keep = { lending = nan }\nover.cut_depth = {}", "keep.lending: must be a finite number, got nan"),
        (SEARCH + "keep = { lending = 1e300 }\nover.cut_depth = {}", "keep.lending: must be at most 10.0, got 1e+300"),
        (SEARCH + "proof = 1000000000\nover.cut_depth = {}", "search.proof: must be between 3 and 1,000,000"),
        (SEARCH + "proof = 900000\nover.cut_depth = {}", "193 x 1 x 900,000 = 173,700,000 runs, too many"),
        ("seeds = 1000\n" + SEARCH + "trials = 10000\ngeneration = 10000\nover.cut_depth = {}",
         "10,000 x 1 x 1,000 = 10,000,000 runs, too many for one search: at most 1,000,000"),
        (f"seeds = [{LARGEST_SEED}]\n" + SEARCH + "over.cut_depth = {}",
         f"seeds: the proof takes the 20 seeds after these, so none may be above {LARGEST_SEED - 20}"),
        (f"seeds = [{LARGEST_SEED - 3}]\n" + SEARCH + "proof = 10\nover.cut_depth = {}", "takes the 10 seeds"),
    ],
    ids=lambda value: value[:60],
)  # fmt: skip
def test_searches_that_nobody_runs(text: str, message: str) -> None:
    assert message in refused("sweep", "search", written("mine.toml", text))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cut_depth\n\0\n", "holds a NUL character"),
        (",".join(f"cut_dept{number}" for number in range(20_000)), "20,000 columns, but only"),
        ("cut_depth\n" + "x\n" * 50_000, "50,000 problems, the first 20 are shown; nothing was run"),
        ("cut_depth\n\u202e1\n", "must be a number, got '\\u202e1'"),
    ],
    ids=lambda value: value[:20],
)
def test_lists_of_points_that_nobody_writes(text: str, message: str) -> None:
    written("points.csv", text)
    assert message in refused("sweep", "plan", written("mine.toml", LIST))
