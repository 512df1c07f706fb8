"""What a run says in five numbers, each with sentences written from the numbers."""

from dataclasses import dataclass

import polars as pl

from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.compare.differences import differences, extreme, widest
from tightrope.analysis.compare.headlines import ENOUGH, HEADLINES, MOST, ORDINARY, USUAL, Headline, Moved, moved
from tightrope.analysis.compare.incidence import who_bore_it
from tightrope.analysis.words.numbers import gap, quantity
from tightrope.model.results.run_results import Results

__all__ = ["Finding", "findings", "in_one_sentence"]


@dataclass(frozen=True)
class Finding:
    """One thing that happened: the number to show large, what it is, and the sentences that place it."""

    number: str
    label: str
    sentences: str


def findings(sheet: Sheet) -> list[Finding]:
    """Return the numbers that matter for this run.

    Beside a baseline these are the measures that moved farthest from it, by what is ordinary for each; where these are
    fewer than five, and without a baseline, the courses of usual ones as well.
    """
    if sheet.results.months.is_empty():
        return []
    found = _moved(sheet)[:MOST]
    themes = {each.headline.theme for each in found}
    usual = [headline for headline in HEADLINES if headline.column in USUAL and headline.theme not in themes]
    courses = [told for headline in usual if (told := _alone(sheet, headline))]
    return [*(_beside(sheet, each) for each in found), *courses[: MOST - len(found)]]


def in_one_sentence(sheet: Sheet) -> str:
    """Say how the numbers were chosen, and what they come to."""
    say = sheet.say
    if sheet.baseline is None:
        return say(
            "There is no other run to compare with, so these are the courses of five usual measures. What an event or "
            "a setting did cannot be told from them.",
            "没有可对照的运行,以下为五项常用指标的走势,不能据此判断事件或设定的作用。",
        )
    together = min(sheet.results.months.height, sheet.baseline.months.height)
    if together < ENOUGH:
        return say(
            f"Both runs have finished {together} month{'' if together == 1 else 's'}: too few to tell an effect from "
            "ordinary variation. These are the courses of five usual measures.",
            f"两次运行共同完成{together}个月,尚不足以区分影响与正常波动;以下为五项常用指标的走势。",
        )
    if sheet.results.months.equals(sheet.baseline.months):
        return say("The two runs are the same in every month.", "两次运行各月完全相同。")
    return _how_many(sheet)


def _how_many(sheet: Sheet) -> str:
    """Say how many subjects moved, and by which yardstick."""
    say, found, themes = sheet.say, _moved(sheet), len({headline.theme for headline in HEADLINES})
    yardstick = say(
        f"{ORDINARY:g} times their ordinary variation (how far the baseline's months lie from their own trend)",
        f"其正常波动(基准各月与自身趋势的偏差)的{ORDINARY:g}倍",
    )
    counted = say(
        f"Of {themes} subjects watched, {len(found) or 'none'} moved away from the baseline by more than {yardstick}.",
        f"在{themes}个观察主题中,{len(found)}个偏离基准超过{yardstick}。",
    )
    if len(found) > MOST:
        rest = [(each.headline.subject.put(sheet.language).rstrip(","), f"{each.times:,.0f}") for each in found[MOST:]]
        also = "; ".join(f"{name[0].lower()}{name[1:]} ({times} times)" for name, times in rest)
        also_zh = ";".join(f"{name}({times}倍)" for name, times in rest)
        return counted + say(
            f" These are the {MOST} to look at first: by how far they moved, what surrounds lending (debts and help "
            f"elsewhere, service, early repayment) counting a third. Also moved: {also}.",
            f"以下为最值得先看的{MOST}个:按变动大小,借贷周边(外部负债、困难帮助、客服、提前还款等)按三分之一计;另有{also_zh}。",
        )
    if len(found) == MOST:
        return counted
    return counted + say(
        " The other numbers here are usual ones that stayed within it." if found else " These are five usual measures.",
        "其余为未超出的常用指标。" if found else "以下为五项常用指标。",
    )


def _moved(sheet: Sheet) -> list[Moved]:
    return [] if sheet.baseline is None else moved(sheet.results, sheet.baseline)


def _beside(sheet: Sheet, found: Moved) -> Finding:
    """Where a measure was farthest from the baseline, what was left of that at the end, and who bore it."""
    headline, baseline = found.headline, sheet.baseline
    assert baseline is not None
    apart, month = widest(differences(sheet.results, baseline), headline.column) or (0.0, 1)
    own, other = (_value(run, headline, month, sheet.language) for run in (sheet.results, baseline))
    subject = headline.subject.put(sheet.language)
    total = _total(sheet) if headline.column == "profit" else ""
    sentences = total + sheet.say(
        f"The gap was widest in month {month}: {own} against {other}.",
        f"第{month}月偏离基准最多:{own},基准为{other}。",
    )
    sentences += _at_the_end(sheet, found, month) + who_bore_it(sheet, headline.column)
    label = sheet.say(
        f"{subject.rstrip(',')}, against the baseline: {found.times:,.0f} times its ordinary variation",
        f"{subject},与基准之差:正常波动的{found.times:,.0f}倍",
    )
    return Finding(gap(apart, headline.unit, sheet.language), label, sentences)


