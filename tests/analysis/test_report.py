"""The report: one page that stands alone, in order, escaped, and true to the numbers."""

import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars import selectors

from tests.helpers.fake_results import fake_results
from tightrope import run
from tightrope.analysis.charts.figures import FIGURES
from tightrope.analysis.report.page import render
from tightrope.analysis.report.report import write_report
from tightrope.analysis.report.tables import freezes_by_reason
from tightrope.model.results.columns import FRAMES, schema
from tightrope.model.results.run_results import STORED, Results, read_results
from tightrope.scenarios.errors import InputError

RUN, BASELINE = fake_results(), fake_results(squeeze=0)
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """A page taken apart: every element with its attributes and text, and whether all were closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self._open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(text)
        assert not self._open, "something is left open"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, dict(attrs), list[str]())
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open and self._open.pop()[0] == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        for _, _, texts in self._open:
            texts.append(data)

    def texts(self, tag: str, **attributes: str) -> list[str]:
        """The text of every such element, without no-break spaces."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}.items()
        found = [texts for name, attrs, texts in self.elements if name == tag and wanted <= attrs.items()]
        return ["".join(texts).replace("\u00a0", " ") for texts in found]


def written(folder: Path, results: Results, twin: Results | None = None, language: str = "en") -> str:
    """The report of a run, without plotly's own code."""
    write_report(results, twin, folder / "report.html", language)
    text = (folder / "report.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>.*?</script>", text, flags=re.DOTALL)
    assert (len(scripts[0]) > 1_000_000) == (results.months.height > 0), "plotly is inside where charts need it"
    return text.replace(scripts[0], "")


def with_manifest(**values: Any) -> Results:
    return replace(RUN, manifest={**RUN.manifest, **values})


def test_the_page_tells_its_story_in_order(tmp_path: Path) -> None:
    page = Page(written(tmp_path, RUN, BASELINE))
    assert page.texts("h1") == ["A squeeze that is made up"]
    titles = [figure.title.put("en") for figure in FIGURES.values()]
    fine_print = ["Definitions", "Parameters", "Where this comes from"]
    first_page = ["What happened when", "What came of it", "What this does not say"]
    assert page.texts("h2") == [*first_page, "Who it happened to", *titles, *fine_print]
    assert "(seed 1)" in page.texts("p", class_="words")[-1]
    for figure in FIGURES.values():
        assert figure.reading.put("en") in page.texts("p", class_="reading")
    assert [texts[0] for texts in page.texts("span", class_="badge")] == ["A", "B"]
    assert "".join(page.texts("ol", class_="events")).count("From month 13, the regulator asks for less lending") == 1
    assert len(page.texts("span", class_="number")) == 5


def test_the_page_is_accessible(tmp_path: Path) -> None:
    text = written(tmp_path, RUN, BASELINE)
    page = Page(text)
    assert '<html lang="en">' in text
    assert page.texts("noscript") == ["The charts need JavaScript; nothing comes from a network."]
    tables = [tag for tag, _, _ in page.elements if tag == "table"]
    assert len(tables) == len(page.texts("caption")) and all(page.texts("caption"))
    headers = [attrs.get("scope") for tag, attrs, _ in page.elements if tag == "th"]
    assert set(headers) == {"row", "col"}
    plots = [attrs for _, attrs, _ in page.elements if attrs.get("class") == "plot"]
    assert [attrs["id"] for attrs in plots] == [f"plot-{name}" for name in FIGURES]
    assert all(attrs["role"] == "img" and attrs["aria-label"] for attrs in plots)
    names = [attrs["id"] for _, attrs, _ in page.elements if "id" in attrs]
    assert len(names) == len(set(names))
    links = [str(attrs["href"]) for tag, attrs, _ in page.elements if tag == "a"]
    assert links and all(link.startswith("#") and link[1:] in names for link in links)


