"""The events of the market on a line of months, with what each does in words."""

from html import escape

import solara

from tightrope.analysis.theme import Words, event_sign, events_by_month, months_apart
from tightrope.dashboard_market import Pair

__all__ = ["Timeline"]


@solara.component
def Timeline(pair: Pair, months: int, language: str) -> None:
    """Where the market stands, what has happened, and what is to come."""
    dated = [each for each in events_by_month(pair.own) if each[0] <= months]
    marks = [_mark(event_sign(number), month, months, pair.month) for number, (month, _) in enumerate(dated)]
    ticks = [_tick(month, months) for month in _ticks(months)]
    done = f'<span class="done" style="width:{100 * pair.month / months:.2f}%"></span>'
    words = Words(f"month {pair.month} of {months}", f"第{pair.month}月,共{months}月").put(language)
    line = f'<div class="track" role="img" aria-label="{words}">{done}{"".join(ticks)}{"".join(marks)}</div>'
    items = [_item(event_sign(n), month, says, pair.month, language) for n, (month, says) in enumerate(dated)]
    none = Words(
        "No event: until one is fired, the market and its twin are the same.", "无事件:触发之前市场与孪生相同。"
    )
    told = f"<ol>{''.join(items)}</ol>" if items else f"<p>{none.put(language)}</p>"
    with solara.Div(classes=["dash-card", "dash-timeline"]):
        solara.HTML(tag="div", unsafe_innerHTML=line + told)


def _ticks(months: int) -> range:
    step = months_apart(months)
    return range(step, months + 1, step)


def _tick(month: int, months: int) -> str:
    return f'<span class="tick" style="left:{100 * month / months:.2f}%">{month}</span>'


def _mark(sign: str, month: int, months: int, now: int) -> str:
    past = " past" if month <= now else ""
    return f'<span class="mark{past}" style="left:{100 * (month - 0.5) / months:.2f}%">{sign}</span>'


def _item(sign: str, month: int, says: list[str], now: int, language: str) -> str:
    if month <= now:
        state, words = "past", Words("begun", "已发生")
    elif month == now + 1:
        state, words = "next", Words("next month", "下月")
    else:
        state, words = "ahead", Words(f"in {month - now} months", f"{month - now}个月后")
    told = " ".join(escape(sentence, quote=False) for sentence in says)
    return (
        f'<li class="{state}" tabindex="0"><span class="badge">{sign}</span>'
        f'<span class="when">{words.put(language)}</span><span class="says">{told}</span></li>'
    )
