"""The page: Mesa's controls at the side, the timeline and the views beside them; one market for each page."""

from html import escape
from pathlib import Path
from typing import Any, cast

import solara
import solara.lab
from mesa.visualization import SolaraViz
from mesa.visualization.utils import force_update, update_counter

from tightrope.analysis.words.words import Words
from tightrope.dashboard.attended import AttendedMarket
from tightrope.dashboard.control_words import Labels
from tightrope.dashboard.market import LiveMarket, Pair
from tightrope.dashboard.opening import OPENING, as_text
from tightrope.dashboard.own_file import OwnFile
from tightrope.dashboard.policy import Fire, FireEvents, Policy
from tightrope.dashboard.shelf import SHELF
from tightrope.dashboard.timeline import Timeline
from tightrope.dashboard.views import Headline, Views
from tightrope.scenarios.errors import InputError

__all__ = ["Page"]

STYLE = Path(__file__).with_name("dashboard.css").read_text(encoding="utf-8")


@solara.component
def Page() -> None:
    """Everything that one reader sees; nothing of it is shared with another."""
    language = solara.use_reactive("en")
    opening = as_text(OPENING)
    story, book = solara.use_reactive(opening["story"]), solara.use_reactive(opening["book"])
    market = solara.use_memo(lambda: solara.reactive(AttendedMarket(**opening)), [])
    solara.Title("tightrope")
    solara.Style(STYLE)
    Labels(language.value)
    choices = _choices(language.value, opening, story, book)
    SolaraViz(market, components=[], model_params=choices, name="tightrope", play_interval=50)
    with solara.AppBar():
        other = "English" if language.value == "zh" else "中文"
        solara.Button(other, text=True, on_click=lambda: language.set("en" if language.value == "zh" else "zh"))
    Body(market.value, language.value, story, book)


def _choices(
    language: str, opening: dict[str, str], story: solara.Reactive[str], book: solara.Reactive[str]
) -> dict[str, Any]:
    """What a market is made of, as Mesa's form asks for it."""

    def text(english: str, chinese: str, name: str) -> dict[str, Any]:
        return {"type": "InputText", "label": Words(english, chinese).put(language), "value": opening[name]}

    def choice(english: str, chinese: str, chosen: solara.Reactive[str], names: list[str]) -> dict[str, Any]:
        return {"type": "Select", "label": Words(english, chinese).put(language), "value": chosen, "values": names}

    shelf = SHELF.value
    return {
        "story": choice("Scenario", "情景", story, shelf.stories),
        "book": choice("Book: who borrows at the start", "初始借款人", book, shelf.books),
        "borrowers": text("Borrowers, up to 200,000 (empty: the book's)", "借款人数,至多20万(空:按账本)", "borrowers"),
        "seed": text("Seed", "随机种子", "seed"),
        "months": text("Months (empty: the scenario's)", "月数(空:按情景)", "months"),
    }


@solara.component
def Body(market: LiveMarket, language: str, story: solara.Reactive[str], book: solara.Reactive[str]) -> None:
    """The page beside the controls."""
    update_counter.get()
    refusal = solara.use_reactive("")
    tab = solara.use_reactive(0)
    picked = solara.use_reactive(cast("int | None", None))

    def fire(change: dict[str, Any]) -> None:
        refusal.value = ""
        try:
            market.fire(**change)
        except InputError as error:
            refusal.value = str(error)
        force_update()

    pair = market.pair
    over = bool(market.trouble) or pair is None or pair.month >= market.months
    _Side(market, pair, language, over, fire, story, book)
    with solara.Div(classes=["dash", f"dash-{language}"]):
        _Troubles(market.trouble, refusal.value, language)
        if pair is not None:
            _heading(market, language)
            Timeline(pair, market.months, language)
            if pair.month:
                Headline(pair, language)
                Views(market, pair, language, tab, picked)
            else:
                _welcome(language)


@solara.component
def _Side(
    market: LiveMarket,
    pair: Pair | None,
    language: str,
    over: bool,
    fire: Fire,
    story: solara.Reactive[str],
    book: solara.Reactive[str],
) -> None:
    """What stands at the side beneath Mesa's controls: Solara puts there first what is less deep in the page."""
    with solara.Sidebar(), solara.Div(classes=["dash-side", f"dash-{language}"]):
        OwnFile(language, story, book)
        if pair is not None:
            FireEvents(language, over, fire)
            Policy(market, pair.month, language, over, fire).key(str(id(market)))


@solara.component
def _Troubles(trouble: str, refusal: str, language: str) -> None:
    if trouble:
        advice = Words("Change the choices and press Reset.", "请修改选项并点击重置。").put(language)
        solara.Error(f"{trouble} · {advice}")
    if refusal:
        solara.Warning(refusal)


def _heading(market: LiveMarket, language: str) -> None:
    assert market.pair is not None
    about = market.pair.own.manifest
    scenario = about["scenario"]
    title = (scenario["title_zh"] if language == "zh" else "") or scenario["title"]
    facts = Words(
        f"{about['borrowers']:,} borrowers · book {about['book']} · seed {about['seed']} · "
        f"month {market.pair.month} of {market.months}",
        f"{about['borrowers']:,}名借款人 · 账本 {about['book']} · 种子 {about['seed']} · "
        f"第{market.pair.month}月,共{market.months}月",
    )
    told = f"<h1>{escape(title)}</h1><p>{escape(facts.put(language))}</p>"
    solara.HTML(tag="header", classes=["dash-head"], unsafe_innerHTML=told)


def _welcome(language: str) -> None:
    words = Words(
        "<h2>Two markets, one fate</h2><p>The market lives through the events above. Its twin is the same market "
        "without them: the same borrowers meet the same illnesses, lay-offs and forgotten bills. Press ▶ to play or "
        "Step for one month; every chart draws the market in full lines and the twin dotted, so that the distance "
        "between them is what the events did.</p>",
        "<h2>两个市场,同一命运</h2><p>市场会经历上述事件;孪生是没有这些事件的同一市场:相同的借款人遭遇相同的疾病、失业与遗忘的账单。"
        "点击 ▶ 播放或“单步”前进一个月;图中实线为市场,虚线为孪生,两者之差即事件的影响。</p>",
    )
    solara.HTML(tag="div", classes=["dash-card", "dash-welcome"], unsafe_innerHTML=words.put(language))
