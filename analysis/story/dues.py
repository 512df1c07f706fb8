"""The due date, lateness, collections, plans and write-off, told of a month."""

from collections.abc import Sequence

from tightrope.agents.codes import Agreement, Contact
from tightrope.analysis.story.moments import (
    DEFAULT_MONTHS,
    FAILED,
    STAGES,
    Event,
    Events,
    Moment,
    Row,
    joined,
    late,
    months,
)
from tightrope.analysis.words.words import Words

__all__ = ["dues", "recoveries"]


def dues(now: Row, before: Row) -> Events:
    """Tell what a month's dues came to."""
    yield from _missed(now, before)
    if now["status"] == "written off" and before["status"] == "active":
        lost = now["writeoff_paylater"] + now["writeoff_cashloan"]
        yield Event(
            "written off",
            Words(
                f"Written off: {lost:,.0f} yuan. The account is closed, and the debt pursued.",
                f"核销{lost:,.0f}元:账户关闭,债务继续追偿。",
            ),
        )
    else:
        yield from _lateness(now, before)
        yield from _collections(now, before)
    yield from _plans(now, before)


def recoveries(rows: Sequence[Row]) -> list[Moment]:
    """Tell the first payment on debt written off, and the last of them with the sum."""
    paid = [row for row in rows if row["recovered"] >= 1]
    if not paid:
        return []
    first, last = paid[0], paid[-1]
    words = Words(
        f"Began to pay on the debt written off: {first['recovered']:,.0f} yuan.",
        f"开始偿还已核销债务:{first['recovered']:,.0f}元。",
    )
    moments = [Moment(first["month"], "recovered", words)]
    if len(paid) > 1:
        total = f"{sum(row['recovered'] for row in paid):,.0f}"
        left = f"{last['written_off']:,.0f}"
        words = Words(
            f"Has paid {total} yuan on the debt written off by now; {left} are left.",
            f"至此共偿还已核销债务{total}元;尚余{left}元。",
        )
        moments.append(Moment(last["month"], "recovered", words))
    return moments


def _missed(now: Row, before: Row) -> Events:
    products = (
        ("missed_paylater", Words("{} yuan on paylater", "先享后付{}元")),
        ("missed_cashloan", Words("{} yuan on the cash loan", "现金贷{}元")),
    )
    missed = [(words, f"{now[name]:,.0f}") for name, words in products if now[name] > 0]
    if not missed:
        return
    why = _why(now)
    after = Words("", "")
    if late(now) == 0 and not now["plan_agreed"] and now["status"] == "active":
        after = Words(" All was paid within thirty days.", "三十天内已补还。")
    owed = Words(
        joined([words.en.format(amount) for words, amount in missed]),
        "、".join(words.zh.format(amount) for words, amount in missed),
    )
    yield Event(
        "missed",
        Words(f"Missed the due date ({owed.en}): {why.en}.{after.en}", f"还款日未还({owed.zh}):{why.zh}。{after.zh}"),
    )


def _why(now: Row) -> Words:
    """Return why a due date was missed, as far as the month's record tells."""
    if now["technical"]:
        return FAILED[now["technical"]]
    if now["missed_able"]:
        return Words("the money was at hand", "手头有钱而未还")
    if now["wage_late"]:
        return Words("the money did not reach before the income came", "收入到账前钱不够")
    if not now["employed"]:
        return Words("out of work, the money did not reach", "失业,钱不够")
    return Words("the money did not reach", "钱不够")


def _lateness(now: Row, before: Row) -> Events:
    was, is_ = late(before), late(now)
    if now["defaulted"]:
        yield Event("default", Words("In default: 90 days past due.", "违约:逾期达90天。"))
    elif is_ > was and is_ <= DEFAULT_MONTHS:
        owed = now["overdue_paylater"] + now["overdue_cashloan"]
        yield Event(
            "late",
            Words(
                f"{30 * is_} days past due now; {owed:,.0f} yuan are overdue.",
                f"逾期{30 * is_}天,逾期金额{owed:,.0f}元。",
            ),
        )
    elif was > is_ and not now["plan_agreed"]:
        if is_ == 0:
            yield Event("cured", Words(f"Caught up after {months(was)} past due.", f"逾期{was}个月后已还清逾期款。"))
        else:
            yield Event(
                "cured",
                Words(
                    f"Paid old dues: from {30 * was} to {30 * is_} days past due.",
                    f"还了部分旧账:逾期由{30 * was}天降至{30 * is_}天。",
                ),
            )


def _collections(now: Row, before: Row) -> Events:
    if not late(now) or now["plan_agreed"]:
        return
    stage = STAGES.get(now["ladder"])
    silent = now["contact"] == Contact.SILENT
    state = (
        Words("The borrower is silent", "借款人失联")
        if silent
        else Words("The borrower is in contact", "借款人保持联系")
    )
    newly = (now["ladder"], now["contact"]) != (before["ladder"], before["contact"]) or not late(before)
    if newly and stage:
        yield Event("collections", Words(f"Collections: {stage.en}. {state.en}.", f"{stage.zh}。{state.zh}。"))
    elif newly and now["contact"] != before["contact"]:
        yield Event("collections", Words(f"{state.en}.", f"{state.zh}。"))


def _plans(now: Row, before: Row) -> Events:
    if now["plan_agreed"] == Agreement.PLAN:
        rest = Words("", "")
        if now["holiday"]:
            rest = Words(f", the first {now['holiday']} without dues", f",前{now['holiday']}个月免还")
        yield Event(
            "plan",
            Words(
                f"A hardship plan was agreed: {months(now['plan'])}{rest.en}. Nothing is past due any more.",
                f"达成困难还款计划:{now['plan']}个月{rest.zh}。不再计为逾期。",
            ),
        )
    elif now["plan_agreed"] == Agreement.SETTLEMENT:
        names = ("forgiven_paylater", "forgiven_cashloan", "forgiven_written_off")
        forgiven = sum(now[name] for name in names)
        yield Event(
            "settled", Words(f"A settlement: {forgiven:,.0f} yuan were forgiven.", f"达成和解:减免{forgiven:,.0f}元。")
        )
    if now["plan_broken"]:
        yield Event("plan broken", Words("Fell behind on the plan, which ended it.", "未能按计划还款,计划终止。"))
    elif before["plan"] and not now["plan"] and now["status"] == "active":
        yield Event("plan done", Words("The hardship plan is done.", "困难还款计划已完成。"))
