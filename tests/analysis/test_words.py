"""Words: every language has every message, every message is asked for, and another language leaves nothing over."""

import fnmatch
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.analysis.test_borrowers_story import lives
from tests.analysis.test_sweep_report import library
from tests.analysis.test_validation_page import made_up
from tests.helpers.fake_results import fake_results
from tests.helpers.markets import SLUMP, SQUEEZE, market_of, story
from tests.helpers.words import CATALOGUES, MARK, calls, fields, keys_in, messages, sources, write_marked_language
from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.facts.distributions import DISTRIBUTIONS
from tightrope.analysis.facts.fact import Found
from tightrope.analysis.facts.facts import FACTS
from tightrope.analysis.facts.history import read_history
from tightrope.analysis.facts.responses import MEASURES, SHOCKS, Response
from tightrope.analysis.report.comparison import write_comparison
from tightrope.analysis.report.report import write_report
from tightrope.analysis.report.story import months_html, who_html
from tightrope.analysis.report.sweep import write_sweep_report
from tightrope.analysis.report.validation import write_validation
from tightrope.analysis.story.story import tell
from tightrope.analysis.words import words
from tightrope.analysis.words.numbers import unit_words, yuan
from tightrope.analysis.words.words import LANGUAGES, Words, catalogue, join_sentences, title_in

ENGLISH = messages(CATALOGUES / "en")
SQUEEZED = story({}, *SQUEEZE, *SLUMP)
OTHERS = [language for language in LANGUAGES if language != "en"]


@pytest.fixture
def marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A third language, in which every letter of a message is the same."""
    write_marked_language(tmp_path / "words", "xx")
    monkeypatch.setattr(words, "FOLDER", tmp_path / "words")
    monkeypatch.setattr(words, "LANGUAGES", (*LANGUAGES, "xx"))
    return "xx"


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_messages_with_the_same_values(language: str) -> None:
    own = messages(CATALOGUES / language)
    assert own.keys() == ENGLISH.keys()
    assert {key: fields(text) for key, text in own.items()} == {key: fields(text) for key, text in ENGLISH.items()}


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_names_the_same_units(language: str) -> None:
    assert catalogue(language, "units").keys() == catalogue("en", "units").keys()


def test_every_message_is_asked_for_and_no_other() -> None:
    wanted = {key for path, text in sources() for key in keys_in(path, text)}
    written, patterns = {key for key in wanted if "*" not in key}, [key for key in wanted if "*" in key]
    assert written <= ENGLISH.keys()
    assert {p for p in patterns if not fnmatch.filter(ENGLISH, p)} == set()
    found = written.union(*(fnmatch.filter(ENGLISH, pattern) for pattern in patterns))
    assert found == ENGLISH.keys()


def test_every_call_gives_the_values_of_its_message() -> None:
    wrong = [
        f"{path}:{line}: {key} wants {sorted(fields(ENGLISH[key]))}"
        for path, text in sources()
        if path.endswith(".py")
        for line, key, given in calls(text)
        if given != fields(ENGLISH[key])
    ]
    assert not wrong, "\n".join(wrong)


def test_no_pair_of_languages_is_written_in_code() -> None:
    chinese = [path for path, text in sources() if re.search("[一-鿿]", text)]
    assert not chinese


_DATA = {"code", "dd", "h1", "script", "style", "td", "title"}


class _Texts(HTMLParser):
    """The texts of a page in the page's own words: not those of code, of values, and of what the scenario says."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.figures = ""
        self._open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "link", "br"):
            self._open.append(tag)
        self.texts += [value for name, value in attrs if name in ("aria-label", "data-side") and value]

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if not _DATA & {*self._open}:
            self.texts.append(data)
        elif self._open[-1] == "script" and data.startswith("{"):
            self.figures = data


def told_in_figures(figures: Any) -> list[str]:
    """The texts that readers see in charts."""
    if isinstance(figures, dict):
        seen = [value for key, value in figures.items() if key in ("text", "name", "ticktext") and value]
        return [
            *(text for each in seen for text in (each if isinstance(each, list) else [each]) if isinstance(text, str)),
            *(text for value in figures.values() for text in told_in_figures(value)),
        ]
    return [text for value in figures for text in told_in_figures(value)] if isinstance(figures, list) else []


def left_over(page: str, *data: str) -> set[str]:
    """Words of a page in letters of English or Chinese that are neither marked nor data."""
    read = _Texts(page)
    texts = [*read.texts, *told_in_figures(json.loads(read.figures))]
    for known in sorted(data, key=len, reverse=True):
        texts = [text.replace(known, "") for text in texts]
    bare = [re.sub(r"<[^>]*>|%\{\w+\}|&\w+;", " ", text) for text in texts]
    return {word for text in bare for word in re.findall(r"[A-Za-z]{2,}|[一-鿿]+", text)}


