"""Work, income, expenses, friends, swindlers and other lenders, told of a month."""

from collections.abc import Sequence

from tightrope.analysis.story.moments import Event, Events, Moment, Row
from tightrope.analysis.words.words import Words

__all__ = ["lasting_income", "money"]

_POOR, _RICH = 0.6, 1.6
"""Income of a month that is told, as a share of the usual."""
_DEAR = 0.4
"""Expense that is told, as a share of the usual income."""
_LASTING = 0.2
"""Change of the usual income that is told."""


def money(now: Row, before: Row) -> Events:
    """Tell what a month did to somebody's means."""
    yield from _work(now, before)
    if now["expense"] >= _DEAR * now["income_usual"]:
        yield Event(
            "expense",
            Words(f"Unforeseen expenses of {now['expense']:,.0f} yuan.", f"意外支出{now['expense']:,.0f}元。"),
        )
    if now["wage_late"]:
        yield Event("wage late", Words("The month's income came after the due date.", "当月收入在还款日之后才到账。"))
    yield from _friends(now)
    if now["uploaded"]:
        yield Event("proved", Words("Proved income to the platform.", "向平台提交了收入证明。"))
    yield from _elsewhere(now, before)


def lasting_income(rows: Sequence[Row]) -> list[Moment]:
    """Tell where the usual income has moved far from what was told last."""
    told, moments = rows[0]["income_usual"], []
    for row in rows[1:]:
        usual = row["income_usual"]
        if abs(usual / told - 1) >= _LASTING:
            way = Words("risen", "升") if usual > told else Words("fallen", "降")
            words = Words(
                f"Usual income has {way.en} over time to {usual:,.0f} yuan a month.",
                f"常态月收入已逐渐{way.zh}至{usual:,.0f}元。",
            )
            moments.append(Moment(row["month"], "usual income", words))
            told = usual
    return moments


def _work(now: Row, before: Row) -> Events:
    income, usual = now["income"], now["income_usual"]
    if before["employed"] and not now["employed"]:
        yield Event(
            "work lost", Words(f"Lost work; {income:,.0f} yuan came in.", f"失去工作;当月收入{income:,.0f}元。")
        )
    elif now["employed"] and not before["employed"]:
        yield Event(
            "work found", Words(f"Found work; {income:,.0f} yuan came in.", f"找到工作;当月收入{income:,.0f}元。")
        )
    elif now["employed"] and not _POOR < income / usual < _RICH:
        kind = Words("poor", "偏低") if income < usual else Words("good", "偏高")
        yield Event(
            "income",
            Words(
                f"A {kind.en} month: {income:,.0f} yuan came in, usual are {usual:,.0f}.",
                f"当月收入{kind.zh}:{income:,.0f}元,通常为{usual:,.0f}元。",
            ),
        )


def _friends(now: Row) -> Events:
    if now["help_received"] >= 1:
        got = f"{now['help_received']:,.0f}"
        yield Event("helped", Words(f"Friends helped with {got} yuan.", f"亲友接济{got}元。"))
    if now["help_given"] >= 1:
        gave = f"{now['help_given']:,.0f}"
        yield Event("gave help", Words(f"Gave {gave} yuan to friends in need.", f"接济亲友{gave}元。"))
    if now["scam"] >= 1:
        lost = f"{now['scam']:,.0f}"
        words = Words(
            f"Lost {lost} yuan to a swindler who promised to open the line.", f"被谎称可恢复额度的骗子骗走{lost}元。"
        )
        yield Event("scam", words)


def _elsewhere(now: Row, before: Row) -> Events:
    drawn, owed = now["outside_draws"], now["outside_debt"]
    if drawn >= 1:
        words = Words(
            f"Borrowed {drawn:,.0f} yuan elsewhere, and now owes {owed:,.0f} there.",
            f"向外部机构借款{drawn:,.0f}元,外部负债共{owed:,.0f}元。",
        )
        yield Event("borrowed elsewhere", words)
    elif now["applied_outside"]:
        yield Event("asked elsewhere", Words("Asked another lender and got nothing.", "向其他机构申请借款,未获批准。"))
    if now["outside_writeoff"] >= 1:
        gone = f"{now['outside_writeoff']:,.0f}"
        yield Event("elsewhere", Words(f"Other lenders wrote off {gone} yuan.", f"外部机构核销{gone}元。"))
    elif now["late_outside"] and not before["late_outside"]:
        yield Event("elsewhere", Words("Fell a month behind with other lenders.", "对外部机构开始逾期。"))
    elif before["late_outside"] and not now["late_outside"]:
        yield Event("elsewhere", Words("Caught up with other lenders.", "已还清外部机构的逾期款。"))
