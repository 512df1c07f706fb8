"""Figures: drawn of any run, readable in two languages, true to the frames they are drawn from."""

import json
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import polars as pl
import pytest

from tests.helpers.fake_results import fake_results
from tightrope.analysis.charts.events import event_sign
from tightrope.analysis.charts.figures import FIGURES, as_plotly, draw
from tightrope.analysis.charts.lateness import (
    MOST_COHORTS,
    cohort_curves,
    transition_shares,
)
from tightrope.analysis.charts.people import waiting
from tightrope.analysis.charts.score import FEWEST_IN_BAND, of_a_year, separation
from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.charts.style import Plot, blend
from tightrope.analysis.words.reasons import REASON_WORDS
from tightrope.model.results.run_results import FRAMES, PRODUCTS, REASONS, Results
from tightrope.scenarios.errors import InputError

RUN, BASELINE = fake_results(), fake_results(squeeze=0)


def bare() -> Results:
    """One month in which nobody held, froze or opened anything."""
    run = fake_results(1)
    keep = run.freezes.with_columns(new=0, stock=0, reopened=0, left=0, good_standing_new=0)
    return replace(run, freezes=keep, roll_rates=run.roll_rates.clear(), vintages=run.vintages.clear())


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize(("results", "twin"), [(RUN, BASELINE), (RUN, None), (fake_results(1), None), (bare(), bare())])
def test_every_figure_is_drawn_of_any_run(name: str, results: Results, twin: Results | None) -> None:
    plot = draw(name, results, twin)
    assert set(plot) == {"data", "layout"}
    assert json.loads(json.dumps(plot, allow_nan=False)) == plot


@pytest.mark.parametrize("name", FIGURES)
def test_plotly_takes_every_figure(name: str) -> None:
    figure = as_plotly(name, RUN, BASELINE)
    assert figure.layout.title.text == FIGURES[name].title.put("en")
    assert len(figure.data) == len(draw(name, RUN, BASELINE)["data"])


def test_drawing_loads_neither_plotly_nor_pandas() -> None:
    script = (
        "import sys; from tests.helpers.fake_results import fake_results; "
        "from tightrope.analysis.charts.figures import FIGURES, draw; "
        "run = fake_results(13); [draw(name, run, run) for name in FIGURES]; "
        "sys.exit(bool({'plotly', 'pandas'} & set(sys.modules)))"
    )
    root = str(__file__).rpartition("tests")[0]
    assert subprocess.run([sys.executable, "-c", script], check=False, cwd=root).returncode == 0


def test_unknown_names_and_languages_are_refused() -> None:
    with pytest.raises(InputError, match="no figure 'trusst', did you mean 'trust'"):
        draw("trusst", RUN)
    with pytest.raises(InputError, match="language 'fr' is not known: choose one of en, zh"):
        draw("trust", RUN, language="fr")


@pytest.mark.parametrize("name", FIGURES)
def test_titles_and_labels_come_in_both_languages(name: str) -> None:
    figure = FIGURES[name]
    assert figure.title.put("en").isascii() and not figure.title.put("zh").isascii()
    assert figure.reading.put("en").endswith(".") and figure.reading.put("zh").endswith("。")
    english, chinese = (captions_and_names(draw(name, RUN, BASELINE, language=language)) for language in ("en", "zh"))
    assert all(text.isascii() for text in english)
    assert not any(text.isascii() and not text[0].isdigit() for text in chinese if not text.isupper())


def captions_and_names(plot: Plot) -> list[str]:
    """What a reader sees on a chart, without letters of events and names of buckets."""
    texts = [trace.get("name", "") for trace in plot["data"]]
    texts += [note["text"] for note in plot["layout"]["annotations"] if "hovertext" not in note]
    return [text for text in texts if text]


def test_every_column_named_by_a_figure_exists() -> None:
    known = {column.name for column in FRAMES["months"]}
    assert {column for figure in FIGURES.values() for column in figure.columns} <= known


def test_every_reason_has_words_and_a_colour() -> None:
    assert tuple(REASON_WORDS) == REASONS


def stacked(plot: Plot, kind: str) -> list[float]:
    """The height of the stack of bars or areas, month by month."""
    layers = [
        trace["y"] for trace in plot["data"] if trace["type"] == kind and (kind == "bar" or "stackgroup" in trace)
    ]
    return [sum(column) for column in zip(*layers, strict=True)]


