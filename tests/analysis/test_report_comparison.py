"""Results side by side: what differs in them and in what was run, and the command that writes reports again."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.analysis.test_report import Page
from tests.helpers.fake_results import fake_results
from tightrope.analysis.compare.differences import MEASURES
from tightrope.analysis.report.comparison import write_comparison
from tightrope.cli import commands as cli
from tightrope.model.results.run_results import Results, write_results
from tightrope.scenarios.errors import InputError

RUN, CALM = fake_results(), fake_results(squeeze=0)


def with_manifest(results: Results, **values: Any) -> Results:
    return replace(results, manifest={**results.manifest, **values})


def written(folder: Path, *results: Results, language: str = "en") -> Page:
    path = folder / "page.html"
    write_comparison(results, path, folders=[f"r/{n}" for n, _ in enumerate(results)], language=language)
    text = path.read_text(encoding="utf-8")
    return Page(text[: text.index("<script>")] + "</body></html>")


def test_measures_stand_side_by_side_and_courses_together(tmp_path: Path) -> None:
    page = written(tmp_path, RUN, CALM)
    header = page.texts("header")[0]
    assert "All are of the same borrowers, who met the same fate" in header
    assert header.count("highest under “A squeeze that is made up”") + header.count("highest under “Baseline”") == 3
    rows = [text for text in page.texts("tr") if text.startswith(MEASURES[0].label.put("en"))]
    assert f"{RUN.months['stance'][-1]:.2f}" in rows[0] and f"{CALM.months['stance'][-1]:.2f}" in rows[0]
    figures = json.loads(page.texts("script", type="application/json")[0])
    assert list(figures) == [measure.column for measure in MEASURES]
    assert figures["trust_mean"]["data"][1]["y"] == CALM.months["trust_mean"].to_list()
    assert "From month 13, the regulator asks" in page.texts("section", id="events")[0]


def test_what_was_run_differently_is_told(tmp_path: Path) -> None:
    parameters = {**RUN.manifest["parameters"], "limits": {"cut_depth": 0.3, "raise_score": 560.0}}
    other = with_manifest(RUN, seed=2, parameters=parameters)
    page = written(tmp_path, RUN, other)
    assert "They differ in seed, so that different borrowers met different fates" in page.texts("header")[0]
    assert "A squeeze that is made up (1)" in page.texts("table")[0], "results of one scenario are told apart"
    told = page.texts("section", id="parameters")[0]
    assert "limits.cut_depth" in told and "0.75" in told and "0.3" in told and "raise_score" not in told


def test_results_of_other_lengths_are_compared_as_far_as_all_go(tmp_path: Path) -> None:
    header = written(tmp_path, RUN, fake_results(10, squeeze=0)).texts("header")[0]
    assert "compared over the 10 months that all have finished" in header and "mean of 10 months" in header


def test_results_that_are_alike_are_told_so(tmp_path: Path) -> None:
    page = written(tmp_path, RUN, RUN)
    assert "The means of all headline measures are about alike." in page.texts("header")[0]
    assert "All parameters are the same before the first event." in page.texts("p")


def test_too_few_too_many_and_empty_results_are_refused(tmp_path: Path) -> None:
    for results in ([RUN], [RUN] * 7):
        with pytest.raises(InputError, match="name 2 to 6"):
            written(tmp_path, *results)
    with pytest.raises(InputError, match="r/1: no month was finished"):
        written(tmp_path, RUN, replace(CALM, months=CALM.months.clear()))
    assert not list(tmp_path.iterdir())


def test_what_users_write_stays_text_and_chinese_is_chinese(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>"
    named = {**RUN.manifest["scenario"], "title": evil, "title_zh": ""}
    page = written(tmp_path, with_manifest(RUN, scenario=named, events=[{"month": 1, "says": evil}]), CALM)
    assert "<script>alert" not in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert evil in page.texts("h3")
    assert not any(title.isascii() for title in written(tmp_path, RUN, CALM, language="zh").texts("h2"))


def test_the_command_writes_one_report_again_and_compares_several(tmp_path: Path) -> None:
    def also(folder: Path) -> None:
        write_results(CALM, folder / "against")

    write_results(RUN, tmp_path / "run", also)
    write_results(CALM, tmp_path / "calm")
    run = CliRunner()
    one = run.invoke(cli.main, ["report", str(tmp_path / "run"), "--language", "zh"])
    assert one.exit_code == 0, one.output
    assert "虚线" in (tmp_path / "run" / "report.html").read_text(encoding="utf-8").partition("<script>")[0]
    file = tmp_path / "both.html"
    both = run.invoke(cli.main, ["report", str(tmp_path / "run"), str(tmp_path / "calm"), "--out", str(file)])
    assert both.exit_code == 0 and both.output == f"report: {file}\n" and file.exists()
    wrong = run.invoke(cli.main, ["report", str(tmp_path / "nowhere")])
    assert wrong.exit_code == 2 and "is not there" in wrong.output
