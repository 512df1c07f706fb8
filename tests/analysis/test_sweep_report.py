"""The report of a sweep: one page that stands alone, with what the seeds agree on, and what is missing."""

from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from tests.analysis.test_report import Page
from tests.helpers.fake_sweeps import fake_sweep
from tightrope.analysis.report.sweep import write_sweep_report
from tightrope.cli import commands as cli
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.scenario import load_scenario
from tightrope.sweeps.plan.factors import STRENGTH, Factor
from tightrope.sweeps.store.dataset import SweepResults

LATE, TRUST = "dpd90_share_balance", "trust_mean"


def in_full(results: SweepResults) -> SweepResults:
    """The sweep with its scenarios described as a real manifest does: all are calm."""
    calm = load_scenario("baseline").resolved()
    results.manifest["scenarios"] = [{**calm, "title_zh": "", **each} for each in results.manifest["scenarios"]]
    return results


def library(**others: Any) -> SweepResults:
    """Of two scenarios one raises late balances by 1 point and lowers trust; the other does nothing to them."""
    random = np.random.default_rng(1)
    late = 0.01 + 0.001 * random.normal(size=8) + 0.0001 * random.normal(size=(3, 1, 8))
    trust = 0.6 + 0.01 * random.normal(size=8) + np.zeros((3, 1, 8))
    late[1] += 0.01
    trust[1] -= 0.1
    names = ["baseline", "squeeze", "calm"]
    return in_full(fake_sweep({LATE: late, TRUST: trust}, scenarios=names, against="baseline", **others))


def doses(kind: str = "grid", points: int = 5) -> SweepResults:
    strength = np.linspace(0, 1, points)[:, np.newaxis]
    late = 0.01 + 0.0002 * np.random.default_rng(1).normal(size=(2, points, 5))
    late[1] += 0.02 * np.abs(strength - 0.5)
    factor = Factor(STRENGTH, "x", 0.0, 1.0, levels=tuple(strength[:, 0]))
    made = fake_sweep(
        {LATE: late}, scenarios=["baseline", "squeeze"], against="baseline", factors=[factor], points=strength,
        design={"kind": kind, "points": points},
    )  # fmt: skip
    return in_full(made)


def written(folder: Path, results: SweepResults, language: str = "en") -> Page:
    write_sweep_report(results, folder / "report.html", folder="results/made-up", language=language)
    plotly = (files("plotly") / "package_data" / "plotly.min.js").read_text(encoding="utf-8")
    text = (folder / "report.html").read_text(encoding="utf-8").replace(plotly, "")
    assert "url(" not in text and "src=" not in text and "default-src 'none'" in text
    return Page(text)


def test_the_sentences_name_what_moves_most_and_count_what_is_beyond_chance(tmp_path: Path) -> None:
    page = written(tmp_path, library())
    late, trust = page.texts("li", class_="card")
    assert "under “Baseline”. Raised by “Squeeze” (+1.0" in late and " points)" in late
    assert "Of 2 scenarios, 1 differ beyond chance" in late and "about 0.1 would still seem to" in late
    assert "Lowered by “Squeeze” (−0.1" in trust
    assert (
        "3 scenarios × 1 point × 8 seeds = 24 runs of 1,000 borrowers (synthetic) over 1 month." in page.texts("p")[1]
    )


def test_the_table_has_means_and_differences(tmp_path: Path) -> None:
    table = written(tmp_path, library()).texts("table")[0]
    assert table.count("±") > 8 and "+1.0" in table
    assert "Calm" in table and "(" in table.rpartition("Calm")[2], "a difference that may be nothing is in brackets"


def test_missing_runs_are_told_with_reason_and_command(tmp_path: Path) -> None:
    page = written(tmp_path, library(failed=[3], waiting=[20, 21]))
    assert page.texts("p", role="note") == [
        "21 of 24 runs are finished (1 failed, 2 not run yet); only these are counted."
    ]
    words = " ".join(page.texts("section", id="missing"))
    assert "2 runs are waiting" in words and "it was made to fail" in words
    assert "tightrope sweep rerun results/made-up 3" in words
    assert not written(tmp_path, library()).texts("section", id="missing")