def test_the_colours_of_freezes_add_up_to_the_total() -> None:
    plot = draw("freezes", RUN)
    assert stacked(plot, "bar") == pytest.approx(RUN.months["freezes_new_share"].to_list(), rel=1e-12)
    assert stacked(plot, "scatter") == pytest.approx(RUN.months["frozen_share"].to_list(), rel=1e-12)


def test_the_causes_of_missed_dues_add_up_to_all_of_them() -> None:
    plot = draw("due_date", RUN)
    assert stacked(plot, "scatter") == pytest.approx([1] * RUN.months.height, rel=1e-12)
    layers = [trace for trace in plot["data"] if "stackgroup" in trace]
    assert len(layers) == 5 and all(any(trace["y"]) for trace in layers)
    assert {trace["name"]: trace["y"] for trace in layers}["short of cash"] == RUN.months[
        "missed_short_share"
    ].to_list()


def test_who_defaults_and_why_stands_beside_all_that_do() -> None:
    drawn = {trace["name"]: trace for trace in draw("default_rates", RUN)["data"] if trace.get("yaxis") == "y2"}
    columns = {"never had the money": "defaults_short", "had it and held out": "defaults_held_out"}
    assert {name: trace["y"] for name, trace in drawn.items()} == {
        name: RUN.months[column].to_list() for name, column in {**columns, "all new defaults": "new_defaults"}.items()
    }
    assert all(drawn[name]["type"] == "bar" for name in columns)


def test_the_bars_of_the_accounts_add_up_to_the_profit() -> None:
    assert stacked(draw("accounts", RUN), "bar") == pytest.approx(RUN.months["profit"].to_list(), rel=1e-9)


def test_a_twin_is_dotted_and_named_once() -> None:
    plot = draw("default_rates", RUN, BASELINE)
    dotted = [trace for trace in plot["data"] if trace.get("line", {}).get("dash") == "dot"]
    assert len(dotted) == 5
    assert [trace["name"] for trace in dotted if trace.get("showlegend", True)] == ["dotted: the twin (Baseline)"]
    assert dotted[0]["y"] == BASELINE.months["dpd30_share_balance"].to_list()


def test_what_is_not_known_is_left_out_of_a_line() -> None:
    frozen = next(trace for trace in draw("trust", RUN)["data"] if trace["name"] == "mean, line frozen")
    assert frozen["y"][0] is None and None not in frozen["y"][1:]


def test_events_are_marked_before_their_month_with_their_words() -> None:
    events = [
        {"month": 20, "says": "second"},
        {"month": 5, "says": "first <b>bold</b> & " + "long " * 60},
        {"month": 5, "says": "also first"},
        {"month": 99, "says": "after the end"},
    ]
    run = replace(RUN, manifest={**RUN.manifest, "events": events})
    layout = draw("limits", run)["layout"]
    assert [shape["x0"] for shape in layout["shapes"]] == [4.5, 19.5]
    marks = [note for note in layout["annotations"] if "hovertext" in note]
    assert [mark["text"] for mark in marks] == ["A", "B"]
    assert "first &lt;b&gt;bold&lt;/b&gt; &amp;" in marks[0]["hovertext"]
    assert marks[0]["hovertext"].endswith("<br>also first")
    assert max(map(len, marks[0]["hovertext"].split("<br>"))) < 80
    assert [event_sign(number) for number in (0, 25, 26)] == ["A", "Z", "27"]
    close = replace(RUN, manifest={**RUN.manifest, "events": [{**events[1], "month": month} for month in (5, 6, 20)]})
    notes = draw("limits", close)["layout"]["annotations"]
    assert [(note["text"], note["x"]) for note in notes if "hovertext" in note] == [("A B", 5.0), ("C", 19.5)]


def test_queues_are_pooled_by_who_works_on_them() -> None:
    frame = pl.DataFrame(
        {
            "month": [1, 1, 1, 2, 2, 2],
            "queue": ["calls high", "calls low", "appeal"] * 2,
            "waiting": [3, 4, 100, 0, 1, 100],
            "served": [1, 3, 50, 0, 0, 50],
            "served_wait_mean": [2.0, 1.0, 9.0, None, None, 9.0],
        }
    )
    pooled = waiting(frame, ("calls high", "calls low"))
    assert pooled.rows() == [(1, 7, (2.0 + 3.0) / 4), (2, 1, None)]


