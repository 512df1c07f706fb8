"""What acts at once: buttons that fire an event, and sliders over the declared parameters."""

from collections.abc import Callable
from math import floor, log10
from typing import Any

import solara

from tightrope.analysis.words.numbers import unit_words
from tightrope.analysis.words.words import Words
from tightrope.dashboard.events import EVENTS
from tightrope.dashboard.market import LiveMarket
from tightrope.scenarios.files.events import changeable
from tightrope.scenarios.parameters.meaning import bounds, meaning, number_in_words
from tightrope.scenarios.parameters.table import section_of

__all__ = ["Fire", "FireEvents", "Policy"]

USUAL = {
    "guidance": Words("Regulator's guidance", "监管指导强度"),
    "rate_cap_apr": Words("Rate cap", "利率上限"),
    "cashloan_apr": Words("Rate of the cash loan", "现金贷利率"),
    "admission_score": Words("Score to be admitted", "准入评分"),
    "raise_monthly": Words("Limits raised", "提额概率"),
    "cut_depth": Words("Depth of limit cuts", "降额幅度"),
    "risk_cutoff": Words("Score that freezes", "冻结评分线"),
    "freeze_monthly": Words("Frozen below it", "线下冻结概率"),
    "reopen_monthly": Words("Lines opened again", "解冻概率"),
    "linkage_strength": Words("Linkage of products", "产品联动强度"),
    "cool_off_months": Words("Cool-off after early repayment", "提前还款冷静期"),
    "transparency": Words("Openness about reasons", "规则透明度"),
    "hardship_offer": Words("Hardship plans offered", "困难计划提供率"),
    "desk_capacity": Words("Capacity of the service desk", "客服处理能力"),
}
"""The policy that a reader reaches for first; every other parameter is under "more"."""

type Fire = Callable[[dict[str, Any]], None]


@solara.component
def FireEvents(language: str, over: bool, fire: Fire) -> None:
    """One button for each event."""
    solara.HTML(tag="h2", unsafe_innerHTML=Words("Events now", "立即触发事件").put(language))
    note = Words("Begin next month, in the market and not in its twin.", "从下月起只作用于市场,不作用于孪生。")
    solara.HTML(tag="p", classes=["dash-note"], unsafe_innerHTML=note.put(language))
    with solara.Div(classes=["dash-events"]):
        for event in EVENTS:
            solara.Button(
                event.label.put(language),
                on_click=lambda change=event.change: fire(change),
                disabled=over,
                outlined=True,
                small=True,
            )


@solara.component
def Policy(market: LiveMarket, month: int, language: str, over: bool, fire: Fire) -> None:
    """Sliders that begin where the market stands, and the button that lets them act."""
    moved = solara.use_reactive({})
    more = solara.use_reactive([])

    def act() -> None:
        fire({"set": moved.value})
        moved.value = {}

    solara.HTML(tag="h2", unsafe_innerHTML=Words("Policy", "政策参数").put(language))
    note = Words(
        "Move what you like, then set it: it acts from next month on, in the market and not in its twin.",
        "调整后点击设置:从下月起只作用于市场,不作用于孪生。",
    )
    solara.HTML(tag="p", classes=["dash-note"], unsafe_innerHTML=note.put(language))
    for name in (*USUAL, *more.value):
        now = moved.value.get(name, market.value(name))
        _Knob(name, now, name in moved.value, language, lambda value, name=name: _move(moved, name, value)).key(name)
    solara.SelectMultiple(
        Words("More parameters", "更多参数").put(language),
        more,
        [name for name in changeable() if name not in USUAL],
        dense=True,
    )
    label = Words(f"Set from month {month + 1} on", f"从第{month + 1}月起设置").put(language)
    solara.Button(label, on_click=act, disabled=over or not moved.value, color="primary", block=True)


def _move(moved: solara.Reactive[dict[str, float]], name: str, value: float) -> None:
    moved.value = {**moved.value, name: value}


@solara.component
def _Knob(name: str, value: float, touched: bool, language: str, on_value: Callable[[float], None]) -> None:
    """A slider over the declared range, with what it is, its value and its unit."""
    field = changeable()[name]
    low, high = bounds(field)
    extra: Any = field.json_schema_extra
    low, high = low or 0, high or 1
    step = _step(extra["unit"], low, high)
    settled = _settled(value, low, high, step)
    label = USUAL[name].put(language) if name in USUAL else name.replace("_", " ").capitalize()
    unit = unit_words(extra["unit"], language)
    shown = f"{label}: {number_in_words(value)} {unit}"
    with solara.Div(classes=["dash-knob", *(["touched"] if touched else [])], attributes={"title": meaning(field)}):
        solara.HTML(tag="span", classes=["label"], unsafe_innerHTML=label)
        told = f"<b>{number_in_words(value)}</b> {unit}"
        solara.HTML(tag="span", classes=["value"], unsafe_innerHTML=told)
        solara.v.Slider(
            v_model=settled,
            on_v_model=lambda moved: on_value(moved) if abs(moved - settled) > step / 2 else None,
            min=low,
            max=high,
            step=step,
            dense=True,
            hide_details=True,
            attributes={"aria-label": shown, "data-parameter": f"{section_of()[name]}.{name}"},
        )


def _step(unit: str, low: float, high: float) -> float:
    """Return a round step of at most a hundredth of the range; whole months and points."""
    return 1 if unit.startswith(("months", "points")) else 10 ** floor(log10((high - low) / 100))


def _settled(value: float, low: float, high: float, step: float) -> float:
    """Return the step nearest to a value: told anything else, a slider moves there by itself, as if the reader had.

    While a market plays, that would arrive when the value has gone on, and be taken for a wish.
    """
    begin = low % step
    return min(round(round((value - begin) / step) * step + begin, max(0, -floor(log10(step)))), high)
