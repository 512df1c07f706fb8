"""How a life in the market differs from the same life in the twin: since when, in what, and what stands at the end."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import polars as pl

from tightrope.analysis.story.moments import Row, late, total_limit
from tightrope.analysis.words.reasons import REASON_WORDS
from tightrope.analysis.words.words import Words

__all__ = ["End", "Fact", "ending"]

_STATUSES = {
    "active": Words("customer", "在册"),
    "written off": Words("written off", "已核销"),
    "vacant": Words("gone", "已离开"),
}
_WORK = Words("out of work", "无业"), Words("in work", "在职")


class Fact(NamedTuple):
    """One fact of a month, here and in the twin."""

    label: Words
    here: Words
    there: Words


class End(NamedTuple):
    """The conclusion: sentences, and the facts at the end side by side."""

    sentences: tuple[Words, ...]
    facts: tuple[Fact, ...]


def _yuan(name: str) -> Callable[[Row], Words]:
    return lambda row: Words(f"{row[name]:,.0f} yuan", f"{row[name]:,.0f}元")


def _frozen(row: Row) -> Words:
    why = row["freeze_reason"]
    if row["status"] != "active" or why == "none":
        return Words("no", "否")
    words = REASON_WORDS[why]
    return Words(f"yes ({words.en})", f"是({words.zh})")


_FACTS: tuple[tuple[Words, Callable[[Row], Words]], ...] = (
    (Words("account", "账户"), lambda row: _STATUSES[row["status"]]),
    (Words("line frozen", "额度冻结"), _frozen),
    (Words("limits", "额度合计"), lambda row: Words(f"{total_limit(row):,.0f} yuan", f"{total_limit(row):,.0f}元")),
    (Words("days past due", "逾期天数"), lambda row: Words(f"{30 * late(row)}", f"{30 * late(row)}")),
    (Words("owed on paylater", "先享后付欠款"), _yuan("balance_paylater")),
    (Words("owed on the cash loan", "现金贷欠款"), _yuan("balance_cashloan")),
    (Words("written off and unpaid", "核销未还"), _yuan("written_off")),
    (Words("owed elsewhere", "外部负债"), _yuan("outside_debt")),
    (Words("trust", "信任"), lambda row: Words(f"{row['trust']:.2f}", f"{row['trust']:.2f}")),
    (Words("score", "评分"), lambda row: Words(f"{row['score']:.0f}", f"{row['score']:.0f}")),
    (Words("work", "工作"), lambda row: _WORK[row["employed"]]),
    (Words("income", "收入"), _yuan("income")),
    (Words("cash at hand", "手头现金"), _yuan("cash")),
)


def ending(own: pl.DataFrame, twin: pl.DataFrame) -> End:
    """Set the two lives beside each other."""
    here, there = own.rows(named=True), twin.rows(named=True)
    facts = _facts(here[-1], there[-1])
    if own.equals(twin, null_equal=True):
        same = Words(
            "No difference: the events have changed nothing in this life so far.", "没有差别:事件至今未改变其任何情况。"
        )
        return End((same,), facts)
    return End((_parting(here, there), _since(here, there), _at_the_end(here[-1], there[-1], facts)), facts)


def _facts(here: Row, there: Row) -> tuple[Fact, ...]:
    return tuple(Fact(label, _told(here, put), _told(there, put)) for label, put in _FACTS)


def _told(row: Row, put: Callable[[Row], Words]) -> Words:
    """Return a fact of a month; of a vacant place there is none but that."""
    return put(row) if row["status"] != "vacant" or put is _FACTS[0][1] else Words("–", "–")


def _parting(here: Sequence[Row], there: Sequence[Row]) -> Words:
    """Tell the first month in which facts differ that are shown, and which."""
    for own, twin in zip(here, there, strict=True):
        apart = [fact for fact in _facts(own, twin) if fact.here != fact.there][:3]
        if apart:
            en = ", ".join(f"{fact.label.en} {fact.here.en} here, {fact.there.en} in the twin" for fact in apart)
            zh = ",".join(f"{fact.label.zh}{fact.here.zh},孪生为{fact.there.zh}" for fact in apart)
            return Words(
                f"The two lives part in month {own['month']}: {en}.", f"两种人生自第{own['month']}月分开:{zh}。"
            )
    return Words("The two lives differ in nothing large enough to be shown.", "两种人生的差别小到无法显示。")


_COUNTED: tuple[tuple[Words, Callable[[Row], bool]], ...] = (
    (
        Words("the line was frozen", "额度被冻结"),
        lambda row: row["status"] == "active" and row["freeze_reason"] != "none",
    ),
    (
        Words("something was 30 or more days past due", "有30天以上逾期"),
        lambda row: row["status"] == "active" and late(row) > 0,
    ),
)


def _since(here: Sequence[Row], there: Sequence[Row]) -> Words:
    """Tell in how many months the line was frozen and debts were late, here and there."""
    en, zh = [], []
    for label, holds in _COUNTED:
        own, twin = (sum(holds(row) for row in rows[1:]) for rows in (here, there))
        en.append(f"{label.en} in {own} here and {twin} in the twin")
        zh.append(f"{label.zh}:此处{own}个月,孪生{twin}个月")
    return Words(f"Of {len(here) - 1} months, {'; '.join(en)}.", f"{len(here) - 1}个月中,{';'.join(zh)}。")


def _at_the_end(here: Row, there: Row, facts: tuple[Fact, ...]) -> Words:
    if "vacant" not in (here["status"], there["status"]) and here["joined_month"] != there["joined_month"]:
        return Words(
            "At the end somebody else holds the place than in the twin, so what follows compares two people.",
            "期末该位置与孪生中已不是同一人,以下所列为两个人的情况。",
        )
    if all(fact.here == fact.there for fact in facts):
        return Words("At the end nothing that is shown differs any more.", "期末所列各项已无差别。")
    names = [fact.label for fact in facts if fact.here != fact.there]
    return Words(
        f"At the end there is a difference in: {', '.join(each.en for each in names)}.",
        f"期末有差别的是:{'、'.join(each.zh for each in names)}。",
    )
