"""Figures as files: drawn in a real browser in every theme and language, whole or not at all, and what is refused."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from playwright.sync_api import Browser, Page

from tests.helpers.fake_results import fake_results
from tests.helpers.many_sweeps import grid, many_sweeps
from tests.helpers.waiting import patient
from tightrope.analysis.charts.figures import FIGURES
from tightrope.analysis.charts.style import Plot
from tightrope.analysis.pictures.look import THEMES, with_words
from tightrope.analysis.pictures.of_sweeps import pictures_of_sweep
from tightrope.analysis.pictures.pictures import Picture, pictures_of_comparison, pictures_of_run
from tightrope.analysis.report.picture_pages import page as page_of
from tightrope.analysis.study_charts.figures import SWEEP_FIGURES
from tightrope.analysis.words.words import LANGUAGES
from tightrope.cli import commands as cli
from tightrope.model.results.run_results import Results, write_results
from tightrope.scenarios.errors import InputError

RUN, BASELINE, MILD = fake_results(60), fake_results(60, squeeze=0), fake_results(36, squeeze=0.4)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    made = patient(browser.new_page(viewport={"width": 420, "height": 900}))
    yield made
    made.close()


def folder(path: Path, run: Results, against: Results | None = None) -> Path:
    write_results(run, path, (lambda place: write_results(against, place / "against")) if against else None)
    return path


def plot(*words: str | Path) -> Result:
    return CliRunner().invoke(cli.main, ["plot", *map(str, words)])


def refused(*words: str | Path) -> str:
    answer = plot(*words)
    assert answer.exit_code == 2, answer.output
    return answer.stderr


def every_picture(language: str) -> list[Picture]:
    several = {"one": RUN, "two": MILD}
    sweeps = [
        pictures_of_sweep(sweep, names=[name.partition(":")[0]], language=language).drawn[0]
        for name, sweep in many_sweeps().items()
    ]
    return [
        *pictures_of_run(RUN, BASELINE, language=language),
        *pictures_of_comparison(several, BASELINE, language=language),
        *sweeps,
    ]


DRAW = """async plots => {
    const place = document.getElementById("plot"), empty = [];
    for (const [number, plot] of plots.entries()) {
        await Plotly.newPlot(place, plot.data, plot.layout);
        if (!place.querySelector(".scatterlayer .trace, .barlayer .point, .heatmaplayer image")) empty.push(number);
    }
    return empty;
}"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_is_drawn_in_every_theme_by_a_real_browser(page: Page, tmp_path: Path, language: str) -> None:
    pictures = every_picture(language)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    for theme in THEMES.values():
        path = tmp_path / "first.html"
        path.write_text(page_of(pictures[0], theme), encoding="utf-8")
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 420, "the page scrolls sideways"
        assert page.evaluate(DRAW, [with_words(picture, theme) for picture in pictures]) == []
    assert complaints == []
    assert all(url.startswith(("file:", "data:", "blob:")) for url in requests)


def lines(trace_of: Sequence[Plot]) -> list[str]:
    return [trace["line"].get("dash", "") for trace in trace_of if trace["type"] == "scatter" and "line" in trace]


def test_print_tells_lines_apart_without_colour_and_leaves_the_words_to_the_caption() -> None:
    [picture] = pictures_of_run(RUN, BASELINE, names=["default_rates"])
    for_paper, for_screen = (with_words(picture, THEMES[theme]) for theme in ("print", "dark"))
    assert len(set(lines(for_paper["data"]))) == 5, "four lines and the dotted ones of the twin"
    assert "title" not in for_paper["layout"] and for_paper["layout"]["width"] == round(16 / 2.54 * 96)
    assert picture.title in for_screen["layout"]["title"]["text"]
    assert for_screen["layout"]["font"]["color"] == "#e6eaf0"
    sizes = re.findall(r"'size': ([\d.]+)", str(for_paper["layout"]))
    assert min(map(float, sizes)) >= 12, "nine points"
    assert "paper_bgcolor" in picture.plot["layout"] and picture.plot["layout"]["paper_bgcolor"] == "rgba(0,0,0,0)"


# several runs


def test_runs_are_laid_over_each_other_line_by_line() -> None:
    runs = {"hard": RUN, "mild": MILD}
    [picture] = pictures_of_comparison(runs, BASELINE, names=["default_rates"])
    by_name: dict[str, list[Plot]] = {}
    for trace in picture.plot["data"]:
        by_name.setdefault(trace["name"], []).append(trace)
    for name, run in runs.items():
        drawn = {trace["yaxis"]: trace["y"] for trace in by_name[name]}
        columns = [*(f"dpd{days}_share_balance" for days in (30, 60, 90)), "new_defaults"]
        courses = (run.months[each].to_list() for each in columns)
        assert drawn == dict(zip(("y", "y2", "y3", "y4"), courses, strict=True))
    assert len({trace["line"]["color"] for trace in picture.plot["data"]}) == 3
    assert [trace["line"]["dash"] for trace in by_name["the twin"]] == ["dot"] * 4


def test_of_shares_that_always_add_up_the_one_that_tells_most_is_laid_over_other_runs() -> None:
    [picture] = pictures_of_comparison({"a": RUN, "b": MILD}, names=["due_date"])
    lowest = [trace["y"] for trace in picture.plot["data"] if trace["yaxis"] == "y3"]
    assert lowest == [run.months["missed_short_share"].to_list() for run in (RUN, MILD)]


def test_stacks_are_compared_by_their_totals() -> None:
    [picture] = pictures_of_comparison({"a": RUN, "b": MILD}, names=["freezes"])
    first = picture.plot["data"][0]
    assert first["y"] == pytest.approx(RUN.months["freezes_new_share"].to_list(), rel=1e-12)