def test_a_sweep_without_a_finished_run_has_no_report(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no run of this sweep is finished"):
        written(tmp_path, library(waiting=range(24)))
    assert not list(tmp_path.iterdir())


def test_a_grid_over_strength_tells_where_it_tips(tmp_path: Path) -> None:
    page = written(tmp_path, doses())
    assert "falls, then rises" in page.texts("section", id="tipping")[0]
    drives = page.texts("section", id="drivers")[0]
    assert "Nothing can be told of 90+ days late, of balance, Squeeze: " in drives and "at least" in drives
    [told] = page.texts("li", class_="card")
    assert "Over the points, the difference goes from " in told and "points (strength 0.5) to +1.0" in told
    assert "How strong the events are" in page.texts("section", id="factors")[0]
    assert "listed" in page.texts("section", id="factors")[0], "where the values come from"


def test_many_points_are_averaged_and_ranked(tmp_path: Path) -> None:
    page = written(tmp_path, doses("latin-hypercube", 40))
    assert "The points of the design are averaged." in page.texts("table")[0]
    assert "“strength” matters most" in page.texts("section", id="drivers")[0]


def test_the_figures_that_suit_the_sweep_are_drawn(tmp_path: Path) -> None:
    titles = [page.texts("figcaption") for page in (written(tmp_path, library()), written(tmp_path, doses()))]
    assert [title.partition(":")[0] for title in titles[0]] == [
        *["Course over the seeds"] * 4, *["Differences between scenarios"] * 2
    ]  # fmt: skip
    assert [title.partition(":")[0] for title in titles[1]] == ["Course over the seeds"]


def test_points_are_counted_as_they_were_run(tmp_path: Path) -> None:
    results = doses("latin-hypercube", 40)
    results.manifest["design"]["points"] = 10  # as trajectories or base rows would be counted
    assert "2 scenarios × 40 points × 5 seeds = 400 runs" in written(tmp_path, results).texts("header")[0]


def test_a_sweep_that_compares_with_nothing_tells_levels(tmp_path: Path) -> None:
    late = np.array([[[0.01, 0.011, 0.012]], [[0.02, 0.021, 0.022]]])
    [told] = written(tmp_path, fake_sweep({LATE: late}, scenarios=["calm", "squeeze"])).texts("li", class_="card")
    assert "Highest under “Squeeze” (2.1" in told and "lowest under “Calm” (1.1" in told


def test_definitions_and_provenance(tmp_path: Path) -> None:
    page = written(tmp_path, library())
    facts = dict(zip(page.texts("dt"), page.texts("dd"), strict=True))
    assert facts["sources of the model"] == "0123456789abcdef" and facts["seeds"] == "1, 2, 3, 4, 5, 6, 7, 8"
    assert "Mean trust of active borrowers at the month's end." in page.texts("section", id="definitions")[0]


def test_what_users_write_stays_text(tmp_path: Path) -> None:
    evil, results = "<script>alert(1)</script>", library()
    results.manifest.update(title=evil, tightrope=evil)
    results.manifest["scenarios"][1].update(title=evil, description=evil)
    results.manifest["book"].update(name=evil, attribution=evil)
    assert written(tmp_path, results).texts("h1") == [evil]
    assert "<script>alert" not in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_chinese(tmp_path: Path) -> None:
    for results in (library(failed=[3]), doses()):
        assert not any(title.isascii() for title in written(tmp_path, results, "zh").texts("h2"))


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tightrope.sweeps.store.dataset.open_sweep", lambda folder, verify: library())
    file = tmp_path / "page.html"
    answer = CliRunner().invoke(cli.main, ["sweep", "report", "results/made-up", "--out", str(file)])
    assert answer.exit_code == 0 and answer.output == f"report: {file}\n" and file.stat().st_size > 10_000
    wrong = CliRunner().invoke(cli.main, ["sweep", "report", "results/made-up", "--out", str(tmp_path)])
    assert wrong.exit_code == 2 and "is a folder: name a file" in wrong.output
