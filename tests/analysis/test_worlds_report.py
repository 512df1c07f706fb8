"""The report, the figures and the table of a sweep over an ensemble: what survives, and how far it goes."""

from pathlib import Path

import numpy as np
import pytest

from tests.analysis.test_report import Page
from tests.analysis.test_sweep_report import in_full, written
from tests.analysis.test_worlds import LATE, sweep_of
from tightrope.analysis.pictures.of_sweeps import Choice, pictures_of_sweep
from tightrope.analysis.study.worlds import stands, worlds
from tightrope.cli.worlds import print_worlds
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.store.dataset import SweepResults

MOVES = np.array([0.010, 0.008, 0.006, 0.004])[:, np.newaxis]


def over_four(*moves: np.ndarray | float, against: str | None = "baseline") -> SweepResults:
    """A baseline of four worlds under three seeds, and a scenario for each move of its late balances."""
    random = np.random.default_rng(3)
    base = 0.02 + 0.002 * np.arange(4)[:, np.newaxis] + 0.0004 * random.normal(size=3)
    noise = 0.0001 * random.normal(size=(4, 3))
    results = sweep_of(np.array([base, *(base + move + noise for move in moves)]), against=against)
    results.manifest["design"]["targets"] = ["late: 30+ days past due", "missed: dues missed on the day"]
    return in_full(results)


def told(folder: Path, results: SweepResults, language: str = "en") -> tuple[str, Page]:
    page = written(folder, results, language)
    [late] = page.texts("li", class_="card")
    return late, page


def test_the_first_page_says_in_how_many_worlds_something_stands(tmp_path: Path) -> None:
    late, page = told(tmp_path, over_four(MOVES))
    assert "In 4 of 4 accepted worlds “Squeeze” raises it, by +0." in late and " to +1.0" in late and "points." in late
    assert "Under “Baseline” between 1.96 and 2.65 %" in late
    assert "% of that variance is ignorance of the parameters" in late
    run = page.texts("p")[1]
    assert "sets of one parameter that the calibration “small” accepts, because they explain 2 moments" in run
    assert any("Bands hold chance, and what 2 moments leave open of one parameter" in each for each in page.texts("p"))


@pytest.mark.parametrize(
    ("move", "sentence"),
    [
        (-MOVES, "In 4 of 4 accepted worlds “Squeeze” lowers it, by −1.0"),
        (MOVES - 0.005, "In 3 of 4 accepted worlds “Squeeze” raises it"),
        (MOVES - 0.005, "points; in 1 it lowers it."),
        (0.0 * MOVES, "In none of 4 accepted worlds does “Squeeze” move it beyond chance (−0.0"),
    ],
)
def test_worlds_that_do_not_agree_are_counted(move: np.ndarray, sentence: str, tmp_path: Path) -> None:
    assert sentence in told(tmp_path, over_four(move))[0]


def test_of_several_scenarios_those_that_stand_come_first_and_are_counted(tmp_path: Path) -> None:
    late = told(tmp_path, over_four(MOVES - 0.007, MOVES))[0]
    assert late.index("“Calm” raises it") < late.index("“Squeeze”")
    assert "Of 2 scenarios, 1 move it the same way in nine of ten accepted worlds or more." in late
    rows = worlds(over_four(MOVES - 0.007, MOVES), LATE, "mean").to_dicts()[1:]
    assert [stands(row) for row in rows] == [False, True]


def test_without_a_comparison_and_without_a_spread_levels_alone_are_told(tmp_path: Path) -> None:
    late, page = told(tmp_path, over_four(against=None))
    assert "Under “Baseline” between" in late and "accepted worlds" not in late
    assert len(page.texts("table")) >= 1 and "raised in" not in page.texts("table")[0]
    still = in_full(sweep_of(np.ones((1, 4, 2)) * 0.02, against=None))
    still.manifest["design"]["targets"] = ["late: 30+ days past due"]
    assert "Under “Baseline” 2.00 % in every run." in told(tmp_path, still)[0]


def test_the_tables_split_the_band_in_two(tmp_path: Path) -> None:
    levels, differences = told(tmp_path, over_four(MOVES))[1].texts("table")[:2]
    assert "nine runs of ten" in levels and "ignorance" in levels and "chance" in levels and "±" in levels
    assert "4 of 4" in differences and "0 of 4" in differences and "±0.26" in differences


def test_another_language_says_the_same(tmp_path: Path) -> None:
    late = told(tmp_path, over_four(MOVES), "zh")[0]
    assert "在4个被接受的世界中,“Squeeze”在4个中使其上升" in late.replace(" ", "")


# figures


def test_a_course_has_a_band_of_worlds_within_that_of_runs() -> None:
    values = np.arange(24.0).reshape(1, 4, 3, 2) / 1000
    results = in_full(sweep_of(values, against=None))
    [picture] = pictures_of_sweep(results, names=["worlds"]).drawn
    low, high, world_low, world_high, mean = (trace["y"] for trace in picture.plot["data"])
    for month in (0, 1):
        assert low[month] < world_low[month] < mean[month] < world_high[month] < high[month]


def test_differences_have_a_bar_for_each_part_and_are_grey_where_they_do_not_stand() -> None:
    results = over_four(MOVES, MOVES - 0.007)
    found = {picture.name: picture.plot for picture in pictures_of_sweep(results, Choice([LATE])).drawn}
    assert "gaps" not in " ".join(found).replace("worlds_gaps", "") and "heat_map" not in " ".join(found)
    thin, thick, grey, _ = found[f"worlds_gaps-{LATE}"]["data"]
    row = worlds(results, LATE, "mean").to_dicts()[1]
    assert thin["x"] == pytest.approx([100 * row["difference"]]) and thin["y"] == ["Squeeze"] and grey["y"] == ["Calm"]
    assert thin["x"][0] + thin["error_x"]["array"][0] == pytest.approx(100 * row["difference_high"])
    assert thin["x"][0] - thin["error_x"]["arrayminus"][0] == pytest.approx(100 * row["difference_low"])
    assert thick["error_x"]["array"] == pytest.approx([164.5 * row["difference_ignorance"]])
    assert (thin["marker"]["symbol"], grey["marker"]["symbol"]) == ("circle", "circle-open")
    assert found[f"worlds-{LATE}-squeeze"]["data"][-1]["name"].endswith("Baseline")


def test_differences_need_something_to_differ_from() -> None:
    with pytest.raises(InputError, match="has a difference of dpd90_share_balance"):
        pictures_of_sweep(over_four(against=None), names=["worlds_gaps"])


# the table of the shell


def test_the_printed_tables_say_how_to_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    print_worlds(over_four(MOVES), [LATE], "mean")
    printed = " ".join(capsys.readouterr().out.split())
    assert "4 of 4 0 of 4" in printed and "nine runs of ten" in printed
    assert "4 worlds that calibration 'small' accepts, 3 seeds each." in printed
    assert "Differences are to 'baseline'" in printed
    print_worlds(over_four(against=None), [LATE], "mean")
    printed = capsys.readouterr().out
    assert "raised in" not in printed and "Differences are to" not in printed
