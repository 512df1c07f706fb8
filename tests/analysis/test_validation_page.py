"""The page of a validation: its counts, its table, where things stand in its pictures, and its languages."""

import json
import re
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tightrope.analysis.facts.distributions import DISTRIBUTIONS, Spread
from tightrope.analysis.facts.fact import Found
from tightrope.analysis.facts.facts import FACTS
from tightrope.analysis.facts.responses import MEASURES, SHOCKS, Response
from tightrope.analysis.facts.validation import Lived, Validation
from tightrope.analysis.report.validation import write_validation
from tightrope.analysis.study_charts.facts import facts_figure
from tightrope.analysis.words.words import LANGUAGES, catalogue
from tightrope.scenarios.errors import InputError
from tightrope.scenarios.files.schema import PlatformKind

SPREADS = [Spread(told, ([0.2] * len(told.classes), [0.1] * len(told.classes))) for told in DISTRIBUTIONS]


def found(number: str, *values: float | None) -> Found:
    return Found(next(fact for fact in FACTS if fact.number == number), values)


def made_up(*rows: Found) -> Validation:
    return Validation(Lived("baseline", "prime", "synthetic", 2000, 60, 2, {"talk_weight": 0}), rows, SPREADS)


def page_of(folder: Path, *rows: Found, kind: PlatformKind | None = None, language: str = "en") -> str:
    file = folder / f"{language}.html"
    write_validation(made_up(*rows), file, kind=kind, language=language)
    return file.read_text(encoding="utf-8")


def traces(*rows: Found) -> dict[str, Any]:
    return {each.get("name", "ends"): each for each in facts_figure(rows, "en")["data"]}


def figures_of(page: str) -> dict[str, Any]:
    drawn = re.search(r'id="figures">(.*?)</script>', page, re.DOTALL)
    assert drawn
    figures: dict[str, Any] = json.loads(drawn[1])
    return figures


def test_every_spread_has_its_words() -> None:
    for language in LANGUAGES:
        words = catalogue(language, "validation")
        assert {f"{part}_{told.name}" for told in DISTRIBUTIONS for part in ("title", "classes", "shares")} <= {*words}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_counts_what_is_met_and_shows_every_fact(tmp_path: Path, language: str) -> None:
    page = page_of(tmp_path, *(Found(fact, (fact.target, fact.target)) for fact in FACTS), language=language)
    for fact in FACTS:
        assert f"<code>{fact.number}</code>" in page
    figures = figures_of(page)
    of_facts = figures.keys() - {told.name for told in DISTRIBUTIONS}
    drawn = [row for name in of_facts for row in figures[name]["data"][0]["y"][::3]]
    assert len(drawn) == sum(fact.target is not None for fact in FACTS), "each fact that was seen has a row"
    assert "others" not in figures
    names = re.findall(r'<(?:section|figure|h2)[^>]* id="([\w-]+)"', page)
    assert len(names) == len({*names}), "a link finds one place"


def test_counts_are_by_kind_and_the_missed_are_named(tmp_path: Path) -> None:
    page = page_of(tmp_path, found("1", 0.012), found("2", 0.2), found("3", 0.65), found("24b", None))
    said = [re.sub(r"<[^>]*>", " ", each).split() for each in re.findall(r'<li class="card">(.*?)</li>', page)]
    assert said[0][-3:] == ["2", "of", "3"]
    assert said[1][-3:] == ["1", "of", "2"] and said[2][-3:] == ["1", "of", "1"]
    assert "90+ days past due, of balance (2)." in " ".join(said[3])
    assert said[4][:3] == ["not", "seen", "24b:"]


def test_facts_of_another_lender_are_shown_and_not_counted(tmp_path: Path) -> None:
    own, other = found("1", 0.012), next(fact for fact in FACTS if "prime" not in fact.lenders)
    page = page_of(tmp_path, own, Found(other, (99.0, 99.0)), kind="prime")
    assert re.findall(r'<li class="card"><h3>(.*?)</h3><p>(.*?)</p>', page)[0][1] == "1 of 1"
    assert {"book", "others"} < figures_of(page).keys() and "Of another lender: not counted." in page


def test_why_a_fact_is_missed_stands_beneath_it(tmp_path: Path) -> None:
    reasoned = next(fact for fact in FACTS if fact.why and fact.high is not None)
    missed, ok = (page_of(tmp_path, Found(reasoned, (value,))) for value in (99.0, reasoned.target))
    assert f'<span class="twin">{escape(reasoned.why)}</span>' in missed
    assert escape(reasoned.why) not in ok


def test_the_accepted_range_is_from_nought_to_one_on_every_scale() -> None:
    row = found("1", 0.011, 0.018)
    drawn = traces(row)
    assert drawn["accepted"]["x"][:2] == [0.0, 1.0]
    assert drawn["met"]["x"] == pytest.approx([0.5])
    assert drawn["met"]["error_x"]["array"] == pytest.approx([1.0])
    assert drawn["target"]["x"] == pytest.approx([(0.0156 - 0.011) / 0.007])
    assert drawn["ends"]["text"] == ["<br>1.10 %", "<br>1.80 %"]


def test_an_open_end_reaches_the_edge() -> None:
    least = next(fact for fact in FACTS if fact.low is not None and fact.high is None and fact.target is not None)
    drawn = traces(Found(least, (least.target, least.target)))
    assert drawn["accepted"]["x"][:2] == [0.0, 2.0]
    assert drawn["met"]["x"] == pytest.approx([0.5]), "the target is in the middle of its bar,"
    assert traces(found("24c", 0.3, 0.3))["met"]["x"] == pytest.approx([0.5]), "and where there is none, the value"
    assert traces(found("25a", 0.02, 0.02))["accepted"]["x"][:2] == [-1.0, 1.0]


def test_what_lies_beyond_the_picture_is_a_triangle_at_its_edge() -> None:
    far = traces(found("20a", 700.0, 700.0))["missed"]
    assert (far["x"], far["marker"]["symbol"]) == ([2.0], ["triangle-right"])
    assert traces(found("1", 0.0))["missed"]["marker"]["symbol"] == ["triangle-left"]
    assert traces(found("1", 0.0185))["missed"]["marker"]["symbol"] == ["diamond"]
    assert "20a: 700.00" in far["text"][0]


def test_answers_to_shocks_are_drawn_and_told_where_they_were_asked_for(tmp_path: Path) -> None:
    gaps = pl.DataFrame({"after": range(3), **{each.column: [1.0, 1.5, 2.0] for each in MEASURES}})
    told = replace(made_up(found("1", 0.012)), responses=[Response(shock, (gaps, gaps * 2)) for shock in SHOCKS])
    write_validation(told, tmp_path / "page.html")
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert {shock.name for shock in SHOCKS} < figures_of(page).keys()
    assert '3.00<span class="twin">2.00 – 4.00</span>' in page and "+3.000" in page
    assert 'id="gaps"' in page and 'id="gaps"' not in page_of(tmp_path, found("1", 0.012))


def test_the_language_is_checked_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="language 'xx' is not known"):
        page_of(tmp_path, language="xx")
    assert not list(tmp_path.iterdir())