def test_another_language_leaves_no_english_and_no_chinese_in_a_report(marked: str, tmp_path: Path) -> None:
    run, twin = fake_results(), fake_results(squeeze=0)
    write_report(run, twin, tmp_path / "run.html", marked)
    page = (tmp_path / "run.html").read_text(encoding="utf-8")
    assert MARK * 5 in page
    says = [event["says"] for event in run.manifest["events"]]
    titles = [result.manifest["scenario"]["title"] for result in (run, twin)]
    assert left_over(page, "tightrope", *says, *titles, run.manifest["scenario"]["description"]) == set()


def test_another_language_leaves_nothing_over_in_a_comparison(marked: str, tmp_path: Path) -> None:
    run, twin = fake_results(), fake_results(squeeze=0)
    write_comparison([run, twin], tmp_path / "both.html", folders=["a", "b"], language=marked)
    page = (tmp_path / "both.html").read_text(encoding="utf-8")
    says = [event["says"] for event in run.manifest["events"]]
    titles = [result.manifest["scenario"]["title"] for result in (run, twin)]
    assert MARK * 5 in page and left_over(page, "tightrope", "synthetic", "abcdef", *says, *titles) == set()


def test_another_language_leaves_nothing_over_in_the_report_of_a_sweep(marked: str, tmp_path: Path) -> None:
    results = library(failed=[3], waiting=[20])
    write_sweep_report(results, tmp_path / "sweep.html", folder="made-up", language=marked)
    page = (tmp_path / "sweep.html").read_text(encoding="utf-8")
    titles = [scenario["title"] for scenario in results.manifest["scenarios"]]
    data = ("tightrope sweep run", "tightrope", "--out", "made-up", "synthetic", results.manifest["title"], *titles)
    assert MARK * 5 in page and left_over(page, *data) == set()


def test_another_language_leaves_nothing_over_in_a_validation(marked: str, tmp_path: Path) -> None:
    gaps = pl.DataFrame({"after": range(3), **{each.column: [1.0, 1.5, 2.0] for each in MEASURES}})
    found = [Found(fact, (fact.target, fact.low, fact.high)) for fact in FACTS]
    told = replace(made_up(*found), responses=[Response(shock, (gaps, gaps)) for shock in SHOCKS])
    write_validation(told, tmp_path / "facts.html", kind="prime", language=marked)
    page = (tmp_path / "facts.html").read_text(encoding="utf-8")
    of_facts = {text for fact in FACTS for text in (fact.number, fact.says, fact.source, fact.why)}
    beside = {told.source for told in DISTRIBUTIONS} | {shock.known.source for shock in SHOCKS if shock.known}
    history = {each.release for each in read_history()} | {each.book for each in read_history()}
    data = {text for text in of_facts | beside | history if text}
    assert MARK * 5 in page and left_over(page, "tightrope", "baseline", "synthetic", *data) == set()


def test_another_language_leaves_nothing_over_in_a_story(marked: str) -> None:
    pair = [lives(market_of(each, borrowers=60, months=12, panel=True)) for each in (SQUEEZED, SQUEEZED.at_strength(0))]
    sheet = Sheet(replace(fake_results(), manifest={**fake_results().manifest, "events": []}), language=marked)
    lenders = [each.name for each in SQUEEZED.rivals()]
    for number, (own, twin) in enumerate(zip(*pair, strict=True)):
        told = tell(number, own, twin, lenders)
        page = re.sub(r"<[^>]*>", " ", who_html(told, marked) + months_html(told, sheet))
        assert MARK * 5 in page and not re.findall(r"[A-Za-z]{2,}|[一-鿿]", re.sub("|".join(lenders[1:]), "", page))


@pytest.mark.parametrize(
    ("message", "values", "told"),
    [
        ("{n:one month|# months}", {"n": 1}, "one month"),
        ("{n:one month|# months}", {"n": 12}, "12 months"),
        ("{n:,} {n:run|runs}", {"n": 1200}, "1,200 runs"),
        ("{names:, | and }", {"names": ["a"]}, "a"),
        ("{names:, | and }", {"names": ["a", "b", "c"]}, "a, b and c"),
        ("{names:; }", {"names": ["a", Words("common.twin")]}, "a; the twin"),
        ("{what!u}: {what!l}", {"what": Words("common.twin")}, "The twin: the twin"),
        ("%{{x}}", {}, "%{x}"),
    ],
)
def test_a_message_is_filled(message: str, values: dict[str, Any], told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(catalogue("en", "common"), "tried", message)
    assert Words("common.tried", **values).put("en") == told


def test_words_are_alike_where_message_and_values_are() -> None:
    assert Words("run.month", month=3) == Words("run.month", month=3) != Words("run.month", month=4)
    assert len({Words("run.month", month=3), Words("run.month", month=3)}) == 1


def test_each_language_has_its_own_way_with_sentences_and_amounts() -> None:
    assert [join_sentences(["a.", "b."], language) for language in ("en", "zh")] == ["a. b.", "a.b."]
    assert [yuan(4_210_000, language) for language in ("en", "zh")] == ["4.21 million", "421.00万"]
    assert [unit_words("months", language) for language in ("en", "zh")] == ["months", "月"]
    scenario = {"title": "Squeeze", "title_zh": "收紧"}
    assert [title_in(language, scenario) for language in ("en", "zh", "xx")] == ["Squeeze", "收紧", "Squeeze"]