def of_bands(band: str, exposed: list[int], hazards: list[float | None]) -> pl.DataFrame:
    """One score band, month by month."""
    months = pl.DataFrame(
        {"exposed": exposed, "default_hazard": hazards}, schema_overrides={"default_hazard": pl.Float64}
    )
    return months.with_row_index("month", offset=1).with_columns(kind=pl.lit("score"), band=pl.lit(band))


def test_the_default_of_a_band_pools_twelve_months() -> None:
    own = of_bands("600 to 650", [500] * 24 + [0, 10], [*[0.012] * 12, *[0.0] * 12, None, 0.5])
    other = of_bands("below 550", [FEWEST_IN_BAND - 1] * 26, [0.5] * 26)
    year = of_a_year(pl.concat([own, other]), "score")
    found = year.filter(pl.col("band") == "600 to 650")
    assert found["month"].to_list() == list(range(1, 27))
    assert found["hazard"][:2].null_count() == 2 and found["hazard"][23:25].null_count() == 2
    assert found["hazard"][11:14].to_list() == pytest.approx([0.012, 0.011, 0.010])
    assert found.select("exposed", "defaulted", "hazard").row(25) == (10 * 500 + 10, 5, pytest.approx(5 / 5_010))
    assert year.filter(pl.col("band") == "below 550")["hazard"].null_count() == 26


def test_the_gini_counts_pairs_of_borrowers() -> None:
    counts = {"below 550": (50, 10), "600 to 650": (100, 5), "700 and above": (400, 1)}
    bands = pl.concat([of_bands(band, [people] * 3, [bad / people] * 3) for band, (people, bad) in counts.items()])
    pairs = [
        (bad * (people - fallen), (low < high) - (low > high))
        for low, (_, bad) in enumerate(counts.values())
        for high, (people, fallen) in enumerate(counts.values())
    ]
    expected = sum(weight * sign for weight, sign in pairs) / sum(weight for weight, _ in pairs)
    found = separation(bands.sort("month", "band", descending=True), "score").sort("month")["gini"].to_list()
    assert found == [None, None, pytest.approx(expected)]
    assert separation(bands.filter(pl.col("band") == "700 and above"), "score")["gini"].null_count() == 3


def test_the_score_is_drawn_with_the_counts_behind_it() -> None:
    plot = draw("score_against_outcome", RUN, BASELINE)
    rate, beside, borrowers, defaults = plot["data"]
    year = RUN.bands.filter(pl.col("kind") == "score", pl.col("month") > 24)
    lowest = year.filter(pl.col("band") == "below 550")
    fallen, people = ((lowest["exposed"] * lowest["default_hazard"]).round().to_numpy().sum(), 12 * 4_000)
    assert rate["y"][0] == pytest.approx(fallen / people)
    assert plot["layout"]["xaxis"]["ticktext"][0] == f"&lt;550<br>{fallen:,.0f} /<br>48k"
    assert sum(borrowers["y"]) == pytest.approx(1) and sum(defaults["y"]) == pytest.approx(1)
    assert beside["line"]["dash"] == "dot" and "the twin" in plot["layout"]["annotations"][1]["text"]


@pytest.mark.parametrize("product", PRODUCTS)
def test_roll_rates_are_shares_of_those_who_were_there(product: str) -> None:
    table = transition_shares(RUN.roll_rates, product, 3, 8)
    total = table.group_by("from_bucket").agg(pl.col("share").sum())["share"]
    assert len(total) >= 6 and total.to_list() == pytest.approx([1] * len(total), rel=1e-12)


def test_roll_rates_count_the_months_asked_for() -> None:
    moves = pl.DataFrame(
        {
            "month": [1, 1, 2, 3],
            "product": ["cashloan"] * 3 + ["paylater"],
            "from_bucket": ["current"] * 4,
            "to_bucket": ["current", "30-59", "current", "closed"],
            "borrowers": [3, 1, 12, 7],
            "balance": [1.0] * 4,
        }
    )
    both = transition_shares(moves, "cashloan", 1, 3).sort("to_bucket")
    assert both.rows() == [("current", "30-59", 1 / 16), ("current", "current", 15 / 16)]
    assert transition_shares(moves, "cashloan", 2, 2).rows() == [("current", "current", 1.0)]


