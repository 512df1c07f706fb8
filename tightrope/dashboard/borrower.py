"""The view of one borrower: found by number or by search, then the months as a picture and in words."""

import json
from collections.abc import Callable

import solara
import solara.lab

from tightrope.analysis.charts.sheet import Sheet
from tightrope.analysis.report.story import MONTHS_TITLE, STYLE, WHO_TITLE, months_html, who_html
from tightrope.analysis.story.picture import LIFE_READING, LIFE_TITLE, life
from tightrope.analysis.story.story import Story, tell
from tightrope.analysis.words.words import Words
from tightrope.api.finding import SEARCHES, find
from tightrope.dashboard.chart import Chart
from tightrope.dashboard.market import LiveMarket, Pair, whole_number
from tightrope.model.engine.market import CreditMarket
from tightrope.scenarios.errors import InputError

__all__ = ["BorrowerView"]

SHOWN = 6
"""Borrowers of a search who can be picked at a time."""

type Pick = Callable[[int], None]
type Candidate = tuple[int, float, float]
"""Number, trust, and balance in yuan."""


@solara.component
def BorrowerView(market: LiveMarket, pair: Pair, language: str, picked: int | None, on_pick: Pick) -> None:
    """Whose life it is to be, and that life so far."""
    solara.Style(STYLE)
    with solara.Div(classes=["dash-grid", "dash-one"]):
        _Choice(market, pair, language, on_pick)
        if picked is not None:
            _Life(market, pair, language, picked).key(f"{id(market)} {picked}")


@solara.component
def _Choice(market: LiveMarket, pair: Pair, language: str, on_pick: Pick) -> None:
    """Two ways to find a borrower: by number, and by search."""
    search, draw = solara.use_reactive("frozen-in-good-standing"), solara.use_reactive(0)
    counts, some = solara.use_memo(
        lambda: market.look(lambda own, twin: _search(own, twin, search.value, draw.value)),
        [market, pair, search.value, draw.value],
    )
    size = pair.own.manifest["borrowers"]
    with solara.Div(classes=["dash-card", "dash-find"]):
        title = Words("dashboard.find_a_borrower").put(language)
        solara.HTML(tag="h2", unsafe_innerHTML=title)
        with solara.Div(classes=["dash-find-ways"]):
            _Number(size, language, on_pick)
            _Search(counts, search, draw, size, language)
        with solara.Div(classes=["dash-found"]):
            for number, trust, balance in some:
                told = Words("dashboard.trust_owes_yuan", number=number, trust=trust, balance=balance)
                pick = lambda number=number: on_pick(number)  # noqa: E731
                solara.Button(told.put(language), on_click=pick, outlined=True, small=True)
            if not some:
                none = Words("dashboard.the_search_finds_nobody_this")
                solara.HTML(tag="p", classes=["dash-note"], unsafe_innerHTML=none.put(language))


@solara.component
def _Number(size: int, language: str, on_pick: Pick) -> None:
    """A field for the number of a borrower; what cannot be is said beneath it."""
    refusal = solara.use_reactive("")

    def go(text: str) -> None:
        try:
            number = whole_number("borrower", text, None, 0, size - 1)
        except InputError as error:
            refusal.value = str(error)
            return
        refusal.value = ""
        if number is not None:
            on_pick(number)

    label = Words("dashboard.number_0_to_and_enter", size=size - 1).put(language)
    with solara.Div(classes=["dash-number"]):
        solara.InputText(label, "", on_value=go)
        if refusal.value:
            solara.HTML(tag="p", classes=["dash-refusal"], unsafe_innerHTML=refusal.value, attributes={"role": "alert"})


@solara.component
def _Search(
    counts: dict[str, int], search: solara.Reactive[str], draw: solara.Reactive[int], size: int, language: str
) -> None:
    """The named searches, each with how many it finds now, and a button for another draw of them."""
    items = [
        {"text": f"{SEARCHES[name].label.put(language)}: {count:,}", "value": name} for name, count in counts.items()
    ]
    label = Words("dashboard.search_of_borrowers_this_month", size=size).put(language)
    with solara.Div(classes=["dash-search"]):
        solara.v.Select(label=label, v_model=search.value, on_v_model=search.set, items=items, dense=True)
        solara.Button(
            Words("dashboard.others").put(language),
            on_click=lambda: draw.set(draw.value + 1),
            disabled=counts[search.value] <= SHOWN,
            text=True,
        )


@solara.component
def _Life(market: LiveMarket, pair: Pair, language: str, borrower: int) -> None:
    """One borrower's months; the first look back over them takes a while, and does not hold the page up."""
    lives = solara.lab.use_task(lambda: market.follow(borrower), dependencies=[pair], raise_error=False)
    shown = lives.latest
    told = solara.use_memo(lambda: tell(borrower, shown.own, shown.twin, shown.lenders) if shown else None, [shown])
    with solara.Div(classes=["dash-life"]):
        with solara.Div(classes=["dash-card"]):
            name = Words("dashboard.borrower", borrower=borrower).put(language)
            solara.HTML(tag="h2", classes=["dash-name"], unsafe_innerHTML=name)
            if lives.error:
                solara.Error(str(lives.exception))
            elif told is None:
                back = Words("dashboard.looking_back_over_months", month=pair.month).put(language)
                solara.HTML(tag="p", classes=["dash-note"], unsafe_innerHTML=back, attributes={"role": "status"})
                solara.ProgressLinear(True)
            else:
                solara.HTML(tag="h3", unsafe_innerHTML=WHO_TITLE.put(language))
                solara.HTML(tag="div", unsafe_innerHTML=who_html(told, language))
        if told is not None:
            _Months(told, Sheet(pair.own, pair.twin, language))


@solara.component
def _Months(told: Story, sheet: Sheet) -> None:
    """The months as a picture, and beneath it in words."""
    language = sheet.language
    drawn = solara.use_memo(
        lambda: json.dumps(life(sheet, told.own, told.twin, told.here), allow_nan=False), [told, language]
    )
    with solara.Div(classes=["dash-in-line"]):
        Chart("life", LIFE_TITLE.put(language), LIFE_READING.put(language), drawn)
        with solara.Div(classes=["dash-card", "dash-months"]):
            solara.HTML(tag="h2", unsafe_innerHTML=MONTHS_TITLE.put(language))
            solara.HTML(tag="div", unsafe_innerHTML=months_html(told, sheet))


def _search(own: CreditMarket, twin: CreditMarket, name: str, draw: int) -> tuple[dict[str, int], list[Candidate]]:
    """Return how many each search finds now, and some of those whom the chosen one finds."""
    found = {each: find(each, own, twin, some=SHOWN, draw=draw if each == name else 0) for each in SEARCHES}
    people = own.people
    owed = people["balance_paylater"].astype(float) + people["balance_cashloan"] + people["written_off"]
    some = [(int(i), float(people["trust"][i]), float(owed[i]) / 100) for i in found[name].some]
    return {each: result.total for each, result in found.items()}, some
