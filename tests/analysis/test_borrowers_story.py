"""A borrower's story tells what the panel holds, leaves nothing out that matters, and does so in two languages."""

import json
import re
from collections.abc import Callable

import polars as pl
import pytest

from tests.helpers.fake_results import fake_results
from tests.helpers.markets import SLUMP, SQUEEZE, market_of, story
from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.report.story import months_html, who_html
from tightrope.analysis.story.moments import Moment
from tightrope.analysis.story.picture import MARKS, life
from tightrope.analysis.story.story import Story, life_of, tell
from tightrope.analysis.words.words import Words
from tightrope.model.engine.market import CreditMarket

MONTHS = 30
TOUGH = {"lock_monthly": 0.02, "scam_monthly": 0.1, "settlement_offer": 0.3, "outage_share": 0.02, "notice_months": 2}
"""Values that let rare things happen to some of a few hundred borrowers."""


def lives(market: CreditMarket) -> list[pl.DataFrame]:
    """The months of every borrower, opening included."""
    frames = [market.panel_frame()]
    while market.month < market.months:
        market.step()
        frames.append(market.panel_frame())
    return pl.concat(frames).partition_by("borrower", maintain_order=True)


@pytest.fixture(scope="module")
def told() -> list[Story]:
    """The stories of all borrowers of a market in trouble, each beside the twin's."""
    troubled = story({**TOUGH, "writeoff_months": 5, "recovery_months": 6}, *SQUEEZE, *SLUMP)
    pair = [
        lives(market_of(each, borrowers=300, months=MONTHS, panel=True)) for each in (troubled, troubled.at_strength(0))
    ]
    return [tell(number, own, twin) for number, (own, twin) in enumerate(zip(*pair, strict=True))]


def came(column: str) -> Callable[[pl.DataFrame], pl.Series]:
    return lambda frame: frame[column] > 0


def lost_and_closed(frame: pl.DataFrame) -> pl.Series:
    return (frame["status"] == "written off") & (frame["status"].shift(1) == "active")


ORACLE = {
    "frozen": came("froze"),
    "opened": came("reopened"),
    "cut": came("cut"),
    "default": came("defaulted"),
    "written off": lost_and_closed,
    "missed": lambda frame: (frame["missed_paylater"] > 0) | (frame["missed_cashloan"] > 0),
    "answered": came("appeal_answer"),
    "restored": came("restored"),
    "rushed": came("rushed"),
    "plan broken": came("plan_broken"),
    "left": came("left"),
    "joined": came("joined"),
}


@pytest.mark.parametrize("kind", ORACLE)
def test_what_matters_is_told_in_its_month_and_at_no_other_time(told: list[Story], kind: str) -> None:
    seen = 0
    for each in told:
        happened = each.own.filter(ORACLE[kind](each.own))["month"].to_list()
        assert [moment.month for moment in each.here.moments if moment.kind == kind] == happened, each.borrower
        seen += len(happened)
    assert seen, "the market of this test should let it happen"


def test_amounts_and_reasons_are_those_of_the_month(told: list[Story]) -> None:
    for each in told:
        rows = {row["month"]: row for row in each.own.rows(named=True)}
        for moment in each.here.moments:
            row = rows[moment.month]
            if moment.kind == "written off":
                assert f"{row['writeoff_paylater'] + row['writeoff_cashloan']:,.0f} yuan" in moment.words.put("en")
            if moment.kind == "frozen":
                assert ("good standing" in moment.words.put("en")) == (row["months_since_late"] >= 12)
            if moment.kind == "cut":
                assert f"{row['cut_amount']:,.0f} yuan" in moment.words.put("en")
                assert ("as announced" in moment.words.put("en")) == (row["cut"] == 2)


def test_trust_names_nothing_that_did_not_happen(told: list[Story]) -> None:
    falls = 0
    for each in told:
        rows = {row["month"]: row for row in each.own.rows(named=True)}
        for moment in each.here.moments:
            if moment.kind == "trust":
                falls += 1
                row, words = rows[moment.month], moment.words.put("en")
                assert f"by {rows[moment.month - 1]['trust'] - row['trust']:.2f} to {row['trust']:.2f}" in words
                assert ("the freeze" in words) == (row["froze"] > 0)
                assert ("the swindle" in words) == (row["scam"] > 0)
    assert falls


def test_a_life_without_events_differs_in_nothing(told: list[Story]) -> None:
    same = tell(3, told[3].own, told[3].own)
    assert same.end.sentences[0].put("en").startswith("No difference")
    assert all(fact.here == fact.there for fact in same.end.facts)
    assert 'class="here"' not in months_html(same, Sheet(fake_results(MONTHS)))


def test_the_lives_part_when_the_frames_do(told: list[Story]) -> None:
    for each in told:
        apart = [month for month in range(MONTHS + 1) if not each.own[month].equals(each.twin[month], null_equal=True)]
        named = re.search(r"part in month (\d+)", each.end.sentences[0].put("en"))
        if named:
            assert int(named[1]) >= apart[0] >= 3
        assert bool(apart) != each.end.sentences[0].put("en").startswith("No difference")


def test_both_languages_are_whole(told: list[Story]) -> None:
    def words_of(each: Story) -> list[Words]:
        moments: list[Moment] = [*each.here.moments, *each.there.moments]
        return [each.here.who, *each.end.sentences, *(moment.words for moment in moments)]

    for words in {words for each in told for words in words_of(each)}:
        assert not re.search(r"[{}]|None|\bnan\b|\binf\b", words.put("en") + words.put("zh")), words
        assert not words.put("en")[0].islower() and words.put("en").endswith("."), words
        assert words.put("zh").endswith("。") and not re.search("[A-Za-z]", words.put("zh")), words
        assert not re.search(r"\d{4,}|--|  ", words.put("en") + words.put("zh")), words


def test_a_place_that_changes_hands_begins_a_new_story(told: list[Story]) -> None:
    each = next(each for each in told if any(moment.kind == "joined" for moment in each.here.moments))
    month = next(moment.month for moment in each.here.moments if moment.kind == "joined")
    gone = max(moment.month for moment in each.here.moments if moment.kind == "left" and moment.month < month)
    assert not [moment for moment in each.here.moments if gone < moment.month < month]
    assert life_of(each.own.filter(pl.col("month") <= gone)).moments[-1].kind == "left"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_picture_and_the_words_are_drawn_of_any_life(told: list[Story], language: str) -> None:
    sheet = Sheet(fake_results(MONTHS), fake_results(MONTHS, squeeze=0), language)
    for each in told[:80]:
        plot = life(sheet, each.own, each.twin, each.here)
        json.dumps(plot, allow_nan=False)
        big = {moment.month for moment in each.here.moments if moment.kind in MARKS}
        assert plot["data"][-2]["x"] == sorted(big)
        shut = (each.own["freeze_reason"] != "none") & (each.own["status"] == "active") & (each.own["month"] > 0)
        bands = [shape for shape in plot["layout"]["shapes"] if shape["type"] == "rect"]
        assert sum(band["x1"] - band["x0"] for band in bands) == shut.sum()
        assert who_html(each, language).count("<tr") == len(each.end.facts) + 1
        html = months_html(each, sheet)
        assert all(f'data-month="{month}"' in html for month in each.months)