def test_events_are_marked_where_all_runs_share_them() -> None:
    assert pictures_of_comparison({"a": RUN, "b": MILD}, names=["limits"])[0].notes
    assert not pictures_of_comparison({"a": RUN, "b": BASELINE}, names=["limits"])[0].notes


def test_what_cannot_be_laid_side_by_side_is_refused() -> None:
    other = fake_results(12)
    other.manifest["seed"] = 99
    with pytest.raises(InputError, match="cannot be compared month by month: seed is"):
        pictures_of_comparison({"a": RUN, "b": other})
    with pytest.raises(InputError, match="'roll_rates_cashloan' is no course over months"):
        pictures_of_comparison({"a": RUN, "b": MILD}, names=["roll_rates_cashloan"])
    with pytest.raises(InputError, match="7 results are more than can be told apart: name up to 6"):
        pictures_of_comparison({str(number): RUN for number in range(7)})


# the command


def test_pages_and_captions_are_written_beside_the_result(tmp_path: Path) -> None:
    result = folder(tmp_path / "squeeze", RUN, BASELINE)
    answer = plot(result, "--figure", "trust", "--figure", "freezes", "--language", "zh")
    assert answer.exit_code == 0 and "2 figures: " in answer.stdout
    out = tmp_path / "squeeze-figures"
    assert {path.name for path in out.iterdir()} == {"captions.md", "freezes.html", "trust.html"}
    assert FIGURES["trust"].reading.put("zh") in (out / "captions.md").read_text("utf-8")
    text = (out / "trust.html").read_text("utf-8")
    assert FIGURES["trust"].title.put("zh") in text and 'src="http' not in text
    assert "exists already and is never overwritten" in refused(result)


@pytest.mark.usefixtures("chromium")
def test_images_of_all_formats_are_drawn_in_one_go(tmp_path: Path) -> None:
    result, out = folder(tmp_path / "squeeze", RUN, BASELINE), tmp_path / "images"
    answer = plot(result, "--figure", "freezes", "--format", "png,svg,pdf", "--theme", "print", "--out", out)
    assert answer.exit_code == 0, answer.output
    png, pdf = (out / "freezes.png").read_bytes(), (out / "freezes.pdf").read_bytes()
    assert png.startswith(b"\x89PNG") and abs(int.from_bytes(png[16:20]) - 16 / 2.54 * 300) < 3, "16 cm at 300 dpi"
    width = re.search(rb"/MediaBox \[0 0 ([\d.]+)", pdf)
    assert width and float(width[1]) == pytest.approx(16 / 2.54 * 72, abs=1.5)
    assert "own delinquency" in (out / "freezes.svg").read_text("utf-8")


@pytest.mark.parametrize("formats", ["png", "pdf,html"])
def test_without_a_browser_there_are_pages_and_another_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, formats: str
) -> None:
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "nowhere"))
    result, out = folder(tmp_path / "squeeze", RUN), tmp_path / "images"
    answer = plot(result, "--figure", "trust", "--format", formats, "--out", out)
    assert answer.exit_code == 5
    assert "pages of HTML in place of images" in answer.stderr and "install Chromium" in answer.stderr
    assert {path.name for path in out.iterdir()} == {"captions.md", "trust.html"}


def test_results_are_compared_by_their_titles_or_folders(tmp_path: Path) -> None:
    one, two = folder(tmp_path / "one", RUN, BASELINE), folder(tmp_path / "two", MILD)
    assert plot(one, two, "--figure", "trust").exit_code == 0
    text = (tmp_path / "one-compared" / "trust.html").read_text("utf-8")
    title = RUN.manifest["scenario"]["title"]
    assert f"{title} (one)" in text and f"{title} (two)" in text and "dotted: the twin (Baseline)" in text
    assert "named twice" in refused(one, one)


def test_sweeps_are_drawn_by_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tightrope.api.plot.open_sweep", lambda _, verify: grid())
    sweep, run = tmp_path / "sweep", folder(tmp_path / "run", RUN)
    sweep.mkdir()
    (sweep / "sweep.json").touch()
    answer = plot(sweep, "--figure", "heat_map", "--measure", "trust_mean", "--at", "strength=0.5")
    assert answer.exit_code == 2 and "strength" in answer.stderr, "it runs across, so it is held nowhere"
    assert plot(sweep, "--figure", "fan", "--measure", "trust_mean", "--at", "strength=0.5").exit_code == 0
    assert (tmp_path / "sweep-figures" / "fan-trust_mean.html").is_file()
    assert "is a sweep, which is drawn by itself" in refused(run, sweep)
    assert "choose within a sweep" in refused(run, "--measure", "trust_mean")
    assert "phase_diagram" in plot("--list", sweep).stdout


def test_figures_are_listed_with_what_they_say() -> None:
    told = " ".join(plot("--list").stdout.split())
    for name, figure in (FIGURES | SWEEP_FIGURES).items():
        assert f"{name}: {figure.title.put('en')}" in told and figure.reading.put("en") in told


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "name the folder of a result"),
        (["nowhere", "there"] * 200, "400 results are more than can be told apart: name up to 6"),
        (["nowhere", "./nowhere"], "nowhere is named twice: name each result once"),
        (["nowhere"], "nowhere is not there"),
        (["nowhere", "--format", "jpeg"], "'jpeg' is not known; choose of html, png, svg, pdf"),
    ],
)
def test_wrong_input_is_refused(words: list[str], says: str) -> None:
    assert says in refused(*words)
