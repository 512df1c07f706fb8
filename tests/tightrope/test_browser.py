"""The report in a real browser: every chart drawn, on small and large screens, light and dark, without a network."""

import re
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Request, expect

from tests.analysis.test_sweep_report import library
from tests.helpers.fake_results import fake_results
from tests.helpers.waiting import patient
from tightrope.analysis.charts.figures import FIGURES
from tightrope.analysis.compare.differences import MEASURES
from tightrope.analysis.report.comparison import write_comparison
from tightrope.analysis.report.report import write_report
from tightrope.analysis.report.sweep import write_sweep_report

NARROW, WIDE = 420, 1600
BOXES = """plot => [...plot.querySelectorAll(".xtitle, .legend .scrollbox, .annotation-text-g")].map(element => {
    const {left, right, top, bottom} = element.getBoundingClientRect();
    return {text: element.textContent, left, right, top, bottom};
})"""
"""What is written around a chart, with its edges on the screen."""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_report(fake_results(60), fake_results(60, squeeze=0), path)
    return path


class Visit:
    """A page that was opened, with what it complained of and asked for."""

    def __init__(
        self,
        browser: Browser,
        report: Path,
        width: int,
        theme: Literal["light", "dark"],
        charts: Iterable[str] = FIGURES,
    ) -> None:
        self.width = width
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page = patient(browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._note)
        self.page.goto(report.as_uri())
        for name in charts:
            expect(self.page.locator(f"#plot-{name} .main-svg").first).to_be_visible()

    def _note(self, request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")):
            self.requests.append(request.url)


@pytest.fixture(scope="module", params=[(NARROW, "light"), (NARROW, "dark"), (WIDE, "light"), (WIDE, "dark")])
def visit(browser: Browser, report: Path, request: pytest.FixtureRequest) -> Iterator[Visit]:
    made = Visit(browser, report, *request.param)
    yield made
    made.page.close()


def test_every_chart_is_drawn_and_fits(visit: Visit) -> None:
    for name in FIGURES:
        drawn = visit.page.locator(f"#plot-{name} .main-svg").first.bounding_box()
        assert drawn is not None and drawn["height"] > 150, name
        assert drawn["x"] >= 0 and drawn["x"] + drawn["width"] <= visit.width, f"{name} does not fit"
        marks = visit.page.locator(f"#plot-{name} :is(.scatterlayer .trace, .barlayer .trace, .heatmaplayer image)")
        assert marks.count() >= 1, f"{name} is empty"
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= visit.width, "the page scrolls sideways"


def test_the_twin_stands_beneath_those_whom_the_run_happened_to(visit: Visit) -> None:
    people = visit.page.locator("#people")
    frozen = people.locator("tr", has_text="line closed at the end: regulator's guidance")
    expect(frozen.locator("td").first).to_have_text("60")
    own, twin = frozen.locator("td").nth(1), frozen.locator("td").nth(1).locator(".twin")
    expect(twin).to_have_text("0 (0.00\u00a0%)")
    cell, small = own.bounding_box(), twin.bounding_box()
    assert cell is not None and small is not None
    assert small["y"] > cell["y"] + 0.4 * small["height"], "the twin stands beside, not beneath"
    box = people.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= visit.width


def test_nothing_is_complained_of_or_asked_for(visit: Visit, report: Path) -> None:
    assert visit.complaints == []
    assert visit.requests == [report.as_uri()]


def test_no_writing_covers_another(visit: Visit) -> None:
    for name in FIGURES:
        boxes: list[dict[str, Any]] = visit.page.locator(f"#plot-{name}").evaluate(BOXES)
        assert boxes, name
        words = [box for box in boxes if len(box["text"]) > 1]  # letters of events may stand close
        for one, other in combinations(words, 2):
            beside = one["right"] <= other["left"] or other["right"] <= one["left"]
            apart = one["bottom"] <= other["top"] + 1 or other["bottom"] <= one["top"] + 1
            assert beside or apart, f"{name}: '{one['text']}' and '{other['text']}' overlap"


def test_an_event_tells_its_sentence_on_hover(visit: Visit) -> None:
    visit.page.locator("#plot-limits .annotation-text[data-unformatted=A]").hover()
    expect(visit.page.locator("#plot-limits .hovertext")).to_contain_text("the regulator asks for less")


def test_charts_follow_the_readers_theme(browser: Browser, report: Path) -> None:
    visit = Visit(browser, report, WIDE, "light")
    heading, tick = visit.page.locator("h1"), visit.page.locator("#plot-trust .xtick text").first
    light = heading.evaluate("element => getComputedStyle(element).color")
    expect(tick).to_have_css("fill", light)
    visit.page.emulate_media(color_scheme="dark")
    dark = heading.evaluate("element => getComputedStyle(element).color")
    assert dark != light
    expect(tick).to_have_css("fill", dark)
    visit.page.close()


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The reports of a comparison and of a sweep."""
    folder = tmp_path_factory.mktemp("others")
    results = [fake_results(60), fake_results(60, squeeze=0)]
    write_comparison(results, folder / "comparison.html", folders=["squeeze", "calm"])
    write_sweep_report(library(), folder / "sweep.html", folder="results/made-up")
    return [folder / "comparison.html", folder / "sweep.html"]


@pytest.mark.parametrize(("width", "theme"), [(NARROW, "dark"), (WIDE, "light")])
def test_other_reports_fit_and_complain_of_nothing(
    browser: Browser, others: list[Path], width: int, theme: Literal["light", "dark"]
) -> None:
    for report in others:
        charts = [measure.column for measure in MEASURES] if report.stem == "comparison" else []
        visit = Visit(browser, report, width, theme, charts)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
        assert visit.complaints == [] and visit.requests == [report.as_uri()]
        visit.page.close()


def test_the_first_page_prints_on_white_without_the_list_of_contents(browser: Browser, report: Path) -> None:
    visit = Visit(browser, report, WIDE, "dark")
    visit.page.emulate_media(media="print", color_scheme="dark")
    expect(visit.page.locator("nav")).to_be_hidden()
    expect(visit.page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    assert len(re.findall(rb"/Type\s*/Page\b", visit.page.pdf(format="A4"))) > 5
    visit.page.close()
