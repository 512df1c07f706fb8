"""The emulator of a sweep: functions drawn from it, its indices against known ones, and the sliders of the report."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser
from scipy.stats import qmc

from tests.analysis.test_report import Page
from tests.helpers.fake_sweeps import fake_sweep
from tests.helpers.known_answers import (
    ANGLES,
    MEASURE,
    SHARES,
    Numbers,
    by_factor,
    ishigami,
    linear,
    ranked,
    saltelli_points,
    swept,
)
from tests.helpers.many_sweeps import told
from tightrope.analysis.report.sweep import write_sweep_report
from tightrope.analysis.report.sweep_emulator import sliders
from tightrope.analysis.report.sweep_findings import SweepPage
from tightrope.analysis.study.emulator import emulate
from tightrope.analysis.study.sweep_emulator import MOST_POINTS, sweep_emulator
from tightrope.cli.rankings import print_ranking
from tightrope.scenarios.errors import InputError
from tightrope.sweeps.plan.factors import Factor
from tightrope.sweeps.store.dataset import SweepResults

LATE, TRUST = "dpd90_share_balance", "trust_mean"


def of_angles(count: int = 256, **others: Any) -> SweepResults:
    points = -np.pi + 2 * np.pi * qmc.Sobol(3, rng=1).random(count)
    return swept(ishigami, ANGLES, points, "sobol", **others)


def test_functions_drawn_have_the_mean_and_the_spread_that_the_emulator_tells() -> None:
    cube, elsewhere = qmc.Sobol(3, rng=1).random(32), qmc.Sobol(3, rng=2).random(64)
    values = np.sin(4 * cube[:, 0]) + cube[:, 1]
    emulator = emulate(cube, values, np.full(32, 0.01))
    told, drawn = emulator.at(elsewhere), emulator.draws(elsewhere, 2000, 1)
    assert drawn.shape == (2000, 64)
    sigma = np.sqrt(told.variance)
    assert np.abs(drawn.mean(axis=0) - told.mean).max() < 0.12 * sigma.max()
    assert drawn.std(axis=0) / sigma == pytest.approx(1, abs=0.12)
    assert np.array_equal(drawn, emulator.draws(elsewhere, 2000, 1))
    assert not np.array_equal(drawn, emulator.draws(elsewhere, 2000, 2))


def test_indices_of_ishigami_lie_within_their_intervals() -> None:
    found = ranked(of_angles(noise=0.1), emulator=True)
    assert found.method == "emulator" and found.foretold > 0.95 and found.rows == 256
    total, first = {"one": 0.5576, "two": 0.4424, "three": 0.2437}, {"one": 0.3139, "two": 0.4424, "three": 0.0}
    for name, truth in (("total", total), ("first", first)):
        value, low, high = (by_factor(found, f"{name}{end}") for end in ("", "_low", "_high"))
        for factor, index in truth.items():
            assert low[factor] - 0.01 < index < high[factor] + 0.01 and value[factor] == pytest.approx(index, abs=0.02)
            assert high[factor] - low[factor] < 0.1


def test_fewer_points_leave_more_open() -> None:
    few, many = (ranked(of_angles(count, noise=0.1), emulator=True).table for count in (64, 256))
    width = [(table["total_high"] - table["total_low"]).mean() for table in (few, many)]
    assert width[0] > 2 * width[1]  # type: ignore[operator]


def test_a_saltelli_design_gives_the_same_indices_both_ways() -> None:
    results = swept(linear, SHARES, saltelli_points(SHARES, 64), "saltelli")
    emulated, computed = (by_factor(ranked(results, emulator=way), "total") for way in (True, False))
    for factor, share in {"strong": 0.8, "weak": 0.2, "idle": 0.0}.items():
        assert emulated[factor] == pytest.approx(share, abs=0.02)
        assert computed[factor] == pytest.approx(share, abs=0.15)


def test_the_spread_over_the_ranges_is_that_of_the_rule() -> None:
    spread = ranked(swept(linear, SHARES, qmc.Sobol(3, rng=1).random(64), "sobol"), emulator=True).spread
    assert spread is not None
    rows = {row["part"]: row for row in spread.to_dicts()}
    common = float(np.random.default_rng(7).normal(size=3).mean())  # what the seeds add everywhere
    truth = linear(np.random.default_rng(1).random((100_000, 3))) + common
    assert rows["mean"]["value"] == pytest.approx(truth.mean(), abs=0.02)
    for share in (5, 50, 95):
        row = rows[f"below {share} %"]
        assert row["value"] == pytest.approx(np.quantile(truth, share / 100), abs=0.05)
        assert row["value_low"] < row["value"] < row["value_high"]


def test_the_ranking_is_printed_with_its_spread_and_trust(capsys: pytest.CaptureFixture[str]) -> None:
    results = of_angles()
    print_ranking(ranked(results, emulator=True), "What drives it", results.manifest["factors"], "share of balance")
    printed = " ".join(capsys.readouterr().out.split())
    assert "Sobol' indices by an emulator from 256 points" in printed
    assert "over the ranges varied" in printed and "% (R2); intervals hold what the emulator does not know" in printed


def test_no_more_points_are_used_than_are_needed() -> None:
    assert len(sweep_emulator(of_angles(512), MEASURE, "mean", "baseline").emulator.values) == MOST_POINTS


def worded() -> SweepResults:
    points = np.column_stack([np.random.default_rng(1).random(30), np.arange(30) % 2])
    factors = [SHARES[0], Factor("kind", "", 0, 1, texts=("blocks", "ring"))]
    return swept(lambda x: x[:, 0], factors, points, "sobol")


@pytest.mark.parametrize(
    ("results", "says"),
    [
        (worded, "'kind' takes words, and an emulator goes over numbers"),
        (lambda: of_angles(16), "16 points of this sweep are whole, and an emulator over 3 factors needs at least 20"),
        (lambda: of_angles(64, noise=1e4), "by little more than chance"),
        (lambda: jagged(64), r"the emulator foretells \d+ % of what differs between points, and below 50 %"),
    ],
)
def test_what_cannot_be_emulated_is_refused(results: Any, says: str) -> None:
    with pytest.raises(InputError, match=says):
        ranked(results(), emulator=True)


def jagged(count: int) -> SweepResults:
    """A rule without any order: no point tells of its neighbours."""
    random = np.random.default_rng(3)
    return swept(lambda x: random.normal(size=len(x)), SHARES, random.random((count, 3)), "sobol")


def slidable() -> SweepResults:
    """One measure that an emulator foretells, and one that it does not; of a plain, a log and a whole factor."""
    factors = [
        Factor("cut_depth", "share", 0.1, 0.9),
        Factor("rate", "1", 0.01, 1, log=True),
        Factor("n", "", 0, 9, whole=True),
    ]
    shares = qmc.Sobol(3, rng=1).random(64)
    points = np.column_stack([0.1 + 0.8 * shares[:, 0], 0.01 * 100 ** shares[:, 1], np.round(9 * shares[:, 2])])
    random = np.random.default_rng(2)
    late = 0.02 + 0.03 * points[:, :1] ** 2 + 0.01 * np.log(points[:, 1:2]) * points[:, :1] + 0.001 * points[:, 2:]
    late = late + 0.0005 * random.normal(size=(64, 3))
    trust = random.normal(size=(64, 1)) + 0.01 * random.normal(size=(64, 3))
    courses = {LATE: late[np.newaxis], TRUST: trust[np.newaxis]}
    return told(fake_sweep(courses, factors=factors, points=points, design={"kind": "sobol", "points": 64}))


def test_the_report_has_sliders_and_warns_where_the_emulator_does_not_hold(tmp_path: Path) -> None:
    for language, warning in (("en", "The emulator does not hold here"), ("zh", "仿真器在此不成立")):
        write_sweep_report(slidable(), tmp_path / "report.html", folder="x", language=language)
        page = Page((tmp_path / "report.html").read_text(encoding="utf-8"))
        assert [warning in each for each in page.texts("p", role="note")] == [True]
        assert "cut_depth" in page.texts("section", id="emulator")[0]


def test_what_the_page_holds_stays_small() -> None:
    factors = [Factor(f"factor {number}", "1", 0, 1) for number in range(10)]
    points = qmc.Sobol(10, rng=1).random(512)
    values = (points @ np.arange(10.0))[:, np.newaxis] + np.random.default_rng(1).normal(size=(1, 512, 3)) / 10
    results = fake_sweep(dict.fromkeys((LATE, TRUST), values), factors=factors, points=points, design={"kind": "sobol"})
    found = sliders(SweepPage(results, "x"))
    assert found is not None and len(found.data["outcomes"]) == 2 and len(found.data["points"]) == 1, (
        "points are shared"
    )
    shared, outcome = (len(json.dumps(found.data[part][0])) for part in ("points", "outcomes"))
    assert shared + 16 * outcome < 300_000, "four measures under four scenarios"


def places(page: Any, positions: Numbers) -> None:
    """Move the sliders."""
    for number, position in enumerate(positions):
        page.locator(f"#slider-{number}").evaluate(
            "(slider, to) => { slider.value = to; slider.dispatchEvent(new Event('input')); }", float(position)
        )


def test_the_page_foretells_what_python_does(tmp_path: Path, browser: Browser) -> None:
    results = slidable()
    write_sweep_report(results, tmp_path / "report.html", folder="x")
    fitted = sweep_emulator(results, LATE, "mean", "baseline").emulator
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((tmp_path / "report.html").as_uri())
    compute = """points => {
        const {points: inputs, outcomes} = JSON.parse(document.getElementById("sliders").textContent);
        const fitted = emulator.fit(outcomes[0], inputs[outcomes[0].inputs]);
        return points.map(point => emulator.at(fitted, point));
    }"""
    cube = np.concatenate([np.random.default_rng(1).random((20, 3)), fitted.inputs[:3]])
    found, expected = page.evaluate(compute, cube.tolist()), fitted.at(cube)
    assert [each["mean"] for each in found] == pytest.approx(expected.mean, rel=1e-9)
    assert [each["half"] for each in found] == pytest.approx(1.959964 * np.sqrt(expected.variance), rel=1e-5)

    places(page, np.array([0.25, 0.5, 0.54]))
    assert page.locator("#slider-value-0").text_content() == "0.3"
    assert page.locator("#slider-value-1").text_content() == "0.1", "the middle of a log scale"
    assert page.locator("#slider-value-2").text_content() == "5", "a whole number"
    mean = 100 * float(fitted.at(np.array([[0.25, 0.5, 5 / 9]])).mean[0])
    shown = page.locator("#foretold-0").text_content() or ""
    assert float(shown.split()[0]) == pytest.approx(mean, abs=0.01) and shown.endswith(" %") and "±" in shown
    assert page.locator("#foretold-1").count() == 0 and not errors
