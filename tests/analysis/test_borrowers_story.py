"""A borrower's story tells what the panel holds, leaves nothing out that matters, and does so in two languages."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl
import pytest

from tests.helpers.fake_results import fake_results
from tests.helpers.markets import SLUMP, SQUEEZE, market_of, story
from tightrope.agents.codes import Cause, Departure
from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.report.story import months_html, who_html
from tightrope.analysis.story.dues import dues
from tightrope.analysis.story.moments import Moment
from tightrope.analysis.story.picture import MARKS, life
from tightrope.analysis.story.story import Story, life_of, tell
from tightrope.analysis.story.trust import parting
from tightrope.analysis.words.words import Words
from tightrope.model.engine.market import CreditMarket

MONTHS = 30
TOUGH = {"lock_monthly": 0.02, "scam_monthly": 0.1, "settlement_offer": 0.3, "outage_share": 0.02, "notice_months": 2}
"""Values that let rare things happen to some of a few hundred borrowers."""
TROUBLED = story({**TOUGH, "writeoff_months": 5, "recovery_months": 6, "plan_scrutiny": 0.0}, *SQUEEZE, *SLUMP)
LENDERS = [each.name for each in TROUBLED.rivals()]


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
    pair = [
        lives(market_of(each, borrowers=300, months=MONTHS, panel=True)) for each in (TROUBLED, TROUBLED.at_strength(0))
    ]
    return [tell(number, own, twin, LENDERS) for number, (own, twin) in enumerate(zip(*pair, strict=True))]


def came(column: str) -> Callable[[pl.DataFrame], pl.Series]:
    return lambda frame: frame[column] > 0


def lost_and_closed(frame: pl.DataFrame) -> pl.Series:
    return (frame["status"] == "written off") & (frame["status"].shift(1) == "active")


def goes_on(frame: pl.DataFrame) -> pl.Series:
    """Months of an account that it had begun before, by the same holder."""
    before = (frame["status"].shift(1) == "active") & (frame["joined_month"].shift(1) == frame["joined_month"])
    return (frame["status"] == "active") & before


ORACLE: dict[str, Callable[[pl.DataFrame], pl.Series]] = {
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
    "habit": lambda frame: (frame["paylater_habit"] != frame["paylater_habit"].shift(1)) & goes_on(frame),
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


CAUSES = {
    Cause.FORGOT: "forgotten",
    Cause.FAILED: "could not be paid on|systems were down",
    Cause.LATE_WAGES: "the wages came late",
    Cause.SHORT: "short of cash",
    Cause.HELD_OUT: "held back in disappointment",
}
DEFAULTS = {
    Cause.SHORT: "the money for the arrears was never there",
    Cause.FAILED: "was there at some time, but the account was locked",
    Cause.HELD_OUT: "was there at some time, and was held back",
    Cause.FORGOT: "was there at some time, and they were overlooked",
}


def named(words: Words, phrases: dict[Cause, str]) -> set[Cause]:
    """The causes that a sentence tells."""
    return {cause for cause, phrase in phrases.items() if re.search(phrase, words.put("en"))}


def moments_with_rows(told: list[Story], kind: str) -> Iterator[tuple[Moment, dict[str, Any]]]:
    for each in told:
        rows = {row["month"]: row for row in each.own.rows(named=True)}
        yield from ((moment, rows[moment.month]) for moment in each.here.moments if moment.kind == kind)


def test_a_missed_due_has_the_cause_that_the_record_holds(told: list[Story]) -> None:
    seen = set()
    for moment, row in moments_with_rows(told, "missed"):
        causes = {row[f"cause_{name}"] for name in ("paylater", "cashloan") if row[f"missed_{name}"] > 0}
        assert named(moment.words, CAUSES) == causes, moment
        assert ("out of work" in moment.words.put("en")) == (Cause.SHORT in causes and not row["employed"])
        seen |= causes
    assert seen == set(CAUSES), "the market of this test should let them happen"


def test_a_default_has_the_cause_that_the_record_holds(told: list[Story]) -> None:
    seen = set()
    for moment, row in moments_with_rows(told, "default"):
        older = row["default_cause"] != Cause.SHORT and row["unable"] >= row["month"]
        assert named(moment.words, DEFAULTS) == ({row["default_cause"]} if not older else set()), moment
        assert ("older than this record" in moment.words.put("en")) == older
        seen.add(row["default_cause"])
    assert Cause.SHORT in seen


def test_arrears_stay_because_the_money_lacks_or_is_kept(told: list[Story]) -> None:
    without = 0
    for moment, row in moments_with_rows(told, "late"):
        words = moment.words.put("en")
        assert ("the money for them was not there" in words) == (row["unable"] > 0)
        assert ("on a locked account" in words) == (row["unable"] == 0 and row["locked"] > 0)
        free = row["unable"] == row["locked"] == 0
        assert ("held back though the money was there" in words) == (free and row["held_out"] > 0)
        assert ("overlooked though" in words) == (free and row["held_out"] == 0)
        without += row["unable"] > 0
    assert without


MONTH: dict[str, Any] = {
    "month": 5, "status": "active", "missed_paylater": 0.0, "missed_cashloan": 0.0, "cause_paylater": 0,
    "cause_cashloan": 0, "technical": 0, "employed": 1, "late_paylater": 0, "late_cashloan": 0, "defaulted": 0,
    "default_cause": 0, "overdue_paylater": 0.0, "overdue_cashloan": 0.0, "unable": 0, "held_out": 0, "ladder": 0,
    "contact": 0, "locked": 0, "plan_agreed": 0, "plan_broken": 0, "plan": 0,
    "re_aged": 0, "judgement": 0, "adviser_fee": 0.0,
}  # fmt: skip


def sentences(language: str = "en", before: dict[str, Any] | None = None, **now: Any) -> list[str]:
    """What is told of the dues of a made-up month."""
    return [event.words.put(language) for event in dues({**MONTH, **now}, {**MONTH, **(before or {})})]


def test_a_plan_that_is_kept_ends_the_lateness_and_no_collector_comes_before() -> None:
    late: dict[str, Any] = {"late_cashloan": 2, "plan": 9, "contact": 2}
    assert sentences(before=late, late_cashloan=2, plan=8) == []
    assert sentences(before=late, plan=8, re_aged=1) == ["The plan has been kept: nothing counts as past due any more."]


def test_advice_and_judgements_are_told() -> None:
    assert sentences(adviser_fee=450.0) == ["Paid an adviser 450 yuan, to get a plan."]
    told = sentences(before={"status": "written off"}, status="written off", judgement=1)
    assert told == ["A judgement was obtained: a share of the wage goes to the old debt from now on."]


def test_an_amount_below_one_yuan_is_not_called_none() -> None:
    told = sentences(missed_paylater=0.3, cause_paylater=Cause.FORGOT, late_paylater=1, overdue_paylater=0.3)
    assert told[0] == "Missed the due date (less than one yuan on paylater): forgotten."
    assert told[1].startswith("30 days past due now; less than one yuan are overdue")
    [chinese, *_] = sentences("zh", missed_paylater=0.3, cause_paylater=Cause.FORGOT)
    assert chinese.startswith("还款日未还(先享后付不到1元):忘了还。")


def test_who_leaves_pays_and_may_be_paid_for() -> None:
    row: dict[str, Any] = {"left": Departure.LEFT, "settled_paylater": 200.0, "settled_cashloan": 1_300.0}
    for taken_over, words in (
        (0.0, "Left the platform, the last 1,500 yuan paid."),
        (900.0, "Left the platform, the last 1,500 yuan paid (900 yuan of it by the lender gone to)."),
    ):
        [event] = parting({**row, "taken_over": taken_over})
        assert event.words.put("en") == words
    [event] = parting({"left": Departure.LEFT, "settled_paylater": 0.0, "settled_cashloan": 0.0, "taken_over": 0.0})
    assert event.words.put("en") == "Left the platform."


def test_loans_of_a_month_are_rolled_over_in_the_market(told: list[Story]) -> None:
    seen = 0
    for moment, row in moments_with_rows(told, "rolled over"):
        assert row["outside_draws"] >= 1 and not row["approved_outside"], moment
        seen += 1
    assert seen
    for each in told:
        months: dict[str, set[int]] = {"rolled over": set(), "borrowed elsewhere": set()}
        for moment in each.here.moments:
            months.setdefault(moment.kind, set()).add(moment.month)
        assert not months["rolled over"] & months["borrowed elsewhere"], each.borrower


def test_two_dues_missed_for_two_reasons_are_told_apart() -> None:
    both: dict[str, Any] = {"missed_paylater": 200.0, "missed_cashloan": 1_500.0, "cause_paylater": Cause.FORGOT}
    assert sentences(**both, cause_cashloan=Cause.FORGOT) == [
        "Missed the due date (200 yuan on paylater and 1,500 yuan on the cash loan): forgotten. "
        "All was paid within thirty days."
    ]
    apart = {**both, "cause_cashloan": Cause.SHORT, "late_cashloan": 1, "overdue_cashloan": 1_500.0, "unable": 1}
    assert sentences(**apart)[:2] == [
        "Missed the due date: 200 yuan on paylater (forgotten) and 1,500 yuan on the cash loan (short of cash).",
        "30 days past due now; 1,500 yuan are overdue, and the money for them was not there.",
    ]
    locked = sentences(late_cashloan=1, overdue_cashloan=900.0, locked=1)
    assert locked[0] == "30 days past due now; 900 yuan are overdue, and could not be paid on a locked account."
    assert sentences("zh", **apart)[0] == "还款日未还:先享后付200元(忘了还)、现金贷1,500元(钱不够)。"


@pytest.mark.parametrize(
    ("month", "unable", "cause", "english", "chinese"),
    [
        (5, 3, Cause.SHORT, "For three months the money for the arrears was never there.", "三个月里一直拿不出钱"),
        (5, 2, Cause.HELD_OUT, "The money for the arrears was there at some time, and was held back.", "有意不还"),
        (3, 2, Cause.FORGOT, "there at some time, and they were overlooked.", "疏忽未还"),
        (5, 0, Cause.FAILED, "there at some time, but the account was locked.", "账户被锁定"),
        (2, 2, Cause.FORGOT, "The arrears are older than this record, which cannot tell why.", "早于本记录"),
        (2, 1, Cause.FORGOT, "there at some time, and they were overlooked.", "疏忽未还"),
    ],
)
def test_why_default_came_is_told(month: int, unable: int, cause: Cause, english: str, chinese: str) -> None:
    now: dict[str, Any] = {"month": month, "late_cashloan": 3, "defaulted": 1, "unable": unable, "default_cause": cause}
    for language, words in (("en", english), ("zh", chinese)):
        [told] = sentences(language, {"late_cashloan": 2}, **now)
        assert words in told


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
    same = tell(3, told[3].own, told[3].own, LENDERS)
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
        chinese = words.put("zh")
        for name in LENDERS:
            chinese = chinese.replace(f"“{name}”", "")
        assert chinese.endswith("。") and not re.search("[A-Za-z]", chinese), words
        assert not re.search(r"\d{4,}|--|  ", words.put("en") + words.put("zh")), words


def test_a_place_that_changes_hands_begins_a_new_story(told: list[Story]) -> None:
    each = next(each for each in told if any(moment.kind == "joined" for moment in each.here.moments))
    month = next(moment.month for moment in each.here.moments if moment.kind == "joined")
    gone = max(moment.month for moment in each.here.moments if moment.kind == "left" and moment.month < month)
    assert not [moment for moment in each.here.moments if gone < moment.month < month]
    assert life_of(each.own.filter(pl.col("month") <= gone), LENDERS).moments[-1].kind == "left"


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
