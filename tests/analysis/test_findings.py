"""What a run says in five numbers: chosen by how far they moved, and true to the numbers in every case."""

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.helpers.fake_results import fake_results
from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.compare.findings import Finding, findings, in_one_sentence
from tightrope.analysis.compare.headlines import HEADLINES, MOST, moved
from tightrope.model.results.run_results import Results

CALM = fake_results(squeeze=0)
FLAT = {headline.column: [0.5] * 36 for headline in HEADLINES}


def with_months(results: Results, **columns: Any) -> Results:
    return replace(results, months=results.months.with_columns(pl.Series(name, c) for name, c in columns.items()))


STILL = with_months(CALM, **FLAT)
EVENT = {**CALM.manifest, "events": [{"month": 13, "says": "Something."}]}


def course(gaps: dict[int, float], level: float = 0.5) -> list[float]:
    """A level, and from the months given on so far above it."""
    values = np.full(36, level)
    for month, apart in sorted(gaps.items()):
        values[month - 1 :] = level + apart
    return values.tolist()


def tell(results: Results, twin: Results | None = STILL, language: str = "en") -> list[Finding]:
    told = findings(Sheet(results, twin, language))
    return [replace(each, sentences=each.sentences.replace("\u00a0", " ")) for each in told]


def test_what_moved_farthest_by_its_ordinary_variation_comes_first() -> None:
    wobble = 0.5 + 0.05 * np.resize([1.0, -1.0], 36)
    calm = with_months(STILL, trust_mean=wobble)
    run = with_months(calm, trust_mean=wobble - 0.2, approvals_share=course({13: 0.05}))
    found = [(each.headline.column, round(each.times)) for each in moved(run, calm)]
    assert found == [("approvals_share", 10), ("trust_mean", 4)], "0.05 of a still one is more than 0.2 of a wild one"
    aside = with_months(calm, trust_mean=wobble - 0.2, contact_share=course({13: 0.05}))
    found = [(each.headline.column, round(each.times)) for each in moved(aside, calm)]
    assert found == [("trust_mean", 4), ("contact_share", 10)], "what surrounds lending counts a third"
    numbers = [each.number for each in tell(run, calm)]
    assert numbers[:2] == ["+5.0\u00a0points", "−0.20"] and len(numbers) == MOST


def test_of_a_theme_one_measure_is_told_and_all_that_is_left_out_is_named() -> None:
    themes = {headline.theme for headline in HEADLINES}
    run = with_months(STILL, **{headline.column: course({13: 0.1}) for headline in HEADLINES})
    assert len(moved(run, STILL)) == len(themes)
    sentence = in_one_sentence(Sheet(run, STILL))
    assert f"Of {len(themes)} subjects watched, {len(themes)} moved" in sentence
    assert sentence.count("times)") == len(themes) - MOST


@pytest.mark.parametrize(
    ("gaps", "ending"),
    [
        ({13: 0.1, 20: 0.0}, "By the end it was back within ordinary variation (50.0 % against 50.0 % in month 36)."),
        ({13: 0.2, 20: 0.1}, "It did not come back by the end: 50 % of the widest gap was left (60.0 % against 50.0 %"),
        ({13: 0.2, 20: -0.1}, "By the end it lay on the other side of the twin (40.0 % against 50.0 %"),
        ({13: 0.1, 35: 0.2}, "It was still at its widest at the end."),
    ],
)
def test_whether_it_came_back(gaps: dict[int, float], ending: str) -> None:
    told = tell(with_months(STILL, frozen_share=course(gaps)))[0].sentences
    assert told.startswith("The gap was widest in month ")
    assert ending in told


def test_who_bore_it_is_told_by_standing_and_by_segment() -> None:
    ours, theirs = fake_results(), CALM
    low = ours.bands.with_columns(
        frozen_share=pl.col("frozen_share") + 0.3 * ((pl.col("band") == "gig") & (pl.col("month") > 12))
    )
    ours = replace(with_months(ours, **{**FLAT, "frozen_share": course({13: 0.1})}), bands=low)
    [told, *_] = tell(ours, replace(theirs, months=STILL.months))
    more = [int(run.freezes.filter(pl.col("month") > 12)["new"].to_numpy().sum()) for run in (ours, theirs)]
    assert f"There were {more[0] - more[1]:,} more freezes than in the twin; " in told.sentences
    assert "On average from month 13 on, gig workers were moved most (+" in told.sentences


def test_profit_is_told_over_all_months_with_the_line_that_made_the_difference() -> None:
    flat = {"profit": [1e6] * 36, "interest": [2e6] * 36}
    loss = {"profit": [-1e6] * 36, "interest": [0.0] * 36}
    [told, *_] = tell(with_months(STILL, **loss), with_months(STILL, **flat))
    assert told.number == "−2.00 million"
    assert told.sentences.startswith(
        "The platform lost 36.00 million yuan over 36 months, 72.00 million less than the twin's. "
    )
    assert "the widest difference is in interest: −72.00 million yuan" in told.sentences


def test_where_nothing_moved_five_usual_courses_are_told() -> None:
    alike = Sheet(CALM, CALM)
    assert in_one_sentence(alike) == "The two runs are the same in every month."
    assert len(findings(alike)) == 5 and "widest" not in " ".join(each.sentences for each in findings(alike))
    hardly = with_months(STILL, trust_mean=course({13: 0.001}))
    assert "none moved away from the twin" in in_one_sentence(Sheet(hardly, STILL))


def test_without_a_twin_the_course_is_told() -> None:
    late = [0.01] * 36
    late[11], late[35] = 0.0252, 0.013
    told = tell(with_months(CALM, dpd90_share_balance=late, trust_mean=[0.5] * 36), None)
    assert told[1].sentences == (
        "The share of balances 90+ days late began at 1.0 % and ended at 1.3 %; it was lowest in month 1 (1.0 %) and "
        "highest in month 12 (2.5 %)."
    )
    assert told[2].sentences == "Mean trust, from 0 to 1, stayed at 0.50."
    assert "no other run to compare with" in in_one_sentence(Sheet(CALM))


def test_a_measure_that_is_nowhere_known_is_left_out() -> None:
    unknown = pl.Series([None] * 36, dtype=pl.Float64)
    run = with_months(CALM, dpd90_share_balance=unknown)
    assert len(findings(Sheet(run))) == 4
    late = [headline.column for headline in HEADLINES if headline.theme == "late"]
    assert moved(with_months(STILL, **dict.fromkeys(late, unknown)), STILL) == []


def test_one_month_and_none() -> None:
    one = Sheet(fake_results(1), fake_results(1, squeeze=0))
    assert in_one_sentence(one).startswith("Both runs have finished 1 month: too few")
    assert len(findings(one)) == 5 and all("in the only month" in each.sentences for each in findings(one))
    assert findings(Sheet(replace(CALM, months=CALM.months.clear()))) == []


def test_a_twin_that_was_stopped_is_compared_as_far_as_it_goes() -> None:
    short = replace(STILL, months=STILL.months.head(20))
    [told, *_] = tell(with_months(STILL, trust_mean=course({13: 0.2, 17: 0.1})), short)
    assert "50 % of the widest gap was left (0.60 against 0.50 in month 20)" in told.sentences


def test_chinese() -> None:
    sheet = Sheet(fake_results(), CALM, "zh")
    assert "个观察主题中" in in_one_sentence(sheet)
    assert all("偏离孪生最多" in each.sentences and "month" not in each.sentences for each in findings(sheet))
