"""Trust lost in a month, beside what that month's record holds of what hurts; and the end of a customer."""

from collections.abc import Callable

from tightrope.agents.codes import Departure, Failure
from tightrope.analysis.story.moments import Event, Events, Row, joined
from tightrope.analysis.words.words import Words

__all__ = ["parting", "trust"]

_TOLD = 0.02
"""Loss of trust in a month that is told."""

_HURTS: tuple[tuple[Callable[[Row], bool], Words], ...] = (
    (lambda row: row["froze"] > 0, Words("the freeze", "额度被冻结")),
    (lambda row: row["cut"] > 0, Words("the cut of the limits", "额度下调")),
    (lambda row: row["withheld"] > 0, Words("the limit withheld", "额度被暂扣")),
    (lambda row: row["appeal_answer"] > 1, Words("the answer to the appeal", "申诉答复")),
    (lambda row: row["ladder"] > 1, Words("collections", "催收")),
    (lambda row: row["technical"] >= Failure.OUTAGE, Words("the payment that failed", "付款失败")),
    (lambda row: row["scam"] > 0, Words("the swindle", "被骗")),
)


def trust(now: Row, before: Row) -> Events:
    """Tell a fall of trust, beside those of the month's events that are of a kind that hurts, if there are any."""
    lost = before["trust"] - now["trust"]
    if lost < _TOLD:
        return
    hurts = [words for hurt, words in _HURTS if hurt(now)]
    if hurts:
        beside = Words(
            f"in the month of {joined([each.en for each in hurts])}", f"当月有{'、'.join(each.zh for each in hurts)}"
        )
    else:
        beside = Words(
            "though nothing in this record of the month hurts trust; what friends say is not in it",
            "但当月记录中并无损害信任之事;亲友的议论不在记录中",
        )
    yield Event(
        "trust",
        Words(
            f"Trust fell by {lost:.2f} to {now['trust']:.2f}, {beside.en}.",
            f"信任下降{lost:.2f}至{now['trust']:.2f},{beside.zh}。",
        ),
    )


def parting(now: Row) -> Events:
    """Tell how a customer's time on the platform ends."""
    if now["left"] == Departure.LEFT:
        paid = (
            Words(f", the last {now['settled']:,.0f} yuan paid", f",结清最后{now['settled']:,.0f}元")
            if now["settled"]
            else Words("", "")
        )
        yield Event("left", Words(f"Left the platform{paid.en}.", f"离开平台{paid.zh}。"))
    elif now["left"]:
        rest = Words("nothing is left of it", "已无余额")
        if now["written_off"] >= 1:
            rest = Words(f"{now['written_off']:,.0f} yuan stay unpaid", f"{now['written_off']:,.0f}元未收回")
        yield Event(
            "left", Words(f"The debt written off is pursued no more: {rest.en}.", f"已核销债务不再追偿:{rest.zh}。")
        )
