"""What a run says in five sentences, written from its numbers."""

from dataclasses import dataclass

import polars as pl

from tightrope.analysis.compare import differences, extreme, widest
from tightrope.analysis.theme import Sheet, events_by_month
from tightrope.analysis.wording import gap, percent, quantity
from tightrope.model.results import FRAMES, Results

__all__ = ["Finding", "findings"]


@dataclass(frozen=True)
class Finding:
    """One thing that happened: the number to show large, what it is, and the sentences that place it."""

    number: str
    label: str
    sentences: str


def findings(sheet: Sheet) -> list[Finding]:
    """Return what there is to say of freezes, defaults, trust, limits and accounts, in this order.

    Beside a baseline, what differs from it is told; else the course from start to end.
    """
    if sheet.results.months.is_empty():
        return []
    return [finding for find in (_freezes, _defaults, _trust, _limits, _accounts) if (finding := find(sheet))]


def _freezes(sheet: Sheet) -> Finding | None:
    peak = extreme(sheet.results.months, "freezes_new_share", highest=True)
    if peak is None:
        return None
    top, month = percent(peak[0]), peak[1]
    then = _against(sheet, "freezes_new_share", month)
    then += sheet.say(" in the baseline", "") if then else ""
    peaked = sheet.say(
        f"New freezes peaked in month {month}, at {top} of borrowers{then}.",
        f"新增冻结在第{month}月达到峰值,占借款人的{top}{then}。",
    )
    nobody = sheet.say("Nobody was newly frozen.", "没有新增冻结。")
    end = _value(sheet.results, "frozen_share", sheet.results.months.height, sheet.language)
    at_end = _against(sheet, "frozen_share", sheet.results.months.height)
    left = sheet.say(f" At the end {end} of borrowers are frozen{at_end}.", f"期末冻结比例为{end}{at_end}。")
    label = sheet.say("newly frozen, at the peak", "单月新增冻结峰值")
    return Finding(top, label, (peaked if peak[0] > 0 else nobody) + left)


def _defaults(sheet: Sheet) -> Finding | None:
    column = "dpd90_share_balance"
    subject = sheet.say("The share of balances 90 or more days late", "逾期90天以上的余额占比")
    if apart := _apart(sheet, column):
        label = sheet.say("in default, where the baseline is farthest", "违约占比与基准的最大差异")
        course = _beside(sheet, column, subject, apart, _after_freezes(sheet, apart[1]))
        return Finding(gap(apart[0], "share", sheet.language), label, course)
    peak = extreme(sheet.results.months, column, highest=True)
    if peak is None:
        return None
    label = sheet.say("of balances in default, at the peak", "违约余额占比峰值")
    return Finding(percent(peak[0]), label, _alone(sheet, column, subject, peak, _after_freezes(sheet, peak[1])))


def _trust(sheet: Sheet) -> Finding | None:
    subject = sheet.say("Mean trust (0 to 1)", "平均信任(0至1)")
    if apart := _apart(sheet, "trust_mean"):
        label = sheet.say("trust, where the baseline is farthest", "信任与基准的最大差异")
        return Finding(gap(apart[0], "0-1"), label, _beside(sheet, "trust_mean", subject, apart))
    low = extreme(sheet.results.months, "trust_mean", highest=False)
    if low is None:
        return None
    label = sheet.say("trust, from start to end", "信任的全程变化")
    trust = sheet.results.months["trust_mean"]
    return Finding(gap(trust[-1] - trust[0], "0-1"), label, _alone(sheet, "trust_mean", subject, low))


def _limits(sheet: Sheet) -> Finding | None:
    subject = sheet.say("The mean limit in yuan", "平均额度(元)")
    cut = extreme(sheet.results.months, "limit_cut_share", highest=True)
    low = extreme(sheet.results.months, "limit_mean", highest=False)
    if low is None or cut is None:
        return None
    most = sheet.say(
        f" The most limits were cut in month {cut[1]}: those of {percent(cut[0])} of borrowers.",
        f"第{cut[1]}月降额最多,涉及{percent(cut[0])}的借款人。",
    )
    if apart := _apart(sheet, "limit_mean"):
        label = sheet.say("yuan of mean limit, where the baseline is farthest", "平均额度与基准的最大差异(元)")
        number = gap(apart[0], "yuan", sheet.language)
        return Finding(number, label, _beside(sheet, "limit_mean", subject, apart) + most)
    limit = sheet.results.months["limit_mean"]
    label = sheet.say("yuan of mean limit, from start to end", "平均额度的全程变化(元)")
    number = gap(limit[-1] - limit[0], "yuan", sheet.language)
    return Finding(number, label, _alone(sheet, "limit_mean", subject, low) + most)