def test_the_page_asks_for_nothing_outside_itself(tmp_path: Path) -> None:
    text = written(tmp_path, RUN, BASELINE)
    for _, attrs, _ in Page(text).elements:
        assert not {"src", "srcset", "data"} & attrs.keys()
        assert str(attrs.get("href", "#")).startswith("#")
    assert "url(" not in text and "@import" not in text
    assert "default-src 'none'" in text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_users_write_stays_text(tmp_path: Path, language: str) -> None:
    evil = "</script><script>alert(1)</script><b onclick='x'>&amp;"
    named = {"name": evil, "title": evil, "title_zh": evil, "description": evil, "base": evil}
    results = with_manifest(
        scenario=named,
        events=[{"month": 3, "says": evil}],
        parameters={"network": {"network_file": evil}, evil: {evil: evil}},
        **dict.fromkeys(("book", "attribution", "digest", "started", "against", "tightrope"), evil),
        versions={evil: evil},
    )
    text = written(tmp_path, results, replace(BASELINE, manifest={**results.manifest}), language)
    page = Page(text)
    assert "<script>alert" not in text and "<b onclick" not in text
    assert page.texts("h1") == [evil]
    figures = json.loads(page.texts("script", type="application/json")[0])
    assert list(figures) == list(FIGURES)


def test_the_freezes_of_the_table_add_up(tmp_path: Path) -> None:
    table = freezes_by_reason(RUN.freezes)
    start, new, reopened, left, end = (table[name] for name in ("start", "new", "reopened", "left", "end"))
    assert (start + new - reopened - left).to_list() == end.to_list()
    last = RUN.freezes.filter(pl.col("month") == 36)
    assert end.sum() == last["stock"].sum() and new.sum() == RUN.freezes["new"].sum()

    page = Page(written(tmp_path, RUN))
    rows = [text for text in page.texts("tr") if text.startswith(("own delinquency", "total"))]
    shown = [int(cell.replace(",", "")) for cell in re.findall(r"[\d,]+", page.texts("tfoot")[0])]
    assert len(rows) == 2
    assert page.texts("tfoot")[0].startswith("total") and len(re.findall(r"\d,\d{3}", page.texts("tfoot")[0])) >= 3
    assert shown


def test_only_changed_parameters_come_first(tmp_path: Path) -> None:
    page = Page(written(tmp_path, RUN))
    changed, everything = (
        table for table in page.texts("table") if "parameter" in table[:60] or "All parameters" in table[:60]
    )
    assert "products.cashloan_apr" in changed and "0.12" in changed and "0.146" in changed
    assert "Yearly rate of the cash loan." in changed
    assert "limits.cut_depth" not in changed and "limits.cut_depth" in everything
    assert "network.network_kind" in everything


def test_a_run_at_its_defaults_says_so(tmp_path: Path) -> None:
    page = Page(written(tmp_path, with_manifest(parameters={"products": {"cashloan_apr": 0.146}})))
    assert "All parameters have their defaults." in page.texts("p")


def test_every_definition_that_a_chart_needs_is_given(tmp_path: Path) -> None:
    page = Page(written(tmp_path, RUN))
    words = " ".join(page.texts("table"))
    meanings = {column.name: column.definition for column in FRAMES["months"]}
    for figure in FIGURES.values():
        assert all(meanings[column] in words for column in figure.columns)
    assert all(
        column.definition in words
        for frame in ("roll_rates", "vintages", "recoveries", "lenders", "freezes", "queues", "bands")
        for column in FRAMES[frame]
    )


def test_a_page_without_twin_does_not_speak_of_one(tmp_path: Path) -> None:
    text = written(tmp_path, with_manifest(against=None))
    assert "dotted" not in text
    assert "baseline" not in " ".join(Page(text).texts("header") + Page(text).texts("ul", class_="findings"))


def test_a_page_beside_a_twin_explains_the_dotted_lines(tmp_path: Path) -> None:
    [header] = Page(written(tmp_path, RUN, BASELINE)).texts("header")
    assert "20,000 borrowers drawn from documented distributions were followed for 36 months" in header
    assert "dotted lines show the twin, the same borrowers under “Baseline”: every draw of fate is the same" in header


def test_a_calm_run_says_that_nothing_happened(tmp_path: Path) -> None:
    assert "Nothing out of the ordinary: no event happens." in Page(written(tmp_path, BASELINE)).texts("p")


def test_an_interrupted_run_says_so(tmp_path: Path) -> None:
    stopped = with_manifest(interrupted=True, months=60)
    [note] = Page(written(tmp_path, stopped)).texts("p", role="note")
    assert note == "The run was stopped: 36 of 60 months are finished."


