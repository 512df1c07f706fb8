"""The page: Mesa's controls at the side, the timeline and the views beside them; one market for each page."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import solara
import solara.lab
from mesa.visualization import SolaraViz
from mesa.visualization.utils import force_update, update_counter

from tightrope.analysis.words.words import LANGUAGES, Words, title_in
from tightrope.dashboard.attended import AttendedMarket
from tightrope.dashboard.control_words import Labels
from tightrope.dashboard.fragment import fragment
from tightrope.dashboard.market import LiveMarket, Pair
from tightrope.dashboard.opening import OPENING, as_text
from tightrope.dashboard.own_file import OwnFile
from tightrope.dashboard.policy import Fire, FireEvents, Policy
from tightrope.dashboard.shelf import SHELF
from tightrope.dashboard.timeline import Timeline
from tightrope.dashboard.views import Headline, Views
from tightrope.dashboard.worlds import MEMBERS, MOST_IN_A_WORLD
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
        other = LANGUAGES[(LANGUAGES.index(language.value) + 1) % len(LANGUAGES)]
        solara.Button(Words("language.name").put(other), text=True, on_click=lambda: language.set(other))
    Body(market.value, language.value, story, book)


def _choices(
    language: str, opening: dict[str, str], story: solara.Reactive[str], book: solara.Reactive[str]
) -> dict[str, Any]:
    """What a market is made of, as Mesa's form asks for it."""

    def text(key: str, name: str) -> dict[str, Any]:
        return {"type": "InputText", "label": Words(key).put(language), "value": opening[name]}

    def choice(key: str, chosen: solara.Reactive[str], names: list[str]) -> dict[str, Any]:
        return {"type": "Select", "label": Words(key).put(language), "value": chosen, "values": names}

    shelf = SHELF.value
    return {
        "story": choice("dashboard.scenario", story, shelf.stories),
        "book": choice("dashboard.book_who_borrows", book, shelf.books),
        "borrowers": text("dashboard.borrowers_up_to", "borrowers"),
        "seed": text("dashboard.seed", "seed"),
        "months": text("dashboard.months", "months"),
    }


@solara.component
def Body(market: LiveMarket, language: str, story: solara.Reactive[str], book: solara.Reactive[str]) -> None:
    """The page beside the controls."""
    update_counter.get()
    refusal = solara.use_reactive("")
    tab = solara.use_reactive(0)
    picked = solara.use_reactive(cast("int | None", None))
    bands = solara.use_reactive(False)

    def attempt(act: Callable[[], object]) -> None:
        refusal.value = ""
        try:
            act()
        except InputError as error:
            refusal.value = str(error)
        force_update()

    def fire(change: dict[str, Any]) -> None:
        attempt(lambda: market.fire(**change))

    def live_worlds() -> None:
        if bands.value or (market.pair and market.pair.worlds):
            attempt(lambda: market.live_worlds(bands.value))

    solara.use_effect(live_worlds, [market, bands.value])

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
                if market.has_worlds:
                    label = Words("dashboard.bands_of_worlds", worlds=MEMBERS, most=MOST_IN_A_WORLD).put(language)
                    solara.Checkbox(label=label, value=bands)
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
        advice = Words("dashboard.change_the_choices_and_press").put(language)
        solara.Error(f"{trouble} · {advice}")
    if refusal:
        solara.Warning(refusal)


def _heading(market: LiveMarket, language: str) -> None:
    assert market.pair is not None
    about = market.pair.own.manifest
    scenario = about["scenario"]
    title = title_in(language, scenario)
    facts = Words(
        "dashboard.borrowers_book_seed_month_of",
        borrowers=about["borrowers"],
        book=about["book"],
        seed=about["seed"],
        month=market.pair.month,
        months=market.months,
    )
    told = fragment("head.html", language, title=title, facts=facts.put(language))
    solara.HTML(tag="header", classes=["dash-head"], unsafe_innerHTML=told)


def _welcome(language: str) -> None:
    told = fragment("welcome.html", language)
    solara.HTML(tag="div", classes=["dash-card", "dash-welcome"], unsafe_innerHTML=told)