def _accounts(sheet: Sheet) -> Finding:
    months = sheet.results.months
    profit, after = float(months["profit"].sum()), float(months["capital"][-1])
    before = float(months["capital"][0] - months["profit"][0] + months["payout"][0])
    numbers = (abs(profit), float(months["payout"].sum()), before, after)
    size, paid_out, begun, ended = (quantity(number, "yuan", sheet.language) for number in numbers)
    earned = sheet.say("earned", "盈利") if profit >= 0 else sheet.say("lost", "亏损")
    beside = _profit_beside(sheet, profit)
    plural = "s" if months.height > 1 else ""
    return Finding(
        quantity(profit, "yuan", sheet.language),
        sheet.say("yuan of profit in all", "总利润(元)"),
        sheet.say(
            f"The platform {earned} {size} yuan over {months.height} month{plural}{beside}, and paid out {paid_out}; "
            f"its capital went from {begun} to {ended} yuan.",
            f"平台在{months.height}个月内共{earned}{size}元{beside},分配{paid_out}元;资本由{begun}元变为{ended}元。",
        ),
    )


def _profit_beside(sheet: Sheet, profit: float) -> str:
    """How much more or less profit than the baseline made, where that lasted as long."""
    if sheet.baseline is None or sheet.baseline.months.height != sheet.results.months.height:
        return ""
    apart = profit - float(sheet.baseline.months["profit"].sum())
    size = quantity(abs(apart), "yuan", sheet.language)
    less = sheet.say("less", "少") if apart < 0 else sheet.say("more", "多")
    return sheet.say(f", {size} {less} than in the baseline", f",比基准{less}{size}元")


def _apart(sheet: Sheet, column: str) -> tuple[float, int] | None:
    """The widest difference from the baseline and its month; None without a baseline or without a difference."""
    if sheet.baseline is None:
        return None
    found = widest(differences(sheet.results, sheet.baseline), column)
    return found if found and found[0] else None


def _beside(sheet: Sheet, column: str, subject: str, apart: tuple[float, int], lag: str = "") -> str:
    """Where a measure was farthest from the baseline, and where both ended."""
    month, last = apart[1], sheet.results.months.height
    value, end = (_value(sheet.results, column, at, sheet.language) for at in (month, last))
    other, at_end = _against(sheet, column, month), _against(sheet, column, last)
    side = sheet.say("below", "低于") if apart[0] < 0 else sheet.say("above", "高于")
    farthest = sheet.say(
        f"{subject} was farthest {side} the baseline in month {month}: {value}{other}{lag}.",
        f"{subject}在第{month}月{side}基准最多,为{value}{other}{lag}。",
    )
    if month == last:
        return farthest
    return farthest + sheet.say(
        f" It ended at {end}{at_end}{_since_events(sheet)}.", f"期末为{end}{at_end}{_since_events(sheet)}。"
    )


def _alone(sheet: Sheet, column: str, subject: str, turn: tuple[float, int], lag: str = "") -> str:
    """Where a measure began, where it turned, and where it ended."""
    months, language = sheet.results.months, sheet.language
    start, end = (_value(sheet.results, column, month, language) for month in (1, months.height))
    turned = _value(sheet.results, column, turn[1], language)
    kind = sheet.say("highest", "最高") if turn[0] == months[column].max() else sheet.say("lowest", "最低")
    return sheet.say(
        f"{subject} began at {start}, was {kind} in month {turn[1]}, at {turned}{lag}, and ended at {end}.",
        f"{subject}期初为{start},第{turn[1]}月{kind},为{turned}{lag},期末为{end}。",
    )


def _after_freezes(sheet: Sheet, month: int) -> str:
    """How long after the peak of freezes, where it came after."""
    peak = extreme(sheet.results.months, "freezes_new_share", highest=True)
    if peak is None or peak[0] == 0 or peak[1] >= month:
        return ""
    lag = month - peak[1]
    plural = "s" if lag > 1 else ""
    return sheet.say(f", {lag} month{plural} after freezes peaked", f",晚于冻结峰值{lag}个月")


def _since_events(sheet: Sheet) -> str:
    """How long before the end the last event began, where one did."""
    last = sheet.results.months.height
    begun = [month for month, _ in events_by_month(sheet.results) if month < last]
    if not begun:
        return ""
    since = last - begun[-1]
    plural = "s" if since > 1 else ""
    return sheet.say(f", {since} month{plural} after the last event began", f",距最后一个事件开始{since}个月")


def _against(sheet: Sheet, column: str, month: int) -> str:
    """What the baseline had in that month; nothing where it had no such value."""
    if sheet.baseline is None:
        return ""
    value = _value(sheet.baseline, column, month, sheet.language)
    return "" if value == "–" else sheet.say(f" against {value}", f"(基准为{value})")


def _value(results: Results, column: str, month: int, language: str) -> str:
    """A measure of one month in its unit, a dash where there is none."""
    values = results.months.filter(pl.col("month") == month)[column]
    unit = next(declared.unit for declared in FRAMES["months"] if declared.name == column)
    return quantity(values[0] if len(values) else None, unit, language)