def _at_the_end(sheet: Sheet, found: Moved, month: int) -> str:
    """Whether the gap closed: judged by means of three months, told by the last month of both."""
    baseline = sheet.baseline
    assert baseline is not None
    last = min(sheet.results.months.height, baseline.months.height)
    if month > last - 3:
        return sheet.say(" It was still at its widest at the end.", "期末差距仍最大。")
    own, other = (_value(run, found.headline, last, sheet.language) for run in (sheet.results, baseline))
    both = sheet.say(f" ({own} against {other} in month {last})", f"(第{last}月{own},基准{other})")
    left = found.end / found.widest
    if abs(found.end) <= ORDINARY * found.ordinary:
        return sheet.say(f" By the end it was back within ordinary variation{both}.", f"期末已回到正常波动之内{both}。")
    if left < 0:
        return sheet.say(
            f" By the end it lay on the other side of the baseline{both}.", f"期末已转到基准的另一侧{both}。"
        )
    return sheet.say(
        f" It did not come back by the end: {100 * left:.0f}\u00a0% of the widest gap was left{both}.",
        f"期末仍未恢复:最大差距的{100 * left:.0f}%仍在{both}。",
    )


def _alone(sheet: Sheet, headline: Headline) -> Finding | None:
    """Where a measure began, where it turned, and where it ended, beside the baseline's end if there is one."""
    months, column, language = sheet.results.months, headline.column, sheet.language
    high, low = (extreme(months, column, highest=highest) for highest in (True, False))
    if high is None or low is None:
        return None
    subject, unit = headline.subject.put(language), headline.unit
    start, end = (_value(sheet.results, headline, month, language) for month in (1, months.height))
    top, bottom = (quantity(turn[0], unit, language) for turn in (high, low))
    course = sheet.say(
        f"{subject} began at {start} and ended at {end}; it was lowest in month {low[1]} ({bottom}) and highest in "
        f"month {high[1]} ({top}).",
        f"{subject}期初为{start},期末为{end};最低在第{low[1]}月({bottom}),最高在第{high[1]}月({top})。",
    )
    if months.height == 1:
        course = sheet.say(f"{subject} was {end} in the only month.", f"{subject}在唯一的月份为{end}。")
    elif top == bottom:
        course = sheet.say(f"{subject} stayed at {end}.", f"{subject}始终为{end}。")
    total = _total(sheet) if column == "profit" else ""
    beside = ""
    if sheet.baseline is not None and sheet.baseline.months.height == months.height:
        other = _value(sheet.baseline, headline, months.height, language)
        beside = sheet.say(f" The baseline ended at {other}.", f"基准期末为{other}。")
    return Finding(end, sheet.say(f"{subject.rstrip(',')}, at the end", f"{subject},期末"), total + course + beside)


def _total(sheet: Sheet) -> str:
    """What the platform earned over all months, and how much more or less than in the baseline."""
    profit = float(sheet.results.months["profit"].sum())
    size, months = quantity(abs(profit), "yuan", sheet.language), sheet.results.months.height
    earned = sheet.say("earned", "盈利") if profit >= 0 else sheet.say("lost", "亏损")
    beside = _total_beside(sheet, profit)
    return sheet.say(
        f"The platform {earned} {size} yuan over {months} month{'' if months == 1 else 's'}{beside}. ",
        f"平台在{months}个月内共{earned}{size}元{beside}。",
    )


def _total_beside(sheet: Sheet, profit: float) -> str:
    if sheet.baseline is None or sheet.baseline.months.height != sheet.results.months.height:
        return ""
    other = float(sheet.baseline.months["profit"].sum())
    if profit == other:
        return sheet.say(", as in the baseline", ",与基准相同")
    size = quantity(abs(profit - other), "yuan", sheet.language)
    less = sheet.say("less", "少") if profit < other else sheet.say("more", "多")
    return sheet.say(f", {size} {less} than the baseline's", f",比基准{less}{size}元")


def _value(results: Results, headline: Headline, month: int, language: str) -> str:
    """A measure of one month in its unit, a dash where there is none."""
    values = results.months.filter(pl.col("month") == month)[headline.column]
    return quantity(values[0] if len(values) else None, headline.unit, language)
