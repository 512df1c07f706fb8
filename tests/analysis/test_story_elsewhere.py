"""What a story tells of other lenders: by name where the scenario names them, and as one where it does not."""

from itertools import pairwise
from typing import Any

import polars as pl
import pytest

from tests.helpers.lenders import among
from tests.helpers.markets import SLUMP, market_of
from tightrope.analysis.story.elsewhere import elsewhere, rolled_over
from tightrope.analysis.story.lenders import owed, with_names

UNNAMED = {"lender_elsewhere": None, "asked_lender": None, "asked_next": None, "lender_before": None}
QUIET: dict[str, Any] = {
    **UNNAMED, "month": 5, "month_lender": None, "outside_debt": 0.0, "outside_fringe": 0.0, "outside_short": 0.0,
    "outside_lenders": 0, "outside_draws": 0.0, "outside_writeoff": 0.0, "fringe_paid": 0.0, "fringe_interest": 0.0,
    "fringe_writeoff": 0.0, "refinanced": 0.0, "applied_outside": 0, "approved_outside": 0, "late_outside": 0,
}  # fmt: skip
"""A month in which nothing was owed elsewhere and nobody asked, in a market that names no lender."""
OWING: dict[str, Any] = {**QUIET, "outside_debt": 8_000.0}
AT_BANK: dict[str, Any] = {**OWING, "month_lender": "fringe", "lender_elsewhere": "bank"}
"""A debt elsewhere where lenders are named, and the bank is owed."""


def sentences(before: dict[str, Any], language: str = "en", /, **now: Any) -> list[str]:
    """What is told of a month."""
    return [event.words.put(language) for event in elsewhere({**before, **now}, before)]


def test_numbers_become_names() -> None:
    numbers = pl.DataFrame({name: [0, 1, 2] for name in UNNAMED}, schema=dict.fromkeys(UNNAMED, pl.Int8))
    named = with_names(numbers, ["fringe", "bank", "rival"])
    assert all(named[name].to_list() == [None, "bank", "rival"] for name in UNNAMED)
    assert named["month_lender"].to_list() == ["fringe"] * 3
    nobody = with_names(numbers.head(1), ["all"])
    assert nobody.row(0, named=True) == {**UNNAMED, "month_lender": None}


@pytest.mark.parametrize(
    ("row", "english", "chinese"),
    [
        (QUIET, "nothing owed to other lenders", "无外部负债"),
        ({**AT_BANK, "outside_debt": 0.4}, "nothing owed to other lenders", "无外部负债"),
        (
            {**OWING, "outside_lenders": 1},
            "8,000 owed to one other lender",
            "欠1家外部机构8,000元",
        ),
        (
            {**OWING, "outside_lenders": 3},
            "8,000 owed to 3 other lenders",
            "欠3家外部机构8,000元",
        ),
        (AT_BANK, "owes 8,000 yuan to bank", "欠“bank”8,000元"),
        (
            {**AT_BANK, "outside_fringe": 500.0},
            "owes 500 yuan to the fringe and 7,500 yuan to bank",
            "欠月度借款机构500元、“bank”7,500元",
        ),
        ({**AT_BANK, "outside_fringe": 8_000.0}, "owes 8,000 yuan to the fringe", "欠月度借款机构8,000元"),
    ],
)
def test_debts_elsewhere_are_told_with_whom_they_are_owed(row: dict[str, Any], english: str, chinese: str) -> None:
    assert (owed(row).put("en"), owed(row).put("zh")) == (english, chinese)


def test_one_lender_who_is_all_is_owed_both_kinds() -> None:
    row = {**OWING, "month_lender": "some", "outside_fringe": 500.0}
    assert owed(row).put("en") == "owes 8,000 yuan to some"
    assert sentences(row, applied_outside=1) == ["Asked some and got nothing."]


def test_a_loan_names_who_lent_and_whom_that_paid_off() -> None:
    moved: dict[str, Any] = {
        "lender_elsewhere": "rival", "lender_before": "bank", "outside_debt": 11_200.0, "outside_draws": 3_000.0,
        "refinanced": 8_000.0, "applied_outside": 1, "approved_outside": 1, "asked_lender": "rival",
    }  # fmt: skip
    assert sentences(AT_BANK, **moved) == [
        "Borrowed 3,000 yuan from rival, which paid off 8,000 yuan owed to bank; now owes 11,200 yuan to rival."
    ]
    assert sentences(AT_BANK, "zh", **moved) == [
        "外部借款:“rival”3,000元(并代还所欠“bank”的8,000元);现欠“rival”11,200元。"
    ]
    refused, _ = sentences(AT_BANK, **{**moved, "asked_lender": "small", "asked_next": "rival"})
    assert refused == "Was refused a loan by small."


def test_a_loan_of_a_month_is_told_apart_from_one_in_instalments() -> None:
    before = {**AT_BANK, "outside_fringe": 600.0, "outside_short": 600.0}
    lent: dict[str, Any] = {"outside_draws": 3_500.0, "approved_outside": 1, "applied_outside": 1, "fringe_paid": 600.0}
    owing: dict[str, Any] = {"outside_fringe": 510.0, "fringe_interest": 10.0, "outside_debt": 11_000.0}
    [told] = sentences(before, **lent, **owing)
    assert told == (
        "Borrowed 500 yuan from the fringe and 3,000 yuan from bank; "
        "now owes 510 yuan to the fringe and 10,490 yuan to bank."
    )