def test_runs_of_one_month_and_of_none_are_told(tmp_path: Path) -> None:
    assert len(Page(written(tmp_path, fake_results(1), fake_results(1, squeeze=0))).texts("figure")) == len(FIGURES)
    gone = {name: getattr(RUN, name).clear() for name in STORED if name != "borrowers"}
    none = replace(RUN, **gone, people=RUN.borrowers.clear())
    assert "No month was finished." in Page(written(tmp_path, none)).texts("p")


def test_what_is_not_known_of_the_machine_is_left_open(tmp_path: Path) -> None:
    page = Page(written(tmp_path, with_manifest(borrower_months_per_second=None, peak_memory_mb=None)))
    facts = dict(zip(page.texts("dt"), page.texts("dd"), strict=True))
    assert facts["speed"] == facts["peak memory"] == "–"
    assert facts["seed"] == "1" and facts["time"] == "1.2 s, 1 threads"


def test_chinese_titles_and_labels(tmp_path: Path) -> None:
    text = written(tmp_path, RUN, BASELINE, "zh")
    page = Page(text)
    assert '<html lang="zh-CN">' in text
    assert page.texts("h1") == ["虚构的收紧"]
    assert not any(title.isascii() for title in page.texts("h2"))
    with pytest.raises(InputError, match="language 'de' is not known"):
        write_report(RUN, None, tmp_path / "other.html", "de")


def test_the_same_run_gives_the_same_page(tmp_path: Path) -> None:
    assert written(tmp_path, RUN, BASELINE) == written(tmp_path, fake_results(), fake_results(squeeze=0))


def test_writing_loads_neither_plotly_graphs_nor_pandas(tmp_path: Path) -> None:
    script = (
        "import sys; from tests.helpers.fake_results import fake_results; "
        "from tightrope.analysis.report.report import write_report; "
        f"write_report(fake_results(13), None, {str(tmp_path / 'report.html')!r}); "
        "sys.exit(bool({'plotly.graph_objects', 'plotly.offline', 'pandas'} & set(sys.modules)))"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", script], check=False, cwd=root).returncode == 0


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small real run beside the baseline."""
    folder = tmp_path_factory.mktemp("real") / "run"
    run("regulatory-squeeze", borrowers=1500, months=20, seed=3, against="baseline", out=folder)
    return folder


def test_a_real_run_has_the_declared_columns_and_no_nan(real: Path) -> None:
    for folder in (real, real / "against"):
        results = read_results(folder)
        for name in STORED:
            frame: pl.DataFrame = getattr(results, name)
            assert frame.schema == schema(name)
            assert not any(column.is_nan().any() for column in frame.select(selectors.float())), name


def test_a_real_run_keeps_the_identities_of_its_definitions(real: Path) -> None:
    results = read_results(real)
    months = results.months
    by_month = results.freezes.group_by("month").agg(pl.col("stock").sum()).sort("month")["stock"]
    assert (by_month / months["borrowers_active"] - months["frozen_share"]).abs().max() == 0
    flows = months["interest"] + months["fees"] + months["recovery_own"]
    spent = months["funding_cost"] + months["loss_own"] + months["operating_cost"]
    assert (flows - spent - months["profit"]).abs().max() < 0.01  # type: ignore[operator]
    assert (months["balance_paylater"] + months["balance_cashloan"] - months["balance"]).abs().max() < 0.01  # type: ignore[operator]
    for stage in ("dpd30", "dpd90", "writeoff"):
        ever = results.vintages.with_columns(ever=pl.col(f"{stage}_new").cum_sum().over("vintage", order_by="age"))
        apart = ever.select((pl.col("ever") / pl.col("loans") - pl.col(f"{stage}_share")).abs().max()).item()
        assert apart < 1e-12


def test_the_report_of_a_real_run_is_whole(real: Path) -> None:
    text = (real / "report.html").read_text(encoding="utf-8")
    page = Page(re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL))
    assert page.texts("h1") == ["Regulatory squeeze"]
    figures = json.loads(page.texts("script", type="application/json")[0])
    assert all(figures[name]["data"] for name in FIGURES)


def test_numbers_that_are_not_finite_are_refused_as_they_are_put_into_a_page(tmp_path: Path) -> None:
    (tmp_path / "one.html").write_text("{{ figures | tojson }}")
    assert render("one.html", "en", tmp_path, figures=[1.5]) == "[1.5]"
    with pytest.raises(InputError, match="a number to be drawn is not finite"):
        render("one.html", "en", tmp_path, figures=[float("inf")])