def test_roll_rates_are_split_at_the_first_event() -> None:
    split, whole = draw("roll_rates_cashloan", RUN), draw("roll_rates_cashloan", BASELINE)
    captions = [note["text"] for note in split["layout"]["annotations"]]
    assert captions == ["months 1 to 12, before the first event", "months 13 to 36, after it"]
    assert [note["text"] for note in whole["layout"]["annotations"]] == ["months 1 to 36"]
    before, after = (plot["z"][plot["y"].index("30-59")][plot["x"].index("60-89")] for plot in split["data"])
    assert after > before


def vintage(month: int, ages: int, loans: int, fallen: dict[int, int]) -> pl.DataFrame:
    """A vintage whose loans become 90 days late at the ages named."""
    age = list(range(ages))
    late = [fallen.get(number, 0) for number in age]
    return pl.DataFrame({"vintage": month, "age": age, "loans": loans, "dpd90_new": late})


def test_a_cohort_pools_its_vintages_and_ends_with_the_youngest() -> None:
    book = pl.concat(
        [
            vintage(0, 9, 500, {1: 400}),
            vintage(1, 8, 100, {3: 2, 7: 50}),
            vintage(2, 7, 50, {4: 1}),
            vintage(3, 6, 50, {}),
            vintage(4, 5, 10, {3: 5}),
        ]
    )
    (first, curve), (second, young) = cohort_curves(book)
    assert first.put("en") == "months 1-3" and second.put("en") == "months 4-4"
    assert curve["age"].to_list() == [0, 1, 2, 3, 4, 5]
    assert curve["share"].to_list() == [0, 0, 0, 2 / 200, 3 / 200, 3 / 200]
    assert young["share"].to_list() == [0, 0, 0, 0.5, 0.5]


@pytest.mark.parametrize("months", [1, 12, 60, 601])
def test_cohorts_are_few_and_in_order(months: int) -> None:
    book = pl.concat([vintage(month, months - month + 2, 10, {}) for month in range(1, months + 1)])
    curves = cohort_curves(book)
    assert 1 <= len(curves) <= MOST_COHORTS
    assert all(older["age"].max() > newer["age"].max() for (_, older), (_, newer) in pairwise(curves))  # type: ignore[operator]


def test_things_in_order_get_different_colours() -> None:
    assert blend(1) == ["#0072b2"]
    assert blend(3) == ["#0072b2", "#cc79a7", "#e69f00"]
    assert len(set(blend(MOST_COHORTS))) == MOST_COHORTS


def test_a_sheet_speaks_its_language() -> None:
    assert Sheet(RUN, language="zh").say("charts.mean") == "均值"


@pytest.mark.parametrize("name", list(FIGURES))
def test_every_figure_shows_what_the_run_is_compared_with(name: str) -> None:
    assert draw(name, RUN, BASELINE)["data"] != draw(name, RUN)["data"]


def test_a_cell_of_roll_rates_tells_both_runs() -> None:
    first, _ = draw("roll_rates_paylater", RUN, BASELINE)["data"]
    begin = min(event["month"] for event in RUN.manifest["events"])
    table = transition_shares(BASELINE.roll_rates, "paylater", 1, begin - 1)
    start, end, share = table.sort("share").row(-1)
    told = first["hovertext"][first["y"].index(start)][first["x"].index(end)]
    assert told.startswith(f"{start} → {end}: ") and told.endswith(f"<br>the twin: {share:.2%}")


def test_a_band_holds_nine_of_ten_worlds_beneath_each_course() -> None:
    spread = [RUN.months.with_columns(pl.col("limit_mean") + float(step)) for step in range(101)]
    plot = FIGURES["limits"].draw(Sheet(RUN, BASELINE, "en", spread))
    low, high, own = plot["data"][:3]
    assert high["fill"] == "tonexty" and own["name"] == "mean limit"
    for end, apart in ((low, 5.0), (high, 95.0)):
        assert end["y"] == pytest.approx([limit + apart for limit in own["y"]])
    assert plot["data"][-1]["name"] == "band: nine in ten of 101 worlds that the evidence allows"
    assert len(FIGURES["limits"].draw(Sheet(RUN, BASELINE))["data"]) == len(plot["data"]) - 7


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_is_drawn_with_worlds(name: str) -> None:
    plot = FIGURES[name].draw(Sheet(RUN, BASELINE, "zh", [RUN.months, BASELINE.months]))
    assert json.dumps(plot, allow_nan=False)