def test_who_was_asked_in_vain_is_told_in_order() -> None:
    asked: dict[str, Any] = {"applied_outside": 1, "asked_lender": "bank"}
    assert sentences(AT_BANK, **asked) == ["Asked bank and got nothing."]
    assert sentences(AT_BANK, applied_outside=1) == ["Asked the fringe and got nothing."]
    both: dict[str, Any] = {**asked, "asked_next": "rival"}
    assert sentences(AT_BANK, **both) == ["Asked bank, then rival, and got nothing."]
    assert sentences(AT_BANK, "zh", **both) == ["向“bank”、再向“rival”申请借款,未获批准。"]


def test_arrears_and_write_offs_name_whom_they_concern() -> None:
    both: dict[str, Any] = {**AT_BANK, "outside_fringe": 500.0}
    assert sentences(both, late_outside=1) == ["Fell a month behind with the fringe and bank."]
    late: dict[str, Any] = {**both, "late_outside": 2}
    assert sentences(late, late_outside=0, outside_debt=0.0, outside_fringe=0.0) == [
        "Caught up with the fringe and bank."
    ]
    gone: dict[str, Any] = {
        "outside_debt": 0.0,
        "outside_fringe": 0.0,
        "outside_writeoff": 8_000.0,
        "fringe_writeoff": 500.0,
    }
    assert sentences(late, **gone) == ["Debt elsewhere was written off: 500 yuan by the fringe and 7,500 yuan by bank."]


def test_where_nobody_is_named_other_lenders_are_as_one() -> None:
    owing: dict[str, Any] = {**QUIET, "outside_debt": 5_000.0, "outside_lenders": 2}
    drawn: dict[str, Any] = {
        "outside_draws": 3_000.0,
        "outside_debt": 8_000.0,
        "approved_outside": 1,
        "applied_outside": 1,
    }
    assert sentences(owing, **drawn) == ["Borrowed 3,000 yuan elsewhere, and now owes 8,000 there."]
    assert sentences(owing, applied_outside=1) == ["Asked another lender and got nothing."]
    assert sentences(owing, late_outside=1) == ["Fell a month behind with other lenders."]
    late: dict[str, Any] = {**owing, "late_outside": 1}
    assert sentences(late, late_outside=0) == ["Caught up with other lenders."]
    assert sentences(late, outside_writeoff=5_000.0, outside_debt=0.0) == ["Other lenders wrote off 5,000 yuan."]
    assert sentences(late, "zh", late_outside=0) == ["已还清外部机构的逾期款。"]


def lent(month: int, draws: float, due_next: float = 0.0, *, new: int = 0, by: str | None = None) -> dict[str, Any]:
    """A month's dealings with who lends for a month."""
    short = {"outside_draws": draws, "outside_short": due_next, "approved_outside": new}
    return {**QUIET, "month": month, "month_lender": by, **short}


def test_loans_of_a_month_are_told_when_rolled_over_first_and_last() -> None:
    borrowed, gone = lent(1, 900.0, 990.0, new=1), lent(5, 0.0)
    rolled = [borrowed, lent(2, 800.0, 880.0), lent(3, 700.0, 770.0), lent(4, 500.0, 550.0), gone]
    first, last = rolled_over(rolled)
    assert first == (2, "rolled over", first.words) and last == (4, "rolled over", last.words)
    assert first.words.put("en") == (
        "A loan of a month elsewhere was rolled over: the same lender lent 800 yuan again."
    )
    assert "for the last time, after 3 months in a row: 500 yuan" in last.words.put("en")
    assert [each.month for each in rolled_over([borrowed, lent(2, 800.0, 880.0), lent(3, 0.0)])] == [2], "once is once"
    assert [each.month for each in rolled_over(rolled[:3])] == [2, 3], "the record ends before the loan does"
    assert not rolled_over([borrowed, lent(2, 800.0, 880.0, new=1)]), "somebody else lent"
    assert not rolled_over([lent(1, 0.0), lent(2, 800.0, 880.0)]), "nothing fell due"


def test_a_loan_rolled_over_names_the_fringe() -> None:
    first, last = rolled_over([lent(month, 800.0, 880.0, new=month == 1, by="fringe") for month in (1, 2, 3)])
    assert first.words.put("en").startswith("A loan of a month from the fringe was rolled over")
    assert last.words.put("en").startswith("The loan of a month from the fringe was rolled over for the last time")
    assert first.words.put("zh") == "月度借款机构的一个月期借款到期后续借:同一机构再借800元。"


def test_what_is_told_of_loans_is_what_flowed() -> None:
    scenario = among({"outside_share": 0.7, "outside_wish_monthly": 0.4}, *SLUMP)
    market = market_of(scenario, borrowers=200, months=10, panel=True)
    frames, for_a_month = [market.panel_frame()], []
    while market.month < market.months:
        market.step()
        frames.append(market.panel_frame())
        for_a_month.append(market.flows["outside_short"] / 100)
    named = [with_names(frame, [each.name for each in scenario.rivals()]).rows(named=True) for frame in frames]
    seen = 0
    for (before, now), short in zip(pairwise(named), for_a_month, strict=True):
        for old, new, part in zip(before, now, short, strict=True):
            told = [event.words.put("en") for event in elsewhere(new, old) if event.kind == "borrowed elsewhere"]
            if told and old["joined_month"] == new["joined_month"]:
                rest = new["outside_draws"] - part
                assert (f"{part:,.0f} yuan from the fringe" in told[0]) == (part >= 0.5), told
                assert (f"{rest:,.0f} yuan from {new['lender_elsewhere']}" in told[0]) == (rest >= 0.5), told
                seen += part >= 0.5 and rest >= 0.5
    assert seen, "the market of this test should let both happen in one month"
